/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/row_name.h"

#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "post/post.h"
#include "team/team.h"

static const char *const words[] = {
    [BY_AREA] = "area", [BY_UNIT] = "unit", [BY_POST] = "post", [BY_KIND] = "kind"};

bool row_by_parse(const char *word, enum indicator_by *out)
{
    for (size_t i = 0; i < LEN(words); i++) {
        if (strcmp(word ? word : words[BY_AREA], words[i]) != 0)
            continue;
        *out = (enum indicator_by)i;
        return true;
    }
    return false;
}

const char *row_key(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                    enum indicator_by by, const struct indicator_row *row)
{
    char ref[TEXT_REF];
    if (row->key < 0)
        return ROW_NONE;
    if (by == BY_AREA)
        return atlas_at(v, (int32_t)row->key)->code;
    if (by == BY_KIND)
        return p->kinds[row->key].kind;
    text_ref(row->district, row->key, ref);
    return arena_copy(c->mem, ref);
}

bool row_key_parse(const struct atlas_view *v, const struct programmes *p, enum indicator_by by,
                   const char *text, int64_t *out)
{
    int32_t district;
    *out = -1;
    if (strcmp(text, ROW_NONE) == 0)
        return true;
    if (by == BY_AREA)
        *out = atlas_find(v, text);
    else if (by != BY_KIND)
        return text_ref_parse(text, &district, out);
    else if (programme_kind(p, text))
        *out = programme_kind(p, text) - p->kinds;
    return *out >= 0;
}

static const char *say(bool english, const struct name_pair *name)
{
    return english ? name->en : name->zh;
}

/* The area's own row: what stands on none of the areas below it. */
static const char *name_area(struct ctx *c, const struct atlas_view *v,
                             const struct indicator_query *q, int64_t key, bool english)
{
    const struct area *a = atlas_at(v, (int32_t)key);
    if (strcmp(a->code, q->area) != 0)
        return a->name;
    return arena_printf(c->mem, english ? "%s itself" : "%s（本级）", a->name);
}

static enum err name_post(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                          const struct indicator_row *row, int64_t at, bool english,
                          const char **out)
{
    struct post post;
    TRY(post_get(c, row->district, row->key, at, &post));
    const struct post_kind *kind = programme_post(p, post.kind);
    *out = arena_printf(c->mem, "%s · %s", atlas_name(v, post.area),
                        kind ? say(english, &kind->name) : post.kind);
    return ERR_OK;
}

enum err row_name(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                  const struct indicator_query *q, const struct indicator_row *row, bool english,
                  const char **out)
{
    static const struct name_pair none = {"未归属", "None"};
    struct team team;
    *out = say(english, &none);
    if (row->key < 0)
        return ERR_OK;
    if (q->by == BY_AREA)
        *out = name_area(c, v, q, row->key, english);
    if (q->by == BY_KIND)
        *out = say(english, &p->kinds[row->key].name);
    if (q->by == BY_POST)
        return name_post(c, v, p, row, q->period.to, english, out);
    if (q->by == BY_UNIT) {
        TRY(team_get(c, row->district, row->key, &team));
        *out = team.name;
    }
    return ERR_OK;
}

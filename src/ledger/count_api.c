/* SPDX-License-Identifier: Apache-2.0 */
/* Counts of a ledger by status, and by area, facet or the post that an entry is allotted to. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/fields.h"
#include "ledger/ledger_in.h"

struct count_in {
    const char *area, *by;
    int64_t as_of;
};
static const struct field count_fields[] = {
    {"area",  FIELD_TEXT,  true,  offsetof(struct count_in, area),  1, TEXT_CODE_MAX - 1},
    {"as_of", FIELD_AS_OF, false, offsetof(struct count_in, as_of), 0, 0                },
    {"by",    FIELD_TEXT,  false, offsetof(struct count_in, by),    1, 10               },
};

/* One count of one part (an area's code, a facet's value, the number of a post; NULL: none). */
struct counted {
    const char *part, *status;
    int64_t n;
};

static int64_t sum_of(const struct counted *list, size_t n, const char *part, const char *status)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if ((!part || (list[i].part && strcmp(list[i].part, part) == 0)) &&
            (!status || strcmp(list[i].status, status) == 0))
            sum += list[i].n;
    return sum;
}

/* "total" and "statuses", in the order of the ledger; those that it does not know any more come last. */
static void put_counts(struct json *j, const struct ledger_kind *kind, const struct counted *list,
                       size_t n, const char *part)
{
    json_put_int(j, "total", sum_of(list, n, part, NULL));
    json_key(j, "statuses");
    json_array(j);
    for (size_t i = 0; i < kind->n_statuses; i++) {
        json_object(j);
        json_put_text(j, "status", kind->statuses[i].status);
        json_put_int(j, "n", sum_of(list, n, part, kind->statuses[i].status));
        json_end(j);
    }
    json_array_end(j);
}

static enum err read_by_area(struct ctx *c, const struct entry_query *q, int digits,
                             struct counted **out, size_t *out_n)
{
    const struct entry_area_count *list;
    TRY(entry_count_areas(c, q, digits, &list, out_n));
    *out = arena_array(c->mem, *out_n, sizeof **out);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct counted){list[i].area, list[i].status, list[i].n};
    return ERR_OK;
}

static enum err read_by_facet(struct ctx *c, const struct entry_query *q, bool by_facet,
                              struct counted **out, size_t *out_n)
{
    const struct entry_count *list;
    TRY(entry_count(c, q, by_facet, &list, out_n));
    *out = arena_array(c->mem, *out_n, sizeof **out);
    for (size_t i = 0; i < *out_n; i++)
        (*out)[i] = (struct counted){list[i].facet, list[i].status, list[i].n};
    return ERR_OK;
}

static void put_part(struct json *j, const struct ledger_kind *kind, const struct counted *list,
                     size_t n, const char *key, const char *part, const char *name)
{
    json_object(j);
    json_put_text(j, key, part);
    json_put_text(j, "name", name);
    put_counts(j, kind, list, n, part);
    json_end(j);
}

static void put_area_parts(const struct entry_view *v, const struct ledger_kind *kind, int32_t area,
                           const struct counted *list, size_t n)
{
    const struct area *a = atlas_at(v->atlas, area);
    for (int32_t i = 0; i < a->n_children; i++) {
        const struct area *child = atlas_at(v->atlas, a->first_child + i);
        if (!child->valid_to || child->valid_to > v->c->now || sum_of(list, n, child->code, NULL))
            put_part(v->j, kind, list, n, "area", child->code, child->name);
    }
}

static void put_facet_parts(const struct entry_view *v, const struct ledger_kind *kind, bool en,
                            const struct counted *list, size_t n)
{
    const struct ledger_field *f = ledger_field(&kind->fields, kind->facet);
    for (size_t i = 0; f && i < f->n_choices; i++)
        put_part(v->j, kind, list, n, "facet", f->choices[i].value,
                 en ? f->choices[i].name.en : f->choices[i].name.zh);
}

/* ---- posts ---- */

static enum err read_by_post(struct ctx *c, const struct entry_query *q,
                             const struct entry_post_count **out_posts, struct counted **out,
                             size_t *out_n)
{
    TRY(entry_count_posts(c, q, out_posts, out_n));
    *out = arena_array(c->mem, *out_n, sizeof **out);
    for (size_t i = 0; i < *out_n; i++) {
        const struct entry_post_count *p = &(*out_posts)[i];
        char ref[TEXT_REF] = "";
        if (p->post)
            text_ref(p->district, p->post, ref);
        (*out)[i] = (struct counted){arena_copy(c->mem, ref), p->status, p->n};
    }
    return ERR_OK;
}

/* Its title, or where it is and of which kind. */
static const char *post_name(const struct entry_view *v, const struct entry_post_count *p, bool en)
{
    if (!p->post)
        return "";
    if (p->title)
        return p->title;
    const struct post_kind *kind = programme_post(v->app->programmes, p->kind ? p->kind : "");
    const struct area *area = p->area ? atlas_at(v->atlas, atlas_find(v->atlas, p->area)) : NULL;
    const char *name = !kind ? p->kind : en ? kind->name.en : kind->name.zh;
    return arena_printf(v->c->mem, "%s%s%s", area ? area->name : "", en ? " " : "",
                        name ? name : "");
}

/* Those of one post follow each other, in their district; those without one are one part in all of them. */
static void put_post_parts(const struct entry_view *v, const struct ledger_kind *kind, bool en,
                           const struct entry_post_count *posts, const struct counted *list,
                           size_t n)
{
    bool none = false;
    for (size_t i = 0, next; i < n; i = next) {
        const char *part = list[i].part;
        for (next = i + 1; next < n && strcmp(list[next].part, part) == 0;)
            next++;
        if (!part[0] && none)
            continue;
        none = none || !part[0];
        json_object(v->j);
        json_put_text(v->j, "post", part[0] ? part : NULL);
        json_put_text(v->j, "name", post_name(v, &posts[i], en));
        put_counts(v->j, kind, part[0] ? list + i : list, part[0] ? next - i : n, part);
        json_end(v->j);
    }
}

static enum err put_posts(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct entry_query *q, bool en)
{
    const struct entry_post_count *posts;
    struct counted *list;
    size_t n;
    TRY(read_by_post(v->c, q, &posts, &list, &n));
    put_counts(v->j, kind, list, n, NULL);
    json_key(v->j, "parts");
    json_array(v->j);
    put_post_parts(v, kind, en, posts, list, n);
    json_array_end(v->j);
    return ERR_OK;
}

/* ---- the whole ---- */

static enum err put_parts(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct count_in *in, const struct entry_query *q, bool en)
{
    int32_t at = atlas_find(v->atlas, in->area);
    const struct area *area = atlas_at(v->atlas, at);
    bool by_area = in->by && strcmp(in->by, "area") == 0;
    bool by_facet = in->by && strcmp(in->by, "facet") == 0 && kind->facet;
    struct counted *list;
    size_t n;
    int digits =
        by_area && area->n_children ? (int)strlen(atlas_at(v->atlas, area->first_child)->code) : 0;
    if (digits)
        TRY(read_by_area(v->c, q, digits, &list, &n));
    else
        TRY(read_by_facet(v->c, q, by_facet, &list, &n));
    put_counts(v->j, kind, list, n, NULL);
    json_key(v->j, "parts");
    json_array(v->j);
    if (digits)
        put_area_parts(v, kind, at, list, n);
    if (by_facet)
        put_facet_parts(v, kind, en, list, n);
    json_array_end(v->j);
    return ERR_OK;
}

enum err ledger_counts(struct ctx *c, const struct req *r, struct reply *out)
{
    const struct ledger_kind *kind;
    struct count_in in;
    TRY(ledger_of_path(c, r, &kind));
    TRY(req_read_query(c, r, count_fields, LEN(count_fields), &in));
    if (in.by && strcmp(in.by, "area") != 0 && strcmp(in.by, "facet") != 0 &&
        strcmp(in.by, "post") != 0)
        return ctx_fail(c, ERR_INVALID, "input.range", "by", "%s", in.by);
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    if (atlas_find(v.atlas, in.area) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in.area);
    const struct entry_query q = {.ledger = kind->ledger, .prefix = in.area, .as_of = in.as_of};
    json_object(v.j);
    json_put_time(v.j, "as_of", q.as_of);
    json_put_text(v.j, "area", in.area);
    bool en = r->lang == LANG_EN;
    TRY(in.by && strcmp(in.by, "post") == 0 ? put_posts(&v, kind, &q, en)
                                            : put_parts(&v, kind, &in, &q, en));
    json_end(v.j);
    return ERR_OK;
}

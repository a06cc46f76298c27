/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/key.h"
#include "ledger_sheet/plain.h"

struct place_name {
    const char *name; /* folded */
    int32_t area;
};

static int by_name(const void *a, const void *b)
{
    const struct place_name *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->area > y->area) - (x->area < y->area);
}

static void add(struct places *p, const char *name, int32_t area)
{
    if (name[0])
        p->names[p->n++] = (struct place_name){name, area};
}

/* "某社区居民委员会", "某社区居委会" and "某社区" are one place. */
static const char *short_name(struct arena *mem, const char *name)
{
    static const char *const ends[] = {"居民委员会", "村民委员会", "居委会", "村委会", "办事处"};
    for (size_t i = 0; i < LEN(ends); i++) {
        size_t n = strlen(name), k = strlen(ends[i]);
        if (n > k && strcmp(name + n - k, ends[i]) == 0)
            return arena_copy_n(mem, name, n - k);
    }
    return NULL;
}

/* By its own name, short and long, and with the name of what it lies in before it. */
static void add_area(struct arena *mem, struct places *p, int32_t i)
{
    const struct area *a = atlas_at(p->view, i), *above = atlas_at(p->view, a->parent);
    const char *name = key_fold(mem, a->name), *less = short_name(mem, name);
    add(p, name, i);
    if (less)
        add(p, less, i);
    if (above)
        add(p, arena_printf(mem, "%s%s", key_fold(mem, above->name), name), i);
}

void places_open(struct ctx *c, const struct atlas_view *view, const struct ledger_kind *kind,
                 const char *scope, struct places *out)
{
    size_t from = atlas_code_from(view, scope), n = from;
    *out = (struct places){.view = view, .kind = kind, .scope = scope};
    while (atlas_by_code(view, n) >= 0 &&
           text_has_prefix(atlas_at(view, atlas_by_code(view, n))->code, scope))
        n++;
    out->names = arena_array(c->mem, 3 * (n - from), sizeof *out->names);
    for (size_t k = from; k < n; k++)
        if (atlas_at(view, atlas_by_code(view, k))->valid_to == 0)
            add_area(c->mem, out, atlas_by_code(view, k));
    if (out->n > 1)
        qsort(out->names, out->n, sizeof *out->names, by_name);
}

static bool may_stand(const struct ledger_kind *kind, const struct area *a)
{
    return text_is_among(a->level, kind->on, kind->n_on);
}

static size_t first_named(const struct places *p, const char *name)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(p->names[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of areas with one name those count where an entry may stand. */
static const char *by_words(const struct places *p, struct arena *mem, const char *text,
                            int32_t *out)
{
    const char *name = key_fold(mem, text), *codes = NULL;
    int32_t found = -1, other = -1;
    for (size_t i = first_named(p, name); i < p->n && strcmp(p->names[i].name, name) == 0; i++) {
        int32_t area = p->names[i].area;
        other = area;
        if (area == found || !may_stand(p->kind, atlas_at(p->view, area)))
            continue;
        if (found >= 0)
            codes = arena_printf(mem, "%s, %s", codes ? codes : atlas_at(p->view, found)->code,
                                 atlas_at(p->view, area)->code);
        found = area;
    }
    *out = found >= 0 ? found : other;
    if (codes)
        return "area_ambiguous";
    return found >= 0 ? NULL : other >= 0 ? "area_level" : "area_unknown";
}

static const char *by_text(const struct places *p, struct arena *mem, const char *text,
                           int32_t *out)
{
    const char *code = plain_narrow(mem, text);
    if (!text_is_code(code))
        return by_words(p, mem, text, out);
    *out = atlas_find(p->view, code);
    if (*out < 0 || atlas_at(p->view, *out)->valid_to != 0)
        return "area_unknown";
    if (!text_has_prefix(code, p->scope))
        return "scope";
    return may_stand(p->kind, atlas_at(p->view, *out)) ? NULL : "area_level";
}

/* The deepest area at the point, or what lies above it, where an entry may stand. */
static const char *by_point(const struct places *p, struct geo_point point, int32_t *out)
{
    int32_t i = atlas_locate(p->view, point);
    while (i >= 0 && !may_stand(p->kind, atlas_at(p->view, i)))
        i = atlas_at(p->view, i)->parent;
    *out = i;
    if (i < 0)
        return "point_outside";
    return text_has_prefix(atlas_at(p->view, i)->code, p->scope) ? NULL : "scope";
}

static const char *whole_scope(const struct places *p, int32_t *out)
{
    *out = atlas_find(p->view, p->scope);
    return *out >= 0 && may_stand(p->kind, atlas_at(p->view, *out)) ? NULL : "area_needed";
}

const char *places_named(const struct places *p, struct arena *mem, const char *text,
                         const struct geo_point *point, struct place *out)
{
    int32_t said = -1, there = -1;
    const char *rule = text[0] ? by_text(p, mem, text, &said) : NULL;
    if (rule)
        return rule;
    if (point) {
        int32_t deepest = atlas_locate(p->view, *point);
        rule = by_point(p, *point, &there);
        if (said < 0 && rule)
            return rule;
        /* An area without a boundary can hold any point; another's point cannot lie in it. */
        if (said >= 0 && deepest >= 0 && atlas_at(p->view, said)->has_polygon &&
            !text_has_prefix(atlas_at(p->view, deepest)->code, atlas_at(p->view, said)->code))
            return "point_outside";
        out->point = *point;
    }
    if (said < 0)
        said = there;
    rule = said < 0 ? whole_scope(p, &said) : NULL;
    if (rule)
        return rule;
    out->has_point = point != NULL;
    out->code = atlas_at(p->view, said)->code;
    return NULL;
}

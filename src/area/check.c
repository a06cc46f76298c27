/* SPDX-License-Identifier: Apache-2.0 */
#include "area/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "geo/cover.h"
#include "geo/valid.h"

struct checking {
    struct ctx *c;
    const struct atlas_view *v;
    struct area_fault *faults;
    size_t n, cap;
    struct arena *scratch; /* of one set of siblings */
    const char *parent;    /* whose children are looked at; NULL: the roots */
    int32_t first;         /* of the children */
};

static void add(struct checking *k, const char *rule, const char *code, const char *other,
                double area_m2, const char *detail)
{
    struct arena *mem = k->c->mem;
    k->faults = arena_grow(mem, k->faults, k->n, &k->cap, sizeof *k->faults);
    k->faults[k->n++] = (struct area_fault){.rule = rule,
                                            .code = arena_copy(mem, code),
                                            .other = arena_copy(mem, other),
                                            .area_m2 = area_m2,
                                            .detail = detail};
}

static const char *place_text(struct ctx *c, struct geo_point p)
{
    return arena_printf(c->mem, "%.7f %.7f", p.lon_e7 / 1e7, p.lat_e7 / 1e7);
}

static void on_cover(void *arg, enum cover_fault fault, size_t a, size_t b, double area_m2,
                     struct geo_point at)
{
    struct checking *k = arg;
    const char *where = place_text(k->c, at);
    const char *code = atlas_at(k->v, k->first + (int32_t)a)->code;
    switch (fault) {
    case COVER_OVERLAP:
        add(k, "overlap", code, atlas_at(k->v, k->first + (int32_t)b)->code, area_m2, where);
        break;
    case COVER_OUTSIDE:
        add(k, "outside_parent", code, k->parent, area_m2, where);
        break;
    case COVER_GAP:
        add(k, "gap", k->parent ? k->parent : "", NULL, area_m2, where);
        break;
    }
}

/* How children lie to each other and in their parent (-1: the roots among themselves). */
static void check_children(struct checking *k, int32_t parent, int32_t first, int32_t n)
{
    struct geo_shape *shapes = arena_array(k->scratch, (size_t)n, sizeof *shapes);
    struct geo_shape above = {NULL, 0};
    for (int32_t i = 0; i < n; i++)
        shapes[i] = atlas_shape(k->v, first + i);
    if (parent >= 0)
        above = atlas_shape(k->v, parent);
    k->parent = parent >= 0 ? atlas_at(k->v, parent)->code : NULL;
    k->first = first;
    cover_check(above.n ? &above : NULL, shapes, (size_t)n, on_cover, k);
}

static size_t areas_below(const struct atlas_view *v, const char *code)
{
    size_t k = atlas_code_from(v, code), n = 0;
    while (atlas_by_code(v, k + n) >= 0 &&
           text_has_prefix(atlas_at(v, atlas_by_code(v, k + n))->code, code))
        n++;
    return n - 1;
}

static bool any_has_polygon(const struct atlas_view *v, int32_t first, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (atlas_at(v, first + i)->has_polygon)
            return true;
    return false;
}

/* Children without boundary are told where somebody should have drawn one: beside or in one that is drawn. */
static void check_missing(struct checking *k, int32_t parent, int32_t first, int32_t n)
{
    const struct area *above = atlas_at(k->v, parent);
    if (!(above && above->has_polygon) && !any_has_polygon(k->v, first, n))
        return;
    for (int32_t i = 0; i < n; i++) {
        const struct area *a = atlas_at(k->v, first + i);
        if (!a->has_polygon)
            add(k, "no_polygon", a->code, NULL, 0,
                arena_printf(k->c->mem, "%zu", areas_below(k->v, a->code)));
    }
}

static void check_ring(struct checking *k, int32_t i)
{
    struct geo_shape shape = atlas_shape(k->v, i);
    struct valid_fault fault;
    if (shape.n == 0 || shape_is_valid(k->scratch, shape, &fault))
        return;
    add(k, "invalid_ring", atlas_at(k->v, i)->code, NULL, 0,
        arena_printf(k->c->mem, "%s %s", place_text(k->c, fault.at), fault.reason));
}

static void check_area(struct checking *k, int32_t i)
{
    const struct area *a = atlas_at(k->v, i);
    check_ring(k, i);
    if (a->n_children > 0) {
        check_children(k, i, a->first_child, a->n_children);
        check_missing(k, i, a->first_child, a->n_children);
    }
    arena_reset(k->scratch);
}

static void check_roots(struct checking *k)
{
    int32_t n = 0;
    while ((size_t)n < atlas_len(k->v) && atlas_at(k->v, n)->parent < 0)
        n++;
    if (n > 1)
        check_children(k, -1, 0, n);
    check_missing(k, -1, 0, n);
}

static int in_order(const void *a, const void *b)
{
    const struct area_fault *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    if (order == 0)
        order = strcmp(x->rule, y->rule);
    if (order == 0)
        order = strcmp(x->other ? x->other : "", y->other ? y->other : "");
    return order ? order : x->area_m2 > y->area_m2 ? -1 : x->area_m2 < y->area_m2;
}

enum err area_check(struct ctx *c, const struct atlas_view *v, const char *code,
                    const struct area_fault **out, size_t *out_n)
{
    if (code && atlas_find(v, code) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", code);
    struct checking k = {.c = c, .v = v, .scratch = arena_new()};
    if (!code)
        check_roots(&k);
    size_t at = atlas_code_from(v, code ? code : "");
    for (int32_t i; (i = atlas_by_code(v, at)) >= 0; at++) {
        if (code && !text_has_prefix(atlas_at(v, i)->code, code))
            break;
        check_area(&k, i);
    }
    arena_free(k.scratch);
    if (k.n > 0)
        qsort(k.faults, k.n, sizeof *k.faults, in_order);
    *out = k.faults;
    *out_n = k.n < AREA_FAULTS_MAX ? k.n : AREA_FAULTS_MAX;
    return ERR_OK;
}

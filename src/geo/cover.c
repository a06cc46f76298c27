/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/cover.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "geo/crs.h"
#include "geo/geos.h"

static const double area_min_m2 = 1, width_min_m = 0.1;

struct covering {
    struct geos g;
    struct arena *mem;
    GEOSGeometry *parent;    /* NULL: not known */
    GEOSGeometry **siblings; /* NULL: no boundary */
    size_t *numbers;
    size_t n;
    GEOSSTRtree *tree;
    cover_fn *fn;
    void *arg;
    bool any_repaired;
    size_t asking; /* the sibling whose neighbours are looked for */
};

struct ground {
    double area_m2, largest_m2;
    struct geo_point at;
};

static struct geo_point inside(struct geos *g, const GEOSGeometry *polygon)
{
    double x = 0, y = 0;
    GEOSGeometry *point = GEOSPointOnSurface_r(g->h, polygon);
    if (point && GEOSGeomGetX_r(g->h, point, &x) == 1)
        (void)GEOSGeomGetY_r(g->h, point, &y);
    GEOSGeom_destroy_r(g->h, point);
    return (struct geo_point){(int32_t)lround(x), (int32_t)lround(y)};
}

/* One polygon that may be more than rounding. */
static void weigh(struct geos *g, const GEOSGeometry *polygon, struct ground *to)
{
    double units = 0, around = 0, x, y;
    if (GEOSArea_r(g->h, polygon, &units) != 1 || GEOSLength_r(g->h, polygon, &around) != 1 ||
        GEOSGeom_getXMin_r(g->h, polygon, &x) != 1 || GEOSGeom_getYMin_r(g->h, polygon, &y) != 1)
        return;
    double unit_m2 = geo_unit_m2((struct geo_point){(int32_t)x, (int32_t)y});
    double m2 = units * unit_m2, width_m = 2 * units / around * sqrt(unit_m2);
    if (!(m2 >= area_min_m2 && width_m >= width_min_m))
        return;
    to->area_m2 += m2;
    if (m2 > to->largest_m2) {
        to->largest_m2 = m2;
        to->at = inside(g, polygon);
    }
}

static struct ground ground_of(struct geos *g, const GEOSGeometry *geometry)
{
    struct ground all = {0};
    int n = geometry ? GEOSGetNumGeometries_r(g->h, geometry) : 0;
    for (int i = 0; i < n; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g->h, geometry, i);
        if (GEOSGeomTypeId_r(g->h, part) == GEOS_POLYGON && !GEOSisEmpty_r(g->h, part))
            weigh(g, part, &all);
    }
    return all;
}

static GEOSGeometry *valid_of(struct covering *c, struct geo_shape s)
{
    struct geos *g = &c->g;
    GEOSGeometry *geometry = s.n ? geos_of_shape(g, s) : NULL;
    if (!geometry || GEOSisValid_r(g->h, geometry) == 1)
        return geometry;
    c->any_repaired = true;
    GEOSGeometry *repaired = GEOSMakeValid_r(g->h, geometry);
    GEOSGeom_destroy_r(g->h, geometry);
    return repaired;
}

/* ---- the common case, without GEOS ---- */

struct edge {
    struct geo_point from, to; /* from before to, by longitude and latitude */
    int times;                 /* forwards less backwards */
};

struct edges {
    struct arena *mem;
    struct edge *list;
    size_t n, cap;
};

static int by_points(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->from.lon_e7 != y->from.lon_e7)
        return x->from.lon_e7 < y->from.lon_e7 ? -1 : 1;
    if (x->from.lat_e7 != y->from.lat_e7)
        return x->from.lat_e7 < y->from.lat_e7 ? -1 : 1;
    if (x->to.lon_e7 != y->to.lon_e7)
        return x->to.lon_e7 < y->to.lon_e7 ? -1 : 1;
    return x->to.lat_e7 < y->to.lat_e7 ? -1 : x->to.lat_e7 > y->to.lat_e7;
}

static void add_edges(struct edges *to, struct geo_shape s, int times)
{
    for (size_t i = 0; i < s.n; i++) {
        for (size_t k = 0; k < s.rings[i].n; k++) {
            struct edge e = {s.rings[i].points[k],
                             s.rings[i].points[k + 1 < s.rings[i].n ? k + 1 : 0], times};
            bool forwards = e.from.lon_e7 < e.to.lon_e7 ||
                            (e.from.lon_e7 == e.to.lon_e7 && e.from.lat_e7 < e.to.lat_e7);
            struct edge turned = {e.to, e.from, -times};
            to->list = arena_grow(to->mem, to->list, to->n, &to->cap, sizeof *to->list);
            to->list[to->n++] = forwards ? e : turned;
        }
    }
}

/*
 * When the siblings' edges cancel each other and those of the parent, each point is as often inside a sibling as inside
 * the parent: once or never, since each is valid by itself. Then there is nothing to look for.
 */
static bool tiles_exactly(struct covering *c, struct geo_shape parent,
                          const struct geo_shape *siblings)
{
    struct edges all = {.mem = c->mem};
    add_edges(&all, parent, -1);
    for (size_t i = 0; i < c->n; i++)
        add_edges(&all, siblings[i], 1);
    if (all.n > 0)
        qsort(all.list, all.n, sizeof *all.list, by_points);
    int times = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (times != 0 && by_points(&all.list[i - 1], &all.list[i]) != 0)
            return false;
        times += all.list[i].times;
    }
    return times == 0;
}

/* ---- siblings with each other ---- */

static void meet(void *item, void *arg)
{
    const size_t *other = item;
    struct covering *c = arg;
    struct geos *g = &c->g;
    if (*other <= c->asking)
        return;
    GEOSGeometry *common = GEOSIntersection_r(g->h, c->siblings[c->asking], c->siblings[*other]);
    struct ground found = ground_of(g, common);
    GEOSGeom_destroy_r(g->h, common);
    if (found.area_m2 > 0)
        c->fn(c->arg, COVER_OVERLAP, c->asking, *other, found.area_m2, found.at);
}

static void find_overlaps(struct covering *c)
{
    struct geos *g = &c->g;
    c->tree = GEOSSTRtree_create_r(g->h, 8);
    for (size_t i = 0; i < c->n; i++)
        if (c->siblings[i])
            GEOSSTRtree_insert_r(g->h, c->tree, c->siblings[i], &c->numbers[i]);
    for (c->asking = 0; c->asking < c->n; c->asking++)
        if (c->siblings[c->asking])
            GEOSSTRtree_query_r(g->h, c->tree, c->siblings[c->asking], meet, c);
    GEOSSTRtree_destroy_r(g->h, c->tree);
}

/* ---- siblings with their parent ---- */

static void find_outside(struct covering *c)
{
    struct geos *g = &c->g;
    const GEOSPreparedGeometry *parent = GEOSPrepare_r(g->h, c->parent);
    for (size_t i = 0; parent && i < c->n; i++) {
        if (!c->siblings[i] || GEOSPreparedCovers_r(g->h, parent, c->siblings[i]) == 1)
            continue;
        GEOSGeometry *rest = GEOSDifference_r(g->h, c->siblings[i], c->parent);
        struct ground found = ground_of(g, rest);
        GEOSGeom_destroy_r(g->h, rest);
        if (found.area_m2 > 0)
            c->fn(c->arg, COVER_OUTSIDE, i, 0, found.area_m2, found.at);
    }
    GEOSPreparedGeom_destroy_r(g->h, parent);
}

static GEOSGeometry *union_of(struct covering *c)
{
    struct geos *g = &c->g;
    GEOSGeometry **copies = arena_array(c->mem, c->n, sizeof(GEOSGeometry *));
    unsigned n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->siblings[i])
            copies[n++] = GEOSGeom_clone_r(g->h, c->siblings[i]);
    GEOSGeometry *all = GEOSGeom_createCollection_r(g->h, GEOS_GEOMETRYCOLLECTION, copies, n);
    GEOSGeometry *whole = all ? GEOSUnaryUnion_r(g->h, all) : NULL;
    GEOSGeom_destroy_r(g->h, all);
    return whole;
}

/* The union with its holes filled: what the siblings surround. */
static GEOSGeometry *filled(struct covering *c, const GEOSGeometry *whole)
{
    struct geos *g = &c->g;
    int n = GEOSGetNumGeometries_r(g->h, whole);
    GEOSGeometry **parts = arena_array(c->mem, (size_t)n, sizeof(GEOSGeometry *));
    unsigned kept = 0;
    for (int i = 0; i < n; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g->h, whole, i);
        if (GEOSGeomTypeId_r(g->h, part) == GEOS_POLYGON && !GEOSisEmpty_r(g->h, part))
            parts[kept++] = GEOSGeom_createPolygon_r(
                g->h, GEOSGeom_clone_r(g->h, GEOSGetExteriorRing_r(g->h, part)), NULL, 0);
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(g->h, GEOS_GEOMETRYCOLLECTION, parts, kept);
    GEOSGeometry *simple = all ? GEOSUnaryUnion_r(g->h, all) : NULL;
    GEOSGeom_destroy_r(g->h, all);
    return simple;
}

static void tell_gaps(struct covering *c, const GEOSGeometry *rest)
{
    int n = rest ? GEOSGetNumGeometries_r(c->g.h, rest) : 0;
    for (int i = 0; i < n; i++) {
        struct ground found = ground_of(&c->g, GEOSGetGeometryN_r(c->g.h, rest, i));
        if (found.area_m2 > 0)
            c->fn(c->arg, COVER_GAP, 0, 0, found.area_m2, found.at);
    }
}

static void find_gaps(struct covering *c)
{
    struct geos *g = &c->g;
    GEOSGeometry *whole = union_of(c);
    if (!whole)
        return;
    GEOSGeometry *ground = c->parent ? NULL : filled(c, whole);
    const GEOSGeometry *wanted = c->parent ? c->parent : ground;
    GEOSGeometry *rest = wanted ? GEOSDifference_r(g->h, wanted, whole) : NULL;
    tell_gaps(c, rest);
    GEOSGeom_destroy_r(g->h, rest);
    GEOSGeom_destroy_r(g->h, ground);
    GEOSGeom_destroy_r(g->h, whole);
}

void cover_check(const struct geo_shape *parent, const struct geo_shape *siblings, size_t n,
                 cover_fn *fn, void *arg)
{
    struct covering c = {.g = geos_start(), .mem = arena_new(), .n = n, .fn = fn, .arg = arg};
    size_t drawn = 0;
    c.parent = parent ? valid_of(&c, *parent) : NULL;
    c.siblings = arena_array(c.mem, n, sizeof(GEOSGeometry *));
    c.numbers = arena_array(c.mem, n, sizeof *c.numbers);
    for (size_t i = 0; i < n; i++) {
        c.numbers[i] = i;
        c.siblings[i] = valid_of(&c, siblings[i]);
        drawn += c.siblings[i] != NULL;
    }
    bool exact = parent && c.parent && !c.any_repaired && tiles_exactly(&c, *parent, siblings);
    if (drawn > 0 && !exact) {
        find_overlaps(&c);
        if (c.parent)
            find_outside(&c);
        find_gaps(&c);
    }
    for (size_t i = 0; i < n; i++)
        GEOSGeom_destroy_r(c.g.h, c.siblings[i]);
    GEOSGeom_destroy_r(c.g.h, c.parent);
    arena_free(c.mem);
    geos_end(&c.g);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locating random points among 1,000, 10,000 and 100,000 cells of 24 vertices, against GEOS' STRtree with prepared
 * geometries over the same cells and points. CPU time of this thread; the answers are compared too.
 */
#include <geos_c.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "geo/locate.h"
#include "tiling.h"

enum { POINTS = 400000, ROUNDS = 5 };

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

struct cells {
    size_t n;
    struct geo_point *points;
    struct geo_ring *rings;
    struct locate_item *items;
};

static struct cells make_cells(const struct tiling *t)
{
    struct cells c = {.n = (size_t)t->columns * (size_t)t->rows};
    c.points = must(calloc(c.n * TILING_POINTS, sizeof *c.points));
    c.rings = must(calloc(c.n, sizeof *c.rings));
    c.items = must(calloc(c.n, sizeof *c.items));
    for (size_t i = 0; i < c.n; i++) {
        struct geo_point *ring = c.points + i * TILING_POINTS;
        tiling_ring(t, (int32_t)(i % (size_t)t->columns), (int32_t)(i / (size_t)t->columns), ring);
        c.rings[i] = (struct geo_ring){.points = ring, .n = TILING_POINTS};
        c.items[i] = (struct locate_item){
            .id = (uint32_t)i, .shape = {.rings = &c.rings[i], .n = 1}
        };
    }
    return c;
}

static void free_cells(struct cells *c)
{
    free(c->points);
    free(c->rings);
    free(c->items);
}

/* ---- GEOS ---- */

struct geos {
    GEOSContextHandle_t h;
    GEOSSTRtree *tree;
    GEOSGeometry **polygons;
    const GEOSPreparedGeometry **prepared;
    size_t n;
};

static GEOSGeometry *polygon_of(GEOSContextHandle_t h, const struct geo_ring *r)
{
    GEOSCoordSequence *seq = GEOSCoordSeq_create_r(h, (unsigned)r->n + 1, 2);
    for (size_t i = 0; i <= r->n; i++) {
        struct geo_point p = r->points[i % r->n];
        (void)GEOSCoordSeq_setXY_r(h, seq, (unsigned)i, p.lon_e7, p.lat_e7);
    }
    return GEOSGeom_createPolygon_r(h, GEOSGeom_createLinearRing_r(h, seq), NULL, 0);
}

static struct geos geos_build(const struct cells *c)
{
    struct geos g = {.h = GEOS_init_r(), .n = c->n};
    g.tree = GEOSSTRtree_create_r(g.h, 10);
    g.polygons = must(calloc(c->n, sizeof *g.polygons));
    g.prepared = must(calloc(c->n, sizeof *g.prepared));
    for (size_t i = 0; i < c->n; i++) {
        g.polygons[i] = polygon_of(g.h, &c->rings[i]);
        g.prepared[i] = GEOSPrepare_r(g.h, g.polygons[i]);
        GEOSSTRtree_insert_r(g.h, g.tree, g.polygons[i], (void *)(uintptr_t)(i + 1));
    }
    return g;
}

static void geos_free(struct geos *g)
{
    for (size_t i = 0; i < g->n; i++) {
        GEOSPreparedGeom_destroy_r(g->h, g->prepared[i]);
        GEOSGeom_destroy_r(g->h, g->polygons[i]);
    }
    GEOSSTRtree_destroy_r(g->h, g->tree);
    free(g->polygons);
    free(g->prepared);
    GEOS_finish_r(g->h);
}

struct look {
    const struct geos *g;
    const GEOSGeometry *point;
    int64_t found;
};

static void visit(void *item, void *arg)
{
    struct look *look = arg;
    size_t i = (size_t)(uintptr_t)item - 1;
    if (look->found == LOCATE_NONE &&
        GEOSPreparedContains_r(look->g->h, look->g->prepared[i], look->point) == 1)
        look->found = (int64_t)i;
}

static void geos_find(const struct geos *g, const struct geo_point *points, int64_t *out)
{
    for (size_t i = 0; i < POINTS; i++) {
        GEOSGeometry *p = GEOSGeom_createPointFromXY_r(g->h, points[i].lon_e7, points[i].lat_e7);
        struct look look = {.g = g, .point = p, .found = LOCATE_NONE};
        GEOSSTRtree_query_r(g->h, g->tree, p, visit, &look);
        out[i] = look.found;
        GEOSGeom_destroy_r(g->h, p);
    }
}

/* ---- */

static void ours_find(const struct locate *l, const struct geo_point *points, int64_t *out)
{
    for (size_t i = 0; i < POINTS; i++)
        out[i] = locate_find(l, points[i]);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v)
{
    qsort(v, ROUNDS, sizeof *v, by_size);
    return v[ROUNDS / 2];
}

static bool measure(int32_t side)
{
    struct tiling t = {.columns = side,
                       .rows = side,
                       .west_e7 = 1130000000,
                       .south_e7 = 340000000,
                       .step_e7 = 10000};
    struct cells c = make_cells(&t);
    struct geo_point *points = must(calloc(POINTS, sizeof *points));
    int64_t *a = must(calloc(POINTS, sizeof *a)), *b = must(calloc(POINTS, sizeof *b));
    uint64_t random = 1;
    for (size_t i = 0; i < POINTS; i++)
        points[i] = tiling_point(&t, &random);
    double start = cpu_s();
    struct locate *l = locate_new(c.items, c.n);
    double build = cpu_s() - start;
    struct geos g = geos_build(&c);
    double ours[ROUNDS], many[ROUNDS], theirs[ROUNDS], one = 0, bulk = 0, other = 0;
    for (int round = 0; round < ROUNDS; round++) {
        start = cpu_s();
        ours_find(l, points, a);
        ours[round] = cpu_s() - start;
        start = cpu_s();
        locate_find_many(l, points, POINTS, b);
        many[round] = cpu_s() - start;
        start = cpu_s();
        geos_find(&g, points, b);
        theirs[round] = cpu_s() - start;
    }
    size_t differ = 0;
    for (size_t i = 0; i < POINTS;
         i++) /* a point on an edge is in no polygon for GEOS, in one for us */
        differ += a[i] != b[i] && b[i] != LOCATE_NONE;
    one = median(ours) / POINTS * 1e6;
    bulk = median(many) / POINTS * 1e6;
    other = median(theirs) / POINTS * 1e6;
    (void)printf(
        "| locate, %zu cells | %.3f us a point (%.3f in bulk) | GEOS STRtree + prepared %.2f us | "
        "%.1fx (%.1fx) | index %.1f MB, built in %.2f s, %zu answers differ |\n",
        c.n, one, bulk, other, other / one, other / bulk, (double)locate_bytes(l) / (1 << 20),
        build, differ);
    geos_free(&g);
    locate_free(l);
    free_cells(&c);
    free(points);
    free(a);
    free(b);
    return differ == 0;
}

int main(void)
{
    bool same = measure(32);
    same = measure(100) && same;
    same = measure(316) && same;
    return same ? 0 : 1;
}

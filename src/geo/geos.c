/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/geos.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

struct geos geos_start(void)
{
    return (struct geos){.h = GEOS_init_r()};
}

void geos_end(struct geos *g)
{
    GEOS_finish_r(g->h);
}

static GEOSGeometry *ring_of(struct geos *g, struct geo_ring r)
{
    GEOSCoordSequence *c = GEOSCoordSeq_create_r(g->h, (unsigned)r.n + 1, 2);
    for (size_t i = 0; c && i <= r.n; i++) {
        struct geo_point p = r.points[i < r.n ? i : 0];
        (void)GEOSCoordSeq_setXY_r(g->h, c, (unsigned)i, p.lon_e7, p.lat_e7);
    }
    return c ? GEOSGeom_createLinearRing_r(g->h, c) : NULL;
}

static void destroy_all(struct geos *g, GEOSGeometry **list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        GEOSGeom_destroy_r(g->h, list[i]);
}

/* Of the outer ring `first` and the holes behind it; *next is the next outer ring. */
static GEOSGeometry *polygon_of(struct geos *g, struct arena *mem, struct geo_shape s, size_t first,
                                size_t *next)
{
    size_t end = first + 1;
    while (end < s.n && !shape_starts_part(s, end))
        end++;
    *next = end;
    GEOSGeometry **rings = arena_array(mem, end - first, sizeof(GEOSGeometry *));
    for (size_t i = first; i < end; i++) {
        rings[i - first] = s.rings[i].n < 3 ? NULL : ring_of(g, s.rings[i]);
        if (!rings[i - first]) {
            destroy_all(g, rings, i - first);
            return NULL;
        }
    }
    return GEOSGeom_createPolygon_r(g->h, rings[0], rings + 1, (unsigned)(end - first - 1));
}

static void arena_done(struct arena **mem)
{
    arena_free(*mem);
}

GEOSGeometry *geos_of_shape(struct geos *g, struct geo_shape s)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    GEOSGeometry **parts = arena_array(mem, s.n, sizeof(GEOSGeometry *));
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        parts[n] = polygon_of(g, mem, s, i, &i);
        if (!parts[n]) {
            destroy_all(g, parts, n);
            return NULL;
        }
        n++;
    }
    return n == 1 ? parts[0]
                  : GEOSGeom_createCollection_r(g->h, GEOS_MULTIPOLYGON, parts, (unsigned)n);
}

struct rings {
    struct geo_ring *rings;
    size_t n, cap;
};

/* False: no area is left of the ring on the grid. */
static bool add_ring(struct geos *g, struct arena *mem, const GEOSGeometry *ring, bool outer,
                     struct rings *to)
{
    const GEOSCoordSequence *c = GEOSGeom_getCoordSeq_r(g->h, ring);
    unsigned n = 0;
    (void)GEOSCoordSeq_getSize_r(g->h, c, &n);
    struct geo_point *points = arena_array(mem, n, sizeof *points);
    for (unsigned i = 0; i < n; i++) {
        double x = 0, y = 0;
        (void)GEOSCoordSeq_getXY_r(g->h, c, i, &x, &y);
        points[i] = (struct geo_point){(int32_t)lround(x), (int32_t)lround(y)};
    }
    struct geo_ring r = ring_tidy(mem, (struct geo_ring){points, n});
    if (ring_direction(r) == 0)
        return false;
    to->rings = arena_grow(mem, to->rings, to->n, &to->cap, sizeof *to->rings);
    to->rings[to->n++] = ring_turn(mem, r, outer);
    return true;
}

static void add_polygon(struct geos *g, struct arena *mem, const GEOSGeometry *polygon,
                        struct rings *to)
{
    if (GEOSisEmpty_r(g->h, polygon) ||
        !add_ring(g, mem, GEOSGetExteriorRing_r(g->h, polygon), true, to))
        return;
    for (int i = 0; i < GEOSGetNumInteriorRings_r(g->h, polygon); i++)
        (void)add_ring(g, mem, GEOSGetInteriorRingN_r(g->h, polygon, i), false, to);
}

/* Collections nest two deep at most: polygons in a multipolygon in what MakeValid returns. */
static void add_parts(struct geos *g, struct arena *mem, const GEOSGeometry *geometry, int depth,
                      struct rings *to)
{
    if (GEOSGeomTypeId_r(g->h, geometry) == GEOS_POLYGON) {
        add_polygon(g, mem, geometry, to);
        return;
    }
    int n = depth > 0 ? GEOSGetNumGeometries_r(g->h, geometry) : 0;
    for (int i = 0; i < n; i++)
        add_parts(g, mem, GEOSGetGeometryN_r(g->h, geometry, i), depth - 1, to);
}

struct geo_shape geos_to_shape(struct geos *g, struct arena *mem, const GEOSGeometry *geometry)
{
    struct rings to = {0};
    add_parts(g, mem, geometry, 3, &to);
    return (struct geo_shape){to.rings, to.n};
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/divide.h"

#include <geos_c.h>
#include <stdbool.h>

#include "base/arena.h"

enum { CANDIDATES = 12, TRIES_MAX = 10000 };

/* 1e-7 degrees: the grid on which all boundaries are kept, so that neighbours share their vertices. */
static const double grid = 1e-7;

struct geos {
    GEOSContextHandle_t h;
};

static void geos_done(struct geos *g)
{
    GEOS_finish_r(g->h);
}

static enum err refuse(struct ctx *c, const char *what)
{
    return ctx_fail(c, ERR_INVALID, "divide.geometry", "", "%s", what);
}

static bool has_area(struct geos *g, const GEOSGeometry *geometry)
{
    double area = 0;
    return GEOSArea_r(g->h, geometry, &area) == 1 && area > 0;
}

/* NULL: not a geometry, or one without an area. */
static GEOSGeometry *read_geometry(struct geos *g, const char *text)
{
    GEOSGeoJSONReader *reader = GEOSGeoJSONReader_create_r(g->h);
    GEOSGeometry *geometry = GEOSGeoJSONReader_readGeometry_r(g->h, reader, text);
    GEOSGeoJSONReader_destroy_r(g->h, reader);
    if (geometry && GEOSisValid_r(g->h, geometry) != 1) {
        GEOSGeometry *valid = GEOSMakeValid_r(g->h, geometry);
        GEOSGeom_destroy_r(g->h, geometry);
        geometry = valid;
    }
    if (!geometry || has_area(g, geometry))
        return geometry;
    GEOSGeom_destroy_r(g->h, geometry);
    return NULL;
}

static const char *write_geometry(struct ctx *c, struct geos *g, const GEOSGeometry *geometry)
{
    GEOSGeoJSONWriter *writer = GEOSGeoJSONWriter_create_r(g->h);
    char *text = GEOSGeoJSONWriter_writeGeometry_r(g->h, writer, geometry, -1);
    char *copy = arena_copy(c->mem, text);
    GEOSFree_r(g->h, text);
    GEOSGeoJSONWriter_destroy_r(g->h, writer);
    return copy;
}

/* splitmix64: small, and the same everywhere. */
static double next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static double distance2(struct divide_seed a, struct divide_seed b)
{
    return (a.lon - b.lon) * (a.lon - b.lon) + (a.lat - b.lat) * (a.lat - b.lat);
}

static double nearest2(struct divide_seed p, const struct divide_seed *seeds, size_t n)
{
    double best = 1e9;
    for (size_t i = 0; i < n; i++) {
        double d = distance2(p, seeds[i]);
        best = d < best ? d : best;
    }
    return best;
}

struct scatter {
    struct geos *g;
    const GEOSPreparedGeometry *inside;
    double box[4]; /* xmin ymin xmax ymax */
    uint64_t random;
};

static bool holds(const struct scatter *s, struct divide_seed p)
{
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(s->g->h, p.lon, p.lat);
    bool inside = GEOSPreparedContains_r(s->g->h, s->inside, point) == 1;
    GEOSGeom_destroy_r(s->g->h, point);
    return inside;
}

/* Of several points inside, the one farthest from all seeds so far. */
static bool best_candidate(struct scatter *s, const struct divide_seed *seeds, size_t n,
                           struct divide_seed *out)
{
    double best = -1;
    int found = 0;
    for (int t = 0; t < TRIES_MAX && found < CANDIDATES; t++) {
        struct divide_seed p = {
            .lon = s->box[0] + next_random(&s->random) * (s->box[2] - s->box[0]),
            .lat = s->box[1] + next_random(&s->random) * (s->box[3] - s->box[1])};
        if (!holds(s, p))
            continue;
        found++;
        double d = nearest2(p, seeds, n);
        if (d > best) {
            best = d;
            *out = p;
        }
    }
    return found > 0;
}

static enum err scatter(struct ctx *c, struct scatter *s, const struct divide_seed *given,
                        size_t n_given, struct divide_seed *out, size_t n_out)
{
    size_t n = 0;
    for (size_t i = 0; i < n_given && n < n_out; i++)
        if (holds(s, given[i]) && nearest2(given[i], out, n) > 1e-10)
            out[n++] = given[i];
    for (; n < n_out; n++)
        if (!best_candidate(s, out, n, &out[n]))
            return refuse(c, "no room for a seed");
    return ERR_OK;
}

enum err divide_scatter(struct ctx *c, const char *geometry, const struct divide_seed *given,
                        size_t n_given, uint64_t random, struct divide_seed *out, size_t n_out)
{
    CLEANUP(geos_done) struct geos g = {.h = GEOS_init_r()};
    GEOSGeometry *polygon = read_geometry(&g, geometry);
    if (!polygon)
        return refuse(c, "not a GeoJSON polygon");
    struct scatter s = {.g = &g, .random = random, .inside = GEOSPrepare_r(g.h, polygon)};
    (void)GEOSGeom_getXMin_r(g.h, polygon, &s.box[0]);
    (void)GEOSGeom_getYMin_r(g.h, polygon, &s.box[1]);
    (void)GEOSGeom_getXMax_r(g.h, polygon, &s.box[2]);
    (void)GEOSGeom_getYMax_r(g.h, polygon, &s.box[3]);
    enum err err = scatter(c, &s, given, n_given, out, n_out);
    GEOSPreparedGeom_destroy_r(g.h, s.inside);
    GEOSGeom_destroy_r(g.h, polygon);
    return err;
}

static GEOSGeometry *points_of(struct geos *g, struct arena *mem, const struct divide_seed *seeds,
                               size_t n)
{
    GEOSGeometry **points = arena_array(mem, n, sizeof(GEOSGeometry *));
    for (size_t i = 0; i < n; i++)
        points[i] = GEOSGeom_createPointFromXY_r(g->h, seeds[i].lon, seeds[i].lat);
    return GEOSGeom_createCollection_r(g->h, GEOS_MULTIPOINT, points, (unsigned)n);
}

/* Voronoi cells come in no order: a seed's cell is the one that holds it. */
static enum err cut_one(struct ctx *c, struct geos *g, const GEOSGeometry *cells,
                        const GEOSGeometry *polygon, struct divide_seed seed, const char **out)
{
    int n = GEOSGetNumGeometries_r(g->h, cells);
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(g->h, seed.lon, seed.lat);
    enum err err = refuse(c, "a seed has no cell");
    for (int i = 0; i < n; i++) {
        const GEOSGeometry *cell = GEOSGetGeometryN_r(g->h, cells, i);
        if (GEOSIntersects_r(g->h, cell, point) != 1)
            continue;
        GEOSGeometry *part = GEOSIntersectionPrec_r(g->h, cell, polygon, grid);
        int type = part ? GEOSGeomTypeId_r(g->h, part) : -1;
        if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) {
            *out = write_geometry(c, g, part);
            err = ERR_OK;
        }
        GEOSGeom_destroy_r(g->h, part);
        break;
    }
    GEOSGeom_destroy_r(g->h, point);
    return err;
}

enum err divide_polygon(struct ctx *c, const char *geometry, const struct divide_seed *seeds,
                        size_t n, const char **out_parts)
{
    CLEANUP(geos_done) struct geos g = {.h = GEOS_init_r()};
    GEOSGeometry *polygon = read_geometry(&g, geometry);
    if (!polygon)
        return refuse(c, "not a GeoJSON polygon");
    if (n == 1) {
        out_parts[0] = write_geometry(c, &g, polygon);
        GEOSGeom_destroy_r(g.h, polygon);
        return ERR_OK;
    }
    GEOSGeometry *points = points_of(&g, c->mem, seeds, n);
    GEOSGeometry *cells = GEOSVoronoiDiagram_r(g.h, points, polygon, 0.0, 0);
    enum err err = cells ? ERR_OK : refuse(c, "no Voronoi diagram");
    for (size_t i = 0; i < n && err == ERR_OK; i++)
        err = cut_one(c, &g, cells, polygon, seeds[i], &out_parts[i]);
    GEOSGeom_destroy_r(g.h, cells);
    GEOSGeom_destroy_r(g.h, points);
    GEOSGeom_destroy_r(g.h, polygon);
    return err;
}

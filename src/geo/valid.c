/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/valid.h"

#include <math.h>

#include "base/arena.h"
#include "geo/geos.h"

static struct geo_point place_of(struct geos *g, const GEOSGeometry *point)
{
    double x = 0, y = 0;
    if (!point || GEOSGeomGetX_r(g->h, point, &x) != 1 || GEOSGeomGetY_r(g->h, point, &y) != 1)
        return (struct geo_point){0, 0};
    return (struct geo_point){(int32_t)lround(x), (int32_t)lround(y)};
}

static bool check(struct geos *g, struct arena *mem, const GEOSGeometry *geometry,
                  struct valid_fault *out)
{
    char *reason = NULL;
    GEOSGeometry *place = NULL;
    bool valid = GEOSisValidDetail_r(g->h, geometry, 0, &reason, &place) == 1;
    if (!valid)
        *out = (struct valid_fault){arena_copy(mem, reason ? reason : "not valid"),
                                    place_of(g, place)};
    if (reason)
        GEOSFree_r(g->h, reason);
    GEOSGeom_destroy_r(g->h, place);
    return valid;
}

bool shape_is_valid(struct arena *mem, struct geo_shape s, struct valid_fault *out)
{
    CLEANUP(geos_end) struct geos g = geos_start();
    GEOSGeometry *geometry = geos_of_shape(&g, s);
    if (!geometry) {
        *out = (struct valid_fault){
            "Too few points in geometry component", {0, 0}
        };
        return false;
    }
    bool valid = check(&g, mem, geometry, out);
    GEOSGeom_destroy_r(g.h, geometry);
    return valid;
}

/* New corners fall between the points of the grid: setting the precision moves them there and keeps the whole valid. */
static GEOSGeometry *repaired(struct geos *g, struct geo_shape s)
{
    GEOSGeometry *geometry = geos_of_shape(g, s);
    GEOSGeometry *valid = geometry ? GEOSMakeValid_r(g->h, geometry) : NULL;
    GEOSGeometry *on_grid = valid ? GEOSGeom_setPrecision_r(g->h, valid, 1.0, 0) : NULL;
    GEOSGeom_destroy_r(g->h, geometry);
    GEOSGeom_destroy_r(g->h, valid);
    return on_grid;
}

bool shape_repair(struct arena *mem, struct geo_shape s, struct geo_shape *out)
{
    CLEANUP(geos_end) struct geos g = geos_start();
    GEOSGeometry *geometry = repaired(&g, s);
    struct valid_fault unused;
    if (!geometry)
        return false;
    struct geo_shape shape = geos_to_shape(&g, mem, geometry);
    GEOSGeom_destroy_r(g.h, geometry);
    if (shape.n == 0 || !shape_is_valid(mem, shape, &unused))
        return false;
    *out = shape;
    return true;
}

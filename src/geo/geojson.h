/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GeoJSON (RFC 7946) of polygons, in and out. The reader takes one feature at a time, so that memory follows the
 * largest feature and not the file; it is strict about everything it uses and ignores other members.
 */
#pragma once

#include <stddef.h>

#include "base/ctx.h"
#include "base/json.h"
#include "geo/shape.h"

enum geo_crs { GEO_WGS84, GEO_GCJ02 };

enum { GEOJSON_BYTES_MAX = 64 << 20, GEOJSON_FEATURES_MAX = 1000000, GEOJSON_POINTS_MAX = 4000000 };

struct node;

struct geojson_feature {
    size_t number;                 /* counted from 1 */
    const struct node *properties; /* NULL: none. Dies when the callback returns, like all below */
    const char *source;            /* the geometry's text as it came; NULL: no geometry */
    const char *fault; /* why the geometry cannot be used, else NULL; a rule, see import.h */
    const char *fault_detail;
    struct geo_shape
        shape; /* rings as they came, in WGS84 on the grid; direction and validity not looked at */
};
typedef enum err geojson_feature_fn(struct ctx *scratch, const struct geojson_feature *f,
                                    void *arg);

/* "wgs84", "cgcs2000" or "gcj02"; ERR_INVALID geo.crs. */
enum err geo_crs_parse(struct ctx *c, const char *name, enum geo_crs *out) MUST_USE;
const char *geo_crs_name(enum geo_crs crs);

/*
 * A FeatureCollection, a Feature or a bare geometry; a UTF-8 BOM is skipped. Each feature goes to fn with a ctx whose
 * arena is emptied afterwards. ERR_INVALID geojson.malformed (with the feature's number), geojson.too_large,
 * geojson.crs; a geometry that cannot be used is no error here but the feature's fault.
 */
enum err geojson_read(struct ctx *c, const char *text, size_t n, enum geo_crs crs,
                      geojson_feature_fn *fn, void *arg) MUST_USE;

/* A normal shape as a geometry value: Polygon or MultiPolygon. */
void geojson_put(struct json *j, struct geo_shape shape);

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GeoJSON (RFC 7946) of polygons, in and out. The reader takes one feature at a time, so that memory follows the
 * largest feature and not the file; it is strict about everything it uses and ignores other members.
 */
#pragma once

#include <stddef.h>

#include "base/ctx.h"
#include "base/json.h"
#include "base/json_scan.h"
#include "geo/shape.h"

enum geo_crs { GEO_WGS84, GEO_GCJ02 };

enum {
    GEOJSON_BYTES_MAX = 64 << 20,
    GEOJSON_PART_MAX = 16 << 20, /* of one feature: what is held as a tree */
    GEOJSON_FEATURES_MAX = 1000000,
    GEOJSON_POINTS_MAX = 4000000
};

struct node;

struct geojson_feature {
    size_t number;                 /* counted from 1 */
    const struct node *properties; /* NULL: none */
    struct json_slice source;      /* the geometry as it came, in the caller's text; n 0: none */
    const char *fault;             /* why the geometry cannot be used, a literal rule; else NULL */
    const char *fault_detail;
    struct geo_shape
        shape;       /* normal, in WGS84 on the grid; whether it is valid was not looked at */
    size_t vanished; /* rings that have no area on the grid, and were left out */
};
/* What f points to dies when it returns, but for the source. */
typedef enum err geojson_feature_fn(void *arg, const struct geojson_feature *f);

/* "wgs84" (also NULL and "cgcs2000") or "gcj02"; ERR_INVALID geo.crs. */
enum err geo_crs_parse(struct ctx *c, const char *name, enum geo_crs *out) MUST_USE;
const char *geo_crs_name(enum geo_crs crs);
/* A point of a request on the grid: crs as above; ERR_INVALID input.range (field lon or lat), geo.crs. */
enum err geo_read_point(struct ctx *c, double lon, double lat, const char *crs,
                        struct geo_point *out) MUST_USE;

/*
 * A FeatureCollection, a Feature or a bare geometry; a UTF-8 BOM is skipped. ERR_INVALID json.malformed,
 * geojson.malformed (with the feature's number), geojson.too_large, geojson.crs; a geometry that cannot be used is no
 * error here but the feature's fault: no_geometry, not_polygon, position, range, outside_china, ring.
 */
enum err geojson_read(struct ctx *c, const char *text, size_t n, enum geo_crs crs,
                      geojson_feature_fn *fn, void *arg) MUST_USE;

/* A normal shape as a geometry value: Polygon or MultiPolygon. */
void geojson_put(struct json *j, struct geo_shape shape);

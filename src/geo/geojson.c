/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/geojson.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "geo/crs.h"

struct reading {
    struct ctx *c;   /* the caller's, for problems */
    struct ctx part; /* of one feature: its arena is emptied after each */
    enum geo_crs crs;
    geojson_feature_fn *fn;
    void *arg;
    size_t features, points;
};

enum err geo_crs_parse(struct ctx *c, const char *name, enum geo_crs *out)
{
    if (!name || strcmp(name, "wgs84") == 0 || strcmp(name, "cgcs2000") == 0)
        *out = GEO_WGS84;
    else if (strcmp(name, "gcj02") == 0)
        *out = GEO_GCJ02;
    else
        return ctx_fail(c, ERR_INVALID, "geo.crs", "crs", "%.20s", name);
    return ERR_OK;
}

const char *geo_crs_name(enum geo_crs crs)
{
    return crs == GEO_GCJ02 ? "gcj02" : "wgs84";
}

enum err geo_read_point(struct ctx *c, double lon, double lat, const char *crs,
                        struct geo_point *out)
{
    enum geo_crs system = GEO_WGS84;
    TRY(geo_crs_parse(c, crs, &system));
    if (!(fabs(lon) <= 180))
        return ctx_fail(c, ERR_INVALID, "input.range", "lon", "%.10g (-180..180)", lon);
    if (!(fabs(lat) <= 90))
        return ctx_fail(c, ERR_INVALID, "input.range", "lat", "%.10g (-90..90)", lat);
    if (system == GEO_GCJ02)
        crs_gcj02_to_wgs84(lon, lat, &lon, &lat);
    *out = geo_point_of(lon, lat);
    return ERR_OK;
}

/* ---- one geometry ---- */

/* False with the fault set. */
static bool fault(struct geojson_feature *f, const char *rule, const char *detail)
{
    f->fault = rule;
    f->fault_detail = detail;
    return false;
}

static bool read_position(struct reading *r, const struct node *v, struct geojson_feature *f,
                          struct geo_point *out)
{
    double lon, lat;
    struct arena *mem = r->part.mem;
    if (node_type(v) != NODE_ARRAY || !node_real(node_at(v, 0), &lon) ||
        !node_real(node_at(v, 1), &lat))
        return fault(f, "position", "longitude, latitude");
    if (!(fabs(lon) <= 180) || !(fabs(lat) <= 90))
        return fault(f, "range", arena_printf(mem, "%.10g %.10g", lon, lat));
    if (r->crs == GEO_GCJ02 && !crs_in_china(lon, lat))
        return fault(f, "outside_china", arena_printf(mem, "%.7f %.7f", lon, lat));
    if (r->crs == GEO_GCJ02)
        crs_gcj02_to_wgs84(lon, lat, &lon, &lat);
    *out = geo_point_of(lon, lat);
    return true;
}

static bool read_ring(struct reading *r, const struct node *v, struct geojson_feature *f,
                      struct geo_ring *out)
{
    size_t n = node_len(v);
    struct geo_point *points = arena_array(r->part.mem, n, sizeof *points);
    if (node_type(v) != NODE_ARRAY || n < 4)
        return fault(f, "ring", "a ring has four positions or more");
    for (size_t i = 0; i < n; i++)
        if (!read_position(r, node_at(v, i), f, &points[i]))
            return false;
    if (memcmp(&points[0], &points[n - 1], sizeof *points) != 0)
        return fault(f, "ring", "the first position and the last differ");
    r->points += n;
    *out = ring_tidy(r->part.mem, (struct geo_ring){points, n - 1});
    return true;
}

struct rings {
    struct geo_ring *rings;
    size_t n, cap;
};

/* All of it on one line. A ring that crosses itself may sum up to no area and yet hold some. */
static bool is_flat(struct geo_ring r)
{
    for (size_t i = 2; i < r.n; i++) {
        int64_t dx = (int64_t)r.points[1].lon_e7 - r.points[0].lon_e7;
        int64_t dy = (int64_t)r.points[1].lat_e7 - r.points[0].lat_e7;
        int64_t px = (int64_t)r.points[i].lon_e7 - r.points[0].lon_e7;
        int64_t py = (int64_t)r.points[i].lat_e7 - r.points[0].lat_e7;
        if (dx * py != dy * px)
            return false;
    }
    return true;
}

/* Outer rings are turned left, holes right; what has no area on the grid is left out, with the holes in it. */
static bool read_polygon(struct reading *r, const struct node *v, struct geojson_feature *f,
                         struct rings *to)
{
    struct arena *mem = r->part.mem;
    if (node_type(v) != NODE_ARRAY || node_len(v) == 0)
        return fault(f, "ring", "a polygon has one ring or more");
    bool gone = false;
    for (size_t i = 0; i < node_len(v); i++) {
        struct geo_ring ring;
        if (!read_ring(r, node_at(v, i), f, &ring))
            return false;
        bool flat = is_flat(ring);
        gone = gone || (i == 0 && flat);
        if (gone || flat) {
            f->vanished++;
            continue;
        }
        to->rings = arena_grow(mem, to->rings, to->n, &to->cap, sizeof *to->rings);
        to->rings[to->n++] = ring_turn(mem, ring, i == 0);
    }
    return true;
}

static bool read_geometry(struct reading *r, const struct node *v, struct geojson_feature *f)
{
    const char *type = node_text(node_get(v, "type"));
    const struct node *coordinates = node_get(v, "coordinates");
    struct rings rings = {0};
    if (node_type(v) != NODE_OBJECT)
        return fault(f, "no_geometry", "");
    if (!type || (strcmp(type, "Polygon") != 0 && strcmp(type, "MultiPolygon") != 0))
        return fault(f, "not_polygon", type ? type : "");
    if (strcmp(type, "Polygon") == 0) {
        if (!read_polygon(r, coordinates, f, &rings))
            return false;
    } else if (node_type(coordinates) != NODE_ARRAY) {
        return fault(f, "position", "coordinates");
    } else {
        for (size_t i = 0; i < node_len(coordinates); i++)
            if (!read_polygon(r, node_at(coordinates, i), f, &rings))
                return false;
    }
    f->shape = (struct geo_shape){rings.rings, rings.n};
    return rings.n > 0 ? true : fault(f, "ring", "nothing of it has an area");
}

/* ---- the document ---- */

static enum err malformed(struct reading *r, const char *what)
{
    return ctx_fail(r->c, ERR_INVALID, "geojson.malformed", "", "feature %zu: %.160s", r->features,
                    what);
}

/* A problem of the part becomes one of the whole, with the number of the feature. */
static enum err parse_part(struct reading *r, struct json_slice text, const struct node **out)
{
    if (text.n > GEOJSON_PART_MAX)
        return ctx_fail(r->c, ERR_INVALID, "geojson.too_large", "", "feature %zu", r->features);
    if (json_parse(&r->part, text.p, text.n, out) == ERR_OK)
        return ERR_OK;
    return malformed(r, r->part.problem.detail);
}

static enum err tell(struct reading *r, struct geojson_feature *f, const struct node *geometry)
{
    if (read_geometry(r, geometry, f))
        f->fault = NULL;
    if (r->points > GEOJSON_POINTS_MAX)
        return ctx_fail(r->c, ERR_INVALID, "geojson.too_large", "", "> %d points",
                        GEOJSON_POINTS_MAX);
    return r->fn(r->arg, f);
}

static enum err read_feature(struct reading *r, struct json_slice text, const struct node *v)
{
    struct geojson_feature f = {.number = r->features};
    const struct node *geometry = node_get(v, "geometry");
    const char *type = node_text(node_get(v, "type"));
    if (!type || strcmp(type, "Feature") != 0)
        return malformed(r, "type");
    if (node_type(node_get(v, "properties")) == NODE_OBJECT)
        f.properties = node_get(v, "properties");
    if (node_type(geometry) == NODE_OBJECT && !json_scan_member(text, "geometry", &f.source))
        return malformed(r, "geometry");
    return tell(r, &f, geometry);
}

/* The old "crs" member: only names of plain longitude and latitude are accepted. */
static enum err check_crs(struct reading *r, const struct node *top)
{
    static const char *const plain[] = {"CRS84", "4326", "4490"};
    const struct node *crs = node_get(top, "crs");
    if (node_type(crs) == NODE_NULL)
        return ERR_OK;
    const char *name = node_text(node_get(node_get(crs, "properties"), "name"));
    for (size_t i = 0; name && i < LEN(plain); i++) {
        const char *at = strstr(name, plain[i]);
        if (at && at[strlen(plain[i])] == '\0')
            return ERR_OK;
    }
    return ctx_fail(r->c, ERR_INVALID, "geojson.crs", "", "%.80s", name ? name : "");
}

static enum err read_features(struct reading *r, struct json_slice features)
{
    const char *at = NULL;
    const struct node *v = NULL;
    struct json_slice one;
    while (json_scan_element(features, &at, &one)) {
        if (++r->features > GEOJSON_FEATURES_MAX)
            return ctx_fail(r->c, ERR_INVALID, "geojson.too_large", "", "> %d features",
                            GEOJSON_FEATURES_MAX);
        TRY(parse_part(r, one, &v));
        TRY(read_feature(r, one, v));
        arena_reset(r->part.mem);
    }
    return at ? ERR_OK : malformed(r, "features");
}

/* The document with an empty list in place of its features: what is around them must be JSON as well. */
static enum err parse_frame(struct reading *r, struct json_slice text, struct json_slice features,
                            const struct node **out)
{
    struct buf b = {.mem = r->c->mem};
    size_t before = (size_t)(features.p - text.p);
    buf_bytes(&b, text.p, before);
    buf_text(&b, "[]");
    buf_bytes(&b, features.p + features.n, text.n - before - features.n);
    return json_parse(r->c, b.p, b.n, out);
}

static enum err read_document(struct reading *r, struct json_slice text)
{
    const struct node *top = NULL;
    struct json_slice features;
    if (json_scan_member(text, "features", &features) && features.n && features.p[0] == '[') {
        TRY(parse_frame(r, text, features, &top));
        const char *type = node_text(node_get(top, "type"));
        if (!type || strcmp(type, "FeatureCollection") != 0)
            return malformed(r, "type");
        TRY(check_crs(r, top));
        return read_features(r, features);
    }
    r->features = 1;
    TRY(parse_part(r, text, &top));
    TRY(check_crs(r, top));
    const char *type = node_text(node_get(top, "type"));
    if (!type || strcmp(type, "FeatureCollection") == 0)
        return malformed(r, "type");
    if (strcmp(type, "Feature") == 0)
        return read_feature(r, text, top);
    return tell(r, &(struct geojson_feature){.number = 1, .source = text}, top);
}

enum err geojson_read(struct ctx *c, const char *text, size_t n, enum geo_crs crs,
                      geojson_feature_fn *fn, void *arg)
{
    struct reading r = {.c = c, .part = *c, .crs = crs, .fn = fn, .arg = arg};
    size_t bom = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (n > GEOJSON_BYTES_MAX)
        return ctx_fail(c, ERR_INVALID, "geojson.too_large", "", "> %d bytes", GEOJSON_BYTES_MAX);
    r.part.mem = arena_new();
    enum err err = read_document(&r, (struct json_slice){text + bom, n - bom});
    arena_free(r.part.mem);
    return err;
}

/* ---- out ---- */

static void put_point(struct json *j, struct geo_point p)
{
    json_array(j);
    json_degrees(j, p.lon_e7);
    json_degrees(j, p.lat_e7);
    json_array_end(j);
}

static void put_ring(struct json *j, struct geo_ring r)
{
    json_array(j);
    for (size_t i = 0; i <= r.n; i++)
        put_point(j, r.points[i < r.n ? i : 0]);
    json_array_end(j);
}

void geojson_put(struct json *j, struct geo_shape shape)
{
    size_t parts = 0;
    for (size_t i = 0; i < shape.n; i++)
        parts += shape_starts_part(shape, i);
    json_object(j);
    json_put_text(j, "type", parts == 1 ? "Polygon" : "MultiPolygon");
    json_key(j, "coordinates");
    if (parts != 1)
        json_array(j);
    for (size_t i = 0; i < shape.n; i++) {
        if (shape_starts_part(shape, i))
            json_array(j);
        put_ring(j, shape.rings[i]);
        if (i + 1 == shape.n || shape_starts_part(shape, i + 1))
            json_array_end(j);
    }
    if (parts != 1)
        json_array_end(j);
    json_end(j);
}

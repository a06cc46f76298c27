/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/case_in.h"

#include <math.h>

#include "base/arena.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/geojson.h"

struct upload_in {
    const char *upload, *token;
    double lon, lat;
};
static const struct field upload_fields[] = {
    {"upload", FIELD_TEXT, true,  offsetof(struct upload_in, upload), 1, 20},
    {"token",  FIELD_TEXT, true,  offsetof(struct upload_in, token),  1, 64},
    {"lon",    FIELD_REAL, false, offsetof(struct upload_in, lon),    0, 0 },
    {"lat",    FIELD_REAL, false, offsetof(struct upload_in, lat),    0, 0 },
};

enum err case_read_point(struct ctx *c, double lon, double lat, const char *crs, bool *out_has,
                         struct geo_point *out)
{
    enum geo_crs system = GEO_WGS84;
    if (crs)
        TRY(geo_crs_parse(c, crs, &system));
    *out_has = !isnan(lon) && !isnan(lat);
    if (!*out_has && !(isnan(lon) && isnan(lat)))
        return ctx_fail(c, ERR_INVALID, "input.missing", isnan(lon) ? "lon" : "lat", "%s", "");
    if (!*out_has)
        return ERR_OK;
    if (fabs(lon) > 180 || fabs(lat) > 90)
        return ctx_fail(c, ERR_INVALID, "input.range", fabs(lon) > 180 ? "lon" : "lat", "%.7f %.7f",
                        lon, lat);
    if (system == GEO_GCJ02)
        crs_gcj02_to_wgs84(lon, lat, &lon, &lat);
    *out = geo_point_of(lon, lat);
    return ERR_OK;
}

enum err case_read_uploads(struct ctx *c, const struct node *list, const struct media_claim **out,
                           size_t *out_n)
{
    size_t n = list ? node_len(list) : 0;
    if (list && node_type(list) != NODE_ARRAY)
        return ctx_fail(c, ERR_INVALID, "input.type", "uploads", "array");
    if (n > MEDIA_PER_STEP)
        return ctx_fail(c, ERR_INVALID, "media.too_many", "uploads", "%d", MEDIA_PER_STEP);
    struct media_claim *claims = arena_array(c->mem, n, sizeof *claims);
    for (size_t i = 0; i < n; i++) {
        struct upload_in in;
        TRY(json_read(c, node_at(list, i), upload_fields, LEN(upload_fields), &in));
        if (!text_int(in.upload, &claims[i].upload))
            return ctx_fail(c, ERR_INVALID, "media.unknown", "uploads", "%.20s", in.upload);
        claims[i].token = in.token;
        TRY(case_read_point(c, in.lon, in.lat, NULL, &claims[i].has_place, &claims[i].place));
    }
    *out = claims;
    *out_n = n;
    return ERR_OK;
}

struct case_view case_view_of(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    return (struct case_view){.c = c, .app = app, .atlas = atlas_take(app->atlas), .j = &out->json};
}

void case_view_end(const struct case_view *v)
{
    atlas_give(v->app->atlas, v->atlas);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "area/area_api.h"

#include <math.h>
#include <string.h>

#include "app.h"
#include "area/area.h"
#include "area/area_json.h"
#include "area/atlas.h"
#include "area/import_api.h"
#include "base/arena.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/geojson.h"
#include "geo/wkb.h"

enum { PAGE = 50, PAGE_MAX = 200, QUERY_MAX = 40, QUERY_MIN = 2 };

/* A handler that looks at the atlas: the view is taken and given back around it. */
typedef enum err look_fn(struct ctx *c, const struct req *q, const struct atlas_view *v,
                         struct reply *out);

static enum err look(struct ctx *c, const struct req *q, struct reply *out, look_fn *fn)
{
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = fn(c, q, v, out);
    atlas_give(app->atlas, v);
    return err;
}

static enum err find(struct ctx *c, const struct atlas_view *v, const char *code, int32_t *out)
{
    int32_t i = atlas_find(v, code);
    if (i < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "", "%.30s", code);
    *out = i;
    return ERR_OK;
}

/* ---- lists ---- */

struct list_in {
    const char *parent, *q, *cursor;
    int64_t limit;
};
static const struct field list_fields[] = {
    {"parent", FIELD_TEXT, false, offsetof(struct list_in, parent), 1, TEXT_CODE_MAX - 1},
    {"q",      FIELD_TEXT, false, offsetof(struct list_in, q),      1, QUERY_MAX        },
    {"cursor", FIELD_TEXT, false, offsetof(struct list_in, cursor), 1, TEXT_CODE_MAX - 1},
    {"limit",  FIELD_INT,  false, offsetof(struct list_in, limit),  1, PAGE_MAX         },
};

struct page {
    const struct atlas_view *v;
    struct json *j;
    const char *cursor; /* the code that the page before ended with; NULL: the first page */
    int64_t limit, n;
    const char *last;
    bool more;
};

/* False: the page is full. */
static bool show(struct page *p, int32_t area)
{
    if (p->n == p->limit) {
        p->more = true;
        return false;
    }
    area_put_summary(p->j, p->v, area);
    p->last = atlas_at(p->v, area)->code;
    p->n++;
    return true;
}

/* Roots stand first in the atlas, and children together: both in order of code. */
static void list_between(struct page *p, int32_t from, int32_t end)
{
    for (int32_t i = from; i < end; i++)
        if ((!p->cursor || strcmp(atlas_at(p->v, i)->code, p->cursor) > 0) && !show(p, i))
            return;
}

static void list_roots(struct page *p)
{
    int32_t n = 0;
    while ((size_t)n < atlas_len(p->v) && atlas_at(p->v, n)->parent < 0)
        n++;
    list_between(p, 0, n);
}

static void list_matching(struct page *p, const char *below, const char *text)
{
    size_t k = atlas_code_from(p->v, p->cursor && strcmp(p->cursor, below) > 0 ? p->cursor : below);
    for (int32_t i; (i = atlas_by_code(p->v, k)) >= 0; k++) {
        const struct area *a = atlas_at(p->v, i);
        if (!text_has_prefix(a->code, below))
            return;
        if (p->cursor && strcmp(a->code, p->cursor) <= 0)
            continue;
        if ((text_has_prefix(a->code, text) || strcasestr(a->name, text)) && !show(p, i))
            return;
    }
}

static enum err fill_page(struct ctx *c, const struct list_in *in, struct page *p)
{
    int32_t parent = -1;
    if (in->parent)
        TRY(find(c, p->v, in->parent, &parent));
    const struct area *above = atlas_at(p->v, parent);
    if (in->q)
        list_matching(p, above ? above->code : "", in->q);
    else if (above)
        list_between(p, above->first_child, above->first_child + above->n_children);
    else
        list_roots(p);
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, const struct atlas_view *v,
                     struct reply *out)
{
    struct list_in in;
    TRY(req_read_query(c, q, list_fields, LEN(list_fields), &in));
    if (in.cursor && !text_is_code(in.cursor))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", in.cursor);
    if (in.q && !text_is_code(in.q) && text_utf8_len(in.q) < QUERY_MIN)
        return ctx_fail(c, ERR_INVALID, "input.length", "q", "1 (%d..%d)", QUERY_MIN, QUERY_MAX);
    struct page p = {.v = v,
                     .j = &out->json,
                     .cursor = in.cursor,
                     .limit = in.limit == JSON_ABSENT ? PAGE : in.limit};
    json_object(p.j);
    json_key(p.j, "items");
    json_array(p.j);
    TRY(fill_page(c, &in, &p));
    json_array_end(p.j);
    json_put_text(p.j, "next", p.more ? p.last : NULL);
    json_end(p.j);
    return ERR_OK;
}

static enum err get_list(struct ctx *c, const struct req *q, struct reply *out)
{
    return look(c, q, out, list);
}

/* ---- one area ---- */

static void put_number(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    if (v == JSON_ABSENT)
        json_null(j);
    else
        json_int(j, v);
}

static void put_box(struct json *j, const struct area *a)
{
    json_key(j, "box");
    if (a->low.lon_e7 == a->high.lon_e7) {
        json_null(j);
        return;
    }
    json_array(j);
    json_degrees(j, a->low.lon_e7);
    json_degrees(j, a->low.lat_e7);
    json_degrees(j, a->high.lon_e7);
    json_degrees(j, a->high.lat_e7);
    json_array_end(j);
}

static enum err one(struct ctx *c, const struct req *q, const struct atlas_view *v,
                    struct reply *out)
{
    struct area_row row;
    int32_t i = -1;
    struct json *j = &out->json;
    TRY(find(c, v, req_param(q, "code"), &i));
    TRY(area_get(c, req_param(q, "code"), &row));
    /* The tree around it is part of the answer, so any change of areas makes a new one. */
    out->version = atlas_generation(v);
    json_object(j);
    area_put_members(j, v, i);
    area_put_chain(j, v, i);
    put_number(j, "households", row.households);
    put_number(j, "population", row.population);
    json_put_time(j, "valid_from", row.valid_from);
    json_put_time(j, "valid_to", row.valid_to);
    json_put_int(j, "version", atlas_at(v, i)->version);
    put_box(j, atlas_at(v, i));
    json_end(j);
    return ERR_OK;
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    return look(c, q, out, one);
}

static enum err polygon(struct ctx *c, const struct req *q, const struct atlas_view *v,
                        struct reply *out)
{
    struct area_polygon p;
    struct geo_shape shape;
    int32_t i = -1;
    struct json *j = &out->json;
    TRY(find(c, v, req_param(q, "code"), &i));
    TRY(area_polygon_get(c, req_param(q, "code"), &p));
    if (!wkb_read(c->mem, p.wkb, p.wkb_n, &shape))
        return ctx_fail(c, ERR_INTERNAL, "db.type", "", "polygon of %s", req_param(q, "code"));
    const struct area *a = atlas_at(v, i);
    out->type = "application/geo+json";
    json_object(j);
    json_put_text(j, "type", "Feature");
    json_key(j, "geometry");
    geojson_put(j, shape);
    json_key(j, "properties");
    json_object(j);
    json_put_text(j, "code", a->code);
    json_put_text(j, "name", a->name);
    json_put_text(j, "level", a->level);
    json_put_text(j, "note", p.note ? p.note : a->note);
    json_put_text(j, "source_crs", p.source_crs);
    json_key(j, "area_m2");
    json_real(j, p.area_m2, 1);
    json_end(j);
    json_end(j);
    return ERR_OK;
}

static enum err get_polygon(struct ctx *c, const struct req *q, struct reply *out)
{
    return look(c, q, out, polygon);
}

/* ---- where am I ---- */

struct place_in {
    double lon, lat;
    const char *crs;
};
static const struct field place_fields[] = {
    {"lon", FIELD_REAL, true,  offsetof(struct place_in, lon), 0, 0 },
    {"lat", FIELD_REAL, true,  offsetof(struct place_in, lat), 0, 0 },
    {"crs", FIELD_TEXT, false, offsetof(struct place_in, crs), 1, 10},
};

static enum err locate(struct ctx *c, const struct req *q, const struct atlas_view *v,
                       struct reply *out)
{
    struct place_in in;
    struct geo_point p;
    struct json *j = &out->json;
    TRY(req_read_query(c, q, place_fields, LEN(place_fields), &in));
    TRY(geo_read_point(c, in.lon, in.lat, in.crs, &p));
    int32_t i = atlas_locate(v, p);
    if (i < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "locate.outside", "", "%.7f %.7f", p.lon_e7 / 1e7,
                        p.lat_e7 / 1e7);
    json_object(j);
    json_key(j, "lon");
    json_degrees(j, p.lon_e7);
    json_key(j, "lat");
    json_degrees(j, p.lat_e7);
    json_put_text(j, "area", atlas_at(v, i)->code);
    area_put_chain(j, v, i);
    json_end(j);
    return ERR_OK;
}

static enum err get_locate(struct ctx *c, const struct req *q, struct reply *out)
{
    return look(c, q, out, locate);
}

/* clang-format off */
static const struct route table[] = {
    {METHOD_GET,  "/api/v1/areas",                RIGHT_PUBLIC,     0, NULL, get_list, NULL},
    {METHOD_GET,  "/api/v1/areas/{code}",         RIGHT_PUBLIC,     0, NULL, get_one, NULL},
    {METHOD_GET,  "/api/v1/areas/{code}/polygon", RIGHT_PUBLIC,     0, NULL, get_polygon, NULL},
    {METHOD_GET,  "/api/v1/locate",               RIGHT_PUBLIC,     0, NULL, get_locate, NULL},
    {METHOD_POST, "/api/v1/imports/areas",        RIGHT_AREA_WRITE, ROUTE_WRITE | ROUTE_RAW_BODY, NULL, import_areas, NULL},
    {METHOD_POST, "/api/v1/imports/polygons",     RIGHT_AREA_WRITE, ROUTE_WRITE | ROUTE_RAW_BODY, NULL, import_polygons, import_polygons_prepare},
    {METHOD_GET,  "/api/v1/checks/areas",         RIGHT_AREA_READ,  0, check_place, check_areas, check_areas_prepare},
};
/* clang-format on */

const struct routes area_routes = {table, LEN(table)};

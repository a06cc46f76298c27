/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "account/scope_api.h"
#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/geojson.h"
#include "post/coverage.h"
#include "post/post_api.h"
#include "post/post_json.h"

enum { KIND_MAX = 40, GAPS_MAX = 2000 };

/* What a reply is made of; holds a snapshot of the areas until its end. */
struct scene {
    struct ctx *c;
    const struct app *app;
    const struct atlas_view *v;
    struct json *j;
};

static struct scene scene_of(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    return (struct scene){c, app, atlas_take(app->atlas), &out->json};
}

static void scene_end(const struct scene *s)
{
    atlas_give(s->app->atlas, s->v);
}

static enum err find_area(const struct scene *s, const char *code, int32_t *out)
{
    *out = atlas_find(s->v, code);
    if (*out < 0)
        return ctx_fail(s->c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", code);
    return ERR_OK;
}

/* ---- one kind ---- */

struct answer_in {
    const char *area, *kind, *crs;
    double lon, lat;
    int64_t at;
};
static const struct field answer_fields[] = {
    {"area", FIELD_TEXT, false, offsetof(struct answer_in, area), 1, TEXT_CODE_MAX - 1},
    {"kind", FIELD_TEXT, true,  offsetof(struct answer_in, kind), 1, KIND_MAX         },
    {"crs",  FIELD_TEXT, false, offsetof(struct answer_in, crs),  1, 20               },
    {"lon",  FIELD_REAL, false, offsetof(struct answer_in, lon),  0, 0                },
    {"lat",  FIELD_REAL, false, offsetof(struct answer_in, lat),  0, 0                },
    {"at",   FIELD_TIME, false, offsetof(struct answer_in, at),   0, 0                },
};

static enum err locate(const struct scene *s, const struct answer_in *in, int32_t *out)
{
    struct ctx *c = s->c;
    double lon = in->lon, lat = in->lat;
    enum geo_crs crs;
    if (isnan(lon) || isnan(lat))
        return ctx_fail(c, ERR_INVALID, "place.missing", "area", "%s", "area / lon, lat");
    if (fabs(lon) > 180 || fabs(lat) > 90)
        return ctx_fail(c, ERR_INVALID, "input.range", fabs(lon) > 180 ? "lon" : "lat",
                        "%.7f, %.7f", lon, lat);
    TRY(geo_crs_parse(c, in->crs, &crs));
    if (crs == GEO_GCJ02)
        crs_gcj02_to_wgs84(lon, lat, &lon, &lat);
    *out = atlas_locate(s->v, geo_point_of(lon, lat));
    if (*out < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "locate.outside", "", "%.7f, %.7f", lon, lat);
    return ERR_OK;
}

static enum err find_kind(const struct scene *s, const char *kind, const struct case_kind **out)
{
    *out = programme_kind(s->app->programmes, kind);
    if (!*out)
        return ctx_fail(s->c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", kind);
    return ERR_OK;
}

static void put_answer(const struct scene *s, const struct post_answer *a)
{
    post_put_answer(s->c, s->app, s->v, s->j, a);
}

static enum err answer(struct ctx *c, const struct req *q, struct reply *out)
{
    static const struct post_answer nobody;
    struct answer_in in;
    const struct case_kind *kind;
    const struct post_answer *all;
    int32_t area = -1;
    size_t n;
    TRY(req_read_query(c, q, answer_fields, LEN(answer_fields), &in));
    CLEANUP(scene_end) struct scene s = scene_of(c, q, out);
    TRY(find_kind(&s, in.kind, &kind));
    TRY(in.area ? find_area(&s, in.area, &area) : locate(&s, &in, &area));
    TRY(post_candidates(c, s.v, area, kind, in.at == JSON_ABSENT ? c->now : in.at, &all, &n));
    json_object(s.j);
    json_put_text(s.j, "area", atlas_at(s.v, area)->code);
    area_put_chain(s.j, s.v, area);
    json_key(s.j, "answer");
    put_answer(&s, n ? &all[0] : &nobody);
    json_key(s.j, "candidates");
    json_array(s.j);
    for (size_t i = 0; i < n; i++)
        put_answer(&s, &all[i]);
    json_array_end(s.j);
    json_end(s.j);
    return ERR_OK;
}

/* ---- all kinds ---- */

struct answers_in {
    int64_t at;
};
static const struct field answers_fields[] = {
    {"at", FIELD_TIME, false, offsetof(struct answers_in, at), 0, 0},
};

static enum err answers(struct ctx *c, const struct req *q, struct reply *out)
{
    struct answers_in in;
    int32_t area = -1;
    TRY(req_read_query(c, q, answers_fields, LEN(answers_fields), &in));
    CLEANUP(scene_end) struct scene s = scene_of(c, q, out);
    const struct programmes *p = s.app->programmes;
    struct post_answer *all = arena_array(c->mem, p->n_kinds, sizeof *all);
    TRY(find_area(&s, req_param(q, "code"), &area));
    TRY(post_answers(c, s.v, area, p, in.at == JSON_ABSENT ? c->now : in.at, all));
    json_object(s.j);
    json_key(s.j, "items");
    json_array(s.j);
    for (size_t i = 0; i < p->n_kinds; i++) {
        json_object(s.j);
        json_put_text(s.j, "case_kind", p->kinds[i].kind);
        json_key(s.j, "answer");
        put_answer(&s, &all[i]);
        json_end(s.j);
    }
    json_array_end(s.j);
    json_end(s.j);
    return ERR_OK;
}

/* ---- coverage ---- */

struct coverage_in {
    const char *area;
};
static const struct field coverage_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct coverage_in, area), 1, TEXT_CODE_MAX - 1},
};

static void put_coverage(struct json *j, const struct coverage *found)
{
    json_object(j);
    json_key(j, "required_kinds");
    json_array(j);
    for (size_t i = 0; i < found->n_required; i++)
        json_text(j, found->required[i]);
    json_array_end(j);
    json_put_int(j, "leaves", found->leaves);
    json_put_int(j, "covered", found->covered);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < found->n_gaps; i++) {
        json_object(j);
        json_put_text(j, "area", found->gaps[i].area->code);
        json_put_text(j, "name", found->gaps[i].area->name);
        json_put_text(j, "kind", found->gaps[i].kind);
        json_end(j);
    }
    json_array_end(j);
    json_end(j);
}

static enum err coverage(struct ctx *c, const struct req *q, struct reply *out)
{
    struct coverage_in in;
    struct coverage found;
    TRY(req_read_query(c, q, coverage_fields, LEN(coverage_fields), &in));
    CLEANUP(scene_end) struct scene s = scene_of(c, q, out);
    TRY(coverage_check(c, s.app->programmes, s.v, in.area, c->now, GAPS_MAX, &found));
    put_coverage(s.j, &found);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/answer",               RIGHT_PUBLIC,    0,            NULL,           answer,   NULL},
    {METHOD_GET, "/api/v1/areas/{code}/answers", RIGHT_PUBLIC,    ROUTE_COSTLY, NULL,           answers,  NULL},
    {METHOD_GET, "/api/v1/checks/coverage",      RIGHT_AREA_READ, 0,            scope_of_query, coverage, NULL},
};

const struct routes answer_routes = {table, LEN(table)};

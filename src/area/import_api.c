/* SPDX-License-Identifier: Apache-2.0 */
#include "area/import_api.h"

#include <string.h>

#include "app.h"
#include "area/check.h"
#include "area/import.h"
#include "base/arena.h"
#include "base/text.h"

static void put_report(struct json *j, const struct import_report *r)
{
    json_object(j);
    json_put_bool(j, "applied", r->applied);
    json_put_int(j, "rows", r->rows);
    json_put_int(j, "added", r->added);
    json_put_int(j, "changed", r->changed);
    json_put_int(j, "unchanged", r->unchanged);
    findings_put(j, &r->found);
    json_end(j);
}

struct options_in {
    const char *crs, *property, *note;
    bool dry_run;
};
static const struct field csv_fields[] = {
    {"dry_run", FIELD_BOOL, false, offsetof(struct options_in, dry_run), 0, 0},
};
static const struct field polygon_fields[] = {
    {"crs",      FIELD_TEXT, false, offsetof(struct options_in, crs),      1, 10},
    {"property", FIELD_TEXT, false, offsetof(struct options_in, property), 1, 60},
    {"note",     FIELD_TEXT, false, offsetof(struct options_in, note),     1, 10},
    {"dry_run",  FIELD_BOOL, false, offsetof(struct options_in, dry_run),  0, 0 },
};

static enum err read_options(struct ctx *c, const struct req *q, const struct field *fields,
                             size_t n, struct import_options *out)
{
    struct options_in in = {0};
    TRY(req_read_query(c, q, fields, n, &in));
    *out = (struct import_options){
        .dry_run = in.dry_run, .crs = in.crs, .property = in.property, .note = in.note};
    return ERR_OK;
}

static enum err check_type(struct ctx *c, const struct req *q, const char *type, const char *also)
{
    const char *given = q->content_type ? q->content_type : "";
    if (strcmp(given, type) == 0 || strcmp(given, also) == 0)
        return ERR_OK;
    return ctx_fail(c, ERR_INVALID, "body.type", "", "%s", type);
}

static const char *body_of(const struct req *q)
{
    return q->body_n ? q->body : "";
}

enum err import_areas(struct ctx *c, const struct req *q, struct reply *out)
{
    struct import_options o;
    struct import_report r;
    TRY(check_type(c, q, "text/csv", "text/csv"));
    TRY(read_options(c, q, csv_fields, LEN(csv_fields), &o));
    TRY(area_import_csv(c, body_of(q), q->body_n, &o, &r));
    put_report(&out->json, &r);
    return ERR_OK;
}

struct prepared {
    struct import_options options;
    struct polygon_batch *batch;
};

enum err import_polygons_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct prepared *p = arena_alloc(c->mem, sizeof *p);
    TRY(check_type(c, q, "application/geo+json", "application/json"));
    TRY(read_options(c, q, polygon_fields, LEN(polygon_fields), &p->options));
    TRY(area_read_polygons(c, body_of(q), q->body_n, &p->options, &p->batch));
    *out = p;
    return ERR_OK;
}

enum err import_polygons(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct prepared *p = q->prepared;
    struct import_report r;
    TRY(area_apply_polygons(c, p->batch, &r));
    put_report(&out->json, &r);
    return ERR_OK;
}

struct check_in {
    const char *area;
};
static const struct field check_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct check_in, area), 1, TEXT_CODE_MAX - 1},
};

enum err check_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct check_in in;
    TRY(req_read_query(c, q, check_fields, LEN(check_fields), &in));
    if (!text_is_code(in.area))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", in.area);
    *out_area = in.area;
    return ERR_OK;
}

struct checked {
    const struct area_fault *faults;
    size_t n;
};

enum err check_areas_prepare(struct ctx *c, const struct req *q, const void **out)
{
    const struct app *app = q->app;
    struct checked *checked = arena_alloc(c->mem, sizeof *checked);
    const struct atlas_view *v = atlas_take(app->atlas);
    enum err err = area_check(c, v, req_query(q, "area"), &checked->faults, &checked->n);
    atlas_give(app->atlas, v);
    TRY(err);
    *out = checked;
    return ERR_OK;
}

static void put_fault(struct json *j, const struct area_fault *f)
{
    json_object(j);
    json_put_text(j, "rule", f->rule);
    json_put_text(j, "code", f->code);
    json_put_text(j, "other", f->other);
    json_key(j, "area_m2");
    if (f->area_m2 > 0)
        json_real(j, f->area_m2, 1);
    else
        json_null(j);
    json_put_text(j, "detail", f->detail);
    json_end(j);
}

enum err check_areas(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct checked *checked = q->prepared;
    struct json *j = &out->json;
    (void)c;
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < checked->n; i++)
        put_fault(j, &checked->faults[i]);
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

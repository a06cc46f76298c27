/* SPDX-License-Identifier: Apache-2.0 */
/* Routes for whoever reports something: open to all, with a receipt instead of a login. */
#include <string.h>

#include "account/account.h"
#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_api.h"
#include "casefile/case_in.h"
#include "casefile/case_parts.h"
#include "casefile/inside.h"

/* ---- similar ones nearby ---- */

struct near_in {
    const char *kind, *crs, *area;
    double lon, lat;
};
static const struct field near_fields[] = {
    {"kind", FIELD_TEXT, true,  offsetof(struct near_in, kind), 1, 40               },
    {"lon",  FIELD_REAL, false, offsetof(struct near_in, lon),  0, 0                },
    {"lat",  FIELD_REAL, false, offsetof(struct near_in, lat),  0, 0                },
    {"crs",  FIELD_TEXT, false, offsetof(struct near_in, crs),  1, 20               },
    {"area", FIELD_TEXT, false, offsetof(struct near_in, area), 1, TEXT_CODE_MAX - 1},
};

static enum err read_near(struct ctx *c, const struct case_view *v, const struct req *q,
                          struct near_query *out)
{
    struct near_in in;
    TRY(req_read_query(c, q, near_fields, LEN(near_fields), &in));
    const struct case_kind *kind = programme_kind(v->app->programmes, in.kind);
    if (!kind || kind->internal)
        return ctx_fail(c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", in.kind);
    *out = (struct near_query){.kind = in.kind, .area = in.area};
    TRY(case_read_point(c, in.lon, in.lat, in.crs, &out->has_point, &out->point));
    if (!out->has_point && !in.area)
        return ctx_fail(c, ERR_INVALID, "place.missing", "lon", "%s", "");
    if (in.area && atlas_find(v->atlas, in.area) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in.area);
    if (out->has_point && !in.area) {
        const struct area *leaf = atlas_at(v->atlas, atlas_locate(v->atlas, out->point));
        out->area = leaf ? leaf->code : NULL;
    }
    return ERR_OK;
}

/* What a stranger photographed is shown to strangers only once somebody accepted the report. */
static void hide_unseen(const struct case_view *v, struct near *found, size_t n)
{
    for (size_t i = 0; i < n && !v->c->who; i++) {
        const struct case_kind *kind = programme_kind(v->app->programmes, found[i].kind);
        const struct flow *flow = kind ? programme_flow(v->app->programmes, kind->flow) : NULL;
        if (!flow || strcmp(found[i].state, flow->start) == 0)
            found[i].photo = 0;
    }
}

static enum err near(struct ctx *c, const struct req *q, struct reply *out)
{
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    struct near_query query;
    struct near found[NEAR_MAX];
    size_t n;
    TRY(read_near(c, &v, q, &query));
    TRY(casefile_near(c, v.atlas, &query, found, &n));
    hide_unseen(&v, found, n);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    case_put_near(&v, found, n);
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

/* ---- filing ---- */

struct file_in {
    const char *kind, *body, *crs, *area, *address, *name, *phone, *source;
    double lon, lat;
    const struct node *uploads, *external;
};
static const struct field file_fields[] = {
    {"kind",     FIELD_TEXT, true,  offsetof(struct file_in, kind),     1, 40               },
    {"body",     FIELD_TEXT, true,  offsetof(struct file_in, body),     2, 2000             },
    {"lon",      FIELD_REAL, false, offsetof(struct file_in, lon),      0, 0                },
    {"lat",      FIELD_REAL, false, offsetof(struct file_in, lat),      0, 0                },
    {"crs",      FIELD_TEXT, false, offsetof(struct file_in, crs),      1, 20               },
    {"area",     FIELD_TEXT, false, offsetof(struct file_in, area),     1, TEXT_CODE_MAX - 1},
    {"address",  FIELD_TEXT, false, offsetof(struct file_in, address),  1, 200              },
    {"name",     FIELD_TEXT, false, offsetof(struct file_in, name),     1, 60               },
    {"phone",    FIELD_TEXT, false, offsetof(struct file_in, phone),    1, 30               },
    {"uploads",  FIELD_NODE, false, offsetof(struct file_in, uploads),  0, 0                },
    {"source",   FIELD_TEXT, false, offsetof(struct file_in, source),   1, 20               },
    {"external", FIELD_NODE, false, offsetof(struct file_in, external), 0, 0                },
};

/* Only staff say where a report came from; what came by itself is a resident's. */
static enum err read_source(struct ctx *c, const struct file_in *in, struct casefile_new *out)
{
    static const char *const sources[] = {"resident", "desk",   "patrol", "hotline",
                                          "online",   "leader", "media"};
    for (size_t i = 0; in->source && i < LEN(sources); i++)
        if (strcmp(in->source, sources[i]) == 0)
            out->source = sources[i];
    if (in->source && !out->source)
        return ctx_fail(c, ERR_INVALID, "input.range", "source", "%s", in->source);
    struct case_elsewhere elsewhere;
    TRY(case_read_elsewhere(c, in->external, true, &elsewhere));
    out->external_to = elsewhere.to;
    out->external_number = elsewhere.number;
    out->external_due = elsewhere.due;
    return case_check_elsewhere(c, out->external_to, "external");
}

static enum err read_filing(struct ctx *c, const struct req *q, struct casefile_new *out)
{
    struct file_in in;
    TRY(req_read(c, q, file_fields, LEN(file_fields), &in));
    const struct app *app = q->app;
    const struct case_kind *kind = programme_kind(app->programmes, in.kind);
    if (kind && kind->internal)
        return ctx_fail(c, ERR_INVALID, "case.kind_unknown", "kind", "%.40s", in.kind);
    *out = (struct casefile_new){.kind = in.kind,
                                 .body = in.body,
                                 .address = in.address,
                                 .area = in.area,
                                 .name = in.name,
                                 .phone = in.phone};
    TRY(read_source(c, &in, out));
    TRY(case_read_point(c, in.lon, in.lat, in.crs, &out->has_point, &out->point));
    return case_read_uploads(c, in.uploads, &out->uploads, &out->n_uploads);
}

/* Only where the first answer of a retried filing is kept: whatever is wrong is told by the handler. */
static enum err file_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct casefile_new in = {0};
    *out_area = NULL;
    if (read_filing(c, q, &in) != ERR_OK)
        return ERR_OK;
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    const struct area *a = in.has_point ? atlas_at(v, atlas_locate(v, in.point))
                                        : atlas_at(v, in.area ? atlas_find(v, in.area) : -1);
    if (a)
        *out_area = arena_copy(c->mem, a->code);
    atlas_give(app->atlas, v);
    return ERR_OK;
}

static void put_receipt(const struct case_view *v, const char *kind,
                        const struct casefile_receipt *r)
{
    struct json *j = v->j;
    json_object(j);
    json_put_ref(j, "ref", r->district, r->id);
    json_put_text(j, "secret", r->secret);
    json_put_text(j, "state", r->state);
    json_put_text(j, "area", r->area);
    area_put_chain(j, v->atlas, atlas_find(v->atlas, r->area));
    json_put_text(j, "kind", kind);
    json_put_time(j, "opened", r->opened);
    case_put_answer(v, &r->answer);
    json_end(j);
}

static enum err file(struct ctx *c, const struct req *q, struct reply *out)
{
    struct casefile_new in = {0};
    struct casefile_receipt receipt;
    char ref[TEXT_REF];
    TRY(read_filing(c, q, &in));
    TRY(casefile_file(c, q->app, &in, &receipt));
    if ((in.source || in.external_to) && !account_may(c->who, RIGHT_CASE_READ, receipt.area))
        return ctx_fail(c, ERR_DENIED, "case.source_staff", in.source ? "source" : "external", "%s",
                        receipt.area);
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    text_ref(receipt.district, receipt.id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/cases/%s", ref);
    put_receipt(&v, in.kind, &receipt);
    return ERR_OK;
}

static enum err ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return casefile_area(c, district, id, out_area);
}

/* Cases that the system opened itself (out of an inspection) are no stranger's matter: as if there were none. */
static enum err req_reported(struct ctx *c, const struct req *q, int32_t *out_district,
                             int64_t *out_id)
{
    struct casefile f;
    const struct app *app = q->app;
    TRY(req_ref(c, q, "ref", out_district, out_id));
    TRY(casefile_get(c, *out_district, *out_id, &f));
    const struct case_kind *kind = programme_kind(app->programmes, f.kind);
    if (kind && kind->internal)
        return ctx_fail(c, ERR_NOT_FOUND, "case.unknown", "ref", "%s", "");
    return ERR_OK;
}

static enum err support(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id, supports;
    TRY(req_reported(c, q, &district, &id));
    TRY(casefile_support(c, district, id, &supports));
    json_object(&out->json);
    json_put_int(&out->json, "supports", supports);
    json_end(&out->json);
    return ERR_OK;
}

struct still_in {
    const char *note;
    const struct node *uploads;
};
static const struct field still_fields[] = {
    {"note",    FIELD_TEXT, false, offsetof(struct still_in, note),    1, 500},
    {"uploads", FIELD_NODE, false, offsetof(struct still_in, uploads), 0, 0  },
};

static enum err still_there(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id, n;
    struct still_in in;
    const char *state;
    TRY(req_reported(c, q, &district, &id));
    TRY(req_read(c, q, still_fields, LEN(still_fields), &in));
    struct still_there said = {.note = in.note};
    TRY(case_read_uploads(c, in.uploads, &said.uploads, &said.n_uploads));
    TRY(casefile_still_there(c, q->app, district, id, &said, &n, &state));
    json_object(&out->json);
    json_put_int(&out->json, "still_there", n);
    json_put_text(&out->json, "state", state);
    json_end(&out->json);
    return ERR_OK;
}

/* ---- following ---- */

struct follow_in {
    const char *ref, *secret, *action, *reason, *note;
    int64_t rating;
    const struct node *uploads;
};
static const struct field follow_fields[] = {
    {"ref",     FIELD_TEXT, true,  offsetof(struct follow_in, ref),     1, 40  },
    {"secret",  FIELD_TEXT, true,  offsetof(struct follow_in, secret),  1, 64  },
    {"action",  FIELD_TEXT, true,  offsetof(struct follow_in, action),  1, 40  },
    {"reason",  FIELD_TEXT, false, offsetof(struct follow_in, reason),  1, 1000},
    {"note",    FIELD_TEXT, false, offsetof(struct follow_in, note),    1, 2000},
    {"rating",  FIELD_INT,  false, offsetof(struct follow_in, rating),  1, 5   },
    {"uploads", FIELD_NODE, false, offsetof(struct follow_in, uploads), 0, 0   },
};
enum { FOLLOW_FIELDS = 2 }; /* the first ones are all that looking needs */

static enum err read_follow(struct ctx *c, const struct req *q, size_t n, struct follow_in *in,
                            int32_t *out_district, int64_t *out_id)
{
    *in = (struct follow_in){0};
    TRY(req_read(c, q, follow_fields, n, in));
    if (!text_ref_parse(in->ref, out_district, out_id))
        return ctx_fail(c, ERR_NOT_FOUND, "follow.unknown", "", "%s", "");
    return ERR_OK;
}

static enum err reply_followed(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                               const char *secret, struct reply *out)
{
    struct casefile f, voiced;
    TRY(casefile_follow(c, q->app, district, id, secret, &f));
    TRY(casefile_voiced(c, q->app, &f, &voiced));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    out->version = voiced.version; /* of what may be acted on */
    return case_put_followed(&v, &f);
}

static enum err follow(struct ctx *c, const struct req *q, struct reply *out)
{
    struct follow_in in;
    int32_t district;
    int64_t id;
    TRY(read_follow(c, q, FOLLOW_FIELDS, &in, &district, &id));
    return reply_followed(c, q, district, id, in.secret, out);
}

static enum err follow_clocks(struct ctx *c, const struct req *q, struct reply *out)
{
    struct follow_in in;
    struct casefile f;
    int32_t district;
    int64_t id;
    TRY(read_follow(c, q, FOLLOW_FIELDS, &in, &district, &id));
    TRY(casefile_follow(c, q->app, district, id, in.secret, &f));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    return case_put_derived(&v, &f);
}

/* The case's area, so that the answer is kept in its district; that it exists is told by the handler alone. */
static enum err follow_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct follow_in in;
    int32_t district;
    int64_t id;
    if (read_follow(c, q, LEN(follow_fields), &in, &district, &id) == ERR_OK)
        *out_area = arena_printf(c->mem, "%06d", (int)district);
    else
        *out_area = NULL;
    return ERR_OK;
}

static enum err follow_act(struct ctx *c, const struct req *q, struct reply *out)
{
    struct follow_in in;
    int32_t district;
    int64_t id;
    TRY(read_follow(c, q, LEN(follow_fields), &in, &district, &id));
    struct casefile_act step = {.action = in.action,
                                .reason = in.reason,
                                .note = in.note,
                                .rating = json_given(in.rating),
                                .secret = in.secret};
    TRY(req_version(c, q, &step.version));
    TRY(case_read_uploads(c, in.uploads, &step.uploads, &step.n_uploads));
    TRY(casefile_act(c, q->app, district, id, &step));
    return reply_followed(c, q, district, id, in.secret, out);
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/cases/near",              RIGHT_PUBLIC, ROUTE_COSTLY, NULL,         near,          NULL},
    {METHOD_POST, "/api/v1/cases",                   RIGHT_PUBLIC, ROUTE_WRITE,  file_place,   file,          NULL},
    {METHOD_POST, "/api/v1/cases/{ref}/support",     RIGHT_PUBLIC, ROUTE_WRITE,  ref_place,    support,
     NULL                                                                                                         },
    {METHOD_POST, "/api/v1/cases/{ref}/still-there", RIGHT_PUBLIC, ROUTE_WRITE,  ref_place,
     still_there,                                                                                             NULL},
    {METHOD_POST, "/api/v1/follow",                  RIGHT_PUBLIC, 0,            NULL,         follow,        NULL},
    {METHOD_POST, "/api/v1/follow/clocks",           RIGHT_PUBLIC, 0,            NULL,         follow_clocks, NULL},
    {METHOD_POST, "/api/v1/follow/act",              RIGHT_PUBLIC, ROUTE_WRITE,  follow_place, follow_act,    NULL},
};

const struct routes report_routes = {table, LEN(table)};

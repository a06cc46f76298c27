/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of one entry: what it is and was, what is done with it, its owner's code, its figures per period. */
#include <string.h>

#include "account/account.h"
#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger/ledger_api.h"
#include "ledger/ledger_in.h"

struct target {
    int32_t district;
    int64_t id, version; /* of If-Match */
};

static enum err read_target(struct ctx *c, const struct req *q, struct target *out)
{
    TRY(req_ref(c, q, "ref", &out->district, &out->id));
    return req_version(c, q, &out->version);
}

static enum err reply_entry(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                            int64_t as_of, struct reply *out)
{
    struct entry e;
    TRY(entry_get(c, district, id, as_of, &e));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    out->version = e.version;
    out->lives = true;
    return entry_put(&v, &e);
}

/* ---- looking ---- */

struct get_in {
    int64_t as_of;
};
static const struct field get_fields[] = {
    {"as_of", FIELD_AS_OF, false, offsetof(struct get_in, as_of), 0, 0},
};

static enum err get(struct ctx *c, const struct req *q, struct reply *out)
{
    struct get_in in;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read_query(c, q, get_fields, LEN(get_fields), &in));
    return reply_entry(c, q, district, id, in.as_of, out);
}

static void put_version(const struct entry_view *v, const struct entry_version *n, int32_t district)
{
    struct json *j = v->j;
    json_object(j);
    json_put_int(j, "n", n->n);
    json_put_time(j, "valid_from", n->valid_from);
    json_put_time(j, "valid_to", n->valid_to);
    json_put_time(j, "recorded", n->recorded);
    area_put_code(j, v->atlas, n->area);
    json_put_text(j, "name", n->name);
    json_put_text(j, "status", n->status);
    json_put_text(j, "who", n->who);
    json_put_text(j, "why", n->why);
    json_put_ref(j, "post", district, n->post);
    json_put_int(j, "programme_version", n->programme_version);
}

static enum err versions(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct entry_version *list;
    const struct ledger_kind *kind;
    struct entry e;
    int32_t district;
    int64_t id;
    size_t n;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(entry_get(c, district, id, 0, &e));
    TRY(entry_kind(c, q->app, &e, &kind));
    TRY(entry_versions(c, district, id, &list, &n));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < n; i++) {
        put_version(&v, &list[i], district);
        TRY(entry_put_fields(&v, "fields", &kind->fields, list[i].fields, field_is_shown));
        json_end(v.j);
    }
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

static enum err history(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct journal_row *rows;
    int32_t district;
    int64_t id;
    size_t n;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(journal_of(c, district, "entry", id, &rows, &n));
    struct json *j = &out->json;
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_time(j, "at", rows[i].at);
        json_put_text(j, "who", rows[i].who);
        json_put_text(j, "role", rows[i].role);
        json_put_text(j, "action", rows[i].action);
        json_put_text(j, "state_from", rows[i].state_from);
        json_put_text(j, "state_to", rows[i].state_to);
        json_put_text(j, "reason", rows[i].reason);
        json_end(j);
    }
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

static enum err look(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct ledger_kind *kind;
    struct entry e;
    int32_t district;
    int64_t id;
    const char *fields;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(entry_get(c, district, id, 0, &e));
    TRY(entry_kind(c, q->app, &e, &kind));
    TRY(entry_look(c, q->app, district, id, &fields));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    json_put_raw(v.j, "fields", fields ? fields : "{}");
    json_key(v.j, "periods");
    TRY(entry_put_periods(&v, kind, district, id, field_is_hidden));
    json_end(v.j);
    return ERR_OK;
}

/* ---- changing ---- */

struct change_in {
    const char *area, *crs, *post;
    const struct node *point, *fields;
    int64_t at;
};
static const struct field change_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct change_in, area),   1, TEXT_CODE_MAX - 1},
    {"point",  FIELD_NODE, false, offsetof(struct change_in, point),  0, 0                },
    {"crs",    FIELD_TEXT, false, offsetof(struct change_in, crs),    1, 20               },
    {"fields", FIELD_NODE, false, offsetof(struct change_in, fields), 0, 0                },
    {"post",   FIELD_TEXT, false, offsetof(struct change_in, post),   0, 40               },
    {"at",     FIELD_TIME, false, offsetof(struct change_in, at),     0, 0                },
};

/* Nobody moves an entry to where he may not write. */
static enum err check_right(struct ctx *c, int32_t district, int64_t id)
{
    struct entry e;
    TRY(entry_get(c, district, id, 0, &e));
    return account_may(c->who, RIGHT_LEDGER_WRITE, e.area)
               ? ERR_OK
               : ctx_fail(c, ERR_DENIED, "right.area", "area", "%.30s", e.area);
}

static enum err change(struct ctx *c, const struct req *q, struct reply *out)
{
    struct change_in in;
    struct target t;
    TRY(read_target(c, q, &t));
    TRY(req_read(c, q, change_fields, LEN(change_fields), &in));
    struct entry_change change = {.version = t.version,
                                  .fields = in.fields,
                                  .move = in.area || in.point,
                                  .area = in.area,
                                  .post = JSON_ABSENT,
                                  .at = json_given(in.at)};
    TRY(ledger_read_point(c, in.point, in.crs, &change.has_point, &change.point));
    if (in.post)
        TRY(ledger_read_post(c, in.post, t.district, &change.post));
    TRY(entry_change(c, q->app, t.district, t.id, &change));
    if (change.move)
        TRY(check_right(c, t.district, t.id));
    return reply_entry(c, q, t.district, t.id, 0, out);
}

struct step_in {
    const char *action, *reason;
    int64_t at;
};
static const struct field step_fields[] = {
    {"action", FIELD_TEXT, true,  offsetof(struct step_in, action), 1, 40  },
    {"reason", FIELD_TEXT, false, offsetof(struct step_in, reason), 1, 1000},
    {"at",     FIELD_TIME, false, offsetof(struct step_in, at),     0, 0   },
};

static enum err step(struct ctx *c, const struct req *q, struct reply *out)
{
    struct step_in in;
    struct target t;
    TRY(read_target(c, q, &t));
    TRY(req_read(c, q, step_fields, LEN(step_fields), &in));
    const struct entry_step step = {t.version, in.action, in.reason, json_given(in.at)};
    TRY(entry_step(c, q->app, t.district, t.id, &step));
    return reply_entry(c, q, t.district, t.id, 0, out);
}

struct leave_in {
    const char *reason, *note, *successor;
    int64_t at;
};
static const struct field leave_fields[] = {
    {"reason",    FIELD_TEXT, true,  offsetof(struct leave_in, reason),    1, 40  },
    {"note",      FIELD_TEXT, false, offsetof(struct leave_in, note),      1, 1000},
    {"successor", FIELD_TEXT, false, offsetof(struct leave_in, successor), 1, 40  },
    {"at",        FIELD_TIME, false, offsetof(struct leave_in, at),        0, 0   },
};

static enum err leave(struct ctx *c, const struct req *q, struct reply *out)
{
    struct leave_in in;
    struct target t;
    int32_t district;
    TRY(read_target(c, q, &t));
    TRY(req_read(c, q, leave_fields, LEN(leave_fields), &in));
    struct entry_leave leave = {
        .version = t.version, .reason = in.reason, .note = in.note, .at = json_given(in.at)};
    if (in.successor &&
        (!text_ref_parse(in.successor, &district, &leave.successor) || district != t.district))
        return ctx_fail(c, ERR_INVALID, "ledger.successor", "successor", "%.40s", in.successor);
    TRY(entry_leave(c, q->app, t.district, t.id, &leave));
    return reply_entry(c, q, t.district, t.id, 0, out);
}

struct return_in {
    const char *reason;
};
static const struct field return_fields[] = {
    {"reason", FIELD_TEXT, true, offsetof(struct return_in, reason), 1, 1000},
};

static enum err come_back(struct ctx *c, const struct req *q, struct reply *out)
{
    struct return_in in;
    struct target t;
    TRY(read_target(c, q, &t));
    TRY(req_read(c, q, return_fields, LEN(return_fields), &in));
    TRY(entry_return(c, q->app, t.district, t.id, t.version, in.reason));
    return reply_entry(c, q, t.district, t.id, 0, out);
}

static enum err owner_code(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct ledger_kind *kind;
    struct entry e;
    char code[ENTRY_CODE];
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(entry_get(c, district, id, 0, &e));
    TRY(entry_kind(c, q->app, &e, &kind));
    if (!kind->owners)
        return ctx_fail(c, ERR_CONFLICT, "ledger.no_owners", "", "%s", kind->ledger);
    TRY(entry_owner_code(c, q->app, district, id, code));
    json_object(&out->json);
    json_put_text(&out->json, "code", code);
    json_end(&out->json);
    return ERR_OK;
}

/* ---- figures per period ---- */

static enum err reply_periods(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                              struct reply *out)
{
    const struct ledger_kind *kind;
    struct entry e;
    TRY(entry_get(c, district, id, 0, &e));
    TRY(entry_kind(c, q->app, &e, &kind));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    json_key(v.j, "items");
    TRY(entry_put_periods(&v, kind, district, id, field_is_shown));
    json_end(v.j);
    return ERR_OK;
}

static enum err periods(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_periods(c, q, district, id, out);
}

struct period_in {
    const char *series, *period, *code;
    const struct node *fields;
    int64_t n;
    bool confirm;
};
static const struct field period_fields[] = {
    {"series", FIELD_TEXT, true, offsetof(struct period_in, series), 1, 40},
    {"period", FIELD_TEXT, true, offsetof(struct period_in, period), 4, 7 },
    {"fields", FIELD_NODE, true, offsetof(struct period_in, fields), 0, 0 },
    {"code",   FIELD_TEXT, true, offsetof(struct period_in, code),   1, 40},
};
enum { OFFICE_FIELDS = 3, OWNER_FIELDS = 4 };

static enum err give_period(struct ctx *c, const struct req *q, struct reply *out)
{
    struct period_in in;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, period_fields, OFFICE_FIELDS, &in));
    const struct entry_period_new given = {in.series, in.period, in.fields, "office", NULL};
    TRY(period_add(c, q->app, district, id, &given));
    return reply_periods(c, q, district, id, out);
}

static enum err propose_period(struct ctx *c, const struct req *q, struct reply *out)
{
    struct period_in in;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, period_fields, OWNER_FIELDS, &in));
    TRY(entry_owner_check(c, q->app, district, id, in.code));
    const struct entry_period_new given = {in.series, in.period, in.fields, "owner", "业主"};
    TRY(period_add(c, q->app, district, id, &given));
    json_object(&out->json);
    json_put_text(&out->json, "state", "proposed");
    json_end(&out->json);
    return ERR_OK;
}

static const struct field decide_fields[] = {
    {"series",  FIELD_TEXT, true, offsetof(struct period_in, series),  1, 40     },
    {"period",  FIELD_TEXT, true, offsetof(struct period_in, period),  4, 7      },
    {"n",       FIELD_INT,  true, offsetof(struct period_in, n),       1, 1 << 30},
    {"confirm", FIELD_BOOL, true, offsetof(struct period_in, confirm), 0, 0      },
};

static enum err decide_period(struct ctx *c, const struct req *q, struct reply *out)
{
    struct period_in in;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, decide_fields, LEN(decide_fields), &in));
    TRY(period_decide(c, district, id, in.series, in.period, in.n, in.confirm));
    return reply_periods(c, q, district, id, out);
}

static const struct route table[] = {
    {METHOD_GET,   "/api/v1/entries/{ref}",                RIGHT_LEDGER_READ,   0,           ledger_ref_place, get,            NULL},
    {METHOD_PATCH, "/api/v1/entries/{ref}",                RIGHT_LEDGER_WRITE,  ROUTE_WRITE, ledger_ref_place,
     change,                                                                                                                   NULL},
    {METHOD_POST,  "/api/v1/entries/{ref}/steps",          RIGHT_LEDGER_WRITE,  ROUTE_WRITE, ledger_ref_place,
     step,                                                                                                                     NULL},
    {METHOD_POST,  "/api/v1/entries/{ref}/leave",          RIGHT_LEDGER_WRITE,  ROUTE_WRITE, ledger_ref_place,
     leave,                                                                                                                    NULL},
    {METHOD_POST,  "/api/v1/entries/{ref}/return",         RIGHT_LEDGER_WRITE,  ROUTE_WRITE, ledger_ref_place,
     come_back,                                                                                                                NULL},
    {METHOD_POST,  "/api/v1/entries/{ref}/look",           RIGHT_LEDGER_SECRET, ROUTE_WRITE, ledger_ref_place,
     look,                                                                                                                     NULL},
    {METHOD_GET,   "/api/v1/entries/{ref}/versions",       RIGHT_LEDGER_READ,   0,           ledger_ref_place, versions,
     NULL                                                                                                                          },
    {METHOD_GET,   "/api/v1/entries/{ref}/history",        RIGHT_LEDGER_READ,   0,           ledger_ref_place, history,
     NULL                                                                                                                          },
    {METHOD_POST,  "/api/v1/entries/{ref}/owner-code",     RIGHT_LEDGER_WRITE,  ROUTE_WRITE,
     ledger_ref_place,                                                                                         owner_code,     NULL},
    {METHOD_GET,   "/api/v1/entries/{ref}/periods",        RIGHT_LEDGER_READ,   0,           ledger_ref_place, periods,
     NULL                                                                                                                          },
    {METHOD_POST,  "/api/v1/entries/{ref}/periods",        RIGHT_LEDGER_WRITE,  ROUTE_WRITE,
     ledger_ref_place,                                                                                         give_period,    NULL},
    {METHOD_POST,  "/api/v1/entries/{ref}/periods/decide", RIGHT_LEDGER_WRITE,  ROUTE_WRITE,
     ledger_ref_place,                                                                                         decide_period,  NULL},
    {METHOD_POST,  "/api/v1/entries/{ref}/owner/periods",  RIGHT_PUBLIC,        ROUTE_WRITE,
     ledger_owner_place,                                                                                       propose_period, NULL},
};

const struct routes entry_routes = {table, LEN(table)};

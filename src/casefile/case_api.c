/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of cases for those who work on them. */
#include "casefile/case_api.h"

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_in.h"
#include "casefile/contact.h"

/* ---- one case ---- */

static enum err ref_place(struct ctx *c, const struct req *q, const char **out_area)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return casefile_area(c, district, id, out_area);
}

static enum err reply_full(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                           struct reply *out)
{
    struct casefile file;
    TRY(casefile_get(c, district, id, &file));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    out->version = file.version;
    out->lives = true; /* lights, due times, marks and supports do not raise the version */
    return case_put_full(&v, &file, c->who);
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return reply_full(c, q, district, id, out);
}

static enum err get_clock(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id, n;
    struct casefile file;
    TRY(req_ref(c, q, "ref", &district, &id));
    if (!text_int(req_param(q, "n"), &n))
        return ctx_fail(c, ERR_NOT_FOUND, "case.clock_unknown", "n", "%.20s", req_param(q, "n"));
    TRY(casefile_get(c, district, id, &file));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    return case_put_clock(&v, &file, n);
}

struct export_in {
    const char *reason;
};
static const struct field export_fields[] = {
    {"reason", FIELD_TEXT, true, offsetof(struct export_in, reason), 1, 200},
};

/* Who took it, and what for; the file tells it, too. */
static enum err export_one(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    char ref[TEXT_REF];
    struct export_in in;
    struct casefile file;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, export_fields, LEN(export_fields), &in));
    TRY(casefile_get(c, district, id, &file));
    TRY(casefile_taken(c, &file, in.reason));
    text_ref(district, id, ref);
    out->disposition = arena_printf(c->mem, "attachment; filename=\"%s.json\"", ref);
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    return case_put_export(&v, &file, c->who);
}

/* ---- acts ---- */

static enum err act(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    struct casefile_act step;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(case_read_act(c, q, district, &step));
    TRY(req_version(c, q, &step.version));
    TRY(casefile_act(c, q->app, district, id, &step));
    return reply_full(c, q, district, id, out);
}

/* The first case's area, so that the unit is in their district; the others are looked at one by one. */
static enum err acts_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct case_acts in;
    TRY(case_read_acts(c, q, &in));
    return case_item_failed(c, casefile_area(c, in.items[0].district, in.items[0].id, out_area), 0);
}

static enum err act_on_item(struct ctx *c, const struct req *q, const struct case_acts *in,
                            size_t i)
{
    const struct case_item *item = &in->items[i];
    const char *area;
    TRY(casefile_area(c, item->district, item->id, &area));
    if (!account_may(c->who, RIGHT_CASE_ACT, area))
        return ctx_fail(c, ERR_DENIED, "right.area", "", "%s", area);
    return casefile_act(c, q->app, item->district, item->id, &item->act);
}

/* All or none: the first that fails ends the unit. */
static enum err acts(struct ctx *c, const struct req *q, struct reply *out)
{
    struct case_acts in;
    TRY(case_read_acts(c, q, &in));
    struct casefile_key *keys = arena_array(c->mem, in.n, sizeof *keys);
    for (size_t i = 0; i < in.n; i++) {
        TRY(case_item_failed(c, act_on_item(c, q, &in, i), i));
        keys[i] = (struct casefile_key){.district = in.items[i].district, .id = in.items[i].id};
    }
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    TRY(case_put_keys(&v, keys, in.n));
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

static enum err contact(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    const char *name, *phone;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(casefile_open_contact(c, q->app, district, id, &name, &phone));
    json_object(&out->json);
    json_put_text(&out->json, "name", name);
    json_put_text(&out->json, "phone", phone);
    json_end(&out->json);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/cases/{ref}",            RIGHT_CASE_READ,    0,           ref_place,  get_one,    NULL},
    {METHOD_GET,  "/api/v1/cases/{ref}/clocks/{n}", RIGHT_CASE_READ,    0,           ref_place,  get_clock,  NULL},
    {METHOD_POST, "/api/v1/cases/{ref}/export",     RIGHT_CASE_READ,    ROUTE_WRITE, ref_place,  export_one,
     NULL                                                                                                        },
    {METHOD_POST, "/api/v1/cases/act",              RIGHT_CASE_ACT,     ROUTE_WRITE, acts_place, acts,       NULL},
    {METHOD_POST, "/api/v1/cases/{ref}/act",        RIGHT_CASE_ACT,     ROUTE_WRITE, ref_place,  act,        NULL},
    {METHOD_POST, "/api/v1/cases/{ref}/contact",    RIGHT_CASE_CONTACT, ROUTE_WRITE, ref_place,
     contact,                                                                                                NULL},
    {METHOD_GET,  "/tiles/cases/{z}/{x}/{y}",       RIGHT_CASE_READ,    0,           NULL,       case_tile,  NULL},
};

const struct routes casefile_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of a ledger as a whole: its lists, and what comes into it. */
#include "ledger/ledger_api.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "account/scope_api.h"
#include "base/arena.h"
#include "base/text.h"
#include "ledger/ledger_in.h"
#include "ledger/reminder.h"

/* ---- dates that remind ---- */

enum { CURSOR = 120 };

struct remind_in {
    const char *area, *cursor;
};
static const struct field remind_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct remind_in, area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct remind_in, cursor), 1, CURSOR           },
};

/* "DATE.ENTRY.FIELD" */
static enum err read_cursor(struct ctx *c, const char *cursor, struct reminder_query *q)
{
    const char *dot = cursor ? strchr(cursor, '.') : NULL,
               *last = dot ? strchr(dot + 1, '.') : NULL;
    if (!cursor)
        return ERR_OK;
    if (!last ||
        !text_int(arena_copy_n(c->mem, dot + 1, (size_t)(last - dot - 1)), &q->after_entry))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.47s", cursor);
    q->after_date = arena_copy_n(c->mem, cursor, (size_t)(dot - cursor));
    q->after_field = last + 1;
    return ERR_OK;
}

static enum err reminders(struct ctx *c, const struct req *r, struct reply *out)
{
    const char *scopes[LEDGER_SCOPES];
    const struct reminder *list;
    struct reminder_query q = {.prefixes = scopes, .limit = ENTRY_PAGE};
    struct remind_in in;
    size_t n;
    bool more;
    TRY(ledger_of_path(c, r, &q.kind));
    TRY(req_read_query(c, r, remind_fields, LEN(remind_fields), &in));
    TRY(read_cursor(c, in.cursor, &q));
    q.n_prefixes = ledger_scopes(c, in.area, scopes);
    TRY(reminder_list(c, &q, &list, &n, &more));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, r, out);
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < n; i++) {
        json_object(v.j);
        json_key(v.j, "entry");
        TRY(entry_put_line(&v, &list[i].entry));
        json_put_text(v.j, "field", list[i].field);
        json_put_text(v.j, "date", list[i].date);
        json_put_int(v.j, "days", list[i].days);
        json_end(v.j);
    }
    json_array_end(v.j);
    json_put_text(v.j, "next",
                  more ? arena_printf(c->mem, "%s.%lld.%s", list[n - 1].date,
                                      (long long)list[n - 1].entry.id, list[n - 1].field)
                       : NULL);
    json_end(v.j);
    return ERR_OK;
}

/* ---- coming in ---- */

struct add_in {
    const char *area, *crs, *post, *status;
    const struct node *point, *fields;
    int64_t at;
    bool even_if_alike;
};
static const struct field add_fields[] = {
    {"area",          FIELD_TEXT, false, offsetof(struct add_in, area),          1, TEXT_CODE_MAX - 1},
    {"point",         FIELD_NODE, false, offsetof(struct add_in, point),         0, 0                },
    {"crs",           FIELD_TEXT, false, offsetof(struct add_in, crs),           1, 20               },
    {"fields",        FIELD_NODE, true,  offsetof(struct add_in, fields),        0, 0                },
    {"post",          FIELD_TEXT, false, offsetof(struct add_in, post),          0, 40               },
    {"at",            FIELD_TIME, false, offsetof(struct add_in, at),            0, 0                },
    {"status",        FIELD_TEXT, false, offsetof(struct add_in, status),        1, 40               },
    {"even_if_alike", FIELD_BOOL, false, offsetof(struct add_in, even_if_alike), 0, 0                },
};
enum { APPLY_FIELDS = 4 }; /* the first ones */

static enum err read_new(struct ctx *c, const struct ledger_kind *kind, const struct add_in *in,
                         struct entry_new *out)
{
    *out = (struct entry_new){.ledger = kind->ledger,
                              .area = in->area,
                              .fields = in->fields,
                              .at = json_given(in->at),
                              .status = in->status};
    TRY(ledger_read_post(c, in->post, 0, &out->post));
    return ledger_read_point(c, in->point, in->crs, &out->has_point, &out->point);
}

/* Where the new entry is going to stand: the body's area, or the one that holds the body's point. */
static enum err new_place(struct ctx *c, const struct req *q, const char **out_area)
{
    const struct app *app = q->app;
    struct geo_point point;
    bool has_point;
    TRY(scope_of_body(c, q, out_area));
    if (*out_area ||
        ledger_read_point(c, node_get(q->document, "point"),
                          node_text(node_get(q->document, "crs")), &has_point, &point) != ERR_OK)
        return ERR_OK;
    const struct atlas_view *v = atlas_take(app->atlas);
    const struct area *a = has_point ? atlas_at(v, atlas_locate(v, point)) : NULL;
    *out_area = a ? arena_copy(c->mem, a->code) : NULL;
    atlas_give(app->atlas, v);
    return ERR_OK;
}

static enum err check_alike(struct ctx *c, const struct app *app, const struct entry_new *in,
                            int64_t id, int32_t district)
{
    struct entry e;
    const struct entry *found;
    char ref[TEXT_REF];
    size_t n;
    TRY(entry_get(c, district, id, 0, &e));
    const struct entry_likeness like = {in->ledger, e.name, e.area, e.has_point ? &e.point : NULL,
                                        id};
    TRY(entry_alike(c, app, &like, &found, &n));
    if (n == 0)
        return ERR_OK;
    text_ref(found[0].district, found[0].id, ref);
    return ctx_fail(c, ERR_CONFLICT, "ledger.alike", "", "%s %.100s", ref, found[0].name);
}

/* Nobody adds where he may not write: the entry may stand above the place that was named. */
static enum err reply_entry(struct ctx *c, const struct req *q, int32_t district, int64_t id,
                            struct reply *out)
{
    struct entry e;
    char ref[TEXT_REF];
    TRY(entry_get(c, district, id, 0, &e));
    if (!account_may(c->who, RIGHT_LEDGER_WRITE, e.area))
        return ctx_fail(c, ERR_DENIED, "right.area", "area", "%.30s", e.area);
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    text_ref(district, id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/entries/%s", ref);
    out->version = e.version;
    return entry_put(&v, &e);
}

/* An entry's district stands in its area, which is known only when it was placed. */
static enum err district_of(struct ctx *c, const struct req *q, const struct entry_new *in,
                            int32_t *out)
{
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    const struct area *a = in->has_point ? atlas_at(v, atlas_locate(v, in->point))
                                         : atlas_at(v, in->area ? atlas_find(v, in->area) : -1);
    *out = a ? text_district(a->code) : 0;
    atlas_give(app->atlas, v);
    return a ? ERR_OK : ctx_fail(c, ERR_INVALID, "place.missing", "area", "%s", "");
}

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct ledger_kind *kind;
    struct add_in in;
    struct entry_new new;
    int32_t district;
    int64_t id;
    TRY(ledger_of_path(c, q, &kind));
    TRY(req_read(c, q, add_fields, LEN(add_fields), &in));
    TRY(read_new(c, kind, &in, &new));
    TRY(entry_add(c, q->app, &new, &id));
    TRY(district_of(c, q, &new, &district));
    if (!in.even_if_alike)
        TRY(check_alike(c, q->app, &new, id, district));
    return reply_entry(c, q, district, id, out);
}

/* What the office keeps beside an application is not the applicant's to fill in. */
static enum err check_asked(struct ctx *c, const struct ledger_kind *kind,
                            const struct node *fields)
{
    for (size_t i = 0; i < node_len(fields); i++) {
        const char *name = node_key(fields, i);
        const struct ledger_field *f = name ? ledger_field(&kind->fields, name) : NULL;
        if (f && !f->asked && !f->needed)
            return ctx_fail(c, ERR_INVALID, "ledger.field_unknown", "fields", "%.60s", name);
    }
    return ERR_OK;
}

/* Somebody without an account asks to be let in; the code is his from now on. */
static enum err apply(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct ledger_kind *kind;
    struct add_in in = {.at = JSON_ABSENT};
    struct entry_new new;
    char ref[TEXT_REF], code[ENTRY_CODE];
    int32_t district;
    int64_t id;
    TRY(ledger_of_path(c, q, &kind));
    TRY(req_read(c, q, add_fields, APPLY_FIELDS, &in));
    in.at = JSON_ABSENT;
    if (kind->apply)
        TRY(check_asked(c, kind, in.fields));
    TRY(read_new(c, kind, &in, &new));
    new.applied = true;
    TRY(entry_add(c, q->app, &new, &id));
    TRY(district_of(c, q, &new, &district));
    TRY(entry_owner_code(c, q->app, district, id, code));
    text_ref(district, id, ref);
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/entries/%s/owner", ref);
    json_object(&out->json);
    json_put_text(&out->json, "ref", ref);
    json_put_text(&out->json, "code", code);
    json_end(&out->json);
    return ERR_OK;
}

static enum err apply_place(struct ctx *c, const struct req *q, const char **out_area)
{
    if (new_place(c, q, out_area) != ERR_OK)
        *out_area = NULL;
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/ledgers/{ledger}/entries",      RIGHT_LEDGER_READ,  0,            scope_of_query,
     ledger_entries,   NULL},
    {METHOD_GET,  "/api/v1/ledgers/{ledger}/counts",       RIGHT_LEDGER_READ,  0,            scope_of_query,
     ledger_counts,    NULL},
    {METHOD_GET,  "/api/v1/ledgers/{ledger}/directory",    RIGHT_PUBLIC,       ROUTE_COSTLY, NULL,
     ledger_directory, NULL},
    {METHOD_GET,  "/api/v1/ledgers/{ledger}/alike",        RIGHT_LEDGER_READ,  0,            scope_of_query,
     ledger_alike,     NULL},
    {METHOD_GET,  "/api/v1/ledgers/{ledger}/reminders",    RIGHT_LEDGER_READ,  0,            scope_of_query,
     reminders,        NULL},
    {METHOD_POST, "/api/v1/ledgers/{ledger}/entries",      RIGHT_LEDGER_WRITE, ROUTE_WRITE,  new_place,
     add,              NULL},
    {METHOD_POST, "/api/v1/ledgers/{ledger}/applications", RIGHT_PUBLIC,       ROUTE_WRITE,  apply_place,
     apply,            NULL},
};

const struct routes ledger_routes = {table, LEN(table)};

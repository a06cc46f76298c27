/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of ledgers as files: at once without restricted fields, else granted by another and taken once. */
#include <string.h>

#include "account/account.h"
#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "ledger/ledger_in.h"
#include "ledger_sheet/export_request.h"
#include "ledger_sheet/ledger_sheet_api.h"
#include "programme/programme.h"

enum { WORD_MAX = 60, ANSWER_MAX = 200, FIGURES_MAX = 1000 };

/* ---- what is wanted ---- */

struct export_in {
    const char *area, *format, *figures;
    struct ledger_filters filters;
    bool secret;
    const char *reason; /* of requests only */
};
static const struct field export_fields[] = {
    {"area",          FIELD_TEXT,  true,  offsetof(struct export_in, area),                  1, TEXT_CODE_MAX - 1},
    {"format",        FIELD_TEXT,  true,  offsetof(struct export_in, format),                1, WORD_MAX         },
    {"status",        FIELD_TEXT,  false, offsetof(struct export_in, filters.status),        1, WORD_MAX         },
    {"facet",         FIELD_TEXT,  false, offsetof(struct export_in, filters.facet),         1, WORD_MAX         },
    {"q",             FIELD_TEXT,  false, offsetof(struct export_in, filters.q),             1, WORD_MAX         },
    {"stand",         FIELD_TEXT,  false, offsetof(struct export_in, filters.stand),         1, WORD_MAX         },
    {"inspected",     FIELD_TEXT,  false, offsetof(struct export_in, filters.inspected),     1, WORD_MAX         },
    {"confirmed",     FIELD_TEXT,  false, offsetof(struct export_in, filters.confirmed),     1, WORD_MAX         },
    {"fits",          FIELD_TEXT,  false, offsetof(struct export_in, filters.fits),          1, WORD_MAX         },
    {"post",          FIELD_TEXT,  false, offsetof(struct export_in, filters.post),          1, TEXT_REF         },
    {"review_before", FIELD_END,   false, offsetof(struct export_in, filters.review_before), 0, 0                },
    {"as_of",         FIELD_AS_OF, false, offsetof(struct export_in, filters.as_of),         0, 0                },
    {"figures",       FIELD_TEXT,  false, offsetof(struct export_in, figures),               1, FIGURES_MAX      },
    {"secret",        FIELD_BOOL,  false, offsetof(struct export_in, secret),                0, 0                },
    {"reason",        FIELD_TEXT,  true,  offsetof(struct export_in, reason),                1, EXPORT_REASON_MAX},
};
enum { DIRECT_FIELDS = LEN(export_fields) - 1 }; /* all but the reason */

static enum err export_place(struct ctx *c, const struct req *q, const char **out_area)
{
    const char *area = q->document ? node_text(node_get(q->document, "area")) : NULL;
    return ledger_sheet_area(c, area, out_area);
}

struct exported {
    struct ledger_export x;
    struct buf file;
    size_t rows;
};

static enum err read_wish(struct ctx *c, const struct req *q, size_t fields, struct export_in *in,
                          struct ledger_export *out)
{
    TRY(ledger_sheet_kind(c, q, &out->kind));
    TRY(req_read(c, q, export_fields, fields, in));
    TRY(ledger_sheet_format(c, in->format, &out->format));
    TRY(ledger_read_filters(c, out->kind, &in->filters, &out->which));
    out->which.prefix = in->area;
    out->figures = in->figures;
    TRY(ledger_export_figures_check(c, out));
    return ERR_OK;
}

/* ---- at once ---- */

static enum err export_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct exported *e = arena_alloc(c->mem, sizeof *e);
    struct export_in in;
    TRY(read_wish(c, q, DIRECT_FIELDS, &in, &e->x));
    if (in.secret)
        return ctx_fail(c, ERR_CONFLICT, "export.approval", "secret", "%s", "");
    e->file = (struct buf){.mem = c->mem};
    TRY(ledger_export_make(c, q->app, &e->x, &e->file, &e->rows));
    *out = e;
    return ERR_OK;
}

static void give_file(struct ctx *c, const struct exported *e, struct reply *out)
{
    const struct entry_query *q = &e->x.which;
    const char *name = arena_printf(c->mem, "%s-%s-%d", e->x.kind->ledger, q->prefix,
                                    (int)time_day(q->as_of ? q->as_of : c->now));
    out->body = e->file;
    out->type = export_type(e->x.format);
    out->disposition = ledger_sheet_attachment(c, name, e->x.format);
}

/* The file was made before; what is left to the writer is one row of the journal. */
static enum err give_export(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct exported *e = q->prepared;
    TRY(ledger_export_journal(c, &e->x, e->rows));
    give_file(c, e, out);
    return ERR_OK;
}

/* ---- requests ---- */

static enum err put_request(struct ctx *c, const struct app *app, struct json *j,
                            const struct export_request *r)
{
    struct ledger_export x;
    const struct ledger_kind *kind = programme_ledger(app->programmes, r->ledger);
    json_object(j);
    json_put_ref(j, "ref", r->district, r->id);
    json_put_text(j, "ledger", r->ledger);
    json_put_text(j, "area", r->area);
    json_put_text(j, "reason", r->reason);
    json_put_text(j, "who", r->who);
    json_put_bool(j, "own", c->who && c->who->id == r->account);
    json_put_time(j, "asked", r->asked);
    json_put_text(j, "state", r->state);
    json_put_time(j, "decided", r->decided);
    json_put_text(j, "decider", r->decider);
    json_put_text(j, "answer", r->answer);
    json_put_time(j, "taken", r->taken);
    if (kind) {
        TRY(export_wish_read(c, app, r, &x));
        json_put_time(j, "as_of", x.which.as_of);
        json_put_text(j, "status", x.which.status);
        json_put_text(j, "facet", x.which.facet);
        json_put_text(j, "q", x.which.q);
        json_put_text(j, "format", export_ending(x.format));
    }
    json_put_int(j, "version", r->version);
    json_end(j);
    return ERR_OK;
}

static enum err ask(struct ctx *c, const struct req *q, struct reply *out)
{
    struct ledger_export x = {.secret = true};
    struct export_request r;
    struct export_in in;
    TRY(read_wish(c, q, LEN(export_fields), &in, &x));
    TRY(export_request_add(c, &x, in.reason, &r));
    out->status = 201;
    out->version = r.version;
    return put_request(c, q->app, &out->json, &r);
}

struct list_in {
    const char *area;
};
static const struct field list_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct list_in, area), 1, TEXT_CODE_MAX - 1},
};

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct export_request *requests;
    struct json *j = &out->json;
    struct list_in in;
    size_t n;
    TRY(req_read_query(c, q, list_fields, LEN(list_fields), &in));
    TRY(export_requests(c, in.area, &requests, &n));
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++)
        TRY(put_request(c, q->app, j, &requests[i]));
    json_array_end(j);
    json_put_text(j, "next", NULL);
    json_end(j);
    return ERR_OK;
}

static enum err request_asked(struct ctx *c, const struct req *q, struct export_request *out)
{
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    return export_request_get(c, district, id, out);
}

static enum err request_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct export_request r;
    TRY(request_asked(c, q, &r));
    *out_area = r.area;
    return ERR_OK;
}

struct decide_in {
    bool grant;
    const char *answer;
};
static const struct field decide_fields[] = {
    {"grant",  FIELD_BOOL, true,  offsetof(struct decide_in, grant),  0, 0         },
    {"answer", FIELD_TEXT, false, offsetof(struct decide_in, answer), 1, ANSWER_MAX},
};

static enum err decide(struct ctx *c, const struct req *q, struct reply *out)
{
    struct export_request r;
    struct decide_in in;
    int64_t version;
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, decide_fields, LEN(decide_fields), &in));
    TRY(request_asked(c, q, &r));
    TRY(export_request_decide(c, &r, version, in.grant, in.answer));
    TRY(request_asked(c, q, &r));
    out->version = r.version;
    return put_request(c, q->app, &out->json, &r);
}

/* ---- the file that was granted ---- */

struct granted {
    struct exported e;
    struct export_request request;
};

static enum err take_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct granted *g = arena_alloc(c->mem, sizeof *g);
    TRY(request_asked(c, q, &g->request));
    TRY(export_request_check(c, &g->request));
    TRY(export_wish_read(c, q->app, &g->request, &g->e.x));
    g->e.file = (struct buf){.mem = c->mem};
    TRY(ledger_export_make(c, q->app, &g->e.x, &g->e.file, &g->e.rows));
    *out = g;
    return ERR_OK;
}

static enum err take(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct granted *g = q->prepared;
    TRY(export_request_take(c, &g->request, g->e.rows));
    give_file(c, &g->e, out);
    return ERR_OK;
}

/* clang-format off */
static const struct route table[] = {
    {METHOD_POST, "/api/v1/ledgers/{ledger}/exports", RIGHT_LEDGER_READ, ROUTE_WRITE, export_place, give_export, export_prepare},
    {METHOD_POST, "/api/v1/ledgers/{ledger}/export-requests", RIGHT_LEDGER_SECRET, ROUTE_WRITE, export_place, ask, NULL},
    {METHOD_GET, "/api/v1/export-requests", RIGHT_LEDGER_SECRET, 0, ledger_sheet_place, list, NULL},
    {METHOD_POST, "/api/v1/export-requests/{ref}/decide", RIGHT_LEDGER_SECRET, ROUTE_WRITE, request_place, decide, NULL},
    {METHOD_POST, "/api/v1/export-requests/{ref}/file", RIGHT_LEDGER_SECRET, ROUTE_WRITE, request_place, take, take_prepare},
};
/* clang-format on */

const struct routes ledger_export_routes = {table, LEN(table)};

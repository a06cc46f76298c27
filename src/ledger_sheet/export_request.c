/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/export_request.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/draft.h"

#define GRANT_HOLDS (7 * TIME_DAY)

/* ---- what is wanted ---- */

static const char *const formats[EXPORT__COUNT] = {"xlsx", "csv", "csv_gb18030"};

static const char *wish_text(struct ctx *c, const struct ledger_export *x)
{
    const struct entry_query *q = &x->which;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_int(&j, "as_of", q->as_of);
    json_put_int(&j, "confirmed_before", q->confirmed_before);
    json_put_text(&j, "facet", q->facet);
    json_put_text(&j, "figures", x->figures);
    json_put_text(&j, "format", formats[x->format]);
    json_put_bool(&j, "misfit", q->misfit);
    json_put_int(&j, "post", q->post);
    json_put_text(&j, "q", q->q);
    json_put_int(&j, "review_before", q->review_before);
    json_put_int(&j, "stand", q->stand);
    json_put_text(&j, "status", q->status);
    json_put_bool(&j, "uninspected", q->uninspected);
    json_end(&j);
    return buf_str(&b);
}

static int64_t number(const struct node *wish, const char *key)
{
    int64_t v = 0;
    return node_int(node_get(wish, key), &v) ? v : 0;
}

enum err export_wish_read(struct ctx *c, const struct app *app, const struct export_request *r,
                          struct ledger_export *out)
{
    const struct node *wish;
    struct ledger_export x = {.kind = programme_ledger(app->programmes, r->ledger), .secret = true};
    if (!x.kind)
        return ctx_fail(c, ERR_CONFLICT, "ledger.unknown", "", "%.40s", r->ledger);
    TRY(json_parse(c, r->wish, strlen(r->wish), &wish));
    const char *format = node_text(node_get(wish, "format"));
    if (!format || !export_format_parse(format, &x.format))
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "export %lld", (long long)r->id);
    x.figures = node_text(node_get(wish, "figures"));
    x.which = (struct entry_query){.prefix = r->area,
                                   .as_of = number(wish, "as_of"),
                                   .confirmed_before = number(wish, "confirmed_before"),
                                   .facet = node_text(node_get(wish, "facet")),
                                   .post = number(wish, "post"),
                                   .q = node_text(node_get(wish, "q")),
                                   .review_before = number(wish, "review_before"),
                                   .stand = (enum entry_stand)number(wish, "stand"),
                                   .status = node_text(node_get(wish, "status"))};
    (void)node_bool(node_get(wish, "misfit"), &x.which.misfit);
    (void)node_bool(node_get(wish, "uninspected"), &x.which.uninspected);
    *out = x;
    return ERR_OK;
}

/* ---- rows ---- */

static int64_t or_none(const struct db_rows *r, size_t i, size_t col)
{
    return row_null(r, i, col) ? 0 : row_int(r, i, col);
}

static struct export_request from_row(const struct ctx *c, const struct db_rows *r, size_t i)
{
    struct export_request out = {.district = (int32_t)row_int(r, i, 0),
                                 .id = row_int(r, i, 1),
                                 .ledger = row_text(r, i, 2),
                                 .area = row_text(r, i, 3),
                                 .wish = row_text(r, i, 4),
                                 .reason = row_text(r, i, 5),
                                 .asked = row_int(r, i, 6),
                                 .account = row_int(r, i, 7),
                                 .who = row_text(r, i, 8),
                                 .state = row_text(r, i, 9),
                                 .decided = or_none(r, i, 10),
                                 .decider = row_text(r, i, 11),
                                 .answer = row_text(r, i, 12),
                                 .taken = or_none(r, i, 13),
                                 .rows = or_none(r, i, 14),
                                 .version = row_int(r, i, 15)};
    if (strcmp(out.state, "granted") == 0 && out.decided + GRANT_HOLDS <= c->now)
        out.state = "expired";
    return out;
}

enum err export_request_get(struct ctx *c, int32_t district, int64_t id, struct export_request *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_EXPORT_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "export.unknown", "", "%lld", (long long)id);
    *out = from_row(c, &r, 0);
    return ERR_OK;
}

enum err export_requests(struct ctx *c, const char *prefix, const struct export_request **out,
                         size_t *out_n)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    TRY(db_query(c, SQL_EXPORT_LIST,
                 ARGS(db_int(in.low), db_int(in.high + 1), db_text(in.from), db_text(in.end),
                      db_int(EXPORT_REQUESTS_MAX)),
                 &r));
    struct export_request *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = from_row(c, &r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* ---- asked, granted, taken ---- */

static enum err journal(struct ctx *c, const struct export_request *r, const char *action,
                        const char *reason, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = r->district,
                                                     .noun = "ledger_export",
                                                     .noun_id = r->id,
                                                     .version = r->version,
                                                     .area = r->area,
                                                     .action = action,
                                                     .role = entry_role(c, r->area),
                                                     .reason = reason,
                                                     .after = after});
}

enum err export_request_add(struct ctx *c, const struct ledger_export *x, const char *reason,
                            struct export_request *out)
{
    struct export_request r = {.district = text_district(x->which.prefix), .version = 1};
    TRY(db_new_id(c, &r.id));
    TRY(db_exec(c, SQL_EXPORT_ADD,
                ARGS(db_int(r.district), db_int(r.id), db_text(x->kind->ledger),
                     db_text(x->which.prefix), db_text(wish_text(c, x)), db_text(reason),
                     db_int(c->now), db_int(c->who->id), db_text(c->who->name))));
    TRY(export_request_get(c, r.district, r.id, &r));
    TRY(journal(c, &r, "ask", reason, r.wish));
    *out = r;
    return ERR_OK;
}

enum err export_request_decide(struct ctx *c, const struct export_request *r, int64_t version,
                               bool grant, const char *answer)
{
    struct db_rows done;
    if (r->account == c->who->id)
        return ctx_fail(c, ERR_DENIED, "export.own", "", "%s", "");
    if (strcmp(r->state, "asked") != 0)
        return ctx_fail(c, ERR_CONFLICT, "export.decided", "", "%s", r->state);
    TRY(db_query(c, SQL_EXPORT_DECIDE,
                 ARGS(db_int(r->district), db_int(r->id), db_int(version),
                      db_text(grant ? "granted" : "refused"), db_int(c->now), db_text(c->who->name),
                      db_text(answer)),
                 &done));
    if (done.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)r->version);
    struct export_request now = *r;
    now.version = row_int(&done, 0, 0);
    return journal(c, &now, grant ? "grant" : "refuse", answer, NULL);
}

enum err export_request_granted(struct ctx *c, const struct export_request *r)
{
    if (strcmp(r->state, "taken") == 0)
        return ctx_fail(c, ERR_CONFLICT, "export.taken", "", "%s", "");
    if (strcmp(r->state, "expired") == 0)
        return ctx_fail(c, ERR_CONFLICT, "export.expired", "", "%s", "");
    if (strcmp(r->state, "granted") != 0)
        return ctx_fail(c, ERR_CONFLICT, "export.not_granted", "", "%s", r->state);
    return ERR_OK;
}

enum err export_request_check(struct ctx *c, const struct export_request *r)
{
    if (!c->who || r->account != c->who->id)
        return ctx_fail(c, ERR_CONFLICT, "export.not_yours", "", "%s", "");
    return export_request_granted(c, r);
}

enum err export_request_take(struct ctx *c, const struct export_request *r, size_t rows)
{
    struct db_rows done;
    TRY(db_query(c, SQL_EXPORT_TAKE,
                 ARGS(db_int(r->district), db_int(r->id), db_int(c->now), db_int((int64_t)rows)),
                 &done));
    if (done.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "export.taken", "", "%s", "");
    struct export_request now = *r;
    now.version = row_int(&done, 0, 0);
    return journal(
        c, &now, "export_secret", NULL,
        arena_printf(c->mem, "{\"ledger\":\"%s\",\"rows\":%zu,\"secret\":true}", r->ledger, rows));
}

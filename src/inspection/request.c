/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/request.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "inspection/inside.h"
#include "journal/journal.h"
#include "ledger/entry_json.h"

enum { BODY_MIN = 2, BODY_MAX = 1000, ANSWER_MIN = 2, ANSWER_MAX = 1000 };
enum { APPEAL_DAYS = 30, FORGET_DAYS = 731 };

/* ---- reading ---- */

static struct entry_request from_row(const struct db_rows *r, size_t i)
{
    return (struct entry_request){
        .district = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .version = row_int(r, i, 2),
        .entry = row_int(r, i, 3),
        .inspection = row_int(r, i, 4),
        .kind = row_text(r, i, 5),
        .body = row_text(r, i, 6),
        .state = row_text(r, i, 7),
        .answer = row_text(r, i, 8),
        .decided_name = row_text(r, i, 9),
        .made = row_int(r, i, 10),
        .decided = row_int(r, i, 11),
    };
}

static void take_all(struct ctx *c, const struct db_rows *r, const struct entry_request **out,
                     size_t *out_n)
{
    struct entry_request *list = arena_array(c->mem, r->n, sizeof *list);
    for (size_t i = 0; i < r->n; i++)
        list[i] = from_row(r, i);
    *out = list;
    *out_n = r->n;
}

enum err request_get(struct ctx *c, int32_t district, int64_t id, struct entry_request *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_REQUEST_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "request.unknown", "", "%s", "");
    *out = from_row(&r, 0);
    return ERR_OK;
}

enum err request_of(struct ctx *c, int32_t district, int64_t entry,
                    const struct entry_request **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_REQUEST_OF, ARGS(db_int(district), db_int(entry)), &r));
    take_all(c, &r, out, out_n);
    return ERR_OK;
}

enum err request_open(struct ctx *c, const char *prefix, int64_t after, size_t limit,
                      const struct entry_request **out, size_t *out_n)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    if (in.low == in.high)
        TRY(db_query(c, SQL_ENTRY_REQUEST_OPEN,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_int((int64_t)limit)),
                     &r));
    else
        TRY(db_query(c, SQL_ENTRY_REQUEST_OPEN_ABOVE,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_int((int64_t)limit), db_int(in.high)),
                     &r));
    take_all(c, &r, out, out_n);
    return ERR_OK;
}

/* ---- the journal: that something was said, and a digest by which it is known again ---- */

static const char *digest(struct ctx *c, const struct app *app, int64_t id, const char *body)
{
    const char *text = arena_printf(c->mem, "request %lld %s", (long long)id, body);
    return secret_hash_text(c->mem, app->key, text, strlen(text));
}

static enum err tell(struct ctx *c, const struct entry_request *r, const char *area,
                     const char *action, const char *after)
{
    bool owner = strcmp(action, "ask") == 0;
    return journal_append(c, &(struct journal_entry){.district = r->district,
                                                     .noun = "entry_request",
                                                     .noun_id = r->id,
                                                     .version = r->version,
                                                     .area = area,
                                                     .action = action,
                                                     .role = owner ? "owner" : NULL,
                                                     .after = after});
}

static const char *asked_doc(struct ctx *c, const struct app *app, const struct entry_request *r)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_ref(&j, "entry", r->district, r->entry);
    json_put_ref(&j, "inspection", r->district, r->inspection);
    json_put_text(&j, "kind", r->kind);
    json_put_text(&j, "said", digest(c, app, r->id, r->body));
    json_end(&j);
    return buf_str(&b);
}

/* ---- asking ---- */

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static enum err check_kind(struct ctx *c, const char *kind, int64_t inspection)
{
    if (!is(kind, "reply") && !is(kind, "recheck") && !is(kind, "appeal") && !is(kind, "correct"))
        return ctx_fail(c, ERR_INVALID, "request.kind", "kind", "%.20s", kind);
    if (is(kind, "appeal") && !inspection)
        return ctx_fail(c, ERR_INVALID, "input.missing", "inspection", "%s", "");
    return ERR_OK;
}

static enum err check_inspection(struct ctx *c, const struct entry_request *r)
{
    struct inspection i;
    if (!r->inspection)
        return ERR_OK;
    enum err err = inspection_get(c, r->district, r->inspection, &i);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && i.entry != r->entry))
        return ctx_fail(c, ERR_INVALID, "inspection.unknown", "inspection", "%s", "");
    TRY(err);
    if (!is(r->kind, "appeal"))
        return ERR_OK;
    if (i.annulled)
        return ctx_fail(c, ERR_CONFLICT, "inspection.annulled", "inspection", "%s", "");
    return c->now > i.recorded + APPEAL_DAYS * TIME_DAY
               ? ctx_fail(c, ERR_CONFLICT, "request.too_late", "inspection", "%d", APPEAL_DAYS)
               : ERR_OK;
}

/* A reply needs no decision: there may be several. */
static enum err check_earlier(struct ctx *c, const struct entry_request *r)
{
    const struct entry_request *list;
    size_t n;
    TRY(request_of(c, r->district, r->entry, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (!is(list[i].kind, r->kind))
            continue;
        if (is(list[i].state, "open"))
            return ctx_fail(c, ERR_CONFLICT, "request.open", "kind", "%s", r->kind);
        if (is(r->kind, "appeal") && list[i].inspection == r->inspection)
            return ctx_fail(c, ERR_CONFLICT, "request.once", "inspection", "%s", "");
    }
    return ERR_OK;
}

static enum err check_asked(struct ctx *c, const struct entry_request *r, struct entry *out)
{
    TRY(check_kind(c, r->kind, r->inspection));
    TRY(inspection_lock(c, r->district, r->entry));
    TRY(entry_get(c, r->district, r->entry, 0, out));
    if (out->left_at)
        return ctx_fail(c, ERR_CONFLICT, "ledger.left", "", "%s", "");
    TRY(check_inspection(c, r));
    return check_earlier(c, r);
}

enum err request_add(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                     const char *kind, const char *body, int64_t inspection, int64_t *out_id)
{
    struct entry_request r = {.district = district,
                              .version = 1,
                              .entry = entry,
                              .inspection = inspection,
                              .kind = kind,
                              .body = body,
                              .state = "open"};
    struct entry e;
    size_t said = text_utf8_len(body);
    if (said < BODY_MIN || said > BODY_MAX)
        return ctx_fail(c, ERR_INVALID, "input.length", "body", "%d..%d", BODY_MIN, BODY_MAX);
    TRY(check_asked(c, &r, &e));
    TRY(db_new_id(c, &r.id));
    TRY(db_exec(c, SQL_ENTRY_REQUEST_ADD,
                ARGS(db_int(district), db_int(r.id), db_int(entry), db_or_null(inspection),
                     db_text(kind), db_text(body), db_int(c->now), db_text(r.state))));
    TRY(tell(c, &r, e.area, "ask", asked_doc(c, app, &r)));
    *out_id = r.id;
    return ERR_OK;
}

/* ---- deciding ---- */

/* Two logins of one person are one inspector. */
static bool made_by(const struct inspection *i, const struct account *who)
{
    return (who->person && i->person == who->person) || i->account == who->id;
}

static enum err check_decider(struct ctx *c, const struct entry_request *r)
{
    struct inspection i;
    bool mate = false;
    if (!is(r->kind, "appeal"))
        return ERR_OK;
    TRY(inspection_get(c, r->district, r->inspection, &i));
    if (i.team && c->who && c->who->person)
        TRY(team_had_member(c, r->district, i.team, c->who->person, i.done, &mate));
    return c->who && !mate && !made_by(&i, c->who)
               ? ERR_OK
               : ctx_fail(c, ERR_DENIED, "request.own_inspection", "", "%s", "");
}

static const char *state_after(const struct entry_request *r, bool grant)
{
    if (is(r->kind, "reply"))
        return "noted";
    return grant ? "granted" : "refused";
}

/* A wish that is granted asks for a visit: it is due at once. */
static enum err call_for_visit(struct ctx *c, const struct entry *e)
{
    const struct entry_grade g = {.from = c->now,
                                  .last_inspected = e->last_inspected,
                                  .review_due = c->now,
                                  .open_items = e->open_items};
    return entry_set_grade(c, e->district, e->id, &g);
}

static enum err follow(struct ctx *c, const struct app *app, const struct entry_request *r,
                       const struct entry *e, const char *answer)
{
    if (is(r->kind, "appeal"))
        return inspection_annul(c, app, r->district, r->inspection, answer);
    return is(r->kind, "recheck") && !e->left_at ? call_for_visit(c, e) : ERR_OK;
}

static const char *decided_doc(struct ctx *c, const char *answer, const char *state)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "answer", answer);
    json_put_text(&j, "state", state);
    json_end(&j);
    return buf_str(&b);
}

/* As it is once nobody else decides. */
static enum err take_open(struct ctx *c, int32_t district, int64_t id, struct entry_request *out)
{
    TRY(request_get(c, district, id, out));
    TRY(inspection_lock(c, district, out->entry));
    TRY(request_get(c, district, id, out));
    if (!is(out->state, "open"))
        return ctx_fail(c, ERR_CONFLICT, "request.decided", "", "%s", out->state);
    return check_decider(c, out);
}

static enum err write_decision(struct ctx *c, const struct entry_request *r, int64_t version,
                               const char *state, const char *answer)
{
    struct db_rows rows;
    TRY(db_query(c, SQL_ENTRY_REQUEST_DECIDE,
                 ARGS(db_int(r->district), db_int(r->id), db_int(version), db_text(state),
                      db_text(answer), db_int(c->now), db_int(c->who ? c->who->id : 0),
                      db_text(account_name_of(c))),
                 &rows));
    return rows.n ? ERR_OK
                  : ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)r->version);
}

enum err request_decide(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                        int64_t version, bool grant, const char *answer)
{
    struct entry_request r;
    struct entry e;
    size_t said = text_utf8_len(answer);
    if (said < ANSWER_MIN || said > ANSWER_MAX)
        return ctx_fail(c, ERR_INVALID, "input.length", "answer", "%d..%d", ANSWER_MIN, ANSWER_MAX);
    TRY(take_open(c, district, id, &r));
    TRY(entry_get(c, district, r.entry, 0, &e));
    const char *state = state_after(&r, grant);
    TRY(write_decision(c, &r, version, state, answer));
    if (grant)
        TRY(follow(c, app, &r, &e, answer));
    r.version++;
    return tell(c, &r, e.area, "decide", decided_doc(c, answer, state));
}

enum err request_purge(struct ctx *c)
{
    return db_exec(c, SQL_ENTRY_REQUEST_FORGET, ARGS(db_int(c->now - FORGET_DAYS * TIME_DAY)));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Steps from status to status by hand, leaving and coming back. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger/entry_follow.h"
#include "ledger/twin.h"

struct moving {
    struct entry was;
    struct draft d;
    struct timeline t;
    int64_t at;
};

static enum err begin(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      int64_t version, struct moving *m)
{
    TRY(draft_of(c, app, district, id, &m->was, &m->d));
    if (version && version != m->was.version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)m->was.version);
    return timeline_read(c, district, id, m->was.ledger, &m->t);
}

static enum err begin_standing(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                               int64_t version, struct moving *m)
{
    TRY(begin(c, app, district, id, version, m));
    if (m->was.left_at)
        return ctx_fail(c, ERR_CONFLICT, "ledger.left", "", "%s", m->was.left_reason);
    return ERR_OK;
}

static enum err stale(struct ctx *c, int64_t version, const struct moving *m)
{
    if (version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%s", "");
    return ctx_fail(c, ERR_BUSY, "db.busy", "", "%lld", (long long)m->d.id);
}

/* ---- leaving ---- */

struct left {
    const char *reason, *note, *status; /* status: what it shows from now on */
    int64_t successor;
};

/* Nothing is to be put right any more where nobody is. */
static enum err end_cases(struct ctx *c, const struct app *app, const struct moving *m,
                          const struct left *l)
{
    const struct ledger_reason *reason = ledger_reason(m->d.kind, l->reason);
    const char *words = arena_printf(c->mem, "已离开台账:%s", reason ? reason->name.zh : l->reason);
    return app->follow ? app->follow->left(c, app, m->d.district, m->d.id, m->at, words) : ERR_OK;
}

static enum err write_left(struct ctx *c, const struct app *app, struct moving *m, int64_t version,
                           const struct left *l, int64_t *out_version)
{
    struct db_rows r;
    bool same = strcmp(timeline_last(&m->t)->status, l->status) == 0;
    timeline_end(&m->t, m->at);
    TRY(timeline_write(c, &m->t));
    const struct piece *last = timeline_last(&m->t);
    TRY(db_query(c, SQL_ENTRY_LEAVE,
                 ARGS(db_int(m->d.district), db_int(m->d.id), db_int(m->was.version),
                      db_text(l->status), db_int(same ? last->status_since : m->at), db_int(m->at),
                      db_text(l->reason), db_text(l->note), db_or_null(l->successor),
                      db_int(last->n), db_int(c->now)),
                 &r));
    if (r.n == 0)
        return stale(c, version, m);
    *out_version = row_int(&r, 0, 0);
    TRY(twin_promote(c, m->d.district, m->was.ledger, m->d.natural_key));
    TRY(db_exec(c, SQL_ENTRY_DATES_FORGET, ARGS(db_int(m->d.district), db_int(m->d.id))));
    return end_cases(c, app, m, l);
}

static enum err journal_left(struct ctx *c, const struct moving *m, int64_t version,
                             const char *action, const struct left *l, const char *reason)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "left_reason", l->reason);
    if (l->successor)
        json_put_text(&j, "successor", arena_printf(c->mem, "%lld", (long long)l->successor));
    json_end(&j);
    return journal_append(c, &(struct journal_entry){.district = m->d.district,
                                                     .noun = "entry",
                                                     .noun_id = m->d.id,
                                                     .version = version,
                                                     .area = m->was.area,
                                                     .action = action,
                                                     .role = entry_role(c, m->was.area),
                                                     .state_from = m->was.status,
                                                     .state_to = l->status,
                                                     .reason = reason,
                                                     .after = buf_str(&b)});
}

/* *out: the ledger where it stands, and goes on standing until this unit is over; NULL: it stands in none. */
static enum err entry_hold(struct ctx *c, int32_t district, int64_t id, const char **out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_HOLD, ARGS(db_int(district), db_int(id)), &r));
    *out = r.n ? row_text(&r, 0, 0) : NULL;
    return ERR_OK;
}

static enum err check_successor(struct ctx *c, const struct moving *m,
                                const struct ledger_reason *reason, int64_t successor)
{
    const char *ledger = NULL;
    if (successor && successor != m->d.id)
        TRY(entry_hold(c, m->d.district, successor, &ledger));
    if (reason->successor ? !ledger || strcmp(ledger, m->was.ledger) != 0 : successor != 0)
        return ctx_fail(c, ERR_INVALID, "ledger.successor", "successor", "%s", reason->reason);
    return ERR_OK;
}

enum err entry_leave(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                     const struct entry_leave *leave)
{
    struct moving m;
    int64_t version;
    TRY(begin_standing(c, app, district, id, leave->version, &m));
    const struct ledger_reason *reason = ledger_reason(m.d.kind, leave->reason);
    if (!reason)
        return ctx_fail(c, ERR_INVALID, "ledger.reason", "reason", "%.40s", leave->reason);
    TRY(check_successor(c, &m, reason, leave->successor));
    TRY(draft_at(c, leave->at, timeline_last(&m.t)->from + 1, &m.at));
    const struct left left = {reason->reason, leave->note, m.was.status, leave->successor};
    TRY(write_left(c, app, &m, leave->version, &left, &version));
    return journal_left(c, &m, version, "leave", &left, leave->note);
}

/* ---- steps ---- */

static enum err check_step(struct ctx *c, const struct moving *m, const struct entry_step *step,
                           const struct ledger_action *a)
{
    if (m->d.kind->graded_by)
        return ctx_fail(c, ERR_CONFLICT, "ledger.graded", "action", "%s", m->d.kind->graded_by);
    if (!text_is_among(m->was.status, a->from, a->n_from))
        return ctx_fail(c, ERR_CONFLICT, "ledger.action_not_now", "action", "%s: %s", a->action,
                        m->was.status);
    if (a->needs_reason && !step->reason)
        return ctx_fail(c, ERR_INVALID, "ledger.reason_needed", "reason", "%s", a->action);
    return ERR_OK;
}

static enum err write_status(struct ctx *c, struct moving *m, const struct entry_grade *g,
                             int64_t version, int64_t *out_version)
{
    struct db_rows r;
    TRY(timeline_write(c, &m->t));
    const struct piece *last = timeline_last(&m->t);
    bool stands = !m->was.left_at;
    TRY(db_query(c, SQL_ENTRY_GRADE,
                 ARGS(db_int(m->was.district), db_int(m->was.id), db_int(m->was.version),
                      db_text(stands ? last->status : m->was.status),
                      db_int(stands ? last->status_since : m->was.status_since), db_int(last->n),
                      db_or_null(g->last_inspected), db_or_null(g->review_due),
                      db_int(g->open_items), db_int(c->now)),
                 &r));
    if (r.n == 0)
        return stale(c, version, m);
    *out_version = row_int(&r, 0, 0);
    return ERR_OK;
}

static enum err step_on(struct ctx *c, struct moving *m, const struct ledger_action *a,
                        const struct entry_step *step)
{
    int64_t version;
    const struct entry_grade same = {.last_inspected = m->was.last_inspected,
                                     .review_due = m->was.review_due,
                                     .open_items = m->was.open_items};
    timeline_set_status(c, &m->t, m->at, 0, a->to);
    TRY(write_status(c, m, &same, step->version, &version));
    return journal_append(c, &(struct journal_entry){.district = m->d.district,
                                                     .noun = "entry",
                                                     .noun_id = m->d.id,
                                                     .version = version,
                                                     .area = m->was.area,
                                                     .action = a->action,
                                                     .role = entry_role(c, m->was.area),
                                                     .state_from = m->was.status,
                                                     .state_to = a->to,
                                                     .reason = step->reason});
}

enum err entry_step(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    const struct entry_step *step)
{
    struct moving m;
    int64_t version;
    TRY(begin_standing(c, app, district, id, step->version, &m));
    const struct ledger_action *a = ledger_action(m.d.kind, step->action);
    if (!a)
        return ctx_fail(c, ERR_INVALID, "ledger.action_unknown", "action", "%.40s", step->action);
    TRY(check_step(c, &m, step, a));
    if (!a->leave) {
        TRY(draft_at(c, step->at, timeline_status_from(&m.t), &m.at));
        return step_on(c, &m, a, step);
    }
    TRY(draft_at(c, step->at, timeline_last(&m.t)->from + 1, &m.at));
    const struct left left = {a->leave, step->reason, a->to, 0};
    TRY(write_left(c, app, &m, step->version, &left, &version));
    return journal_left(c, &m, version, a->action, &left, step->reason);
}

enum err entry_set_grade(struct ctx *c, int32_t district, int64_t id,
                         const struct entry_grade *grade)
{
    struct moving m = {
        .d = {.district = district, .id = id}
    };
    int64_t version;
    TRY(entry_get(c, district, id, 0, &m.was));
    TRY(timeline_read(c, district, id, m.was.ledger, &m.t));
    if (grade->status)
        timeline_set_status(c, &m.t, grade->from, grade->to, grade->status);
    return write_status(c, &m, grade, 0, &version);
}

/* ---- coming back ---- */

static enum err journal_returned(struct ctx *c, const struct moving *m, int64_t version,
                                 const char *reason)
{
    return journal_append(c, &(struct journal_entry){.district = m->d.district,
                                                     .noun = "entry",
                                                     .noun_id = m->d.id,
                                                     .version = version,
                                                     .area = m->was.area,
                                                     .action = "return",
                                                     .role = entry_role(c, m->was.area),
                                                     .state_from = m->was.status,
                                                     .state_to = timeline_last(&m->t)->status,
                                                     .reason = reason});
}

enum err entry_return(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      int64_t version, const char *reason)
{
    struct moving m;
    struct db_rows r;
    TRY(begin(c, app, district, id, version, &m));
    if (!m.was.left_at)
        return ctx_fail(c, ERR_CONFLICT, "ledger.stands", "", "%s", "");
    TRY(draft_key_free(c, district, m.was.ledger, m.d.natural_key, id));
    const struct piece old = *timeline_last(&m.t);
    TRY(draft_at(c, 0, old.to, &m.at));
    timeline_add(c, &m.t, m.at, &old.facts, old.status, "returned");
    TRY(timeline_write(c, &m.t));
    const struct piece *now = timeline_last(&m.t);
    enum err err = db_query(c, SQL_ENTRY_RETURN,
                            ARGS(db_int(district), db_int(id), db_int(m.was.version),
                                 db_text(now->status), db_int(now->status_since), db_int(now->n),
                                 db_int(c->now), db_text(m.d.natural_key)),
                            &r);
    TRY(draft_key_lost(c, err, m.d.natural_key));
    if (r.n == 0)
        return stale(c, version, &m);
    m.d.facts.area = old.facts.area;
    TRY(draft_dates(c, &m.d, NULL));
    TRY(journal_returned(c, &m, row_int(&r, 0, 0), reason));
    return app->follow ? app->follow->returned(c, app, district, id, m.at) : ERR_OK;
}

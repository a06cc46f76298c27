/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from what was found: the entry's status from a moment on, and the figures of its inspections since. */
#include <string.h>

#include "base/json_in.h"
#include "base/time.h"
#include "calendar/calendars.h"
#include "calendar/clock.h"
#include "db/db.h"
#include "inspection/inside.h"

/* ---- when it is due again ---- */

/* Some entries say themselves how often: a field with the days between two inspections. */
static enum err review_limit(struct ctx *c, const struct entry *e, const struct checklist *l,
                             struct limit *out)
{
    const struct node *fields;
    int64_t days;
    *out = l->review;
    if (!l->review_field)
        return ERR_OK;
    TRY(json_parse(c, e->fields, strlen(e->fields), &fields));
    const struct node *v = node_get(fields, l->review_field);
    if (v && node_int(v, &days) && days > 0 && days <= LIMIT_DAYS_MAX)
        *out = (struct limit){LIMIT_NATURAL_DAY, days * TIME_DAY};
    return ERR_OK;
}

enum err review_due_after(struct ctx *c, const struct app *app, const struct entry *e,
                          const struct checklist *l, int64_t done, int64_t *out)
{
    const struct calendar *cal;
    struct limit limit;
    *out = 0;
    if (!done)
        return ERR_OK;
    TRY(review_limit(c, e, l, &limit));
    if (!limit.ticks)
        return ERR_OK;
    TRY(calendar_for(c, app->calendars, e->district, &cal));
    const struct clock_run run = {done, CLOCK_NEVER};
    *out = clock_due(cal, limit, &run, 1).due;
    return ERR_OK;
}

enum err review_asked_since(struct ctx *c, const struct entry *e, int64_t last, int64_t at,
                            int64_t *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_REQUEST_GRANTED,
                 ARGS(db_int(e->district), db_int(e->id), db_int(last), db_int(at)), &r));
    if (!row_null(&r, 0, 0) && (!*out || row_int(&r, 0, 0) < *out))
        *out = row_int(&r, 0, 0);
    return ERR_OK;
}

static int64_t last_done(const struct history *h)
{
    int64_t last = 0;
    for (size_t i = 0; i < h->n_visits; i++)
        if (h->visits[i].i.result == INSPECTION_DONE)
            last = h->visits[i].i.done;
    return last;
}

/* ---- figures of inspections ---- */

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_as_stored(const struct inspection *i, const struct grade *g, const char *status)
{
    return i->score == g->score && i->failed == g->failed && i->must_failed == g->must_failed &&
           i->must_corrected == g->must_corrected && same(i->status, status);
}

/* A vain try has no figures, and a status only when it was one too many. */
static enum err write_visit(struct ctx *c, const struct history *h, const struct visit *v,
                            bool graded)
{
    struct standing s;
    struct grade none = {.score = -1};
    standing_after(c->mem, h, v, &s);
    bool vain = v->i.result != INSPECTION_DONE;
    const struct grade *g = vain ? &none : &s.grade;
    const char *status = graded && (!vain || s.not_done) ? s.status : NULL;
    if (is_as_stored(&v->i, g, status))
        return ERR_OK;
    return db_exec(c, SQL_INSPECTION_GRADE_SET,
                   ARGS(db_int(v->i.district), db_int(v->i.id),
                        g->score < 0 ? db_null() : db_int(g->score), db_int(g->failed),
                        db_int(g->must_failed), db_int(g->must_corrected), db_text(status)));
}

/* ---- the entry ---- */

/* Status by status, moments that change nothing taken together; the last holds until something happens. */
static enum err write_statuses(struct ctx *c, const struct entry *e, const struct history *h,
                               int64_t from, struct entry_grade *g)
{
    const int64_t *moments;
    size_t n = standing_moments(c->mem, h, from, c->now > from ? c->now : from, &moments);
    const char **statuses = arena_array(c->mem, n, sizeof *statuses);
    for (size_t i = 0; i < n; i++) {
        struct standing s;
        standing_at(c->mem, h, moments[i], &s);
        statuses[i] = s.status;
    }
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && same(statuses[i], statuses[next]); next++)
            ;
        g->status = statuses[i];
        g->from = moments[i];
        g->to = next < n ? moments[next] : 0;
        TRY(entry_set_grade(c, e->district, e->id, g));
    }
    return ERR_OK;
}

static enum err open_items(struct ctx *c, const struct entry *e, int64_t *out)
{
    struct rectification *rows;
    size_t n;
    *out = 0;
    TRY(rectification_rows(c, e->district, e->id, &rows, &n));
    for (size_t i = 0; i < n; i++)
        *out += rows[i].struck == 0;
    return ERR_OK;
}

static enum err write_visits(struct ctx *c, const struct history *h, int64_t from, bool graded)
{
    for (size_t i = 0; i < h->n_visits; i++)
        if (h->visits[i].i.done >= from)
            TRY(write_visit(c, h, &h->visits[i], graded));
    return ERR_OK;
}

/* A ledger is graded by one checklist; another one's inspections only open and strike off items. */
enum err history_regrade(struct ctx *c, const struct app *app, const struct entry *e,
                         const struct history *h, int64_t from)
{
    const struct ledger_kind *ledger = programme_ledger(app->programmes, e->ledger);
    struct entry_grade g = {
        .from = c->now, .last_inspected = e->last_inspected, .review_due = e->review_due};
    bool graded = ledger && ledger->graded_by && same(ledger->graded_by, h->list->checklist);
    struct standing now;
    standing_at(c->mem, h, c->now, &now);
    TRY(open_items(c, e, &g.open_items));
    TRY(write_visits(c, h, from, graded));
    if (graded || (ledger && !ledger->graded_by)) {
        g.last_inspected = now.full ? now.full->i.done : 0;
        TRY(review_due_after(c, app, e, h->list, g.last_inspected, &g.review_due));
        TRY(review_asked_since(c, e, last_done(h), c->now, &g.review_due));
    }
    if (!graded)
        return entry_set_grade(c, e->district, e->id, &g);
    return write_statuses(c, e, h, from > e->since ? from : e->since, &g);
}

enum err inspection_regrade(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                            int64_t from)
{
    struct entry e;
    struct history h;
    TRY(inspection_lock(c, district, entry));
    TRY(entry_get(c, district, entry, 0, &e));
    const struct ledger_kind *ledger = programme_ledger(app->programmes, e.ledger);
    const struct checklist *list = ledger && ledger->graded_by
                                       ? programme_checklist(app->programmes, ledger->graded_by)
                                       : NULL;
    if (!list || e.left_at)
        return ERR_OK;
    TRY(history_load(c, app, &e, list, &h));
    return history_regrade(c, app, &e, &h, from);
}

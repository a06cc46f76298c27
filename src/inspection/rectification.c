/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/rectification.h"

#include <string.h>

#include "casefile/casefile_demand.h"
#include "db/db.h"
#include "inspection/follow.h"

static enum err strike(struct ctx *c, int32_t district, int64_t entry,
                       const struct rectification *r, int64_t at)
{
    return db_exec(c, SQL_RECTIFICATION_STRIKE,
                   ARGS(db_int(district), db_int(entry), db_text(r->checklist), db_text(r->item),
                        db_int(r->n), db_int(at > r->opened ? at : r->opened), db_null()));
}

static enum err none_open(struct ctx *c, int32_t district, int64_t entry)
{
    struct entry e;
    TRY(entry_get(c, district, entry, 0, &e));
    const struct entry_grade g = {
        .from = c->now, .last_inspected = e.last_inspected, .review_due = e.review_due};
    return entry_set_grade(c, district, entry, &g);
}

static enum err entry_left(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                           int64_t at, const char *reason)
{
    const struct casefile_ruling ruling = {.action = "void_case", .reason = reason};
    struct rectification *rows;
    size_t n, ended = 0;
    TRY(inspection_lock(c, district, entry));
    TRY(rectification_rows(c, district, entry, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].struck)
            continue;
        TRY(casefile_rule(c, app, district, rows[i].casefile, &ruling));
        TRY(strike(c, district, entry, &rows[i], at));
        ended++;
    }
    return ended ? none_open(c, district, entry) : ERR_OK;
}

/* ---- coming back ---- */

static enum err open_again(struct ctx *c, const struct app *app, const struct entry *e,
                           const struct checklist *list, int64_t at)
{
    struct history h;
    TRY(history_load(c, app, e, list, &h));
    if (h.n_visits == 0)
        return ERR_OK;
    const struct following f = {.app = app, .e = e, .h = &h, .at = at};
    TRY(follow_return(c, &f));
    TRY(history_load(c, app, e, list, &h));
    return history_regrade(c, app, e, &h, at);
}

static enum err entry_returned(struct ctx *c, const struct app *app, int32_t district,
                               int64_t entry, int64_t at)
{
    const struct programmes *p = app->programmes;
    struct entry e;
    TRY(inspection_lock(c, district, entry));
    for (size_t i = 0; i < p->n_checklists; i++) {
        TRY(entry_get(c, district, entry, 0, &e));
        if (strcmp(p->checklists[i].ledger, e.ledger) == 0)
            TRY(open_again(c, app, &e, &p->checklists[i], at));
    }
    return ERR_OK;
}

/* ---- as it was ---- */

static enum err entry_was(struct ctx *c, const struct app *app, struct entry *e)
{
    const struct ledger_kind *kind = programme_ledger(app->programmes, e->ledger);
    const struct checklist *list = checklist_of_ledger(app->programmes, e->ledger);
    const char *grader = kind && kind->graded_by ? kind->graded_by : "";
    struct db_rows done, open;
    if (!list)
        return ERR_OK;
    TRY(db_query(c, SQL_INSPECTED_THEN,
                 ARGS(db_int(e->district), db_int(e->id), db_int(e->as_of), db_text(grader)),
                 &done));
    TRY(db_query(c, SQL_RECTIFICATION_OPEN_THEN,
                 ARGS(db_int(e->district), db_int(e->id), db_int(e->as_of)), &open));
    e->last_inspected = row_int(&done, 0, 0);
    e->open_items = row_int(&open, 0, 0);
    TRY(review_due_after(c, app, e, list, e->last_inspected, &e->review_due));
    return review_asked_since(c, e, row_int(&done, 0, 1), e->as_of, &e->review_due);
}

const struct entry_follow inspections_follow = {
    .left = entry_left, .returned = entry_returned, .then = entry_was};

/* ---- time ---- */

/* Late as its case is: that is noted once, from the moment it was due at. */
static enum err note_overdue(struct ctx *c, const struct app *app, const struct casefile *f)
{
    struct db_rows r;
    int64_t since = f->handle_due && f->handle_due < c->now ? f->handle_due : c->now;
    TRY(db_query(c, SQL_RECTIFICATION_OF_CASE, ARGS(db_int(f->district), db_int(f->id)), &r));
    if (r.n == 0)
        return ERR_OK;
    int64_t entry = row_int(&r, 0, 0);
    TRY(inspection_lock(c, f->district, entry));
    TRY(db_exec(c, SQL_RECTIFICATION_OVERDUE,
                ARGS(db_int(f->district), db_int(entry), db_text(row_text(&r, 0, 1)),
                     db_text(row_text(&r, 0, 2)), db_int(row_int(&r, 0, 3)), db_int(since))));
    return inspection_regrade(c, app, f->district, entry, since);
}

enum err rectification_tick(struct ctx *c, const struct app *app, const struct tick *t)
{
    struct casefile f;
    TRY(casefile_tick(c, app, t));
    if (!t->id)
        return ERR_OK;
    enum err err = casefile_get(c, t->district, t->id, &f);
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    return f.is_open && f.late ? note_overdue(c, app, &f) : ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What time alone makes due. Each step is conditional on the moment it was due at and on the case's version, so that it
 * happens once, whoever else looks. Lights and marks keep the version: what an officer sees of the case stays true, and
 * a light must not make the work under his hands stale. Only a change of state gives a new one.
 */
#include "casefile/tick.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/holidays.h"
#include "calendar/past.h"
#include "casefile/agenda.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "casefile/said.h"
#include "db/db.h"
#include "journal/journal.h"

/* One case whose time has come. */
struct look {
    const struct app *app;
    const struct flow *flow;
    struct casefile was, is;
    struct clock_use *k;
    const struct calendar *cal;
};

/* ---- what is due ---- */

/*
 * Every due time was computed by a calendar; when one has changed, or this program brought other holidays than the one
 * before, all that wait are looked at once. *out: the calendars as they are now; NULL: those that were seen.
 */
static enum err calendar_changed(struct ctx *c, const char **out)
{
    struct db_rows now, seen;
    TRY(db_query(c, SQL_TICK_CALENDAR, NO_ARGS, &now));
    TRY(db_query(c, SQL_TICK_CALENDAR_SEEN, NO_ARGS, &seen));
    *out = arena_printf(c->mem, "%d.%lld", HOLIDAYS_EDITION, (long long)row_int(&now, 0, 0));
    if (strcmp(seen.n ? row_text(&seen, 0, 0) : "1.0", *out) == 0)
        *out = NULL;
    return ERR_OK;
}

enum err casefile_ticks(struct ctx *c, struct tick *out, size_t max, size_t *out_n)
{
    struct db_rows r;
    const char *changed;
    size_t n = 0;
    TRY(calendar_changed(c, &changed));
    if (changed && max > 0)
        out[n++] = (struct tick){.at = c->now};
    TRY(db_query(c, SQL_TICK_DUE, ARGS(db_int(c->now), db_int((int64_t)(max - n))), &r));
    for (size_t i = 0; i < r.n; i++)
        out[n++] = (struct tick){.district = (int32_t)row_int(&r, i, 0),
                                 .id = row_int(&r, i, 1),
                                 .at = row_int(&r, i, 2)};
    *out_n = n;
    return ERR_OK;
}

static enum err look_at_all(struct ctx *c)
{
    struct db_rows r;
    const char *changed;
    TRY(calendar_changed(c, &changed));
    if (!changed)
        return ERR_OK;
    TRY(db_query(c, SQL_TICK_DISTRICTS, NO_ARGS, &r));
    for (size_t i = 0; i < r.n; i++) {
        const struct db_value district = db_int(row_int(&r, i, 0));
        TRY(db_exec(c, SQL_TICK_WAKE, ARGS(district, db_int(c->now))));
        TRY(db_exec(c, SQL_TICK_WAKE_SETTLED, ARGS(district, db_int(c->now))));
    }
    TRY(calendar_keep_all(c, 0));
    return db_exec(c, SQL_TICK_CALENDAR_SET, ARGS(db_text(changed)));
}

/* ---- writing ---- */

/* Somebody else was here: the unit is run again, and finds what is left to do. */
static enum err take(struct ctx *c, const struct look *l)
{
    const struct casefile *f = &l->is;
    struct db_rows r;
    TRY(db_query(c, SQL_TICK_TAKE,
                 ARGS(db_int(f->district), db_int(f->id), db_int(f->version),
                      db_int(l->was.next_at), db_text(f->clock), db_or_null(f->clock_n),
                      db_or_null(f->due), db_int(f->provisional), db_int(f->light),
                      db_or_null(f->next_at), db_or_null(f->handle_due), db_int(f->late),
                      db_int(f->supervised), db_text(f->rule), db_int(f->request_late),
                      db_or_null(f->mark_due), db_int(f->mark_late)),
                 &r));
    return r.n ? ERR_OK : ctx_fail(c, ERR_BUSY, "busy", "", "%s", "");
}

static enum err journal(struct ctx *c, const struct casefile *f, const char *action,
                        const char *reason, const char *before, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = f->district,
                                                     .noun = "casefile",
                                                     .noun_id = f->id,
                                                     .area = f->area,
                                                     .action = action,
                                                     .role = "system",
                                                     .kind = f->kind,
                                                     .state_from = f->state,
                                                     .state_to = f->state,
                                                     .reason = reason,
                                                     .before = before,
                                                     .after = after});
}

static const char *clock_doc(struct ctx *c, const struct casefile *f)
{
    static const char *const lights[] = {"none", "yellow", "red"};
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "clock", f->clock);
    json_put_time(&j, "due", f->due);
    json_put_text(&j, "light", lights[f->light]);
    json_put_bool(&j, "provisional", f->provisional);
    json_end(&j);
    return buf_str(&b);
}

static enum err tell(struct ctx *c, const struct look *l, const char *action)
{
    return journal(c, &l->is, action, NULL, clock_doc(c, &l->was), clock_doc(c, &l->is));
}

/* ---- marks ---- */

/* `since`: when its share of the limit was used up. A limit that was extended since the last mark is marked again. */
static enum err make_mark(struct ctx *c, struct look *l, const struct flow_mark *m, int64_t since)
{
    static const char *const actions[] = {"", "urge", "supervise", "list_publicly"};
    struct db_rows r;
    const char *why = arena_printf(c->mem, "%s %d%%", l->k->clock, m->at);
    const struct mark_new mark = {.level = m->level,
                                  .by_name = "系统",
                                  .role = "system",
                                  .area = area_up(c, l->is.area, m->up),
                                  .reason = why};
    TRY(db_query(c, SQL_MARK_IS,
                 ARGS(db_int(l->is.district), db_int(l->is.id), db_int(l->is.cycle), db_text(why),
                      db_int(since)),
                 &r));
    if (r.n > 0)
        return ERR_OK;
    TRY(mark_add(c, &l->is, &mark));
    if (m->level > l->is.supervised)
        l->is.supervised = m->level;
    return journal(c, &l->is, actions[m->level], why, NULL, NULL);
}

static enum err make_marks(struct ctx *c, struct look *l)
{
    for (size_t i = 0; i < l->flow->n_marks; i++) {
        const struct flow_mark *m = &l->flow->marks[i];
        if (strcmp(l->flow->clocks[m->clock].clock, l->k->clock) != 0)
            continue;
        int64_t at = clock_at_percent(l->cal, l->k, m->at);
        if (at <= c->now)
            TRY(make_mark(c, l, m, at));
    }
    return ERR_OK;
}

/* ---- requests ---- */

static bool request_passed(const struct casefile *f, int64_t now)
{
    return f->request_due && !f->request_late && f->request_due <= now;
}

/* Nobody decided in time: it is told once, and the desk above is told of a case that is open. */
static enum err pass_request(struct ctx *c, struct look *l)
{
    struct casefile *f = &l->is;
    if (!request_passed(f, c->now))
        return ERR_OK;
    const char *why = arena_printf(c->mem, "%s 100%%", f->request);
    const struct mark_new mark = {.level = 1,
                                  .by_name = "系统",
                                  .role = "system",
                                  .area = area_up(c, f->area, 1),
                                  .reason = why};
    f->request_late = true;
    if (f->is_open) {
        TRY(mark_add(c, f, &mark));
        f->supervised = f->supervised ? f->supervised : mark.level;
    }
    return journal(c, f, "request_overdue", why, NULL, NULL);
}

/* ---- a mark's date ---- */

/* Nobody answered in time: the desk above is told; where there is none, the mark itself is made a stronger one. */
static enum err raise_mark(struct ctx *c, struct look *l, int64_t level, const char *area)
{
    static const char *const levels[] = {"", "urge", "supervise", "list"};
    const char *higher = area_up(c, area, strlen(area) > DIGITS_TOWN ? 1 : 2);
    bool top = strcmp(higher, area) == 0;
    int64_t stronger = top && level < 3 ? level + 1 : level;
    const char *why = arena_printf(c->mem, "overdue %s", levels[level]);
    const struct mark_new mark = {
        .level = stronger, .by_name = "系统", .role = "system", .area = higher, .reason = why};
    if (!top || stronger > level)
        TRY(mark_add(c, &l->is, &mark));
    if (stronger > l->is.supervised)
        l->is.supervised = stronger;
    return journal(
        c, &l->is, "mark_overdue", why, NULL,
        arena_printf(c->mem, "{\"area\":\"%s\",\"level\":%lld}", higher, (long long)stronger));
}

/* Dates behind the one that the case waits for were told before. */
static enum err pass_marks(struct ctx *c, struct look *l)
{
    struct casefile *f = &l->is;
    struct db_rows r;
    if (!f->mark_due || f->mark_due > c->now)
        return ERR_OK;
    TRY(db_query(c, SQL_MARK_PASSED,
                 ARGS(db_int(f->district), db_int(f->id), db_int(f->mark_due), db_int(c->now)),
                 &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(raise_mark(c, l, row_int(&r, i, 0), row_text(&r, i, 1)));
    f->mark_late = f->mark_late || r.n > 0;
    TRY(db_query(c, SQL_MARK_NEXT_DUE, ARGS(db_int(f->district), db_int(f->id), db_int(c->now)),
                 &r));
    f->mark_due = row_int(&r, 0, 0);
    return ERR_OK;
}

/* ---- the running clock ---- */

/* All that the case waits for beside its clock. */
static void look_ahead(struct ctx *c, struct casefile *f)
{
    casefile_look_ahead(f);
    if (!f->is_open && casefile_forget_at(f) > c->now)
        casefile_look_by(f, casefile_forget_at(f));
}

static bool is_disputed(const struct casefile *f)
{
    return f->verdict && strcmp(f->verdict, "disputed") == 0;
}

/* A dispute whose time is over is for the building leads to talk about. */
static enum err put_on_agenda(struct ctx *c, const struct look *l)
{
    if (!is_disputed(&l->is) || l->was.light == LIGHT_RED || l->is.light != LIGHT_RED)
        return ERR_OK;
    TRY(agenda_add(c, &l->is, "dispute_open"));
    return journal(c, &l->is, "agenda", NULL, NULL, NULL);
}

static enum err store_clock(struct ctx *c, const struct look *l)
{
    struct clock_use *k = l->k;
    k->due = l->is.due;
    k->light = l->is.light;
    k->provisional = l->is.provisional;
    k->late = k->due && c->now >= k->due;
    k->calendar = l->cal ? calendar_version(l->cal) : 0;
    return clock_store(c, &l->is, k);
}

static enum err run_clock(struct ctx *c, struct look *l)
{
    const struct clock_times t = clock_times(l->cal, l->flow, l->k, c->now);
    clock_mirror(l->flow, l->k, &t, c->now, &l->is);
    bool moved = l->is.due != l->was.due || l->is.provisional != l->was.provisional;
    TRY(make_marks(c, l));
    TRY(pass_request(c, l));
    TRY(pass_marks(c, l));
    look_ahead(c, &l->is);
    TRY(take(c, l));
    TRY(store_clock(c, l));
    if (moved)
        TRY(tell(c, l, "recompute"));
    if (l->is.light != l->was.light)
        TRY(tell(c, l, "light"));
    TRY(put_on_agenda(c, l));
    return fact_step(c, &(struct fact_step){.before = &l->was, .after = &l->is, .action = "tick"});
}

/* The way out of a state whose clock ran until a date: the system goes it when the date has come. */
static const struct flow_action *way_on(const struct look *l)
{
    for (size_t i = 0; i < l->flow->n_actions; i++) {
        const struct flow_action *a = &l->flow->actions[i];
        if (a->roles & FLOW_SYSTEM && a->to && !(a->does & DOES_UNESCALATE) &&
            flow_starts_from(a, l->was.state))
            return a;
    }
    return NULL;
}

static enum err find_clock(struct ctx *c, struct look *l)
{
    struct clock_use *uses;
    size_t n;
    TRY(clocks_of(c, &l->was, &uses, &n));
    for (size_t i = 0; i < n; i++)
        if (uses[i].n == l->was.clock_n)
            l->k = &uses[i];
    if (!l->k)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "clock %lld", (long long)l->was.clock_n);
    return clock_calendar(c, l->app, l->was.district, l->k->unit, &l->cal);
}

static enum err begin_clock(struct ctx *c, struct look *l)
{
    const struct case_kind *kind = programme_kind(l->app->programmes, l->was.kind);
    TRY(clocks_begin(c, l->app, l->flow, kind, &l->is));
    look_ahead(c, &l->is);
    TRY(take(c, l));
    TRY(tell(c, l, "clock"));
    return fact_step(c, &(struct fact_step){.before = &l->was, .after = &l->is, .action = "clock"});
}

static enum err tick_open(struct ctx *c, struct look *l)
{
    const struct flow_state *state = flow_state(l->flow, l->was.state);
    if (!state || state->clock < 0)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "state %s", l->was.state);
    if (!l->was.clock)
        return begin_clock(c, l);
    TRY(find_clock(c, l));
    bool dated = l->flow->clocks[state->clock].source == FLOW_LIMIT_DATE;
    const struct flow_action *on = dated && c->now >= l->was.due ? way_on(l) : NULL;
    return on ? casefile_act_system(c, l->app, &l->was, on, NULL) : run_clock(c, l);
}

/* ---- what is settled ---- */

static enum err forget_reporter(struct ctx *c, const struct casefile *f)
{
    bool words;
    TRY(db_exec(c, SQL_TICK_FORGET, ARGS(db_int(f->district), db_int(f->id))));
    TRY(said_forget(c, f, &words));
    if (f->has_contact)
        TRY(journal(c, f, "erase_contact", NULL, NULL, NULL));
    return words ? journal(c, f, "erase_words", NULL, NULL, NULL) : ERR_OK;
}

/* Nobody waits for an answer to "still there"; perhaps one for an answer to his appeal. */
static enum err tick_at_rest(struct ctx *c, struct look *l)
{
    l->is.next_at = 0;
    TRY(pass_request(c, l));
    look_ahead(c, &l->is);
    return take(c, l);
}

static enum err tick_answer(struct ctx *c, struct look *l)
{
    if (!l->was.clock)
        return begin_clock(c, l);
    TRY(find_clock(c, l));
    return run_clock(c, l);
}

static enum err tick_settled(struct ctx *c, struct look *l)
{
    bool waits = l->was.woken && l->flow->still >= 0;
    TRY(waits ? tick_answer(c, l) : tick_at_rest(c, l));
    return c->now < casefile_forget_at(&l->was) ? ERR_OK : forget_reporter(c, &l->was);
}

enum err casefile_tick(struct ctx *c, const struct app *app, const struct tick *t)
{
    struct look l = {.app = app};
    if (t->id == 0)
        return look_at_all(c);
    enum err err = casefile_get(c, t->district, t->id, &l.was);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && (!l.was.next_at || l.was.next_at > c->now)))
        return ERR_OK;
    TRY(err);
    l.is = l.was;
    l.flow = programme_flow(app->programmes, l.was.flow);
    if (!l.flow)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "flow %s", l.was.flow);
    return l.was.is_open ? tick_open(c, &l) : tick_settled(c, &l);
}

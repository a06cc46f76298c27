/* SPDX-License-Identifier: Apache-2.0 */
/* Instances of clocks: reading and writing them, and when something becomes of one. */
#include <string.h>

#include "base/arena.h"
#include "calendar/calendars.h"
#include "casefile/clocks.h"
#include "db/db.h"

enum { BY_DATE = -1, WHOLE = 100 };

static struct limit limit_of(const struct clock_use *k, int64_t ticks)
{
    enum limit_unit unit = k->unit == BY_DATE ? LIMIT_URGENT_HOUR : (enum limit_unit)k->unit;
    return (struct limit){unit, ticks};
}

enum err clock_calendar(struct ctx *c, const struct app *app, int32_t district, int unit,
                        const struct calendar **out)
{
    *out = NULL;
    if (unit == BY_DATE || unit == LIMIT_URGENT_HOUR)
        return ERR_OK;
    return calendar_for(c, app->calendars, district, out);
}

enum err clock_from_now(struct ctx *c, const struct app *app, int32_t district, struct limit limit,
                        int64_t *out)
{
    const struct calendar *cal;
    const struct clock_run run = {c->now, CLOCK_NEVER};
    *out = 0;
    if (limit.ticks == 0)
        return ERR_OK;
    TRY(clock_calendar(c, app, district, (int)limit.unit, &cal));
    *out = clock_due(cal, limit, &run, 1).due;
    return ERR_OK;
}

/* ---- what becomes of it when ---- */

int64_t clock_at_percent(const struct calendar *cal, const struct clock_use *k, int percent)
{
    if (percent > WHOLE)
        return clock_due(cal, limit_of(k, k->ticks * (percent / WHOLE)), k->runs, k->n_runs).due;
    return clock_at_share(cal, limit_of(k, k->ticks), k->runs, k->n_runs, percent);
}

struct clock_times clock_times(const struct calendar *cal, const struct flow *flow,
                               const struct clock_use *k, int64_t now)
{
    const struct clock_due d = clock_due(cal, limit_of(k, k->ticks), k->runs, k->n_runs);
    struct clock_times t = {.due = d.due,
                            .provisional = d.provisional,
                            .yellow = clock_at_percent(cal, k, flow->yellow),
                            .red = flow->red == WHOLE ? d.due : clock_at_percent(cal, k, flow->red),
                            .next_mark = CLOCK_NEVER,
                            .last_mark = CLOCK_NEVER};
    for (size_t i = 0; i < flow->n_marks; i++) {
        if (strcmp(flow->clocks[flow->marks[i].clock].clock, k->clock) != 0)
            continue;
        int64_t at = clock_at_percent(cal, k, flow->marks[i].at);
        if (at <= now && (t.last_mark == CLOCK_NEVER || at > t.last_mark))
            t.last_mark = at;
        if (at > now && at < t.next_mark)
            t.next_mark = at;
    }
    return t;
}

static enum case_light light_at(const struct clock_times *t, int64_t now)
{
    if (t->red != CLOCK_NEVER && now >= t->red)
        return LIGHT_RED;
    return t->yellow != CLOCK_NEVER && now >= t->yellow ? LIGHT_YELLOW : LIGHT_NONE;
}

/* The soonest moment that is still to come. */
static int64_t next_of(const struct clock_times *t, int64_t now)
{
    const int64_t moments[] = {t->due, t->yellow, t->red, t->next_mark};
    int64_t next = CLOCK_NEVER;
    for (size_t i = 0; i < LEN(moments); i++)
        if (moments[i] > now && moments[i] < next)
            next = moments[i];
    return next == CLOCK_NEVER ? 0 : next;
}

bool clock_is_handling(const struct flow *flow, const char *clock)
{
    for (size_t i = 0; i < flow->n_clocks; i++)
        if (strcmp(flow->clocks[i].clock, clock) == 0)
            return flow->clocks[i].source == FLOW_LIMIT_KIND;
    return false;
}

void clock_mirror(const struct flow *flow, const struct clock_use *k, const struct clock_times *t,
                  int64_t now, struct casefile *f)
{
    bool handling = clock_is_handling(flow, k->clock);
    f->clock = k->clock;
    f->clock_n = k->n;
    f->due = t->due == CLOCK_NEVER ? 0 : t->due;
    f->light = light_at(t, now);
    f->provisional = t->provisional;
    f->next_at = next_of(t, now);
    f->handle_due = handling ? f->due : 0;
    if (handling)
        f->late = k->late_before || (f->due && now >= f->due);
}

/* ---- rows ---- */

static struct clock_use use_at(const struct db_rows *r, size_t i)
{
    return (struct clock_use){
        .n = row_int(r, i, 0),
        .cycle = row_int(r, i, 1),
        .clock = row_text(r, i, 2),
        .unit = (int)row_int(r, i, 3),
        .ticks = row_int(r, i, 4),
        .base_ticks = row_int(r, i, 5),
        .limit_text = row_text(r, i, 6),
        .rule = row_text(r, i, 7),
        .started = row_int(r, i, 8),
        .ended = row_int(r, i, 9),
        .due = row_int(r, i, 10),
        .used = row_int(r, i, 11),
        .late = row_int(r, i, 12) != 0,
        .provisional = row_int(r, i, 13) != 0,
        .light = (enum case_light)row_int(r, i, 14),
        .calendar = row_int(r, i, 15),
        .post = row_int(r, i, 16),
    };
}

bool clock_was_late(const struct clock_use *uses, size_t n, const char *clock)
{
    for (size_t i = 0; i < n; i++)
        if (uses[i].late && strcmp(uses[i].clock, clock) == 0)
            return true;
    return false;
}

enum err clocks_of(struct ctx *c, const struct casefile *f, struct clock_use **out, size_t *out_n)
{
    struct db_rows r;
    size_t n = 0;
    TRY(db_query(c, SQL_CLOCK_USES, ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle)),
                 &r));
    struct clock_use *uses = arena_array(c->mem, r.n ? r.n : 1, sizeof *uses);
    for (size_t i = 0; i < r.n; i++) {
        if (n == 0 || uses[n - 1].n != row_int(&r, i, 0)) {
            uses[n] = use_at(&r, i);
            /* one place more, for a run that begins now */
            uses[n].runs = arena_array(c->mem, r.n + 1, sizeof *uses[n].runs);
            n++;
        }
        struct clock_use *k = &uses[n - 1];
        if (!row_null(&r, i, 17))
            k->runs[k->n_runs++] = (struct clock_run){
                row_int(&r, i, 17), row_null(&r, i, 18) ? CLOCK_NEVER : row_int(&r, i, 18)};
    }
    for (size_t i = 0; i < n; i++)
        uses[i].late_before = clock_was_late(uses, i, uses[i].clock) ||
                              clock_was_late(uses + i + 1, n - i - 1, uses[i].clock);
    *out = uses;
    *out_n = n;
    return ERR_OK;
}

enum err clock_store(struct ctx *c, const struct casefile *f, const struct clock_use *k)
{
    return db_exec(c, SQL_CLOCK_SET,
                   ARGS(db_int(f->district), db_int(f->id), db_int(k->n), db_int(k->ticks),
                        db_or_null(k->ended), db_or_null(k->due), db_int(k->used), db_int(k->late),
                        db_int(k->light), db_int(k->provisional), db_int(k->calendar)));
}

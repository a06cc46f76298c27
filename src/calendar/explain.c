/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/explain.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "calendar/inside.h"
#include "calendar/meter.h"

/* Room behind the last step of a run: rest, pause, due. A day makes few: its windows, the gaps before and behind them. */
enum { STEPS_KEPT = 4, DAY_STEPS = 2 * CALENDAR_WINDOWS + 1 };

struct trace {
    struct arena *mem;
    struct meter m;
    bool in_days;        /* whole days are counted as such */
    int64_t counts_from; /* the start's own day is over, where it does not count */
    int64_t need, sum;
    struct clock_step *steps;
    size_t n, cap;
};

static bool is_idle(enum clock_step_kind kind)
{
    return kind >= STEP_OWN_DAY && kind < STEP_PAUSE;
}

static bool same_name(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Adds a step; an idle one like the one before makes that longer. */
static void add(struct trace *t, struct clock_step step)
{
    struct clock_step *last = t->n ? &t->steps[t->n - 1] : NULL;
    if (last && is_idle(step.kind) && last->kind == step.kind && same_name(last->name, step.name)) {
        last->to = step.to;
        return;
    }
    t->sum += step.ticks;
    step.sum = t->sum;
    t->steps = arena_grow(t->mem, t->steps, t->n, &t->cap, sizeof *t->steps);
    t->steps[t->n++] = step;
}

static void add_idle(struct trace *t, enum clock_step_kind kind, int64_t from, int64_t to,
                     const char *name)
{
    if (from < to)
        add(t, (struct clock_step){.kind = kind, .from = from, .to = to, .name = name});
}

/* ---- one day, cut to [from, to) ---- */

static int64_t within(int64_t t, int64_t from, int64_t to)
{
    return t < from ? from : t > to ? to : t;
}

/* Time that counts, cut where all of the need has run: the rest of it leads to the day's end. */
static void add_time(struct trace *t, enum clock_step_kind kind, int64_t from, int64_t to,
                     const char *name)
{
    int64_t full = within(from + (t->need - t->sum), from, to);
    if (from < full)
        add(t, (struct clock_step){
                   .kind = kind, .from = from, .to = full, .ticks = full - from, .name = name});
    add_idle(t, STEP_TO_CLOSE, full, to, NULL);
}

static void add_off_hours(struct trace *t, int64_t from, int64_t to)
{
    add_idle(t, t->sum < t->need ? STEP_OFF_HOURS : STEP_TO_CLOSE, from, to, NULL);
}

static void office_day(struct trace *t, int32_t day, int64_t from, int64_t to)
{
    const struct office_hours *h = hours_of(t->m.cal, day);
    bool makeup = t->m.cal->kind[day] == DAY_MAKEUP;
    int64_t at = from;
    for (size_t i = 0; i < h->n; i++) {
        int64_t open = within(midnight(day) + h->windows[i].from * CALENDAR_MINUTE, from, to);
        int64_t close = within(midnight(day) + h->windows[i].to * CALENDAR_MINUTE, from, to);
        if (open == close)
            continue;
        add_off_hours(t, at, open);
        add_time(t, makeup ? STEP_MAKEUP : STEP_OFFICE, open, close,
                 calendar_day_name(t->m.cal, day));
        at = close;
    }
    add_off_hours(t, at, to);
}

/* A day that counts when it ends, at `end`, and does: nothing pauses. */
static void whole_day(struct trace *t, int32_t day, int64_t end, int64_t from, int64_t to)
{
    bool worked = t->m.days == METER_CLOSES;
    add(t, (struct clock_step){.kind = STEP_DAY,
                               .from = from,
                               .to = end,
                               .ticks = 1,
                               .name = worked ? calendar_day_name(t->m.cal, day) : NULL});
    add_idle(t, STEP_OFF_HOURS, end, to, NULL);
}

static void one_day(struct trace *t, int32_t day, int64_t from, int64_t to)
{
    const struct calendar *cal = t->m.cal;
    if (from < t->counts_from) {
        add_idle(t, STEP_OWN_DAY, from, to, NULL);
    } else if (t->m.days == METER_MIDNIGHTS) {
        whole_day(t, day, midnight(day + 1), from, to);
    } else if (day < 0 || day >= DAYS) {
        add_idle(t, STEP_OFF_HOURS, from, to, NULL);
    } else if (!is_worked(cal, day)) {
        add_idle(t, cal->kind[day] == DAY_WEEKEND ? STEP_WEEKEND : STEP_HOLIDAY, from, to,
                 calendar_day_name(cal, day));
    } else if (t->in_days) {
        whole_day(t, day, meter_close(cal, day), from, to);
    } else {
        office_day(t, day, from, to);
    }
}

/* ---- all ---- */

/* A running span. False: there would be too many steps, and one was made of the rest. */
static bool run(struct trace *t, int64_t from, int64_t to, int64_t end, int64_t total)
{
    if (t->m.kind == METER_WALL && !t->in_days) {
        int64_t counts = within(t->counts_from, from, to);
        add_idle(t, STEP_OWN_DAY, from, counts, NULL);
        add_time(t, STEP_WALL, counts, to, NULL);
        return true;
    }
    while (from < to) {
        int32_t day = calendar_index(from);
        int64_t next = midnight(day + 1);
        if (t->n + DAY_STEPS + STEPS_KEPT > CLOCK_STEPS_MAX) {
            add(t, (struct clock_step){
                       .kind = STEP_REST, .from = from, .to = end, .ticks = total - t->sum});
            return false;
        }
        one_day(t, day, from, next < to ? next : to);
        from = next < to ? next : to;
    }
    return true;
}

static bool pause(struct trace *t, int64_t from, int64_t to, int64_t end, int64_t total)
{
    if (from >= to)
        return true;
    if (t->n + STEPS_KEPT > CLOCK_STEPS_MAX) {
        add(t, (struct clock_step){
                   .kind = STEP_REST, .from = from, .to = end, .ticks = total - t->sum});
        return false;
    }
    add(t, (struct clock_step){.kind = STEP_PAUSE, .from = from, .to = to});
    return true;
}

/* What the runs come to by `end`, in what the trace counts; the need, if they reach it. */
static int64_t total_by(const struct trace *t, const struct clock_run *runs, size_t n, int64_t end)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n && runs[i].from < end; i++)
        sum += meter_gain(&t->m, runs[i].from, runs[i].to < end ? runs[i].to : end);
    if (t->in_days)
        sum = meter_ticks(&t->m, sum) / TIME_DAY;
    return sum < t->need ? sum : t->need;
}

static void walk(struct trace *t, const struct clock_run *runs, size_t n, int64_t end)
{
    int64_t total = total_by(t, runs, n, end);
    bool on = true;
    for (size_t i = 0; i < n && on && runs[i].from < end; i++) {
        if (i > 0)
            on = pause(t, runs[i - 1].to, runs[i].from, end, total);
        on = on && run(t, runs[i].from, runs[i].to < end ? runs[i].to : end, end, total);
    }
}

/* Where the steps end: at the due, where the clock stands, or with the calendar. */
static int64_t end_of(int64_t due, int64_t last)
{
    if (due != CLOCK_NEVER)
        return due;
    return last != CLOCK_NEVER ? last : CALENDAR_END;
}

static enum clock_measure measure_of(const struct trace *t)
{
    if (t->in_days)
        return MEASURE_DAYS;
    return t->m.kind == METER_OFFICE ? MEASURE_OFFICE : MEASURE_WALL;
}

static struct trace trace_of(struct arena *mem, const struct calendar *cal, struct limit limit,
                             const struct clock_run *runs, size_t n)
{
    int64_t start = n ? runs[0].from : CALENDAR_START;
    struct trace t = {.mem = mem, .m = meter_of(cal, limit, start), .counts_from = start};
    bool whole = t.m.days != METER_NO_DAYS;
    t.in_days = whole && (n == 0 || t.m.straight <= runs[0].to);
    t.need = t.in_days ? limit.ticks / TIME_DAY : t.m.need;
    if (whole)
        t.counts_from = midnight(calendar_index(start) + 1);
    return t;
}

struct clock_steps clock_explain(struct arena *mem, const struct calendar *cal, struct limit limit,
                                 const struct clock_run *runs, size_t n)
{
    struct trace t = trace_of(mem, cal, limit, runs, n);
    struct clock_steps out = {
        .measure = measure_of(&t), .need = t.need, .due = clock_due(cal, limit, runs, n)};
    out.straight = t.in_days || t.m.days == METER_NO_DAYS ? CLOCK_NEVER : t.m.straight;
    if (n == 0)
        return out;
    int64_t start = runs[0].from, due = out.due.due, last = runs[n - 1].to;
    add(&t, (struct clock_step){.kind = STEP_START, .from = start, .to = start});
    walk(&t, runs, n, end_of(due, last));
    if (due != CLOCK_NEVER)
        add(&t, (struct clock_step){.kind = STEP_DUE, .from = due, .to = due});
    else if (last != CLOCK_NEVER)
        add(&t, (struct clock_step){.kind = STEP_PAUSE, .from = last, .to = CLOCK_NEVER});
    out.steps = t.steps;
    out.n = t.n;
    return out;
}

/* ---- JSON ---- */

static const char *const kind_words[] = {
    [STEP_START] = "start",     [STEP_WALL] = "wall",         [STEP_OFFICE] = "office",
    [STEP_MAKEUP] = "makeup",   [STEP_DAY] = "whole_day",     [STEP_REST] = "rest",
    [STEP_OWN_DAY] = "own_day", [STEP_TO_CLOSE] = "to_close", [STEP_OFF_HOURS] = "off_hours",
    [STEP_WEEKEND] = "weekend", [STEP_HOLIDAY] = "holiday",   [STEP_PAUSE] = "pause",
    [STEP_DUE] = "due"};

static const char *const measure_words[] = {"second", "office_second", "day"};

static void put_amount(struct json *j, const char *key, enum clock_measure measure, int64_t v)
{
    json_key(j, key);
    if (measure == MEASURE_DAYS || v % TIME_SECOND == 0)
        json_int(j, measure == MEASURE_DAYS ? v : v / TIME_SECOND);
    else
        json_real(j, (double)v / (double)TIME_SECOND, 6);
}

static void put_moment(struct json *j, const char *key, int64_t t)
{
    json_key(j, key);
    if (t == CLOCK_NEVER)
        json_null(j);
    else
        json_time(j, t);
}

static void put_step(struct json *j, enum clock_measure measure, const struct clock_step *s)
{
    json_object(j);
    json_put_text(j, "kind", kind_words[s->kind]);
    put_moment(j, "from", s->from);
    put_moment(j, "to", s->to);
    put_amount(j, "amount", measure, s->ticks);
    put_amount(j, "sum", measure, s->sum);
    json_put_text(j, "name", s->name);
    json_end(j);
}

void clock_put_members(struct json *j, struct limit limit, const struct clock_steps *steps)
{
    char text[LIMIT_TEXT];
    limit_format(limit, text);
    json_put_text(j, "limit", text);
    json_put_text(j, "measure", measure_words[steps->measure]);
    put_amount(j, "need", steps->measure, steps->need);
    put_moment(j, "without_pauses", steps->straight);
    put_moment(j, "due", steps->due.due);
    json_put_bool(j, "provisional", steps->due.provisional);
    limit_format((struct limit){limit.unit, steps->due.left}, text);
    json_put_text(j, "left", steps->due.due == CLOCK_NEVER ? text : NULL);
    json_key(j, "steps");
    json_array(j);
    for (size_t i = 0; i < steps->n; i++)
        put_step(j, steps->measure, &steps->steps[i]);
    json_array_end(j);
}

void clock_put_steps(struct json *j, struct limit limit, const struct clock_steps *steps)
{
    json_object(j);
    clock_put_members(j, limit, steps);
    json_end(j);
}

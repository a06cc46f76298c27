/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds the clocks against a walk of our own, minute by minute, on random calendars, limits, rules and pauses. The walk
 * knows nothing of sums or halving: it asks each minute whether the office is open. All moments are whole minutes, but
 * what is left of a limit may end within one. Whole days are walked by the other reading of the rule than the engine's: it
 * counts what has run against what the days hold, the walk moves their end on by what the pauses took.
 */
#include "unit.h"

#include "base/macros.h"
#include "base/time.h"
#include "calendar/calendar_world.h"
#include "calendar/explain.h"

enum {
    CALENDARS = 100,
    CASES = 50,
    HOLIDAYS = 120,
    HOURS = 3,
    RUNS = 5,
    SPAN_DAYS = 800,
    START_MINUTES = 700 * 1440,
    WALK_DAYS = 3000
};

#define MINUTE (60 * TIME_SECOND)
#define SHANGHAI (INT64_C(480) * MINUTE)

static uint64_t next(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static int64_t below(uint64_t *random, int64_t n)
{
    return (int64_t)(next(random) >> 1) % n;
}

/* ---- random worlds ---- */

struct setting {
    struct office_hours hours[HOURS];
    struct holiday holidays[HOLIDAYS];
    struct calendar_plan plan;
    int64_t first; /* moment at which the random time begins */
};

static struct office_hours random_hours(uint64_t *random)
{
    struct office_hours h = {.weekday = (uint8_t)(1 + below(random, 127)),
                             .n = (uint8_t)(1 + below(random, CALENDAR_WINDOWS))};
    int64_t at = below(random, 600);
    for (size_t i = 0; i < h.n; i++) {
        int64_t room = (1440 - at) / (h.n - (int64_t)i);
        int64_t length = 1 + below(random, room - 1);
        h.windows[i] = (struct office_window){(int16_t)at, (int16_t)(at + length)};
        at += length + 1 + below(random, room - length);
    }
    if (below(random, 4) == 0)
        h.windows[h.n - 1].to = 1440;
    return h;
}

static void random_setting(uint64_t *random, struct setting *s)
{
    static const int16_t years[] = {2019, 2020, 2021};
    static const char *const names[] = {"甲", "乙", "丙"};
    *s = (struct setting){.first = moment("2019-03-01 00:00")};
    for (size_t i = 0; i < HOURS; i++) {
        s->hours[i] = random_hours(random);
        s->hours[i].from =
            i == 0 ? 0 : time_day(s->first + ((int64_t)i * 250 + below(random, 200)) * TIME_DAY);
    }
    for (size_t i = 0; i < HOLIDAYS; i++)
        s->holidays[i] = (struct holiday){time_day(s->first + below(random, SPAN_DAYS) * TIME_DAY),
                                          below(random, 3) > 0, names[i % LEN(names)]};
    s->plan = (struct calendar_plan){.work_day = (enum day_rule)below(random, 2),
                                     .natural_day = (enum day_rule)below(random, 2),
                                     .hours = s->hours,
                                     .n_hours = (size_t)(1 + below(random, HOURS)),
                                     .holidays = s->holidays,
                                     .n_holidays = HOLIDAYS,
                                     .years = years,
                                     .n_years = LEN(years)};
}

static struct limit random_limit(uint64_t *random)
{
    struct limit l = {.unit = (enum limit_unit)below(random, LIMIT_UNIT__COUNT)};
    bool days = l.unit == LIMIT_WORK_DAY || l.unit == LIMIT_NATURAL_DAY;
    if (days && below(random, 3) > 0)
        l.ticks = (1 + below(random, 15)) * TIME_DAY;
    else
        l.ticks = (1 + below(random, 6000)) * MINUTE + (days ? 0 : below(random, 2) * TIME_SECOND);
    return l;
}

/* ---- the walk ---- */

struct today {
    int64_t day;      /* since 1970, in Shanghai */
    int64_t midnight; /* that it begins with */
    bool worked;
    const struct office_hours *hours;
};

static void look_up(const struct setting *s, int64_t t, struct today *today)
{
    if (today->hours && t >= today->midnight && t < today->midnight + TIME_DAY)
        return;
    int32_t date = time_day(t);
    today->day = (t + SHANGHAI) / TIME_DAY;
    today->midnight = today->day * TIME_DAY - SHANGHAI;
    for (size_t i = 0; i < s->plan.n_hours; i++)
        if (s->hours[i].from <= date)
            today->hours = &s->hours[i];
    today->worked = today->hours->weekday >> (today->day + 3) % 7 & 1;
    for (size_t i = 0; i < s->plan.n_holidays; i++)
        if (s->holidays[i].date == date)
            today->worked = !s->holidays[i].is_off;
}

static bool is_open(const struct today *today, int64_t minute)
{
    for (size_t i = 0; today->worked && i < today->hours->n; i++)
        if (minute >= today->hours->windows[i].from && minute < today->hours->windows[i].to)
            return true;
    return false;
}

/* Sometimes just where an office opens or closes, or at midnight: there the rules are told apart. */
static int64_t snap(uint64_t *random, const struct setting *s, int64_t t)
{
    struct today today = {0};
    look_up(s, t, &today);
    const struct office_window *w = &today.hours->windows[below(random, today.hours->n)];
    int64_t edges[] = {w->from, w->to, 1440};
    int64_t edge = today.midnight + edges[below(random, 3)] * MINUTE;
    return edge > t && below(random, 3) == 0 ? edge : t;
}

static size_t random_runs(uint64_t *random, const struct setting *s, struct clock_run *runs)
{
    size_t n = (size_t)(1 + below(random, RUNS));
    int64_t at = snap(random, s, s->first + below(random, START_MINUTES) * MINUTE);
    bool stands = below(random, 4) == 0;
    for (size_t i = 0; i < n; i++) {
        int64_t reach = below(random, 2) ? 300 : 8000;
        runs[i].from = at;
        at = snap(random, s, at + (1 + below(random, reach)) * MINUTE);
        runs[i].to = i + 1 < n || stands ? at : CLOCK_NEVER;
        at = snap(random, s, at + below(random, reach) * MINUTE);
    }
    return n;
}

enum measure { WALL, OFFICE };

struct walk {
    const struct setting *s;
    enum measure measure;
    int64_t start;
    struct today today;
};

static int64_t minute_of(struct walk *w, int64_t t)
{
    look_up(w->s, t, &w->today);
    return (t - w->today.midnight) / MINUTE;
}

/* Does the minute from t on count? */
static bool counts(struct walk *w, int64_t t)
{
    int64_t minute = minute_of(w, t);
    return w->measure == WALL || is_open(&w->today, minute);
}

struct found {
    int64_t due, used;      /* used by `until` */
    int64_t straight, held; /* of whole days: their end without pauses, and the time up to it */
};

/* Walks until `need` is there, and counts what is used by `until`. */
static struct found walk(struct walk *w, int64_t need, const struct clock_run *runs, size_t n,
                         int64_t until)
{
    struct found out = {.due = CLOCK_NEVER};
    int64_t sum = 0, end = w->start + WALK_DAYS * TIME_DAY;
    for (size_t i = 0; i < n; i++) {
        for (int64_t t = runs[i].from; t < runs[i].to && t < end; t += MINUTE) {
            if (out.due != CLOCK_NEVER && t >= until)
                return out;
            int64_t adds = counts(w, t) ? MINUTE : 0;
            if (out.due == CLOCK_NEVER && adds > 0 && sum + adds >= need)
                out.due = t + need - sum;
            sum += adds;
            out.used = t < until ? sum : out.used;
        }
    }
    return out;
}

static bool is_running(const struct clock_run *runs, size_t n, int64_t t)
{
    for (size_t i = 0; i < n; i++)
        if (t >= runs[i].from && t < runs[i].to)
            return true;
    return false;
}

/* Does the minute from t on end a day that counts? */
static bool ends_day(struct walk *w, int64_t t)
{
    int64_t minute = minute_of(w, t);
    const struct office_hours *h = w->today.hours;
    return w->measure == WALL ? minute == 1439
                              : w->today.worked && minute + 1 == h->windows[h->n - 1].to;
}

/* A walk over whole days under way. */
struct days {
    int64_t ended, used;
    int64_t passed, paused;       /* minutes that count, and those of them in a pause */
    int64_t passed_by[WALK_DAYS]; /* the end of each day without pauses */
};

/*
 * The end of each day is put off by what the pauses have taken so far, and then to an end of a day at which the clock
 * runs: so many have come by now.
 */
static void use_days(struct days *d)
{
    while (d->used < d->ended && d->passed - d->passed_by[d->used + 1] >= d->paused)
        d->used++;
}

static struct found walk_days(struct walk *w, int64_t need, const struct clock_run *runs, size_t n,
                              int64_t until)
{
    struct found out = {.due = CLOCK_NEVER, .straight = CLOCK_NEVER};
    static struct days d;
    d = (struct days){0};
    (void)minute_of(w, w->start);
    int64_t first = w->today.midnight + TIME_DAY, end = first + (WALK_DAYS - 1) * TIME_DAY;
    for (int64_t t = first; t < end && (out.due == CLOCK_NEVER || t < until); t += MINUTE) {
        bool running = is_running(runs, n, t);
        if (out.straight != CLOCK_NEVER && t >= runs[n - 1].to)
            break;
        d.passed += counts(w, t);
        d.paused += counts(w, t) && !running;
        if (!ends_day(w, t))
            continue;
        d.passed_by[++d.ended] = d.passed;
        if (d.ended == need) {
            out.straight = t + MINUTE;
            out.held = d.passed * MINUTE;
        }
        if (running)
            use_days(&d);
        if (d.used >= need && out.due == CLOCK_NEVER)
            out.due = t + MINUTE;
        out.used = t < until ? d.used : out.used;
    }
    return out;
}

/* ---- what is compared ---- */

struct trial {
    struct setting s;
    struct calendar *cal;
    struct limit limit;
    struct clock_run runs[RUNS];
    size_t n;
    int64_t day_minutes; /* > 0: a day's office minutes stand for a day */
    bool in_days;
    struct walk w;
    int64_t need;
    struct found found;
};

static int64_t minutes_of_start(struct trial *t)
{
    int64_t sum = 0;
    struct today today = {0};
    look_up(&t->s, t->runs[0].from, &today);
    for (size_t i = 0; i < today.hours->n; i++)
        sum += today.hours->windows[i].to - today.hours->windows[i].from;
    return sum;
}

static void choose_measure(struct trial *t)
{
    bool whole = t->limit.ticks % TIME_DAY == 0;
    bool work_day = t->limit.unit == LIMIT_WORK_DAY;
    t->w = (struct walk){.s = &t->s, .start = t->runs[0].from};
    t->w.measure = work_day || t->limit.unit == LIMIT_WORK_HOUR ? OFFICE : WALL;
    t->need = t->limit.ticks;
    t->day_minutes = 0;
    t->in_days =
        whole &&
        ((work_day && t->s.plan.work_day == DAY_RULE_NTH_END) ||
         (t->limit.unit == LIMIT_NATURAL_DAY && t->s.plan.natural_day == DAY_RULE_NTH_END));
    if (t->in_days) {
        t->need = t->limit.ticks / TIME_DAY;
    } else if (work_day) {
        t->day_minutes = minutes_of_start(t);
        t->need = (t->limit.ticks * t->day_minutes + 1439) / 1440;
    }
}

static void check_used(struct trial *t, int64_t until)
{
    int64_t used = t->found.used;
    if (t->in_days)
        used *= TIME_DAY;
    if (t->day_minutes)
        used = used * 1440 / t->day_minutes;
    assert_int_equal(clock_used(t->cal, t->limit, t->runs, t->n, until), used);
}

/* Steps lie end to end, what they count sums to the need, and the last one is the due. */
static void check_steps(struct arena *mem, struct trial *t)
{
    struct clock_steps e = clock_explain(mem, t->cal, t->limit, t->runs, t->n);
    int64_t at = t->runs[0].from, sum = 0;
    for (size_t i = 0; i < e.n; i++) {
        assert_int_equal(e.steps[i].from, at);
        assert_true(e.steps[i].to >= at);
        at = e.steps[i].to;
        sum += e.steps[i].ticks;
        assert_int_equal(e.steps[i].sum, sum);
        assert_true((e.steps[i].ticks > 0) ==
                    (e.steps[i].kind >= STEP_WALL && e.steps[i].kind <= STEP_REST));
        assert_true(i == 0 || e.steps[i].kind != e.steps[i - 1].kind ||
                    e.steps[i].kind <= STEP_REST || e.steps[i].name);
    }
    bool as_time = t->in_days && e.measure != MEASURE_DAYS;
    assert_int_equal(e.need, as_time ? t->found.held : t->need);
    assert_int_equal(e.straight, as_time ? t->found.straight : CLOCK_NEVER);
    assert_int_equal(as_time, t->in_days && t->found.straight > t->runs[0].to);
    assert_int_equal(at, e.due.due);
    if (e.due.due != CLOCK_NEVER)
        assert_int_equal(sum, e.need);
    else
        assert_true(sum < e.need || as_time);
}

/* The same share by walking: of the running time between start and due, where whole days count. */
static void check_share(struct trial *t, int percent)
{
    struct walk w = t->w;
    int64_t need = t->need;
    struct clock_run on[RUNS];
    for (size_t i = 0; i < t->n; i++)
        on[i] = t->runs[i];
    on[t->n - 1].to = CLOCK_NEVER;
    if (t->in_days) {
        int64_t due = walk_days(&t->w, t->need, on, t->n, 0).due;
        need = walk(&w, INT64_MAX, on, t->n, due).used;
    }
    need = (need * percent + 99) / 100;
    assert_int_equal(clock_at_share(t->cal, t->limit, t->runs, t->n, percent),
                     walk(&w, need, t->runs, t->n, 0).due);
}

static void one_trial(struct arena *mem, struct trial *t, uint64_t *random)
{
    t->limit = random_limit(random);
    t->n = random_runs(random, &t->s, t->runs);
    choose_measure(t);
    int64_t until = snap(random, &t->s, t->runs[0].from + below(random, 20000) * MINUTE);
    t->found = t->in_days ? walk_days(&t->w, t->need, t->runs, t->n, until)
                          : walk(&t->w, t->need, t->runs, t->n, until);
    struct clock_due due = clock_due(t->cal, t->limit, t->runs, t->n);
    assert_int_equal(due.due, t->found.due);
    check_used(t, until);
    check_steps(mem, t);
    if (below(random, 4) == 0)
        check_share(t, (int)(1 + below(random, 100)));
}

static void clocks_agree_with_a_walk_minute_by_minute(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct trial *t = arena_alloc(mem, sizeof *t);
    size_t due = 0, stand = 0;
    for (uint64_t seed = 1; seed <= CALENDARS; seed++) {
        uint64_t random = seed * 0x9e3779b97f4a7c15;
        random_setting(&random, &t->s);
        t->cal = calendar_new(&t->s.plan);
        for (int i = 0; i < CASES; i++) {
            struct arena *mine = arena_new();
            one_trial(mine, t, &random);
            due += t->found.due != CLOCK_NEVER;
            stand += t->found.due == CLOCK_NEVER;
            arena_free(mine);
        }
        calendar_free(t->cal);
    }
    assert_true(due > CALENDARS * CASES / 2);
    assert_true(stand > CALENDARS * CASES / 20);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_agree_with_a_walk_minute_by_minute),
    };
    return UNIT_RUN(tests);
}

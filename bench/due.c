/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Due times on the calendar of 2007 to 2026: random starts, all units, one in four with a pause, against a walk minute by
 * minute over the same limits, which looks at its calendar once a day. CPU time of this thread; the answers are compared.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/time.h"
#include "calendar/clock.h"
#include "calendar/holidays.h"
#include "calendar/hours.h"

enum { JOBS = 1000000, WALKED = 4000, ROUNDS = 5, YEARS = 100 };

#define MINUTE (60 * TIME_SECOND)
#define SHANGHAI (INT64_C(480) * MINUTE)

struct job {
    struct limit limit;
    struct clock_run runs[2];
    size_t n;
};

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

static struct calendar *bundled(void)
{
    struct ctx c = {.mem = arena_new()};
    struct holiday_sheet sheet;
    int16_t years[YEARS];
    if (holidays_bundled(&c, &sheet) != ERR_OK)
        abort();
    struct holiday *days = arena_array(c.mem, sheet.n, sizeof *days);
    for (size_t i = 0; i < sheet.n; i++)
        days[i] = sheet.entries[i].day;
    struct calendar_plan plan = {.work_day = DAY_RULE_NTH_END,
                                 .natural_day = DAY_RULE_ROLLING,
                                 .hours = &hours_usual,
                                 .n_hours = 1,
                                 .holidays = days,
                                 .n_holidays = sheet.n,
                                 .years = years};
    plan.n_years = holidays_years(&sheet, years, YEARS);
    struct calendar *cal = calendar_new(&plan);
    arena_free(c.mem);
    return cal;
}

static int64_t below(uint64_t *random, int64_t n)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (int64_t)(*random >> 1) % n;
}

/* Limits as catalogues have them: minutes to weeks. */
static struct job random_job(uint64_t *random, int64_t first, int64_t last)
{
    static const int64_t most[] = {72 * 60, 40 * 60, 30, 60}; /* minutes, minutes, days, days */
    struct job j = {.limit.unit = (enum limit_unit)below(random, LIMIT_UNIT__COUNT), .n = 1};
    bool hours = j.limit.unit == LIMIT_URGENT_HOUR || j.limit.unit == LIMIT_WORK_HOUR;
    j.limit.ticks = (1 + below(random, most[j.limit.unit])) * (hours ? MINUTE : TIME_DAY);
    j.runs[0].from = first + below(random, (last - first) / MINUTE) * MINUTE;
    j.runs[0].to = CLOCK_NEVER;
    if (below(random, 4) == 0) {
        j.runs[0].to = j.runs[0].from + (1 + below(random, 2000)) * MINUTE;
        j.runs[1] = (struct clock_run){j.runs[0].to + below(random, 10000) * MINUTE, CLOCK_NEVER};
        j.n = 2;
    }
    return j;
}

/* ---- the walk ---- */

struct walk {
    const struct calendar *cal;
    struct calendar_day day;
    int64_t midnight; /* that the day begins with */
};

static bool is_worked(const struct walk *w)
{
    return w->day.kind == DAY_WORK || w->day.kind == DAY_MAKEUP;
}

static void look_up(struct walk *w, int64_t t)
{
    if (w->midnight != 0 && t >= w->midnight && t < w->midnight + TIME_DAY)
        return;
    w->midnight = (t + SHANGHAI) / TIME_DAY * TIME_DAY - SHANGHAI;
    (void)calendar_day(w->cal, t, &w->day);
}

static bool is_open(const struct walk *w, int64_t minute)
{
    for (size_t i = 0; is_worked(w) && i < w->day.n_windows; i++)
        if (minute >= w->day.windows[i].from && minute < w->day.windows[i].to)
            return true;
    return false;
}

static int64_t walk_time(struct walk *w, const struct job *j)
{
    int64_t left = j->limit.ticks;
    bool wall = j->limit.unit != LIMIT_WORK_HOUR;
    for (size_t i = 0; i < j->n; i++) {
        for (int64_t t = j->runs[i].from; t < j->runs[i].to; t += MINUTE) {
            look_up(w, t);
            left -= wall || is_open(w, (t - w->midnight) / MINUTE) ? MINUTE : 0;
            if (left <= 0)
                return t + MINUTE;
        }
    }
    return CLOCK_NEVER;
}

static bool is_paused(const struct job *j, int64_t t)
{
    return j->n == 2 && t >= j->runs[0].to && t < j->runs[1].from;
}

/* The close of the Nth working day behind the start's own, put off by the open minutes of the pause and to a close. */
static int64_t walk_days(struct walk *w, const struct job *j)
{
    int64_t days = j->limit.ticks / TIME_DAY, owed = 0;
    look_up(w, j->runs[0].from);
    for (int64_t t = w->midnight + TIME_DAY;; t += MINUTE) {
        look_up(w, t);
        int64_t minute = (t - w->midnight) / MINUTE;
        if (!is_open(w, minute))
            continue;
        owed += is_paused(j, t) ? 1 : 0;
        owed -= days <= 0 ? 1 : 0;
        if (minute + 1 != w->day.windows[w->day.n_windows - 1].to)
            continue;
        days--;
        if (days <= 0 && owed <= 0 && !is_paused(j, t))
            return t + MINUTE;
    }
}

static int64_t walk(const struct calendar *cal, const struct job *j)
{
    struct walk w = {.cal = cal};
    return j->limit.unit == LIMIT_WORK_DAY ? walk_days(&w, j) : walk_time(&w, j);
}

/* ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v)
{
    qsort(v, ROUNDS, sizeof *v, by_size);
    return v[ROUNDS / 2];
}

int main(void)
{
    int64_t first, last;
    uint64_t random = 1;
    struct calendar *cal = bundled();
    if (!time_parse("2007-01-01", &first) || !time_parse("2026-09-01", &last))
        abort();
    struct job *jobs = must(calloc(JOBS, sizeof *jobs));
    int64_t *due = must(calloc(JOBS, sizeof *due)), *walked = must(calloc(WALKED, sizeof *walked));
    double ours[ROUNDS], theirs[ROUNDS];
    for (size_t i = 0; i < JOBS; i++)
        jobs[i] = random_job(&random, first, last);
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_s();
        for (size_t i = 0; i < JOBS; i++)
            due[i] = clock_due(cal, jobs[i].limit, jobs[i].runs, jobs[i].n).due;
        ours[round] = cpu_s() - start;
        start = cpu_s();
        for (size_t i = 0; i < WALKED; i++)
            walked[i] = walk(cal, &jobs[i]);
        theirs[round] = cpu_s() - start;
    }
    size_t differ = 0;
    for (size_t i = 0; i < WALKED; i++)
        differ += due[i] != walked[i];
    double one = median(ours) / JOBS * 1e6, other = median(theirs) / WALKED * 1e6;
    (void)printf(
        "| due times, 20 years, all units | %.3f us each, %.1f million a second and core | "
        "minute walk %.1f us | %.0fx | %d answers compared, %zu differ |\n",
        one, 1 / one, other, other / one, WALKED, differ);
    free(walked);
    free(due);
    free(jobs);
    calendar_free(cal);
    return differ ? 1 : 0;
}

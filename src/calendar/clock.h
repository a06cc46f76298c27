/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock of a limit. It runs in spans; what lies between two spans is a pause, measured in the clock of the limit like
 * everything else. Pure: a calendar and numbers in, numbers out; nothing is looked up, nothing is kept.
 *
 *   urgent_hour  wall clock.
 *   work_hour    office hours of the calendar only.
 *   work_day     by the calendar's rule. nth end: the start's own day does not count, and N days end at the close of the Nth
 *                working day after. A pause moves this on by as much office time as it took from those days, and then to the
 *                close of the day where that leads. (So the clock has to run for as long as the N days are open, and the
 *                limit is used up at the first close, while it runs, by which it has.) Rolling: N times the office hours of
 *                a day (those in force on the start's day). A limit with a fraction of a day is rolling always.
 *   natural_day  the same with calendar days, their 24 hours and 24:00 of a day (nth end), or N times 24 hours (rolling);
 *                with a fraction rolling always.
 *
 * A limit that is used up just when the office closes is due then, not at the next opening.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/calendar.h"
#include "calendar/limit.h"

#define CLOCK_NEVER INT64_MAX

struct clock_run {
    int64_t from, to; /* half open; to CLOCK_NEVER: it runs still (the last one only) */
};

/* Runs are in order and apart (touching is fine). n 0: the clock never ran. */

/* Ticks of the limit's unit that are used up by the moment `until`. Whole days (nth end) count when they end. */
int64_t clock_used(const struct calendar *cal, struct limit limit, const struct clock_run *runs,
                   size_t n, int64_t until);

struct clock_due {
    int64_t
        due; /* the first moment at which the limit is used up; CLOCK_NEVER: it is not, and the clock stands */
    int64_t
        left; /* ticks not used up in the runs that are over: what is left when the clock stands */
    bool
        provisional; /* work units: between the start and the due, a year's holidays are not known yet */
};
/* When the limit is used up if the last run goes on as it is. */
struct clock_due clock_due(const struct calendar *cal, struct limit limit,
                           const struct clock_run *runs, size_t n);

/*
 * The moment when so many percent (1..100) are used up, for lights. Where whole days count, a share of them has no moment
 * of its own: it is then that share of the running time between start and due, in office hours for work_day and in wall
 * clock for natural_day. When the clock stands: the moment if it has passed, else CLOCK_NEVER.
 */
int64_t clock_at_share(const struct calendar *cal, struct limit limit, const struct clock_run *runs,
                       size_t n, int percent);

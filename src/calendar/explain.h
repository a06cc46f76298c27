/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The derivation of a due time, step by step, so that anybody with the calendar in hand can do it again. Whole days are
 * counted as days while nothing pauses; once something does, as the time that they hold (clock.h).
 */
#pragma once

#include "calendar/clock.h"

struct arena;
struct json;

enum clock_step_kind {
    STEP_START,   /* from = to: the clock begins */
    STEP_WALL,    /* counts: wall clock */
    STEP_OFFICE,  /* counts: office hours of a working day */
    STEP_MAKEUP,  /* counts: office hours of a make-up day (调休); name */
    STEP_DAY,     /* counts one whole day, at `to`; name of a make-up day */
    STEP_REST,    /* counts: all that is left of a very long limit, in one */
    STEP_OWN_DAY, /* counts nothing, as all below: the start's own day, where whole days count */
    STEP_TO_CLOSE, /* whole days with pauses: the limit's time has run, and the day goes on to its end */
    STEP_OFF_HOURS,
    STEP_WEEKEND,
    STEP_HOLIDAY, /* name */
    STEP_PAUSE,   /* to CLOCK_NEVER: the clock stands */
    STEP_DUE      /* from = to: used up */
};

enum clock_measure { MEASURE_WALL, MEASURE_OFFICE, MEASURE_DAYS };

struct clock_step {
    enum clock_step_kind kind;
    int64_t from, to;
    int64_t ticks, sum; /* in the measure: microseconds or days; sum with this step */
    const char *name;   /* of a holiday or make-up day, else NULL */
};

enum { CLOCK_STEPS_MAX = 1000 };

struct clock_steps {
    enum clock_measure measure; /* of ticks, sum and need */
    int64_t need;               /* what the limit comes to; the last sum, when it is due */
    int64_t
        straight; /* where time stands for whole days: when they end without the pauses; else CLOCK_NEVER */
    struct clock_due due;
    const struct clock_step *steps; /* without gaps in time from start to due */
    size_t n;
};

/* The steps live in mem. Equal idle steps that follow each other are one. */
struct clock_steps clock_explain(struct arena *mem, const struct calendar *cal, struct limit limit,
                                 const struct clock_run *runs, size_t n);

/*
 * Writes {limit, measure, need, without_pauses, due, left, provisional, steps:[{kind, from, to, amount, sum, name}]} as a value: amounts in
 * seconds or days by the measure, limit as in limit.h, left too while the clock stands, a `to` or due that is not known null.
 */
void clock_put_steps(struct json *j, struct limit limit, const struct clock_steps *steps);
/* The same members into an object that is open. */
void clock_put_members(struct json *j, struct limit limit, const struct clock_steps *steps);

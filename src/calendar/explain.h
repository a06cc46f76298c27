/* SPDX-License-Identifier: Apache-2.0 */
/* The derivation of a due time, step by step, so that anybody with the calendar in hand can do it again. */
#pragma once

#include "calendar/clock.h"

struct arena;
struct json;

enum clock_step_kind {
    STEP_START,     /* from = to: the clock begins */
    STEP_WALL,      /* counts: wall clock */
    STEP_OFFICE,    /* counts: office hours of a working day */
    STEP_MAKEUP,    /* counts: office hours of a make-up day (调休), name */
    STEP_DAY,       /* counts one whole day, at `to` */
    STEP_OFF_HOURS, /* from here on nothing counts: outside office hours, or the start's own day */
    STEP_WEEKEND,
    STEP_HOLIDAY, /* name */
    STEP_PAUSE,   /* to CLOCK_NEVER: the clock stands */
    STEP_REST,    /* counts: all that is left of a very long limit, in one */
    STEP_DUE      /* from = to: used up */
};

enum clock_measure { MEASURE_WALL, MEASURE_OFFICE, MEASURE_DAYS };

struct clock_step {
    enum clock_step_kind kind;
    int64_t from, to;
    int64_t ticks, sum; /* microseconds, or TIME_DAY for a whole day; sum with this step */
    const char *name;   /* of a holiday or make-up day, else NULL */
};

enum { CLOCK_STEPS_MAX = 1000 };

struct clock_steps {
    enum clock_measure measure; /* of ticks, sum and need */
    int64_t need;               /* what the limit comes to; the last sum, when it is due */
    struct clock_due due;
    const struct clock_step *steps; /* without gaps in time from start to due */
    size_t n;
};

/* The steps live in mem. Equal idle steps that follow each other are one. */
struct clock_steps clock_explain(struct arena *mem, const struct calendar *cal, struct limit limit,
                                 const struct clock_run *runs, size_t n);

/* Writes {measure, need, due, left, provisional, steps:[{kind, from, to, amount, sum, name}]} as a value; amounts in
 * seconds or days, limit as in limit.h. */
void clock_put_steps(struct json *j, struct limit limit, const struct clock_steps *steps);

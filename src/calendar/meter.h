/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside calendar: what a limit is measured with. A meter is a reading that never falls as time goes on; a limit is used up
 * when the readings of its runs have risen by `need`, or, where whole days count, at the next end of a day after that.
 */
#pragma once

#include "calendar/clock.h"

enum meter_kind {
    METER_WALL,  /* microseconds */
    METER_OFFICE /* microseconds of office time */
};

enum meter_days {
    METER_NO_DAYS,  /* used up at any moment */
    METER_CLOSES,   /* only at the office close of a working day */
    METER_MIDNIGHTS /* only at the end of a day */
};

struct meter {
    const struct calendar *cal;
    enum meter_kind kind;
    enum meter_days days;
    int64_t need;     /* where whole days count: what those right behind the start's own day hold */
    int64_t floor;    /* nothing below this reading counts: the start's own day */
    int64_t straight; /* where whole days count: when they end if nothing pauses */
    int32_t first;    /* where working days count: the day behind the start's own */
    int32_t day_minutes; /* > 0: office time is turned into parts of a day of so many minutes */
};

/* The meter of a limit whose clock began at `start`. */
struct meter meter_of(const struct calendar *cal, struct limit limit, int64_t start);
int64_t meter_read(const struct meter *m, int64_t t);
/* The first moment with this reading (which is not below that of any run's start); CLOCK_NEVER: none. */
int64_t meter_moment(const struct meter *m, int64_t near, int64_t reading);
/* How far the meter rose between two moments; 0 when `to` is before `from`. */
int64_t meter_gain(const struct meter *m, int64_t from, int64_t to);
/* From the meter's measure to ticks of the limit; where whole days count, those that are full. */
int64_t meter_ticks(const struct meter *m, int64_t measured);
/* Where whole days count: the first end of a day at t or later; CLOCK_NEVER: none. */
int64_t meter_day_end(const struct meter *m, int64_t t);
/* Where whole days count: the last end of a day behind `from` and up to `to`; `from`: there is none. */
int64_t meter_last_end(const struct meter *m, int64_t from, int64_t to);
/* When the office closes on a day, if it were worked. */
int64_t meter_close(const struct calendar *cal, int32_t day);

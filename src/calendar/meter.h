/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside calendar: what a limit is measured with. A meter is a reading that never falls as time goes on; a limit is used up
 * when the readings of its runs have risen by `need`.
 */
#pragma once

#include "calendar/clock.h"

enum meter_kind {
    METER_WALL,      /* microseconds */
    METER_OFFICE,    /* microseconds of office time */
    METER_CLOSES,    /* office closes of working days */
    METER_MIDNIGHTS, /* ends of days */
};

struct meter {
    const struct calendar *cal;
    enum meter_kind kind;
    int64_t need;
    int64_t floor;       /* nothing below this reading counts: the start's own day */
    int32_t day_minutes; /* > 0: office time is turned into parts of a day of so many minutes */
};

/* The meter of a limit whose clock began at `start`. */
struct meter meter_of(const struct calendar *cal, struct limit limit, int64_t start);
int64_t meter_read(const struct meter *m, int64_t t);
/* The first moment with this reading (which is not below that of any run's start); CLOCK_NEVER: none. */
int64_t meter_moment(const struct meter *m, int64_t near, int64_t reading);
/* How far the meter rose between two moments; 0 when `to` is before `from`. */
int64_t meter_gain(const struct meter *m, int64_t from, int64_t to);
/* From the meter's measure to ticks of the limit. */
int64_t meter_ticks(const struct meter *m, int64_t measured);
/* When the office closes on a day, if it were worked. */
int64_t meter_close(const struct calendar *cal, int32_t day);

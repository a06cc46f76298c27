/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of calendars, in an open write unit: each raises the version and is journalled with what held before and what
 * holds after. Rights are the caller's affair.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "calendar/calendar.h"
#include "calendar/holidays.h"

struct calendar_at {
    int32_t district; /* 0: for all */
    const char
        *area; /* whose journal tells of it: the district, or the root for all; "0": none of them */
};

enum { CALENDAR_YEARS = CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1 };

struct holiday_report {
    bool applied; /* false: dry run, or errors */
    int64_t rows, added, changed, removed, unchanged;
    int16_t years[CALENDAR_YEARS]; /* whose lists differ */
    size_t n_years;
    struct findings found;
    int64_t version; /* of the calendar after it */
};

/*
 * Replaces the lists of the years that the file has. Nothing is written when it has errors, or says what holds anyway.
 * ERR_OK also with errors; see holidays_read for the rest.
 */
enum err calendar_import(struct ctx *c, const struct calendar_at *at, const char *text, size_t n,
                         bool csv, bool dry_run, struct holiday_report *out) MUST_USE;
/* Takes the last import of this level back; the lists before it hold again. ERR_CONFLICT calendar.nothing_to_undo. */
enum err calendar_undo(struct ctx *c, const struct calendar_at *at, struct holiday_report *out)
    MUST_USE;

struct calendar_change {
    int64_t version; /* that the caller has seen: of the whole calendar; 0: whatever it is */
    const char *work_day, *natural_day; /* words of hours.h; "inherit"; NULL: stays */
    const struct office_hours *hours;   /* NULL: stay; n_hours 0: inherited */
    size_t n_hours;
};
/* ERR_INVALID calendar.rule, .hours; ERR_STALE. */
enum err calendar_change(struct ctx *c, const struct calendar_at *at,
                         const struct calendar_change *change, int64_t *out_version) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside calendar: what the database says of calendars, level by level: a district's own, the one for all, and what is
 * built in. The nearest that says something holds: per rule, per date for hours, per year for holidays.
 */
#pragma once

#include "base/ctx.h"
#include "calendar/calendar.h"
#include "calendar/holidays.h"

struct level {
    int32_t district;                   /* 0: for all */
    int64_t version, change;            /* 0: there is no such row */
    const char *work_day, *natural_day; /* NULL: not said */
    struct office_hours *hours;
    struct holiday_entry *days; /* by year, then date */
    size_t n_hours, n_days;
};

struct levels {
    struct level own, all; /* own: of district 0 the same as all, and empty */
};

/* Versions and rules: one query. */
enum err levels_heads(struct ctx *c, int32_t district, struct levels *out) MUST_USE;
/* Hours and holidays of a level that has a row. */
enum err level_read(struct ctx *c, struct level *l) MUST_USE;

/* Of the whole calendar: this program's edition of the holidays counts too. */
int64_t levels_version(const struct levels *l);

/* The list of a year that holds by these levels; n 0: nobody has it. */
struct year_list {
    const struct holiday_entry *days;
    size_t n;
};
struct year_list levels_year(const struct levels *l, const struct holiday_sheet *bundled, int year);

/* Puts the levels together; in mem. */
struct calendar_plan levels_plan(struct arena *mem, const struct levels *l,
                                 const struct holiday_sheet *bundled);

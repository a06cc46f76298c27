/* SPDX-License-Identifier: Apache-2.0 */
/* Inside calendar: the compiled tables, which clock.c and explain.c read. */
#pragma once

#include "base/time.h"
#include "calendar/calendar.h"

enum {
    DAYS = 22281,        /* 1 January 2000 .. 31 December 2060 */
    EPOCH_DAYS = 730425, /* of 1 January 2000, counted from 1 March of the year 0 */
    MINUTES = 1440       /* of a day */
};

#define CALENDAR_MINUTE (60 * TIME_SECOND)
#define CALENDAR_START (INT64_C(946656000) * TIME_SECOND) /* 2000-01-01 00:00 in Shanghai */
#define CALENDAR_END (CALENDAR_START + DAYS * TIME_DAY)

struct named_day {
    int32_t day;
    char name[CALENDAR_NAME];
};

struct calendar {
    int64_t version;
    enum day_rule work_day, natural_day;
    struct office_hours *hours;
    struct named_day *named; /* by day */
    size_t n_hours, n_named;
    bool known[CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1];
    uint8_t in_force[DAYS];    /* which hours */
    uint8_t kind[DAYS];        /* enum day_kind */
    int32_t office[DAYS + 1];  /* minutes of office time before the day */
    int32_t worked[DAYS + 1];  /* working days before it */
    int32_t unknown[DAYS + 1]; /* days before it whose holidays are not known */
};

/* The day that holds t: below 0 or DAYS and more outside the calendar. t within a few thousand years of now. */
int32_t calendar_index(int64_t t);
const char *calendar_day_name(const struct calendar *cal, int32_t day); /* NULL: an ordinary one */

/* 0 Monday .. 6 Sunday: 1 January 2000 was a Saturday. */
static inline int32_t weekday_of(int32_t day)
{
    return (day + 5) % 7;
}

static inline int64_t midnight(int32_t day)
{
    return CALENDAR_START + day * TIME_DAY;
}

static inline const struct office_hours *hours_of(const struct calendar *cal, int32_t day)
{
    return &cal->hours[cal->in_force[day]];
}

static inline bool is_worked(const struct calendar *cal, int32_t day)
{
    return cal->kind[day] == DAY_WORK || cal->kind[day] == DAY_MAKEUP;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled calendar: for every day from 2000 to 2060 whether it is worked and in which office hours, with sums, so that
 * clocks (clock.h) are read by halving. It never changes and holds no lock. Outside these years nothing is worked.
 * Days are numbered from 1 January 2000; times are as in base/time.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CALENDAR_YEAR_MIN = 2000,
    CALENDAR_YEAR_MAX = 2060,
    CALENDAR_WINDOWS = 4, /* of one day, at most */
    CALENDAR_NAME = 64    /* bytes of a holiday's name with its NUL */
};

struct office_window {
    int16_t from, to; /* minutes of the day, from < to <= 1440 */
};

/* Office hours from a day on, until the next entry. */
struct office_hours {
    int32_t from;    /* yyyymmdd; 0: always */
    uint8_t weekday; /* worked days of the week: bit 0 Monday .. bit 6 Sunday */
    uint8_t n;
    struct office_window windows[CALENDAR_WINDOWS]; /* ascending, apart */
};

struct holiday {
    int32_t date; /* yyyymmdd */
    bool is_off;  /* false: worked although it may be a weekend (调休) */
    const char *name;
};

enum day_rule {
    DAY_RULE_NTH_END, /* the end of the Nth day, the start's own day not counted */
    DAY_RULE_ROLLING  /* N times a day's length: of office hours, or 24 hours */
};

/* What a calendar is made of. A day's last holiday entry counts, and its last hours entry in force. */
struct calendar_plan {
    int64_t version;
    enum day_rule work_day, natural_day;
    const struct office_hours *hours; /* by `from`; the first has from 0; 255 at most */
    size_t n_hours;
    const struct holiday *holidays; /* any order; later ones win */
    size_t n_holidays;
    const int16_t *years; /* whose holidays are known */
    size_t n_years;
};

struct calendar;
struct calendar *calendar_new(const struct calendar_plan *plan); /* copies what it needs */
void calendar_free(struct calendar *cal);                        /* takes NULL */

/* Raised by every change of hours, rules or holidays that reach the district: a due time of an older one is stale. */
int64_t calendar_version(const struct calendar *cal);
enum day_rule calendar_work_day(const struct calendar *cal);
enum day_rule calendar_natural_day(const struct calendar *cal);
/* Are the year's holidays there? The next year's notice may rule the last days of December too. */
bool calendar_knows(const struct calendar *cal, int year);
/* The year whose holidays are missing at `now`: this one, or from October on the next; 0: none. */
int calendar_missing(const struct calendar *cal, int64_t now);

enum day_kind { DAY_WORK, DAY_WEEKEND, DAY_HOLIDAY, DAY_MAKEUP };

struct calendar_day {
    int32_t date; /* yyyymmdd */
    enum day_kind kind;
    const char *name; /* of a holiday or make-up day, else NULL */
    const struct office_window *windows;
    size_t n_windows; /* also of a day that is not worked: what would be its hours */
};
/* The day that holds t; false outside 2000..2060. */
bool calendar_day(const struct calendar *cal, int64_t t, struct calendar_day *out);

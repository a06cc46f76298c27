/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/time.h"
#include "calendar/calendar_world.h"

enum { RUNS = 4 };

/* "2014-09-26 17:00/2014-09-27 10:00;2014-09-28 09:00": spans, the last one open when it has no end. */
static size_t runs_of(const char *text, struct clock_run runs[RUNS])
{
    size_t n = 0;
    for (const char *p = text; *p && n < RUNS; n++) {
        char one[17];
        memcpy(one, p, 16);
        one[16] = '\0';
        runs[n] = (struct clock_run){moment(one), CLOCK_NEVER};
        p += 16;
        if (*p == '/') {
            memcpy(one, p + 1, 16);
            runs[n].to = moment(one);
            p += 17;
        }
        p += *p == ';';
    }
    return n;
}

struct vector {
    const char *runs, *limit, *due;
};

static void check(const struct calendar *cal, const struct vector *v, size_t n)
{
    struct arena *mem = arena_new();
    for (size_t i = 0; i < n; i++) {
        struct clock_run runs[RUNS];
        size_t n_runs = runs_of(v[i].runs, runs);
        struct limit limit = limit_of(v[i].limit);
        struct clock_due due = clock_due(cal, limit, runs, n_runs);
        const char *got = moment_text(mem, due.due);
        if (strcmp(got, v[i].due) != 0)
            fail_msg("%s + %s: %s, not %s", v[i].runs, v[i].limit, got, v[i].due);
        if (due.due == CLOCK_NEVER)
            continue;
        assert_true(clock_used(cal, limit, runs, n_runs, due.due) >= limit.ticks);
        assert_true(clock_used(cal, limit, runs, n_runs, due.due - 1) < limit.ticks);
    }
    arena_free(mem);
}

static void friday_evening_plus_two_hours_is_the_worked_sunday(void **state)
{
    static const struct vector v[] = {
        {"2014-09-26 17:00", "2 work_hour",   "2014-09-28 09:00"},
        {"2014-09-30 17:00", "4 work_hour",   "2014-10-08 11:00"},
        {"2014-09-30 17:00", "2 urgent_hour", "2014-09-30 19:00"},
        {"2014-10-11 08:00", "8 work_hour",   "2014-10-11 18:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void work_hours_begin_at_the_next_office_moment(void **state)
{
    static const struct vector v[] = {
        {"2026-11-24 07:00", "1 work_hour",    "2026-11-24 09:00"},
        {"2026-11-24 08:00", "1 work_hour",    "2026-11-24 09:00"},
        {"2026-11-24 12:30", "1 work_hour",    "2026-11-24 15:00"},
        {"2026-11-24 12:00", "1 work_hour",    "2026-11-24 15:00"},
        {"2026-11-24 18:00", "1 work_hour",    "2026-11-25 09:00"},
        {"2026-11-24 23:59", "1 work_hour",    "2026-11-25 09:00"},
        {"2026-11-24 00:00", "1 work_hour",    "2026-11-24 09:00"},
        {"2026-11-28 10:00", "0.25 work_hour", "2026-11-30 08:15"},
        {"2026-02-15 03:00", "8 work_hour",    "2026-02-24 18:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void what_is_used_up_at_the_close_is_due_at_the_close(void **state)
{
    static const struct vector v[] = {
        {"2026-11-24 10:00", "2 work_hour", "2026-11-24 12:00"},
        {"2026-11-24 16:00", "2 work_hour", "2026-11-24 18:00"},
        {"2026-11-27 08:00", "8 work_hour", "2026-11-27 18:00"},
        {"2026-11-24 12:00", "4 work_hour", "2026-11-24 18:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void a_work_day_ends_with_the_office_and_the_first_day_does_not_count(void **state)
{
    static const struct vector v[] = {
        {"2026-11-24 09:00", "1 work_day",  "2026-11-25 18:00"},
        {"2026-11-24 17:59", "1 work_day",  "2026-11-25 18:00"},
        {"2026-11-24 03:00", "1 work_day",  "2026-11-25 18:00"},
        {"2026-11-24 23:00", "1 work_day",  "2026-11-25 18:00"},
        {"2026-11-27 17:00", "1 work_day",  "2026-11-30 18:00"},
        {"2026-11-28 10:00", "1 work_day",  "2026-11-30 18:00"},
        {"2026-11-24 09:00", "15 work_day", "2026-12-15 18:00"},
        {"2014-09-26 17:00", "1 work_day",  "2014-09-28 18:00"},
        {"2014-09-30 17:00", "1 work_day",  "2014-10-08 18:00"},
        {"2014-09-30 17:00", "4 work_day",  "2014-10-11 18:00"},
        {"2014-09-30 17:00", "5 work_day",  "2014-10-13 18:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void a_part_of_a_work_day_is_that_part_of_its_office_hours(void **state)
{
    static const struct vector v[] = {
        {"2026-11-24 09:00", "0.5 work_day",   "2026-11-24 15:00"},
        {"2026-11-24 17:00", "0.5 work_day",   "2026-11-25 11:00"},
        {"2026-11-24 09:00", "1.5 work_day",   "2026-11-25 15:00"},
        {"2026-11-27 17:30", "0.125 work_day", "2026-11-30 08:30"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void work_days_may_be_set_to_roll(void **state)
{
    static const struct vector v[] = {
        {"2026-11-24 10:00", "1 work_day", "2026-11-25 10:00"},
        {"2026-11-24 08:00", "1 work_day", "2026-11-24 18:00"},
        {"2026-11-27 10:00", "2 work_day", "2026-12-01 10:00"},
        {"2026-11-28 10:00", "1 work_day", "2026-11-30 18:00"},
        {"2014-09-30 17:00", "1 work_day", "2014-10-08 17:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_ROLLING, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void natural_days_roll_or_end_at_midnight_as_set(void **state)
{
    static const struct vector rolling[] = {
        {"2026-11-27 10:30", "1 natural_day",   "2026-11-28 10:30"},
        {"2026-12-31 23:59", "2 natural_day",   "2027-01-02 23:59"},
        {"2026-11-27 10:00", "0.5 natural_day", "2026-11-27 22:00"},
        {"2024-02-28 10:00", "2 natural_day",   "2024-03-01 10:00"},
    };
    static const struct vector nth[] = {
        {"2026-11-27 10:30", "1 natural_day",   "2026-11-29 00:00"},
        {"2026-11-27 00:00", "1 natural_day",   "2026-11-29 00:00"},
        {"2026-12-31 23:59", "2 natural_day",   "2027-01-03 00:00"},
        {"2026-11-27 10:00", "0.5 natural_day", "2026-11-27 22:00"},
        {"2024-02-28 10:00", "1 natural_day",   "2024-03-01 00:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, rolling, LEN(rolling));
    calendar_free(cal);
    cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    check(cal, nth, LEN(nth));
    calendar_free(cal);
}

static void a_pause_is_measured_in_the_clock_of_the_limit(void **state)
{
    static const struct vector v[] = {
  /* from noon to noon the next day: 8 office hours, not 24 */
        {"2026-11-24 08:00/2026-11-24 12:00;2026-11-25 12:00",                                   "8 work_hour",   "2026-11-25 18:00"},
 /* over a weekend, when nothing ran anyway */
        {"2026-11-27 17:00/2026-11-27 18:00;2026-11-30 08:00",                                   "2 work_hour",   "2026-11-30 09:00"},
        {"2026-11-27 17:00/2026-11-28 10:00;2026-11-29 10:00",                                   "2 work_hour",   "2026-11-30 09:00"},
        {"2026-11-24 10:00/2026-11-24 11:00;2026-11-24 15:00",                                   "2 urgent_hour", "2026-11-24 16:00"},
 /* two hours of office time, so the close of one day more */
        {"2026-11-24 10:00/2026-11-25 17:00;2026-11-26 09:00",                                   "2 work_day",    "2026-11-27 18:00"},
 /* nearly a day between two closes is not lost to the unit ... */
        {"2026-11-24 10:00/2026-11-25 09:00;2026-11-25 17:59",                                   "2 work_day",    "2026-11-27 18:00"},
        {"2026-11-23 09:00/2026-11-24 08:05;2026-11-24 17:55",                                   "1 work_day",    "2026-11-25 18:00"},
 /* ... and minutes across a close do not give it more than that day */
        {"2026-11-23 09:00/2026-11-24 17:55;2026-11-24 18:05",                                   "1 work_day",    "2026-11-25 18:00"},
        {"2026-11-23 09:00/2026-11-24 17:55;2026-11-24 18:05/2026-11-25 17:00;2026-11-25 18:00",
         "1 work_day",                                                                                            "2026-11-26 18:00"},
 /* the start's own day does not count, and no pause in it; nor does one out of hours */
        {"2026-11-24 10:00/2026-11-24 11:00;2026-11-24 17:00",                                   "1 work_day",    "2026-11-25 18:00"},
        {"2026-11-24 10:00/2026-11-25 18:00;2026-11-26 08:00",                                   "2 work_day",    "2026-11-26 18:00"},
 /* it begins or ends just at the close */
        {"2026-11-24 10:00/2026-11-25 12:00;2026-11-25 18:00",                                   "1 work_day",    "2026-11-26 18:00"},
        {"2026-11-24 10:00/2026-11-25 18:00",                                                    "1 work_day",    "2026-11-25 18:00"},
 /* two pauses */
        {"2026-11-24 08:00/2026-11-24 09:00;2026-11-24 10:00/2026-11-24 11:00;2026-11-24 14:00",
         "3 work_hour",                                                                                           "2026-11-24 15:00"},
 /* it stands */
        {"2026-11-24 08:00/2026-11-24 09:00",                                                    "3 work_hour",   "never"           },
        {"2026-11-24 08:00/2026-11-24 09:00;2026-11-24 10:00/2026-11-24 11:00",                  "3 work_hour",
         "never"                                                                                                                    },
 /* it was used up before it stood */
        {"2026-11-24 08:00/2026-11-24 12:00",                                                    "3 work_hour",   "2026-11-24 11:00"},
        {"2026-11-24 08:00/2026-11-24 11:00",                                                    "3 work_hour",   "2026-11-24 11:00"},
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void a_pause_of_calendar_days_moves_them_on_by_its_length_to_a_midnight(void **state)
{
    static const struct vector v[] = {
        {"2026-11-23 09:00/2026-11-24 00:05;2026-11-24 23:55",                  "1 natural_day", "2026-11-26 00:00"},
        {"2026-11-23 09:00/2026-11-24 23:55;2026-11-25 00:05",                  "1 natural_day", "2026-11-26 00:00"},
        {"2026-11-23 09:00/2026-11-23 10:00;2026-11-23 23:00",                  "1 natural_day", "2026-11-25 00:00"},
        {"2026-11-23 09:00/2026-11-24 10:00;2026-11-27 10:00",                  "2 natural_day", "2026-11-29 00:00"},
        {"2026-11-23 09:00/2026-11-24 12:00;2026-11-25 12:00/2026-11-26 09:00", "2 natural_day",
         "never"                                                                                                   },
    };
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    check(cal, v, LEN(v));
    calendar_free(cal);
}

static void a_clock_that_stands_says_what_is_left(void **state)
{
    struct clock_run runs[RUNS];
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    size_t n = runs_of("2026-11-24 10:00/2026-11-24 16:00", runs);
    assert_int_equal(clock_due(cal, limit_of("8 work_hour"), runs, n).left, 4 * TIME_DAY / 24);
    assert_int_equal(clock_due(cal, limit_of("8 urgent_hour"), runs, n).left, 2 * TIME_DAY / 24);
    assert_int_equal(clock_due(cal, limit_of("2 work_day"), runs, n).left, 2 * TIME_DAY);
    assert_int_equal(clock_due(cal, limit_of("1.5 work_day"), runs, n).left, TIME_DAY);
    n = runs_of("2026-11-24 10:00/2026-11-26 16:00", runs);
    assert_int_equal(clock_due(cal, limit_of("2 work_day"), runs, n).left, TIME_DAY);
    assert_int_equal(clock_due(cal, limit_of("2 work_day"), runs, 0).left, 2 * TIME_DAY);
    assert_true(clock_due(cal, limit_of("2 work_day"), runs, 0).due == CLOCK_NEVER);
    calendar_free(cal);
}

static void an_extension_adds_to_the_limit(void **state)
{
    struct clock_run runs[RUNS];
    (void)state;
    struct arena *mem = arena_new();
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    struct limit limit = limit_of("2 work_day");
    size_t n = runs_of("2026-11-24 10:00", runs);
    limit.ticks *= 2;
    assert_string_equal(moment_text(mem, clock_due(cal, limit, runs, n).due), "2026-11-30 18:00");
    calendar_free(cal);
    arena_free(mem);
}

static void use_is_counted_up_to_a_moment(void **state)
{
    static const struct {
        const char *limit, *until;
        int64_t hours;
    } cases[] = {
        {"8 work_hour",   "2026-11-24 10:00", 0 },
        {"8 work_hour",   "2026-11-24 13:00", 2 },
        {"8 work_hour",   "2026-11-24 17:00", 4 },
        {"8 work_hour",   "2026-11-25 17:00", 5 },
        {"8 work_hour",   "2026-11-26 17:00", 13},
        {"8 urgent_hour", "2026-11-25 17:00", 7 },
        {"3 work_day",    "2026-11-24 18:00", 0 },
        {"3 work_day",    "2026-11-25 17:59", 0 },
        {"3 work_day",    "2026-11-25 18:00", 0 },
        {"3 work_day",    "2026-11-26 17:59", 0 },
        {"3 work_day",    "2026-11-26 18:00", 24},
        {"3.5 work_day",  "2026-11-25 17:00", 15},
        {"3 natural_day", "2026-11-24 09:00", 0 },
    };
    static const int64_t hour = TIME_DAY / 24;
    struct clock_run runs[RUNS];
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    size_t n = runs_of("2026-11-24 10:00/2026-11-24 16:00;2026-11-25 16:00", runs);
    for (size_t i = 0; i < LEN(cases); i++) {
        /* the second run begins an hour before the close */
        int64_t used = clock_used(cal, limit_of(cases[i].limit), runs, n, moment(cases[i].until));
        if (used != cases[i].hours * hour)
            fail_msg("%s by %s: %.3f h", cases[i].limit, cases[i].until,
                     (double)used / (double)hour);
    }
    calendar_free(cal);
}

static void lights_come_at_a_share_of_the_limit(void **state)
{
    static const struct {
        const char *runs, *limit;
        int percent;
        const char *at;
    } cases[] = {
        {"2026-11-24 08:00",                                   "4 work_hour",   75,  "2026-11-24 11:00"},
        {"2026-11-24 08:00",                                   "4 work_hour",   100, "2026-11-24 12:00"},
        {"2026-11-27 17:00",                                   "4 work_hour",   75,  "2026-11-30 10:00"},
        {"2026-11-24 08:00",                                   "4 urgent_hour", 50,  "2026-11-24 10:00"},
 /* from 10:00 to the close of the next day 14 office hours */
        {"2026-11-24 10:00",                                   "1 work_day",    50,  "2026-11-25 09:00"},
        {"2026-11-24 10:00",                                   "1 work_day",    100, "2026-11-25 18:00"},
        {"2026-11-27 18:00",                                   "1 work_day",    75,  "2026-11-30 16:00"},
        {"2026-11-24 10:00",                                   "0.5 work_day",  50,  "2026-11-24 12:00"},
        {"2026-11-24 08:00",                                   "1 natural_day", 75,  "2026-11-25 02:00"},
 /* a pause of a whole day, then the rest: 2 h before it, 16 h behind */
        {"2026-11-24 16:00/2026-11-25 08:00;2026-11-26 08:00", "2 work_day",    50,
         "2026-11-26 17:00"                                                                            },
 /* stands: the moment if it has passed */
        {"2026-11-24 08:00/2026-11-24 12:00",                  "5 work_hour",   60,  "2026-11-24 11:00"},
        {"2026-11-24 08:00/2026-11-24 10:00",                  "5 work_hour",   60,  "never"           },
        {"2026-11-24 08:00/2026-11-25 17:00",                  "1 work_day",    50,  "2026-11-24 18:00"},
        {"2026-11-24 08:00/2026-11-24 17:00",                  "1 work_day",    50,  "never"           },
    };
    struct clock_run runs[RUNS];
    (void)state;
    struct arena *mem = arena_new();
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    for (size_t i = 0; i < LEN(cases); i++) {
        size_t n = runs_of(cases[i].runs, runs);
        int64_t at = clock_at_share(cal, limit_of(cases[i].limit), runs, n, cases[i].percent);
        if (strcmp(moment_text(mem, at), cases[i].at) != 0)
            fail_msg("%d%% of %s from %s: %s, not %s", cases[i].percent, cases[i].limit,
                     cases[i].runs, moment_text(mem, at), cases[i].at);
    }
    calendar_free(cal);
    arena_free(mem);
}

static void a_due_beyond_the_known_years_is_provisional(void **state)
{
    static const struct {
        const char *runs, *limit;
        bool provisional;
    } cases[] = {
        {"2026-12-24 10:00",                  "1 work_day",     false},
        {"2026-12-24 10:00",                  "2 work_day",     true }, /* 28 December: New Year's notice may rule it */
        {"2026-12-24 10:00",                  "5 work_day",     true },
        {"2026-12-24 10:00",                  "8 work_hour",    false},
        {"2026-12-31 17:00",                  "2 work_hour",    true },
        {"2026-12-31 17:00",                  "2 urgent_hour",  false}, /* no holiday changes it */
        {"2026-12-31 17:00",                  "30 natural_day", false},
        {"2025-12-30 17:00",                  "5 work_day",     false},
        {"2006-12-20 17:00",                  "1 work_day",     true },
        {"2006-12-20 17:00",                  "100 work_day",   true }, /* the way leads through 2006 */
        {"2007-01-04 08:00",                  "1 work_day",     false},
        {"2027-06-01 08:00",                  "1 work_hour",    true },
        {"2026-12-24 10:00/2026-12-24 11:00", "8 work_hour",    false},
        {"2026-12-24 10:00/2027-01-24 11:00", "800 work_hour",  true },
    };
    struct clock_run runs[RUNS];
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    for (size_t i = 0; i < LEN(cases); i++) {
        size_t n = runs_of(cases[i].runs, runs);
        if (clock_due(cal, limit_of(cases[i].limit), runs, n).provisional != cases[i].provisional)
            fail_msg("%s + %s", cases[i].runs, cases[i].limit);
    }
    calendar_free(cal);
}

static void beyond_the_calendar_nothing_is_worked_and_nothing_breaks(void **state)
{
    struct clock_run runs[RUNS];
    (void)state;
    struct arena *mem = arena_new();
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    static const struct vector v[] = {
        {"2060-12-31 17:30", "1 work_hour",        "never"           },
        {"2060-12-31 10:00", "1 work_day",         "never"           },
        {"2099-01-01 00:00", "1 work_hour",        "never"           },
        {"2060-12-31 17:30", "1 urgent_hour",      "2060-12-31 18:30"},
        {"2060-12-31 17:30", "1 natural_day",      "2061-01-02 00:00"},
        {"1999-12-31 17:00", "1 work_hour",        "2000-01-03 09:00"},
        {"1950-01-01 00:00", "1 urgent_hour",      "1950-01-01 01:00"},
        {"1950-01-01 12:00", "1 natural_day",      "1950-01-03 00:00"},
        {"2000-01-03 08:00", "100000 work_hour",   "2048-10-12 18:00"},
        {"2060-12-31 08:00", "100000 urgent_hour", "2072-05-29 00:00"},
    };
    check(cal, v, LEN(v));
    size_t n = runs_of("2060-12-31 17:30", runs);
    assert_true(clock_due(cal, limit_of("1 work_hour"), runs, n).provisional);
    assert_int_equal(clock_used(cal, limit_of("1 work_hour"), runs, n, INT64_MAX), TIME_DAY / 48);
    assert_true(clock_at_share(cal, limit_of("1 work_hour"), runs, n, 50) ==
                moment("2060-12-31 18:00"));
    assert_true(clock_at_share(cal, limit_of("1 work_day"), runs, n, 50) == CLOCK_NEVER);
    n = runs_of("1950-01-01 00:00/1950-01-02 00:00;9999-12-31 00:00", runs);
    assert_true(clock_due(cal, limit_of("4000 natural_day"), runs, n).due > runs[1].from);
    calendar_free(cal);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(friday_evening_plus_two_hours_is_the_worked_sunday),
        cmocka_unit_test(work_hours_begin_at_the_next_office_moment),
        cmocka_unit_test(what_is_used_up_at_the_close_is_due_at_the_close),
        cmocka_unit_test(a_work_day_ends_with_the_office_and_the_first_day_does_not_count),
        cmocka_unit_test(a_part_of_a_work_day_is_that_part_of_its_office_hours),
        cmocka_unit_test(work_days_may_be_set_to_roll),
        cmocka_unit_test(natural_days_roll_or_end_at_midnight_as_set),
        cmocka_unit_test(a_pause_is_measured_in_the_clock_of_the_limit),
        cmocka_unit_test(a_pause_of_calendar_days_moves_them_on_by_its_length_to_a_midnight),
        cmocka_unit_test(a_clock_that_stands_says_what_is_left),
        cmocka_unit_test(an_extension_adds_to_the_limit),
        cmocka_unit_test(use_is_counted_up_to_a_moment),
        cmocka_unit_test(lights_come_at_a_share_of_the_limit),
        cmocka_unit_test(a_due_beyond_the_known_years_is_provisional),
        cmocka_unit_test(beyond_the_calendar_nothing_is_worked_and_nothing_breaks),
    };
    return UNIT_RUN(tests);
}

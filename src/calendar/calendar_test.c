/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/macros.h"
#include "base/time.h"
#include "calendar/calendar_world.h"

static void days_are_what_the_notices_made_of_them(void **state)
{
    static const struct {
        const char *noon;
        int32_t date;
        enum day_kind kind;
        const char *name;
    } days[] = {
        {"2026-11-24 12:00", 20261124, DAY_WORK,    NULL       },
        {"2026-11-28 12:00", 20261128, DAY_WEEKEND, NULL       },
        {"2014-09-28 12:00", 20140928, DAY_MAKEUP,  "国庆节"},
        {"2014-10-11 12:00", 20141011, DAY_MAKEUP,  "国庆节"},
        {"2014-10-01 12:00", 20141001, DAY_HOLIDAY, "国庆节"},
        {"2022-12-31 12:00", 20221231, DAY_HOLIDAY, "元旦"   }, /* under 2023 */
        {"2006-12-30 12:00", 20061230, DAY_MAKEUP,  "元旦"   }, /* under 2007 */
        {"2020-02-03 12:00", 20200203, DAY_MAKEUP,  "春节"   }, /* an ordinary Monday */
        {"2020-02-02 12:00", 20200202, DAY_HOLIDAY, "春节"   },
        {"2026-02-16 12:00", 20260216, DAY_HOLIDAY, "春节"   },
        {"2000-01-01 00:00", 20000101, DAY_WEEKEND, NULL       },
        {"2000-02-29 23:59", 20000229, DAY_WORK,    NULL       },
        {"2060-12-31 23:59", 20601231, DAY_WORK,    NULL       },
    };
    struct calendar_day day;
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    for (size_t i = 0; i < LEN(days); i++) {
        assert_true(calendar_day(cal, moment(days[i].noon), &day));
        assert_int_equal(day.date, days[i].date);
        assert_int_equal(day.n_windows, 2);
        if (day.kind != days[i].kind || (day.name == NULL) != (days[i].name == NULL) ||
            (day.name && strcmp(day.name, days[i].name) != 0))
            fail_msg("%s: kind %d %s", days[i].noon, day.kind, day.name ? day.name : "");
    }
    assert_false(calendar_day(cal, moment("1999-12-31 23:59"), &day));
    assert_false(calendar_day(cal, moment("2061-01-01 00:00"), &day));
    calendar_free(cal);
}

static void all_bundled_days_are_in_the_calendar(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct calendar_plan plan = usual_plan(mem);
    struct calendar *cal = calendar_new(&plan);
    assert_int_equal(plan.n_holidays, 678);
    size_t off = 0;
    for (size_t i = 0; i < plan.n_holidays; i++) {
        const struct holiday *h = &plan.holidays[i];
        struct calendar_day day;
        const char *text = arena_printf(mem, "%04d-%02d-%02d 00:00", h->date / 10000,
                                        h->date / 100 % 100, h->date % 100);
        assert_true(calendar_day(cal, moment(text), &day));
        assert_int_equal(day.date, h->date);
        assert_int_equal(day.kind, h->is_off ? DAY_HOLIDAY : DAY_MAKEUP);
        assert_string_equal(day.name, h->name);
        off += h->is_off;
    }
    assert_true(off > 400);
    for (int year = 2007; year <= 2026; year++)
        assert_true(calendar_knows(cal, year));
    assert_false(calendar_knows(cal, 2006));
    assert_false(calendar_knows(cal, 2027));
    assert_false(calendar_knows(cal, 1900));
    assert_false(calendar_knows(cal, 2061));
    calendar_free(cal);
    arena_free(mem);
}

static void a_missing_year_is_missed_from_october_on(void **state)
{
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    assert_int_equal(calendar_missing(cal, moment("2026-09-30 23:59")), 0);
    assert_int_equal(calendar_missing(cal, moment("2026-10-01 00:00")), 2027);
    assert_int_equal(calendar_missing(cal, moment("2027-03-01 00:00")), 2027);
    assert_int_equal(calendar_missing(cal, moment("2025-12-31 23:59")), 0);
    calendar_free(cal);
}

static void hours_change_on_their_date(void **state)
{
    static const struct office_hours hours[] = {
        {.weekday = 0x1f,  .n = 2, .windows = {{480, 720}, {840, 1080}}},
        { .from = 20260601, .weekday = 0x3f, .n = 2, .windows = {{480, 720}, {900, 1110}}},
        { .from = 20261001, .weekday = 0x1f, .n = 1,             .windows = {{540, 1020}}},
    };
    struct calendar_day day;
    (void)state;
    struct arena *mem = arena_new();
    struct calendar_plan plan = usual_plan(mem);
    plan.hours = hours;
    plan.n_hours = LEN(hours);
    struct calendar *cal = calendar_new(&plan);
    assert_true(calendar_day(cal, moment("2026-05-30 12:00"), &day));
    assert_int_equal(day.kind, DAY_WEEKEND);
    assert_true(calendar_day(cal, moment("2026-06-06 12:00"), &day));
    assert_int_equal(day.kind, DAY_WORK);
    assert_int_equal(day.windows[1].to, 1110);
    struct clock_run run = {moment("2026-05-29 17:30"), CLOCK_NEVER};
    /* half an hour on Friday, then Monday 1 June by the new hours: 4 h, and from 15:00 on 3.5 h */
    assert_string_equal(moment_text(mem, clock_due(cal, limit_of("8 work_hour"), &run, 1).due),
                        "2026-06-01 18:30");
    assert_string_equal(moment_text(mem, clock_due(cal, limit_of("1 work_day"), &run, 1).due),
                        "2026-06-01 18:30");
    run.from = moment("2026-09-30 10:00");
    assert_string_equal(moment_text(mem, clock_due(cal, limit_of("1 work_day"), &run, 1).due),
                        "2026-10-08 17:00");
    calendar_free(cal);
    arena_free(mem);
}

static void the_later_entry_of_a_day_counts(void **state)
{
    static const struct holiday days[] = {
        {20270104, true,  "甲"},
        {20270105, true,  "乙"},
        {20270104, false, "丙"},
        {19991231, true,  "丁"},
        {20610101, true,  "戊"},
    };
    struct calendar_day day;
    (void)state;
    struct arena *mem = arena_new();
    struct calendar_plan plan = usual_plan(mem);
    plan.holidays = days;
    plan.n_holidays = LEN(days);
    struct calendar *cal = calendar_new(&plan);
    assert_true(calendar_day(cal, moment("2027-01-04 12:00"), &day));
    assert_int_equal(day.kind, DAY_MAKEUP);
    assert_string_equal(day.name, "丙");
    assert_true(calendar_day(cal, moment("2027-01-05 12:00"), &day));
    assert_string_equal(day.name, "乙");
    calendar_free(cal);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_what_the_notices_made_of_them),
        cmocka_unit_test(all_bundled_days_are_in_the_calendar),
        cmocka_unit_test(a_missing_year_is_missed_from_october_on),
        cmocka_unit_test(hours_change_on_their_date),
        cmocka_unit_test(the_later_entry_of_a_day_counts),
    };
    return UNIT_RUN(tests);
}

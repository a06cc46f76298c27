/* SPDX-License-Identifier: Apache-2.0 */
/* Figures over years and months. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "figure/figure_world.h"
#include "figure/period_span.h"

static void a_sum_by_year_is_of_one_year_that_half_have_reported(void **state)
{
    struct books b;
    int64_t ids[4], in_2025 = desk_moment("2025-06-01");
    (void)state;
    desk_open(&b);
    b.w.c->now = desk_moment("2023-01-10");
    for (int i = 0; i < 4; i++)
        ids[i] = books_tenant(&b, arena_printf(b.w.c->mem, "企业%d", i), TOWN);
    b.w.c->now = desk_moment("2026-02-01");
    for (int i = 0; i < 3; i++)
        desk_give(&b, ids[i], "2024", 10);
    desk_give(&b, ids[0], "2025", 12);
    struct figure_value v = desk_now(&b, JOBS, TOWN, 0);
    assert_string_equal(v.period, "2024"); /* the first report of a new year moves nothing */
    assert_true(desk_is(v.value, 30) && v.reported == 3 && v.entries == 4);
    desk_give(&b, ids[1], "2025", 13);
    v = desk_now(&b, JOBS, TOWN, 0);
    assert_string_equal(v.period, "2025"); /* two of the three that report */
    assert_true(desk_is(v.value, 25) && v.reported == 2 && v.entries == 4);
    assert_true(desk_is(desk_rows(&b, JOBS, true, 0, 3), 25));
    assert_string_equal(desk_text(&b, JOBS, TOWN, in_2025), "30");
    desk_give(&b, ids[0], "2024", 21); /* a correction */
    assert_string_equal(desk_text(&b, JOBS, TOWN, in_2025), "41");
    books_close(&b);
}

static void a_headcount_stands_until_the_next_one(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    b.w.c->now = desk_moment("2024-01-10");
    int64_t a = books_tenant(&b, "甲", TOWN), d = books_tenant(&b, "乙", TOWN);
    b.w.c->now = desk_moment("2024-05-02");
    desk_give_in(&b, "jobs", a, "2024-02", 7);
    desk_give_in(&b, "jobs", d, "2024-04", 4);
    const struct figure_value v = desk_now(&b, HEADS, TOWN, 0);
    assert_true(desk_is(v.value, 11) && v.reported == 2 && !v.period);
    books_close(&b);
}

static void growth_is_over_those_who_have_both_years(void **state)
{
    struct books b;
    int64_t ids[5];
    (void)state;
    desk_open(&b);
    b.w.c->now = desk_moment("2023-01-10");
    for (int i = 0; i < 5; i++)
        ids[i] = books_tenant(&b, arena_printf(b.w.c->mem, "企业%d", i), TOWN);
    b.w.c->now = desk_moment("2026-02-01");
    for (int i = 0; i < 4; i++)
        desk_give(&b, ids[i], "2024", 100);
    for (int i = 0; i < 3; i++)
        desk_give(&b, ids[i], "2025", 110);
    desk_give(&b, ids[4], "2025", 900); /* new: no year before to grow from */
    const struct figure_value v = desk_now(&b, GROWTH, TOWN, 0);
    assert_string_equal(desk_text(&b, GROWTH, TOWN, 0), "10.0%");
    assert_true(desk_is(v.over, 330) && desk_is(v.under, 300));
    assert_true(figure_reported(&v) == 3 && v.entries == 5);
    assert_string_equal(v.period, "2025");
    assert_string_equal(v.under_period, "2024");
    assert_true(desk_is(desk_rows(&b, GROWTH, true, 0, 2), 330));
    assert_true(desk_is(desk_rows(&b, GROWTH, false, 0, 2), 300));
    books_close(&b);
}

static void a_year_counts_from_its_own_last_day_on(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    b.w.c->now = desk_moment("2024-01-10");
    int64_t a = books_tenant(&b, "甲", TOWN);
    b.w.c->now = desk_moment("2026-02-01");
    desk_give(&b, a, "2024", 20);
    desk_give(&b, a, "2025", 40);
    int64_t last = desk_moment("2025-12-31") + TIME_DAY - 1; /* as a question for that day has it */
    assert_string_equal(desk_text(&b, JOBS, TOWN, last - TIME_DAY), "20");
    assert_string_equal(desk_text(&b, JOBS, TOWN, last - 1), "20");
    assert_string_equal(desk_text(&b, JOBS, TOWN, last), "40");
    assert_true(desk_is(desk_rows(&b, JOBS, true, last, 5), 40));
    const struct figure_value v = desk_now(&b, GROWTH, TOWN, last);
    assert_true(desk_is(v.over, 40) && desk_is(v.under, 20));
    books_close(&b);
}

static void a_month_counts_from_its_own_last_day_on(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    b.w.c->now = desk_moment("2024-01-10");
    int64_t a = books_tenant(&b, "甲", TOWN);
    b.w.c->now = desk_moment("2024-03-02");
    desk_give_in(&b, "jobs", a, "2024-01", 3);
    desk_give_in(&b, "jobs", a, "2024-02", 4);
    assert_string_equal(desk_text(&b, HEADS, TOWN, desk_moment("2024-02-28") + TIME_DAY - 1), "3");
    assert_string_equal(desk_text(&b, HEADS, TOWN, desk_moment("2024-02-29") + TIME_DAY - 1), "4");
    struct period_span spans[2];
    assert_int_equal(period_spans(true, desk_moment("2024-01-01"), desk_moment("2024-02-29"),
                                  b.w.c->now, spans, 2),
                     2);
    assert_string_equal(desk_text(&b, HEADS, TOWN, spans[0].as_of), "3");
    assert_string_equal(desk_text(&b, HEADS, TOWN, spans[1].as_of), "4");
    books_close(&b);
}

static void growth_compares_the_last_year_with_the_one_before(void **state)
{
    struct books b;
    (void)state;
    desk_open(&b);
    b.w.c->now -= 1200 * TIME_DAY;
    int64_t a = books_tenant(&b, "甲", TOWN), d = books_tenant(&b, "乙", TOWN);
    b.w.c->now += 1200 * TIME_DAY;
    assert_string_equal(desk_text(&b, GROWTH, TOWN, 0), "—");
    desk_give(&b, a, "2024", 100);
    assert_string_equal(desk_text(&b, GROWTH, TOWN, 0), "—");
    desk_give(&b, d, "2024", 60);
    desk_give(&b, a, "2025", 130);
    desk_give(&b, d, "2025", 42);
    assert_string_equal(desk_text(&b, GROWTH, TOWN, 0), "7.5%");
    const struct figure_value v = desk_now(&b, GROWTH, TOWN, 0);
    assert_true(desk_is(v.over, 172) && desk_is(v.under, 160));
    books_close(&b);
}

static void years_and_months_end_in_shanghai(void **state)
{
    struct period_span spans[4];
    int64_t from, to, today, end;
    (void)state;
    assert_true(time_parse("2025-11-30", &from));
    assert_true(time_parse("2026-12-31", &to));
    assert_true(time_parse("2026-01-20T10:00:00+08:00", &today));
    assert_true(time_parse("2025-12-31T23:59:59.999999+08:00", &end));
    assert_int_equal(period_spans(true, from, to, today, spans, LEN(spans)), 3);
    assert_string_equal(spans[0].period, "2025-11");
    assert_string_equal(spans[1].period, "2025-12");
    assert_int_equal(spans[1].as_of, end);
    assert_string_equal(spans[2].period, "2026-01");
    assert_int_equal(spans[2].as_of, today);
    assert_int_equal(period_spans(false, from, to, today, spans, LEN(spans)), 2);
    assert_string_equal(spans[0].period, "2025");
    assert_int_equal(spans[0].as_of, end);
    assert_int_equal(period_spans(true, from, to, to, spans, 2), 14); /* told, not written */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_by_year_is_of_one_year_that_half_have_reported),
        cmocka_unit_test(a_headcount_stands_until_the_next_one),
        cmocka_unit_test(growth_is_over_those_who_have_both_years),
        cmocka_unit_test(a_year_counts_from_its_own_last_day_on),
        cmocka_unit_test(a_month_counts_from_its_own_last_day_on),
        cmocka_unit_test(growth_compares_the_last_year_with_the_one_before),
        cmocka_unit_test(years_and_months_end_in_shanghai),
    };
    return UNIT_RUN(tests);
}

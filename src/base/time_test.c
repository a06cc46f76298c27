/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>
#include <time.h>

#include "base/time.h"

static void a_time_is_written_in_shanghai(void **state)
{
    (void)state;
    static const struct {
        int64_t us;
        const char *text;
    } cases[] = {
        {0,                         "1970-01-01T08:00:00+08:00"       },
        {-1,                        "1970-01-01T07:59:59.999999+08:00"},
        {INT64_C(1795482000000000), "2026-11-24T09:00:00+08:00"       },
        {INT64_C(1795482000123456), "2026-11-24T09:00:00.123456+08:00"},
        {INT64_C(1795482000000001), "2026-11-24T09:00:00.000001+08:00"},
        {INT64_C(1709136000000000), "2024-02-29T00:00:00+08:00"       },
    };
    char text[TIME_TEXT];
    for (size_t i = 0; i < LEN(cases); i++) {
        int64_t back;
        time_format(cases[i].us, text);
        assert_string_equal(text, cases[i].text);
        assert_true(time_parse(text, &back));
        assert_int_equal(back, cases[i].us);
    }
}

static void offsets_and_dates_are_understood(void **state)
{
    (void)state;
    static const char *const same[] = {"2026-11-24T09:00:00+08:00", "2026-11-24T01:00:00Z",
                                       "2026-11-23T20:00:00.000-05:00",
                                       "2026-11-24T06:30:00+05:30"};
    int64_t us;
    for (size_t i = 0; i < LEN(same); i++) {
        assert_true(time_parse(same[i], &us));
        assert_int_equal(us, INT64_C(1795482000000000));
    }
    assert_true(time_parse("2026-11-24", &us));
    assert_int_equal(us, INT64_C(1795482000000000) - INT64_C(9) * 3600 * TIME_SECOND);
}

static void a_fraction_may_have_any_length(void **state)
{
    (void)state;
    int64_t us;
    assert_true(time_parse("1970-01-01T00:00:00.1Z", &us));
    assert_int_equal(us, 100000);
    assert_true(time_parse("1970-01-01T00:00:00.123456789Z", &us));
    assert_int_equal(us, 123456);
}

static void what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2026",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-11-24T",
        "2026-11-24T09:00",
        "2026-11-24T09:00:00",
        "2026-11-24 09:00:00Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T09:60:00Z",
        "2026-11-24T09:00:60Z",
        "2026-11-24T09:00:00.Z",
        "2026-11-24T09:00:00+15:00",
        "2026-11-24T09:00:00+0800",
        "2026-11-24T09:00:00Zx",
        "1899-12-31",
        "1900-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59Z",
        "２026-11-24",
    };
    int64_t us = 7;
    for (size_t i = 0; i < LEN(bad); i++)
        assert_false(time_parse(bad[i], &us));
    assert_int_equal(us, 7);
}

static void a_day_begins_at_midnight_in_shanghai(void **state)
{
    (void)state;
    int64_t us;
    assert_true(time_parse("2026-11-24T00:00:00+08:00", &us));
    assert_int_equal(time_day(us), 20261124);
    assert_int_equal(time_day(us - 1), 20261123);
}

static bool is_as_the_c_library_says(int64_t us)
{
    char text[TIME_TEXT], want[TIME_TEXT];
    time_t at = (time_t)(us / TIME_SECOND + INT64_C(8) * 3600);
    struct tm t;
    (void)gmtime_r(&at, &t);
    (void)strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%S+08:00", &t);
    time_format(us, text);
    return strcmp(text, want) == 0 &&
           time_day(us) == (t.tm_year + 1900) * 10000 + (t.tm_mon + 1) * 100 + t.tm_mday;
}

/* In its first and its last second. */
static void each_day_that_can_be_written_is_right(void **state)
{
    (void)state;
    int64_t first, last;
    size_t wrong = 0;
    assert_true(time_parse("1900-01-01", &first));
    assert_true(time_parse("9999-12-31", &last));
    for (int64_t us = first; us <= last; us += TIME_DAY)
        wrong +=
            !is_as_the_c_library_says(us) || !is_as_the_c_library_says(us + TIME_DAY - TIME_SECOND);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_written_in_shanghai),
        cmocka_unit_test(offsets_and_dates_are_understood),
        cmocka_unit_test(a_fraction_may_have_any_length),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(a_day_begins_at_midnight_in_shanghai),
        cmocka_unit_test(each_day_that_can_be_written_is_right),
    };
    return UNIT_RUN(tests);
}

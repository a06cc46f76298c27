/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/macros.h"
#include "base/time.h"
#include "calendar/limit.h"

#define HOUR (TIME_DAY / 24)

static void a_limit_is_read_and_written_back(void **state)
{
    static const struct {
        const char *text, *shortest, *zh, *en;
        enum limit_unit unit;
        int64_t ticks;
    } cases[] = {
        {"4 work_hour",        "4 work_hour",        "4 工作时",            "4 work hours",        LIMIT_WORK_HOUR,   4 * HOUR     },
        {"0.25 urgent_hour",   "0.25 urgent_hour",   "0.25 紧急工作时",   "0.25 urgent hours",
         LIMIT_URGENT_HOUR,                                                                                              HOUR / 4     },
        {"1.000 work_day",     "1 work_day",         "1 工作日",            "1 work day",          LIMIT_WORK_DAY,    TIME_DAY     },
        {"365 natural_day",    "365 natural_day",    "365 自然日",          "365 natural days",    LIMIT_NATURAL_DAY,
         365 * TIME_DAY                                                                                                               },
        {"0.001 work_day",     "0.001 work_day",     "0.001 工作日",        "0.001 work days",     LIMIT_WORK_DAY,
         TIME_DAY / 1000                                                                                                              },
        {"007.50 work_hour",   "7.5 work_hour",      "7.5 工作时",          "7.5 work hours",      LIMIT_WORK_HOUR,
         HOUR * 15 / 2                                                                                                                },
        {"100000 urgent_hour", "100000 urgent_hour", "100000 紧急工作时", "100000 urgent hours",
         LIMIT_URGENT_HOUR,                                                                                              100000 * HOUR},
    };
    (void)state;
    for (size_t i = 0; i < LEN(cases); i++) {
        struct limit limit;
        char text[LIMIT_TEXT];
        assert_true(limit_parse(cases[i].text, &limit));
        assert_int_equal(limit.unit, cases[i].unit);
        assert_int_equal(limit.ticks, cases[i].ticks);
        limit_format(limit, text);
        assert_string_equal(text, cases[i].shortest);
        limit_say(limit, false, text);
        assert_string_equal(text, cases[i].zh);
        limit_say(limit, true, text);
        assert_string_equal(text, cases[i].en);
    }
}

static void what_is_no_limit_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        " ",
        "4",
        "4 ",
        "work_hour",
        " 4 work_hour",
        "4  work_hour",
        "4 work_hour ",
        "4work_hour",
        "-4 work_hour",
        "+4 work_hour",
        "0 work_hour",
        "0.000 work_day",
        "0.0001 work_hour",
        "1. work_hour",
        ".5 work_hour",
        "1,5 work_hour",
        "1e3 work_hour",
        "4 work_hours",
        "4 WORK_HOUR",
        "4 hour",
        "100001 work_hour",
        "4001 work_day",
        "4000.001 natural_day",
        "9999999 work_hour",
        "99999999999999999999 work_hour",
        "0x4 work_hour",
        "四 work_hour",
    };
    (void)state;
    for (size_t i = 0; i < LEN(bad); i++) {
        struct limit limit = {LIMIT_WORK_DAY, 7};
        if (limit_parse(bad[i], &limit))
            fail_msg("'%s' was read", bad[i]);
        assert_int_equal(limit.ticks, 7);
    }
}

static void odd_ticks_are_rounded_for_the_text(void **state)
{
    char text[LIMIT_TEXT];
    (void)state;
    limit_format((struct limit){LIMIT_WORK_HOUR, HOUR / 3}, text);
    assert_string_equal(text, "0.333 work_hour");
    limit_format((struct limit){LIMIT_WORK_DAY, TIME_DAY * 2 / 3}, text);
    assert_string_equal(text, "0.667 work_day");
    limit_format((struct limit){LIMIT_WORK_DAY, TIME_DAY - 1}, text);
    assert_string_equal(text, "1 work_day");
    limit_say((struct limit){LIMIT_URGENT_HOUR, INT64_MAX}, false, text);
    assert_string_equal(text, "2562047788.015 紧急工作时");
    limit_say((struct limit){LIMIT_URGENT_HOUR, INT64_MAX}, true, text);
    assert_string_equal(text, "2562047788.015 urgent hours");
}

static void units_have_words(void **state)
{
    enum limit_unit unit;
    (void)state;
    for (int i = 0; i < LIMIT_UNIT__COUNT; i++) {
        assert_true(limit_unit_parse(limit_unit_word((enum limit_unit)i), &unit));
        assert_int_equal(unit, i);
    }
    assert_false(limit_unit_parse("week", &unit));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_read_and_written_back),
        cmocka_unit_test(what_is_no_limit_is_refused),
        cmocka_unit_test(odd_ticks_are_rounded_for_the_text),
        cmocka_unit_test(units_have_words),
    };
    return UNIT_RUN(tests);
}

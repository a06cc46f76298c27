/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/time.h"
#include "calendar/calendar_world.h"
#include "calendar/explain.h"

static const char letters[] = "swomdRuc.WHp!"; /* one for each kind, in their order */

/* "o 14:00-18:00 =3600;" of each step, amounts in seconds or days, holidays with their name. */
static const char *steps_text(struct arena *mem, const struct clock_steps *steps)
{
    struct buf b = {.mem = mem};
    int64_t unit = steps->measure == MEASURE_DAYS ? 1 : TIME_SECOND;
    for (size_t i = 0; i < steps->n; i++) {
        const struct clock_step *s = &steps->steps[i];
        buf_printf(&b, "%c %s", letters[s->kind], moment_text(mem, s->from) + 5);
        if (s->to != s->from)
            buf_printf(&b, "/%s", s->to == CLOCK_NEVER ? "never" : moment_text(mem, s->to) + 5);
        if (s->ticks)
            buf_printf(&b, " %lld=%lld", (long long)(s->ticks / unit), (long long)(s->sum / unit));
        buf_printf(&b, "%s%s;", s->name ? " " : "", s->name ? s->name : "");
    }
    return buf_str(&b);
}

static void steps_are(const struct calendar *cal, const char *limit, const struct clock_run *runs,
                      size_t n, const char *expected)
{
    struct arena *mem = arena_new();
    struct clock_steps steps = clock_explain(mem, cal, limit_of(limit), runs, n);
    assert_string_equal(steps_text(mem, &steps), expected);
    arena_free(mem);
}

static void work_hours_over_a_holiday_are_shown_step_by_step(void **state)
{
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    struct clock_run run = {moment("2014-09-30 17:00"), CLOCK_NEVER};
    steps_are(cal, "4 work_hour", &run, 1,
              "s 09-30 17:00;o 09-30 17:00/09-30 18:00 3600=3600;. 09-30 18:00/10-01 00:00;"
              "H 10-01 00:00/10-08 00:00 国庆节;. 10-08 00:00/10-08 08:00;"
              "o 10-08 08:00/10-08 11:00 10800=14400;! 10-08 11:00;");
    run.from = moment("2014-09-26 17:00");
    steps_are(cal, "2 work_hour", &run, 1,
              "s 09-26 17:00;o 09-26 17:00/09-26 18:00 3600=3600;. 09-26 18:00/09-27 00:00;"
              "W 09-27 00:00/09-28 00:00;. 09-28 00:00/09-28 08:00;"
              "m 09-28 08:00/09-28 09:00 3600=7200 国庆节;! 09-28 09:00;");
    calendar_free(cal);
}

static void whole_days_are_counted_where_they_end(void **state)
{
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    struct clock_run run = {moment("2026-11-26 10:00"), CLOCK_NEVER};
    steps_are(cal, "2 work_day", &run, 1,
              "s 11-26 10:00;u 11-26 10:00/11-27 00:00;d 11-27 00:00/11-27 18:00 1=1;"
              ". 11-27 18:00/11-28 00:00;W 11-28 00:00/11-30 00:00;d 11-30 00:00/11-30 18:00 1=2;"
              "! 11-30 18:00;");
    steps_are(cal, "2 natural_day", &run, 1,
              "s 11-26 10:00;u 11-26 10:00/11-27 00:00;d 11-27 00:00/11-28 00:00 1=1;"
              "d 11-28 00:00/11-29 00:00 1=2;! 11-29 00:00;");
    calendar_free(cal);
}

static void pauses_stand_between_the_steps(void **state)
{
    (void)state;
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    struct clock_run runs[] = {
        {moment("2026-11-24 10:00"), moment("2026-11-25 16:00")},
        {moment("2026-11-26 09:00"), CLOCK_NEVER               }
    };
    steps_are(cal, "1 work_day", runs, 2,
              "s 11-24 10:00;u 11-24 10:00/11-25 00:00;. 11-25 00:00/11-25 08:00;"
              "o 11-25 08:00/11-25 12:00 14400=14400;. 11-25 12:00/11-25 14:00;"
              "o 11-25 14:00/11-25 16:00 7200=21600;p 11-25 16:00/11-26 09:00;"
              "o 11-26 09:00/11-26 11:00 7200=28800;c 11-26 11:00/11-26 18:00;! 11-26 18:00;");
    steps_are(cal, "40 urgent_hour", runs, 2,
              "s 11-24 10:00;w 11-24 10:00/11-25 16:00 108000=108000;p 11-25 16:00/11-26 09:00;"
              "w 11-26 09:00/11-26 19:00 36000=144000;! 11-26 19:00;");
    steps_are(cal, "1 work_day", runs, 1,
              "s 11-24 10:00;u 11-24 10:00/11-25 00:00;. 11-25 00:00/11-25 08:00;"
              "o 11-25 08:00/11-25 12:00 14400=14400;. 11-25 12:00/11-25 14:00;"
              "o 11-25 14:00/11-25 16:00 7200=21600;p 11-25 16:00/never;");
    steps_are(cal, "1 work_day", runs, 0, "");
    calendar_free(cal);
    cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    steps_are(cal, "1 natural_day", runs, 2,
              "s 11-24 10:00;u 11-24 10:00/11-25 00:00;w 11-25 00:00/11-25 16:00 57600=57600;"
              "p 11-25 16:00/11-26 09:00;w 11-26 09:00/11-26 17:00 28800=86400;"
              "c 11-26 17:00/11-27 00:00;! 11-27 00:00;");
    calendar_free(cal);
}

static void time_stands_for_whole_days_only_where_something_paused(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    struct clock_run runs[] = {
        {moment("2026-11-24 10:00"), moment("2026-11-25 16:00")},
        {moment("2026-11-26 09:00"), CLOCK_NEVER               }
    };
    struct clock_steps steps = clock_explain(mem, cal, limit_of("1 work_day"), runs, 2);
    assert_int_equal(steps.measure, MEASURE_OFFICE);
    assert_int_equal(steps.need, 8 * TIME_DAY / 24);
    assert_true(steps.straight == moment("2026-11-25 18:00"));
    runs[0].to = CLOCK_NEVER;
    steps = clock_explain(mem, cal, limit_of("1 work_day"), runs, 1);
    assert_int_equal(steps.measure, MEASURE_DAYS);
    assert_int_equal(steps.need, 1);
    assert_true(steps.straight == CLOCK_NEVER);
    calendar_free(cal);
    arena_free(mem);
}

static void a_very_long_limit_ends_with_the_rest_in_one(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_NTH_END);
    struct clock_run run = {moment("2010-03-05 10:00"), CLOCK_NEVER};
    static const char *const limits[] = {"20000 work_hour", "4000 work_day", "4000 natural_day"};
    for (size_t i = 0; i < LEN(limits); i++) {
        struct clock_steps steps = clock_explain(mem, cal, limit_of(limits[i]), &run, 1);
        assert_true(steps.n <= CLOCK_STEPS_MAX);
        assert_int_equal(steps.steps[steps.n - 2].kind, STEP_REST);
        assert_int_equal(steps.steps[steps.n - 2].sum, steps.need);
        assert_int_equal(steps.steps[steps.n - 1].from, steps.due.due);
    }
    calendar_free(cal);
    arena_free(mem);
}

static void steps_are_written_as_json(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    struct buf b = {.mem = mem};
    struct json j = {.out = &b};
    struct calendar *cal = usual(DAY_RULE_NTH_END, DAY_RULE_ROLLING);
    struct clock_run run = {moment("2014-09-28 17:30"), CLOCK_NEVER};
    struct clock_steps steps = clock_explain(mem, cal, limit_of("0.5 work_hour"), &run, 1);
    clock_put_steps(&j, limit_of("0.5 work_hour"), &steps);
    assert_string_equal(
        buf_str(&b),
        "{\"limit\":\"0.5 work_hour\",\"measure\":\"office_second\",\"need\":1800,"
        "\"without_pauses\":null,\"due\":\"2014-09-28T18:00:00+08:00\",\"provisional\":false,\"left\":null,"
        "\"steps\":[{\"kind\":\"start\",\"from\":\"2014-09-28T17:30:00+08:00\","
        "\"to\":\"2014-09-28T17:30:00+08:00\",\"amount\":0,\"sum\":0,\"name\":null},"
        "{\"kind\":\"makeup\",\"from\":\"2014-09-28T17:30:00+08:00\","
        "\"to\":\"2014-09-28T18:00:00+08:00\",\"amount\":1800,\"sum\":1800,\"name\":\"国庆节\"},"
        "{\"kind\":\"due\",\"from\":\"2014-09-28T18:00:00+08:00\","
        "\"to\":\"2014-09-28T18:00:00+08:00\",\"amount\":0,\"sum\":1800,\"name\":null}]}");
    calendar_free(cal);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_hours_over_a_holiday_are_shown_step_by_step),
        cmocka_unit_test(whole_days_are_counted_where_they_end),
        cmocka_unit_test(pauses_stand_between_the_steps),
        cmocka_unit_test(time_stands_for_whole_days_only_where_something_paused),
        cmocka_unit_test(a_very_long_limit_ends_with_the_rest_in_one),
        cmocka_unit_test(steps_are_written_as_json),
    };
    return UNIT_RUN(tests);
}

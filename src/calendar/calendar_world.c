/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar_world.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "calendar/holidays.h"

int64_t moment(const char *text)
{
    char full[TIME_TEXT];
    int64_t t;
    (void)snprintf(full, sizeof full, "%.10sT%s%s+08:00", text, text + 11,
                   strlen(text) == 16 ? ":00" : "");
    if (!time_parse(full, &t))
        fail_msg("not a moment: %s", text);
    return t;
}

const char *moment_text(struct arena *mem, int64_t t)
{
    char text[TIME_TEXT];
    if (t == CLOCK_NEVER)
        return "never";
    time_format(t, text);
    text[10] = ' ';
    text[strlen(text) - strlen(":00+08:00")] = '\0';
    return arena_copy(mem, text);
}

struct limit limit_of(const char *text)
{
    struct limit limit;
    if (!limit_parse(text, &limit))
        fail_msg("not a limit: %s", text);
    return limit;
}

struct calendar_plan usual_plan(struct arena *mem)
{
    static const struct office_hours hours = {
        .weekday = 0x1f, .n = 2, .windows = {{480, 720}, {840, 1080}}
    };
    struct ctx c = {.mem = mem};
    struct holiday_sheet sheet;
    assert_int_equal(holidays_bundled(&c, &sheet), ERR_OK);
    assert_int_equal(sheet.found.errors, 0);
    struct holiday *days = arena_array(mem, sheet.n, sizeof *days);
    int16_t *years = arena_array(mem, 100, sizeof *years);
    for (size_t i = 0; i < sheet.n; i++)
        days[i] = sheet.entries[i].day;
    return (struct calendar_plan){.version = 1,
                                  .work_day = DAY_RULE_NTH_END,
                                  .natural_day = DAY_RULE_ROLLING,
                                  .hours = &hours,
                                  .n_hours = 1,
                                  .holidays = days,
                                  .n_holidays = sheet.n,
                                  .years = years,
                                  .n_years = holidays_years(&sheet, years, 100)};
}

struct calendar *usual(enum day_rule work_day, enum day_rule natural_day)
{
    struct arena *mem = arena_new();
    struct calendar_plan plan = usual_plan(mem);
    plan.work_day = work_day;
    plan.natural_day = natural_day;
    struct calendar *cal = calendar_new(&plan);
    arena_free(mem);
    return cal;
}

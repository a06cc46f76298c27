/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "calendar/holidays.h"
#include "calendar/hours.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool good)
{
    if (!good)
        abort();
}

/* A list without errors is in order, each day once, and a calendar can be made of it. */
static void try_sheet(const struct holiday_sheet *s)
{
    struct arena *mem = arena_new();
    struct holiday *days = arena_array(mem, s->n + 1, sizeof *days);
    int16_t years[CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1];
    for (size_t i = 0; i < s->n; i++) {
        const struct holiday_entry *e = &s->entries[i];
        int32_t year = e->day.date / 10000;
        need(year == e->year || year == e->year - 1);
        need(e->year >= CALENDAR_YEAR_MIN && e->year <= CALENDAR_YEAR_MAX);
        need(strlen(e->day.name) < CALENDAR_NAME &&
             text_utf8_valid(e->day.name, strlen(e->day.name)));
        need(i == 0 || e[-1].year < e->year || e[-1].day.date < e->day.date);
        days[i] = e->day;
    }
    struct calendar_plan plan = {
        .hours = &hours_usual, .n_hours = 1, .holidays = days, .n_holidays = s->n, .years = years};
    plan.n_years = holidays_years(s, years, sizeof years / sizeof *years);
    struct calendar *cal = calendar_new(&plan);
    need(plan.n_years == 0 || calendar_knows(cal, years[0]));
    calendar_free(cal);
    arena_free(mem);
}

/* The first byte says which kind of file it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    struct holiday_sheet s;
    if (size > 0 &&
        holidays_read(&c, (const char *)data + 1, size - 1, data[0] == 'c', &s) == ERR_OK &&
        s.found.errors == 0)
        try_sheet(&s);
    arena_free(c.mem);
    return 0;
}

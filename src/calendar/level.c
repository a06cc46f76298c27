/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/level.h"

#include <stdlib.h>

#include "base/arena.h"
#include "calendar/hours.h"
#include "db/db.h"

enum { YEARS = CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1 };

enum err levels_heads(struct ctx *c, int32_t district, struct levels *out)
{
    struct db_rows r;
    *out = (struct levels){.own.district = district};
    TRY(db_query(c, SQL_CALENDAR_GET, ARGS(db_int(district)), &r));
    for (size_t i = 0; i < r.n; i++) {
        struct level *l = row_int(&r, i, 0) == 0 ? &out->all : &out->own;
        l->version = row_int(&r, i, 1);
        l->change = row_int(&r, i, 2);
        l->work_day = row_text(&r, i, 3);
        l->natural_day = row_text(&r, i, 4);
    }
    return ERR_OK;
}

int64_t levels_version(const struct levels *l)
{
    return HOLIDAYS_EDITION + l->all.version + l->own.version;
}

static enum err read_hours(struct ctx *c, struct level *l)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CALENDAR_HOURS_LIST, ARGS(db_int(l->district)), &r));
    l->hours = arena_array(c->mem, r.n + 1, sizeof *l->hours);
    for (size_t i = 0; i < r.n; i++) {
        struct office_hours h = {.from = (int32_t)row_int(&r, i, 0),
                                 .weekday = (uint8_t)row_int(&r, i, 1)};
        if (!hours_parse(row_text(&r, i, 2), &h) || !hours_are_sound(&h))
            return ctx_fail(c, ERR_INTERNAL, "calendar.damaged", "", "%.60s", row_text(&r, i, 2));
        l->hours[l->n_hours++] = h;
    }
    return ERR_OK;
}

static enum err read_days(struct ctx *c, struct level *l)
{
    struct db_rows r;
    TRY(db_query(c, SQL_HOLIDAY_LIST, ARGS(db_int(l->district)), &r));
    l->days = arena_array(c->mem, r.n + 1, sizeof *l->days);
    for (size_t i = 0; i < r.n; i++)
        l->days[l->n_days++] = (struct holiday_entry){
            .year = (int16_t)row_int(&r, i, 0),
            .day = {(int32_t)row_int(&r, i, 1), row_int(&r, i, 2) != 0, row_text(&r, i, 3)}
        };
    return ERR_OK;
}

enum err level_read(struct ctx *c, struct level *l)
{
    if (l->version == 0)
        return ERR_OK;
    TRY(read_hours(c, l));
    return read_days(c, l);
}

/* ---- putting together ---- */

static struct year_list find_year(const struct holiday_entry *days, size_t n, int year)
{
    size_t from = 0;
    if (n == 0)
        return (struct year_list){NULL, 0};
    while (from < n && days[from].year < year)
        from++;
    size_t end = from;
    while (end < n && days[end].year == year)
        end++;
    return (struct year_list){days + from, end - from};
}

struct year_list levels_year(const struct levels *l, const struct holiday_sheet *bundled, int year)
{
    struct year_list found = find_year(l->own.days, l->own.n_days, year);
    if (found.n == 0)
        found = find_year(l->all.days, l->all.n_days, year);
    return found.n ? found : find_year(bundled->entries, bundled->n, year);
}

static void merge_holidays(struct arena *mem, const struct levels *l,
                           const struct holiday_sheet *bundled, struct calendar_plan *out)
{
    size_t most = l->own.n_days + l->all.n_days + bundled->n;
    struct holiday *days = arena_array(mem, most + 1, sizeof *days);
    int16_t *years = arena_array(mem, YEARS, sizeof *years);
    out->holidays = days;
    out->years = years;
    for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++) {
        struct year_list found = levels_year(l, bundled, year);
        for (size_t i = 0; i < found.n; i++)
            days[out->n_holidays++] = found.days[i].day;
        if (found.n > 0)
            years[out->n_years++] = (int16_t)year;
    }
}

static const struct office_hours *in_force(const struct level *l, int32_t date)
{
    const struct office_hours *found = NULL;
    for (size_t i = 0; i < l->n_hours && l->hours[i].from <= date; i++)
        found = &l->hours[i];
    return found;
}

static int by_number(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

/* On each date on which one of the levels begins with something, what holds from there on. */
static void merge_hours(struct arena *mem, const struct levels *l, struct calendar_plan *out)
{
    size_t n = 1, most = l->own.n_hours + l->all.n_hours + 1;
    int32_t *dates = arena_array(mem, most, sizeof *dates);
    struct office_hours *hours = arena_array(mem, most, sizeof *hours);
    for (size_t i = 0; i < l->own.n_hours; i++)
        dates[n++] = l->own.hours[i].from;
    for (size_t i = 0; i < l->all.n_hours; i++)
        dates[n++] = l->all.hours[i].from;
    qsort(dates, n, sizeof *dates, by_number);
    out->hours = hours;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && dates[i] == dates[i - 1])
            continue;
        const struct office_hours *h = in_force(&l->own, dates[i]);
        h = h ? h : in_force(&l->all, dates[i]);
        hours[out->n_hours] = h ? *h : hours_usual;
        hours[out->n_hours++].from = dates[i];
    }
}

struct calendar_plan levels_plan(struct arena *mem, const struct levels *l,
                                 const struct holiday_sheet *bundled)
{
    struct calendar_plan plan = {.version = levels_version(l),
                                 .work_day = DAY_RULE_NTH_END,
                                 .natural_day = DAY_RULE_ROLLING};
    const struct level *by_weight[] = {&l->all, &l->own};
    for (size_t i = 0; i < LEN(by_weight); i++) {
        if (by_weight[i]->work_day)
            (void)day_rule_parse(by_weight[i]->work_day, &plan.work_day);
        if (by_weight[i]->natural_day)
            (void)day_rule_parse(by_weight[i]->natural_day, &plan.natural_day);
    }
    merge_hours(mem, l, &plan);
    merge_holidays(mem, l, bundled, &plan);
    return plan;
}

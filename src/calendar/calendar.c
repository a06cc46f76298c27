/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/inside.h"

enum { NEW_YEAR_FROM = 28 }; /* of December: days that New Year's notice may rule */

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

/* Days from 1 January 2000 to a date, by the civil calendar. */
static int32_t day_of(int32_t date)
{
    int32_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    y -= m <= 2;
    int32_t era_day = 365 * y + y / 4 - y / 100 + y / 400 + (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
    return era_day + d - 1 - EPOCH_DAYS;
}

static int32_t date_of(int32_t day)
{
    return time_day((int64_t)day * TIME_DAY + CALENDAR_START);
}

int32_t calendar_index(int64_t t)
{
    int64_t since = t - CALENDAR_START;
    return (int32_t)(since / TIME_DAY - (since % TIME_DAY < 0));
}

/* ---- compiling ---- */

static void copy_hours(struct calendar *cal, const struct calendar_plan *plan)
{
    cal->n_hours = plan->n_hours;
    cal->hours = must(calloc(plan->n_hours, sizeof *cal->hours));
    memcpy(cal->hours, plan->hours, plan->n_hours * sizeof *cal->hours);
    size_t entry = 0;
    for (int32_t d = 0; d < DAYS; d++) {
        while (entry + 1 < plan->n_hours && day_of(plan->hours[entry + 1].from) <= d)
            entry++;
        cal->in_force[d] = (uint8_t)entry;
        cal->kind[d] = plan->hours[entry].weekday >> weekday_of(d) & 1 ? DAY_WORK : DAY_WEEKEND;
    }
}

static int by_day(const void *a, const void *b)
{
    return ((const struct named_day *)a)->day - ((const struct named_day *)b)->day;
}

/* Later entries win, so of one day only the last is kept. */
static void copy_holidays(struct calendar *cal, const struct calendar_plan *plan)
{
    struct named_day *out = must(calloc(plan->n_holidays + 1, sizeof *out));
    int32_t *place = must(calloc(DAYS, sizeof *place)); /* 1 + where the day's entry stands */
    cal->named = out;
    for (size_t i = 0; i < plan->n_holidays; i++) {
        const struct holiday *h = &plan->holidays[i];
        int32_t day = day_of(h->date);
        if (day < 0 || day >= DAYS)
            continue;
        if (place[day] == 0)
            place[day] = (int32_t)++cal->n_named;
        struct named_day *n = &out[place[day] - 1];
        n->day = day;
        strncpy(n->name, h->name, sizeof n->name - 1);
        cal->kind[day] = h->is_off ? DAY_HOLIDAY : DAY_MAKEUP;
    }
    free(place);
    qsort(out, cal->n_named, sizeof *out, by_day);
}

static int32_t minutes_of(const struct office_hours *h)
{
    int32_t sum = 0;
    for (size_t i = 0; i < h->n; i++)
        sum += h->windows[i].to - h->windows[i].from;
    return sum;
}

static void sum_up(struct calendar *cal)
{
    for (int32_t d = 0; d < DAYS; d++) {
        bool worked = is_worked(cal, d);
        cal->office[d + 1] = cal->office[d] + (worked ? minutes_of(hours_of(cal, d)) : 0);
        cal->worked[d + 1] = cal->worked[d] + worked;
    }
}

static void mark_unknown(struct calendar *cal)
{
    for (int32_t d = 0; d < DAYS; d++) {
        int32_t date = date_of(d);
        bool late = date / 100 % 100 == 12 && date % 100 >= NEW_YEAR_FROM;
        bool unknown =
            !calendar_knows(cal, date / 10000) || (late && !calendar_knows(cal, date / 10000 + 1));
        cal->unknown[d + 1] = cal->unknown[d] + unknown;
    }
}

struct calendar *calendar_new(const struct calendar_plan *plan)
{
    struct calendar *cal = must(calloc(1, sizeof *cal));
    cal->version = plan->version;
    cal->work_day = plan->work_day;
    cal->natural_day = plan->natural_day;
    for (size_t i = 0; i < plan->n_years; i++)
        if (plan->years[i] >= CALENDAR_YEAR_MIN && plan->years[i] <= CALENDAR_YEAR_MAX)
            cal->known[plan->years[i] - CALENDAR_YEAR_MIN] = true;
    copy_hours(cal, plan);
    copy_holidays(cal, plan);
    sum_up(cal);
    mark_unknown(cal);
    return cal;
}

void calendar_free(struct calendar *cal)
{
    if (!cal)
        return;
    free(cal->hours);
    free(cal->named);
    free(cal);
}

/* ---- reading ---- */

int64_t calendar_version(const struct calendar *cal)
{
    return cal->version;
}

enum day_rule calendar_work_day(const struct calendar *cal)
{
    return cal->work_day;
}

enum day_rule calendar_natural_day(const struct calendar *cal)
{
    return cal->natural_day;
}

bool calendar_knows(const struct calendar *cal, int year)
{
    return year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX &&
           cal->known[year - CALENDAR_YEAR_MIN];
}

int calendar_missing(const struct calendar *cal, int64_t now)
{
    int32_t date = time_day(now), year = date / 10000;
    if (!calendar_knows(cal, year))
        return year;
    return date / 100 % 100 >= 10 && !calendar_knows(cal, year + 1) ? year + 1 : 0;
}

const char *calendar_day_name(const struct calendar *cal, int32_t day)
{
    struct named_day key = {.day = day};
    const struct named_day *found =
        bsearch(&key, cal->named, cal->n_named, sizeof *cal->named, by_day);
    return found ? found->name : NULL;
}

bool calendar_day(const struct calendar *cal, int64_t t, struct calendar_day *out)
{
    int32_t day = calendar_index(t);
    if (t < CALENDAR_START || t >= CALENDAR_END)
        return false;
    const struct office_hours *h = hours_of(cal, day);
    *out = (struct calendar_day){.date = date_of(day),
                                 .kind = cal->kind[day],
                                 .name = calendar_day_name(cal, day),
                                 .windows = h->windows,
                                 .n_windows = h->n};
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar_json.h"

#include <stdio.h>

#include "base/json.h"
#include "calendar/hours.h"
#include "calendar/inside.h"

enum { WEEK = 7 };

static void put_date(struct json *j, const char *key, int32_t date)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)(date / 10000),
                   (int)(date / 100 % 100), (int)(date % 100));
    json_put_text(j, key, text);
}

static void put_hours(struct json *j, const struct office_hours *h)
{
    json_object(j);
    if (h->from)
        put_date(j, "from", h->from);
    else
        json_put_text(j, "from", NULL);
    json_key(j, "days");
    json_array(j);
    for (int i = 0; i < WEEK; i++)
        if (h->weekday >> i & 1)
            json_int(j, i + 1);
    json_array_end(j);
    char text[HOURS_TEXT];
    hours_format(h, text);
    json_put_text(j, "windows", text);
    json_end(j);
}

static void put_named(struct json *j, const struct calendar *cal, int year)
{
    json_array(j);
    for (size_t i = 0; i < cal->n_named; i++) {
        const struct named_day *n = &cal->named[i];
        int32_t date = time_day(midnight(n->day));
        if (date / 10000 != year)
            continue;
        json_object(j);
        put_date(j, "date", date);
        json_put_text(j, "name", n->name);
        json_put_bool(j, "is_off", cal->kind[n->day] == DAY_HOLIDAY);
        json_end(j);
    }
    json_array_end(j);
}

/* {missing_year, from} or null. */
static void put_warning(struct json *j, const struct calendar *cal, int64_t now)
{
    int year = calendar_missing(cal, now);
    if (year == 0) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_int(j, "missing_year", year);
    put_date(j, "from", year * 10000 + 101);
    json_end(j);
}

void calendar_put(struct json *j, const struct calendar *cal, int year, int64_t now)
{
    json_put_int(j, "version", cal->version);
    json_key(j, "rules");
    json_object(j);
    json_put_text(j, "work_day", day_rule_word(cal->work_day));
    json_put_text(j, "natural_day", day_rule_word(cal->natural_day));
    json_end(j);
    json_key(j, "hours");
    json_array(j);
    for (size_t i = 0; i < cal->n_hours; i++)
        put_hours(j, &cal->hours[i]);
    json_array_end(j);
    json_key(j, "known_years");
    json_array(j);
    for (int y = CALENDAR_YEAR_MIN; y <= CALENDAR_YEAR_MAX; y++)
        if (calendar_knows(cal, y))
            json_int(j, y);
    json_array_end(j);
    json_put_int(j, "year", year);
    json_key(j, "days");
    put_named(j, cal, year);
    json_key(j, "warning");
    put_warning(j, cal, now);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/past.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "calendar/hours.h"
#include "calendar/level.h"
#include "db/db.h"

/* ---- writing ---- */

static void put_hours(struct json *j, const struct calendar_plan *plan)
{
    char text[HOURS_TEXT];
    json_key(j, "hours");
    json_array(j);
    for (size_t i = 0; i < plan->n_hours; i++) {
        hours_format(&plan->hours[i], text);
        json_object(j);
        json_put_int(j, "from", plan->hours[i].from);
        json_put_int(j, "weekday", plan->hours[i].weekday);
        json_put_text(j, "windows", text);
        json_end(j);
    }
    json_array_end(j);
}

static void put_holidays(struct json *j, const struct calendar_plan *plan)
{
    json_key(j, "holidays");
    json_array(j);
    for (size_t i = 0; i < plan->n_holidays; i++) {
        json_object(j);
        json_put_int(j, "date", plan->holidays[i].date);
        json_put_bool(j, "off", plan->holidays[i].is_off);
        json_put_text(j, "name", plan->holidays[i].name);
        json_end(j);
    }
    json_array_end(j);
}

static const char *plan_text(struct ctx *c, const struct calendar_plan *plan)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    put_hours(&j, plan);
    put_holidays(&j, plan);
    json_key(&j, "years");
    json_array(&j);
    for (size_t i = 0; i < plan->n_years; i++)
        json_int(&j, plan->years[i]);
    json_array_end(&j);
    json_put_text(&j, "work_day", day_rule_word(plan->work_day));
    json_put_text(&j, "natural_day", day_rule_word(plan->natural_day));
    json_end(&j);
    return buf_str(&b);
}

static enum err keep(struct ctx *c, const struct holiday_sheet *bundled, int32_t district,
                     int64_t back)
{
    struct levels l;
    TRY(levels_heads(c, district, &l));
    TRY(level_read(c, &l.all));
    TRY(level_read(c, &l.own));
    const struct calendar_plan plan = levels_plan(c->mem, &l, bundled);
    return db_exec(c, SQL_CALENDAR_PAST_KEEP,
                   ARGS(db_int(district), db_int(plan.version - back), db_text(plan_text(c, &plan)),
                        db_int(c->now)));
}

enum err calendar_keep(struct ctx *c, int32_t district, int64_t back)
{
    struct holiday_sheet bundled;
    TRY(holidays_bundled(c, &bundled));
    return keep(c, &bundled, district, back);
}

enum err calendar_keep_all(struct ctx *c, int64_t back)
{
    struct holiday_sheet bundled;
    struct db_rows r;
    TRY(holidays_bundled(c, &bundled));
    TRY(keep(c, &bundled, 0, back));
    TRY(db_query(c, SQL_CALENDAR_DISTRICTS, NO_ARGS, &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(keep(c, &bundled, (int32_t)row_int(&r, i, 0), back));
    return ERR_OK;
}

/* ---- reading ---- */

static int64_t int_of(const struct node *object, const char *key)
{
    int64_t n = 0;
    return node_int(node_get(object, key), &n) ? n : 0;
}

static bool read_hours(struct ctx *c, const struct node *list, struct calendar_plan *out)
{
    size_t n = node_len(list);
    struct office_hours *hours = arena_array(c->mem, n + 1, sizeof *hours);
    for (size_t i = 0; i < n; i++) {
        const struct node *v = node_at(list, i);
        const char *windows = node_text(node_get(v, "windows"));
        hours[i].from = (int32_t)int_of(v, "from");
        hours[i].weekday = (uint8_t)int_of(v, "weekday");
        if (!windows || !hours_parse(windows, &hours[i]) || !hours_are_sound(&hours[i]))
            return false;
    }
    out->hours = hours;
    out->n_hours = n;
    return n > 0;
}

static void read_holidays(struct ctx *c, const struct node *list, struct calendar_plan *out)
{
    size_t n = node_len(list);
    struct holiday *days = arena_array(c->mem, n + 1, sizeof *days);
    for (size_t i = 0; i < n; i++) {
        const struct node *v = node_at(list, i);
        const char *name = node_text(node_get(v, "name"));
        days[i] = (struct holiday){.date = (int32_t)int_of(v, "date"), .name = name ? name : ""};
        (void)node_bool(node_get(v, "off"), &days[i].is_off);
    }
    out->holidays = days;
    out->n_holidays = n;
}

static void read_years(struct ctx *c, const struct node *list, struct calendar_plan *out)
{
    size_t n = node_len(list);
    int16_t *years = arena_array(c->mem, n + 1, sizeof *years);
    for (size_t i = 0; i < n; i++) {
        int64_t year = 0;
        (void)node_int(node_at(list, i), &year);
        years[i] = (int16_t)year;
    }
    out->years = years;
    out->n_years = n;
}

static bool read_rule(const struct node *plan, const char *key, enum day_rule *out)
{
    const char *word = node_text(node_get(plan, key));
    return word && day_rule_parse(word, out);
}

static enum err read_plan(struct ctx *c, const char *text, size_t n, struct calendar_plan *out)
{
    const struct node *plan;
    TRY(json_parse(c, text, n, &plan));
    if (!read_hours(c, node_get(plan, "hours"), out) ||
        !read_rule(plan, "work_day", &out->work_day) ||
        !read_rule(plan, "natural_day", &out->natural_day))
        return ctx_fail(c, ERR_INTERNAL, "calendar.damaged", "", "%lld", (long long)out->version);
    read_holidays(c, node_get(plan, "holidays"), out);
    read_years(c, node_get(plan, "years"), out);
    return ERR_OK;
}

static void free_calendar(void *cal)
{
    calendar_free(cal);
}

enum err calendar_past(struct ctx *c, int32_t district, int64_t version,
                       const struct calendar **out)
{
    struct calendar_plan plan = {.version = version};
    struct db_rows r;
    *out = NULL;
    TRY(db_query(c, SQL_CALENDAR_PAST, ARGS(db_int(district), db_int(version)), &r));
    /* before the district had one of its own, that of all was its own */
    if (r.n == 0)
        TRY(db_query(c, SQL_CALENDAR_PAST, ARGS(db_int(0), db_int(version)), &r));
    if (r.n == 0)
        return ERR_OK;
    const char *text = row_text(&r, 0, 0);
    TRY(read_plan(c, text, strlen(text), &plan));
    struct calendar *cal = calendar_new(&plan);
    arena_defer(c->mem, free_calendar, cal);
    *out = cal;
    return ERR_OK;
}

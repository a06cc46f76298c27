/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/calendar_json.h"
#include "calendar/calendars.h"
#include "calendar/explain.h"
#include "calendar/holidays_api.h"
#include "calendar/hours.h"

enum { PAUSES_MAX = 50, PAUSES_TEXT = 5000 };

/* ---- whose calendar ---- */

static enum err known_area(struct ctx *c, const struct req *q, const char *code)
{
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    bool known = text_is_code(code) && atlas_find(v, code) >= 0;
    atlas_give(app->atlas, v);
    if (known)
        return ERR_OK;
    return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", code);
}

/* The root that tells of changes for all, and whether the caller may write for every one of them. */
static const char *first_root(struct ctx *c, const struct req *q, bool *out_may_all)
{
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    const char *found = "0";
    *out_may_all = atlas_len(v) > 0;
    for (int32_t i = 0; (size_t)i < atlas_len(v) && atlas_at(v, i)->parent < 0; i++) {
        const char *code = atlas_at(v, i)->code;
        found = i == 0 ? arena_copy(c->mem, code) : found;
        *out_may_all = *out_may_all && account_may(c->who, RIGHT_RULE_WRITE, code);
    }
    atlas_give(app->atlas, v);
    return found;
}

/* The area whose journal tells of it: never one below the district, so that the right for all of it is asked. */
static const char *district_of(struct ctx *c, const char *area)
{
    return arena_copy_n(c->mem, area,
                        strlen(area) < DIGITS_DISTRICT ? strlen(area) : DIGITS_DISTRICT);
}

enum err calendar_at_of(struct ctx *c, const struct req *q, struct calendar_at *out)
{
    const char *area = req_query(q, "area");
    bool may_all;
    if (area) {
        TRY(known_area(c, q, area));
        *out = (struct calendar_at){text_district(area), district_of(c, area)};
        return ERR_OK;
    }
    *out = (struct calendar_at){0, first_root(c, q, &may_all)};
    if (!may_all)
        return ctx_fail(c, ERR_DENIED, "right.area", "", "%s", out->area);
    return ERR_OK;
}

static enum err place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct calendar_at at;
    TRY(calendar_at_of(c, q, &at));
    *out_area = at.area;
    return ERR_OK;
}

/* By query: the area's, or the one for all. */
static enum err calendar_of(struct ctx *c, const struct req *q, const char *area,
                            const struct calendar **out)
{
    const struct app *app = q->app;
    if (area)
        TRY(known_area(c, q, area));
    return calendar_for(c, app->calendars, area ? text_district(area) : 0, out);
}

/* ---- looking ---- */

struct look_in {
    const char *area;
    int64_t year;
};
static const struct field look_fields[] = {
    {"area", FIELD_TEXT, false, offsetof(struct look_in, area), 1,                 TEXT_CODE_MAX - 1},
    {"year", FIELD_INT,  false, offsetof(struct look_in, year), CALENDAR_YEAR_MIN,
     CALENDAR_YEAR_MAX                                                                              },
};

static void put_calendar(struct ctx *c, struct reply *out, const char *area, int year,
                         const struct calendar *cal)
{
    json_object(&out->json);
    json_put_text(&out->json, "area", area);
    calendar_put(&out->json, cal, year, c->now);
    json_end(&out->json);
    out->version = calendar_version(cal);
}

static enum err get(struct ctx *c, const struct req *q, struct reply *out)
{
    struct look_in in;
    const struct calendar *cal;
    TRY(req_read_query(c, q, look_fields, LEN(look_fields), &in));
    TRY(calendar_of(c, q, in.area, &cal));
    int year = in.year == JSON_ABSENT ? time_day(c->now) / 10000 : (int)in.year;
    put_calendar(c, out, in.area, year, cal);
    return ERR_OK;
}

struct due_in {
    const char *area, *limit, *pause;
    int64_t start;
};
static const struct field due_fields[] = {
    {"area",  FIELD_TEXT, false, offsetof(struct due_in, area),  1, TEXT_CODE_MAX - 1},
    {"start", FIELD_TIME, false, offsetof(struct due_in, start), 0, 0                },
    {"limit", FIELD_TEXT, true,  offsetof(struct due_in, limit), 1, LIMIT_TEXT       },
    {"pause", FIELD_TEXT, false, offsetof(struct due_in, pause), 1, PAUSES_TEXT      },
};

static bool in_range(int64_t t)
{
    int year = time_day(t) / 10000;
    return year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX;
}

/* One "from/to" or, as the last one, "from/": the clock stands. */
static bool read_pause(struct arena *mem, const char *text, size_t n, struct clock_run *out)
{
    const char *slash = memchr(text, '/', n);
    if (!slash)
        return false;
    size_t from_n = (size_t)(slash - text), to_n = n - from_n - 1;
    out->to = CLOCK_NEVER;
    if (!time_parse(arena_copy_n(mem, text, from_n), &out->from) || !in_range(out->from))
        return false;
    return to_n == 0 ||
           (time_parse(arena_copy_n(mem, slash + 1, to_n), &out->to) && in_range(out->to));
}

/* The running spans that a start and pauses "from/to,from/to" leave. */
static enum err read_runs(struct ctx *c, const struct due_in *in, struct clock_run *runs,
                          size_t *out_n)
{
    size_t n = 0;
    int64_t from = in->start;
    for (const char *p = in->pause; p && *p; p += *p == ',') {
        size_t len = strcspn(p, ",");
        struct clock_run pause;
        if (n == PAUSES_MAX || from == CLOCK_NEVER || !read_pause(c->mem, p, len, &pause) ||
            pause.from < from || pause.to <= pause.from)
            return ctx_fail(c, ERR_INVALID, "calendar.pause", "pause", "%.*s",
                            len < 60 ? (int)len : 60, p);
        runs[n++] = (struct clock_run){from, pause.from};
        from = pause.to;
        p += len;
    }
    if (from != CLOCK_NEVER)
        runs[n++] = (struct clock_run){from, CLOCK_NEVER};
    *out_n = n;
    return ERR_OK;
}

static enum err due(struct ctx *c, const struct req *q, struct reply *out)
{
    struct due_in in;
    struct limit limit;
    const struct calendar *cal;
    struct clock_run runs[PAUSES_MAX + 1];
    size_t n = 0;
    TRY(req_read_query(c, q, due_fields, LEN(due_fields), &in));
    in.start = in.start == JSON_ABSENT ? c->now : in.start;
    if (!limit_parse(in.limit, &limit))
        return ctx_fail(c, ERR_INVALID, "calendar.limit", "limit", "%.40s", in.limit);
    if (!in_range(in.start))
        return ctx_fail(c, ERR_INVALID, "calendar.year", "start", "%d..%d", CALENDAR_YEAR_MIN,
                        CALENDAR_YEAR_MAX);
    TRY(read_runs(c, &in, runs, &n));
    TRY(calendar_of(c, q, in.area, &cal));
    struct clock_steps steps = clock_explain(c->mem, cal, limit, runs, n);
    json_object(&out->json);
    json_put_text(&out->json, "area", in.area);
    json_put_time(&out->json, "start", in.start);
    json_put_int(&out->json, "version", calendar_version(cal));
    clock_put_members(&out->json, limit, &steps);
    json_end(&out->json);
    return ERR_OK;
}

/* ---- changing ---- */

struct change_in {
    const char *work_day, *natural_day;
    const struct node *hours;
};
static const struct field change_fields[] = {
    {"work_day",    FIELD_TEXT, false, offsetof(struct change_in, work_day),    1, 20},
    {"natural_day", FIELD_TEXT, false, offsetof(struct change_in, natural_day), 1, 20},
    {"hours",       FIELD_NODE, false, offsetof(struct change_in, hours),       0, 0 },
};

struct hours_in {
    const char *from, *windows;
    const struct node *days;
};
static const struct field hours_fields[] = {
    {"from",    FIELD_TEXT, false, offsetof(struct hours_in, from),    10, 10            },
    {"days",    FIELD_NODE, true,  offsetof(struct hours_in, days),    0,  0             },
    {"windows", FIELD_TEXT, true,  offsetof(struct hours_in, windows), 11, HOURS_TEXT - 1},
};

static enum err read_entry(struct ctx *c, const struct node *entry, struct office_hours *out)
{
    struct hours_in in;
    int64_t from, day;
    TRY(json_read(c, entry, hours_fields, LEN(hours_fields), &in));
    bool good = true;
    if (in.from && time_parse(in.from, &from))
        out->from = time_day(from);
    else
        good = !in.from;
    for (size_t i = 0; i < node_len(in.days) && good; i++) {
        good = node_int(node_at(in.days, i), &day) && day >= 1 && day <= 7;
        if (good)
            out->weekday = (uint8_t)(out->weekday | 1 << (day - 1));
    }
    if (good && hours_parse(in.windows, out))
        return ERR_OK;
    return ctx_fail(c, ERR_INVALID, "calendar.hours", "hours", "%.60s", in.windows);
}

static enum err read_hours(struct ctx *c, const struct node *list, struct calendar_change *out)
{
    if (!list)
        return ERR_OK;
    size_t n = node_len(list);
    if (node_type(list) != NODE_ARRAY || n > HOURS_ENTRIES_MAX)
        return ctx_fail(c, ERR_INVALID, "calendar.hours", "hours", "0..%d", HOURS_ENTRIES_MAX);
    struct office_hours *hours = arena_array(c->mem, n + 1, sizeof *hours);
    for (size_t i = 0; i < n; i++)
        TRY(read_entry(c, node_at(list, i), &hours[i]));
    out->hours = hours;
    out->n_hours = n;
    return ERR_OK;
}

static enum err patch(struct ctx *c, const struct req *q, struct reply *out)
{
    struct look_in look;
    struct change_in in;
    struct calendar_at at;
    struct calendar_change change = {.version = 0};
    const struct app *app = q->app;
    const struct calendar *cal;
    int64_t version;
    TRY(req_read_query(c, q, look_fields, 1, &look));
    TRY(req_version(c, q, &change.version));
    TRY(req_read(c, q, change_fields, LEN(change_fields), &in));
    TRY(read_hours(c, in.hours, &change));
    TRY(calendar_at_of(c, q, &at));
    change.work_day = in.work_day;
    change.natural_day = in.natural_day;
    TRY(calendar_change(c, &at, &change, &version));
    TRY(calendar_for(c, app->calendars, at.district, &cal));
    put_calendar(c, out, look.area, time_day(c->now) / 10000, cal);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET,   "/api/v1/calendar",              RIGHT_PUBLIC,     0,           NULL,  get,           NULL},
    {METHOD_GET,   "/api/v1/calendar/due",          RIGHT_PUBLIC,     0,           NULL,  due,           NULL},
    {METHOD_PATCH, "/api/v1/calendar",              RIGHT_RULE_WRITE, ROUTE_WRITE, place, patch,         NULL},
    {METHOD_POST,  "/api/v1/imports/holidays",      RIGHT_RULE_WRITE, ROUTE_WRITE, place, holidays_post,
     NULL                                                                                                    },
    {METHOD_POST,  "/api/v1/imports/holidays/undo", RIGHT_RULE_WRITE, ROUTE_WRITE, place,
     holidays_undo,                                                                                      NULL},
};

const struct routes calendar_routes = {table, LEN(table)};

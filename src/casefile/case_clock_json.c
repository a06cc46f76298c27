/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks of a case, with their derivation, and the document by which all of it can be done again by hand. */
#include <stdio.h>

#include "base/arena.h"
#include "base/time.h"
#include "calendar/calendars.h"
#include "calendar/explain.h"
#include "calendar/hours.h"
#include "calendar/past.h"
#include "casefile/case_loop.h"
#include "casefile/case_parts.h"

enum { DAYS_MAX = LIMIT_DAYS_MAX + 400 };

/* A version of the calendar by which clocks were computed. */
struct version {
    int64_t version;
    const struct calendar *cal; /* NULL: it was not kept */
};

struct clock_view {
    const struct case_view *v;
    const struct casefile *file;
    const struct calendar *cal; /* of now */
    const struct loop_clock *clocks;
    size_t n;
    struct version *versions; /* of the clocks, as they were asked for */
    size_t n_versions;
};

static enum err open_clocks(const struct case_view *v, const struct casefile *f,
                            struct clock_view *out)
{
    *out = (struct clock_view){.v = v, .file = f};
    TRY(calendar_for(v->c, v->app->calendars, f->district, &out->cal));
    TRY(loop_clocks(v->c, f->district, f->id, &out->clocks, &out->n));
    out->versions = arena_array(v->c->mem, out->n + 1, sizeof *out->versions);
    return ERR_OK;
}

/* What the clock was computed by; of one that asks no calendar, and of a version that was not kept, that of now. */
static enum err calendar_of(struct clock_view *w, const struct loop_clock *k,
                            const struct calendar **out)
{
    const struct calendar *cal = w->cal;
    size_t i = 0;
    while (i < w->n_versions && w->versions[i].version != k->calendar)
        i++;
    if (i == w->n_versions && k->calendar) {
        if (k->calendar != calendar_version(w->cal))
            TRY(calendar_past(w->v->c, w->file->district, k->calendar, &cal));
        w->versions[w->n_versions++] = (struct version){k->calendar, cal};
    }
    *out = k->calendar && w->versions[i].cal ? w->versions[i].cal : w->cal;
    return ERR_OK;
}

static void put_runs(struct json *j, const struct loop_clock *k)
{
    json_key(j, "runs");
    json_array(j);
    for (size_t i = 0; i < k->n_runs; i++) {
        json_object(j);
        json_put_time(j, "from", k->runs[i].from);
        json_put_time(j, "to", k->runs[i].to == CLOCK_NEVER ? 0 : k->runs[i].to);
        json_end(j);
    }
    json_array_end(j);
}

static int64_t extensions_of(const struct loop_clock *k)
{
    return k->by_date || k->base.ticks <= 0 ? 0 : k->limit.ticks / k->base.ticks - 1;
}

/* The clock as a value. */
static enum err put_run(const struct clock_view *w, const struct loop_clock *k)
{
    const struct case_view *v = w->v;
    struct json *j = v->j;
    json_object(j);
    json_put_int(j, "n", k->n);
    json_put_text(j, "clock", k->clock);
    name_put(j, "name", case_clock_name(v, w->file->flow, k->clock));
    json_put_int(j, "cycle", k->cycle);
    json_put_text(j, "limit_text", k->limit_text);
    json_put_text(j, "unit", k->by_date ? "date" : limit_unit_word(k->limit.unit));
    json_put_int(j, "ticks", k->limit.ticks);
    json_put_int(j, "extensions", extensions_of(k));
    json_put_time(j, "started", k->started);
    json_put_time(j, "ended", k->ended);
    put_runs(j, k);
    json_put_int(j, "used_ticks", loop_clock_used(k, w->cal, v->c->now));
    json_put_time(j, "due", k->due);
    json_put_text(j, "light", case_light_word(k->light));
    json_put_bool(j, "provisional", k->provisional);
    json_put_bool(j, "late", k->late);
    json_put_int(j, "calendar", k->calendar);
    json_put_bool(j, "calendar_differs", loop_clock_differs(k, w->cal));
    TRY(case_put_rule(v, k->rule));
    json_end(j);
    return ERR_OK;
}

static void put_derivation(const struct clock_view *w, const struct loop_clock *k,
                           const struct calendar *cal)
{
    struct json *j = w->v->j;
    json_key(j, "derivation");
    if (k->by_date) {
        json_null(j);
        return;
    }
    const struct clock_steps steps = clock_explain(w->v->c->mem, cal, k->limit, k->runs, k->n_runs);
    clock_put_steps(j, k->limit, &steps);
}

static void put_rules(struct json *j, const struct calendar *cal)
{
    json_put_int(j, "version", calendar_version(cal));
    json_put_text(j, "work_day", day_rule_word(calendar_work_day(cal)));
    json_put_text(j, "natural_day", day_rule_word(calendar_natural_day(cal)));
}

enum err case_put_clocks(const struct case_view *v, const struct casefile *f,
                         const char **out_limit_text)
{
    struct clock_view w;
    TRY(open_clocks(v, f, &w));
    *out_limit_text = NULL;
    json_key(v->j, "clocks");
    json_array(v->j);
    for (size_t i = 0; i < w.n; i++) {
        TRY(put_run(&w, &w.clocks[i]));
        if (w.clocks[i].n == f->clock_n)
            *out_limit_text = w.clocks[i].limit_text;
    }
    json_array_end(v->j);
    return ERR_OK;
}

/* Members: the clock, its derivation, and the calendar that this is by. */
static enum err put_derived(struct clock_view *w, const struct loop_clock *k)
{
    struct json *j = w->v->j;
    const struct calendar *cal;
    TRY(calendar_of(w, k, &cal));
    json_key(j, "clock");
    TRY(put_run(w, k));
    put_derivation(w, k, cal);
    json_key(j, "calendar");
    json_object(j);
    put_rules(j, cal);
    json_end(j);
    return ERR_OK;
}

enum err case_put_clock(const struct case_view *v, const struct casefile *f, int64_t n)
{
    struct clock_view w;
    TRY(open_clocks(v, f, &w));
    for (size_t i = 0; i < w.n; i++) {
        if (w.clocks[i].n != n)
            continue;
        json_object(v->j);
        json_put_ref(v->j, "ref", f->district, f->id);
        TRY(put_derived(&w, &w.clocks[i]));
        json_end(v->j);
        return ERR_OK;
    }
    return ctx_fail(v->c, ERR_NOT_FOUND, "case.clock_unknown", "n", "%lld", (long long)n);
}

/* An array as a value. */
static enum err put_all_derived(struct clock_view *w)
{
    json_array(w->v->j);
    for (size_t i = 0; i < w->n; i++) {
        json_object(w->v->j);
        TRY(put_derived(w, &w->clocks[i]));
        json_end(w->v->j);
    }
    json_array_end(w->v->j);
    return ERR_OK;
}

enum err case_put_derived(const struct case_view *v, const struct casefile *f)
{
    struct clock_view w;
    TRY(open_clocks(v, f, &w));
    json_object(v->j);
    json_put_ref(v->j, "ref", f->district, f->id);
    json_key(v->j, "items");
    TRY(put_all_derived(&w));
    json_end(v->j);
    return ERR_OK;
}

/* ---- export ---- */

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* From the first start to the last moment that any clock depends on. */
static void touched(const struct clock_view *w, int64_t *out_from, int64_t *out_to)
{
    *out_from = *out_to = w->n ? w->clocks[0].started : 0;
    for (size_t i = 0; i < w->n; i++) {
        const struct loop_clock *k = &w->clocks[i];
        *out_to = latest(*out_to, latest(k->due, k->ended ? k->ended : w->v->c->now));
    }
}

static void put_day(struct json *j, const struct calendar_day *day)
{
    static const char *const kinds[] = {[DAY_WORK] = "work",
                                        [DAY_WEEKEND] = "weekend",
                                        [DAY_HOLIDAY] = "holiday",
                                        [DAY_MAKEUP] = "makeup"};
    char text[40];
    bool worked = day->kind == DAY_WORK || day->kind == DAY_MAKEUP;
    json_object(j);
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", day->date / 10000, day->date / 100 % 100,
                   day->date % 100);
    json_put_text(j, "date", text);
    json_put_text(j, "kind", kinds[day->kind]);
    json_put_text(j, "name", day->name);
    json_key(j, "hours");
    json_array(j);
    for (size_t i = 0; worked && i < day->n_windows; i++) {
        int from = day->windows[i].from, to = day->windows[i].to;
        (void)snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60,
                       to % 60);
        json_text(j, text);
    }
    json_array_end(j);
    json_end(j);
}

static void put_days(const struct clock_view *w, const struct calendar *cal)
{
    int64_t from, to;
    struct calendar_day day;
    int32_t last = 0;
    touched(w, &from, &to);
    json_key(w->v->j, "days");
    json_array(w->v->j);
    for (int i = 0; w->n && i < DAYS_MAX && last != time_day(to); i++) {
        if (!calendar_day(cal, from + i * TIME_DAY, &day))
            break;
        put_day(w->v->j, &day);
        last = day.date;
    }
    json_array_end(w->v->j);
}

/* Each version that a clock was computed by and that is known. */
static void put_calendars(const struct clock_view *w)
{
    struct json *j = w->v->j;
    json_key(j, "calendars");
    json_array(j);
    for (size_t i = 0; i < w->n_versions; i++) {
        if (!w->versions[i].cal)
            continue;
        json_object(j);
        put_rules(j, w->versions[i].cal);
        put_days(w, w->versions[i].cal);
        json_end(j);
    }
    json_array_end(j);
}

enum err case_put_export(const struct case_view *v, const struct casefile *f,
                         const struct account *who)
{
    struct clock_view w;
    struct json *j = v->j;
    TRY(open_clocks(v, f, &w));
    json_object(j);
    json_put_text(j, "format", "wangge-case-1");
    json_put_time(j, "exported", v->c->now);
    json_key(j, "case");
    TRY(case_put_full(v, f, who));
    json_key(j, "clocks");
    TRY(put_all_derived(&w));
    put_calendars(&w);
    json_end(j);
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of due times when the calendar changes. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "calendar/change.h"
#include "casefile/loop_world.h"
#include "casefile/tick.h"

static struct receipt dispatched(struct city *w)
{
    struct receipt r = city_bring_full(w, "filed");
    loop_do(w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    return r;
}

static void rest_on(struct city *w, const char *date)
{
    const struct calendar_at at = {.district = 0, .area = CITY};
    struct holiday_report report;
    const char *list = arena_printf(w->c->mem,
                                    "{\"year\":2026,\"papers\":[],\"days\":[{\"name\":\"停工日\","
                                    "\"date\":\"%s\",\"isOffDay\":true}]}",
                                    date);
    city_begin(w);
    if (calendar_import(w->c, &at, list, strlen(list), false, false, &report) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    assert_true(report.applied);
    assert_int_equal(city_end(w, true), ERR_OK);
}

static void a_changed_calendar_computes_what_waits_anew(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w), urgent = city_report(&w, LIGHT, CELL_1);
    int64_t urgent_due = city_case(&w, urgent).due;
    rest_on(&w, "2026-11-26");
    assert_due(&w, r, "2026-11-27 18:00");
    assert_int_equal(loop_tick(&w, "2026-11-24 10:01"), 1); /* all are to be looked at */
    assert_int_equal(loop_tick(&w, "2026-11-24 10:02"), 2);
    assert_due(&w, r, "2026-11-30 18:00");
    assert_int_equal(loop_rows(&w, r, "recompute"), 1);
    assert_int_equal(city_case(&w, urgent).due, urgent_due);
    assert_int_equal(loop_rows(&w, urgent, "recompute"), 0);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:03"), 0);
    city_close(&w);
}

static void assert_shown(struct city *w, struct receipt r, int64_t n, int64_t used, bool differs)
{
    int64_t ticks = 0;
    bool shown;
    const char *path = city_path(w, r, arena_printf(w->c->mem, "/clocks/%lld", (long long)n));
    loop_at(w, "2026-11-24 11:00"); /* while the session lasts */
    assert_int_equal(city_ask(w, SUPERVISOR, "GET", path, NULL), 200);
    const struct node *clock = node_get(city_reply(w), "clock");
    assert_true(node_int(node_get(clock, "used_ticks"), &ticks));
    assert_int_equal(ticks, used);
    assert_true(node_bool(node_get(clock, "calendar_differs"), &shown));
    assert_true(shown == differs);
}

static const char *day_kind(const struct node *calendar, const char *date)
{
    const struct node *days = node_get(calendar, "days");
    for (size_t i = 0; i < node_len(days); i++)
        if (strcmp(node_text(node_get(node_at(days, i), "date")), date) == 0)
            return node_text(node_get(node_at(days, i), "kind"));
    return "";
}

static void a_clock_that_ended_shows_what_counted_whatever_the_calendar_becomes(void **state)
{
    static const char *const ends[] = {"pass", "close"};
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    loop_do(&w, r, MEMBER, "sign", "2026-11-25 10:00");
    loop_do(&w, r, MEMBER, "feedback", "2026-11-26 15:00");
    loop_go(&w, r, DISPATCHER, "send_check");
    for (size_t i = 0; i < LEN(ends); i++)
        loop_go(&w, r, i ? INTAKE : CHECKER, ends[i]);
    struct loop_clock k = loop_clock(&w, r, "handle");
    assert_true(k.ended);
    assert_int_equal(k.used, TIME_DAY); /* that of Wednesday */
    assert_shown(&w, r, k.n, TIME_DAY, false);
    rest_on(&w, "2026-11-25");
    assert_shown(&w, r, k.n, TIME_DAY, true);
    const struct node *shown = city_reply(&w);
    int64_t version = 0;
    assert_true(node_int(node_get(node_get(shown, "calendar"), "version"), &version));
    assert_int_equal(version, k.calendar); /* and it is shown by what held then */
    assert_int_equal(
        city_ask(&w, SUPERVISOR, "POST", city_path(&w, r, "/export"), "{\"reason\":\"复议\"}"),
        200);
    const struct node *calendars = node_get(city_reply(&w), "calendars");
    assert_int_equal(node_len(calendars), 1);
    assert_string_equal(day_kind(node_at(calendars, 0), "2026-11-25"), "work");
    city_close(&w);
}

static void holidays_of_a_new_release_compute_what_waits_anew_once(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    int64_t next_at = city_case(&w, r).next_at;
    assert_int_equal(loop_tick(&w, "2026-11-24 10:30"), 0);
    city_begin(&w); /* as an older program left it */
    assert_int_equal(db_exec(w.c, SQL_TICK_CALENDAR_SET, ARGS(db_text("0.0"))), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:31"), 1);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:32"), 1); /* the case */
    assert_int_equal(city_case(&w, r).next_at, next_at);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:33"), 0);
    city_close(&w);
}

/* Another machine's ids may lie behind, and a machine's own after its clock was set back. */
static void a_calendar_changed_under_an_older_id_is_noticed(void **state)
{
    static const struct calendar_change rolling = {.work_day = "rolling"};
    struct city w;
    int64_t version;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    loop_sql(
        &w,
        "INSERT INTO calendar (district, version, change) VALUES (410103, 1, 9223372036854775807)");
    assert_int_equal(loop_tick(&w, "2026-11-24 10:01"), 1);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:02"), 1);
    city_begin(&w);
    const struct calendar_at at = {.district = 0, .area = CITY};
    assert_int_equal(calendar_change(w.c, &at, &rolling, &version), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:03"), 1);
    assert_int_equal(loop_tick(&w, "2026-11-24 10:04"), 1);
    assert_due(&w, r, "2026-11-27 10:00");
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_calendar_computes_what_waits_anew),
        cmocka_unit_test(a_clock_that_ended_shows_what_counted_whatever_the_calendar_becomes),
        cmocka_unit_test(holidays_of_a_new_release_compute_what_waits_anew_once),
        cmocka_unit_test(a_calendar_changed_under_an_older_id_is_noticed),
    };
    return UNIT_RUN(tests);
}

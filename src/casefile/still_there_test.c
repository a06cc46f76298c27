/* SPDX-License-Identifier: Apache-2.0 */
/* Of a settled case somebody says that it is still there: who waits, by what clock, and what ends it. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "calendar/change.h"
#include "casefile/loop_world.h"
#include "casefile/said.h"
#include "casefile/tick.h"

enum { FORGET_DAYS = 90 };

/* "2026-11-24 09:00" on a Tuesday it is closed; the clock is one working day. */
static void say(struct city *w, struct receipt r, const char *time)
{
    loop_at(w, time);
    assert_int_equal(city_ask(w, NOBODY, "POST", city_path(w, r, "/still-there"), "{}"), 200);
}

static size_t marks_of(struct city *w, struct receipt r, const struct loop_mark **out)
{
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(loop_marks(w->c, r.district, r.id, out, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

/* Nobody waits, nothing presses, and the reporter is forgotten in his time. */
static void assert_at_rest(struct city *w, struct receipt r)
{
    const struct loop_mark *marks;
    size_t n = marks_of(w, r, &marks);
    struct casefile f = city_case(w, r);
    assert_false(f.is_open);
    assert_int_equal(f.woken, 0);
    assert_null(f.clock);
    assert_int_equal(f.due, 0);
    assert_int_equal(f.light, LIGHT_NONE);
    assert_int_equal(f.supervised, 0);
    assert_int_equal(f.next_at, f.closed + FORGET_DAYS * TIME_DAY);
    for (size_t i = 0; i < n; i++)
        assert_true(marks[i].ended || (marks[i].level == 0 && marks[i].answered));
}

static void a_settled_case_that_is_still_there_has_a_clock_and_shows_how_it_counts(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    int64_t version = city_case(&w, r).version;
    say(&w, r, "2026-11-24 10:00");
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.clock, "still");
    assert_due(&w, r, "2026-11-25 18:00");
    assert_int_equal(f.version, version);
    assert_int_equal(f.light, LIGHT_NONE);
    const char *path =
        city_path(&w, r, arena_printf(w.c->mem, "/clocks/%lld", (long long)f.clock_n));
    assert_int_equal(city_ask(&w, SUPERVISOR, "GET", path, NULL), 200);
    const struct node *doc = city_reply(&w), *clock = node_get(doc, "clock");
    assert_string_equal(node_text(node_get(clock, "limit_text")), "1 work_day");
    assert_string_equal(node_text(node_get(node_get(clock, "name"), "zh")), "仍未解决的答复");
    assert_true(node_len(node_get(node_get(doc, "derivation"), "steps")) > 0);
    say(&w, r, "2026-11-24 16:00"); /* who says so too waits no longer for it */
    assert_due(&w, r, "2026-11-25 18:00");
    assert_int_equal(city_case(&w, r).clock_n, f.clock_n);
    city_close(&w);
}

static void nobody_answers_and_it_is_told_higher_and_higher_once_each(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    assert_int_equal(loop_tick(&w, "2026-11-24 18:30"), 0);
    assert_int_equal(loop_tick(&w, "2026-11-25 17:59"), 1);
    assert_int_equal(city_case(&w, r).light, LIGHT_YELLOW);
    for (int i = 0; i < 3; i++)
        assert_int_equal(loop_tick(&w, "2026-11-25 18:01"), i == 0 ? 1 : 0);
    assert_int_equal(city_case(&w, r).light, LIGHT_RED);
    assert_int_equal(city_case(&w, r).supervised, 1);
    assert_int_equal(loop_rows(&w, r, "urge"), 1);
    assert_int_equal(loop_tick(&w, "2026-12-07 09:00"), 1); /* nobody looked in between */
    assert_int_equal(loop_tick(&w, "2026-12-07 09:01"), 0);
    assert_int_equal(loop_rows(&w, r, "urge"), 1);
    assert_int_equal(loop_rows(&w, r, "supervise"), 1);
    assert_int_equal(loop_rows(&w, r, "light"), 2);
    assert_int_equal(marks_of(&w, r, &marks), 3);
    assert_string_equal(marks[1].area, VILLAGE);
    assert_string_equal(marks[2].area, TOWN);
    assert_int_equal(marks[2].level, 2);
    struct casefile f = city_case(&w, r);
    assert_false(f.late); /* the unit was in time */
    assert_int_equal(f.next_at, f.closed + FORGET_DAYS * TIME_DAY);
    loop_do(&w, r, DUTY_CHIEF, "answer_still", "2026-12-07 10:00");
    assert_at_rest(&w, r);
    city_close(&w);
}

static void words_end_the_wait_and_the_reporter_reads_them(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    struct casefile_act answer = loop_input(&w, r, "answer_still");
    answer.note = "是另一处,已另立案";
    loop_go_with(&w, r, HOLDER, answer);
    assert_at_rest(&w, r);
    assert_true(loop_clock(&w, r, "still").ended != 0);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, r, "")), 200);
    assert_true(city_says(&w, "是另一处,已另立案"));
    assert_int_equal(loop_tick(&w, "2026-11-27 18:00"), 0);
    loop_no(&w, r, HOLDER, "answer_still", "case.not_woken");
    say(&w, r, "2026-11-27 18:00"); /* another one, and time of his own */
    assert_due(&w, r, "2026-11-30 18:00");
    city_close(&w);
}

static void reopening_ends_the_wait_and_begins_another(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    assert_int_equal(loop_tick(&w, "2026-12-07 09:00"), 1);
    loop_do(&w, r, SUPERVISOR, "reopen", "2026-12-07 10:00");
    struct casefile f = city_case(&w, r);
    assert_true(f.is_open);
    assert_string_equal(f.clock, "accept");
    assert_int_equal(f.supervised, 0);
    assert_true(loop_clock(&w, r, "still").late);
    city_close(&w); /* the facts know nothing of it */
}

static void the_reporter_who_disputes_takes_it_into_the_dispute(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    loop_do(&w, r, REPORTER, "dispute", "2026-11-24 11:00");
    assert_string_equal(city_case(&w, r).clock, "dispute");
    loop_do(&w, r, SUPERVISOR, "uphold", "2026-11-24 12:00");
    assert_at_rest(&w, r);
    say(&w, r, "2026-11-25 12:00");
    assert_due(&w, r, "2026-11-26 18:00");
    assert_int_equal(loop_tick(&w, "2026-11-26 18:01"), 1);
    loop_do(&w, r, INTAKE, "answer_still", "2026-11-26 18:02");
    assert_at_rest(&w, r);
    city_close(&w);
}

/* What else is said or asked of a settled case is no answer to it. */
static void confirming_and_appealing_leave_the_wait_alone(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    loop_sql(&w, "UPDATE casefile SET late = 1, late_post = post");
    w.facts_made_up = true;
    say(&w, r, "2026-11-24 10:00");
    loop_do(&w, r, REPORTER, "confirm", "2026-11-24 11:00");
    loop_do(&w, r, HOLDER, "appeal", "2026-11-24 11:10");
    assert_due(&w, r, "2026-11-25 18:00");
    assert_int_equal(city_case(&w, r).request_due, moment("2026-11-25 18:00"));
    assert_int_equal(loop_tick(&w, "2026-11-25 18:01"), 1);
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.light, LIGHT_RED);
    assert_true(f.request_late);
    assert_int_equal(loop_rows(&w, r, "request_overdue"), 1);
    loop_do(&w, r, HOLDER, "answer_still", "2026-11-25 18:02");
    assert_at_rest(&w, r);
    city_close(&w);
}

static void two_looks_at_it_do_each_thing_once(void **state)
{
    struct city w;
    struct tick due;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    w.c->now = moment("2026-11-25 18:00");
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(casefile_ticks(w.c, &due, 1, &n), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    assert_int_equal(n, 1);
    for (int i = 0; i < 2; i++) {
        city_as(&w, NOBODY);
        city_begin(&w);
        assert_int_equal(casefile_tick(w.c, &w.app, &due), ERR_OK);
        assert_int_equal(city_end(&w, true), ERR_OK);
    }
    assert_int_equal(loop_rows(&w, r, "light"), 1);
    assert_int_equal(loop_rows(&w, r, "urge"), 1);
    city_close(&w);
}

static void what_waited_before_there_was_a_clock_gets_one(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    loop_sql(&w, "DELETE FROM case_run WHERE n = (SELECT max(n) FROM case_run)");
    loop_sql(&w, "DELETE FROM case_clock WHERE clock = 'still'");
    loop_sql(&w, "UPDATE casefile SET clock = NULL, clock_n = NULL, due = NULL, next_at = woken");
    assert_int_equal(loop_tick(&w, "2026-11-26 09:00"), 1);
    assert_due(&w, r, "2026-11-27 18:00");
    assert_int_equal(loop_tick(&w, "2026-11-26 09:01"), 0);
    assert_int_equal(loop_rows(&w, r, "clock"), 1);
    city_close(&w);
}

static void a_changed_calendar_counts_it_anew(void **state)
{
    const struct calendar_at at = {.district = 0, .area = CITY};
    static const char list[] = "{\"year\":2026,\"papers\":[],\"days\":[{\"name\":\"停工日\","
                               "\"date\":\"2026-11-25\",\"isOffDay\":true}]}";
    struct holiday_report report;
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    say(&w, r, "2026-11-24 10:00");
    city_begin(&w);
    assert_int_equal(calendar_import(w.c, &at, list, strlen(list), false, false, &report), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    (void)loop_tick(&w, "2026-11-24 10:01"); /* all are to be looked at */
    assert_int_equal(loop_tick(&w, "2026-11-24 10:02"), 1);
    assert_due(&w, r, "2026-11-26 18:00");
    assert_int_equal(loop_rows(&w, r, "recompute"), 1);
    city_close(&w);
}

static void who_said_so_is_forgotten_in_time_though_nobody_answered(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    loop_at(&w, "2026-11-24 10:00");
    assert_int_equal(
        city_ask(&w, NOBODY, "POST", city_path(&w, r, "/still-there"), "{\"note\":\"还在吵\"}"),
        200);
    int64_t forget = city_case(&w, r).closed + FORGET_DAYS * TIME_DAY;
    (void)loop_tick(&w, moment_text(w.c->mem, forget - 60 * TIME_SECOND));
    assert_true(marks_of(&w, r, &marks) > 0 && marks[0].reason);
    (void)loop_tick(&w, moment_text(w.c->mem, forget + 60 * TIME_SECOND));
    assert_true(marks_of(&w, r, &marks) > 0 && !marks[0].reason);
    assert_int_equal(loop_rows(&w, r, "erase_words"), 1);
    assert_string_equal(city_case(&w, r).clock, "still"); /* he waits all the same */
    assert_int_equal(loop_tick(&w, "2028-11-24 10:00"), 0);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_settled_case_that_is_still_there_has_a_clock_and_shows_how_it_counts),
        cmocka_unit_test(nobody_answers_and_it_is_told_higher_and_higher_once_each),
        cmocka_unit_test(words_end_the_wait_and_the_reporter_reads_them),
        cmocka_unit_test(reopening_ends_the_wait_and_begins_another),
        cmocka_unit_test(the_reporter_who_disputes_takes_it_into_the_dispute),
        cmocka_unit_test(confirming_and_appealing_leave_the_wait_alone),
        cmocka_unit_test(two_looks_at_it_do_each_thing_once),
        cmocka_unit_test(what_waited_before_there_was_a_clock_gets_one),
        cmocka_unit_test(a_changed_calendar_counts_it_anew),
        cmocka_unit_test(who_said_so_is_forgotten_in_time_though_nobody_answered),
    };
    return UNIT_RUN(tests);
}

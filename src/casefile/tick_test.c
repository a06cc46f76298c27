/* SPDX-License-Identifier: Apache-2.0 */
/* What time alone makes due: once, whatever the clock of the host does. */
#include "casefile/tick.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "casefile/agenda.h"
#include "casefile/loop_world.h"
#include "casefile/said.h"

static struct receipt dispatched(struct city *w)
{
    struct receipt r = city_bring_full(w, "filed");
    loop_do(w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    return r;
}

static size_t marks_of(struct city *w, struct receipt r, const struct loop_mark **out)
{
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(loop_marks(w->c, r.district, r.id, out, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

static void a_light_turns_yellow_then_red_once_each_and_makes_no_view_stale(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    int64_t version = city_case(&w, r).version;
    assert_int_equal(loop_tick(&w, "2026-11-24 12:00"), 0);
    assert_int_equal(loop_tick(&w, "2026-11-27 12:00"), 1);
    assert_int_equal(city_case(&w, r).light, LIGHT_YELLOW);
    assert_int_equal(loop_tick(&w, "2026-11-27 12:00"), 0);
    assert_int_equal(loop_tick(&w, "2026-11-27 18:00"), 1);
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.light, LIGHT_RED);
    assert_true(f.late);
    assert_int_equal(f.version, version);
    assert_int_equal(f.supervised, 1);
    assert_int_equal(loop_tick(&w, "2026-11-27 18:01"), 0);
    assert_int_equal(loop_rows(&w, r, "light"), 2);
    assert_int_equal(marks_of(&w, r, &marks), 1);
    assert_string_equal(marks[0].role, "system");
    assert_string_equal(marks[0].area, VILLAGE);
    loop_go(&w, r, MEMBER, "sign"); /* on the version he saw */
    city_close(&w);
}

static void the_history_says_which_clock_turned_to_which_light(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    assert_int_equal(loop_tick(&w, "2026-11-27 12:00"), 1);
    assert_int_equal(loop_tick(&w, "2026-11-27 18:00"), 1);
    w.c->now = moment("2026-11-24 11:00"); /* as long as he is signed in */
    assert_int_equal(city_ask(&w, DISPATCHER, "GET", city_path(&w, r, ""), NULL), 200);
    assert_true(city_says(&w, "\"action\":\"dispatch\""));
    assert_true(city_says(&w, "\"lamp\":{\"clock\":\"handle\",\"name\":{\"zh\":\"处置\",\"en\":"
                              "\"Handling\"},\"light\":\"yellow\"}"));
    assert_true(city_says(&w, "\"light\":\"red\"},\"sealed\""));
    city_close(&w);
}

static void the_longer_it_is_late_the_higher_it_is_told(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    assert_int_equal(loop_tick(&w, "2026-11-27 18:00"), 1);
    assert_int_equal(loop_tick(&w, "2026-12-02 18:00"), 1); /* twice the limit */
    assert_int_equal(loop_tick(&w, "2026-12-07 18:00"), 1); /* three times */
    assert_int_equal(marks_of(&w, r, &marks), 3);
    assert_string_equal(marks[1].area, TOWN);
    assert_int_equal(marks[1].level, 2);
    assert_string_equal(marks[2].area, JINSHUI);
    assert_int_equal(marks[2].level, 3);
    assert_int_equal(city_case(&w, r).supervised, 3);
    city_close(&w);
}

static void a_limit_that_was_extended_late_is_urged_again_when_it_is_used_up(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    loop_go(&w, r, MEMBER, "sign");
    loop_do(&w, r, MEMBER, "ask_extension", "2026-11-27 17:00");
    (void)loop_tick(&w, "2026-11-27 18:00");
    assert_int_equal(loop_rows(&w, r, "urge"), 1);
    loop_do(&w, r, DISPATCHER, "grant_extension", "2026-11-28 10:00");
    assert_due(&w, r, "2026-12-02 18:00");
    (void)loop_tick(&w, "2026-12-02 17:59");
    assert_int_equal(loop_rows(&w, r, "urge"), 1);
    (void)loop_tick(&w, "2026-12-02 18:00");
    (void)loop_tick(&w, "2026-12-02 18:01");
    assert_int_equal(loop_rows(&w, r, "urge"), 2);
    city_close(&w);
}

static void a_jump_of_the_clock_loses_nothing_and_doubles_nothing(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    assert_int_equal(loop_tick(&w, "2027-06-01 09:00"), 1); /* all of it at once */
    assert_int_equal(city_case(&w, r).light, LIGHT_RED);
    assert_int_equal(marks_of(&w, r, &marks), 3);
    assert_int_equal(loop_tick(&w, "2026-11-24 11:00"), 0); /* back again */
    assert_int_equal(loop_tick(&w, "2027-06-01 09:00"), 0);
    assert_int_equal(marks_of(&w, r, &marks), 3);
    loop_do(&w, r, MEMBER, "sign", "2026-11-24 09:30"); /* a step before the clock began */
    loop_do(&w, r, MEMBER, "feedback", "2026-11-24 09:40");
    assert_int_equal(loop_clock(&w, r, "handle").runs[0].to, moment("2026-11-24 10:00"));
    city_close(&w);
}

static void two_looks_at_the_same_case_do_it_once(void **state)
{
    struct city w;
    struct tick due[8];
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = dispatched(&w);
    w.c->now = moment("2026-11-27 18:00");
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(casefile_ticks(w.c, due, LEN(due), &n), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(due[0].id, r.id);
    for (int i = 0; i < 2; i++) {
        city_as(&w, NOBODY);
        city_begin(&w);
        assert_int_equal(casefile_tick(w.c, &w.app, &due[0]), ERR_OK);
        assert_int_equal(city_end(&w, true), ERR_OK);
    }
    assert_int_equal(loop_rows(&w, r, "light"), 1);
    assert_int_equal(loop_rows(&w, r, "urge"), 1);
    city_close(&w);
}

/* ---- two servers on one database ---- */

enum { CASES = 12 };

struct server {
    const struct city *w;
    const struct tick *due;
    size_t n;
    pthread_t thread;
};

/* A unit of its own; run again as often as the database asks for it. */
static enum err tick_once(struct ctx *c, const struct server *s, const struct tick *t)
{
    enum err err;
    do {
        err = db_begin(c, DB_WRITE);
        if (err == ERR_OK)
            err = casefile_tick(c, &s->w->app, t);
        if (err == ERR_OK)
            err = db_end(c, true);
        else
            db_undo(c);
    } while (err == ERR_BUSY);
    return err;
}

static void *serve(void *arg)
{
    const struct server *s = arg;
    struct ctx c = {.mem = arena_new(), .now = s->w->c->now};
    char problem[256];
    bool good = db_open(unit_url(s->w->c), &c.db, problem) == ERR_OK;
    for (size_t i = 0; good && i < s->n; i++)
        good = tick_once(&c, s, &s->due[i]) == ERR_OK;
    db_close(c.db);
    arena_free(c.mem);
    return good ? arg : NULL;
}

static void two_servers_do_each_step_once(void **state)
{
    struct city w;
    struct receipt r[CASES];
    struct tick due[CASES];
    size_t n;
    (void)state;
    city_open(&w);
    unit_not_compared(w.c);
    for (size_t i = 0; i < CASES; i++)
        r[i] = dispatched(&w);
    w.c->now = moment("2026-12-07 18:00");
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(casefile_ticks(w.c, due, CASES, &n), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    assert_int_equal(n, CASES);
    struct server servers[2] = {
        {.w = &w, .due = due, .n = n},
        {.w = &w, .due = due, .n = n}
    };
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&servers[i].thread, NULL, serve, &servers[i]), 0);
    for (size_t i = 0; i < 2; i++) {
        void *good;
        assert_int_equal(pthread_join(servers[i].thread, &good), 0);
        assert_non_null(good);
    }
    for (size_t i = 0; i < CASES; i++) {
        const struct loop_mark *marks;
        assert_int_equal(loop_rows(&w, r[i], "light"), 1);
        assert_int_equal(loop_rows(&w, r[i], "urge"), 1);
        assert_int_equal(marks_of(&w, r[i], &marks), 3);
    }
    city_close(&w);
}

static void a_dispute_left_open_comes_before_the_building_leads_once(void **state)
{
    struct city w;
    const struct agenda_item *items;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    loop_do(&w, r, REPORTER, "dispute", "2026-11-24 12:00");
    assert_due(&w, r, "2026-11-25 18:00");
    (void)loop_tick(&w, "2026-11-25 17:59");
    (void)loop_tick(&w, "2026-11-25 18:00");
    (void)loop_tick(&w, "2026-11-26 18:00");
    assert_int_equal(loop_rows(&w, r, "agenda"), 1);
    for (int i = 0; i < 2; i++) {
        const struct atlas_view *v = atlas_take(w.app.atlas);
        assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
        assert_int_equal(agenda_list(w.c, v, VILLAGE, &items, &n), ERR_OK);
        assert_int_equal(db_end(w.c, true), ERR_OK);
        atlas_give(w.app.atlas, v);
        assert_int_equal(n, i == 0 ? 1 : 0);
        if (i == 0)
            loop_go(&w, r, SUPERVISOR, "reopen"); /* decided: it is off the list */
    }
    city_close(&w);
}

static void who_reported_is_forgotten_ninety_days_after_closing(void **state)
{
    struct city w;
    struct casefile_receipt made;
    (void)state;
    city_open(&w);
    city_begin(&w);
    const struct casefile_new in = {
        .kind = NOISE, .body = "夜里很吵", .area = CELL_1, .phone = "13800001234"};
    assert_int_equal(casefile_file(w.c, &w.app, &in, &made), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    const struct receipt r = {.district = made.district, .id = made.id};
    loop_do(&w, r, INTAKE, "reject", "2026-11-24 10:00");
    assert_int_equal(loop_tick(&w, "2027-02-22 09:59"), 0);
    assert_true(city_case(&w, r).has_contact);
    assert_int_equal(loop_tick(&w, "2027-02-22 10:00"), 1);
    assert_false(city_case(&w, r).has_contact);
    assert_int_equal(loop_rows(&w, r, "erase_contact"), 1);
    assert_int_equal(loop_tick(&w, "2028-02-22 10:00"), 0);
    city_close(&w);
}

static size_t kept_words(struct city *w, struct receipt r, size_t *out_notes)
{
    const struct said *said;
    const struct loop_mark *marks;
    size_t n, n_marks = marks_of(w, r, &marks);
    *out_notes = 0;
    for (size_t i = 0; i < n_marks; i++)
        *out_notes += marks[i].level == 0 && marks[i].reason;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(said_of(w->c, r.district, r.id, &said, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

static void what_reporters_said_is_erased_with_who_they_are(void **state)
{
    const struct still_there still = {.note = "还在吵"};
    struct city w;
    const char *at;
    size_t notes;
    int64_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");              /* without a contact */
    int64_t forget = city_case(&w, r).closed + 90 * TIME_DAY; /* upholding gives no longer time */
    struct casefile_act dispute = loop_input(&w, r, "dispute");
    loop_go_with(&w, r, REPORTER, dispute);
    city_begin(&w);
    w.c->who = NULL;
    assert_int_equal(casefile_still_there(w.c, &w.app, r.district, r.id, &still, &n, &at), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    loop_do(&w, r, SUPERVISOR, "uphold", "2026-11-24 12:00");
    assert_int_equal(kept_words(&w, r, &notes), 1);
    assert_int_equal(notes, 1);
    (void)loop_tick(&w, moment_text(w.c->mem, forget - 60 * TIME_SECOND));
    assert_int_equal(kept_words(&w, r, &notes), 1);
    assert_int_equal(loop_tick(&w, moment_text(w.c->mem, forget + 60 * TIME_SECOND)), 1);
    assert_int_equal(kept_words(&w, r, &notes), 0);
    assert_int_equal(notes, 0);
    assert_int_equal(loop_rows(&w, r, "erase_words"), 1);
    assert_int_equal(loop_rows(&w, r, "erase_contact"), 0);
    assert_int_equal(loop_tick(&w, "2028-02-22 12:00"), 0);
    city_close(&w);
}

static void a_contact_from_before_is_looked_at_and_kept_until_its_day(void **state)
{
    struct city w;
    struct casefile_receipt made;
    (void)state;
    city_open(&w);
    city_begin(&w);
    const struct casefile_new in = {
        .kind = NOISE, .body = "夜里很吵", .area = CELL_1, .phone = "13800001234"};
    assert_int_equal(casefile_file(w.c, &w.app, &in, &made), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    const struct receipt r = {.district = made.district, .id = made.id};
    loop_do(&w, r, INTAKE, "reject", "2026-11-24 10:00");
    loop_sql(&w, "UPDATE casefile SET next_at = closed WHERE is_open = 0");
    assert_int_equal(loop_tick(&w, "2026-11-24 11:00"), 1);
    assert_true(city_case(&w, r).has_contact);
    assert_int_equal(city_case(&w, r).next_at, moment("2027-02-22 10:00"));
    city_close(&w);
}

/* ---- marks with a date ---- */

static struct receipt pressed(struct city *w, const char *action, const char *until)
{
    struct receipt r = dispatched(w);
    loop_go(w, r, MEMBER, "sign");
    struct casefile_act press = loop_input(w, r, action);
    press.until = moment(until);
    loop_go_with(w, r, SUPERVISOR, press);
    return r;
}

static void a_mark_not_answered_by_its_date_is_told_to_the_desk_above_once(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = pressed(&w, "supervise", "2026-11-25 12:00");
    int64_t version = city_case(&w, r).version;
    assert_int_equal(loop_tick(&w, "2026-11-25 11:59"), 0);
    assert_int_equal(loop_tick(&w, "2026-11-25 12:01"), 1);
    assert_int_equal(loop_tick(&w, "2026-11-25 12:02"), 0);
    struct casefile f = city_case(&w, r);
    assert_true(f.mark_late);
    assert_int_equal(f.mark_due, 0);
    assert_int_equal(f.version, version);
    assert_int_equal(loop_rows(&w, r, "mark_overdue"), 1);
    assert_int_equal(marks_of(&w, r, &marks), 2);
    assert_string_equal(marks[1].area, TOWN);
    assert_int_equal(marks[1].level, 2);
    assert_string_equal(marks[1].reason, "overdue supervise");
    loop_do(&w, r, MEMBER, "answer_mark", "2026-11-25 13:00");
    assert_false(city_case(&w, r).mark_late);
    assert_int_equal(loop_tick(&w, "2026-11-26 12:00"), 0);
    city_close(&w);
}

static void a_mark_that_is_answered_or_ends_with_its_case_has_no_date_any_more(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = pressed(&w, "supervise", "2026-11-25 12:00");
    loop_do(&w, r, MEMBER, "answer_mark", "2026-11-25 11:00");
    (void)loop_tick(&w, "2026-11-25 12:01"); /* the clock is looked at in its stead */
    assert_int_equal(loop_rows(&w, r, "mark_overdue"), 0);
    assert_int_equal(marks_of(&w, r, &marks), 1);
    assert_false(city_case(&w, r).mark_late);
    assert_due(&w, r, "2026-11-27 18:00");
    city_close(&w);
}

/* Two dates passed while nobody looked, one is still to come; one of the marks stands at the highest desk. */
static void each_date_that_passed_is_made_up_for_and_the_next_is_waited_for(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    (void)state;
    city_open(&w);
    struct receipt r = pressed(&w, "supervise", "2026-11-25 12:00");
    struct casefile_act press = loop_input(&w, r, "urge");
    press.until = moment("2026-11-25 16:00");
    loop_go_with(&w, r, DISPATCHER, press);
    press = loop_input(&w, r, "urge");
    press.until = moment("2026-11-26 09:00");
    loop_go_with(&w, r, DISPATCHER, press);
    loop_sql(&w, "UPDATE case_mark SET area = '410105' WHERE level = 2");
    assert_int_equal(loop_tick(&w, "2026-11-25 17:00"), 1);
    assert_int_equal(loop_rows(&w, r, "mark_overdue"), 2);
    assert_int_equal(city_case(&w, r).mark_due, moment("2026-11-26 09:00"));
    assert_int_equal(marks_of(&w, r, &marks), 5);
    assert_int_equal(marks[3].level, 3); /* no desk above: a stronger mark */
    assert_string_equal(marks[3].area, JINSHUI);
    assert_int_equal(marks[4].level, 1);
    assert_string_equal(marks[4].area, TOWN);
    assert_int_equal(city_case(&w, r).supervised, 3);
    assert_int_equal(loop_tick(&w, "2026-11-26 09:00"), 1);
    assert_int_equal(loop_rows(&w, r, "mark_overdue"), 3);
    assert_int_equal(city_case(&w, r).mark_due, 0);
    city_close(&w);
}

static void a_case_from_before_the_clocks_gets_one(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "accepted"), other = city_bring(&w, "accepted");
    loop_sql(&w, "DELETE FROM case_run");
    loop_sql(&w, "DELETE FROM case_clock");
    loop_sql(&w, "UPDATE casefile SET clock = NULL, clock_n = NULL, due = NULL, handle_due = NULL,"
                 " rule = NULL, next_at = opened");
    loop_go(&w, other, HOLDER, "start"); /* a step gives it one, too */
    assert_string_equal(city_case(&w, other).clock, "handle");
    assert_int_equal(loop_tick(&w, "2026-11-24 11:00"), 1);
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.clock, "handle");
    assert_int_equal(f.due, moment("2026-11-24 15:00")); /* 4 urgent_hour from the look on */
    assert_non_null(f.rule);
    assert_int_equal(loop_tick(&w, "2026-11-24 11:01"), 0);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_light_turns_yellow_then_red_once_each_and_makes_no_view_stale),
        cmocka_unit_test(the_history_says_which_clock_turned_to_which_light),
        cmocka_unit_test(the_longer_it_is_late_the_higher_it_is_told),
        cmocka_unit_test(a_limit_that_was_extended_late_is_urged_again_when_it_is_used_up),
        cmocka_unit_test(a_jump_of_the_clock_loses_nothing_and_doubles_nothing),
        cmocka_unit_test(two_looks_at_the_same_case_do_it_once),
        cmocka_unit_test(two_servers_do_each_step_once),
        cmocka_unit_test(a_dispute_left_open_comes_before_the_building_leads_once),
        cmocka_unit_test(who_reported_is_forgotten_ninety_days_after_closing),
        cmocka_unit_test(what_reporters_said_is_erased_with_who_they_are),
        cmocka_unit_test(a_contact_from_before_is_looked_at_and_kept_until_its_day),
        cmocka_unit_test(a_mark_not_answered_by_its_date_is_told_to_the_desk_above_once),
        cmocka_unit_test(a_mark_that_is_answered_or_ends_with_its_case_has_no_date_any_more),
        cmocka_unit_test(each_date_that_passed_is_made_up_for_and_the_next_is_waited_for),
        cmocka_unit_test(a_case_from_before_the_clocks_gets_one),
    };
    return UNIT_RUN(tests);
}

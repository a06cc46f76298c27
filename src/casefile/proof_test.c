/* SPDX-License-Identifier: Apache-2.0 */
/* Proof of closing: reasons, photos, what the reporter may say of it and how long; appeals against "late". */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "casefile/loop_world.h"

static void closing_names_a_reason_that_the_flow_knows(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "checked");
    struct casefile_act act = loop_input(&w, r, "close");
    act.close_reason = "bored";
    loop_no_with(&w, r, INTAKE, act, "case.close_reason_unknown");
    act.close_reason = "explained";
    loop_go_with(&w, r, INTAKE, act);
    assert_string_equal(city_case(&w, r).closed_as, "explained");
    city_close(&w);
}

static void without_a_photo_from_before_closing_says_why(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "checked");
    struct casefile_act act = loop_input(&w, r, "close");
    act.note = NULL;
    loop_no_with(&w, r, INTAKE, act, "case.before_photo_needed");
    act.note = "电话报告，没有照片";
    loop_go_with(&w, r, INTAKE, act);
    city_close(&w);
}

static void act_with_photo(struct city *w, struct receipt r, enum actor who, const char *action)
{
    struct casefile_act act = loop_input(w, r, action);
    const struct media_claim photo = city_upload(w);
    act.uploads = &photo;
    act.n_uploads = 1;
    loop_go_with(w, r, who, act);
}

static const char *moments_of(struct city *w, struct receipt r)
{
    const struct media_photo *photos;
    struct buf b = {.mem = w->c->mem};
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(media_list(w->c, r.district, r.id, &photos, &n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        buf_text(&b, arena_printf(w->c->mem, "%s%s %lld", i ? ", " : "", photos[i].moment,
                                  (long long)photos[i].cycle));
    return buf_str(&b);
}

/* Only what shows how it was and how it is, in this cycle, is a proof. */
static void a_photo_is_kept_with_what_it_shows_and_in_which_cycle(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress");
    act_with_photo(&w, r, HOLDER, "progress");
    act_with_photo(&w, r, HOLDER, "dispose");
    act_with_photo(&w, r, CHECKER, "rework");
    act_with_photo(&w, r, HOLDER, "dispose");
    loop_go(&w, r, CHECKER, "pass");
    loop_go(&w, r, INTAKE, "close");
    act_with_photo(&w, r, REPORTER, "dispute");
    loop_go(&w, r, SUPERVISOR, "uphold");
    act_with_photo(&w, r, REPORTER, "reopen_with_evidence");
    assert_string_equal(moments_of(&w, r),
                        "during 1, after 1, check 1, after 1, dispute 1, before 2");
    assert_int_equal(city_ask(&w, INTAKE, "GET", city_path(&w, r, ""), NULL), 200);
    assert_true(city_says(&w, "\"proof\":{\"before\":1,\"after\":0,"));
    city_close(&w);
}

static void the_reporter_may_speak_for_seven_days_and_ask_again_for_thirty(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "checked");
    loop_do(&w, r, INTAKE, "close", "2026-11-24 10:00");
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.confirm_until, moment("2026-12-01 10:00"));
    assert_int_equal(f.reopen_until, moment("2026-12-24 10:00"));
    struct casefile_act act = loop_input(&w, r, "confirm");
    act.rating = 4;
    loop_at(&w, "2026-12-01 10:00");
    loop_go_with(&w, r, REPORTER, act);
    f = city_case(&w, r);
    assert_string_equal(f.verdict, "confirmed");
    assert_int_equal(f.rating, 4);
    assert_int_equal(f.closed, moment("2026-11-24 10:00")); /* stays closed since then */
    loop_at(&w, "2026-12-01 10:01");
    loop_no(&w, r, REPORTER, "dispute", "case.confirm_over");
    act = loop_input(&w, r, "reopen_with_evidence");
    loop_at(&w, "2026-12-24 10:01");
    loop_no_with(&w, r, REPORTER, act, "case.too_late");
    loop_do(&w, r, REPORTER, "reopen_with_evidence", "2026-12-24 09:59");
    f = city_case(&w, r);
    assert_int_equal(f.cycle, 2);
    assert_null(f.verdict);
    assert_null(f.closed_as);
    assert_int_equal(f.rating, 0);
    city_close(&w);
}

static void a_dispute_is_decided_by_another_and_raised_once(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "disputed");
    struct casefile f = city_case(&w, r);
    assert_true(f.is_open);
    assert_string_equal(f.verdict, "disputed");
    assert_string_equal(f.closed_as, "fixed");
    assert_string_equal(f.clock, "dispute");
    loop_no(&w, r, INTAKE, "uphold", "case.role");
    loop_go(&w, r, DUTY_CHIEF, "uphold");
    f = city_case(&w, r);
    assert_string_equal(f.state, "closed");
    assert_string_equal(f.verdict, "upheld");
    assert_string_equal(f.closed_as, "fixed");
    loop_no(&w, r, REPORTER, "dispute", "case.verdict_given");
    loop_no(&w, r, REPORTER, "confirm", "case.verdict_given");
    struct receipt again = city_bring_full(&w, "disputed");
    loop_at(&w, "2027-03-01 10:00"); /* however long it took */
    loop_go(&w, again, DUTY_CHIEF, "reopen");
    assert_int_equal(city_case(&w, again).cycle, 2);
    city_close(&w);
}

/* ---- lateness ---- */

static struct receipt closed_late(struct city *w)
{
    struct receipt r = city_bring_full(w, "filed");
    loop_do(w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_go(w, r, MEMBER, "sign");
    loop_do(w, r, MEMBER, "feedback", "2026-11-30 10:00");
    assert_true(city_case(w, r).late);
    loop_go(w, r, DISPATCHER, "send_check");
    loop_go(w, r, CHECKER, "pass");
    loop_go(w, r, INTAKE, "close");
    return r;
}

/* One person with two roles, by one login or two, is one pair of eyes. */
static void who_passed_an_appeal_does_not_grant_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct account first = *w.accounts[DISPATCHER], second = *w.accounts[INTAKE];
    first.person = second.person = w.qian;
    w.accounts[DISPATCHER] = &first;
    w.accounts[INTAKE] = &second;
    struct receipt r = closed_late(&w);
    loop_go(&w, r, MEMBER, "appeal");
    loop_go(&w, r, DISPATCHER, "appeal_pass");
    loop_no(&w, r, INTAKE, "appeal_grant", "case.checker_is_handler");
    loop_no(&w, r, INTAKE, "appeal_refuse", "case.checker_is_handler");
    loop_go(&w, r, CHIEF, "appeal_grant");
    assert_true(city_case(&w, r).exempt);
    city_close(&w);
}

static void an_appeal_is_heard_twice_and_made_once_and_the_lateness_stays(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt in_time = city_bring_full(&w, "closed");
    loop_no(&w, in_time, MEMBER, "appeal", "case.role"); /* nobody was late */
    struct receipt r = closed_late(&w);
    loop_go(&w, r, MEMBER, "appeal");
    loop_no(&w, r, MEMBER, "appeal", "case.appealed");
    loop_no(&w, r, INTAKE, "appeal_grant", "case.not_asked"); /* not reviewed yet */
    loop_go(&w, r, DISPATCHER, "appeal_pass");
    loop_no(&w, r, DISPATCHER, "appeal_pass", "case.checker_is_handler");
    loop_go(&w, r, INTAKE, "appeal_grant");
    struct casefile f = city_case(&w, r);
    assert_true(f.exempt && f.late);
    assert_null(f.request);
    struct receipt refused = closed_late(&w);
    loop_go(&w, refused, MEMBER, "appeal");
    loop_go(&w, refused, DISPATCHER, "appeal_refuse");
    assert_false(city_case(&w, refused).exempt);
    loop_no(&w, refused, MEMBER, "appeal", "case.appealed");
    loop_go(&w, refused, SUPERVISOR, "reopen"); /* a new cycle is late or not for itself */
    struct casefile anew = city_case(&w, refused);
    assert_false(anew.late);
    assert_int_equal(anew.appeals, 0);
    city_close(&w);
}

/* The first unit let the time run out and handed the case back; the second did the work. */
static void only_the_unit_that_was_late_appeals(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_do(&w, r, MEMBER, "return", "2026-11-30 10:00");
    struct casefile_act act = loop_input(&w, r, "redispatch");
    act.post = w.worker_post;
    loop_go_with(&w, r, DISPATCHER, act);
    loop_go(&w, r, HOLDER, "sign");
    loop_go(&w, r, HOLDER, "feedback");
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_go(&w, r, CHECKER, "pass");
    loop_go(&w, r, INTAKE, "close");
    loop_no(&w, r, HOLDER, "appeal", "case.role");
    loop_go(&w, r, MEMBER, "appeal");
    city_close(&w);
}

/* The refs on the list of what he may appeal against, in their order. */
static const struct node *appealable(struct city *w, enum actor who, const char *more)
{
    const char *path = arena_printf(w->c->mem, "/api/v1/cases?appealable=true%s", more);
    assert_int_equal(city_ask(w, who, "GET", path, NULL), 200);
    return node_get(city_reply(w), "items");
}

static int64_t appealable_n(struct city *w, enum actor who)
{
    int64_t n = -1;
    assert_int_equal(city_ask(w, who, "GET", "/api/v1/desk?mine=true", NULL), 200);
    const struct node *flags = node_get(city_reply(w), "flags");
    for (size_t i = 0; i < node_len(flags); i++)
        if (strcmp(node_text(node_get(node_at(flags, i), "flag")), "appealable") == 0)
            assert_true(node_int(node_get(node_at(flags, i), "n"), &n));
    return n;
}

static void who_was_late_finds_what_he_may_appeal_against_until_its_last_day(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt soon = closed_late(&w), later = closed_late(&w);
    (void)city_bring_full(&w, "closed"); /* in time */
    loop_at(&w, "2026-11-24 11:00");     /* while the session lasts */
    loop_sql(&w, "UPDATE casefile SET appeal_until = appeal_until + 86400000000 WHERE late = 1");
    loop_sql(&w,
             arena_printf(
                 w.c->mem,
                 "UPDATE casefile SET appeal_until = appeal_until - 86400000000 WHERE id = %lld",
                 (long long)soon.id));
    const char *last_page = "";
    for (int i = 0; i < 2; i++) {
        const struct node *items =
            appealable(&w, MEMBER, arena_printf(w.c->mem, "&limit=1%s", last_page));
        assert_int_equal(node_len(items), 1);
        assert_string_equal(node_text(node_get(node_at(items, 0), "ref")),
                            city_ref(&w, i ? later : soon));
        const char *next = node_text(node_get(city_reply(&w), "next"));
        assert_int_equal(next != NULL, i == 0);
        last_page = arena_printf(w.c->mem, "&cursor=%s", next ? next : "");
    }
    assert_int_equal(appealable_n(&w, MEMBER), 2);
    /* another unit, a desk: not theirs */
    assert_int_equal(node_len(appealable(&w, HOLDER, "")), 0);
    assert_int_equal(appealable_n(&w, HOLDER), 0);
    assert_int_equal(node_len(appealable(&w, SUPERVISOR, "")), 0);
    assert_non_null(node_text(node_get(node_at(appealable(&w, MEMBER, ""), 0), "appeal_until")));
    loop_go(&w, soon, MEMBER, "appeal");
    assert_int_equal(appealable_n(&w, MEMBER), 1);
    loop_sql(&w, "UPDATE casefile SET appeal_until = 1");
    assert_int_equal(node_len(appealable(&w, MEMBER, "")), 0);
    assert_int_equal(appealable_n(&w, MEMBER), 0);
    const char *with = "/api/v1/cases?appealable=true&still_there=true";
    assert_int_equal(city_ask(&w, MEMBER, "GET", with, NULL), 422);
    assert_string_equal(city_code(&w), "case.list_order");
    city_close(&w);
}

static void an_appeal_has_a_last_day_and_its_reviews_are_due(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = closed_late(&w), over = closed_late(&w);
    loop_do(&w, r, MEMBER, "appeal", "2026-12-01 10:00");
    assert_int_equal(city_case(&w, r).request_due, moment("2026-12-03 18:00"));
    (void)loop_tick(&w, "2026-12-03 17:59");
    assert_int_equal(loop_rows(&w, r, "request_overdue"), 0);
    (void)loop_tick(&w, "2026-12-03 18:00");
    (void)loop_tick(&w, "2026-12-04 18:00");
    assert_int_equal(loop_rows(&w, r, "request_overdue"), 1);
    assert_true(city_case(&w, r).request_late);
    loop_do(&w, r, DISPATCHER, "appeal_pass",
            "2026-12-04 19:00"); /* the second review is due for itself */
    assert_false(city_case(&w, r).request_late);
    (void)loop_tick(&w, "2026-12-09 10:00");
    assert_int_equal(loop_rows(&w, r, "request_overdue"), 2);
    loop_go(&w, r, INTAKE, "appeal_grant");
    struct casefile f = city_case(&w, r);
    assert_false(f.request_due || f.request_late);
    assert_true(f.next_at >
                f.closed + 80 * TIME_DAY); /* and then for erasing what the reporter left */
    struct casefile_act act = loop_input(&w, over, "appeal");
    loop_at(&w, "2026-12-14 18:01");
    loop_no_with(&w, over, MEMBER, act, "case.appeal_over");
    city_close(&w);
}

static void a_request_that_nobody_decides_is_told_to_the_desk_above(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_do(&w, r, MEMBER, "sign", "2026-11-24 10:10");
    loop_do(&w, r, MEMBER, "ask_suspension", "2026-11-24 11:00");
    assert_int_equal(city_case(&w, r).supervised, 0);
    (void)loop_tick(&w, "2026-11-26 18:00");
    assert_int_equal(loop_rows(&w, r, "request_overdue"), 1);
    assert_int_equal(city_case(&w, r).supervised, 1);
    loop_go(&w, r, DUTY_CHIEF, "grant_suspension");
    assert_int_equal(city_case(&w, r).request_due, 0);
    city_close(&w);
}

static void a_closing_that_is_upheld_is_of_its_own_time(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "closed");
    int64_t closed = city_case(&w, r).closed;
    loop_go(&w, r, REPORTER, "dispute");
    assert_int_equal(city_case(&w, r).closed, 0);
    loop_go(&w, r, DUTY_CHIEF, "uphold");
    assert_int_equal(city_case(&w, r).closed, closed); /* city_close: so say the facts */
    city_close(&w);
}

static void an_order_goes_from_asked_to_confirmed(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, REPAIR, CELL_1);
    loop_do(&w, r, HOLDER, "claim", "2026-11-24 10:00");
    assert_due(&w, r, "2026-11-27 18:00");
    loop_go(&w, r, HOLDER, "finish");
    loop_no(&w, r, HOLDER_CHECKS, "close_unconfirmed", "case.checker_is_handler");
    loop_go(&w, r, REPORTER, "not_done");
    loop_go(&w, r, HOLDER, "finish");
    loop_go(&w, r, REPORTER, "confirm_done");
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "confirmed");
    assert_string_equal(f.closed_as, "served");
    assert_string_equal(f.verdict, "confirmed");
    city_close(&w);
}

static void an_order_that_nobody_confirms_is_closed_by_intake_when_the_time_is_over(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, REPAIR, CELL_1);
    loop_do(&w, r, HOLDER, "claim", "2026-11-24 10:00");
    loop_do(&w, r, HOLDER, "finish", "2026-11-24 11:00");
    loop_no(&w, r, INTAKE, "confirm_done", "case.role");
    loop_no(&w, r, INTAKE, "close_unconfirmed", "case.clock_runs");
    struct casefile_act act = loop_input(&w, r, "close_unconfirmed");
    loop_at(&w, "2026-11-28 11:00");
    act.close_reason = NULL;
    loop_no_with(&w, r, INTAKE, act, "case.close_reason_needed");
    act.close_reason = "no_answer";
    act.rating = 5;
    loop_no_with(&w, r, INTAKE, act, "input.unknown_field");
    act.rating = 0;
    loop_go_with(&w, r, INTAKE, act);
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "closed");
    assert_string_equal(f.closed_as, "no_answer");
    assert_null(f.verdict);
    assert_int_equal(f.rating, 0);
    loop_go(&w, r, REPORTER, "confirm"); /* later, yet in time */
    assert_string_equal(city_case(&w, r).verdict, "confirmed");
    city_close(&w);
}

static void an_order_may_be_disputed_and_reopened_like_any_case(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, REPAIR, CELL_1);
    loop_do(&w, r, HOLDER, "claim", "2026-11-24 10:00");
    loop_go(&w, r, HOLDER, "finish");
    loop_go(&w, r, REPORTER, "confirm_done");
    loop_go(&w, r, REPORTER, "dispute"); /* it broke again the next day */
    assert_string_equal(city_case(&w, r).clock, "dispute");
    loop_go(&w, r, DUTY_CHIEF, "uphold");
    assert_string_equal(city_case(&w, r).state, "closed");
    loop_no(&w, r, REPORTER, "dispute", "case.verdict_given");
    loop_go(&w, r, SUPERVISOR, "reopen");
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "asked");
    assert_int_equal(f.cycle, 2);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closing_names_a_reason_that_the_flow_knows),
        cmocka_unit_test(without_a_photo_from_before_closing_says_why),
        cmocka_unit_test(a_photo_is_kept_with_what_it_shows_and_in_which_cycle),
        cmocka_unit_test(the_reporter_may_speak_for_seven_days_and_ask_again_for_thirty),
        cmocka_unit_test(a_dispute_is_decided_by_another_and_raised_once),
        cmocka_unit_test(who_passed_an_appeal_does_not_grant_it),
        cmocka_unit_test(an_appeal_is_heard_twice_and_made_once_and_the_lateness_stays),
        cmocka_unit_test(only_the_unit_that_was_late_appeals),
        cmocka_unit_test(who_was_late_finds_what_he_may_appeal_against_until_its_last_day),
        cmocka_unit_test(an_appeal_has_a_last_day_and_its_reviews_are_due),
        cmocka_unit_test(a_request_that_nobody_decides_is_told_to_the_desk_above),
        cmocka_unit_test(a_closing_that_is_upheld_is_of_its_own_time),
        cmocka_unit_test(an_order_goes_from_asked_to_confirmed),
        cmocka_unit_test(an_order_that_nobody_confirms_is_closed_by_intake_when_the_time_is_over),
        cmocka_unit_test(an_order_may_be_disputed_and_reopened_like_any_case),
    };
    return UNIT_RUN(tests);
}

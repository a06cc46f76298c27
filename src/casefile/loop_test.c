/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the full flow beyond who may do what when: clocks, returns, extensions, suspension, joint handling. */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "casefile/loop_world.h"
#include "catalogue/import.h"

/* ---- clocks ---- */

static void handling_is_timed_from_dispatch_to_the_units_word_that_it_is_done(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    assert_string_equal(city_case(&w, r).clock, "dispatch");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    assert_string_equal(city_case(&w, r).clock, "handle");
    assert_due(&w, r, "2026-11-27 18:00"); /* 3 work_day */
    loop_do(&w, r, MEMBER, "sign", "2026-11-25 10:00");
    assert_due(&w, r, "2026-11-27 18:00");
    loop_do(&w, r, MEMBER, "feedback", "2026-11-26 15:00");
    assert_string_equal(city_case(&w, r).clock, "arrange");
    assert_int_equal(city_case(&w, r).handle_due, 0);
    assert_int_equal(loop_clock(&w, r, "handle").used, TIME_DAY); /* that of Wednesday */
    assert_false(city_case(&w, r).late);
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_do(&w, r, CHECKER, "fail", "2026-11-30 09:00"); /* no rework limit: two days are left */
    assert_due(&w, r, "2026-12-01 18:00");
    assert_int_equal(city_case(&w, r).reworks, 1);
    assert_int_equal(loop_clock(&w, r, "handle").n_runs, 2);
    city_close(&w);
}

static void one_clock_runs_in_every_state_and_none_when_it_is_settled(void **state)
{
    static const char *const states[] = {
        "reported",    "verifying", "accepted", "filed",    "dispatched", "returned",
        "in_progress", "suspended", "disposed", "checking", "checked",    "escalated",
        "closed",      "disputed",  "rejected", "void",     "referred",   "merged"};
    struct city w;
    (void)state;
    city_open(&w);
    const struct flow *flow = programme_flow(w.app.programmes, "full");
    for (size_t i = 0; i < LEN(states); i++) {
        struct receipt r = city_bring_full(&w, states[i]);
        struct casefile f = city_case(&w, r);
        const struct loop_clock *all;
        size_t n, running = 0;
        int clock = flow_state(flow, states[i])->clock;
        assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
        assert_int_equal(loop_clocks(w.c, r.district, r.id, &all, &n), ERR_OK);
        assert_int_equal(db_end(w.c, true), ERR_OK);
        for (size_t k = 0; k < n; k++)
            if (all[k].runs[all[k].n_runs - 1].to == CLOCK_NEVER) {
                running++;
                assert_string_equal(all[k].clock, flow->clocks[clock].clock);
                assert_int_equal(all[k].n, f.clock_n);
                assert_int_equal(all[k].due, f.due);
            }
        assert_int_equal(running, clock < 0 ? 0 : 1);
        assert_int_equal(f.due != 0, clock >= 0);
    }
    city_close(&w);
}

static void a_rework_has_its_own_limit_when_the_kind_says_so(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, "road_damage", CELL_1);
    loop_go(&w, r, INTAKE, "accept");
    loop_go(&w, r, INTAKE, "file_case");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    assert_due(&w, r, "2026-12-01 18:00"); /* 5 work_day */
    loop_go(&w, r, MEMBER, "sign");
    loop_go(&w, r, MEMBER, "feedback");
    loop_do(&w, r, DISPATCHER, "rework", "2026-11-25 10:00");
    assert_due(&w, r, "2026-11-27 18:00"); /* 2 work_day */
    city_close(&w);
}

static void a_rework_in_time_does_not_undo_the_lateness_before_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, "road_damage", CELL_1);
    loop_go(&w, r, INTAKE, "accept");
    loop_go(&w, r, INTAKE, "file_case");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_go(&w, r, MEMBER, "sign");
    loop_do(&w, r, MEMBER, "feedback", "2026-12-02 10:00"); /* a day late */
    loop_do(&w, r, DISPATCHER, "rework", "2026-12-02 11:00");
    assert_true(city_case(&w, r).late);
    assert_int_equal(city_case(&w, r).light, LIGHT_NONE);
    (void)loop_tick(&w, "2026-12-04 15:00");
    assert_true(city_case(&w, r).late);
    loop_do(&w, r, MEMBER, "feedback", "2026-12-04 16:00");
    assert_true(city_case(&w, r).late);
    assert_false(loop_clock(&w, r, "handle").late);
    city_close(&w);
}

/* ---- the rule of a case ---- */

static const char *rule_text(struct city *w, struct receipt r, const char *key)
{
    const struct node *v;
    const char *rule = city_case(w, r).rule;
    assert_non_null(rule);
    assert_int_equal(json_parse(w->c, rule, strlen(rule), &v), ERR_OK);
    const char *text = node_text(node_get(v, key));
    return text ? text : "";
}

static void bring_catalogue(struct city *w, const char *limit)
{
    const struct catalogue_options o = {.source = "test.csv"};
    struct catalogue_report report;
    const char *text = arena_printf(
        w->c->mem,
        "类别,大类代码,大类,小类代码,小类,立案条件,处置时限,结案条件,处置单位,主管部门\n"
        "部件,01,公用设施,37,路灯,不亮,%s,点亮,市政,城管局\n"
        "部件,01,公用设施,01,上水井盖,破损,1工作日,换好,市政,城管局\n",
        limit);
    city_begin(w);
    assert_int_equal(catalogue_import(w->c, text, strlen(text), &o, &report), ERR_OK);
    assert_int_equal(report.found.errors, 0);
    assert_int_equal(city_end(w, true), ERR_OK);
}

static void a_case_keeps_the_rule_it_was_dispatched_by(void **state)
{
    struct city w;
    const struct catalogue_row *rows, *others;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt by_kind = city_bring_full(&w, "dispatched"), r = city_bring_full(&w, "accepted");
    assert_string_equal(rule_text(&w, by_kind, "limit"), "3 work_day");
    assert_string_equal(rule_text(&w, by_kind, "source"), "street-order");
    bring_catalogue(&w, "4工作时");
    loop_no(&w, r, INTAKE, "file_case", "case.standard_needed");
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_rows_of(w.c, 410105, "c0137", &rows, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(catalogue_rows_of(w.c, 410105, "c0101", &others, &n), ERR_OK);
    assert_int_equal(n, 1);
    int64_t other = others[0].id; /* of another class */
    assert_int_equal(db_end(w.c, true), ERR_OK);
    struct casefile_act act = loop_input(&w, r, "file_case");
    act.standard = 4711;
    loop_no_with(&w, r, INTAKE, act, "case.standard_unknown");
    act.standard = other;
    loop_no_with(&w, r, INTAKE, act, "case.standard_class");
    act.standard = rows[0].id;
    loop_go_with(&w, r, INTAKE, act);
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    assert_due(&w, r, "2026-11-24 16:00");
    assert_string_equal(rule_text(&w, r, "source"), "catalogue");
    assert_string_equal(rule_text(&w, r, "tier"), "A");
    bring_catalogue(&w, "1工作时"); /* touches later ones only */
    loop_do(&w, r, MEMBER, "return", "2026-11-24 11:00");
    loop_do(&w, r, DISPATCHER, "redispatch", "2026-11-24 11:30");
    assert_due(&w, r, "2026-11-24 16:30");
    assert_string_equal(rule_text(&w, r, "limit"), "4 work_hour");
    city_close(&w);
}

/* ---- returns ---- */

static void the_same_unit_goes_on_with_what_is_left_another_starts_anew(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_do(&w, r, MEMBER, "return", "2026-11-25 20:00"); /* one day is used */
    assert_string_equal(city_case(&w, r).clock, "dispatch");
    loop_do(&w, r, DISPATCHER, "redispatch", "2026-11-30 10:00");
    assert_int_equal(loop_clock(&w, r, "handle").n_runs, 2);
    assert_due(&w, r, "2026-12-02 18:00"); /* two hours of the 30th were not the unit's */
    loop_do(&w, r, MEMBER, "return", "2026-11-30 11:00");
    struct casefile_act act = loop_input(&w, r, "insist");
    act.post = w.worker_post;
    loop_at(&w, "2026-12-01 10:00");
    loop_go_with(&w, r, DUTY_CHIEF, act);
    assert_int_equal(loop_clock(&w, r, "handle").n_runs, 1);
    assert_due(&w, r, "2026-12-04 18:00");
    city_close(&w);
}

/* ---- extensions ---- */

static void an_extension_adds_one_limit_and_the_second_is_the_duty_chiefs(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_go(&w, r, MEMBER, "sign");
    loop_go(&w, r, MEMBER, "ask_extension");
    loop_no(&w, r, MEMBER, "ask_extension", "case.request_open");
    loop_go(&w, r, DISPATCHER, "refuse_request"); /* is not counted */
    loop_no(&w, r, DISPATCHER, "grant_extension", "case.not_asked");
    for (int i = 0; i < 2; i++) {
        loop_go(&w, r, MEMBER, "ask_extension");
        if (i == 0)
            loop_go(&w, r, DISPATCHER, "grant_extension");
    }
    assert_due(&w, r, "2026-12-02 18:00"); /* 6 work_day */
    loop_no(&w, r, DISPATCHER, "grant_extension", "case.extension_second");
    loop_no(&w, r, DISPATCHER, "grant_second_extension", "case.role");
    loop_go(&w, r, DUTY_CHIEF, "grant_second_extension");
    assert_due(&w, r, "2026-12-07 18:00"); /* 9 work_day */
    assert_int_equal(city_case(&w, r).extensions, 2);
    loop_no(&w, r, MEMBER, "ask_extension", "case.extensions_used");
    city_close(&w);
}

static void after_the_due_time_no_extension_is_asked_for(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_go(&w, r, MEMBER, "sign");
    struct casefile_act act = loop_input(&w, r, "ask_extension");
    loop_at(&w, "2026-11-27 18:00");
    loop_no_with(&w, r, MEMBER, act, "case.extension_late");
    loop_at(&w, "2026-11-27 17:59");
    loop_go_with(&w, r, MEMBER, act);
    /* Asked in time, decided later: the case is not late. */
    loop_do(&w, r, DISPATCHER, "grant_extension", "2026-11-30 09:00");
    assert_due(&w, r, "2026-12-02 18:00");
    assert_false(city_case(&w, r).late);
    city_close(&w);
}

/* ---- suspension ---- */

static void a_suspension_ends_by_itself_on_its_day_and_is_granted_once(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    loop_go(&w, r, MEMBER, "sign");
    struct casefile_act act = loop_input(&w, r, "ask_suspension");
    act.until = moment("2027-11-26 00:00");
    loop_no_with(&w, r, MEMBER, act, "case.until_range"); /* more than a year */
    act.until = moment("2026-12-07 09:00");
    loop_go_with(&w, r, MEMBER, act);
    loop_do(&w, r, DUTY_CHIEF, "grant_suspension", "2026-11-24 20:00");
    assert_string_equal(city_case(&w, r).clock, "suspension");
    assert_due(&w, r, "2026-12-07 09:00");
    assert_int_equal(loop_tick(&w, "2026-12-04 12:00"), 1); /* three quarters of it: yellow */
    assert_string_equal(city_case(&w, r).state, "suspended");
    int64_t version = city_case(&w, r).version;
    assert_int_equal(loop_tick(&w, "2026-12-07 09:00"), 1);
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "in_progress");
    assert_int_equal(f.version, version + 1);
    assert_due(&w, r, "2026-12-10 18:00"); /* nor is all of the 7th: three days, to a close */
    assert_int_equal(loop_rows(&w, r, "resume"), 1);
    assert_int_equal(loop_tick(&w, "2026-12-07 09:00"), 0);
    loop_no(&w, r, MEMBER, "ask_suspension", "case.suspension_used");
    city_close(&w);
}

/* ---- several hands ---- */

static void a_case_with_joint_units_is_done_when_all_have_answered(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    struct casefile_act act = loop_input(&w, r, "dispatch");
    int64_t helpers[] = {w.worker_post, w.duty_post};
    act.co_posts = helpers;
    act.n_co_posts = 2;
    loop_no_with(&w, r, DISPATCHER, act, "case.co_post_twice"); /* it leads already */
    act.n_co_posts = 1;
    loop_go_with(&w, r, DISPATCHER, act);
    loop_go(&w, r, MEMBER, "sign");
    loop_no(&w, r, MEMBER, "feedback", "case.joint_open");
    loop_no(&w, r, MEMBER, "joint_answer", "case.role");
    loop_go(&w, r, HOLDER, "joint_answer");
    loop_no(&w, r, HOLDER, "joint_answer", "case.role");
    loop_go(&w, r, MEMBER, "feedback");
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_no(&w, r, HOLDER_CHECKS, "pass", "case.checker_is_handler"); /* Zhang has helped */
    loop_go(&w, r, CHECKER, "pass");
    city_close(&w);
}

static void a_joint_unit_that_never_answers_holds_nothing_up_for_ever(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    struct casefile_act act = loop_input(&w, r, "dispatch");
    int64_t helper = w.worker_post;
    act.co_posts = &helper;
    act.n_co_posts = 1;
    loop_go_with(&w, r, DISPATCHER, act);
    loop_go(&w, r, MEMBER, "sign");
    loop_no(&w, r, MEMBER, "release_joint", "case.role");
    loop_go(&w, r, DISPATCHER, "release_joint");
    loop_no(&w, r, HOLDER, "joint_answer", "case.role");
    loop_no(&w, r, DISPATCHER, "release_joint", "case.joint_none");
    loop_go(&w, r, MEMBER, "feedback");
    city_close(&w);
}

static void who_is_set_to_work_is_of_the_unit_and_ends_the_formers_requests(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    struct casefile_act act = loop_input(&w, r, "dispatch");
    act.post = w.worker_post;
    loop_go_with(&w, r, DISPATCHER, act);
    loop_go(&w, r, HOLDER, "sign");
    loop_no(&w, r, HOLDER, "assign", "case.person_unknown"); /* Wang is of another unit */
    act = loop_input(&w, r, "assign");
    act.person = w.li;
    loop_go_with(&w, r, HOLDER, act);
    loop_go(&w, r, DEPUTY, "ask_extension");
    act = loop_input(&w, r, "assign");
    act.person = w.zhang;
    loop_go_with(&w, r, HOLDER, act);
    assert_null(city_case(&w, r).request);
    loop_no(&w, r, DISPATCHER, "grant_extension", "case.not_asked");
    assert_int_equal(city_case(&w, r).assigned, w.zhang);
    city_close(&w);
}

/* Li signs, sets Zhang to work and says that it is done: Zhang has worked on it all the same. */
static void who_was_set_to_work_is_no_checker(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    struct casefile_act act = loop_input(&w, r, "dispatch");
    act.post = w.worker_post;
    loop_go_with(&w, r, DISPATCHER, act);
    loop_go(&w, r, DEPUTY, "sign");
    act = loop_input(&w, r, "assign");
    act.person = w.zhang;
    loop_go_with(&w, r, DEPUTY, act);
    loop_go(&w, r, DEPUTY, "feedback");
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_no(&w, r, HOLDER_CHECKS, "pass", "case.checker_is_handler");
    city_close(&w);
}

static void small_things_are_settled_on_the_spot_and_still_checked_by_another(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt light = city_report(&w, LIGHT, CELL_1), r = city_report(&w, ADS, CELL_1);
    loop_no(&w, light, GRID_WORKER, "self_handle", "case.not_minor");
    struct casefile_act act = loop_input(&w, r, "self_handle");
    act.n_uploads = 0;
    loop_no_with(&w, r, GRID_WORKER, act, "case.photo_needed");
    loop_no(&w, r, GRID_WORKER, "self_handle", "case.both_photos_needed"); /* none from before */
    const struct media_claim both[] = {city_upload(&w), city_upload(&w)};
    act.uploads = both;
    act.n_uploads = LEN(both);
    loop_go_with(&w, r, GRID_WORKER, act);
    assert_int_equal(city_case(&w, r).photos, 2);
    assert_string_equal(city_case(&w, r).state, "checking");
    assert_string_equal(city_case(&w, r).handler_name, "蒋网格");
    loop_go(&w, r, CHECKER, "pass");
    loop_go(&w, r, INTAKE, "close");
    city_close(&w);
}

static void pressure_is_answered_and_ends_with_the_case(void **state)
{
    struct city w;
    const struct loop_mark *marks;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "in_progress");
    loop_no(&w, r, MEMBER, "answer_mark", "case.not_marked");
    loop_go(&w, r, DISPATCHER, "urge");
    loop_go(&w, r, SUPERVISOR, "list_publicly");
    loop_go(&w, r, SUPERVISOR, "supervise");
    assert_int_equal(city_case(&w, r).supervised, 3);
    loop_go(&w, r, MEMBER, "answer_mark");
    loop_no(&w, r, MEMBER, "answer_mark", "case.not_marked"); /* all are answered */
    loop_go(&w, r, MEMBER, "feedback");
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_go(&w, r, CHECKER, "pass");
    loop_go(&w, r, INTAKE, "close");
    assert_int_equal(city_case(&w, r).supervised, 0);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(loop_marks(w.c, r.district, r.id, &marks, &n), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(marks[i].area, VILLAGE);
        assert_string_equal(marks[i].answer, "已处置");
        assert_true(marks[i].answered && marks[i].ended);
    }
    city_close(&w);
}

static void an_input_that_an_action_does_not_take_is_refused(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, LIGHT, CELL_1);
    struct casefile_act act = loop_input(&w, r, "accept");
    act.rating = 5;
    loop_no_with(&w, r, INTAKE, act, "input.unknown_field");
    assert_string_equal(w.c->problem.field, "rating");
    act = loop_input(&w, r, "accept");
    act.reason = "为什么";
    loop_no_with(&w, r, INTAKE, act, "input.unknown_field");
    loop_go(&w, r, INTAKE, "ask_verify");
    act = loop_input(&w, r, "submit_verify");
    act.finding = "perhaps";
    loop_no_with(&w, r, GRID_WORKER, act, "case.finding_unknown");
    loop_go(&w, r, GRID_WORKER, "submit_verify");
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(handling_is_timed_from_dispatch_to_the_units_word_that_it_is_done),
        cmocka_unit_test(one_clock_runs_in_every_state_and_none_when_it_is_settled),
        cmocka_unit_test(a_rework_has_its_own_limit_when_the_kind_says_so),
        cmocka_unit_test(a_rework_in_time_does_not_undo_the_lateness_before_it),
        cmocka_unit_test(a_case_keeps_the_rule_it_was_dispatched_by),
        cmocka_unit_test(the_same_unit_goes_on_with_what_is_left_another_starts_anew),
        cmocka_unit_test(an_extension_adds_one_limit_and_the_second_is_the_duty_chiefs),
        cmocka_unit_test(after_the_due_time_no_extension_is_asked_for),
        cmocka_unit_test(a_suspension_ends_by_itself_on_its_day_and_is_granted_once),
        cmocka_unit_test(a_case_with_joint_units_is_done_when_all_have_answered),
        cmocka_unit_test(a_joint_unit_that_never_answers_holds_nothing_up_for_ever),
        cmocka_unit_test(who_is_set_to_work_is_of_the_unit_and_ends_the_formers_requests),
        cmocka_unit_test(who_was_set_to_work_is_no_checker),
        cmocka_unit_test(small_things_are_settled_on_the_spot_and_still_checked_by_another),
        cmocka_unit_test(pressure_is_answered_and_ends_with_the_case),
        cmocka_unit_test(an_input_that_an_action_does_not_take_is_refused),
    };
    return UNIT_RUN(tests);
}

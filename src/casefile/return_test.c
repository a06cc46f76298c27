/* SPDX-License-Identifier: Apache-2.0 */
/* What units hand back: whose time goes on, and who ends the ping-pong. */
#include "base/arena.h"
#include "casefile/loop_world.h"
#include "casefile/request.h"

/* Also when another had it in between: whoever sends it round gains no time. */
static void a_unit_that_it_comes_back_to_goes_on_with_what_it_left(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    int64_t first = city_case(&w, r).clock_n;
    loop_do(&w, r, MEMBER, "return", "2026-11-25 20:00");
    struct casefile_act act = loop_input(&w, r, "redispatch");
    act.post = w.worker_post;
    loop_at(&w, "2026-11-26 10:00");
    loop_go_with(&w, r, DISPATCHER, act);
    int64_t second = city_case(&w, r).clock_n;
    assert_int_not_equal(second, first);
    loop_do(&w, r, HOLDER, "return", "2026-12-03 10:00"); /* two days late */
    act = loop_input(&w, r, "insist");
    act.post = w.duty_post;
    loop_at(&w, "2026-12-03 11:00");
    loop_go_with(&w, r, DUTY_CHIEF, act);
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.clock_n, first);
    assert_true(f.late && f.due > w.c->now); /* the other's lateness stays that of the case */
    assert_int_equal(f.late_post, w.worker_post);
    city_close(&w);
}

static void another_standard_leaves_nothing_to_go_on_with(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_do(&w, r, DISPATCHER, "dispatch", "2026-11-24 10:00");
    int64_t first = city_case(&w, r).clock_n;
    loop_go(&w, r, MEMBER, "return");
    loop_go(&w, r, DISPATCHER, "return_intake");
    struct casefile_act act = loop_input(&w, r, "correct");
    act.kind = ADS;
    loop_go_with(&w, r, INTAKE, act);
    loop_go(&w, r, INTAKE, "file_case");
    loop_go(&w, r, DISPATCHER, "dispatch");
    assert_int_not_equal(city_case(&w, r).clock_n, first);
    assert_int_equal(loop_clock(&w, r, "handle").n_runs, 1);
    city_close(&w);
}

static void after_two_returns_the_duty_chief_decides_for_good(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "returned");
    loop_go(&w, r, DISPATCHER, "redispatch");
    loop_go(&w, r, MEMBER, "return");
    assert_int_equal(city_case(&w, r).returns, 2);
    loop_no(&w, r, DISPATCHER, "redispatch", "case.guard_returns");
    loop_no(&w, r, DISPATCHER, "insist", "case.role");
    loop_go(&w, r, DUTY_CHIEF, "insist");
    loop_no(&w, r, MEMBER, "return", "case.insisted");
    loop_go(&w, r, MEMBER, "sign");
    loop_no(&w, r, MEMBER, "return", "case.insisted");
    city_close(&w);
}

/* In the flows of the community, too: no third unit gets what two would not have. */
static void the_duty_chief_decides_in_the_shorter_flows_as_well(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    for (int i = 0; i < 2; i++) {
        loop_go(&w, r, INTAKE, "accept");
        loop_go(&w, r, HOLDER, "return");
    }
    loop_no(&w, r, INTAKE, "accept", "case.guard_returns");
    loop_no(&w, r, INTAKE, "route", "case.guard_returns");
    loop_no(&w, r, INTAKE, "insist", "case.role");
    struct casefile_act act = loop_input(&w, r, "insist");
    act.post = city_case(&w, r).post;
    loop_go_with(&w, r, DUTY_CHIEF, act);
    loop_no(&w, r, HOLDER, "return", "case.insisted");
    loop_go(&w, r, HOLDER, "start");
    struct receipt order = city_report(&w, REPAIR, CELL_1);
    loop_go(&w, order, HOLDER, "claim");
    loop_go(&w, order, HOLDER, "give_back");
    act = loop_input(&w, order, "route");
    act.post = w.duty_post;
    loop_go_with(&w, order, INTAKE, act);
    loop_go(&w, order, MEMBER, "claim");
    loop_go(&w, order, MEMBER, "give_back");
    loop_no(&w, order, MEMBER, "claim", "case.guard_returns");
    loop_no(&w, order, INTAKE, "route", "case.guard_returns");
    act = loop_input(&w, order, "insist");
    act.post = w.worker_post;
    loop_go_with(&w, order, DUTY_CHIEF, act);
    assert_string_equal(city_case(&w, order).clock, "handle");
    loop_no(&w, order, HOLDER, "give_back", "case.insisted");
    loop_go(&w, order, HOLDER, "finish");
    city_close(&w);
}

static void a_way_round_by_intake_does_not_open_the_return_guard(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "returned");
    loop_go(&w, r, DISPATCHER, "redispatch");
    loop_go(&w, r, MEMBER, "return");
    loop_go(&w, r, DISPATCHER, "return_intake");
    loop_go(&w, r, INTAKE, "file_case");
    loop_no(&w, r, DISPATCHER, "dispatch", "case.guard_returns");
    loop_go(&w, r, DUTY_CHIEF, "insist");
    loop_go(&w, r, DISPATCHER, "recall"); /* the chief's word stands for whoever gets it next */
    loop_no(&w, r, DISPATCHER, "dispatch", "case.guard_returns");
    loop_go(&w, r, DUTY_CHIEF, "insist");
    city_close(&w);
}

static void a_unit_that_signed_may_return_it_once_and_soon(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt late = city_bring_full(&w, "dispatched"), r = city_bring_full(&w, "dispatched");
    loop_do(&w, late, MEMBER, "sign", "2026-11-24 10:00");
    loop_do(&w, r, MEMBER, "sign", "2026-11-24 10:00");
    loop_at(&w, "2026-11-24 16:01"); /* 4 work_hour after */
    loop_no(&w, late, MEMBER, "return", "case.return_late");
    loop_do(&w, r, MEMBER, "return", "2026-11-24 15:59");
    loop_go(&w, r, DISPATCHER, "redispatch");
    loop_go(&w, r, MEMBER, "sign");
    loop_no(&w, r, MEMBER, "return", "case.returned_before");
    city_close(&w);
}

/* Digging up a road is a matter of plans and permits. */
static void more_time_for_engineering_works_is_the_duty_chiefs_to_grant(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, "road_damage", CELL_1);
    loop_go(&w, r, INTAKE, "accept");
    loop_go(&w, r, INTAKE, "file_case");
    loop_go(&w, r, DISPATCHER, "dispatch");
    loop_go(&w, r, MEMBER, "sign");
    loop_go(&w, r, MEMBER, "ask_extension");
    loop_no(&w, r, DISPATCHER, "grant_extension", "case.extension_engineering");
    loop_go(&w, r, DUTY_CHIEF, "grant_second_extension");
    assert_int_equal(city_case(&w, r).extensions, 1);
    city_close(&w);
}

/* What a unit asked for goes with who asked. */
static void a_request_is_cancelled_when_its_post_changes_hands(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "in_progress"), other = city_bring_full(&w, "filed");
    loop_go(&w, r, MEMBER, "ask_extension");
    struct casefile_act act = loop_input(&w, other, "dispatch");
    act.post = w.worker_post;
    loop_go_with(&w, other, DISPATCHER, act);
    loop_go(&w, other, HOLDER, "sign");
    loop_go(&w, other, HOLDER, "ask_extension");
    city_begin(&w);
    assert_int_equal(casefile_cancel_requests(w.c, r.district, w.duty_post), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    assert_string_equal(city_case(&w, r).request, "extension"); /* nothing changed */
    city_begin(&w);
    assert_int_equal(post_vacate(w.c, r.district, w.duty_post, 0, 0), ERR_OK);
    assert_int_equal(casefile_cancel_requests(w.c, r.district, w.duty_post), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    struct casefile f = city_case(&w, r);
    assert_null(f.request);
    assert_int_equal(f.request_due, 0);
    assert_int_equal(loop_rows(&w, r, "request_cancelled"), 1);
    loop_no(&w, r, DISPATCHER, "grant_extension", "case.not_asked");
    assert_string_equal(city_case(&w, other).request, "extension");
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_that_it_comes_back_to_goes_on_with_what_it_left),
        cmocka_unit_test(another_standard_leaves_nothing_to_go_on_with),
        cmocka_unit_test(after_two_returns_the_duty_chief_decides_for_good),
        cmocka_unit_test(the_duty_chief_decides_in_the_shorter_flows_as_well),
        cmocka_unit_test(a_way_round_by_intake_does_not_open_the_return_guard),
        cmocka_unit_test(a_unit_that_signed_may_return_it_once_and_soon),
        cmocka_unit_test(more_time_for_engineering_works_is_the_duty_chiefs_to_grant),
        cmocka_unit_test(a_request_is_cancelled_when_its_post_changes_hands),
    };
    return UNIT_RUN(tests);
}

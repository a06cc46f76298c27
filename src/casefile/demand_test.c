/* SPDX-License-Identifier: Apache-2.0 */
/* Cases that an inspection demands: whom they reach, who may move them, and what of them is a new cycle. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "casefile/casefile_demand.h"
#include "casefile/loop_world.h"

static const char *const route[] = {"grid_worker"};
static const struct limit one_day = {LIMIT_WORK_DAY, TIME_DAY};

static void open_city(struct city *w)
{
    static const struct case_kind shop = {
        .kind = "shop",
        .flow = "rectify",
        .internal = true,
        .programme = "test",
        .version = 1,
        .limit = {LIMIT_WORK_DAY, 5 * TIME_DAY},
        .rework_limit = {LIMIT_WORK_DAY, 2 * TIME_DAY},
        .route = route,
        .n_route = 1
    };
    city_open(w);
    struct programmes *p = arena_alloc(w->c->mem, sizeof *p);
    struct case_kind *kinds = arena_array(w->c->mem, w->app.programmes->n_kinds + 1, sizeof *kinds);
    *p = *w->app.programmes;
    memcpy(kinds, p->kinds, p->n_kinds * sizeof *kinds);
    kinds[p->n_kinds++] = shop;
    p->kinds = kinds;
    w->app.programmes = p;
}

static struct receipt demand(struct city *w, struct limit limit, int64_t post)
{
    struct receipt r = {.district = 410105};
    const struct casefile_demand in = {
        .kind = "shop", .area = CELL_1, .body = "垃圾桶未加盖", .limit = limit, .post = post};
    city_as(w, CHECKER);
    city_begin(w);
    assert_int_equal(casefile_demand(w->c, &w->app, &in, &r.id), ERR_OK);
    assert_int_equal(city_end(w, true), ERR_OK);
    return r;
}

static enum err rule(struct city *w, struct receipt r, enum actor who, const char *action,
                     const char *reason)
{
    city_as(w, who);
    city_begin(w);
    enum err err = casefile_rule(w->c, &w->app, r.district, r.id,
                                 &(struct casefile_ruling){.action = action, .reason = reason});
    assert_int_equal(city_end(w, err == ERR_OK), ERR_OK);
    city_as(w, NOBODY);
    return err;
}

static void a_demand_waits_at_once_with_the_post_and_runs_its_own_limit(void **state)
{
    struct city w;
    (void)state;
    open_city(&w);
    struct receipt r = demand(&w, one_day, 0), other = demand(&w, (struct limit){0}, w.duty_post);
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "ordered");
    assert_int_equal(f.post, w.worker_post);
    assert_non_null(strstr(f.rule, "\"limit\":\"1 work_day\""));
    assert_true(f.handle_due == f.due && f.due > w.c->now);
    assert_int_equal(city_case(&w, other).post, w.duty_post);
    assert_true(city_case(&w, other).due > f.due + 3 * TIME_DAY);
    city_close(&w);
}

static void no_page_offers_the_steps_of_an_inspection_and_nobody_may_take_them_by_hand(void **state)
{
    struct city w;
    (void)state;
    open_city(&w);
    struct receipt r = demand(&w, one_day, 0);
    assert_int_equal(city_act(&w, r, HOLDER, "dispose"), ERR_OK);
    assert_int_equal(city_act(&w, r, CHECKER, "pass"), ERR_DENIED);
    assert_int_equal(city_act(&w, r, CHIEF, "pass"), ERR_DENIED);
    city_close(&w);
}

static void whoever_put_it_right_does_not_strike_it_off(void **state)
{
    struct city w;
    bool hand;
    (void)state;
    open_city(&w);
    struct receipt r = demand(&w, one_day, 0);
    assert_int_equal(city_act(&w, r, HOLDER, "dispose"), ERR_OK);
    struct casefile f = city_case(&w, r);
    city_as(&w, HOLDER_CHECKS); /* another login of the same man */
    city_begin(&w);
    assert_int_equal(casefile_is_hand(w.c, &f, &hand), ERR_OK);
    assert_int_equal(city_end(&w, false), ERR_OK);
    assert_true(hand);
    assert_int_equal(rule(&w, r, HOLDER_CHECKS, "pass", NULL), ERR_DENIED);
    assert_string_equal(w.c->problem.code, "case.checker_is_handler");
    assert_int_equal(rule(&w, r, CHECKER, "pass", NULL), ERR_OK);
    f = city_case(&w, r);
    assert_string_equal(f.state, "struck_off");
    assert_string_equal(f.closed_as, "fixed");
    assert_int_equal(f.checker, w.accounts[CHECKER]->id);
    city_close(&w);
}

static void what_is_not_right_goes_back_with_the_time_for_rework(void **state)
{
    struct city w;
    (void)state;
    open_city(&w);
    struct receipt r = demand(&w, (struct limit){0}, 0);
    assert_int_equal(rule(&w, r, CHECKER, "still_wrong", "仍未加盖"), ERR_OK);
    assert_string_equal(city_case(&w, r).state, "ordered");
    int64_t due = city_case(&w, r).due;
    assert_int_equal(city_act(&w, r, HOLDER, "dispose"), ERR_OK);
    assert_int_equal(rule(&w, r, CHECKER, "rework", "仍未加盖"), ERR_OK);
    assert_int_equal(city_case(&w, r).reworks, 1);
    assert_true(city_case(&w, r).due < due);
    city_close(&w);
}

static void a_relapse_is_a_new_cycle_of_the_same_case_with_the_limit_of_the_item(void **state)
{
    struct city w;
    (void)state;
    open_city(&w);
    struct receipt r = demand(&w, one_day, 0);
    assert_int_equal(rule(&w, r, CHECKER, "pass", NULL), ERR_OK);
    city_as(&w, CHECKER);
    city_begin(&w);
    const struct casefile_ruling again = {
        .action = "relapse", .reason = "复查后反弹", .limit = one_day};
    assert_int_equal(casefile_rule(w.c, &w.app, r.district, r.id, &again), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.cycle, 2);
    assert_string_equal(f.state, "ordered");
    assert_int_equal(f.checker, 0);
    assert_non_null(strstr(f.rule, "\"limit\":\"1 work_day\""));
    assert_int_equal(rule(&w, r, CHIEF, "void_case", "门店已关停"), ERR_OK);
    assert_string_equal(city_case(&w, r).state, "void");
    assert_null(city_case(&w, r).closed_as);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_demand_waits_at_once_with_the_post_and_runs_its_own_limit),
        cmocka_unit_test(
            no_page_offers_the_steps_of_an_inspection_and_nobody_may_take_them_by_hand),
        cmocka_unit_test(whoever_put_it_right_does_not_strike_it_off),
        cmocka_unit_test(what_is_not_right_goes_back_with_the_time_for_rework),
        cmocka_unit_test(a_relapse_is_a_new_cycle_of_the_same_case_with_the_limit_of_the_item),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Two weeks of a desk in the full flow, by the engine and the scheduler, and the indicators that come of them. */
#include "base/time.h"
#include "casefile/loop_world.h"
#include "indicator/count.h"

static const struct indicator_row *numbers(struct city *w, const char *from, const char *to)
{
    static struct indicator_table t;
    const struct indicator_query q = {
        .area = JINSHUI, .period = {moment(from), moment(to)},
             .by = BY_AREA
    };
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(indicator_count(w->c, v, w->app.programmes, &q, &t), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return &t.total;
}

static void assert_part(const struct indicator_row *row, const char *id, int64_t n, int64_t d)
{
    const struct indicator *x = indicator_find(id);
    int64_t is_d = x->d == PART_NONE ? 0 : row->part[x->d];
    if (row->part[x->n] != n || is_d != d)
        fail_msg("%s: %d of %d", id, (int)row->part[x->n], (int)is_d);
}

static struct receipt dispatched(struct city *w)
{
    struct receipt r = city_bring_full(w, "filed");
    loop_go(w, r, DISPATCHER, "dispatch"); /* on Tuesday, with three working days */
    loop_go(w, r, MEMBER, "sign");
    return r;
}

static void close_case(struct city *w, struct receipt r, const char *time)
{
    loop_do(w, r, MEMBER, "feedback", time);
    loop_go(w, r, DISPATCHER, "send_check");
    loop_go(w, r, CHECKER, "pass");
    loop_go(w, r, INTAKE, "close");
}

static void two_weeks_of_a_desk_give_the_numbers_that_were_to_come(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt timely = dispatched(&w), late = dispatched(&w), longer = dispatched(&w);
    struct receipt paused = dispatched(&w), wrong = dispatched(&w), again = dispatched(&w);
    (void)city_bring_full(&w, "not_filed");

    loop_do(&w, wrong, MEMBER, "return", "2026-11-24 11:00");
    loop_go(&w, wrong, DISPATCHER, "redispatch");
    loop_do(&w, longer, MEMBER, "ask_extension", "2026-11-25 09:00");
    loop_go(&w, longer, DISPATCHER, "grant_extension");
    loop_go(&w, paused, MEMBER, "ask_suspension");
    loop_go(&w, paused, DUTY_CHIEF, "grant_suspension");

    close_case(&w, timely, "2026-11-26 10:00");
    struct casefile_act confirm = loop_input(&w, timely, "confirm");
    confirm.rating = 5;
    loop_go_with(&w, timely, REPORTER, confirm);
    loop_do(&w, again, MEMBER, "feedback", "2026-11-26 11:00");
    loop_go(&w, again, DISPATCHER, "send_check");
    loop_go(&w, again, CHECKER, "fail");
    (void)loop_tick(&w, "2026-11-27 18:00");
    close_case(&w, late, "2026-11-28 10:00");

    const struct indicator_row *week = numbers(&w, "2026-11-23 00:00", "2026-11-30 00:00");
    assert_part(week, "report_count", 7, 0);
    assert_part(week, "valid_report_rate", 7, 7);
    assert_part(week, "filing_rate", 6, 7);
    assert_part(week, "timely_filing_rate", 6, 6);
    assert_part(week, "accurate_dispatch_rate", 5, 6);
    assert_part(week, "closure_rate", 2, 4); /* wrong and again are due, too */
    assert_part(week, "timely_closure_rate", 1, 4);
    assert_part(week, "overdue_closure_rate", 1, 4);
    assert_part(week, "timely_disposal_rate", 1, 4);
    assert_part(week, "rework_rate", 1, 3);
    assert_part(week, "extension_rate", 1, 6);
    assert_part(week, "timely_check_rate", 3, 3);
    assert_part(week, "confirmed_fixed_rate", 1, 2);
    assert_part(week, "satisfaction_rate", 1, 1);
    assert_part(week, "avg_handle_time_work_day", 4 * TIME_DAY / TIME_SECOND, 2); /* 1 and 3 */
    const struct indicator_row before = *week;

    loop_do(&w, late, MEMBER, "appeal", "2026-11-30 09:00");
    loop_go(&w, late, DISPATCHER, "appeal_pass");
    loop_go(&w, late, INTAKE, "appeal_grant");
    loop_go(&w, timely, SUPERVISOR, "reopen");
    close_case(&w, longer, "2026-12-01 10:00"); /* by the second limit */
    close_case(&w, again, "2026-12-02 10:00");
    assert_memory_equal(&before, numbers(&w, "2026-11-23 00:00", "2026-11-30 00:00"),
                        sizeof before);

    const struct indicator_row *both = numbers(&w, "2026-11-23 00:00", "2026-12-07 00:00");
    assert_part(both, "closure_rate", 3,
                4); /* late, longer and again; the first one was reopened */
    assert_part(both, "timely_closure_rate", 2, 4);
    assert_int_equal(both->part[PART_CLOSED_EXEMPT], 1);
    assert_part(both, "overdue_closure_rate", 1, 4);
    assert_part(both, "overdue_open", 1, 0); /* wrong */
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_weeks_of_a_desk_give_the_numbers_that_were_to_come),
    };
    return UNIT_RUN(tests);
}

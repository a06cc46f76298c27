/* SPDX-License-Identifier: Apache-2.0 */
/* Two weeks of a desk in the full flow, by the engine and the scheduler, and the indicators that come of them. */
#include "base/time.h"
#include "casefile/loop_world.h"
#include "indicator/count.h"

static struct indicator_table table(struct city *w, const char *from, const char *to,
                                    enum indicator_by by)
{
    struct indicator_table t;
    const struct indicator_query q = {
        .area = JINSHUI, .period = {moment(from), moment(to)},
             .by = by
    };
    const struct atlas_view *v = atlas_take(w->app.atlas);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(indicator_count(w->c, v, w->app.programmes, &q, &t), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    atlas_give(w->app.atlas, v);
    return t;
}

static struct indicator_row numbers(struct city *w, const char *from, const char *to)
{
    return table(w, from, to, BY_AREA).total;
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

struct desk {
    struct receipt timely, late, longer, paused, wrong, again;
};

static struct desk first_week(struct city *w)
{
    struct receipt timely = dispatched(w), late = dispatched(w), longer = dispatched(w);
    struct receipt paused = dispatched(w), wrong = dispatched(w), again = dispatched(w);
    (void)city_bring_full(w, "not_filed");
    loop_do(w, wrong, MEMBER, "return", "2026-11-24 11:00");
    loop_go(w, wrong, DISPATCHER, "redispatch");
    loop_do(w, longer, MEMBER, "ask_extension", "2026-11-25 09:00");
    loop_go(w, longer, DISPATCHER, "grant_extension");
    loop_go(w, paused, MEMBER, "ask_suspension");
    loop_go(w, paused, DUTY_CHIEF, "grant_suspension");

    close_case(w, timely, "2026-11-26 10:00");
    struct casefile_act confirm = loop_input(w, timely, "confirm");
    confirm.rating = 5;
    loop_go_with(w, timely, REPORTER, confirm);
    loop_do(w, again, MEMBER, "feedback", "2026-11-26 11:00");
    loop_go(w, again, DISPATCHER, "send_check");
    loop_go(w, again, CHECKER, "fail");
    (void)loop_tick(w, "2026-11-27 18:00");
    close_case(w, late, "2026-11-28 10:00");
    return (struct desk){timely, late, longer, paused, wrong, again};
}

static void assert_first_week(const struct indicator_row *week)
{
    assert_part(week, "report_count", 7, 0);
    assert_part(week, "valid_report_rate", 7, 7);
    assert_part(week, "filing_rate", 6, 7);
    assert_part(week, "timely_filing_rate", 6, 6);
    assert_part(week, "accurate_dispatch_rate", 5, 6);
    assert_part(week, "closure_rate", 2,
                3); /* wrong is due, too; again has more time by its check */
    assert_part(week, "timely_closure_rate", 1, 3);
    assert_part(week, "overdue_closure_rate", 1, 3);
    assert_part(week, "timely_disposal_rate", 1, 3);
    assert_part(week, "rework_rate", 1, 3);
    assert_part(week, "extension_rate", 1, 6);
    assert_part(week, "timely_check_rate", 3, 3);
    assert_part(week, "confirmed_fixed_rate", 1, 2);
    assert_part(week, "satisfaction_rate", 1, 1);
    assert_part(week, "avg_handle_time_work_day", 4 * TIME_DAY / TIME_SECOND, 2); /* 1 and 3 */
}

static void second_week(struct city *w, const struct desk *d)
{
    loop_do(w, d->late, MEMBER, "appeal", "2026-11-30 09:00");
    loop_go(w, d->late, DISPATCHER, "appeal_pass");
    loop_go(w, d->late, INTAKE, "appeal_grant");
    loop_go(w, d->timely, SUPERVISOR, "reopen");
    close_case(w, d->longer, "2026-12-01 10:00"); /* by the second limit */
    close_case(w, d->again, "2026-12-02 10:00");
}

static void two_weeks_of_a_desk_give_the_numbers_that_were_to_come(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    const struct desk d = first_week(&w);
    const struct indicator_row before = numbers(&w, "2026-11-23 00:00", "2026-11-30 00:00");
    assert_first_week(&before);
    second_week(&w, &d);
    const struct indicator_row then = numbers(&w, "2026-11-23 00:00", "2026-11-30 00:00");
    assert_memory_equal(&before, &then, sizeof before);

    const struct indicator_row both = numbers(&w, "2026-11-23 00:00", "2026-12-07 00:00");
    assert_part(&both, "closure_rate", 3,
                4); /* late, longer and again; the first one was reopened */
    assert_part(&both, "timely_closure_rate", 2, 4);
    assert_int_equal(both.part[PART_CLOSED_EXEMPT], 1);
    assert_part(&both, "overdue_closure_rate", 1, 4);
    assert_part(&both, "overdue_open", 1, 0); /* wrong */
    city_close(&w);
}

/* ---- whose it is ---- */

static const struct indicator_row *row_of(const struct indicator_table *t, int64_t key)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].key == key)
            return &t->rows[i];
    static const struct indicator_row none;
    return &none;
}

static void a_unit_is_not_late_for_what_another_let_run_over(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_go(&w, r, DISPATCHER, "dispatch"); /* on Tuesday, with three working days */
    (void)loop_tick(&w, "2026-11-27 18:00");
    loop_do(&w, r, MEMBER, "return", "2026-11-30 10:00");
    loop_at(&w, "2026-11-30 10:00");
    struct casefile_act act = loop_input(&w, r, "redispatch");
    act.post = w.worker_post;
    loop_go_with(&w, r, DISPATCHER, act);
    struct indicator_table t = table(&w, "2026-11-23 00:00", "2026-12-01 00:00", BY_POST);
    assert_int_equal(row_of(&t, w.duty_post)->part[PART_OVERDUE_OPEN], 1);
    assert_int_equal(row_of(&t, w.worker_post)->part[PART_OVERDUE_OPEN], 0);
    loop_go(&w, r, HOLDER, "sign");
    loop_do(&w, r, HOLDER, "feedback", "2026-12-01 10:00");
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_go(&w, r, CHECKER, "pass");
    loop_go(&w, r, INTAKE, "close");
    t = table(&w, "2026-11-23 00:00", "2026-12-07 00:00", BY_POST);
    const struct indicator_row *a = row_of(&t, w.duty_post), *b = row_of(&t, w.worker_post);
    assert_part(a, "overdue_closure_rate", 1, 1);
    assert_part(a, "timely_closure_rate", 0, 1);
    assert_part(a, "timely_disposal_rate", 0, 1);
    assert_part(b, "overdue_closure_rate", 0, 0);
    assert_part(b, "timely_disposal_rate", 0, 0);
    assert_int_equal(b->part[PART_HANDED_IN], 1);
    assert_part(&t.total, "overdue_closure_rate", 1, 1);
    city_close(&w);
}

static void a_unit_that_is_late_again_answers_for_itself(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "filed");
    loop_go(&w, r, DISPATCHER, "dispatch");
    (void)loop_tick(&w, "2026-11-27 18:00");
    loop_do(&w, r, MEMBER, "return", "2026-11-30 10:00");
    loop_at(&w, "2026-11-30 10:00");
    struct casefile_act act = loop_input(&w, r, "redispatch");
    act.post = w.worker_post;
    loop_go_with(&w, r, DISPATCHER, act);
    loop_go(&w, r, HOLDER, "sign");
    (void)loop_tick(&w, "2026-12-03 18:00");
    struct indicator_table t = table(&w, "2026-11-23 00:00", "2026-12-04 00:00", BY_POST);
    assert_int_equal(row_of(&t, w.worker_post)->part[PART_OVERDUE_OPEN], 1);
    loop_do(&w, r, HOLDER, "feedback", "2026-12-04 10:00");
    t = table(&w, "2026-11-23 00:00", "2026-12-05 00:00", BY_POST);
    assert_part(row_of(&t, w.worker_post), "timely_disposal_rate", 0, 1);
    assert_part(row_of(&t, w.duty_post), "timely_disposal_rate", 0, 0);
    city_close(&w);
}

static void a_matter_passed_up_is_counted_once_where_it_was_reported(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt low = city_bring_full(&w, "escalated"), up = low;
    up.id = city_case(&w, low).upper;
    loop_go(&w, up, INTAKE, "accept");
    loop_go(&w, up, INTAKE, "file_case");
    struct indicator_row all = numbers(&w, "2026-11-23 00:00", "2026-11-30 00:00");
    assert_part(&all, "report_count", 1, 0);
    assert_part(&all, "filing_rate", 0, 1); /* it waits for the desk above */
    assert_int_equal(all.part[PART_TO_DISPATCH], 0);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_weeks_of_a_desk_give_the_numbers_that_were_to_come),
        cmocka_unit_test(a_unit_is_not_late_for_what_another_let_run_over),
        cmocka_unit_test(a_unit_that_is_late_again_answers_for_itself),
        cmocka_unit_test(a_matter_passed_up_is_counted_once_where_it_was_reported),
    };
    return UNIT_RUN(tests);
}

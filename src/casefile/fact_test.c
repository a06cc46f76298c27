/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/time.h"
#include "casefile/fact_world.h"

/* ---- reading back ---- */

struct wanted {
    struct arena *mem;
    int64_t cycle;
    size_t n;
    struct fact out;
};

static enum err pick(void *arg, const struct fact *f)
{
    struct wanted *w = arg;
    if (f->cycle != w->cycle)
        return ERR_OK;
    w->out = *f;
    w->out.kind = arena_copy(w->mem, f->kind);
    w->out.area = arena_copy(w->mem, f->area);
    w->out.out_as = arena_copy(w->mem, f->out_as);
    w->out.closed_as = arena_copy(w->mem, f->closed_as);
    w->out.verdict = arena_copy(w->mem, f->verdict);
    w->n++;
    return ERR_OK;
}

/* The row as it stood at a moment, seen from a period that began at `from`. */
static struct fact since(const struct led *l, int64_t from, int64_t to)
{
    struct city *w = l->w;
    struct wanted wanted = {.mem = w->c->mem, .cycle = l->is.cycle};
    const struct fact_span span = {.from = from, .to = to};
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(fact_each(w->c, w->app.programmes, l->is.district, &span, pick, &wanted),
                     ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    assert_int_equal(wanted.n, 1);
    return wanted.out;
}

static struct fact now_of(const struct led *l)
{
    return since(l, 0, l->w->c->now + 1);
}

/* ---- tests ---- */

static void each_stage_keeps_its_first_time_and_whether_it_was_late(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    int64_t opened = w.c->now;
    led_stage(&l, "accepted", "accepted", (struct fact_clock){0});
    led_stage(&l, "filed", "filed", (struct fact_clock){.clock = "accept", .late = true});
    led_dispatch(&l, 5000);
    int64_t dispatched = w.c->now;
    led_stage(&l, "returned", NULL, (struct fact_clock){0});
    led_stage(&l, "dispatched", "dispatched",
              (struct fact_clock){.clock = "dispatch", .late = true});
    struct fact f = now_of(&l);
    assert_int_equal(f.opened, opened);
    assert_int_equal(f.accepted, opened + TIME_SECOND);
    assert_int_equal(f.filed, opened + 2 * TIME_SECOND);
    assert_true(f.file_late);
    assert_int_equal(f.dispatched, dispatched);
    assert_false(f.dispatch_late);
    assert_int_equal(f.due, 5000);
    assert_int_equal(f.ended, 0);
    assert_string_equal(f.area, CELL_1);
    city_close(&w);
}

static void a_fact_read_as_of_the_past_does_not_know_what_came_later(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    led_dispatch(&l, 5000);
    led_dispose(&l, true, 77);
    led_finish(&l, "closed", true);
    int64_t then = w.c->now + 1;
    struct fact before = since(&l, 0, then);
    struct casefile next = l.is;
    next.verdict = "disputed";
    next.is_open = true;
    next.state = "disputed";
    led_take(&l, &next, (struct fact_step){0});
    led_finish(&l, "closed", false);
    next = l.is;
    next.rating = 2;
    next.exempt = true;
    next.area = CELL_2;
    led_take(&l, &next, (struct fact_step){0});
    struct fact after = since(&l, 0, then), now = now_of(&l);
    assert_int_equal(after.closed, before.closed);
    assert_true(after.late && after.fixed && !after.exempt && !after.verdict && !after.rating);
    assert_string_equal(after.area, CELL_1);
    assert_int_equal(after.used[1], 77);
    assert_true(now.closed > before.closed);
    assert_true(!now.fixed && now.exempt);
    assert_string_equal(now.verdict, "disputed");
    assert_string_equal(now.closed_as, "planned");
    assert_int_equal(now.rating, 2);
    assert_int_equal(now.rated, w.c->now);
    assert_string_equal(now.area, CELL_2);
    assert_int_equal(now.due, 5000);
    city_close(&w);
}

static void a_case_in_dispute_is_alive_again(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    led_finish(&l, "closed", true);
    struct casefile next = l.is;
    next.is_open = true;
    next.state = "disputed";
    led_take(&l, &next, (struct fact_step){0});
    struct fact f = now_of(&l);
    assert_int_equal(f.closed, 0);
    assert_int_equal(f.ended, 0);
    assert_int_equal(since(&l, w.c->now + TIME_DAY, w.c->now + 2 * TIME_DAY).ended, 0);
    city_close(&w);
}

static void a_new_cycle_ends_the_facts_of_the_one_before(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w), old = l;
    led_dispose(&l, true, 5);
    struct casefile next = l.is;
    next.cycle++;
    next.state = "accepted";
    city_begin(&w);
    assert_int_equal(fact_open(w.c, &next), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    led_take(&l, &next, (struct fact_step){.milestone = "accepted"});
    struct fact f = now_of(&old);
    assert_string_equal(f.out_as, "superseded");
    assert_int_equal(f.ended, w.c->now - TIME_SECOND);
    f = now_of(&l);
    assert_int_equal(f.opened, w.c->now - TIME_SECOND);
    assert_int_equal(f.accepted, w.c->now);
    assert_false(f.late || f.ended || f.disposed);
    city_close(&w);
}

static void a_closing_does_not_stand_once_the_case_is_reopened(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    led_finish(&l, "closed", true);
    int64_t closed = w.c->now;
    struct casefile next = l.is;
    next.cycle++;
    city_begin(&w);
    assert_int_equal(fact_open(w.c, &next), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    struct fact f = now_of(&l);
    assert_int_equal(f.closed, 0);
    assert_string_equal(f.out_as, "superseded");
    assert_int_equal(since(&l, 0, closed + 1).closed, closed);
    city_close(&w);
}

static void a_pause_takes_the_due_time_away_and_disposal_keeps_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    led_dispatch(&l, 5000);
    struct casefile next = l.is;
    next.handle_due = 0;
    next.suspensions = 1;
    next.state = "suspended";
    led_take(&l, &next,
             (struct fact_step){
                 .clock = &(struct fact_clock){.clock = "handle", .used = 3}
    });
    struct fact f = now_of(&l);
    assert_true(f.suspended && f.due == 0 && f.last_due == 5000);
    next.handle_due = 9000;
    next.state = "in_progress";
    led_take(&l, &next, (struct fact_step){0});
    f = now_of(&l);
    assert_true(!f.suspended && f.due == 9000 && f.suspensions == 1);
    led_dispose(&l, false, 4);
    f = now_of(&l);
    assert_true(f.stands && f.due == 9000 && f.used[1] == 4 && f.timed[1] && !f.late);
    next = l.is;
    next.state = "in_progress";
    next.reworks = 1;
    next.handle_due = 9500;
    led_take(&l, &next, (struct fact_step){0});
    f = now_of(&l);
    assert_true(!f.stands && f.disposed && f.reworks == 1 && f.due == 9500);
    city_close(&w);
}

static struct casefile back_in_hand(struct led *l, int64_t post, int64_t due)
{
    struct casefile next = l->is;
    next.state = "in_progress";
    next.clock = "handle";
    next.post = post;
    next.handle_due = due;
    return next;
}

static void handling_time_is_what_the_unit_took_with_its_rework_and_not_another(void **state)
{
    static const struct fact_clock stopped = {.clock = "handle", .used = 50, .unit = 1};
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    struct casefile next = back_in_hand(&l, 7, 5000);
    led_take(&l, &next, (struct fact_step){.milestone = "dispatched"});
    next = l.is;
    next.state = "returned";
    next.handle_due = next.post = 0;
    led_take(&l, &next, (struct fact_step){.clock = &stopped});
    next = back_in_hand(&l, 8, 6000);
    led_take(&l, &next, (struct fact_step){0});
    led_dispose(&l, false, 4);
    assert_int_equal(now_of(&l).used[1], 4);
    next = back_in_hand(&l, 8, 7000);
    next.reworks = 1;
    led_take(&l, &next, (struct fact_step){0});
    led_dispose(&l, false, 3);
    struct fact f = now_of(&l);
    assert_true(f.timed[1] && !f.timed[0]);
    assert_int_equal(f.used[1], 7);
    city_close(&w);
}

static void tasks_count_in_the_period_in_which_they_end(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    struct casefile next = l.is;
    next.state = "verifying";
    next.clock = "verify";
    next.due = 4000;
    led_take(&l, &next, (struct fact_step){0});
    assert_int_equal(now_of(&l).verify_due, 4000);
    int64_t between = w.c->now + 1;
    led_stage(&l, "verifying", NULL, (struct fact_clock){0}); /* nothing changed: the row stays */
    next.state = "reported";
    next.clock = "accept";
    led_take(&l, &next,
             (struct fact_step){
                 .clock = &(struct fact_clock){.clock = "verify", .late = true}
    });
    struct fact f = now_of(&l);
    assert_true(f.verifies == 1 && f.verify_lates == 1 && f.verify_due == 0);
    assert_int_equal(since(&l, 0, between).verifies, 0);
    assert_int_equal(since(&l, w.c->now + 1, w.c->now + 2).verifies, 0);
    city_close(&w);
}

static void what_left_the_loop_may_come_back(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    led_finish(&l, "merged", false);
    assert_string_equal(now_of(&l).out_as, "merged");
    struct casefile next = l.is;
    next.is_open = true;
    next.state = "reported";
    led_take(&l, &next, (struct fact_step){0});
    assert_null(now_of(&l).out_as);
    assert_int_equal(now_of(&l).ended, 0);
    city_close(&w);
}

static void in_a_flow_that_does_not_file_accepting_is_filing(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct led l = led_cycle(&w);
    led_stage(&l, "accepted", "accepted", (struct fact_clock){0});
    assert_int_equal(now_of(&l).filed, 0);
    l.is.flow = "short";
    l.is.cycle++;
    city_begin(&w);
    assert_int_equal(fact_open(w.c, &l.is), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    led_stage(&l, "accepted", "accepted", (struct fact_clock){.clock = "accept", .late = true});
    struct fact f = now_of(&l);
    assert_int_equal(f.filed, f.accepted);
    assert_true(f.filed && f.file_late);
    city_close(&w);
}

static void count_fault(void *arg, int64_t casefile, const char *what)
{
    (void)casefile;
    (void)what;
    ++*(int *)arg;
}

static int faults_of(struct city *w)
{
    int faults = 0;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(facts_check(w->c, w->app.programmes, 410105, count_fault, &faults), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return faults;
}

static void facts_that_the_journal_does_not_tell_are_found(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct casefile f = city_case(&w, city_report(&w, NOISE, CELL_1)), next = f;
    assert_int_equal(faults_of(&w), 0);
    struct led l = {.w = &w, .is = f};
    led_finish(&l, "closed", true);
    assert_int_equal(faults_of(&w), 1);
    next.cycle = 2;
    city_begin(&w);
    assert_int_equal(fact_open(w.c, &next), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    assert_int_equal(faults_of(&w), 3); /* a cycle too many, and what it and the other say */
    w.facts_made_up = true;
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stage_keeps_its_first_time_and_whether_it_was_late),
        cmocka_unit_test(a_fact_read_as_of_the_past_does_not_know_what_came_later),
        cmocka_unit_test(a_case_in_dispute_is_alive_again),
        cmocka_unit_test(a_new_cycle_ends_the_facts_of_the_one_before),
        cmocka_unit_test(a_closing_does_not_stand_once_the_case_is_reopened),
        cmocka_unit_test(a_pause_takes_the_due_time_away_and_disposal_keeps_it),
        cmocka_unit_test(handling_time_is_what_the_unit_took_with_its_rework_and_not_another),
        cmocka_unit_test(tasks_count_in_the_period_in_which_they_end),
        cmocka_unit_test(what_left_the_loop_may_come_back),
        cmocka_unit_test(in_a_flow_that_does_not_file_accepting_is_filing),
        cmocka_unit_test(facts_that_the_journal_does_not_tell_are_found),
    };
    return UNIT_RUN(tests);
}

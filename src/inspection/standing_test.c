/* SPDX-License-Identifier: Apache-2.0 */
/* How an entry stands at a moment: what counts, what a later word replaces, what an upload that comes late changes. */
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "inspection/standing.h"
#include "unit.h"

static const struct check_item items[] = {
    {.item = "a", .points = 50},
    {.item = "b", .points = 50},
};
static const struct grade_rule rules[] = {
    {.status = "red",
     .score_from = UNBOUND,
     .score_below = UNBOUND,
     .must_passed = -1,
     .open_items = -1,
     .overdue = 1 },
    {.status = "yellow",
     .score_from = UNBOUND,
     .score_below = UNBOUND,
     .must_passed = -1,
     .open_items = 1,
     .overdue = -1},
    {.status = "green",
     .score_from = UNBOUND,
     .score_below = UNBOUND,
     .must_passed = -1,
     .open_items = -1,
     .overdue = -1},
};
static const struct checklist list = {.checklist = "list",
                                      .items = items,
                                      .n_items = LEN(items),
                                      .case_kind = "fix",
                                      .rules = rules,
                                      .n_rules = LEN(rules),
                                      .not_done = "grey",
                                      .vain_tries = 2};

enum { MOST = 8 };

struct shop {
    struct visit visits[MOST];
    struct inspection_answer answers[MOST][2];
    struct rectification rows[MOST];
    struct history h;
};

static void open_shop(struct shop *s)
{
    *s = (struct shop){
        .h = {.list = &list, .start = "new"}
    };
    s->h.visits = s->visits;
    s->h.items = s->rows;
}

/* "a+b-": a passes, b fails; "b!": b fails and is put right on the spot. */
static struct visit *visited(struct shop *s, enum inspection_kind kind, int64_t done,
                             const char *said)
{
    size_t k = s->h.n_visits++;
    struct visit *v = &s->visits[k];
    *v = (struct visit){
        .i = {.id = (int64_t)k + 1, .kind = kind, .done = done}
    };
    v->answers = s->answers[k];
    for (; said[0]; said += 2)
        s->answers[k][v->n++] = (struct inspection_answer){.item = said[0] == 'a' ? "a" : "b",
                                                           .passed = said[1] == '+',
                                                           .corrected = said[1] == '!',
                                                           .points = 50};
    return v;
}

static void in_vain(struct shop *s, int64_t done)
{
    visited(s, INSPECTION_FULL, done, "")->i.result = INSPECTION_DOOR_CLOSED;
}

static const char *status_at(const struct shop *s, int64_t at)
{
    struct arena *mem = arena_new();
    struct standing now;
    standing_at(mem, &s->h, at, &now);
    arena_free(mem);
    return now.status; /* a literal */
}

static void an_entry_nobody_looked_at_is_as_it_was_entered(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    assert_string_equal(status_at(&s, 100), "new");
    visited(&s, INSPECTION_FULL, 10, "a+b+");
    assert_string_equal(status_at(&s, 9), "new");
    assert_string_equal(status_at(&s, 10), "green");
}

static void a_recheck_replaces_its_items_and_leaves_the_others(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a-b-");
    visited(&s, INSPECTION_RECHECK, 20, "a+");
    visited(&s, INSPECTION_RECHECK, 30, "b+");
    assert_string_equal(status_at(&s, 10), "yellow");
    assert_string_equal(status_at(&s, 29), "yellow");
    assert_string_equal(status_at(&s, 30), "green");
}

static void the_last_full_inspection_counts_and_rechecks_before_it_do_not(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a+b-");
    visited(&s, INSPECTION_RECHECK, 20, "b+");
    visited(&s, INSPECTION_FULL, 30, "a+b-");
    assert_string_equal(status_at(&s, 20), "green");
    assert_string_equal(status_at(&s, 30), "yellow");
}

static void what_was_put_right_on_the_spot_is_not_open(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a+b!");
    assert_string_equal(status_at(&s, 10), "green");
}

/* The phone of day 20 had no signal until the re-check of day 30 was in. */
static void a_late_upload_counts_at_its_time_and_not_over_later_ones(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a+b+");
    visited(&s, INSPECTION_FULL, 20, "a-b+");
    struct visit *later = visited(&s, INSPECTION_FULL, 30, "a+b+");
    assert_string_equal(status_at(&s, 19), "green");
    assert_string_equal(status_at(&s, 25), "yellow");
    assert_string_equal(status_at(&s, 30), "green");
    assert_true(standing_seen_later(&s.h, &s.visits[1], "a", 40));
    assert_false(standing_seen_later(&s.h, later, "a", 40));
    later->i.kind = INSPECTION_RECHECK;
    later->n = 0;
    assert_false(standing_seen_later(&s.h, &s.visits[1], "a", 40));
}

static void an_annulled_inspection_counted_until_it_was_annulled(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a+b+");
    visited(&s, INSPECTION_FULL, 20, "a-b+")->i.annulled = 30;
    assert_string_equal(status_at(&s, 29), "yellow");
    assert_string_equal(status_at(&s, 30), "green");
    s.visits[0].i.annulled = 40;
    assert_string_equal(status_at(&s, 40), "new");
}

static void vain_tries_count_in_a_row_and_somebody_let_in_ends_the_row(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    in_vain(&s, 10);
    in_vain(&s, 20);
    visited(&s, INSPECTION_FULL, 30, "a+b+");
    in_vain(&s, 40);
    assert_string_equal(status_at(&s, 10), "new");
    assert_string_equal(status_at(&s, 20), "grey");
    assert_string_equal(status_at(&s, 30), "green");
    assert_string_equal(status_at(&s, 40), "green");
    in_vain(&s, 50);
    assert_string_equal(status_at(&s, 50), "grey");
}

static void an_item_past_its_time_turns_the_entry_red_from_then_until_it_is_struck_off(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a-b+");
    visited(&s, INSPECTION_RECHECK, 40, "a+");
    s.rows[s.h.n_items++] =
        (struct rectification){.item = "a", .opened = 10, .overdue = 30, .struck = 40};
    assert_string_equal(status_at(&s, 29), "yellow");
    assert_string_equal(status_at(&s, 30), "red");
    assert_string_equal(status_at(&s, 40), "green");
    assert_non_null(standing_open(&s.h, "a", 39));
    assert_null(standing_open(&s.h, "a", 40));
}

static void an_item_that_nobody_struck_off_stays_open_though_it_passed(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a-b+");
    visited(&s, INSPECTION_FULL, 20, "a+b+"); /* by whoever put it right */
    s.rows[s.h.n_items++] = (struct rectification){.item = "a", .opened = 10};
    assert_string_equal(status_at(&s, 20), "yellow");
}

static void each_moment_at_which_something_changed_is_named_once(void **state)
{
    struct arena *mem = arena_new();
    const int64_t *at;
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a-b+");
    visited(&s, INSPECTION_RECHECK, 40, "a+")->i.annulled = 60;
    s.rows[s.h.n_items++] =
        (struct rectification){.item = "a", .opened = 10, .overdue = 30, .struck = 40};
    assert_int_equal(standing_moments(mem, &s.h, 10, 50, &at), 3);
    assert_true(at[0] == 10 && at[1] == 30 && at[2] == 40);
    assert_int_equal(standing_moments(mem, &s.h, 35, 100, &at), 3);
    assert_true(at[0] == 35 && at[1] == 40 && at[2] == 60);
    arena_free(mem);
}

/* An inspection on an occasion, as earlier systems have them. */
static void a_visit_speaks_for_itself_and_is_not_the_full_inspection(void **state)
{
    struct arena *mem = arena_new();
    struct standing now;
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a-b-");
    visited(&s, INSPECTION_VISIT, 20, "a!");
    standing_at(mem, &s.h, 20, &now);
    assert_string_equal(now.status, "green");
    assert_int_equal(now.full->i.done, 10);
    assert_int_equal(now.base->i.done, 20);
    arena_free(mem);
}

static void of_several_on_one_day_each_has_the_standing_right_after_it(void **state)
{
    struct arena *mem = arena_new();
    struct standing after;
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_VISIT, 10, "a-");
    visited(&s, INSPECTION_VISIT, 10, "a+");
    standing_after(mem, &s.h, &s.visits[0], &after);
    assert_string_equal(after.status, "yellow");
    assert_string_equal(status_at(&s, 10), "green");
    arena_free(mem);
}

static void counts_that_were_given_without_answers_are_graded_as_they_are(void **state)
{
    static const struct grade_rule strict[] = {
        {.status = "red",
         .score_from = UNBOUND,
         .score_below = UNBOUND,
         .must_passed = 0,
         .open_items = -1,
         .overdue = -1},
        {.status = "green",
         .score_from = UNBOUND,
         .score_below = UNBOUND,
         .must_passed = -1,
         .open_items = -1,
         .overdue = -1},
    };
    static const struct checklist judging = {.rules = strict, .n_rules = LEN(strict)};
    struct shop s;
    (void)state;
    open_shop(&s);
    s.h.list = &judging;
    struct inspection *i = &visited(&s, INSPECTION_FULL, 10, "")->i;
    i->given = true;
    i->score = -1;
    i->failed = 3;
    i->must_failed = 2;
    i->must_corrected = 1;
    assert_string_equal(status_at(&s, 10), "red");
    i->must_corrected = 2;
    assert_string_equal(status_at(&s, 10), "green");
}

static void what_was_taken_back_never_counted(void **state)
{
    struct shop s;
    (void)state;
    open_shop(&s);
    visited(&s, INSPECTION_FULL, 10, "a-b-")->i.annulled = 9;
    assert_string_equal(status_at(&s, 10), "new");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_nobody_looked_at_is_as_it_was_entered),
        cmocka_unit_test(a_recheck_replaces_its_items_and_leaves_the_others),
        cmocka_unit_test(the_last_full_inspection_counts_and_rechecks_before_it_do_not),
        cmocka_unit_test(what_was_put_right_on_the_spot_is_not_open),
        cmocka_unit_test(a_late_upload_counts_at_its_time_and_not_over_later_ones),
        cmocka_unit_test(an_annulled_inspection_counted_until_it_was_annulled),
        cmocka_unit_test(vain_tries_count_in_a_row_and_somebody_let_in_ends_the_row),
        cmocka_unit_test(
            an_item_past_its_time_turns_the_entry_red_from_then_until_it_is_struck_off),
        cmocka_unit_test(an_item_that_nobody_struck_off_stays_open_though_it_passed),
        cmocka_unit_test(a_visit_speaks_for_itself_and_is_not_the_full_inspection),
        cmocka_unit_test(of_several_on_one_day_each_has_the_standing_right_after_it),
        cmocka_unit_test(counts_that_were_given_without_answers_are_graded_as_they_are),
        cmocka_unit_test(what_was_taken_back_never_counted),
        cmocka_unit_test(each_moment_at_which_something_changed_is_named_once),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* From answers to score and status, without a database. */
#include <string.h>

#include "base/macros.h"
#include "inspection/inspection.h"
#include "unit.h"

static const char *const food[] = {"food"};

static const struct item_choice tidy[] = {
    {"tidy",  {"整洁", "Tidy"},  true },
    {"messy", {"杂乱", "Messy"}, false},
};

static const struct check_item items[] = {
    {.item = "licence", .type = ANSWER_PASS, .points = 30, .must = true},
    {.item = "fridge",
     .type = ANSWER_NUMBER,
     .min = 0,
     .max = 8,
     .points = 30,
     .only = food,
     .n_only = 1},
    {.item = "front",
     .type = ANSWER_CHOICE,
     .choices = tidy,
     .n_choices = 2,
     .points = 20,
     .may_skip = true},
    {.item = "bins",                 .type = ANSWER_PASS,                      .points = 20,                                .focus = true},
    {.item = "smile",    .type = ANSWER_PASS,                           .points = 0                                    },
};

#define ANY                                                                                        \
    .score_from = UNBOUND, .score_below = UNBOUND, .must_passed = -1, .open_items = -1,            \
    .overdue = -1

/* As small shops are graded: a broken must or a case past its time is red, an open case is yellow. */
static const struct grade_rule rules[] = {
    {.status = "noncompliant",
     .score_from = UNBOUND,
     .score_below = UNBOUND,
     .must_passed = 0,
     .open_items = -1,
     .overdue = -1},
    {.status = "noncompliant",
     .score_from = UNBOUND,
     .score_below = UNBOUND,
     .must_passed = -1,
     .open_items = -1,
     .overdue = 1},
    {.status = "noncompliant",
     .score_from = UNBOUND,
     .score_below = 60,
     .must_passed = -1,
     .open_items = -1,
     .overdue = -1},
    {.status = "rectifying",
     .score_from = UNBOUND,
     .score_below = UNBOUND,
     .must_passed = -1,
     .open_items = 1,
     .overdue = -1},
    {.status = "compliant",             ANY            },
};

static const struct checklist list = {.checklist = "hygiene",
                                      .items = items,
                                      .n_items = LEN(items),
                                      .rules = rules,
                                      .n_rules = LEN(rules),
                                      .not_done = "unchecked",
                                      .vain_tries = 3};

struct said {
    const char *item, *answer;
    bool corrected;
};

/* Judges and grades; of a food shop. */
static struct grade graded(const struct checklist *l, const char *facet, const struct said *said,
                           size_t n, int64_t open_items, bool overdue)
{
    struct inspection_answer answers[8];
    struct grade g;
    for (size_t i = 0; i < n; i++) {
        const struct check_item *item = checklist_item(l, said[i].item);
        answers[i] = (struct inspection_answer){.item = said[i].item,
                                                .answer = said[i].answer,
                                                .corrected = said[i].corrected,
                                                .points = item->points};
        assert_true(inspection_judge(item, said[i].answer, &answers[i].passed));
    }
    inspection_grade(l, facet, answers, n, open_items, overdue, &g);
    return g;
}

static const struct said all_well[] = {
    {"licence", "true",     false},
    {"fridge",  "4.5",      false},
    {"front",   "\"tidy\"", false},
    {"bins",    "true",     false},
    {"smile",   "true",     false},
};

static struct grade with(const char *item, const char *answer, bool corrected, int64_t open_items)
{
    struct said said[LEN(all_well)];
    memcpy(said, all_well, sizeof said);
    for (size_t i = 0; i < LEN(said); i++)
        if (strcmp(said[i].item, item) == 0)
            said[i] = (struct said){item, answer, corrected};
    return graded(&list, "food", said, LEN(said), open_items, false);
}

static void a_shop_where_all_is_well_has_all_points_and_is_compliant(void **state)
{
    (void)state;
    struct grade g = graded(&list, "food", all_well, LEN(all_well), 0, false);
    assert_int_equal(g.score, 100);
    assert_int_equal(g.failed, 0);
    assert_string_equal(g.status, "compliant");
}

static void an_item_that_fails_loses_its_points_and_an_open_case_is_rectifying(void **state)
{
    (void)state;
    struct grade g = with("bins", "false", false, 1);
    assert_int_equal(g.score, 80);
    assert_int_equal(g.failed, 1);
    assert_int_equal(g.must_failed, 0);
    assert_string_equal(g.status, "rectifying");
}

static void a_must_pass_item_that_fails_alone_fails_the_whole(void **state)
{
    (void)state;
    struct grade g = with("licence", "false", false, 1);
    assert_int_equal(g.score, 70);
    assert_int_equal(g.must_failed, 1);
    assert_string_equal(g.status, "noncompliant");
}

static void a_must_pass_item_put_right_on_the_spot_counts_as_kept(void **state)
{
    (void)state;
    struct grade g = with("licence", "false", true, 0);
    assert_int_equal(g.score, 100);
    assert_int_equal(g.must_failed, 1);
    assert_int_equal(g.must_corrected, 1);
    assert_string_equal(g.status, "compliant");
}

/* A place as small shops have it: three must-pass items of 12 points each among 100. */
static const struct check_item eatery[] = {
    {.item = "papers", .points = 12, .must = true},
    {.item = "masks",                .points = 12,              .must = true},
    {.item = "rats",    .points = 12,   .must = true},
    {.item = "floor", .points = 30},
    {.item = "front",  .points = 34 },
};
static const struct grade_rule grades[] = {
    {"noncompliant", UNBOUND, 60,      -1, -1, -1},
    {"noncompliant", UNBOUND, UNBOUND, -1, -1, 1 },
    {"rectifying",   UNBOUND, UNBOUND, -1, 1,  -1},
    {"noncompliant", UNBOUND, UNBOUND, 0,  -1, -1},
    {"compliant",    80,      UNBOUND, -1, -1, -1},
    {"noncompliant", UNBOUND, UNBOUND, -1, -1, -1},
};
static const struct checklist eatery_list = {.checklist = "eatery",
                                             .items = eatery,
                                             .n_items = LEN(eatery),
                                             .rules = grades,
                                             .n_rules = LEN(grades)};

/* Items whose bit is set were found wrong. */
static struct grade eatery_with(unsigned wrong, bool corrected, struct inspection_answer *answers)
{
    struct grade g;
    int64_t open = 0;
    for (size_t i = 0; i < LEN(eatery); i++) {
        bool fails = (wrong >> i & 1U) != 0;
        answers[i] = (struct inspection_answer){.item = eatery[i].item,
                                                .answer = fails ? "false" : "true",
                                                .passed = !fails,
                                                .corrected = fails && corrected,
                                                .points = eatery[i].points};
        open += fails && !corrected;
    }
    inspection_grade(&eatery_list, NULL, answers, LEN(eatery), open, false, &g);
    return g;
}

static void
two_must_items_put_right_on_the_spot_are_compliant_and_the_score_found_stands_beside(void **state)
{
    struct inspection_answer answers[LEN(eatery)];
    (void)state;
    struct grade g = eatery_with(3, true, answers);
    assert_int_equal(g.score, 100);
    assert_string_equal(g.status, "compliant");
    assert_int_equal(inspection_score_found(answers, LEN(answers)), 76);
    g = eatery_with(3, false, answers);
    assert_int_equal(g.score, 76);
    assert_string_equal(g.status, "rectifying");
    assert_int_equal(inspection_score_found(answers, LEN(answers)), 76);
    assert_int_equal(inspection_score_found(answers, 0), -1);
}

static int rank(const char *status)
{
    return strcmp(status, "compliant") == 0 ? 2 : strcmp(status, "rectifying") == 0;
}

static void nothing_put_right_on_the_spot_grades_worse_than_left_wrong(void **state)
{
    struct inspection_answer answers[LEN(eatery)];
    (void)state;
    for (unsigned wrong = 0; wrong < 1U << LEN(eatery); wrong++) {
        struct grade put_right = eatery_with(wrong, true, answers);
        struct grade left = eatery_with(wrong, false, answers);
        struct grade checked = eatery_with(0, false, answers); /* left, and right at the re-check */
        assert_true(rank(put_right.status) >= rank(left.status));
        assert_true(put_right.score >= left.score);
        assert_string_equal(put_right.status, checked.status);
        assert_int_equal(put_right.score, checked.score);
    }
}

static void a_focus_item_counts_by_its_points_like_any_other(void **state)
{
    (void)state;
    assert_int_equal(with("bins", "false", false, 0).score,
                     with("front", "\"messy\"", false, 0).score);
}

static void an_item_without_points_fails_without_changing_the_score(void **state)
{
    (void)state;
    struct grade g = with("smile", "false", false, 1);
    assert_int_equal(g.score, 100);
    assert_int_equal(g.failed, 1);
    assert_string_equal(g.status, "rectifying");
}

static void what_is_not_applicable_is_neither_asked_nor_lost(void **state)
{
    (void)state;
    struct grade g = with("front", "null", false, 0);
    assert_int_equal(g.score, 100);
    assert_int_equal(g.failed, 0);
    static const struct said half[] = {
        {"licence", "true",  false},
        {"front",   "null",  false},
        {"bins",    "false", false},
    };
    assert_int_equal(graded(&list, "food", half, LEN(half), 0, false).score, 60); /* 30 of 50 */
}

static void an_item_for_another_kind_of_shop_is_left_out(void **state)
{
    (void)state;
    static const struct said barber[] = {
        {"licence", "true", false},
        {"fridge",  "30",   false},
        {"bins",    "true", false},
    };
    assert_int_equal(graded(&list, "barber", barber, LEN(barber), 0, false).score, 100);
    assert_int_equal(graded(&list, "barber", barber, LEN(barber), 0, false).failed, 0);
    assert_int_equal(graded(&list, "food", barber, LEN(barber), 0, false).failed, 1);
}

static void an_item_that_the_list_no_longer_has_is_left_out(void **state)
{
    static const struct inspection_answer old[] = {
        {.item = "gone", .answer = "false", .passed = 0, .points = 50},
    };
    struct grade g;
    (void)state;
    inspection_grade(&list, "food", old, LEN(old), 0, false, &g);
    assert_int_equal(g.score, -1);
    assert_int_equal(g.failed, 0);
    assert_string_equal(g.status, "compliant");
}

static void the_score_is_rounded_down_so_that_no_rule_sees_more_than_is_shown(void **state)
{
    static const struct check_item thirds[] = {
        {.item = "a", .points = 1},
        {.item = "b", .points = 1},
        {.item = "c", .points = 1},
    };
    static const struct grade_rule rule[] = {
        {.status = "good",
         .score_from = 67,
         .score_below = UNBOUND,
         .must_passed = -1,
         .open_items = -1,
         .overdue = -1},
        {.status = "bad", ANY},
    };
    static const struct said said[] = {
        {"a", "true",  false},
        {"b", "true",  false},
        {"c", "false", false},
    };
    const struct checklist l = {
        .items = thirds, .n_items = LEN(thirds), .rules = rule, .n_rules = LEN(rule)};
    (void)state;
    struct grade g = graded(&l, NULL, said, LEN(said), 0, false);
    assert_int_equal(g.score, 66);
    assert_string_equal(g.status, "bad");
}

static void rules_are_tried_in_their_order_and_the_first_that_holds_counts(void **state)
{
    (void)state;
    /* Too few points and an open case: the rule on points stands before. */
    static const struct said poor[] = {
        {"licence", "true",  false},
        {"fridge",  "20",    false},
        {"bins",    "false", false},
    };
    struct grade g = graded(&list, "food", poor, LEN(poor), 2, false);
    assert_int_equal(g.score, 37);
    assert_string_equal(g.status, "noncompliant");
    g = graded(&list, "food", all_well, LEN(all_well), 1, true);
    assert_string_equal(g.status, "noncompliant"); /* overdue before open */
    g = graded(&list, "food", all_well, LEN(all_well), 1, false);
    assert_string_equal(g.status, "rectifying");
}

static void a_rule_on_the_score_does_not_hold_where_nothing_was_scored(void **state)
{
    static const struct said none[] = {
        {"smile", "true", false},
    };
    (void)state;
    struct grade g = graded(&list, "food", none, LEN(none), 0, false);
    assert_int_equal(g.score, -1);
    assert_string_equal(g.status, "compliant");
}

static void a_number_passes_at_both_its_bounds_and_not_beyond(void **state)
{
    int passed;
    (void)state;
    assert_true(inspection_judge(&items[1], "0", &passed) && passed == 1);
    assert_true(inspection_judge(&items[1], "8", &passed) && passed == 1);
    assert_true(inspection_judge(&items[1], "8.01", &passed) && passed == 0);
    assert_true(inspection_judge(&items[1], "-1", &passed) && passed == 0);
}

static void an_answer_of_another_type_is_refused(void **state)
{
    static const char *const wrong[][2] = {
        {"licence", "1"       },
        {"licence", "null"    },
        {"licence", "\"true\""},
        {"fridge",  "true"    },
        {"fridge",  "\"4\""   },
        {"fridge",  ""        },
        {"fridge",  "inf"     },
        {"front",   "tidy"    },
        {"front",   "\"tid\"" },
        {"front",   "\""      },
        {"front",   "true"    },
    };
    int passed;
    (void)state;
    for (size_t i = 0; i < LEN(wrong); i++)
        assert_false(inspection_judge(checklist_item(&list, wrong[i][0]), wrong[i][1], &passed));
}

static void three_vain_tries_in_a_row_have_a_status_of_their_own_and_two_have_none(void **state)
{
    const struct checklist patient = {.not_done = "unchecked", .vain_tries = 0};
    (void)state;
    assert_null(inspection_vain_status(&list, 2));
    assert_string_equal(inspection_vain_status(&list, 3), "unchecked");
    assert_null(inspection_vain_status(&patient, 100));
}

static void a_finding_from_elsewhere_says_itself_whether_it_must_pass(void **state)
{
    struct inspection_answer found = {.item = "licence", .answer = "false", .must = -1};
    struct grade g;
    (void)state;
    inspection_grade(&list, NULL, &found, 1, 0, false, &g);
    assert_int_equal(g.failed, 1);
    assert_int_equal(g.must_failed, 0);
    found = (struct inspection_answer){
        .item = "front", .answer = "\"messy\"", .must = 1, .corrected = true};
    inspection_grade(&list, NULL, &found, 1, 0, false, &g);
    assert_int_equal(g.must_failed, 1);
    assert_int_equal(g.must_corrected, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shop_where_all_is_well_has_all_points_and_is_compliant),
        cmocka_unit_test(an_item_that_fails_loses_its_points_and_an_open_case_is_rectifying),
        cmocka_unit_test(a_must_pass_item_that_fails_alone_fails_the_whole),
        cmocka_unit_test(a_must_pass_item_put_right_on_the_spot_counts_as_kept),
        cmocka_unit_test(
            two_must_items_put_right_on_the_spot_are_compliant_and_the_score_found_stands_beside),
        cmocka_unit_test(nothing_put_right_on_the_spot_grades_worse_than_left_wrong),
        cmocka_unit_test(a_focus_item_counts_by_its_points_like_any_other),
        cmocka_unit_test(an_item_without_points_fails_without_changing_the_score),
        cmocka_unit_test(what_is_not_applicable_is_neither_asked_nor_lost),
        cmocka_unit_test(an_item_for_another_kind_of_shop_is_left_out),
        cmocka_unit_test(an_item_that_the_list_no_longer_has_is_left_out),
        cmocka_unit_test(the_score_is_rounded_down_so_that_no_rule_sees_more_than_is_shown),
        cmocka_unit_test(rules_are_tried_in_their_order_and_the_first_that_holds_counts),
        cmocka_unit_test(a_rule_on_the_score_does_not_hold_where_nothing_was_scored),
        cmocka_unit_test(a_number_passes_at_both_its_bounds_and_not_beyond),
        cmocka_unit_test(an_answer_of_another_type_is_refused),
        cmocka_unit_test(a_finding_from_elsewhere_says_itself_whether_it_must_pass),
        cmocka_unit_test(three_vain_tries_in_a_row_have_a_status_of_their_own_and_two_have_none),
    };
    return UNIT_RUN(tests);
}

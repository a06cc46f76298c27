/* SPDX-License-Identifier: Apache-2.0 */
/* What an inspection does to its entry and to the cases of its items; what time does: inspection_time_test.c. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "inspection/inspect_world.h"
#include "journal/journal.h"

static int64_t open_shop(struct shops *s)
{
    shops_open(s);
    return shops_add(s, "兴达小吃", CELL_1, "");
}

/* ---- grade ---- */

static void a_shop_where_all_is_well_is_compliant_and_due_again_after_ninety_days(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    assert_string_equal(shops_status(&s, shop), "unchecked");
    struct inspection i = shops_inspection(
        &s, shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-20 10:00"));
    struct entry e = shops_entry(&s, shop);
    assert_string_equal(e.status, "compliant");
    assert_int_equal(e.status_since, moment("2026-11-20 10:00"));
    assert_int_equal(e.last_inspected, i.done);
    assert_true(e.review_due >= i.done + 90 * TIME_DAY && e.review_due <= i.done + 91 * TIME_DAY);
    assert_int_equal(i.score, 100);
    assert_string_equal(i.status, "compliant");
    assert_string_equal(i.who, "孙核查");
    assert_int_equal(shops_items(&s, shop), 0);
    shops_close(&s);
}

static void an_entry_may_say_itself_how_often_it_is_due(void **state)
{
    struct shops s;
    (void)state;
    shops_open(&s);
    int64_t shop = shops_add(&s, "烟花店", CELL_1, ",\"days\":7"),
            done = moment("2026-11-20 10:00");
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-20 10:00");
    assert_true(shops_entry(&s, shop).review_due <= done + 8 * TIME_DAY);
    shops_close(&s);
}

static void a_failed_item_opens_a_case_where_the_shop_is_with_the_limit_of_the_item(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    int64_t id = shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins smile"), "");
    struct casefile bins = shops_case(&s, shop, "bins"), smile = shops_case(&s, shop, "smile");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    assert_int_equal(shops_entry(&s, shop).open_items, 2);
    assert_int_equal(shops_inspection(&s, id).score, 70);
    assert_int_equal(shops_inspection(&s, id).failed, 2);
    assert_string_equal(bins.state, "ordered");
    assert_string_equal(bins.area, CELL_1);
    assert_int_equal(bins.post, s.w.worker_post);
    assert_non_null(strstr(bins.body, "垃圾桶加盖"));
    assert_due(&s.w, (struct receipt){.district = DISTRICT, .id = bins.id}, "2026-11-25 18:00");
    assert_due(&s.w, (struct receipt){.district = DISTRICT, .id = smile.id}, "2026-12-01 18:00");
    assert_int_equal(shops_item(&s, shop, "bins").opened_by, id);
    shops_close(&s);
}

static void what_is_put_right_on_the_spot_opens_no_case_but_is_written_down(void **state)
{
    const struct inspection_answer *answers;
    struct shops s;
    size_t n;
    (void)state;
    int64_t shop = open_shop(&s);
    int64_t id = shops_inspect(&s, shop, CHECKER, shops_full(&s, "licence!"), "");
    assert_string_equal(shops_status(&s, shop), "compliant");
    assert_int_equal(shops_items(&s, shop), 0);
    assert_int_equal(shops_inspection(&s, id).must_failed, 1);
    assert_int_equal(shops_inspection(&s, id).must_corrected, 1);
    assert_int_equal(db_begin(s.w.c, DB_READ), ERR_OK);
    assert_int_equal(inspection_answers(s.w.c, DISTRICT, id, &answers, &n), ERR_OK);
    assert_int_equal(db_end(s.w.c, true), ERR_OK);
    assert_int_equal(n, SHOP_ITEMS);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(answers[i].corrected, strcmp(answers[i].item, "licence") == 0);
    shops_close(&s);
}

static void a_photo_shows_the_item_in_the_inspection_and_in_its_case(void **state)
{
    const struct media_inspected *photos;
    const struct media_photo *shown;
    const void *bytes;
    struct shops s;
    size_t n, n_shown, size;
    (void)state;
    int64_t shop = open_shop(&s);
    int64_t id = shops_inspect(&s, shop, CHECKER, shops_full(&s, "front"), "");
    struct casefile file = shops_case(&s, shop, "front");
    assert_int_equal(file.photos, 1);
    assert_int_equal(db_begin(s.w.c, DB_READ), ERR_OK);
    assert_int_equal(media_of_inspection(s.w.c, DISTRICT, id, &photos, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(photos[0].item, "front");
    assert_int_equal(media_bytes(s.w.c, DISTRICT, photos[0].id, MEDIA_FULL, &bytes, &size), ERR_OK);
    assert_true(size > 2);
    assert_int_equal(media_bytes(s.w.c, DISTRICT, photos[0].id, MEDIA_THUMB, &bytes, &size),
                     ERR_OK);
    assert_int_equal(media_list(s.w.c, DISTRICT, file.id, &shown, &n_shown), ERR_OK);
    assert_int_equal(db_end(s.w.c, true), ERR_OK);
    assert_int_equal(n_shown, 1);
    assert_string_equal(shown[0].moment, "before");
    shops_close(&s);
}

static void an_item_for_other_shops_is_not_asked(void **state)
{
    struct shops s;
    (void)state;
    shops_open(&s);
    int64_t salon = shops_add(&s, "兴达理发", CELL_1, ",\"trade\":\"salon\"");
    struct inspection_new in = shops_full(&s, "");
    shops_refuse(&s, salon, CHECKER, in, "", ERR_INVALID, "inspection.answers"); /* fridge */
    struct inspection_answer answers[SHOP_ITEMS];
    in.n_answers = 0;
    for (size_t i = 0; i < SHOP_ITEMS; i++)
        if (strcmp(in.answers[i].item, "fridge") != 0)
            answers[in.n_answers++] = in.answers[i];
    in.answers = answers;
    (void)shops_inspect(&s, salon, CHECKER, in, "");
    assert_string_equal(shops_status(&s, salon), "compliant");
    shops_close(&s);
}

/* ---- re-checks ---- */

static void a_recheck_that_passes_strikes_the_item_off_and_closes_its_case(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "licence bins"), "");
    shops_dispose(&s, shop, "bins");
    int64_t id = shops_inspect(&s, shop, CHIEF, shops_recheck(&s, "bins+"), "");
    assert_string_equal(shops_case(&s, shop, "bins").state, "struck_off");
    assert_int_equal(shops_item(&s, shop, "bins").struck_by, id);
    assert_string_equal(shops_status(&s, shop), "rectifying"); /* the licence is open */
    (void)shops_inspect(&s, shop, CHIEF, shops_recheck(&s, "licence+"), "");
    assert_string_equal(shops_status(&s, shop), "compliant");
    assert_int_equal(shops_entry(&s, shop).open_items, 0);
    shops_close(&s);
}

static void a_recheck_that_fails_is_rework(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins smile"), "");
    shops_dispose(&s, shop, "bins");
    (void)shops_inspect(&s, shop, CHIEF, shops_recheck(&s, "bins- smile-"), "");
    assert_string_equal(shops_case(&s, shop, "bins").state, "ordered");
    assert_int_equal(shops_case(&s, shop, "bins").reworks, 1);
    assert_string_equal(shops_case(&s, shop, "smile").state,
                        "ordered"); /* nobody had said it was right */
    assert_int_equal(shops_case(&s, shop, "smile").reworks, 0);
    assert_int_equal(shops_item(&s, shop, "bins").relapses, 0);
    shops_close(&s);
}

static void whoever_put_it_right_does_not_recheck_it(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    shops_dispose(&s, shop, "bins");
    shops_refuse(&s, shop, HOLDER_CHECKS, shops_recheck(&s, "bins+"), "", ERR_DENIED,
                 "inspection.handler");
    assert_string_equal(shops_case(&s, shop, "bins").state, "disposed");
    (void)shops_inspect(&s, shop, HOLDER_CHECKS, shops_full(&s, ""), ""); /* this he may, */
    assert_int_equal(shops_entry(&s, shop).open_items, 1);                /* but it stays open */
    assert_string_equal(shops_status(&s, shop), "rectifying");
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "");
    assert_string_equal(shops_status(&s, shop), "compliant");
    shops_close(&s);
}

static void a_full_inspection_strikes_off_what_it_finds_right(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "");
    assert_string_equal(shops_case(&s, shop, "bins").state, "struck_off");
    assert_string_equal(shops_status(&s, shop), "compliant");
    shops_close(&s);
}

static void a_relapse_opens_the_same_case_again_as_a_new_cycle(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    int64_t file = shops_item(&s, shop, "bins").casefile;
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "");
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    struct rectification again = shops_item(&s, shop, "bins");
    assert_int_equal(again.casefile, file);
    assert_int_equal(again.relapses, 1);
    assert_int_equal(again.n, 2);
    assert_int_equal(again.struck, 0);
    assert_int_equal(shops_case(&s, shop, "bins").cycle, 2);
    assert_string_equal(shops_case(&s, shop, "bins").state, "ordered");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    assert_int_equal(shops_items(&s, shop), 1);
    shops_close(&s);
}

static void only_open_items_can_be_rechecked(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    shops_refuse(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "", ERR_INVALID,
                 "inspection.nothing_open");
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    shops_refuse(&s, shop, CHECKER, shops_recheck(&s, "smile-"), "", ERR_INVALID,
                 "inspection.answers");
    shops_refuse(&s, shop, CHECKER, shops_recheck(&s, ""), "", ERR_INVALID,
                 "inspection.nothing_open");
    shops_close(&s);
}

/* ---- time ---- */

static void a_late_upload_counts_at_its_time_and_changes_nothing_that_came_after(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-10 10:00");
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-20 10:00");
    int64_t late = shops_inspect(&s, shop, CHIEF, shops_full(&s, "bins"), "2026-11-15 10:00");
    assert_string_equal(shops_status(&s, shop), "compliant");
    assert_string_equal(shops_status_at(&s, shop, "2026-11-14 10:00"), "compliant");
    assert_string_equal(shops_status_at(&s, shop, "2026-11-16 10:00"), "rectifying");
    assert_string_equal(shops_status_at(&s, shop, "2026-11-21 10:00"), "compliant");
    assert_string_equal(shops_inspection(&s, late).status, "rectifying");
    assert_int_equal(shops_items(&s, shop), 0); /* it is right by now: nothing to order */
    assert_int_equal(shops_entry(&s, shop).last_inspected, moment("2026-11-20 10:00"));
    shops_close(&s);
}

static void a_late_full_inspection_is_seen_through_the_recheck_that_came_before_it(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "2026-11-10 10:00");
    int64_t recheck =
        shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "2026-11-20 10:00");
    (void)shops_inspect(&s, shop, CHIEF, shops_full(&s, "bins smile"), "2026-11-15 10:00");
    assert_string_equal(shops_status(&s, shop), "rectifying"); /* of the smile no later one knows */
    assert_int_equal(shops_entry(&s, shop).open_items, 1);
    assert_string_equal(shops_inspection(&s, recheck).status, "rectifying");
    assert_int_equal(shops_inspection(&s, recheck).score, 90);
    shops_close(&s);
}

static void what_was_not_yet_in_the_ledger_or_lies_ahead_is_refused(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    shops_refuse(&s, shop, CHECKER, shops_full(&s, ""), "2026-08-31 10:00", ERR_INVALID,
                 "inspection.done_at");
    shops_refuse(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-24 10:00", ERR_INVALID,
                 "inspection.done_at");
    int64_t ahead = shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "2026-11-24 09:05");
    assert_true(shops_inspection(&s, ahead).done <= s.w.c->now); /* a phone's clock */
    shops_close(&s);
}

static void an_item_past_its_time_makes_the_shop_noncompliant_from_that_moment(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins"), "");
    shops_tick(&s, "2026-11-25 17:00");
    assert_string_equal(shops_status(&s, shop), "rectifying");
    shops_tick(&s, "2026-11-26 09:00"); /* the server was off at night */
    assert_string_equal(shops_status(&s, shop), "noncompliant");
    assert_int_equal(shops_entry(&s, shop).status_since, moment("2026-11-25 18:00"));
    assert_int_equal(shops_item(&s, shop, "bins").overdue, moment("2026-11-25 18:00"));
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "bins+"), "");
    assert_string_equal(shops_status(&s, shop), "compliant");
    assert_string_equal(shops_status_at(&s, shop, "2026-11-26 08:00"), "noncompliant");
    shops_close(&s);
}

/* ---- nobody at home ---- */

static void
refused_entry_and_a_closed_door_are_results_and_three_in_a_row_have_a_grade(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_vain(INSPECTION_DOOR_CLOSED), "2026-11-01 10:00");
    int64_t second =
        shops_inspect(&s, shop, CHECKER, shops_vain(INSPECTION_REFUSED), "2026-11-02 10:00");
    assert_string_equal(shops_status(&s, shop), "unchecked");
    assert_null(shops_inspection(&s, second).status);
    assert_int_equal(shops_inspection(&s, second).score, -1);
    int64_t third =
        shops_inspect(&s, shop, CHECKER, shops_vain(INSPECTION_DOOR_CLOSED), "2026-11-03 10:00");
    assert_string_equal(shops_status(&s, shop), "noncompliant");
    assert_string_equal(shops_inspection(&s, third).status, "noncompliant");
    assert_int_equal(shops_entry(&s, shop).last_inspected, 0);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, ""), "");
    assert_string_equal(shops_status(&s, shop), "compliant");
    shops_close(&s);
}

/* ---- what is refused ---- */

static struct inspection_new with(struct shops *s, const char *item, struct inspection_answer a)
{
    struct inspection_new in = shops_full(s, "");
    struct inspection_answer *answers = arena_array(s->w.c->mem, SHOP_ITEMS + 1, sizeof *answers);
    size_t n = 0;
    for (size_t i = 0; i < in.n_answers; i++)
        if (strcmp(in.answers[i].item, item) != 0)
            answers[n++] = in.answers[i];
    if (a.item)
        answers[n++] = a;
    in.answers = answers;
    in.n_answers = n;
    return in;
}

static void answers_that_are_not_what_the_list_asks_are_refused_with_the_item(void **state)
{
    static const struct {
        const char *item;
        struct inspection_answer a;
        const char *code;
    } wrong[] = {
        {"bins",  {0},                                                   "inspection.answers"     },
        {"bins",  {.item = "licence", .answer = "true"},                 "inspection.answers"     },
        {"bins",  {.item = "cellar", .answer = "true"},                  "inspection.answers"     },
        {"bins",  {.item = "bins", .answer = "4"},                       "inspection.answers"     },
        {"bins",  {.item = "bins", .answer = "null"},                    "inspection.answers"     },
        {"bins",  {.item = "bins", .answer = "true", .corrected = true}, "inspection.answers"     },
        {"front", {.item = "front", .answer = "\"messy\""},              "inspection.photo_needed"},
    };
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    for (size_t i = 0; i < LEN(wrong); i++)
        shops_refuse(&s, shop, CHECKER, with(&s, wrong[i].item, wrong[i].a), "", ERR_INVALID,
                     wrong[i].code);
    struct inspection_new in = shops_full(&s, "");
    in.result = INSPECTION_REFUSED;
    shops_refuse(&s, shop, CHECKER, in, "", ERR_INVALID, "inspection.answers");
    in = shops_full(&s, "");
    in.checklist = "other";
    shops_refuse(&s, shop, CHECKER, in, "", ERR_INVALID, "inspection.unknown_checklist");
    in = shops_full(&s, "");
    in.checklist_version = 2;
    shops_refuse(&s, shop, CHECKER, in, "", ERR_CONFLICT, "inspection.checklist_changed");
    shops_refuse(&s, shop + 1, CHECKER, shops_full(&s, ""), "", ERR_NOT_FOUND,
                 "ledger.entry_unknown");
    assert_string_equal(shops_status(&s, shop), "unchecked");
    shops_close(&s);
}

static void not_applicable_is_an_answer_where_the_list_allows_it(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    const struct inspection_answer none = {.item = "fridge", .answer = "null"};
    int64_t id = shops_inspect(&s, shop, CHECKER, with(&s, "fridge", none), "");
    assert_int_equal(shops_inspection(&s, id).score, 100);
    shops_close(&s);
}

/* ---- leaving ---- */

static void what_is_open_becomes_void_when_the_shop_leaves(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "bins smile"), "");
    (void)shops_inspect(&s, shop, CHECKER, shops_recheck(&s, "smile+"), "");
    city_as(&s.w, CHIEF);
    city_begin(&s.w);
    const struct entry_leave leave = {.reason = "closed"};
    assert_int_equal(entry_leave(s.w.c, &s.w.app, DISTRICT, shop, &leave), ERR_OK);
    assert_int_equal(city_end(&s.w, true), ERR_OK);
    assert_string_equal(shops_case(&s, shop, "bins").state, "void");
    assert_string_equal(shops_case(&s, shop, "smile").state, "struck_off");
    assert_int_equal(shops_entry(&s, shop).open_items, 0);
    struct rectification bins = shops_item(&s, shop, "bins");
    assert_true(bins.struck > 0 && bins.struck_by == 0);
    shops_refuse(&s, shop, CHECKER, shops_full(&s, ""), "", ERR_CONFLICT, "ledger.left");
    shops_close(&s);
}

static void a_changed_list_lets_go_of_what_it_no_longer_asks(void **state)
{
    struct shops s;
    (void)state;
    int64_t shop = open_shop(&s);
    (void)shops_inspect(&s, shop, CHECKER, shops_full(&s, "smile"), "");
    s.list.n_items--; /* the smile was the last */
    s.list.version = 2;
    struct inspection_new in = shops_full(&s, "");
    in.n_answers--;
    in.checklist_version = 2;
    (void)shops_inspect(&s, shop, CHECKER, in, "");
    assert_string_equal(shops_case(&s, shop, "smile").state, "void");
    assert_string_equal(shops_status(&s, shop), "compliant");
    shops_close(&s);
}

/* ---- the journal ---- */

static void an_inspection_is_one_row_of_the_journal_beside_those_of_its_cases(void **state)
{
    const struct journal_row *rows;
    struct shops s;
    size_t n;
    (void)state;
    int64_t shop = open_shop(&s);
    struct inspection_new in = shops_full(&s, "bins");
    in.note = "老板姓赵";
    int64_t id = shops_inspect(&s, shop, CHECKER, in, ""), before = city_rows(&s.w);
    assert_int_equal(before, 1); /* its case was filed */
    assert_int_equal(db_begin(s.w.c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(s.w.c, DISTRICT, "inspection", id, &rows, &n), ERR_OK);
    assert_int_equal(db_end(s.w.c, true), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(rows[0].action, "inspect");
    assert_string_equal(rows[0].who, "孙核查");
    assert_non_null(strstr(rows[0].after, "\"failed\":[\"bins\"]"));
    assert_non_null(strstr(rows[0].after, "\"status\":\"rectifying\""));
    assert_null(strstr(rows[0].after, "赵"));
    shops_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shop_where_all_is_well_is_compliant_and_due_again_after_ninety_days),
        cmocka_unit_test(an_entry_may_say_itself_how_often_it_is_due),
        cmocka_unit_test(a_failed_item_opens_a_case_where_the_shop_is_with_the_limit_of_the_item),
        cmocka_unit_test(what_is_put_right_on_the_spot_opens_no_case_but_is_written_down),
        cmocka_unit_test(a_photo_shows_the_item_in_the_inspection_and_in_its_case),
        cmocka_unit_test(an_item_for_other_shops_is_not_asked),
        cmocka_unit_test(a_recheck_that_passes_strikes_the_item_off_and_closes_its_case),
        cmocka_unit_test(a_recheck_that_fails_is_rework),
        cmocka_unit_test(whoever_put_it_right_does_not_recheck_it),
        cmocka_unit_test(a_full_inspection_strikes_off_what_it_finds_right),
        cmocka_unit_test(a_relapse_opens_the_same_case_again_as_a_new_cycle),
        cmocka_unit_test(only_open_items_can_be_rechecked),
        cmocka_unit_test(a_late_upload_counts_at_its_time_and_changes_nothing_that_came_after),
        cmocka_unit_test(a_late_full_inspection_is_seen_through_the_recheck_that_came_before_it),
        cmocka_unit_test(what_was_not_yet_in_the_ledger_or_lies_ahead_is_refused),
        cmocka_unit_test(an_item_past_its_time_makes_the_shop_noncompliant_from_that_moment),
        cmocka_unit_test(
            refused_entry_and_a_closed_door_are_results_and_three_in_a_row_have_a_grade),
        cmocka_unit_test(answers_that_are_not_what_the_list_asks_are_refused_with_the_item),
        cmocka_unit_test(not_applicable_is_an_answer_where_the_list_allows_it),
        cmocka_unit_test(what_is_open_becomes_void_when_the_shop_leaves),
        cmocka_unit_test(a_changed_list_lets_go_of_what_it_no_longer_asks),
        cmocka_unit_test(an_inspection_is_one_row_of_the_journal_beside_those_of_its_cases),
    };
    return UNIT_RUN(tests);
}

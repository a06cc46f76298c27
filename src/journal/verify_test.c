/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "journal/journal_world.h"

static void a_change_of_any_column_is_found(void **state)
{
    static const char *const changes[] = {
        "at = at + 1",       "account = 1",     "who = '他'",        "role = 'intake'",
        "action = 'x'",      "area = '410105'", "noun_id = 70",      "version = 9",
        "kind = 'x'",        "kind = NULL",     "state_from = 'x'",  "state_to = 'x'",
        "reason = '因为。'", "reason = NULL",   "before_doc = '{}'", "after_doc = '{}'",
        "after_doc = NULL",  "noun = 'area'",
    };
    (void)state;
    for (size_t i = 0; i < LEN(changes); i++) {
        struct ctx *c = unit_open();
        small_world(c);
        tamper(c, "UPDATE journal SET %s WHERE id = %lld", changes[i], (long long)FIRST_ID + 3);
        struct seen s = verify(c);
        if (!says(&s, "changed", 4))
            fail_msg("%s is not found", changes[i]);
        unit_close(c);
    }
}

static void an_edited_reason_is_the_only_fault(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "UPDATE journal SET reason = '另一个' WHERE id = %lld", (long long)FIRST_ID + 1);
    is_only(c, "changed", 2);
    unit_close(c);
}

static void a_changed_seal_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "UPDATE seal SET hash = %s WHERE seq = 3",
           unit_is_postgres() ? "'\\x0011'" : "x'0011'");
    is_only(c, "changed", 3);
    unit_close(c);
}

static void a_removed_row_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "DELETE FROM journal WHERE id = %lld", (long long)FIRST_ID + 1);
    struct seen s = verify(c);
    assert_true(says(&s, "removed", 2));
    unit_close(c);
}

static void a_row_removed_with_its_seal_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "DELETE FROM journal WHERE id = %lld", (long long)FIRST_ID + 1);
    tamper(c, "DELETE FROM seal WHERE seq = 2");
    struct seen s = verify(c);
    assert_true(says(&s, "removed", 2));
    assert_false(says(&s, "changed", -1));
    unit_close(c);
}

static void a_removed_row_does_not_hide_behind_new_numbers(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "DELETE FROM journal WHERE id = %lld", (long long)FIRST_ID + 1);
    tamper(c, "DELETE FROM seal WHERE seq = 2");
    for (int seq = 3; seq <= 6; seq++)
        tamper(c, "UPDATE seal SET seq = %d WHERE seq = %d", seq - 1, seq);
    tamper(c, "UPDATE chain_head SET seq = 5");
    struct seen s = verify(c);
    assert_true(says(&s, "changed", 2));
    unit_close(c);
}

static void a_changed_head_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "UPDATE chain_head SET seq = 5");
    is_only(c, "head", 6);
    tamper(c, "UPDATE chain_head SET seq = 6, hash = (SELECT hash FROM seal WHERE seq = 5)");
    is_only(c, "head", 6);
    tamper(c, "DELETE FROM chain_head");
    is_only(c, "head", 6);
    unit_close(c);
}

static void a_cut_tail_is_found_by_the_head(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "DELETE FROM journal WHERE id = %lld", (long long)FIRST_ID + 5);
    tamper(c, "DELETE FROM seal WHERE seq = 6");
    struct seen s = verify(c);
    assert_true(says(&s, "head", -1));
    unit_close(c);
}

/* Whoever cuts the tail, rewrites the head and sets the case back leaves a sound chain: a copy of the head tells. */
static void a_cut_tail_with_a_new_head_is_found_by_a_head_kept_outside(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    int64_t faults;
    size_t n;
    struct seen s = {0};
    small_world(c);
    const struct journal_head *kept = heads(c, &n);
    tamper(c, "DELETE FROM journal WHERE id = %lld", (long long)FIRST_ID + 5);
    tamper(c, "DELETE FROM seal WHERE seq = 6");
    tamper(c, "UPDATE chain_head SET seq = 5, hash = (SELECT hash FROM seal WHERE seq = 5)");
    tamper(c, "UPDATE case_count SET state = 'in_progress' WHERE state = 'disposed'");
    is_only(c, "case", 0);
    tamper(c, "UPDATE casefile SET state = 'in_progress', version = 3 WHERE id = 7");
    is_sound(c, 5, 0);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_verify_heads(c, kept, n, note_fault, &s, &faults), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(faults, 1);
    assert_true(says(&s, "head", 6));
    unit_close(c);
}

static void a_chain_made_anew_is_found_by_a_head_kept_outside(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    int64_t faults;
    size_t n;
    struct seen s = {0};
    small_world(c);
    const struct journal_head *kept = heads(c, &n);
    tamper(c, "DELETE FROM seal");
    tamper(c, "DELETE FROM case_count");
    tamper(c, "DELETE FROM chain_head");
    tamper(c, "UPDATE journal SET reason = '另一个' WHERE id = %lld", (long long)FIRST_ID + 1);
    seal_all(c);
    is_sound(c, 6, 0);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_verify_heads(c, kept, n, note_fault, &s, &faults), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(faults, 1);
    unit_close(c);
}

static void heads_of_a_longer_chain_still_hold(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    int64_t faults;
    size_t n;
    small_world(c);
    const struct journal_head *kept = heads(c, &n);
    step(c, 9, 1, CELL, NULL, "reported");
    seal_all(c);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_verify_heads(c, kept, n, NULL, NULL, &faults), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(faults, 0);
    unit_close(c);
}

static void swap_ids(struct ctx *c, int a, int b)
{
    tamper(c, "UPDATE seal SET id = -1 WHERE seq = %d", a);
    tamper(c, "UPDATE seal SET id = %lld WHERE seq = %d", (long long)FIRST_ID + a - 1, b);
    tamper(c, "UPDATE seal SET id = %lld WHERE seq = %d", (long long)FIRST_ID + b - 1, a);
}

static void rows_that_changed_places_are_found(void **state)
{
    static const int pairs[][2] = {
        {2, 3},
        {1, 6},
        {3, 5},
    };
    (void)state;
    for (size_t i = 0; i < LEN(pairs); i++) {
        struct ctx *c = unit_open();
        small_world(c);
        swap_ids(c, pairs[i][0], pairs[i][1]);
        struct seen s = verify(c);
        assert_int_equal(s.n, 2);
        assert_true(says(&s, "reordered", pairs[i][0]));
        assert_true(says(&s, "reordered", pairs[i][1]));
        unit_close(c);
    }
}

static void swap_seals(struct ctx *c, int a, int b)
{
    tamper(c, "UPDATE seal SET seq = 99 WHERE seq = %d", a);
    tamper(c, "UPDATE seal SET seq = %d WHERE seq = %d", a, b);
    tamper(c, "UPDATE seal SET seq = %d WHERE seq = 99", b);
}

/* Each of the two, and whatever stands behind them, is out of place. */
static void seals_that_changed_places_are_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    swap_seals(c, 2, 4);
    struct seen s = verify(c);
    assert_int_equal(s.n, 4);
    for (int seq = 2; seq <= 5; seq++)
        assert_true(says(&s, "reordered", seq));
    swap_seals(c, 2, 4);
    is_sound(c, 6, 0);
    swap_seals(c, 3, 6);
    s = verify(c);
    assert_int_equal(s.n, 4);
    assert_true(says(&s, "reordered", 3) && says(&s, "reordered", 4) && says(&s, "reordered", 6));
    assert_true(says(&s, "head", 6));
    unit_close(c);
}

/* Row 3 is new and those behind it have moved; seal says what hash the intruder gave it. */
static void slip_in(struct ctx *c, const char *seal)
{
    small_world(c);
    for (int seq = 6; seq >= 3; seq--)
        tamper(c, "UPDATE seal SET seq = %d WHERE seq = %d", seq + 1, seq);
    append(c,
           &(struct journal_entry){
               .district = DISTRICT, .noun = "post", .noun_id = 5, .area = CELL, .action = "hold"});
    tamper(c,
           "INSERT INTO seal (district, seq, id, hash) SELECT 410105, 3, max(id), "
           "(SELECT hash FROM seal WHERE %s) FROM journal",
           seal);
    tamper(c, "UPDATE chain_head SET seq = 7");
}

static void an_added_row_is_found(void **state)
{
    static const char *const seals[] = {"seq = 2", "seq = 5"};
    (void)state;
    for (size_t i = 0; i < LEN(seals); i++) {
        struct ctx *c = unit_open();
        slip_in(c, seals[i]);
        is_only(c, "added", 3);
        unit_close(c);
    }
}

static void a_row_slipped_in_with_an_old_id_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    db_set_ids(c->db, FIRST_ID - INT64_C(2) * 86400 * JOURNAL_ID_SECOND);
    append(c,
           &(struct journal_entry){
               .district = DISTRICT, .noun = "post", .noun_id = 5, .area = CELL, .action = "hold"});
    is_only(c, "added", 0);
    unit_close(c);
}

static void a_case_edited_behind_the_journal_is_found(void **state)
{
    static const char *const changes[] = {
        "state = 'closed'", "version = 5", "version = 3", "area = '410105016211009'", "kind = 'x'",
    };
    (void)state;
    for (size_t i = 0; i < LEN(changes); i++) {
        struct ctx *c = unit_open();
        small_world(c);
        tamper(c, "UPDATE casefile SET %s WHERE id = 7", changes[i]);
        is_only(c, "case", 0);
        unit_close(c);
    }
}

static void a_case_removed_or_made_up_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "UPDATE casefile SET id = 70 WHERE id = 7");
    struct seen s = verify(c);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.faults[0].id, 70);
    assert_int_equal(s.faults[1].id, 7);
    unit_close(c);
}

static void a_look_at_a_case_does_not_age_it(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    append(c, &(struct journal_entry){.district = DISTRICT,
                                      .noun = "casefile",
                                      .noun_id = 7,
                                      .area = CELL,
                                      .action = "look"});
    seal_all(c);
    is_sound(c, 7, 0);
    unit_close(c);
}

static void a_changed_counter_is_found(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    tamper(c, "UPDATE case_count SET n = 2 WHERE state = 'disposed'");
    is_only(c, "count", 0);
    tamper(c, "UPDATE case_count SET n = 1 WHERE state = 'disposed'");
    tamper(c, "INSERT INTO case_count (district, area, kind, state, n) VALUES (410105, "
              "'410105016999', 'water_leak', 'closed', 3)");
    is_only(c, "count", 0);
    tamper(c, "DELETE FROM case_count WHERE area = '410105016999' OR state = 'rejected'");
    is_only(c, "count", 0);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_of_any_column_is_found),
        cmocka_unit_test(an_edited_reason_is_the_only_fault),
        cmocka_unit_test(a_changed_seal_is_found),
        cmocka_unit_test(a_removed_row_is_found),
        cmocka_unit_test(a_row_removed_with_its_seal_is_found),
        cmocka_unit_test(a_removed_row_does_not_hide_behind_new_numbers),
        cmocka_unit_test(a_changed_head_is_found),
        cmocka_unit_test(a_cut_tail_is_found_by_the_head),
        cmocka_unit_test(a_cut_tail_with_a_new_head_is_found_by_a_head_kept_outside),
        cmocka_unit_test(a_chain_made_anew_is_found_by_a_head_kept_outside),
        cmocka_unit_test(heads_of_a_longer_chain_still_hold),
        cmocka_unit_test(rows_that_changed_places_are_found),
        cmocka_unit_test(seals_that_changed_places_are_found),
        cmocka_unit_test(an_added_row_is_found),
        cmocka_unit_test(a_row_slipped_in_with_an_old_id_is_found),
        cmocka_unit_test(a_case_edited_behind_the_journal_is_found),
        cmocka_unit_test(a_case_removed_or_made_up_is_found),
        cmocka_unit_test(a_look_at_a_case_does_not_age_it),
        cmocka_unit_test(a_changed_counter_is_found),
    };
    return UNIT_RUN(tests);
}

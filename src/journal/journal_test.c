/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/text.h"
#include "journal/journal_world.h"

/* ---- the chain ---- */

static void a_row_is_hashed_as_the_document_says(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct role_grant intake = {ROLE_INTAKE, "410105"};
    const struct account who = {.id = 4711, .name = "王明", .roles = &intake, .n_roles = 1};
    struct journal_entry e = {.district = DISTRICT,
                              .noun = "casefile",
                              .noun_id = INT64_C(1099511627777),
                              .version = 2,
                              .area = CELL,
                              .action = "reject",
                              .kind = "water_leak",
                              .state_from = "reported",
                              .state_to = "rejected",
                              .reason = "重复上报：\"3号楼\" \\同一处\t<b>\n\x01\x7f",
                              .after = "{\"state\":\"rejected\"}"};
    char hex[2 * SECRET_HASH + 1];
    size_t n;
    c->who = &who;
    db_set_ids(c->db, INT64_C(1099511627776));
    append(c, &e);
    seal_all(c);
    text_hex(heads(c, &n)->hash, SECRET_HASH, hex);
    assert_string_equal(hex, "0e9c9b266915ba56e0e49a2e047b309467cac59f77c2bdc82857a116f5d9e172");
    c->who = NULL;
    c->now++;
    e = (struct journal_entry){.district = DISTRICT,
                               .noun = "casefile",
                               .noun_id = INT64_C(1099511627777),
                               .version = 3,
                               .area = CELL,
                               .action = "reopen",
                               .kind = "water_leak",
                               .state_from = "rejected",
                               .state_to = "reported"};
    db_set_ids(c->db, INT64_C(1099511627778));
    append(c, &e);
    seal_all(c);
    text_hex(heads(c, &n)->hash, SECRET_HASH, hex);
    assert_string_equal(hex, "fc8fa2e27e9157760a9d20eea9b5a3fdd750824bd3274d8c3ed3bc633599b07c");
    unit_close(c);
}

static void another_tool_recomputes_the_chain(void **state)
{
    (void)state;
    char command[512], line[256] = "", hex[2 * SECRET_HASH + 1];
    size_t n;
    if (unit_is_postgres())
        skip(); /* the tool reads SQLite files; the hashes are the same on both engines */
    struct ctx *c = unit_open();
    unit_not_compared(c);
    small_world(c);
    text_hex(heads(c, &n)->hash, SECRET_HASH, hex);
    (void)snprintf(command, sizeof command, "python3 test/verify.py %s",
                   unit_url(c) + strlen("sqlite:"));
    FILE *tool = popen(command, "r");
    assert_non_null(tool);
    assert_non_null(fgets(line, sizeof line, tool));
    assert_int_equal(pclose(tool), 0);
    assert_non_null(strstr(line, "410105 6 "));
    assert_non_null(strstr(line, hex));
    tamper(c, "UPDATE journal SET reason = 'x' WHERE id = %lld", (long long)FIRST_ID + 2);
    tool = popen(command, "r");
    assert_non_null(tool);
    assert_non_null(fgets(line, sizeof line, tool));
    while (fgets(command, sizeof command, tool))
        ;
    assert_int_not_equal(pclose(tool), 0);
    assert_string_equal(line, "410105 seq 3: the hash does not follow\n");
    unit_close(c);
}

static void an_untouched_journal_is_sound(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    is_sound(c, 6, 0);
    size_t n;
    const struct journal_head *h = heads(c, &n);
    assert_int_equal(n, 1);
    assert_int_equal(h->district, DISTRICT);
    assert_int_equal(h->seq, 6);
    assert_int_equal(h->sealed, c->now);
    unit_close(c);
}

static void an_empty_journal_is_sound(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    size_t n;
    seal_all(c);
    is_sound(c, 0, 0);
    (void)heads(c, &n);
    assert_int_equal(n, 0);
    unit_close(c);
}

static void sealing_twice_seals_once(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    seal_all(c);
    seal_district(c, DISTRICT);
    is_sound(c, 6, 0);
    unit_close(c);
}

static void appending_marks_the_district(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const int32_t *touched;
    unit_begin(c);
    assert_int_equal(journal_append(c, &(struct journal_entry){.district = DISTRICT,
                                                               .noun = "area",
                                                               .area = "410105",
                                                               .action = "import",
                                                               .role = "operator"}),
                     ERR_OK);
    assert_int_equal(db_touched(c->db, &touched), 1);
    assert_int_equal(touched[0], DISTRICT);
    assert_int_equal(journal_seal(c, touched[0]), ERR_OK);
    unit_commit(c);
    is_sound(c, 1, 0);
    unit_close(c);
}

static void rows_without_a_seal_are_counted_not_faults(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    step(c, 9, 1, CELL, NULL, "reported");
    step(c, 9, 2, CELL, "reported", "accepted");
    is_sound(c, 6, 2);
    seal_district(c, DISTRICT);
    is_sound(c, 8, 0);
    unit_close(c);
}

static void each_district_has_a_chain_of_its_own(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    size_t n;
    small_world(c);
    step(c, 20, 1, "410102003001001", NULL, "reported");
    step(c, 21, 1, "411103003001001", NULL, "reported");
    seal_all(c);
    is_sound(c, 8, 0);
    const struct journal_head *h = heads(c, &n);
    assert_int_equal(n, 3);
    assert_int_equal(h[0].district, 410102);
    assert_int_equal(h[0].seq, 1);
    assert_int_equal(h[1].seq, 6);
    assert_int_equal(h[2].district, 411103);
    unit_close(c);
}

static void a_late_row_with_a_smaller_id_gets_the_next_number(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    db_set_ids(c->db, FIRST_ID - 20 * JOURNAL_ID_SECOND);
    step(c, 9, 1, CELL, NULL, "reported");
    seal_district(c, DISTRICT);
    is_sound(c, 7, 0);
    const struct journal_row *rows;
    size_t n;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(c, DISTRICT, "casefile", 9, &rows, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].seq, 7);
    unit_close(c);
}

/* The clock goes on, yet stays behind the last sealed row: it was set back. */
static void rows_after_a_clock_was_set_back_are_sealed(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    db_set_ids(c->db, FIRST_ID - 40 * JOURNAL_ID_SECOND);
    step(c, 9, 1, CELL, NULL, "reported");
    db_set_ids(c->db, FIRST_ID - 10 * JOURNAL_ID_SECOND);
    seal_district(c, DISTRICT);
    is_sound(c, 7, 0);
    unit_close(c);
}

/* SQLite has one writer: there a row cannot come late, so nothing is looked for behind the last one. */
static void a_slow_transaction_is_waited_for_on_postgresql(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    unit_not_compared(c);
    small_world(c);
    db_set_ids(c->db, FIRST_ID - 40 * JOURNAL_ID_SECOND);
    step(c, 9, 1, CELL, NULL, "reported");
    db_set_ids(c->db, FIRST_ID + JOURNAL_ID_SECOND);
    seal_district(c, DISTRICT);
    is_sound(c, unit_is_postgres() ? 7 : 6, unit_is_postgres() ? 0 : 1);
    unit_close(c);
}

static void a_row_of_an_hour_ago_is_sealed_when_all_are(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    db_set_ids(c->db, FIRST_ID - 3600 * JOURNAL_ID_SECOND);
    step(c, 9, 1, CELL, NULL, "reported");
    db_set_ids(c->db, FIRST_ID + 100);
    is_sound(c, 6, 1);
    seal_all(c);
    is_sound(c, 7, 0);
    unit_close(c);
}

static void many_rows_are_sealed_in_one_go(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    unit_begin(c);
    for (int i = 0; i < 9500; i++)
        assert_int_equal(journal_append(c, &(struct journal_entry){.district = DISTRICT,
                                                                   .noun = "area",
                                                                   .area = CELL,
                                                                   .action = "import",
                                                                   .role = "operator"}),
                         ERR_OK);
    assert_int_equal(journal_seal_all(c), ERR_OK);
    unit_commit(c);
    is_sound(c, 9500, 0);
    unit_close(c);
}

static void nothing_is_half_sealed_when_a_statement_fails(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    db_set_ids(c->db, FIRST_ID);
    step(c, 7, 1, CELL, NULL, "reported");
    step(c, 7, 2, CELL, "reported", "accepted");
    bool sealed = false;
    for (int64_t n = 1; !sealed; n++) {
        assert_in_range(n, 1, 30);
        unit_begin(c);
        db_fail_at(c->db, n);
        enum err err = journal_seal_all(c);
        if (err == ERR_OK)
            err = db_end(c, true);
        else
            db_undo(c);
        db_fail_at(c->db, 0);
        sealed = err == ERR_OK;
        is_sound(c, sealed ? 2 : 0, sealed ? 0 : 2);
    }
    unit_close(c);
}

/* ---- counters ---- */

static void counters_follow_the_states(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    small_world(c);
    assert_int_equal(count_of(c, "410105016211", "disposed"), 1);
    assert_int_equal(count_of(c, "410105016211", "rejected"), 1);
    assert_int_equal(count_of(c, "410105016211", "reported"), 0);
    step(c, 9, 1, "410105016211002", NULL, "reported");
    step(c, 10, 1, "410105016", NULL, "reported");
    assert_int_equal(count_of(c, "410105016211", "reported"), 0);
    seal_district(c, DISTRICT);
    assert_int_equal(count_of(c, "410105016211", "reported"), 1);
    assert_int_equal(count_of(c, "410105016", "reported"), 1);
    is_sound(c, 8, 0);
    unit_close(c);
}

static void other_nouns_do_not_count(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    append(c, &(struct journal_entry){.district = DISTRICT,
                                      .noun = "post",
                                      .noun_id = 5,
                                      .area = CELL,
                                      .action = "hold",
                                      .kind = "grid_lead",
                                      .state_to = "reported"});
    seal_all(c);
    assert_int_equal(count_of(c, "410105016211", "reported"), 0);
    is_sound(c, 1, 0);
    unit_close(c);
}

/* ---- who and lists ---- */

static void who_acted_is_named(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct account who = {.id = 5, .name = "李红"};
    const struct journal_row *rows;
    size_t n;
    struct journal_entry e = {.district = DISTRICT, .noun = "post", .area = CELL, .action = "x"};
    append(c, &e);
    e.role = "operator";
    append(c, &e);
    e.role = "reporter";
    append(c, &e);
    e.role = NULL;
    c->who = &who;
    append(c, &e);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(c, "410105", NULL, INT64_MAX, 10, &rows, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(n, 4);
    assert_string_equal(rows[3].who, "居民");
    assert_string_equal(rows[3].role, "resident");
    assert_string_equal(rows[2].who, "系统");
    assert_string_equal(rows[1].who, "居民");
    assert_string_equal(rows[0].who, "李红");
    assert_int_equal(rows[0].account, 5);
    assert_int_equal(rows[0].seq, 0);
    unit_close(c);
}

static size_t listed(struct ctx *c, const char *prefix, const char *noun, int64_t before,
                     int64_t limit, const struct journal_row **out)
{
    size_t n;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    if (journal_list(c, prefix, noun, before, limit, out, &n) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

static void lists_stay_inside_the_prefix_and_page_back(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct journal_row *rows;
    small_world(c);
    step(c, 20, 1, "410102003001001", NULL, "reported");
    append(c, &(struct journal_entry){
                  .district = DISTRICT, .noun = "post", .area = "410105017", .action = "hold"});
    seal_all(c);
    assert_int_equal(listed(c, "4101", NULL, INT64_MAX, 50, &rows), 8);
    assert_int_equal(rows[1].district, 410102);
    assert_true(rows[0].id > rows[1].id && rows[1].id > rows[2].id);
    assert_int_equal(listed(c, "410105", NULL, INT64_MAX, 50, &rows), 7);
    assert_int_equal(listed(c, "410105016", NULL, INT64_MAX, 50, &rows), 6);
    assert_int_equal(listed(c, "410105016211", NULL, INT64_MAX, 50, &rows), 6);
    assert_int_equal(listed(c, "410105016212", NULL, INT64_MAX, 50, &rows), 0);
    assert_int_equal(listed(c, "410105", "post", INT64_MAX, 50, &rows), 1);
    assert_int_equal(listed(c, "4102", NULL, INT64_MAX, 50, &rows), 0);
    assert_int_equal(listed(c, "410105016211", NULL, INT64_MAX, 4, &rows), 4);
    assert_int_equal(rows[3].seq, 3);
    assert_int_equal(listed(c, "410105016211", NULL, rows[3].id, 4, &rows), 2);
    assert_int_equal(rows[1].seq, 1);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_hashed_as_the_document_says),
        cmocka_unit_test(another_tool_recomputes_the_chain),
        cmocka_unit_test(an_untouched_journal_is_sound),
        cmocka_unit_test(an_empty_journal_is_sound),
        cmocka_unit_test(sealing_twice_seals_once),
        cmocka_unit_test(appending_marks_the_district),
        cmocka_unit_test(rows_without_a_seal_are_counted_not_faults),
        cmocka_unit_test(each_district_has_a_chain_of_its_own),
        cmocka_unit_test(a_late_row_with_a_smaller_id_gets_the_next_number),
        cmocka_unit_test(rows_after_a_clock_was_set_back_are_sealed),
        cmocka_unit_test(a_slow_transaction_is_waited_for_on_postgresql),
        cmocka_unit_test(a_row_of_an_hour_ago_is_sealed_when_all_are),
        cmocka_unit_test(many_rows_are_sealed_in_one_go),
        cmocka_unit_test(nothing_is_half_sealed_when_a_statement_fails),
        cmocka_unit_test(counters_follow_the_states),
        cmocka_unit_test(other_nouns_do_not_count),
        cmocka_unit_test(who_acted_is_named),
        cmocka_unit_test(lists_stay_inside_the_prefix_and_page_back),
    };
    return UNIT_RUN(tests);
}

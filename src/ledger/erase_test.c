/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that few may see: where they stand, and when they end. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "journal/journal.h"
#include "ledger/ledger_world.h"

static void erase(struct books *b)
{
    city_begin(&b->w);
    assert_int_equal(city_end(&b->w, entry_erase(b->w.c, &b->w.app)), ERR_OK);
}

static void sealed_fields_stand_in_no_version_and_no_journal_and_are_erased_in_time(void **state)
{
    struct books b;
    const char *opened;
    (void)state;
    books_open(&b);
    int64_t id =
        books_shop(&b, "老王烩面", CELL, ",\"phone\":\"138 1234 5678\",\"boss\":\"王大锤\"");
    struct entry e = books_get(&b, id, 0);
    assert_true(e.has_sealed);
    assert_null(strstr(e.fields, "1381234"));
    const struct journal_row *row = city_last(&b.w);
    assert_null(strstr(row->after, "1381234"));
    assert_null(strstr(row->after, "王大锤"));
    assert_non_null(strstr(row->after, "\"hidden\":"));
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_look(b.w.c, &b.w.app, DISTRICT, id, &opened)), ERR_OK);
    assert_string_equal(opened, "{\"boss\":\"王大锤\",\"phone\":\"13812345678\"}");
    assert_string_equal(city_last(&b.w)->action, "look");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    b.w.c->now += 90 * TIME_DAY - 1;
    erase(&b);
    assert_true(books_get(&b, id, 0).has_sealed);
    b.w.c->now += 1;
    erase(&b);
    assert_false(books_get(&b, id, 0).has_sealed);
    assert_string_equal(city_last(&b.w)->action, "erase");
    books_close(&b);
}

static void
restricted_fields_are_erased_in_time_in_the_past_too_and_that_they_were_there_stays(void **state)
{
    struct books b;
    const char *opened;
    (void)state;
    books_open(&b);
    int64_t at = b.w.c->now, other = books_shop(&b, "没有秘密", CELL, "");
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"phone\":\"13812345678\",\"boss\":\"王大锤\"");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_change(&b, id, "{\"boss\":\"王小锤\"}", 0), ERR_OK);
    assert_int_equal(books_change(&b, id, "{\"boss\":\"王二锤\"}", 0), ERR_OK);
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    assert_int_equal(books_leave(&b, other, "closed", 0), ERR_OK);
    b.w.c->now += 90 * TIME_DAY - 1;
    erase(&b);
    assert_non_null(strstr(books_texts(&b, id), "王大锤"));
    b.w.c->now += 1;
    int64_t rows = city_rows(&b.w);
    erase(&b);
    assert_null(strstr(books_texts(&b, id), "锤"));
    assert_non_null(strstr(books_get(&b, id, at).fields, "\"boss\":null"));
    assert_non_null(strstr(books_get(&b, id, at).fields, "\"name\":\"老王烩面\""));
    assert_string_equal(books_get(&b, id, 0).fields,
                        "{\"address\":\"兴达路1号\",\"boss\":null,\"name\":\"老王烩面\",\"phone\":"
                        "null,\"trade\":\"food\"}");
    assert_string_equal(city_last(&b.w)->after, "{\"erased\":[\"boss\",\"phone\"]}");
    erase(&b);
    assert_int_equal(city_rows(&b.w), rows + 1); /* once, and not of what had none */
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_look(b.w.c, &b.w.app, DISTRICT, id, &opened)), ERR_OK);
    assert_null(opened);
    books_close(&b);
}

static void who_returns_may_tell_anew_what_was_erased(void **state)
{
    struct books b;
    const char *opened;
    (void)state;
    books_open(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"phone\":\"13812345678\",\"boss\":\"王大锤\"");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    b.w.c->now += 91 * TIME_DAY;
    erase(&b);
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_return(b.w.c, &b.w.app, DISTRICT, id, 0, "r")), ERR_OK);
    assert_int_equal(books_change(&b, id, "{\"phone\":\"13912345678\"}", 0), ERR_OK);
    assert_null(strstr(books_get(&b, id, 0).fields, "phone"));
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_look(b.w.c, &b.w.app, DISTRICT, id, &opened)), ERR_OK);
    assert_string_equal(opened, "{\"phone\":\"13912345678\"}");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    b.w.c->now += 91 * TIME_DAY;
    erase(&b);
    assert_false(books_get(&b, id, 0).has_sealed);
    books_close(&b);
}

/* What was told of a past day must still be so. */
static void what_a_figure_sums_is_not_erased(void **state)
{
    static const struct figure_kind bosses = {
        .figure = "bosses", .ledger = "shop", .form = FIGURE_SUM, .field = "boss"};
    struct books b;
    (void)state;
    books_open(&b);
    b.programmes.figures = &bosses;
    b.programmes.n_figures = 1;
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"boss\":\"王大锤\"");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    b.w.c->now += 91 * TIME_DAY;
    erase(&b);
    assert_non_null(strstr(books_get(&b, id, 0).fields, "王大锤"));
    books_close(&b);
}

static void a_change_of_a_sealed_field_alone_makes_no_version(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_shop(&b, "老王烩面", CELL, ",\"phone\":\"13812345678\"");
    struct entry was = books_get(&b, id, 0);
    assert_int_equal(books_change(&b, id, "{\"phone\":\"13912345678\"}", 0), ERR_OK);
    struct entry is = books_get(&b, id, 0);
    assert_int_equal(is.version, was.version + 1);
    assert_int_equal(is.n, was.n);
    assert_int_equal(books_change(&b, id, "{\"phone\":\"139 1234 5678\"}", 0), ERR_OK);
    assert_int_equal(books_get(&b, id, 0).version, is.version);
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_fields_stand_in_no_version_and_no_journal_and_are_erased_in_time),
        cmocka_unit_test(a_change_of_a_sealed_field_alone_makes_no_version),
        cmocka_unit_test(
            restricted_fields_are_erased_in_time_in_the_past_too_and_that_they_were_there_stays),
        cmocka_unit_test(who_returns_may_tell_anew_what_was_erased),
        cmocka_unit_test(what_a_figure_sums_is_not_erased),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* That all of an entry is still right: who says so, how long it holds, and who is overdue. */
#include "base/time.h"
#include "journal/journal.h"
#include "ledger/confirm.h"
#include "ledger/ledger_world.h"

enum { YEAR = 365 };

static void open_books(struct books *b)
{
    books_open(b);
    b->kinds[0].confirm = YEAR;
}

static enum err confirm(struct books *b, int64_t id, int64_t version, bool by_owner)
{
    city_begin(&b->w);
    return city_end(&b->w, confirm_add(b->w.c, &b->w.app, DISTRICT, id, version, by_owner));
}

static struct confirmed confirmed_at(struct books *b, int64_t id, int64_t as_of)
{
    struct confirmed is;
    const struct entry e = books_get(b, id, as_of);
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(confirm_get(b->w.c, &b->kinds[0], &e, &is), ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    return is;
}

static const char *overdue(struct books *b)
{
    const struct entry_query q = {.ledger = "shop",
                                  .prefix = CITY,
                                  .confirmed_before = b->w.c->now - YEAR * TIME_DAY,
                                  .limit = 10};
    return books_names(b, &q);
}

static void it_holds_for_its_days_from_the_last_time_or_from_when_it_was_written_down(void **state)
{
    struct books b;
    (void)state;
    open_books(&b);
    int64_t id = books_shop_at(&b, "甲", CELL, b.w.c->now - 40 * TIME_DAY), made = b.w.c->now;
    (void)books_shop(&b, "乙", OTHER_CELL, "");
    struct confirmed is = confirmed_at(&b, id, 0);
    assert_true(is.at == 0 && is.due == made + YEAR * TIME_DAY);
    assert_string_equal(overdue(&b), "");
    b.w.c->now += YEAR * TIME_DAY;
    assert_string_equal(overdue(&b), "甲 乙");
    assert_int_equal(confirm(&b, id, 0, true), ERR_OK);
    is = confirmed_at(&b, id, 0);
    assert_true(is.at == b.w.c->now && is.by_owner && is.due == is.at + YEAR * TIME_DAY);
    assert_string_equal(overdue(&b), "乙");
    books_close(&b);
}

static void as_of_a_past_day_it_was_not_yet_confirmed(void **state)
{
    struct books b;
    (void)state;
    open_books(&b);
    int64_t id = books_shop(&b, "甲", CELL, "");
    b.w.c->now += 10 * TIME_DAY;
    int64_t first = b.w.c->now;
    assert_int_equal(confirm(&b, id, 0, false), ERR_OK);
    b.w.c->now += 10 * TIME_DAY;
    assert_int_equal(confirm(&b, id, 0, true), ERR_OK);
    assert_true(confirmed_at(&b, id, first - 1).at == 0);
    const struct confirmed is = confirmed_at(&b, id, first + TIME_DAY);
    assert_true(is.at == first && !is.by_owner);
    assert_true(confirmed_at(&b, id, 0).at == b.w.c->now);
    books_close(&b);
}

static void it_is_journalled_and_changes_neither_the_row_nor_its_version(void **state)
{
    struct books b;
    (void)state;
    open_books(&b);
    int64_t id = books_shop(&b, "甲", CELL, "");
    int64_t version = books_get(&b, id, 0).version;
    assert_int_equal(confirm(&b, id, version, true), ERR_OK);
    assert_string_equal(city_last(&b.w)->action, "confirm");
    assert_string_equal(city_last(&b.w)->role, "owner");
    assert_int_equal(books_get(&b, id, 0).version, version);
    books_close(&b);
}

static void nobody_confirms_what_he_did_not_see_what_left_or_what_is_not_asked_for(void **state)
{
    struct books b;
    (void)state;
    open_books(&b);
    int64_t id = books_shop(&b, "甲", CELL, ""), other = books_tenant(&b, "租户", CELL);
    books_refused(&b, confirm(&b, id, books_get(&b, id, 0).version + 1, true), ERR_STALE,
                  "version.stale");
    books_refused(&b, confirm(&b, other, 0, false), ERR_CONFLICT, "ledger.no_confirm");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, id, "closed", 0), ERR_OK);
    books_refused(&b, confirm(&b, id, 0, true), ERR_CONFLICT, "ledger.left");
    assert_true(confirmed_at(&b, id, 0).due == 0);
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_holds_for_its_days_from_the_last_time_or_from_when_it_was_written_down),
        cmocka_unit_test(as_of_a_past_day_it_was_not_yet_confirmed),
        cmocka_unit_test(it_is_journalled_and_changes_neither_the_row_nor_its_version),
        cmocka_unit_test(nobody_confirms_what_he_did_not_see_what_left_or_what_is_not_asked_for),
    };
    return UNIT_RUN(tests);
}

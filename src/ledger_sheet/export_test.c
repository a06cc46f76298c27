/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/export.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger_sheet/sheet_world.h"

/* The shops of the district as CSV. */
static const char *taken_out(struct desk *d, bool secret, int64_t as_of)
{
    struct buf text = {.mem = d->b.w.c->mem};
    size_t rows;
    const struct ledger_export x = {
        .kind = programme_ledger(d->b.w.app.programmes, "shop"),
        .which = {.prefix = DISTRICT_CODE, .as_of = as_of},
        .format = EXPORT_CSV,
        .secret = secret
    };
    assert_int_equal(db_begin(d->b.w.c, DB_READ), ERR_OK);
    assert_int_equal(ledger_export_make(d->b.w.c, &d->b.w.app, &x, &text, &rows), ERR_OK);
    assert_int_equal(db_end(d->b.w.c, true), ERR_OK);
    assert_int_equal(rows, 2);
    return buf_str(&text);
}

static void sealed_fields_leave_only_with_the_secret_and_only_as_they_are_now(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    int64_t then = d.b.w.c->now;
    later(&d);
    assert_null(strstr(taken_out(&d, false, 0), "13812345678"));
    assert_non_null(strstr(taken_out(&d, true, 0), "13812345678"));
    assert_null(strstr(taken_out(&d, true, then), "13812345678"));
    desk_close(&d);
}

static void what_was_erased_leaves_as_an_empty_cell(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    later(&d);
    int64_t id = shop_called(&d, "一店"), then = d.b.w.c->now;
    assert_int_equal(books_change(&d.b, id, "{\"boss\":\"王大锤\"}", 0), ERR_OK);
    assert_non_null(strstr(taken_out(&d, true, then), "王大锤"));
    later(&d);
    assert_int_equal(books_leave(&d.b, id, "closed", 0), ERR_OK);
    d.b.w.c->now += 90 * TIME_DAY;
    city_begin(&d.b.w);
    assert_int_equal(city_end(&d.b.w, entry_erase(d.b.w.c, &d.b.w.app)), ERR_OK);
    const char *text = taken_out(&d, true, then);
    assert_non_null(strstr(text, "一店"));
    assert_true(!strstr(text, "王大锤") && !strstr(text, "null"));
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_fields_leave_only_with_the_secret_and_only_as_they_are_now),
        cmocka_unit_test(what_was_erased_leaves_as_an_empty_cell),
    };
    return UNIT_RUN(tests);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_fields_leave_only_with_the_secret_and_only_as_they_are_now),
    };
    return UNIT_RUN(tests);
}

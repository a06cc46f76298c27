/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "db/db_driver.h"

static void a_value_comes_back_as_it_went_in(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct db_rows r;
    int64_t id;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_new_id(c, &id), ERR_OK);
    assert_int_equal(db_query(c, SQL_ID_NODE_LIST, NO_ARGS, &r), ERR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(db_end(c, true), ERR_OK);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_comes_back_as_it_went_in),
    };
    return UNIT_RUN(tests);
}

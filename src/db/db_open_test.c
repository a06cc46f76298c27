/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, and what needs no open unit. */
#include "unit.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "db/db.h"
#include "db/db_wire.h"

static void a_url_of_no_engine_is_refused(void **state)
{
    (void)state;
    struct db *db;
    char problem[256];
    assert_int_equal(db_open("mysql://x", &db, problem), ERR_INVALID);
    assert_non_null(strstr(problem, "sqlite:"));
    assert_int_not_equal(db_open("sqlite:/nowhere/at/all/x.db", &db, problem), ERR_OK);
    assert_true(problem[0] != '\0');
    assert_int_not_equal(db_open("postgres:host=/nowhere/at/all", &db, problem), ERR_OK);
    assert_true(problem[0] != '\0');
}

static void a_new_file_is_its_owners_alone(void **state)
{
    static const char *const ends[] = {"", "-wal"};
    (void)state;
    if (unit_is_postgres())
        skip();
    struct ctx *c = unit_open();
    for (size_t i = 0; i < LEN(ends); i++) {
        struct stat st;
        const char *path = arena_printf(c->mem, "%s%s", unit_url(c) + strlen("sqlite:"), ends[i]);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    unit_close(c);
}

static void states_of_the_server_are_sorted_by_what_helps(void **state)
{
    (void)state;
    static const struct {
        const char *state, *code;
        enum err err;
    } cases[] = {
        {"40001", "db.busy",      ERR_BUSY    },
        {"40P01", "db.busy",      ERR_BUSY    },
        {"55P03", "db.busy",      ERR_BUSY    },
        {"57P01", "db.busy",      ERR_BUSY    },
        {"08006", "db.busy",      ERR_BUSY    },
        {"53300", "db.busy",      ERR_BUSY    },
        {"25006", "db.busy",      ERR_BUSY    },
        {"23505", "db.unique",    ERR_CONFLICT},
        {"23503", "db.reference", ERR_CONFLICT},
        {"23514", "db.check",     ERR_CONFLICT},
        {"23502", "db.check",     ERR_CONFLICT},
        {"22P02", "db.type",      ERR_INTERNAL},
        {"42804", "db.type",      ERR_INTERNAL},
        {"42P01", "db.failed",    ERR_INTERNAL},
        {"08P01", "db.failed",    ERR_INTERNAL},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        const char *code;
        assert_int_equal(wire_class(cases[i].state, &code), cases[i].err);
        assert_string_equal(code, cases[i].code);
    }
    assert_true(wire_refused("40001"));
    assert_true(wire_refused("23503"));
    assert_false(wire_refused("57P01"));
    assert_false(wire_refused("53100"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_of_no_engine_is_refused),
        cmocka_unit_test(a_new_file_is_its_owners_alone),
        cmocka_unit_test(states_of_the_server_are_sorted_by_what_helps),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What only a server can do to us: connections that end, commits without an answer. */
#include "unit.h"

#include "db/db_world.h"

static void end_the_other(struct pair *p)
{
    struct db_rows r;
    assert_int_equal(db_begin(&p->two, DB_READ), ERR_OK);
    assert_int_equal(db_query(&p->two, ID(END_OTHERS), NO_ARGS, &r), ERR_OK);
    assert_true(row_int(&r, 0, 0) >= 1);
    assert_int_equal(db_end(&p->two, true), ERR_OK);
}

static void a_connection_lost_before_the_commit_is_busy(void **state)
{
    (void)state;
    if (!unit_is_postgres())
        skip();
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(put(c, 1), ERR_OK);
    assert_int_equal(count(c), 1);
    end_the_other(p);
    struct db_rows r;
    assert_int_equal(db_query(c, ID(COUNT), NO_ARGS, &r), ERR_BUSY);
    db_undo(c);
    /* The next unit has a new connection, with its statements prepared anew. */
    put_committed(c, 2);
    assert_int_equal(count_alone(c), 1);
    /* One that ended while nobody used it is noticed as well. */
    end_the_other(p);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, ID(COUNT), NO_ARGS, &r), ERR_BUSY);
    db_undo(c);
    assert_int_equal(count_alone(c), 1);
    pair_close(p);
}

static void a_commit_without_answer_is_unknown(void **state)
{
    (void)state;
    if (!unit_is_postgres())
        skip();
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(put(c, 1), ERR_OK);
    assert_int_equal(count(c), 1);
    end_the_other(p);
    assert_int_equal(db_end(c, true), ERR_UNKNOWN);
    assert_string_equal(c->problem.code, "db.unknown");
    assert_int_equal(count_alone(c), 0);
    pair_close(p);
}

/* What the server answers to a COMMIT, made by a trigger that waits until then. */
static void make_late_trigger(struct ctx *c)
{
    static const char *const sql[] = {
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.t = '01000' THEN RAISE WARNING 'late' USING ERRCODE = '01000'; "
        "ELSIF NEW.t <> 'x' THEN RAISE EXCEPTION 'late' USING ERRCODE = NEW.t; END IF; "
        "RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON probe DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION late()",
    };
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    for (size_t i = 0; i < LEN(sql); i++)
        assert_int_equal(c->db->driver->ddl(c, sql[i]), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void only_a_refusal_makes_a_failed_commit_certain(void **state)
{
    (void)state;
    static const struct {
        const char *state;
        enum err err;
    } cases[] = {
        {"40001", ERR_BUSY    },
        {"23514", ERR_CONFLICT},
        {"57P01", ERR_UNKNOWN },
        {"53100", ERR_UNKNOWN },
        {"01000", ERR_UNKNOWN }, /* a warning: perhaps not replicated */
        {"x",     ERR_OK      },
    };
    if (!unit_is_postgres())
        skip();
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    make_late_trigger(c);
    for (size_t i = 0; i < LEN(cases); i++) {
        assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
        assert_int_equal(db_exec(c, ID(PUT),
                                 ARGS(db_int((int64_t)i), db_null(), db_null(),
                                      db_text(cases[i].state), db_null())),
                         ERR_OK);
        assert_int_equal(db_end(c, true), cases[i].err);
    }
    assert_int_equal(count_alone(c), 2); /* the warned one is there after all */
    pair_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_lost_before_the_commit_is_busy),
        cmocka_unit_test(a_commit_without_answer_is_unknown),
        cmocka_unit_test(only_a_refusal_makes_a_failed_commit_certain),
    };
    return UNIT_RUN(tests);
}

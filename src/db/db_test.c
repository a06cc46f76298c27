/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/arena.h"
#include "db/db_world.h"

/* ---- values ---- */

static void a_value_comes_back_as_it_went_in(void **state)
{
    (void)state;
    static const unsigned char bytes[] = {0, 1, 0, 255};
    static const int64_t ints[] = {0, -1, INT64_MAX, INT64_MIN + 1, INT32_MIN, 1795482000000000};
    static const double reals[] = {0.0, -0.5, 1e300, 113.62493500000001, 5e-324};
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    size_t n;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    for (size_t i = 0; i < LEN(ints); i++) {
        int64_t k = (int64_t)i;
        double x = reals[i % LEN(reals)];
        assert_int_equal(db_exec(c, ID(PUT),
                                 ARGS(db_int(k), db_int(ints[i]), db_real(x),
                                      db_text("五小门店 'x' \" \\ \t"), db_blob(bytes, 4))),
                         ERR_OK);
        assert_int_equal(db_query(c, ID(GET), ARGS(db_int(k)), &r), ERR_OK);
        assert_int_equal(r.n, 1);
        assert_int_equal(r.cols, 4);
        assert_true(row_int(&r, 0, 0) == ints[i]);
        assert_memory_equal(&(double){row_real(&r, 0, 1)}, &x, sizeof x);
        assert_string_equal(row_text(&r, 0, 2), "五小门店 'x' \" \\ \t");
        assert_memory_equal(row_blob(&r, 0, 3, &n), bytes, 4);
        assert_int_equal(n, 4);
    }
    assert_int_equal(db_end(c, true), ERR_OK);
    pair_close(p);
}

static void null_and_empty_are_two_things(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    size_t n = 9;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    /* NULL in the first use of a statement, values in the second: no type may stick. */
    assert_int_equal(
        db_exec(c, ID(PUT),
                ARGS(db_int(1), db_opt(INT64_MIN), db_null(), db_text(NULL), db_blob(NULL, 0))),
        ERR_OK);
    assert_int_equal(
        db_exec(c, ID(PUT), ARGS(db_int(2), db_opt(5), db_real(0.25), db_text(""), db_blob("", 0))),
        ERR_OK);
    assert_int_equal(db_query(c, ID(GET), ARGS(db_int(1)), &r), ERR_OK);
    for (size_t i = 0; i < 4; i++)
        assert_true(row_null(&r, 0, i));
    assert_int_equal(row_int(&r, 0, 0), 0);
    assert_true(row_opt(&r, 0, 0) == INT64_MIN);
    assert_null(row_text(&r, 0, 2));
    assert_int_equal(db_query(c, ID(GET), ARGS(db_int(2)), &r), ERR_OK);
    for (size_t i = 0; i < 4; i++)
        assert_false(row_null(&r, 0, i));
    assert_int_equal(row_opt(&r, 0, 0), 5);
    assert_string_equal(row_text(&r, 0, 2), "");
    assert_non_null(row_blob(&r, 0, 3, &n));
    assert_int_equal(n, 0);
    assert_int_equal(db_end(c, true), ERR_OK);
    pair_close(p);
}

static void a_type_guessed_from_a_null_is_forgotten(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, ID(GUESS), ARGS(db_null()), &r), ERR_OK);
    assert_int_equal(row_int(&r, 0, 0), 0);
    assert_int_equal(db_query(c, ID(GUESS), ARGS(db_int(1)), &r), ERR_OK);
    assert_int_equal(row_int(&r, 0, 0), 1);
    assert_int_equal(db_query(c, ID(GUESS), ARGS(db_int(INT64_C(1) << 40)), &r), ERR_OK);
    assert_int_equal(row_int(&r, 0, 0), 0);
    assert_int_equal(db_end(c, true), ERR_OK);
    pair_close(p);
}

/* Where the plan hangs on a value, SQLite compiles the statement anew for each: many times what it costs to run. */
static void a_plan_stays_whatever_is_bound(void **state)
{
    (void)state;
    if (unit_is_postgres())
        skip();
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r[2];
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    for (size_t i = 0; i < LEN(r); i++) {
        assert_int_equal(db_query(c, ID(PLAN), ARGS(db_int((int64_t)i)), &r[i]), ERR_OK);
        assert_int_equal(r[i].n, 1);
    }
    assert_string_equal(row_text(&r[0], 0, 3), row_text(&r[1], 0, 3));
    assert_int_equal(db_end(c, true), ERR_OK);
    pair_close(p);
}

static void parameters_are_bound_by_their_number(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, ID(ORDER), ARGS(db_int(1), db_int(2), db_int(3)), &r), ERR_OK);
    assert_int_equal(row_int(&r, 0, 0), 3);
    assert_int_equal(row_int(&r, 0, 1), 1);
    assert_int_equal(row_int(&r, 0, 2), 2);
    assert_int_equal(row_int(&r, 0, 3), 3);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, ID(ORDER), ARGS(db_int(1), db_int(2)), &r), ERR_INTERNAL);
    db_undo(c);
    pair_close(p);
}

struct seen {
    int64_t n, last;
    int64_t stop_at;
};

static enum err see(void *arg, const struct db_value *row, size_t cols)
{
    struct seen *s = arg;
    assert_int_equal(cols, 2);
    assert_string_equal(row[1].p, "x");
    s->n++;
    s->last = row[0].i;
    return s->last == s->stop_at ? ERR_STALE : ERR_OK;
}

static void rows_can_be_read_one_by_one(void **state)
{
    (void)state;
    enum { ROWS = 500 };
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct seen seen = {0};
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    for (int64_t i = 1; i <= ROWS; i++)
        assert_int_equal(put(c, i), ERR_OK);
    assert_int_equal(db_each(c, ID(LIST), ARGS(db_int(0)), see, &seen), ERR_OK);
    assert_int_equal(seen.n, ROWS);
    assert_int_equal(seen.last, ROWS);
    assert_int_equal(count(c), ROWS);
    /* What the reader says ends it, and the unit. */
    seen = (struct seen){.stop_at = 7};
    assert_int_equal(db_each(c, ID(LIST), ARGS(db_int(0)), see, &seen), ERR_STALE);
    assert_int_equal(seen.n, 7);
    db_undo(c);
    assert_int_equal(count_alone(c), 0);
    pair_close(p);
}

/* ---- errors ---- */

static void fails_with(struct ctx *c, enum probe what, const struct db_value *args, size_t n,
                       enum err wanted, const char *code)
{
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_query(c, ID(what), args, n, &r), wanted);
    assert_string_equal(c->problem.code, code);
    /* An error ends the unit: nothing more runs, and it cannot be committed. */
    assert_int_equal(db_query(c, ID(COUNT), NO_ARGS, &r), ERR_INTERNAL);
    assert_string_equal(c->problem.code, "db.failed_unit");
    assert_int_equal(db_end(c, true), ERR_INTERNAL);
}

static void errors_have_the_same_class_on_both_engines(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    put_committed(c, 1);
    fails_with(c, PUT, ARGS(db_int(1), db_null(), db_null(), db_null(), db_null()), ERR_CONFLICT,
               "db.unique");
    fails_with(c, PUT_CHILD, ARGS(db_int(1), db_int(99)), ERR_CONFLICT, "db.reference");
    fails_with(c, PUT_CHILD, ARGS(db_int(1), db_null()), ERR_CONFLICT, "db.check");
    fails_with(c, CHECKED, ARGS(db_int(1), db_int(13)), ERR_CONFLICT, "db.check");
    fails_with(c, WRONG_TYPE, ARGS(db_int(2), db_text("two")), ERR_INTERNAL, "db.type");
    assert_int_equal(count_alone(c), 1);
    pair_close(p);
}

static void an_expected_duplicate_is_no_error(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_query(c, ID(PUT_ONCE), ARGS(db_int(1)), &r), ERR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(db_query(c, ID(PUT_ONCE), ARGS(db_int(1)), &r), ERR_OK);
    assert_int_equal(r.n, 0);
    assert_int_equal(db_end(c, true), ERR_OK);
    pair_close(p);
}

static void a_queued_failure_is_told_at_the_latest_by_the_commit(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    put_committed(c, 1);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(put(c, 2), ERR_OK);
    enum err err = put(c, 1);
    for (int64_t k = 3; k < 6 && err == ERR_OK; k++)
        err = put(c, k);
    if (err == ERR_OK)
        err = db_end(c, true);
    else
        db_undo(c);
    assert_int_equal(err, ERR_CONFLICT);
    assert_string_equal(c->problem.code, "db.unique");
    assert_int_equal(count_alone(c), 1);
    pair_close(p);
}

static void a_statement_first_used_behind_a_failure_works_later(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    put_committed(c, 1);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = put(c, 1);
    if (err == ERR_OK)
        err = db_exec(c, ID(CHECKED), ARGS(db_int(1), db_int(5)));
    if (err == ERR_OK)
        err = db_end(c, true);
    db_undo(c);
    assert_int_equal(err, ERR_CONFLICT);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_exec(c, ID(CHECKED), ARGS(db_int(1), db_int(5))), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    pair_close(p);
}

static void a_reading_unit_cannot_write(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(put(c, 1), ERR_INTERNAL);
    assert_string_equal(c->problem.code, "db.statement");
    db_undo(c);
    /* Also when the statement's flag is wrong. */
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_not_equal(db_query(c, ID(SHY_WRITE), ARGS(db_int(1)), &r), ERR_OK);
    db_undo(c);
    if (unit_is_postgres()) {
        assert_int_equal(db_begin(c, DB_READ), ERR_OK);
        assert_int_equal(db_exec(c, ID(ONLY_SQLITE), NO_ARGS), ERR_INTERNAL);
        db_undo(c);
    }
    assert_int_equal(count_alone(c), 0);
    pair_close(p);
}

static void a_result_type_without_a_cast_is_refused(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    enum err err = db_query(c, ID(BAD_CAST), ARGS(db_int(1)), &r);
    assert_int_equal(err, unit_is_postgres() ? ERR_INTERNAL : ERR_OK);
    db_undo(c);
    assert_int_equal(count_alone(c), 0);
    pair_close(p);
}

/* ---- units ---- */

static void what_is_undone_was_never_there(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(put(c, 1), ERR_OK);
    db_undo(c);
    db_undo(c);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(put(c, 2), ERR_OK);
    assert_int_equal(count(c), 1);
    assert_int_equal(db_end(c, false), ERR_OK);
    assert_int_equal(count_alone(c), 0);
    pair_close(p);
}

static void a_reader_sees_one_moment(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    put_committed(&p->one, 1);
    assert_int_equal(db_begin(&p->two, DB_READ), ERR_OK);
    assert_int_equal(count(&p->two), 1);
    put_committed(&p->one, 2);
    assert_int_equal(count(&p->two), 1);
    assert_int_equal(db_end(&p->two, true), ERR_OK);
    assert_int_equal(count_alone(&p->two), 2);
    pair_close(p);
}

static void a_savepoint_undoes_only_its_part(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_savepoint(c), ERR_OK);
    assert_int_equal(put(c, 1), ERR_OK);
    assert_int_equal(db_savepoint_end(c, true), ERR_OK);
    /* By will. */
    assert_int_equal(db_savepoint(c), ERR_OK);
    assert_int_equal(put(c, 2), ERR_OK);
    assert_int_equal(db_savepoint_end(c, false), ERR_OK);
    /* By a failure that was asked for. */
    assert_int_equal(db_savepoint(c), ERR_OK);
    assert_int_equal(
        db_query(c, ID(PUT), ARGS(db_int(1), db_null(), db_null(), db_null(), db_null()), &r),
        ERR_CONFLICT);
    assert_int_equal(db_savepoint_end(c, true), ERR_INTERNAL);
    assert_int_equal(db_savepoint_end(c, false), ERR_OK);
    /* By one that was queued. */
    assert_int_equal(db_savepoint(c), ERR_OK);
    enum err err = put(c, 1);
    if (err == ERR_OK)
        err = db_savepoint_end(c, true);
    assert_int_equal(err, ERR_CONFLICT);
    assert_int_equal(db_savepoint_end(c, false), ERR_OK);
    assert_int_equal(db_savepoint(c), ERR_OK);
    assert_int_equal(put(c, 3), ERR_OK);
    assert_int_equal(db_savepoint_end(c, true), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(count_alone(&p->two), 2);
    pair_close(p);
}

static void any_statement_can_be_made_to_fail(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    for (int64_t n = 1; n <= 3; n++) {
        db_fail_at(c->db, n);
        assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
        enum err err = put(c, 1);
        if (err == ERR_OK)
            err = put(c, 2);
        if (err == ERR_OK)
            err = db_end(c, true);
        assert_int_equal(err, ERR_INTERNAL);
        assert_string_equal(c->problem.code, "db.fail_at");
        db_undo(c);
        assert_int_equal(count_alone(&p->two), 0);
    }
    db_fail_at(c->db, 0);
    put_committed(c, 1);
    pair_close(p);
}

static void touched_districts_are_sorted_and_forgotten(void **state)
{
    (void)state;
    struct pair *p = pair_open();
    struct ctx *c = &p->one;
    const int32_t *list;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    for (int32_t i = 0; i < 40; i++)
        db_touch(c, 410101 + i * 7 % 20);
    assert_int_equal(db_touched(c->db, &list), 20);
    for (int32_t i = 0; i < 20; i++)
        assert_int_equal(list[i], 410101 + i);
    db_undo(c);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_touched(c->db, &list), 0);
    db_undo(c);
    pair_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_comes_back_as_it_went_in),
        cmocka_unit_test(null_and_empty_are_two_things),
        cmocka_unit_test(a_type_guessed_from_a_null_is_forgotten),
        cmocka_unit_test(a_plan_stays_whatever_is_bound),
        cmocka_unit_test(parameters_are_bound_by_their_number),
        cmocka_unit_test(rows_can_be_read_one_by_one),
        cmocka_unit_test(errors_have_the_same_class_on_both_engines),
        cmocka_unit_test(an_expected_duplicate_is_no_error),
        cmocka_unit_test(a_queued_failure_is_told_at_the_latest_by_the_commit),
        cmocka_unit_test(a_statement_first_used_behind_a_failure_works_later),
        cmocka_unit_test(a_reading_unit_cannot_write),
        cmocka_unit_test(a_result_type_without_a_cast_is_refused),
        cmocka_unit_test(what_is_undone_was_never_there),
        cmocka_unit_test(a_reader_sees_one_moment),
        cmocka_unit_test(a_savepoint_undoes_only_its_part),
        cmocka_unit_test(any_statement_can_be_made_to_fail),
        cmocka_unit_test(touched_districts_are_sorted_and_forgotten),
    };
    return UNIT_RUN(tests);
}

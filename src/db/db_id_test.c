/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db_driver.h"

static void connect_again(const struct ctx *base, struct ctx *out)
{
    char problem[256];
    *out = (struct ctx){.mem = arena_new(), .now = base->now};
    assert_int_equal(db_open(unit_url(base), &out->db, problem), ERR_OK);
}

static void disconnect(struct ctx *c)
{
    db_close(c->db);
    arena_free(c->mem);
}

static int64_t new_id(struct ctx *c)
{
    int64_t id;
    assert_int_equal(db_new_id(c, &id), ERR_OK);
    return id;
}

static int64_t id_in_own_unit(struct ctx *c)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    int64_t id = new_id(c);
    assert_int_equal(db_end(c, true), ERR_OK);
    return id;
}

static int64_t node_of(int64_t id)
{
    return id >> 12 & 1023;
}

static size_t nodes_in_table(struct ctx *c)
{
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, SQL_ID_NODE_LIST, NO_ARGS, &r), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r.n;
}

static void ids_rise_and_tell_their_time(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const int64_t epoch_ms = INT64_C(1704067200000);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    int64_t before = time_now() / 1000, last = 0;
    for (int i = 0; i < 20000; i++) {
        int64_t id = new_id(c);
        assert_true(id > last);
        last = id;
    }
    assert_true((last >> 22) + epoch_ms >= before);
    assert_true((last >> 22) + epoch_ms <= time_now() / 1000 + 5);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(nodes_in_table(c), 1);
    unit_close(c);
}

static void two_connections_make_different_ids(void **state)
{
    (void)state;
    enum { N = 500 };
    int64_t nodes[3];
    struct ctx *c = unit_open(), more[2];
    nodes[0] = node_of(id_in_own_unit(c));
    for (int i = 0; i < 2; i++) {
        connect_again(c, &more[i]);
        nodes[i + 1] = node_of(id_in_own_unit(&more[i]));
        disconnect(&more[i]);
    }
    assert_int_not_equal(nodes[0], nodes[1]);
    assert_int_not_equal(nodes[0], nodes[2]);
    /* The second ended, but its lease goes on: whoever comes next may not make ids for the same time. */
    assert_int_not_equal(nodes[1], nodes[2]);
    unit_close(c);
}

static void a_clock_that_runs_backwards_makes_no_id_twice(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    (void)new_id(c);
    /* As if the last id had been made in the future: half a minute within the lease, then beyond it. */
    c->db->ids.last += 30000;
    int64_t last = new_id(c);
    for (int i = 0; i < 10000; i++) {
        int64_t id = new_id(c);
        assert_true(id > last);
        last = id;
    }
    c->db->ids.last += 600000;
    int64_t far = new_id(c);
    assert_true(far > last);
    assert_true(c->db->ids.used.until >= far >> 22);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(nodes_in_table(c), 1);
    unit_close(c);
}

static void an_ended_lease_is_used_again_but_not_its_time(void **state)
{
    (void)state;
    struct ctx *c = unit_open(), other;
    struct db_rows r;
    const int64_t now = time_now() / 1000 - INT64_C(1704067200000);
    /* All nodes are leased, but one whose lease ended a moment ago. */
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    for (int64_t node = 0; node < 1024; node++)
        assert_int_equal(db_query(c, SQL_ID_NODE_TAKE,
                                  ARGS(db_int(node), db_text("x"),
                                       db_int(node == 77 ? now - 1 : now + 3600000), db_int(-1)),
                                  &r),
                         ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    int64_t id = id_in_own_unit(c);
    assert_int_equal(node_of(id), 77);
    assert_true(id >> 22 > now - 1);
    /* Now none is left. */
    connect_again(c, &other);
    assert_int_equal(db_begin(&other, DB_WRITE), ERR_OK);
    assert_int_equal(db_new_id(&other, &id), ERR_BUSY);
    assert_string_equal(other.problem.code, "db.nodes");
    db_undo(&other);
    disconnect(&other);
    unit_close(c);
}

static void a_lease_that_was_undone_is_taken_anew(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    int64_t first = new_id(c);
    db_undo(c);
    assert_int_equal(nodes_in_table(c), 0);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_savepoint(c), ERR_OK);
    (void)new_id(c);
    assert_int_equal(db_savepoint_end(c, false), ERR_OK);
    int64_t second = new_id(c);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_true(second >> 22 >= first >> 22);
    assert_int_equal(nodes_in_table(c), 1);
    assert_int_equal(node_of(id_in_own_unit(c)), node_of(second));
    unit_close(c);
}

static void ids_go_on_behind_those_of_a_clock_that_was_far_ahead(void **state)
{
    (void)state;
    struct ctx *c = unit_open(), other;
    struct db_rows r;
    const int64_t now = time_now() / 1000 - INT64_C(1704067200000), week = 7 * INT64_C(86400000);
    connect_again(c, &other);
    int64_t right = id_in_own_unit(&other);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_query(c, SQL_ID_NODE_TAKE,
                              ARGS(db_int(3), db_text("x"), db_int(now + week), db_int(-1)), &r),
                     ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    /* A server that is started then, and one whose lease is over. */
    int64_t later = id_in_own_unit(c);
    assert_true(later >> 22 > now + week);
    other.db->ids.last = other.db->ids.used.until;
    other.db->ids.seq = 4095;
    int64_t renewed = id_in_own_unit(&other);
    assert_true(renewed >> 22 > now + week);
    assert_true(renewed > right && renewed != later);
    assert_true(id_in_own_unit(c) > later);
    disconnect(&other);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_rise_and_tell_their_time),
        cmocka_unit_test(two_connections_make_different_ids),
        cmocka_unit_test(a_clock_that_runs_backwards_makes_no_id_twice),
        cmocka_unit_test(an_ended_lease_is_used_again_but_not_its_time),
        cmocka_unit_test(a_lease_that_was_undone_is_taken_anew),
        cmocka_unit_test(ids_go_on_behind_those_of_a_clock_that_was_far_ahead),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "db/db_world.h"

#include "base/arena.h"
#include "unit.h"

static const struct db_stmt probe_stmts[] = {
    [PUT] = {"put",         "INSERT INTO probe (k, n, x, t, b) VALUES ($1, $2, $3, $4, $5)",          DB_STMT_WRITE   },
    [GET] = {"get",         "SELECT n, x, t, b FROM probe WHERE k = $1",                              0               },
    [LIST] = {"list",        "SELECT k, t FROM probe WHERE k > $1 ORDER BY k",                         0               },
    [ORDER] =
        {"order",
             "SELECT CAST($3 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)",
             0                                                                                                        },
    [GUESS] = {"guess",       "SELECT CASE WHEN $1 = 1 THEN 1 ELSE 0 END",                              0               },
    [COUNT] = {"count",       "SELECT count(*) FROM probe",                                             0               },
    [PUT_ONCE] = {"put_once",
             "INSERT INTO probe (k) VALUES ($1) ON CONFLICT (k) DO NOTHING RETURNING k",              DB_STMT_WRITE   },
    [PUT_CHILD] = {"put_child",   "INSERT INTO child (k, parent) VALUES ($1, $2)",                          DB_STMT_WRITE   },
    [CHECKED] = {"checked",     "UPDATE probe SET n = $2 WHERE k = $1",                                   DB_STMT_WRITE   },
    [WRONG_TYPE] = {"wrong_type",  "INSERT INTO probe (k, n) VALUES ($1, $2)",                               DB_STMT_WRITE   },
    [SHY_WRITE] = {"shy_write",   "DELETE FROM probe WHERE k = $1",                                         0               },
    [ONLY_SQLITE] = {"only_sqlite", "SELECT 1",                                                               DB_STMT_SQLITE  },
    [BAD_CAST] = {"bad_cast",    "SELECT CAST($1 AS NUMERIC)",                                             0               },
    [PLAN] = {"plan",        "EXPLAIN QUERY PLAN SELECT k FROM child WHERE parent = $1",               DB_STMT_SQLITE  },
    [END_OTHERS] = {"end_others",
             "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()",                 DB_STMT_POSTGRES},
};

static const char *const tables[] = {
    "CREATE TABLE probe (k BIGINT NOT NULL PRIMARY KEY, n BIGINT CHECK (n <> 13), "
    "x DOUBLE PRECISION, t TEXT, b BYTEA)",
    "CREATE TABLE child (k BIGINT NOT NULL PRIMARY KEY, "
    "parent BIGINT NOT NULL REFERENCES probe (k))",
};
static const char *const strict_tables[] = {
    "CREATE TABLE probe (k INTEGER NOT NULL PRIMARY KEY, n INTEGER CHECK (n <> 13), "
    "x REAL, t TEXT, b BLOB) STRICT",
    "CREATE TABLE child (k INTEGER NOT NULL PRIMARY KEY, "
    "parent INTEGER NOT NULL REFERENCES probe (k)) STRICT",
    "CREATE INDEX child_of_none ON child (k) WHERE parent = 0",
};

static void connect_probe(const struct ctx *base, struct ctx *out)
{
    char problem[256];
    *out = (struct ctx){.mem = arena_new(), .now = base->now};
    assert_int_equal(db_open(unit_url(base), &out->db, problem), ERR_OK);
    out->db->stmts = probe_stmts;
}

struct pair *pair_open(void)
{
    struct pair *p = test_calloc(1, sizeof *p);
    p->base = unit_open();
    connect_probe(p->base, &p->one);
    connect_probe(p->base, &p->two);
    assert_int_equal(db_begin(&p->one, DB_WRITE), ERR_OK);
    const char *const *ddl = unit_is_postgres() ? tables : strict_tables;
    for (size_t i = 0; i < (unit_is_postgres() ? LEN(tables) : LEN(strict_tables)); i++)
        assert_int_equal(p->one.db->driver->ddl(&p->one, ddl[i]), ERR_OK);
    assert_int_equal(db_end(&p->one, true), ERR_OK);
    return p;
}

void pair_close(struct pair *p)
{
    db_close(p->one.db);
    db_close(p->two.db);
    arena_free(p->one.mem);
    arena_free(p->two.mem);
    unit_close(p->base);
    test_free(p);
}

enum err put(struct ctx *c, int64_t k)
{
    return db_exec(c, ID(PUT), ARGS(db_int(k), db_null(), db_null(), db_text("x"), db_null()));
}

void put_committed(struct ctx *c, int64_t k)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(put(c, k), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

int64_t count(struct ctx *c)
{
    struct db_rows r;
    assert_int_equal(db_query(c, ID(COUNT), NO_ARGS, &r), ERR_OK);
    return row_int(&r, 0, 0);
}

int64_t count_alone(struct ctx *c)
{
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    int64_t n = count(c);
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

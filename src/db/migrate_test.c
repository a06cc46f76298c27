/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/casefile_row.h"
#include "db/db_driver.h"
#include "db/migrate.h"

enum { RACERS = 4 };

static struct ctx connect_to(const char *url)
{
    char problem[256];
    struct ctx c = {.mem = arena_new(), .now = 1};
    assert_int_equal(db_open(url, &c.db, problem), ERR_OK);
    return c;
}

static void disconnect(struct ctx *c)
{
    db_close(c->db);
    arena_free(c->mem);
}

static void run(struct ctx *c, const char *sql)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(c->db->driver->ddl(c, sql), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static size_t versions(struct ctx *c)
{
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, SQL_MIGRATE_LIST, NO_ARGS, &r), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r.n;
}

/* An empty place in the test's database: another file, or another schema. */
static void empty_url(const struct ctx *base, char out[600])
{
    if (unit_is_postgres())
        (void)snprintf(out, 600, "%s options='-c search_path=empty'", unit_url(base));
    else
        (void)snprintf(out, 600, "%s-empty", unit_url(base));
}

static void remove_empty(const struct ctx *base)
{
    static const char *const ends[] = {"-empty", "-empty-wal", "-empty-shm"};
    char path[600];
    for (size_t i = 0; !unit_is_postgres() && i < LEN(ends); i++) {
        (void)snprintf(path, sizeof path, "%s%s", unit_url(base) + strlen("sqlite:"), ends[i]);
        (void)remove(path);
    }
}

static void migrating_twice_changes_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    size_t n = versions(c);
    assert_true(n >= 1);
    assert_int_equal(db_migrate(c), ERR_OK);
    assert_int_equal(versions(c), n);
    unit_close(c);
}

static void a_newer_schema_is_refused(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_exec(c, SQL_MIGRATE_DONE, ARGS(db_text("9999-future.sql"), db_int(1))),
                     ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(db_migrate(c), ERR_CONFLICT);
    assert_string_equal(c->problem.code, "schema.newer");
    assert_string_equal(c->problem.detail, "9999-future.sql");
    unit_close(c);
}

static void a_migration_that_fails_leaves_nothing(void **state)
{
    (void)state;
    char url[600];
    struct ctx *base = unit_open();
    empty_url(base, url);
    if (unit_is_postgres())
        run(base, "CREATE SCHEMA empty");
    struct ctx c = connect_to(url);
    run(&c, "CREATE TABLE seal (stands_in_the_way INTEGER)");
    assert_int_not_equal(db_migrate(&c), ERR_OK);
    assert_int_equal(db_begin(&c, DB_READ), ERR_OK);
    struct db_rows r;
    enum err err = db_query(&c, SQL_MIGRATE_LIST, NO_ARGS, &r);
    assert_int_equal(err, ERR_INTERNAL);
    db_undo(&c);
    run(&c, "DROP TABLE seal");
    assert_int_equal(db_migrate(&c), ERR_OK);
    assert_true(versions(&c) >= 1);
    disconnect(&c);
    remove_empty(base);
    unit_close(base);
}

/* Length of the type word at `at`, whose meaning for the engine at hand goes to b; 0: there is none. */
static size_t put_word(struct buf *b, const char *at)
{
    static const struct {
        const char *word, *sqlite, *postgres;
    } words[] = {
        {"{INT}",    "INTEGER", "BIGINT"          },
        {"{REAL}",   "REAL",    "DOUBLE PRECISION"},
        {"{TEXT}",   "TEXT",    "TEXT"            },
        {"{BLOB}",   "BLOB",    "BYTEA"           },
        {"{DIST}",   "STRICT",  ""                },
        {"{SYSTEM}", "STRICT",  ""                },
    };
    for (size_t i = 0; i < LEN(words); i++) {
        if (!text_has_prefix(at, words[i].word))
            continue;
        buf_text(b, unit_is_postgres() ? words[i].postgres : words[i].sqlite);
        return strlen(words[i].word);
    }
    return 0;
}

/* A schema file as the version before ran it, statement by statement. */
static void run_schema(struct ctx *c, const char *path)
{
    struct buf b = {.mem = c->mem};
    size_t file = 0, n;
    while (strcmp(embedded[file].path, path) != 0)
        file++;
    for (const char *at = embedded[file].text; *at;) {
        if (text_has_prefix(at, "--")) {
            at += strcspn(at, "\n");
        } else if (*at == ';') {
            run(c, buf_str(&b));
            b = (struct buf){.mem = c->mem};
            at++;
        } else if ((n = put_word(&b, at)) > 0) {
            at += n;
        } else {
            buf_char(&b, *at++);
        }
    }
}

static int64_t count(struct ctx *c, enum sql id)
{
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, id, NO_ARGS, &r), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return (int64_t)r.n;
}

/* An empty database as a version left it that knew the schema files up to that name. */
static struct ctx from_before(struct ctx *base, const char *last)
{
    char url[600];
    empty_url(base, url);
    if (unit_is_postgres())
        run(base, "CREATE SCHEMA empty");
    struct ctx c = connect_to(url);
    run(&c, "CREATE TABLE schema_version (name TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL)");
    for (size_t i = 0; i < embedded_n; i++) {
        if (!text_has_prefix(embedded[i].path, "schema/") || strcmp(embedded[i].path, last) > 0)
            continue;
        run_schema(&c, embedded[i].path);
        run(&c, arena_printf(c.mem, "INSERT INTO schema_version VALUES ('%s', 1)",
                             embedded[i].path + strlen("schema/")));
    }
    return c;
}

static void cases_of_the_version_before_get_facts_and_the_open_ones_a_clock(void **state)
{
    (void)state;
    struct ctx *base = unit_open();
    struct ctx c = from_before(base, "schema/0001-first.sql");
    const char *none = unit_is_postgres() ? "''" : "X''";
    run(&c,
        arena_printf(
            c.mem,
            "INSERT INTO casefile (district, id, kind, flow, state, is_open, area, body, secret_hash,"
            " opened, updated, closed) VALUES"
            " (410105, 1, 'water_leak', 'short', 'accepted', 1, '410105016', 'a', %s, 5, 5, NULL),"
            " (410105, 2, 'water_leak', 'short', 'closed', 0, '410105016', 'b', %s, 6, 7, 7)",
            none, none));
    assert_int_equal(db_migrate(&c), ERR_OK);
    assert_int_equal(count(&c, SQL_COPY_READ_CASEFILE), 2);
    assert_int_equal(count(&c, SQL_COPY_READ_CASE_FACT), 2);
    struct db_rows r;
    assert_int_equal(db_begin(&c, DB_READ), ERR_OK);
    assert_int_equal(db_query(&c, SQL_TICK_DUE, ARGS(db_int(100), db_int(10)), &r), ERR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(row_int(&r, 0, 1), 1);
    assert_int_equal(db_end(&c, true), ERR_OK);
    disconnect(&c);
    remove_empty(base);
    unit_close(base);
}

static void words_kept_by_the_version_before_are_looked_at_ninety_days_after_closing(void **state)
{
    (void)state;
    struct ctx *base = unit_open();
    struct ctx c = from_before(base, "schema/0005-said.sql");
    const char *none = unit_is_postgres() ? "''" : "X''";
    for (int id = 1; id <= 4; id++) /* the last one is open */
        run(&c,
            arena_printf(
                c.mem,
                "INSERT INTO casefile (district, id, kind, flow, state, is_open, area, body,"
                " secret_hash, opened, updated, closed) VALUES (410105, %d, 'water_leak', 'short',"
                " 'closed', %d, '410105016', 'a', %s, 5, 5, %s)",
                id, id == 4, none, id == 4 ? "NULL" : "7"));
    run(&c, "INSERT INTO case_said (district, casefile, version, note) VALUES (410105, 1, 2, 'b'),"
            " (410105, 4, 2, 'b')");
    run(&c,
        "INSERT INTO case_mark (district, id, casefile, cycle, level, made, by_name, role, area, reason)"
        " VALUES (410105, 1, 2, 1, 0, 6, '', 'resident', '410105016', 'c'),"
        " (410105, 2, 3, 1, 1, 6, '', 'system', '410105016', 'c')");
    assert_int_equal(db_migrate(&c), ERR_OK);
    struct db_rows r;
    assert_int_equal(db_begin(&c, DB_READ), ERR_OK);
    assert_int_equal(db_query(&c, SQL_TICK_DUE, ARGS(db_int(INT64_MAX), db_int(10)), &r), ERR_OK);
    assert_int_equal(r.n, 2);
    for (size_t i = 0; i < r.n; i++) {
        assert_int_equal(row_int(&r, i, 1), i + 1);
        assert_int_equal(row_int(&r, i, 2), 7 + 90 * TIME_DAY);
    }
    assert_int_equal(db_end(&c, true), ERR_OK);
    disconnect(&c);
    remove_empty(base);
    unit_close(base);
}

static void add_photo(struct ctx *c, int id, int added)
{
    const char *none = unit_is_postgres() ? "''" : "X''";
    run(c,
        arena_printf(c->mem,
                     "INSERT INTO media (district, id, casefile, moment, hash, width, height,"
                     " added, thumb, bytes) VALUES (410105, %d, 1, 'before', %s, 1, 1, %d, %s, %s)",
                     id, none, added, none, none));
    run(c, arena_printf(
               c->mem,
               "INSERT INTO journal (district, id, at, who, role, noun, noun_id, area, action)"
               " VALUES (410105, %d, %d, '', '', 'casefile', 1, '410105016', '%s')",
               id, added,
               id == 1   ? "file"
               : id == 2 ? "progress"
               : id == 3 ? "dispute"
               : id == 4 ? "reopen_with_evidence"
                         : "fail"));
}

/* A case closed at 50 and reopened at 60, under a mark that wanted its answer by 70. */
static struct ctx reopened_before(struct ctx *base)
{
    struct ctx c = from_before(base, "schema/0007-ledger.sql");
    const char *none = unit_is_postgres() ? "''" : "X''";
    run(&c,
        arena_printf(c.mem,
                     "INSERT INTO casefile (district, id, kind, flow, state, is_open, area, body,"
                     " secret_hash, opened, updated, closed, cycle, supervised, next_at, woken,"
                     " verdict, rating) VALUES"
                     " (410105, 1, 'a', 'short', 'accepted', 1, '410105016', 'a', %s, 5, 5, NULL,"
                     " 2, 2, 99, 65, NULL, NULL),"
                     " (410105, 2, 'a', 'short', 'closed', 0, '410105016', 'b', %s, 6, 7, 7, 1, 0,"
                     " NULL, 6, 'upheld', 2)",
                     none, none));
    run(&c,
        "INSERT INTO case_mark (district, id, casefile, cycle, level, made, by_name, role, area,"
        " due) VALUES (410105, 1, 1, 2, 2, 61, '', '', '410105016', 80),"
        " (410105, 2, 1, 2, 1, 61, '', '', '410105016', 70)");
    run(&c, "INSERT INTO case_fact (district, casefile, cycle, flow, kind, area, opened) VALUES"
            " (410105, 1, 1, 'short', 'a', '410105016', 5),"
            " (410105, 1, 2, 'short', 'a', '410105016', 60)");
    add_photo(&c, 1, 5);
    add_photo(&c, 2, 20);
    add_photo(&c, 3, 55);
    add_photo(&c, 4, 60);
    add_photo(&c, 5, 64);
    return c;
}

static void photos_marks_and_verdicts_of_the_version_before_are_told_apart(void **state)
{
    static const char *const moments[] = {"before", "during", "dispute", "before", "check"};
    (void)state;
    struct ctx *base = unit_open();
    struct ctx c = reopened_before(base);
    struct db_rows r;
    assert_int_equal(db_migrate(&c), ERR_OK);
    assert_int_equal(db_begin(&c, DB_READ), ERR_OK);
    assert_int_equal(db_query(&c, SQL_COPY_READ_MEDIA, NO_ARGS, &r), ERR_OK);
    assert_int_equal(r.n, LEN(moments));
    for (size_t i = 0; i < r.n; i++)
        assert_string_equal(row_text(&r, i, 3), moments[i]);
    assert_int_equal(db_query(&c, SQL_COPY_READ_MEDIA_CYCLE, NO_ARGS, &r), ERR_OK);
    assert_int_equal(r.n, 2);
    assert_int_equal(row_int(&r, 0, 1), 4);
    assert_int_equal(row_int(&r, 1, 2), 2);
    assert_int_equal(db_query(&c, SQL_COPY_READ_CASE_VOICE, NO_ARGS, &r), ERR_OK);
    assert_int_equal(r.n, 1);
    assert_int_equal(row_int(&r, 0, 3), 2);
    assert_string_equal(row_text(&r, 0, 4), "disputed");
    assert_int_equal(row_int(&r, 0, 5), 2);
    assert_int_equal(db_query(&c, SQL_TICK_DUE, ARGS(db_int(70), db_int(10)), &r), ERR_OK);
    assert_int_equal(r.n, 1); /* when the first mark wants its answer */
    assert_int_equal(row_int(&r, 0, 2), 70);
    assert_int_equal(db_query(&c, SQL_CASEFILE_GET, ARGS(db_int(410105), db_int(2)), &r), ERR_OK);
    assert_true(row_null(&r, 0, COL_WOKEN)); /* closed since */
    assert_int_equal(db_query(&c, SQL_CASEFILE_GET, ARGS(db_int(410105), db_int(1)), &r), ERR_OK);
    assert_int_equal(row_int(&r, 0, COL_WOKEN), 65);
    assert_int_equal(row_int(&r, 0, COL_MARK_DUE), 70);
    assert_int_equal(db_end(&c, true), ERR_OK);
    disconnect(&c);
    remove_empty(base);
    unit_close(base);
}

static void *race(void *arg)
{
    struct ctx c = connect_to(arg);
    enum err *err = malloc(sizeof *err);
    if (err)
        *err = db_migrate(&c);
    disconnect(&c);
    return err;
}

static void several_may_migrate_at_once(void **state)
{
    (void)state;
    char url[600];
    pthread_t threads[RACERS];
    struct ctx *base = unit_open();
    size_t n = versions(base);
    empty_url(base, url);
    if (unit_is_postgres())
        run(base, "CREATE SCHEMA empty");
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, url), 0);
    for (int i = 0; i < RACERS; i++) {
        void *err;
        assert_int_equal(pthread_join(threads[i], &err), 0);
        assert_non_null(err);
        assert_int_equal(*(enum err *)err, ERR_OK);
        free(err);
    }
    struct ctx c = connect_to(url);
    assert_int_equal(versions(&c), n);
    disconnect(&c);
    remove_empty(base);
    unit_close(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(migrating_twice_changes_nothing),
        cmocka_unit_test(a_newer_schema_is_refused),
        cmocka_unit_test(a_migration_that_fails_leaves_nothing),
        cmocka_unit_test(cases_of_the_version_before_get_facts_and_the_open_ones_a_clock),
        cmocka_unit_test(words_kept_by_the_version_before_are_looked_at_ninety_days_after_closing),
        cmocka_unit_test(photos_marks_and_verdicts_of_the_version_before_are_told_apart),
        cmocka_unit_test(several_may_migrate_at_once),
    };
    return UNIT_RUN(tests);
}

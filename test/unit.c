/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "db/migrate.h"

#define UNIT_NOW INT64_C(1795482000000000) /* 2026-11-24 09:00 Shanghai */

struct unit_db {
    struct ctx c;  /* first: unit_open hands out its address */
    char dir[64];  /* of SQLite's file; "" on PostgreSQL */
    char name[64]; /* of PostgreSQL's database */
    char url[512];
    struct unit_db *next;
};

/* What is open; a test that fails jumps out, so its database is dropped at exit. */
static struct unit_db *all;

static void make_sqlite(struct unit_db *u)
{
    (void)snprintf(u->dir, sizeof u->dir, "/tmp/wangge-unit-XXXXXX");
    assert_non_null(mkdtemp(u->dir));
    (void)snprintf(u->url, sizeof u->url, "sqlite:%s/unit.db", u->dir);
}

static void drop_sqlite(const struct unit_db *u)
{
    static const char *const names[] = {"unit.db", "unit.db-wal", "unit.db-shm"};
    char path[128];
    for (size_t i = 0; i < LEN(names); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", u->dir, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(u->dir);
}

static PGconn *admin(void)
{
    const char *url = getenv("WANGGE_TEST_PG");
    if (!url)
        fail_msg("WANGGE_TEST_PG is not set: run under test/pg.sh run ...");
    PGconn *conn = PQconnectdb(url);
    if (PQstatus(conn) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(conn));
    PQclear(PQexec(conn, "SET client_min_messages = warning"));
    return conn;
}

PRINTF(2, 3) static int admin_do(PGconn *conn, const char *fmt, ...)
{
    char sql[512];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sql, sizeof sql, fmt, args);
    va_end(args);
    PGresult *r = PQexec(conn, sql);
    int rows = PQntuples(r);
    bool failed = PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK;
    PQclear(r);
    if (failed)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    return rows;
}

/* The admin's connection, but to another database. */
static void url_of(PGconn *conn, const char *name, char *out, size_t n)
{
    (void)snprintf(out, n, "postgres:host=%s port=%s user=%s password='%s' dbname=%s", PQhost(conn),
                   PQport(conn), PQuser(conn), PQpass(conn), name);
}

/* Changes with the schema files, so that an old template is never taken for a new one. */
static uint64_t schema_mark(void)
{
    uint64_t mark = 14695981039346656037u;
    const char *parts = getenv("WANGGE_PG_PARTITIONS");
    for (const char *p = parts ? parts : ""; *p; p++)
        mark = (mark ^ (unsigned char)*p) * 1099511628211u;
    for (size_t i = 0; i < embedded_n; i++)
        for (size_t k = 0; strncmp(embedded[i].path, "schema/", 7) == 0 && k < embedded[i].n; k++)
            mark = (mark ^ (unsigned char)embedded[i].text[k]) * 1099511628211u;
    return mark;
}

static void migrate_url(const char *url)
{
    char problem[256];
    struct ctx c = {.mem = arena_new(), .now = UNIT_NOW};
    if (db_open(url, &c.db, problem) != ERR_OK)
        fail_msg("%s", problem);
    if (db_migrate(&c) != ERR_OK)
        fail_msg("%s %s", c.problem.code, c.problem.detail);
    db_close(c.db);
    arena_free(c.mem);
}

/* Migrating takes longer than copying a migrated database: the first test of a cluster makes the template. */
static void make_template(PGconn *conn, const char *name)
{
    char url[512];
    (void)admin_do(conn, "SELECT pg_advisory_lock(1)");
    if (admin_do(conn, "SELECT 1 FROM pg_database WHERE datname = '%s'", name) == 0) {
        (void)admin_do(conn, "DROP DATABASE IF EXISTS unit_new");
        (void)admin_do(conn, "CREATE DATABASE unit_new");
        url_of(conn, "unit_new", url, sizeof url);
        migrate_url(url);
        (void)admin_do(conn, "ALTER DATABASE unit_new RENAME TO %s", name);
    }
    (void)admin_do(conn, "SELECT pg_advisory_unlock(1)");
}

static void make_postgres(struct unit_db *u)
{
    static int made;
    char template[64];
    PGconn *conn = admin();
    (void)snprintf(template, sizeof template, "unit_%016" PRIx64, schema_mark());
    (void)snprintf(u->name, sizeof u->name, "unit_%d_%d", (int)getpid(), ++made);
    make_template(conn, template);
    (void)admin_do(conn, "CREATE DATABASE %s TEMPLATE %s", u->name, template);
    url_of(conn, u->name, u->url, sizeof u->url);
    PQfinish(conn);
}

static void drop_postgres(const struct unit_db *u)
{
    PGconn *conn = admin();
    (void)admin_do(conn, "DROP DATABASE %s WITH (FORCE)", u->name);
    PQfinish(conn);
}

bool unit_is_postgres(void)
{
    const char *engine = getenv("WANGGE_TEST_DB");
    return engine && strcmp(engine, "postgres") == 0;
}

struct ctx *unit_open(void)
{
    char problem[256];
    struct unit_db *u = calloc(1, sizeof *u);
    assert_non_null(u);
    assert_true(secret_start());
    if (unit_is_postgres())
        make_postgres(u);
    else
        make_sqlite(u);
    u->c.mem = arena_new();
    u->c.now = UNIT_NOW;
    u->next = all;
    all = u;
    if (db_open(u->url, &u->c.db, problem) != ERR_OK)
        fail_msg("%s", problem);
    if (db_migrate(&u->c) != ERR_OK)
        fail_msg("%s %s", u->c.problem.code, u->c.problem.detail);
    return &u->c;
}

void unit_close(struct ctx *c)
{
    struct unit_db *u = (struct unit_db *)c, **at = &all;
    while (*at != u)
        at = &(*at)->next;
    *at = u->next;
    db_close(c->db);
    arena_free(c->mem);
    if (u->name[0])
        drop_postgres(u);
    else
        drop_sqlite(u);
    free(u);
}

static void close_all(void)
{
    while (all)
        unit_close(&all->c);
}

void unit_tap(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    (void)atexit(close_all);
}

const char *unit_url(const struct ctx *c)
{
    return ((const struct unit_db *)c)->url;
}

const char *unit_shared(const char *name)
{
    static char path[512];
    (void)snprintf(path, sizeof path, "../shared/data/%s", name);
    return access(path, R_OK) == 0 ? path : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_pg.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/embed.h"
#include "db/db.h"
#include "db/migrate.h"
#include "unit.h"

enum { DATABASES_MAX = 16, SHAPE = 96 };

struct database {
    char name[64];
    char url[UNIT_PG_URL];
    char shape[SHAPE]; /* how it was when new: more than its rows may not change */
    PGconn *conn;      /* NULL: this place is free */
    bool taken;
};

static PGconn *admin;
static struct database databases[DATABASES_MAX];
static int made;

static PGconn *connect_to(const char *conninfo)
{
    PGconn *conn = PQconnectdb(conninfo);
    if (PQstatus(conn) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(conn));
    PQclear(PQexec(conn, "SET client_min_messages = warning"));
    return conn;
}

PRINTF(3, 4)
static bool ask(PGconn *conn, char answer[SHAPE], const char *fmt, ...)
{
    char sql[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sql, sizeof sql, fmt, args);
    va_end(args);
    PGresult *r = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(r);
    if (answer)
        (void)snprintf(answer, SHAPE, "%s", PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : "");
    PQclear(r);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
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

/* The admin's connection, but to another database. */
static void url_of(const char *name, char url[UNIT_PG_URL])
{
    (void)snprintf(url, UNIT_PG_URL, "postgres:host=%s port=%s user=%s password='%s' dbname=%s",
                   PQhost(admin), PQport(admin), PQuser(admin), PQpass(admin), name);
}

static void migrate(const char *url)
{
    char problem[256];
    struct ctx c = {.mem = arena_new(), .now = 1};
    if (db_open(url, &c.db, problem) != ERR_OK)
        fail_msg("%s", problem);
    if (db_migrate(&c) != ERR_OK)
        fail_msg("%s %s", c.problem.code, c.problem.detail);
    db_close(c.db);
    arena_free(c.mem);
}

/* Migrating takes longer than copying a migrated database: the first test of a cluster makes the template. */
static void make_template(const char *name)
{
    char url[UNIT_PG_URL], found[SHAPE];
    assert_true(ask(admin, NULL, "SELECT pg_advisory_lock(1)"));
    assert_true(ask(admin, found, "SELECT 1 FROM pg_database WHERE datname = '%s'", name));
    if (!found[0]) {
        assert_true(ask(admin, NULL, "DROP DATABASE IF EXISTS unit_new"));
        assert_true(ask(admin, NULL, "CREATE DATABASE unit_new"));
        url_of("unit_new", url);
        migrate(url);
        assert_true(ask(admin, NULL, "ALTER DATABASE unit_new RENAME TO %s", name));
    }
    assert_true(ask(admin, NULL, "SELECT pg_advisory_unlock(1)"));
}

static bool read_shape(PGconn *conn, char out[SHAPE])
{
    return ask(conn, out,
               "SELECT concat_ws(' ', (SELECT count(*) FROM pg_class), (SELECT count(*) FROM "
               "pg_attribute WHERE NOT attisdropped), (SELECT count(*) FROM pg_constraint), "
               "(SELECT count(*) FROM pg_namespace), (SELECT count(*) FROM schema_version))");
}

static bool empty_tables(PGconn *conn)
{
    return ask(
        conn, NULL,
        "SET lock_timeout = '2s'; SET session_replication_role = replica; DO $$ DECLARE t text; BEGIN "
        "FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'schema_version' "
        "LOOP EXECUTE 'DELETE FROM ' || t; END LOOP; END $$");
}

static void make(struct database *d)
{
    char template[64];
    if (!admin)
        admin = connect_to(getenv("WANGGE_TEST_PG"));
    (void)snprintf(template, sizeof template, "unit_%016" PRIx64, schema_mark());
    make_template(template);
    (void)snprintf(d->name, sizeof d->name, "unit_%d_%d", (int)getpid(), ++made);
    if (!ask(admin, NULL, "CREATE DATABASE %s TEMPLATE %s", d->name, template))
        fail_msg("%s", PQerrorMessage(admin));
    url_of(d->name, d->url);
    d->conn = connect_to(d->url + strlen("postgres:"));
    assert_true(read_shape(d->conn, d->shape));
}

static void drop(struct database *d)
{
    PQfinish(d->conn);
    (void)ask(admin, NULL, "DROP DATABASE IF EXISTS %s WITH (FORCE)", d->name);
    *d = (struct database){.conn = NULL};
}

static bool fits_partitions(const struct database *d)
{
    char mark[SHAPE];
    const char *parts = getenv("WANGGE_PG_PARTITIONS");
    return ask(d->conn, mark, "SELECT 1 FROM pg_partitioned_table LIMIT 1") &&
           (mark[0] != '\0') == (parts != NULL);
}

void unit_pg_take(char url[UNIT_PG_URL])
{
    struct database *d = NULL;
    if (!getenv("WANGGE_TEST_PG"))
        fail_msg("WANGGE_TEST_PG is not set: run under test/pg.sh run ...");
    for (size_t i = 0; i < DATABASES_MAX; i++) {
        if (!databases[i].conn && !d)
            d = &databases[i];
        if (!databases[i].conn || databases[i].taken || !fits_partitions(&databases[i]))
            continue;
        d = &databases[i];
        break;
    }
    assert_non_null(d);
    if (!d->conn)
        make(d);
    d->taken = true;
    (void)snprintf(url, UNIT_PG_URL, "%s", d->url);
}

void unit_pg_give(const char *url)
{
    for (size_t i = 0; i < DATABASES_MAX; i++) {
        struct database *d = &databases[i];
        char shape[SHAPE];
        if (!d->conn || strcmp(d->url, url) != 0)
            continue;
        d->taken = false;
        if (!read_shape(d->conn, shape) || strcmp(shape, d->shape) != 0 || !empty_tables(d->conn))
            drop(d);
    }
}

void unit_pg_end(void)
{
    for (size_t i = 0; i < DATABASES_MAX; i++)
        if (databases[i].conn)
            drop(&databases[i]);
    PQfinish(admin);
    admin = NULL;
}

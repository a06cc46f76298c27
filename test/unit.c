/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "db/migrate.h"
#include "unit_pg.h"
#include "unit_record.h"

#define UNIT_NOW INT64_C(1795482000000000) /* 2026-11-24 09:00 Shanghai */

struct unit_db {
    struct ctx c; /* first: unit_open hands out its address */
    char dir[64]; /* of SQLite's file; "" on PostgreSQL */
    char url[UNIT_PG_URL];
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
    if (unit_is_postgres())
        unit_pg_take(u->url);
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
    unit_record(&u->c);
    assert_true(secret_start());
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
    if (u->dir[0])
        drop_sqlite(u);
    else
        unit_pg_give(u->url);
    free(u);
}

static void close_all(void)
{
    while (all)
        unit_close(&all->c);
    unit_pg_end();
}

/* cmocka 1.1.5 writes a skipped test as "not ok", which TAP counts as a failure. */
static ssize_t write_tap(void *cookie, const char *line, size_t n)
{
    static const char wrong[] = "not ok ";
    FILE *out = cookie;
    bool skipped = n > strlen(wrong) && strncmp(line, wrong, strlen(wrong)) == 0 &&
                   memmem(line, n, " # SKIP", 7) != NULL;
    size_t from = skipped ? strlen("not ") : 0;
    (void)fwrite(line + from, 1, n - from, out);
    (void)fflush(out);
    return (ssize_t)n;
}

void unit_tap(void)
{
    static FILE *real;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (real)
        return;
    (void)atexit(close_all);
    real = stdout;
    stdout = fopencookie(real, "w", (cookie_io_functions_t){.write = write_tap});
    (void)setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
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

void unit_need(const char *name)
{
    if (!unit_shared(name))
        skip();
}

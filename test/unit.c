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

#define UNIT_NOW INT64_C(1795482000000000) /* 2026-11-24 09:00 Shanghai */

struct unit_db {
    struct ctx c; /* first: unit_open hands out its address */
    char dir[64]; /* of SQLite's file; "" on PostgreSQL */
    char url[256];
};

void unit_tap(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
}

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

struct ctx *unit_open(void)
{
    char problem[256];
    struct unit_db *u = calloc(1, sizeof *u);
    assert_non_null(u);
    assert_true(secret_start());
    make_sqlite(u);
    u->c.mem = arena_new();
    u->c.now = UNIT_NOW;
    if (db_open(u->url, &u->c.db, problem) != ERR_OK)
        fail_msg("%s", problem);
    if (db_migrate(&u->c) != ERR_OK)
        fail_msg("%s %s", u->c.problem.code, u->c.problem.detail);
    return &u->c;
}

void unit_close(struct ctx *c)
{
    struct unit_db *u = (struct unit_db *)c;
    db_close(c->db);
    arena_free(c->mem);
    drop_sqlite(u);
    free(u);
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

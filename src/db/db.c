/* SPDX-License-Identifier: Apache-2.0 */
/* What both engines share: the state of a unit, the rule that an error ends it, and the tests' hooks. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db_driver.h"

static enum err open_engine(const char *url, struct db **out, char problem[256])
{
    if (text_has_prefix(url, "sqlite:"))
        return db_sqlite.open(url + strlen("sqlite:"), out, problem);
    if (text_has_prefix(url, "postgres://") || text_has_prefix(url, "postgresql://"))
        return db_postgres.open(url, out, problem);
    if (text_has_prefix(url, "postgres:"))
        return db_postgres.open(url + strlen("postgres:"), out, problem);
    (void)strncat(problem, "the database must be sqlite:PATH or postgres:CONNINFO", 255);
    return ERR_INVALID;
}

enum err db_open(const char *url, struct db **out, char problem[256])
{
    problem[0] = '\0';
    TRY(open_engine(url, out, problem));
    (*out)->stmts = db_stmts;
    return ERR_OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    free(db->touched);
    db->driver->close(db);
}

enum db_engine db_engine(const struct db *db)
{
    return db->driver->engine;
}

enum err db_begin(struct ctx *c, enum db_mode mode)
{
    struct db *db = c->db;
    assert(!db->open);
    TRY(db->driver->begin(c, mode));
    db->mode = mode;
    db->open = true;
    db->failed = false;
    db->writes = 0;
    db->n_touched = 0;
    return ERR_OK;
}

/* Keeps the first failure: after it the unit can only be undone. */
static enum err note(struct db *db, enum err err)
{
    if (err != ERR_OK)
        db->failed = true;
    return err;
}

/* True when the test's switch wants this statement to fail. */
static bool fails_now(struct db *db)
{
    return db->fail_in > 0 && --db->fail_in == 0;
}

void db_undo(struct ctx *c)
{
    struct db *db = c->db;
    if (!db->open)
        return;
    db->driver->undo(c);
    db->open = false;
    db_ids_end(db, false);
}

static enum err commit_unit(struct ctx *c)
{
    struct db *db = c->db;
    assert(db->open);
    if (db->failed)
        return ctx_fail(c, ERR_INTERNAL, "db.failed_unit", "", "%s", "");
    if (fails_now(db))
        return ctx_fail(c, ERR_INTERNAL, "db.fail_at", "", "%s", "commit");
    TRY(db->driver->commit(c));
    db->open = false;
    db_ids_end(db, true);
    return ERR_OK;
}

enum err db_end(struct ctx *c, bool commit)
{
    enum err err = commit ? commit_unit(c) : ERR_OK;
    db_undo(c);
    return err;
}

enum err db_savepoint(struct ctx *c)
{
    assert(c->db->open && c->db->mode == DB_WRITE && !c->db->failed);
    return note(c->db, c->db->driver->savepoint(c));
}

enum err db_savepoint_end(struct ctx *c, bool keep)
{
    struct db *db = c->db;
    assert(db->open);
    if (keep && db->failed)
        return ctx_fail(c, ERR_INTERNAL, "db.failed_unit", "", "%s", "");
    enum err err = note(db, db->driver->savepoint_end(c, keep));
    if (keep || err != ERR_OK)
        return err;
    db->failed = false;
    db_ids_end(db, false);
    return ERR_OK;
}

static enum err check(struct ctx *c, enum sql id)
{
    struct db *db = c->db;
    const struct db_stmt *s = &db->stmts[id];
    unsigned other = db->driver->engine == DB_SQLITE ? DB_STMT_POSTGRES : DB_STMT_SQLITE;
    assert(db->open);
    if (db->failed)
        return ctx_fail(c, ERR_INTERNAL, "db.failed_unit", "", "%s", s->name);
    if (s->flags & other || (db->mode == DB_READ && s->flags & DB_STMT_WRITE))
        return ctx_fail(c, ERR_INTERNAL, "db.statement", "", "%s does not fit here", s->name);
    if (fails_now(db))
        return ctx_fail(c, ERR_INTERNAL, "db.fail_at", "", "%s", s->name);
    db->writes += (s->flags & DB_STMT_WRITE) != 0;
    return ERR_OK;
}

enum err db_exec(struct ctx *c, enum sql id, const struct db_value *args, size_t n)
{
    struct db *db = c->db;
    TRY(note(db, check(c, id)));
    if (db->watch)
        db->watch(db->watch_arg, id, args, n, NULL);
    return note(db, db->driver->exec(c, id, args, n));
}

struct collected {
    struct arena *mem;
    struct db_value *v;
    size_t n, cap, cols;
};

/* arena_grow, but not zeroed: each value is written at once, and a page has thousands. */
static void double_room(struct collected *to, size_t row)
{
    to->cap = to->cap ? 2 * to->cap : 8;
    struct db_value *v = arena_room(to->mem, to->cap * row);
    if (to->n)
        memcpy(v, to->v, to->n * row);
    to->v = v;
}

static enum err collect(void *arg, const struct db_value *row, size_t cols)
{
    struct collected *to = arg;
    if (to->n == to->cap)
        double_room(to, cols * sizeof *row);
    struct db_value *at = to->v + to->n++ * cols;
    for (size_t i = 0; i < cols; i++) {
        at[i] = row[i];
        if (row[i].p)
            at[i].p = arena_copy_n(to->mem, row[i].p, row[i].n);
    }
    to->cols = cols;
    return ERR_OK;
}

enum err db_query(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                  struct db_rows *out)
{
    struct db *db = c->db;
    struct collected to = {.mem = c->mem};
    TRY(note(db, check(c, id)));
    TRY(note(db, db->driver->rows(c, id, args, n, collect, &to, false)));
    *out = (struct db_rows){.n = to.n, .cols = to.cols, .v = to.v};
    if (db->watch)
        db->watch(db->watch_arg, id, args, n, out);
    return ERR_OK;
}

struct watched {
    struct db *db;
    enum sql id;
    const struct db_value *args;
    size_t n;
    db_row_fn *fn;
    void *arg;
};

static enum err watched_row(void *arg, const struct db_value *row, size_t cols)
{
    const struct watched *w = arg;
    struct db_rows one = {.n = 1, .cols = cols, .v = row};
    w->db->watch(w->db->watch_arg, w->id, w->args, w->n, &one);
    return w->fn(w->arg, row, cols);
}

enum err db_each(struct ctx *c, enum sql id, const struct db_value *args, size_t n, db_row_fn *fn,
                 void *arg)
{
    struct db *db = c->db;
    struct watched w = {.db = db, .id = id, .args = args, .n = n, .fn = fn, .arg = arg};
    TRY(note(db, check(c, id)));
    if (db->watch)
        return note(db, db->driver->rows(c, id, args, n, watched_row, &w, true));
    return note(db, db->driver->rows(c, id, args, n, fn, arg, true));
}

void db_touch(struct ctx *c, int32_t district)
{
    struct db *db = c->db;
    size_t at = db->n_touched;
    while (at > 0 && db->touched[at - 1] > district)
        at--;
    if (at > 0 && db->touched[at - 1] == district)
        return;
    if (db->n_touched == db->cap_touched) {
        db->cap_touched = db->cap_touched ? 2 * db->cap_touched : 16;
        db->touched = realloc(db->touched, db->cap_touched * sizeof *db->touched);
        if (!db->touched)
            abort();
    }
    memmove(db->touched + at + 1, db->touched + at, (db->n_touched - at) * sizeof *db->touched);
    db->touched[at] = district;
    db->n_touched++;
}

size_t db_touched(const struct db *db, const int32_t **out_districts)
{
    *out_districts = db->touched;
    return db->n_touched;
}

void db_fail_at(struct db *db, int64_t n)
{
    db->fail_in = n;
}

void db_watch(struct db *db, db_watch_fn *fn, void *arg)
{
    db->watch = fn;
    db->watch_arg = arg;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite: a file in WAL mode, each commit synced. Parameters are bound by name: SQLite numbers $n by first appearance,
 * so binding by position would bind the wrong ones without a word.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db_driver.h"

enum { BUSY_MS = 5000 };

enum control {
    BEGIN_READ,
    BEGIN_WRITE,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO,
    CONTROL__COUNT
};

static const char *const control_sql[CONTROL__COUNT] = {
    "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT u", "RELEASE u", "ROLLBACK TO u",
};

struct prepared {
    sqlite3_stmt *st;
    unsigned char arg[DB_PARAMS_MAX]; /* of SQLite's i-th parameter */
    unsigned char n_params, n_args;
};

struct sqlite {
    struct db head;
    sqlite3 *file;
    int wal_pages;
    sqlite3_stmt *control[CONTROL__COUNT];
    struct prepared stmts[SQL__COUNT];
};

static struct sqlite *self(const struct ctx *c)
{
    return (struct sqlite *)c->db;
}

static const char *constraint_code(int rc)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return "db.unique";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return "db.reference";
    default:
        return "db.check";
    }
}

/* Every failure of the library comes through here, with what it was about. */
static enum err failed(struct ctx *c, int rc, const char *doing)
{
    const char *text = sqlite3_errmsg(self(c)->file);
    if (rc == SQLITE_CONSTRAINT_DATATYPE)
        return ctx_fail(c, ERR_INTERNAL, "db.type", "", "%s: %s", doing, text);
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ctx_fail(c, ERR_BUSY, "db.busy", "", "%s: %s", doing, text);
    case SQLITE_CONSTRAINT:
        return ctx_fail(c, ERR_CONFLICT, constraint_code(rc), "", "%s: %s", doing, text);
    default:
        return ctx_fail(c, ERR_INTERNAL, "db.failed", "", "%s: %s (%d)", doing, text, rc);
    }
}

static int control(struct sqlite *s, enum control what)
{
    int rc = SQLITE_OK;
    if (!s->control[what])
        rc = sqlite3_prepare_v3(s->file, control_sql[what], -1, SQLITE_PREPARE_PERSISTENT,
                                &s->control[what], NULL);
    if (rc != SQLITE_OK)
        return rc;
    rc = sqlite3_step(s->control[what]);
    (void)sqlite3_reset(s->control[what]);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int on_commit(void *arg, sqlite3 *file, const char *name, int pages)
{
    struct sqlite *s = arg;
    (void)file;
    (void)name;
    s->wal_pages = pages;
    return SQLITE_OK;
}

static void sqlite_close(struct db *db)
{
    struct sqlite *s = (struct sqlite *)db;
    for (size_t i = 0; i < CONTROL__COUNT; i++)
        (void)sqlite3_finalize(s->control[i]);
    for (size_t i = 0; i < SQL__COUNT; i++)
        (void)sqlite3_finalize(s->stmts[i].st);
    (void)sqlite3_close(s->file);
    free(s);
}

/*
 * 8 MiB of pages a connection: with SQLite's own 2 a reader goes to the file again for what each list starts from. One
 * plan a statement (QPSG): else each that compares the column of a partial index with a parameter is compiled anew
 * whenever it runs.
 */
static int set_up(struct sqlite *s)
{
    static const char pragmas[] =
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;"
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cache_size = -8192;"
        "PRAGMA trusted_schema = OFF;";
    static const int off[] = {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL};
    static const int on[] = {SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_QPSG};
    (void)sqlite3_extended_result_codes(s->file, 1);
    (void)sqlite3_busy_timeout(s->file, BUSY_MS);
    for (size_t i = 0; i < LEN(off); i++)
        (void)sqlite3_db_config(s->file, off[i], 0, NULL);
    for (size_t i = 0; i < LEN(on); i++)
        (void)sqlite3_db_config(s->file, on[i], 1, NULL);
    return sqlite3_exec(s->file, pragmas, NULL, NULL, NULL);
}

/*
 * A new file is its owner's alone; the log takes over its mode. A file that exists is not opened here: closing it
 * would let go of the locks that this process's other connections have on it.
 */
static void make_file(const char *where)
{
    int fd = open(where, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0)
        (void)close(fd);
}

static enum err sqlite_open(const char *where, struct db **out, char problem[256])
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    struct sqlite *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->head.driver = &db_sqlite;
    make_file(where);
    int rc = sqlite3_open_v2(where, &s->file, flags, NULL);
    if (rc == SQLITE_OK)
        rc = set_up(s);
    if (rc != SQLITE_OK) {
        (void)snprintf(problem, 256, "%s: %s", where, sqlite3_errmsg(s->file));
        sqlite_close(&s->head);
        return (rc & 0xff) == SQLITE_BUSY ? ERR_BUSY : ERR_INTERNAL;
    }
    *out = &s->head;
    return ERR_OK;
}

static enum err sqlite_begin(struct ctx *c, enum db_mode mode)
{
    int rc = control(self(c), mode == DB_WRITE ? BEGIN_WRITE : BEGIN_READ);
    return rc == SQLITE_OK ? ERR_OK : failed(c, rc, "begin");
}

static void sqlite_undo(struct ctx *c)
{
    (void)control(self(c), ROLLBACK);
}

static enum err sqlite_commit(struct ctx *c)
{
    struct sqlite *s = self(c);
    int rc = control(s, COMMIT);
    if (rc == SQLITE_OK)
        return ERR_OK;
    /* When the disk fails under a commit, a later start may still find it in the log. */
    if ((rc & 0xff) == SQLITE_IOERR)
        return ctx_fail(c, ERR_UNKNOWN, "db.unknown", "", "%s", sqlite3_errmsg(s->file));
    return failed(c, rc, "commit");
}

static enum err sqlite_savepoint(struct ctx *c)
{
    int rc = control(self(c), SAVEPOINT);
    return rc == SQLITE_OK ? ERR_OK : failed(c, rc, "savepoint");
}

static enum err sqlite_savepoint_end(struct ctx *c, bool keep)
{
    int rc = keep ? SQLITE_OK : control(self(c), ROLLBACK_TO);
    if (rc == SQLITE_OK)
        rc = control(self(c), RELEASE);
    return rc == SQLITE_OK ? ERR_OK : failed(c, rc, "savepoint");
}

/* Which argument each of SQLite's parameters wants; a parameter that is not $n is an error of the statement. */
static bool map_params(struct prepared *p)
{
    int n = sqlite3_bind_parameter_count(p->st);
    if (n > DB_PARAMS_MAX)
        return false;
    p->n_params = (unsigned char)n;
    for (int i = 0; i < n; i++) {
        int64_t number;
        const char *name = sqlite3_bind_parameter_name(p->st, i + 1);
        if (!name || name[0] != '$' || !text_int(name + 1, &number) || number < 1 ||
            number > DB_PARAMS_MAX)
            return false;
        p->arg[i] = (unsigned char)(number - 1);
        if (p->n_args < number)
            p->n_args = (unsigned char)number;
    }
    return true;
}

static enum err prepare(struct ctx *c, enum sql id, struct prepared **out)
{
    struct sqlite *s = self(c);
    struct prepared *p = &s->stmts[id];
    *out = p;
    if (p->st)
        return ERR_OK;
    int rc = sqlite3_prepare_v3(s->file, c->db->stmts[id].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                &p->st, NULL);
    if (rc != SQLITE_OK)
        return failed(c, rc, c->db->stmts[id].name);
    bool writes = (c->db->stmts[id].flags & DB_STMT_WRITE) != 0;
    if (map_params(p) && writes == !sqlite3_stmt_readonly(p->st))
        return ERR_OK;
    (void)sqlite3_finalize(p->st);
    *p = (struct prepared){0};
    return ctx_fail(c, ERR_INTERNAL, "db.statement", "", "%s: parameters or write flag",
                    c->db->stmts[id].name);
}

static int bind_one(sqlite3_stmt *st, int at, const struct db_value *v)
{
    switch (v->type) {
    case DB_INT:
        return sqlite3_bind_int64(st, at, v->i);
    case DB_REAL:
        return sqlite3_bind_double(st, at, v->real);
    case DB_TEXT:
        return sqlite3_bind_text64(st, at, v->p, v->n, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BLOB:
        return sqlite3_bind_blob64(st, at, v->n ? v->p : "", v->n, SQLITE_STATIC);
    case DB_NULL:
        break;
    }
    return sqlite3_bind_null(st, at);
}

static enum err bind(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                     struct prepared *p)
{
    if (n != p->n_args)
        return ctx_fail(c, ERR_INTERNAL, "db.statement", "", "%s: %zu arguments for %d",
                        c->db->stmts[id].name, n, p->n_args);
    for (int i = 0; i < p->n_params; i++) {
        int rc = bind_one(p->st, i + 1, &args[p->arg[i]]);
        if (rc != SQLITE_OK)
            return failed(c, rc, c->db->stmts[id].name);
    }
    return ERR_OK;
}

/* By value: the calls by column lock and unlock each time. A connection is of one thread (SQLITE_OPEN_NOMUTEX). */
static struct db_value column(sqlite3_stmt *st, int col)
{
    sqlite3_value *is = sqlite3_column_value(st, col);
    struct db_value v = {.type = DB_NULL};
    switch (sqlite3_value_type(is)) {
    case SQLITE_INTEGER:
        v = db_int(sqlite3_value_int64(is));
        break;
    case SQLITE_FLOAT:
        v = db_real(sqlite3_value_double(is));
        break;
    case SQLITE_TEXT:
        v = (struct db_value){.type = DB_TEXT, .p = sqlite3_value_text(is)};
        v.n = (size_t)sqlite3_value_bytes(is);
        break;
    case SQLITE_BLOB:
        v = (struct db_value){.type = DB_BLOB, .p = sqlite3_value_blob(is)};
        v.n = (size_t)sqlite3_value_bytes(is);
        if (!v.p)
            v.p = "";
        break;
    default:
        break;
    }
    return v;
}

static enum err sqlite_rows(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                            db_row_fn *fn, void *arg, bool stream)
{
    struct prepared *p;
    struct db_value row[DB_COLS_MAX];
    (void)stream;
    TRY(prepare(c, id, &p));
    enum err err = bind(c, id, args, n, p);
    int cols = sqlite3_column_count(p->st);
    if (err == ERR_OK && cols > DB_COLS_MAX)
        err = ctx_fail(c, ERR_INTERNAL, "db.statement", "", "%s: columns", c->db->stmts[id].name);
    int rc = SQLITE_ROW;
    while (err == ERR_OK && (rc = sqlite3_step(p->st)) == SQLITE_ROW) {
        for (int i = 0; i < cols; i++)
            row[i] = column(p->st, i);
        if (fn)
            err = fn(arg, row, (size_t)cols);
    }
    if (err == ERR_OK && rc != SQLITE_DONE)
        err = failed(c, rc, c->db->stmts[id].name);
    (void)sqlite3_reset(p->st);
    (void)sqlite3_clear_bindings(p->st);
    return err;
}

static enum err sqlite_exec(struct ctx *c, enum sql id, const struct db_value *args, size_t n)
{
    return sqlite_rows(c, id, args, n, NULL, NULL, false);
}

static enum err sqlite_ddl(struct ctx *c, const char *sql)
{
    int rc = sqlite3_exec(self(c)->file, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ERR_OK : failed(c, rc, sql);
}

const struct db_driver db_sqlite = {
    .engine = DB_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .undo = sqlite_undo,
    .savepoint = sqlite_savepoint,
    .savepoint_end = sqlite_savepoint_end,
    .exec = sqlite_exec,
    .rows = sqlite_rows,
    .ddl = sqlite_ddl,
};

void db_own_checkpoints(struct db *db)
{
    if (db->driver != &db_sqlite)
        return;
    struct sqlite *s = (struct sqlite *)db;
    (void)sqlite3_wal_hook(s->file, on_commit, s);
    /* A batch touches hundreds of pages all over the indexes; reading them again each time would cost a third more. */
    (void)sqlite3_exec(s->file, "PRAGMA cache_size = -65536", NULL, NULL, NULL);
}

int db_wal_pages(const struct db *db)
{
    return db->driver == &db_sqlite ? ((const struct sqlite *)db)->wal_pages : 0;
}

void db_checkpoint(struct db *db)
{
    if (db->driver != &db_sqlite)
        return;
    struct sqlite *s = (struct sqlite *)db;
    (void)sqlite3_wal_checkpoint_v2(s->file, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

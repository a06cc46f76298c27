/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an engine must bring, and what the two share. Only src/db and tests of it include this.
 * A driver reports a failure by ctx_fail with a code of "db."; db.c then lets nothing more run in that unit,
 * because PostgreSQL would refuse it and SQLite would not.
 */
#pragma once

#include "db/db.h"

enum { DB_PARAMS_MAX = 80, DB_COLS_MAX = 80 };

struct db_driver {
    enum db_engine engine;
    enum err (*open)(const char *where, struct db **out, char problem[256]);
    void (*close)(struct db *db);
    enum err (*begin)(struct ctx *c, enum db_mode mode);
    enum err (*commit)(struct ctx *c); /* a failure is followed by undo */
    void (*undo)(struct ctx *c);
    enum err (*savepoint)(struct ctx *c);
    enum err (*savepoint_end)(struct ctx *c, bool keep);
    /* May only queue it: then a later call reports its failure. */
    enum err (*exec)(struct ctx *c, enum sql id, const struct db_value *args, size_t n);
    /* stream: the result is too large to be held whole. */
    enum err (*rows)(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                     db_row_fn *fn, void *arg, bool stream);
    /* One statement of a schema file, which is in no registry. */
    enum err (*ddl)(struct ctx *c, const char *sql);
};
extern const struct db_driver db_sqlite, db_postgres;

struct db_lease {
    int32_t node;
    int64_t until; /* ms since 2024; 0: none */
};

struct db_ids {
    struct db_lease used, kept; /* kept: the last one that is committed */
    int64_t last;               /* ms of the last id */
    int32_t seq;
    int64_t test_next; /* tests: ids count from here instead; 0 off */
};

typedef void db_watch_fn(void *arg, enum sql id, const struct db_value *args, size_t n,
                         const struct db_rows *rows);

struct db { /* the head of each driver's own struct */
    const struct db_driver *driver;
    const struct db_stmt *stmts; /* db_stmts; tests of src/db bring their own */
    enum db_mode mode;
    bool open;       /* between db_begin and db_end */
    bool failed;     /* a statement of the unit failed */
    size_t writes;   /* statements of the unit that may have changed something */
    int64_t fail_in; /* 0: never */
    struct db_ids ids;
    int32_t *touched; /* districts, ascending */
    size_t n_touched, cap_touched;
    db_watch_fn *watch;
    void *watch_arg;
};

/* Tests: ids count from start, so that two engines make the same ones. */
void db_set_ids(struct db *db, int64_t start);
/*
 * Tests: fn hears each statement: of db_exec before it runs and with rows NULL, of db_query with its result, of
 * db_each once per row.
 */
void db_watch(struct db *db, db_watch_fn *fn, void *arg);
/* The lease that the ended unit took: committed or undone. */
void db_ids_end(struct db *db, bool committed);

/*
 * SQLite's checkpoints move to the caller: db_own_checkpoints switches the automatic ones of this connection off
 * and counts; then db_wal_pages tells how long the log was at the last commit. On PostgreSQL all do nothing.
 */
void db_own_checkpoints(struct db *db);
int db_wal_pages(const struct db *db);
void db_checkpoint(struct db *db); /* passive: waits for nobody */

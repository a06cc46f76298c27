/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One SQL text, two engines. All statements of the program stand in the .sql files beside the nouns; a
 * generator turns them into `enum sql` (sql_index.h). No SQL text is made at run time.
 *
 * A connection belongs to one thread at a time. A unit of work runs between db_begin and db_end; every
 * statement of a unit names one district, unless it is flagged fanout or system (scale rules: docs/adr).
 * A reading unit sees one snapshot. A writing unit is alone on SQLite; on PostgreSQL it sees what others commit
 * between its statements, so a rule over several rows first takes a row that all contenders take
 * (UPDATE ... SET version = version + 1 ... RETURNING) and reads after that.
 *
 * db_exec may be queued by the driver (PostgreSQL pipelines it) and fail only at the next db_query or at
 * db_end; so an error always ends the unit. A duplicate that is expected is written ON CONFLICT DO NOTHING
 * RETURNING and asked for by db_query, never caught.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "sql_index.h"

enum db_type { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB };

struct db_value {
    enum db_type type;
    int64_t i;
    double real;
    const void *p; /* text ends with NUL */
    size_t n;      /* bytes of text (without NUL) or blob */
};

struct db_rows { /* a result, whole, in the arena */
    size_t n, cols;
    const struct db_value *v; /* n x cols */
};

/* FANOUT: reads several districts at once. SYSTEM: a table without districts (accounts, sessions, meta). */
enum {
    DB_STMT_WRITE = 1,
    DB_STMT_FANOUT = 2,
    DB_STMT_SYSTEM = 4,
    DB_STMT_SQLITE = 8,
    DB_STMT_POSTGRES = 16
};

struct db_stmt {
    const char *name, *sql;
    unsigned flags;
};
extern const struct db_stmt db_stmts[SQL__COUNT];

enum db_mode { DB_READ, DB_WRITE };
enum db_engine { DB_SQLITE, DB_POSTGRES };

struct db;

/*
 * "sqlite:PATH" or "postgres:CONNINFO" / "postgres://..." / "postgresql://...". Checks what the engine must
 * have (UTF-8, synchronous commit); does not touch the schema. problem is filled on failure (256 bytes).
 */
enum err db_open(const char *url, struct db **out, char problem[256]) MUST_USE;
void db_close(struct db *db); /* takes NULL */
enum db_engine db_engine(const struct db *db);

enum err db_begin(struct ctx *c, enum db_mode mode) MUST_USE;
/* commit false is db_undo. Commit: ERR_BUSY = not committed, run again; ERR_UNKNOWN = maybe. */
enum err db_end(struct ctx *c, bool commit) MUST_USE;
void db_undo(struct ctx *c); /* rolls back; does nothing without an open unit */
/* A nested unit inside a write transaction, for group commit. keep false undoes it, and what failed in it. */
enum err db_savepoint(struct ctx *c) MUST_USE;
enum err db_savepoint_end(struct ctx *c, bool keep) MUST_USE;

enum err db_query(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                  struct db_rows *out) MUST_USE;
enum err db_exec(struct ctx *c, enum sql id, const struct db_value *args, size_t n) MUST_USE;
/* Row by row, for results that must not be held whole; a row's values die when fn returns.
 * fn must not use the connection. */
typedef enum err db_row_fn(void *arg, const struct db_value *row, size_t cols);
enum err db_each(struct ctx *c, enum sql id, const struct db_value *args, size_t n, db_row_fn *fn,
                 void *arg) MUST_USE;
/* Tests: the n-th statement from now fails with ERR_INTERNAL (a commit counts as one); 0 switches it off. */
void db_fail_at(struct db *db, int64_t n);

/*
 * The districts whose chains the open unit makes longer: journal_append touches, whoever commits seals them first.
 * Kept until the next db_begin; ascending, each once. A unit that is undone may leave its district there.
 */
void db_touch(struct ctx *c, int32_t district);
size_t db_touched(const struct db *db, const int32_t **out_districts);

/* A new id: (ms since 2024) << 22 | node << 12 | sequence. Time-ordered, unique over all servers by leased nodes. */
enum err db_new_id(struct ctx *c, int64_t *out_id) MUST_USE;

/* Values and results. */
struct db_value db_int(int64_t v);
struct db_value db_real(double v);
struct db_value db_text(const char *text); /* NULL is NULL */
struct db_value db_blob(const void *p, size_t n);
struct db_value db_null(void);
/* An optional integer: JSON_ABSENT (INT64_MIN) is NULL. */
struct db_value db_opt(int64_t v);
/* An optional id, time or count: 0 is NULL. */
struct db_value db_or_null(int64_t v);

#define ARGS(...)                                                                                  \
    ((const struct db_value[]){__VA_ARGS__}),                                                      \
        (sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value))
#define NO_ARGS NULL, 0

int64_t row_int(const struct db_rows *r, size_t row, size_t col); /* NULL: 0 */
int64_t row_opt(const struct db_rows *r, size_t row, size_t col); /* NULL: INT64_MIN */
double row_real(const struct db_rows *r, size_t row, size_t col);
const char *row_text(const struct db_rows *r, size_t row, size_t col); /* NULL: NULL */
const void *row_blob(const struct db_rows *r, size_t row, size_t col, size_t *out_n);
bool row_null(const struct db_rows *r, size_t row, size_t col);

/* SPDX-License-Identifier: Apache-2.0 */
#include "db/migrate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/text.h"
#include "db/db_driver.h"

enum { PARTITIONS_MAX = 64, TRIES = 5 };

static const char schema_dir[] = "schema/";
static const char version_table[] =
    "CREATE TABLE schema_version (name {TEXT} NOT NULL PRIMARY KEY, at {INT} NOT NULL) {SYSTEM}";

static const struct word {
    const char *name, *sqlite, *postgres;
} words[] = {
    {"INT",    "INTEGER", "BIGINT"            },
    {"REAL",   "REAL",    "DOUBLE PRECISION"  },
    {"TEXT",   "TEXT",    "TEXT COLLATE \"C\""},
    {"BLOB",   "BLOB",    "BYTEA"             },
    {"DIST",   "STRICT",  ""                  },
    {"SYSTEM", "STRICT",  ""                  },
};

/* How many hash partitions each business table gets: 0 outside of tests, and always on SQLite. */
static int partitions(const struct ctx *c)
{
    int64_t n;
    const char *text = getenv("WANGGE_PG_PARTITIONS");
    if (db_engine(c->db) != DB_POSTGRES || !text || !text_int(text, &n) || n < 1 ||
        n > PARTITIONS_MAX)
        return 0;
    return (int)n;
}

/* A type word stands at *at: "{INT}". Writes what the engine calls it and moves behind it. */
static enum err put_word(struct ctx *c, const char **at, bool *dist, struct buf *out)
{
    size_t n = strcspn(*at + 1, "}");
    for (size_t i = 0; i < LEN(words); i++) {
        if (strlen(words[i].name) != n || memcmp(words[i].name, *at + 1, n) != 0)
            continue;
        *dist = *dist || strcmp(words[i].name, "DIST") == 0;
        buf_text(out, db_engine(c->db) == DB_SQLITE ? words[i].sqlite : words[i].postgres);
        *at += n + 2;
        return ERR_OK;
    }
    return ctx_fail(c, ERR_INTERNAL, "schema.word", "", "%.20s", *at);
}

/* The next statement of a schema file without its comments and ';'; "" at the end. */
static enum err next_statement(struct ctx *c, const char **at, bool *dist, const char **out)
{
    struct buf b = {.mem = c->mem};
    bool quoted = false;
    *dist = false;
    while (**at && (quoted || **at != ';')) {
        if (!quoted && text_has_prefix(*at, "--")) {
            *at += strcspn(*at, "\n");
        } else if (!quoted && **at == '{') {
            TRY(put_word(c, at, dist, &b));
        } else {
            quoted ^= **at == '\'';
            if (b.n > 0 || !isspace((unsigned char)**at))
                buf_char(&b, **at);
            (*at)++;
        }
    }
    *at += **at == ';';
    *out = buf_str(&b);
    return ERR_OK;
}

/* CREATE TABLE t (...) becomes a partitioned table with n parts: what a distributed PostgreSQL does to it. */
static enum err create_in_parts(struct ctx *c, const char *sql, int n)
{
    static const char create[] = "CREATE TABLE ";
    if (!text_has_prefix(sql, create))
        return ctx_fail(c, ERR_INTERNAL, "schema.word", "", "%.60s", sql);
    const char *name = sql + strlen(create);
    int name_n = (int)strcspn(name, " (\n");
    TRY(c->db->driver->ddl(c, arena_printf(c->mem, "%s PARTITION BY HASH (district)", sql)));
    for (int i = 0; i < n; i++)
        TRY(c->db->driver->ddl(c, arena_printf(c->mem,
                                               "CREATE TABLE %.*s_p%d PARTITION OF %.*s "
                                               "FOR VALUES WITH (MODULUS %d, REMAINDER %d)",
                                               name_n, name, i, name_n, name, n, i)));
    return ERR_OK;
}

static enum err run_file(struct ctx *c, const char *text)
{
    for (;;) {
        bool dist;
        const char *sql;
        TRY(next_statement(c, &text, &dist, &sql));
        if (sql[0] == '\0')
            return ERR_OK;
        if (dist && partitions(c) > 0)
            TRY(create_in_parts(c, sql, partitions(c)));
        else
            TRY(c->db->driver->ddl(c, sql));
    }
}

/* The names that the database has; none and *out_table false when it is new. */
static enum err versions(struct ctx *c, bool *out_table, struct db_rows *out)
{
    bool sqlite = db_engine(c->db) == DB_SQLITE;
    TRY(db_query(c, sqlite ? SQL_MIGRATE_HAS_TABLE : SQL_MIGRATE_HAS_TABLE_PG, NO_ARGS, out));
    *out_table = out->n > 0;
    *out = (struct db_rows){0};
    return *out_table ? db_query(c, SQL_MIGRATE_LIST, NO_ARGS, out) : ERR_OK;
}

static bool has(const struct db_rows *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(row_text(r, i, 0), name) == 0)
            return true;
    return false;
}

/* How many of this program's files are missing. A file that this program does not know is from a newer one. */
static enum err missing(struct ctx *c, const struct db_rows *r, size_t *out_n)
{
    size_t known = 0, files = 0;
    for (size_t i = 0; i < embedded_n; i++) {
        if (!text_has_prefix(embedded[i].path, schema_dir))
            continue;
        files++;
        known += has(r, embedded[i].path + strlen(schema_dir));
    }
    if (known < r->n)
        return ctx_fail(c, ERR_CONFLICT, "schema.newer", "", "%s", row_text(r, r->n - 1, 0));
    *out_n = files - known;
    return ERR_OK;
}

static enum err migrate(struct ctx *c)
{
    bool table;
    struct db_rows r;
    if (db_engine(c->db) == DB_POSTGRES)
        TRY(db_query(c, SQL_MIGRATE_LOCK, NO_ARGS, &r));
    TRY(versions(c, &table, &r));
    if (!table)
        TRY(run_file(c, version_table));
    for (size_t i = 0; i < embedded_n; i++) {
        const char *path = embedded[i].path;
        if (!text_has_prefix(path, schema_dir) || has(&r, path + strlen(schema_dir)))
            continue;
        TRY(run_file(c, embedded[i].text));
        TRY(db_exec(c, SQL_MIGRATE_DONE, ARGS(db_text(path + strlen(schema_dir)), db_int(c->now))));
    }
    return ERR_OK;
}

/* Looking first needs no lock: a database that is up to date may be busy writing. */
static enum err is_current(struct ctx *c, bool *out)
{
    bool table;
    size_t n = 0;
    struct db_rows r;
    TRY(db_begin(c, DB_READ));
    enum err err = versions(c, &table, &r);
    if (err == ERR_OK)
        err = missing(c, &r, &n);
    if (err != ERR_OK) {
        db_undo(c);
        return err;
    }
    *out = n == 0;
    return db_end(c, true);
}

static enum err migrate_once(struct ctx *c)
{
    bool current;
    TRY(is_current(c, &current));
    if (current)
        return ERR_OK;
    TRY(db_begin(c, DB_WRITE));
    enum err err = migrate(c);
    if (err == ERR_OK)
        return db_end(c, true);
    db_undo(c);
    return err;
}

/* Another process may be at it: then waiting for its lock may take longer than one wait lasts. */
enum err db_migrate(struct ctx *c)
{
    enum err err = ERR_BUSY;
    for (int i = 0; i < TRIES && err == ERR_BUSY; i++)
        err = migrate_once(c);
    return err;
}

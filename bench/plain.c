/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain BEFORE AFTER BATCH: the baseline of filing. AFTER is a database to which the server added cases, BEFORE its copy
 * from before. The rows that came are read into memory, then put into BEFORE by a plain loop of prepared inserts, BATCH
 * cases to a transaction, with the server's own settings of SQLite. No HTTP, no rights, no locating, no hashing.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double clock_s(clockid_t id)
{
    struct timespec t;
    (void)clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool ok, sqlite3 *db, const char *what)
{
    if (ok)
        return;
    (void)fprintf(stderr, "plain: %s: %s\n", what, sqlite3_errmsg(db));
    exit(3);
}

static void run(sqlite3 *db, const char *sql)
{
    must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, db, sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    must(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, db, sql);
    return s;
}

/* One table's new rows and the insert that puts them in. */
struct table {
    const char *name;
    const char *select; /* the new rows, in order */
    const char *more;   /* behind the insert; NULL none */
    sqlite3_value **v;  /* n x cols */
    size_t n, cap;
    int cols;
    sqlite3_stmt *put;
};

/* clang-format off */
static struct table tables[] = {
    {.name = "casefile",
     .select = "SELECT * FROM after.casefile WHERE id > (SELECT coalesce(max(id), 0) FROM main.casefile) ORDER BY id"},
    {.name = "case_clock",
     .select = "SELECT * FROM after.case_clock WHERE casefile > (SELECT coalesce(max(id), 0) FROM main.casefile) "
               "ORDER BY casefile"},
    {.name = "case_run",
     .select = "SELECT * FROM after.case_run WHERE casefile > (SELECT coalesce(max(id), 0) FROM main.casefile) "
               "ORDER BY casefile"},
    {.name = "case_fact",
     .select = "SELECT * FROM after.case_fact WHERE casefile > (SELECT coalesce(max(id), 0) FROM main.casefile) "
               "ORDER BY casefile"},
    {.name = "journal",
     .select = "SELECT * FROM after.journal WHERE id > (SELECT coalesce(max(id), 0) FROM main.journal) ORDER BY id"},
    {.name = "seal",
     .select = "SELECT * FROM after.seal WHERE id > (SELECT coalesce(max(id), 0) FROM main.journal) ORDER BY id"},
    {.name = "replay",
     .select = "SELECT * FROM after.replay WHERE at > (SELECT coalesce(max(at), 0) FROM main.replay) ORDER BY at"},
    {.name = "case_count",
     .select = "SELECT district, coalesce(community, town, area), kind, state, 1 FROM after.casefile "
               "WHERE id > (SELECT coalesce(max(id), 0) FROM main.casefile) ORDER BY id",
     .more = " ON CONFLICT (district, area, kind, state) DO UPDATE SET n = n + excluded.n"},
};
/* clang-format on */
enum { TABLES = sizeof tables / sizeof *tables };

static void read_table(sqlite3 *db, struct table *t)
{
    sqlite3_stmt *s = prepare(db, t->select);
    t->cols = sqlite3_column_count(s);
    while (sqlite3_step(s) == SQLITE_ROW) {
        if (t->n == t->cap) {
            t->cap = t->cap ? 2 * t->cap : 4096;
            t->v = realloc(t->v, t->cap * (size_t)t->cols * sizeof(sqlite3_value *));
            must(t->v != NULL, db, "memory");
        }
        for (int i = 0; i < t->cols; i++)
            t->v[t->n * (size_t)t->cols + (size_t)i] =
                sqlite3_value_dup(sqlite3_column_value(s, i));
        t->n++;
    }
    (void)sqlite3_finalize(s);
    char insert[512];
    int n = snprintf(insert, sizeof insert, "INSERT INTO %s VALUES (?", t->name);
    for (int i = 1; i < t->cols; i++)
        n += snprintf(insert + n, sizeof insert - (size_t)n, ",?");
    (void)snprintf(insert + n, sizeof insert - (size_t)n, ")%s", t->more ? t->more : "");
    t->put = prepare(db, insert);
}

static void put_row(sqlite3 *db, struct table *t, size_t row)
{
    for (int i = 0; i < t->cols; i++)
        (void)sqlite3_bind_value(t->put, i + 1, t->v[row * (size_t)t->cols + (size_t)i]);
    must(sqlite3_step(t->put) == SQLITE_DONE, db, t->name);
    (void)sqlite3_reset(t->put);
}

static size_t put_batch(sqlite3 *db, sqlite3_stmt *head, size_t from, size_t batch)
{
    size_t to = from + batch < tables[0].n ? from + batch : tables[0].n;
    run(db, "BEGIN IMMEDIATE");
    for (size_t i = from; i < to; i++) {
        for (size_t k = 0; k < TABLES; k++)
            if (i < tables[k].n)
                put_row(db, &tables[k], i);
        if (i + 10 >= to) { /* a batch touches about ten districts' heads */
            (void)sqlite3_bind_value(head, 1, tables[0].v[i * (size_t)tables[0].cols]);
            must(sqlite3_step(head) == SQLITE_DONE, db, "chain_head");
            (void)sqlite3_reset(head);
        }
    }
    run(db, "COMMIT");
    return to;
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    char attach[1024];
    size_t batch = argc == 4 ? (size_t)atoi(argv[3]) : 0;
    if (batch == 0) {
        (void)fprintf(stderr, "usage: plain BEFORE AFTER BATCH\n");
        return 2;
    }
    must(sqlite3_open(argv[1], &db) == SQLITE_OK, db, argv[1]);
    (void)snprintf(attach, sizeof attach, "ATTACH '%s' AS after", argv[2]);
    run(db, attach);
    run(db,
        "PRAGMA main.journal_mode = WAL; PRAGMA main.synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA main.cache_size = -65536");
    for (size_t k = 0; k < TABLES; k++)
        read_table(db, &tables[k]);
    sqlite3_stmt *head = prepare(db, "UPDATE chain_head SET seq = seq + 1 WHERE district = ?");
    double cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID), wall = clock_s(CLOCK_MONOTONIC);
    for (size_t at = 0; at < tables[0].n;)
        at = put_batch(db, head, at, batch);
    cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    wall = clock_s(CLOCK_MONOTONIC) - wall;
    (void)printf("%zu %.3f %.3f\n", tables[0].n, wall, cpu); /* cases, seconds, CPU seconds */
    return 0;
}

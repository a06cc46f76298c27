/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger fill DB N: puts N shops with three dated versions each into a database that has areas, by plain SQL, scattered over
 * all cells as shops come: those of one street lie far apart in the file.
 * ledger page|count DB TOWN [DAYS]: CPU microseconds of the plain SQL for the 50-row page of a status, or the count by
 * status, of one street; as it was DAYS ago when given. Every column that the server shows is read.
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 500 };

static const char entries_sql[] =
    "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)"
    "INSERT INTO entry (district, id, ledger, area, name, name_key, natural_key, facet, x, y, status, status_since,"
    " fields, programme_version, since, review_due, last_inspected, n, created, updated)"
    "SELECT CAST(substr(c.code, 1, 6) AS INTEGER), 1000000 + i, 'shop', c.code, '小店' || i, '小店' || i,"
    " '小店' || i || '|街路' || i || '号',"
    " CASE i % 5 WHEN 0 THEN 'restaurant' WHEN 1 THEN 'food' WHEN 2 THEN 'salon' WHEN 3 THEN 'hotel' ELSE 'bath' END,"
    " 1130000000 + i % 10000, 340000000 + i % 10007,"
    " CASE WHEN i % 20 < 14 THEN 'compliant' WHEN i % 20 < 17 THEN 'rectifying' WHEN i % 20 < 19 THEN 'noncompliant'"
    " ELSE 'unchecked' END, ?2 - 86400000000 * (1 + i % 90),"
    " '{\"address\":\"街路' || i || '号\",\"floor_area\":' || (20 + i % 200) || ',\"name\":\"小店' || i || '\",\"trade\":\"food\"}',"
    " 1, ?2 - 86400000000 * 400, ?2 + 86400000000 * (i % 90), ?2 - 86400000000 * (1 + i % 90), 3,"
    " ?2 - 86400000000 * 400, ?2 - 86400000000 * (1 + i % 90)"
    " FROM n JOIN temp.cell c ON c.k = (i * 7919) % ?3";

/* Not yet inspected; then the other way round than now; then as now. */
static const char versions_sql[] =
    "INSERT INTO entry_version (district, entry, n, ledger, valid_from, valid_to, area, name, name_key, facet, x, y,"
    " status, status_since, fields, programme_version, recorded, who, why)"
    "SELECT e.district, e.id, v.n, e.ledger,"
    " CASE v.n WHEN 1 THEN e.since WHEN 2 THEN e.since + 86400000000 * (100 + e.id % 100) ELSE e.status_since END,"
    " CASE v.n WHEN 1 THEN e.since + 86400000000 * (100 + e.id % 100) WHEN 2 THEN e.status_since END,"
    " e.area, e.name, e.name_key, e.facet, e.x, e.y,"
    " CASE v.n WHEN 1 THEN 'unchecked' WHEN 2 THEN CASE e.status WHEN 'compliant' THEN 'noncompliant' ELSE 'compliant' END"
    " ELSE e.status END,"
    " CASE v.n WHEN 1 THEN e.since WHEN 2 THEN e.since + 86400000000 * (100 + e.id % 100) ELSE e.status_since END,"
    " e.fields, 1, e.since, '台账员', 'import'"
    " FROM entry e JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) v";

static const char page_now[] =
    "SELECT e.id, e.version, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,"
    " e.programme_version, e.since, e.left_at, e.last_inspected, e.review_due, e.open_items, e.note, e.created, e.updated"
    " FROM entry e WHERE e.district = ?1 AND e.ledger = 'shop' AND e.status = 'noncompliant' AND e.area >= ?2"
    " AND e.area < ?3 AND e.left_at IS NULL ORDER BY e.area, e.id LIMIT 50";
static const char page_then[] =
    "SELECT v.entry, e.version, v.area, v.name, v.facet, v.x, v.y, v.post, v.status, v.status_since, v.fields,"
    " v.programme_version, e.since, e.left_at, e.last_inspected, e.review_due, e.open_items, e.note, e.created, e.updated"
    " FROM entry_version v JOIN entry e ON e.district = v.district AND e.id = v.entry"
    " WHERE v.district = ?1 AND v.ledger = 'shop' AND v.area >= ?2 AND v.area < ?3 AND v.status = 'noncompliant'"
    " AND v.valid_from <= ?4 AND (v.valid_to IS NULL OR v.valid_to > ?4) ORDER BY v.area, v.entry LIMIT 50";
static const char count_now[] =
    "SELECT status, count(*) FROM entry WHERE district = ?1 AND ledger = 'shop' AND area >= ?2 AND area < ?3"
    " AND left_at IS NULL GROUP BY status";
static const char count_then[] =
    "SELECT status, count(*) FROM entry_version WHERE district = ?1 AND ledger = 'shop' AND area >= ?2 AND area < ?3"
    " AND valid_from <= ?4 AND (valid_to IS NULL OR valid_to > ?4) GROUP BY status";

static void must(int good, sqlite3 *db, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "ledger: %s: %s\n", what, sqlite3_errmsg(db));
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

static int64_t one(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = prepare(db, sql);
    must(sqlite3_step(s) == SQLITE_ROW, db, sql);
    int64_t v = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    return v;
}

/* ---- fill ---- */

static int64_t now_us(void)
{
    return (int64_t)time(NULL) * 1000000;
}

static void fill(sqlite3 *db, int64_t n)
{
    run(db,
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;"
        "CREATE TEMP TABLE cell AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS k FROM area"
        " WHERE level = 'cell'; CREATE INDEX temp.cell_k ON cell (k);"
        "CREATE TEMP TABLE kept AS SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('entry', 'entry_version')");
    /* Indexes are made anew at the end: row by row would take minutes. */
    sqlite3_stmt *drops =
        prepare(db, "SELECT group_concat('DROP INDEX ' || name || ';', '') FROM temp.kept");
    must(sqlite3_step(drops) == SQLITE_ROW, db, "indexes");
    char *sql = sqlite3_mprintf("%s", sqlite3_column_text(drops, 0));
    (void)sqlite3_finalize(drops);
    run(db, sql);
    sqlite3_free(sql);
    sqlite3_stmt *entries = prepare(db, entries_sql);
    (void)sqlite3_bind_int64(entries, 1, n);
    (void)sqlite3_bind_int64(entries, 2, now_us());
    (void)sqlite3_bind_int64(entries, 3, one(db, "SELECT count(*) FROM temp.cell"));
    must(sqlite3_step(entries) == SQLITE_DONE, db, "entries");
    (void)sqlite3_finalize(entries);
    run(db, versions_sql);
    sqlite3_stmt *indexes = prepare(db, "SELECT sql FROM temp.kept");
    while (sqlite3_step(indexes) == SQLITE_ROW)
        run(db, (const char *)sqlite3_column_text(indexes, 0));
    (void)sqlite3_finalize(indexes);
    run(db, "PRAGMA journal_mode = WAL");
}

/* ---- plain SQL ---- */

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long read_all(sqlite3_stmt *s)
{
    long bytes = 0;
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(s); i++)
            bytes += sqlite3_column_text(s, i) ? sqlite3_column_bytes(s, i) : 0;
    (void)sqlite3_reset(s);
    return bytes;
}

static void plain(sqlite3 *db, const char *sql, const char *town, int64_t days)
{
    char end[32];
    long bytes = 0;
    sqlite3_stmt *s = prepare(db, sql);
    (void)snprintf(end, sizeof end, "%lld", strtoll(town, NULL, 10) + 1);
    (void)sqlite3_bind_int64(s, 1, strtoll(town, NULL, 10) / 1000);
    (void)sqlite3_bind_text(s, 2, town, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 3, end, -1, SQLITE_STATIC);
    if (days > 0)
        (void)sqlite3_bind_int64(s, 4, now_us() - days * 86400 * 1000000);
    must(read_all(s) > 0, db, "no rows");
    double start = cpu_s();
    for (int i = 0; i < ROUNDS; i++)
        bytes += read_all(s);
    double each = (cpu_s() - start) / ROUNDS * 1e6;
    (void)sqlite3_finalize(s);
    must(bytes > 0, db, "no rows");
    (void)printf("%.0f\n", each);
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    if (argc < 4)
        return 2;
    must(sqlite3_open_v2(argv[2], &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK, db, argv[2]);
    int64_t days = argc > 4 ? strtoll(argv[4], NULL, 10) : 0;
    if (strcmp(argv[1], "fill") == 0)
        fill(db, strtoll(argv[3], NULL, 10));
    else if (strcmp(argv[1], "page") == 0)
        plain(db, days ? page_then : page_now, argv[3], days);
    else
        plain(db, days ? count_then : count_now, argv[3], days);
    (void)sqlite3_close(db);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop DB: leads the cases that fill filed through their loop: nine of ten are closed, the others stand with units, each
 * with a clock that is due within six weeks from now and with the facts of its steps. Written as rows, as a year of steps
 * would take hours; the journal knows nothing of it, so the database is good for reading only.
 * loop DB DISTRICT SINCE: how many facts of the district are alive or ended since then (seconds).
 */
#include <sqlite3.h>
#include <stdio.h>
#include <time.h>

#define HOUR "3600000000"

/* $1 is now. A case is accepted after an hour, done after a day, closed after two. */
static const char *const steps[] = {
    "BEGIN",
    "UPDATE casefile SET state = 'closed', is_open = 0, closed = opened + 48 * " HOUR
    ", closed_as = 'fixed', clock = NULL, clock_n = NULL, due = NULL, next_at = NULL, light = 0 WHERE rowid % 10 > 0",
    "UPDATE casefile SET state = CASE WHEN rowid % 40 = 0 THEN 'accepted' ELSE 'in_progress' END, clock = 'handle',"
    " clock_n = 99, due = ?1 + (rowid % 1000 + 1) * " HOUR ", next_at = NULL WHERE rowid % 10 = 0",
    "UPDATE casefile SET handle_due = due WHERE clock = 'handle'",
    "INSERT INTO case_clock (district, casefile, n, cycle, clock, unit, ticks, base_ticks, limit_text, started, due,"
    " calendar) SELECT district, id, 99, cycle, 'handle', 2, 1, 1, '5 work_day', opened, due, 1 FROM casefile"
    " WHERE clock = 'handle'",
    "INSERT INTO case_run (district, casefile, n, since) SELECT district, id, 99, opened FROM casefile"
    " WHERE clock = 'handle'",
    "UPDATE case_fact SET steps = ' T' || (opened + " HOUR ") || ' A0 E' || (opened + 72 * " HOUR
    ") || ' T' || (opened + 2 * " HOUR
    ") || ' D0' || CASE WHEN casefile IN (SELECT id FROM casefile WHERE is_open = 0)"
    " THEN ' T' || (opened + 24 * " HOUR ") || ' U2:86400000000 P T' || (opened + 30 * " HOUR
    ") || ' K0 T'"
    " || (opened + 48 * " HOUR ") || ' Cfixed X1' ELSE '' END,"
    " ended = CASE WHEN casefile IN (SELECT id FROM casefile WHERE is_open = 0) THEN opened + 48 * " HOUR
    " END",
    "COMMIT",
};

static int run(sqlite3 *db, const char *sql, sqlite3_int64 now)
{
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        return SQLITE_ERROR;
    if (sqlite3_bind_parameter_count(s))
        (void)sqlite3_bind_int64(s, 1, now);
    int rc = sqlite3_step(s);
    (void)sqlite3_finalize(s);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int lead(sqlite3 *db)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (run(db, steps[i], (sqlite3_int64)time(NULL) * 1000000) != SQLITE_OK) {
            (void)fprintf(stderr, "loop: %s\n%s\n", sqlite3_errmsg(db), steps[i]);
            return 3;
        }
    return 0;
}

static int count(sqlite3 *db, const char *district, const char *since)
{
    static const char sql[] = "SELECT count(*) FROM case_fact WHERE district = CAST(?1 AS INTEGER)"
                              " AND (ended IS NULL OR ended >= 1000000 * CAST(?2 AS INTEGER))";
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        return 3;
    (void)sqlite3_bind_text(s, 1, district, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 2, since, -1, SQLITE_STATIC);
    if (sqlite3_step(s) == SQLITE_ROW)
        (void)printf("%lld\n", sqlite3_column_int64(s, 0));
    (void)sqlite3_finalize(s);
    return 0;
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    if ((argc != 2 && argc != 4) ||
        sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return 2;
    int status = argc == 2 ? lead(db) : count(db, argv[2], argv[3]);
    (void)sqlite3_close(db);
    return status;
}

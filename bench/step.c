/* SPDX-License-Identifier: Apache-2.0 */
/*
 * step DB TOWN: CPU microseconds of only stepping over the rows of the 50-row page: the same columns of the newest 50
 * open cases of a sub-district through a prepared statement, every column read.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 2000, PAGE = 50 };

static const char page_sql[] =
    "SELECT id, kind, state, is_open, area, lon_e7, lat_e7, address, body, post, handler, handler_name, cycle, supports,"
    " photos, opened, updated, closed, version FROM casefile"
    " WHERE district = ?1 AND town = ?2 AND is_open = 1 ORDER BY id DESC LIMIT 50";

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    long bytes = 0, rows = 0;
    if (argc != 3)
        return 2;
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, page_sql, -1, &s, NULL) != SQLITE_OK) {
        (void)fprintf(stderr, "step: %s\n", sqlite3_errmsg(db));
        return 3;
    }
    (void)sqlite3_bind_int(s, 1, atoi(argv[2]) / 1000);
    (void)sqlite3_bind_text(s, 2, argv[2], -1, SQLITE_STATIC);
    double start = cpu_s();
    for (int round = 0; round < ROUNDS; round++) {
        while (sqlite3_step(s) == SQLITE_ROW) {
            rows++;
            for (int i = 0; i < sqlite3_column_count(s); i++)
                bytes += sqlite3_column_text(s, i) ? sqlite3_column_bytes(s, i) : 0;
        }
        (void)sqlite3_reset(s);
    }
    double each = (cpu_s() - start) / ROUNDS * 1e6;
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(db);
    if (rows != (long)ROUNDS * PAGE || bytes == 0) {
        (void)fprintf(stderr, "step: %ld rows\n", rows / ROUNDS);
        return 1;
    }
    (void)printf("%.0f\n", each);
    return 0;
}

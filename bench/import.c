/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_import DIR: a ledger of 100,000 shops brought in from a sheet, on SQLite: reading, which a worker does beside the
 * writer, and the one unit that the writer is held up by; first, again with nothing changed, and with each row changed. The
 * baseline of the unit is the same rows put into the same three tables by INSERT ... SELECT. CPU time of this thread.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "app.h"
#include "area/area.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/time.h"
#include "db/db_driver.h"
#include "db/migrate.h"
#include "journal/journal.h"
#include "ledger_sheet/import.h"
#include "programme/programme.h"

enum { ROWS = 100000, TOWNS = 40 };

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(struct ctx *c, enum err err)
{
    if (err == ERR_OK)
        return;
    (void)fprintf(stderr, "%s %s\n", c->problem.code, c->problem.detail);
    exit(1);
}

static const char *sheet_of(struct arena *mem, int more, size_t *out_n)
{
    static const char *const trades[] = {"小餐饮店", "小食品店", "小美容美发店", "小旅店",
                                         "小浴池"};
    struct buf b = {.mem = mem};
    buf_text(&b,
             "招牌名称,门店类别,门牌地址,区划代码,执照名称,经营面积,经营者称呼,联系电话,备注\n");
    for (int i = 0; i < ROWS; i++)
        buf_printf(&b,
                   "店铺%d,%s,兴达路%d号附%d,410105%03d,个体工商户店铺%d,%d,王老板,138%08d,%s\n", i,
                   trades[i % 5], i % 997, i, 1 + i % TOWNS, i, 20 + i % 300 + more, i,
                   i % 3 ? "说明" : "");
    *out_n = b.n;
    return buf_str(&b);
}

static void add_area(struct ctx *c, const char *code, const char *level, const char *parent)
{
    const struct area_row a = {.code = code,
                               .name = code,
                               .level = level,
                               .parent = parent,
                               .households = JSON_ABSENT,
                               .population = JSON_ABSENT};
    must(c, area_add(c, &a));
}

static void make_city(struct ctx *c, struct app *app)
{
    must(c, db_begin(c, DB_WRITE));
    add_area(c, "410105", "district", NULL);
    for (int i = 1; i <= TOWNS; i++)
        add_area(c, arena_printf(c->mem, "410105%03d", i), "town", "410105");
    must(c, area_publish(c));
    must(c, db_end(c, true));
    app->atlas = atlas_new();
    must(c, db_begin(c, DB_READ));
    must(c, atlas_refresh(app->atlas, c));
    must(c, db_end(c, true));
}

struct took {
    double read, write; /* seconds of CPU */
    long peak_mb;
};

/* As the server does it: the reading in a unit that reads, then the writer's. */
static struct took bring(struct ctx *c, const struct app *app, int more)
{
    const struct ledger_import_options o = {.area = "410105", .source = "bench.csv"};
    const struct ledger_plan *plan;
    struct ledger_report r;
    struct rusage u;
    struct took took;
    struct arena *mem = c->mem;
    size_t n;
    c->mem = arena_new();
    c->now += TIME_SECOND;
    const char *text = sheet_of(c->mem, more, &n);
    double start = cpu_s();
    must(c, db_begin(c, DB_READ));
    must(c, ledger_import_read(c, app, programme_ledger(app->programmes, "shop"), text, n, &o,
                               &plan, &r));
    must(c, db_end(c, true));
    took.read = cpu_s() - start;
    start = cpu_s();
    must(c, db_begin(c, DB_WRITE));
    must(c, ledger_import_apply(c, app, plan, &r));
    must(c, journal_seal(c, 410105));
    must(c, db_end(c, true));
    took.write = cpu_s() - start;
    (void)getrusage(RUSAGE_SELF, &u);
    took.peak_mb = u.ru_maxrss / 1024;
    arena_free(c->mem);
    c->mem = mem;
    return took;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return;
    (void)fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    exit(1);
}

/* The tables that the import filled, emptied and filled again: rows, indexes, references and log, nothing else. */
static double plain(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        exit(1);
    run(db, "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;"
            "CREATE TEMP TABLE e AS SELECT * FROM entry;"
            "CREATE TEMP TABLE v AS SELECT * FROM entry_version WHERE n = 1;"
            "CREATE TEMP TABLE r AS SELECT * FROM ledger_import_row WHERE n_after = 1;"
            "DELETE FROM ledger_import_row; DELETE FROM entry_version; DELETE FROM entry;"
            "PRAGMA foreign_keys = ON");
    double start = cpu_s();
    run(db, "BEGIN IMMEDIATE; INSERT INTO entry SELECT * FROM e;"
            "INSERT INTO entry_version SELECT * FROM v;"
            "INSERT INTO ledger_import_row SELECT * FROM r; COMMIT");
    double cpu = cpu_s() - start;
    (void)sqlite3_close(db);
    return cpu;
}

static void print(const struct took *first, const struct took *again, const struct took *changed,
                  double base)
{
    (void)printf(
        "| import of %d entries: the writer's unit | %.1f s of CPU | INSERT ... SELECT of the same "
        "rows: %.1f s | %.1fx | each one changed: %.1f s; %ld MB at the most |\n",
        ROWS, first->write, base, first->write / base, changed->write, changed->peak_mb);
    (void)printf(
        "| import of %d entries: reading beside it | %.1f s of CPU | | | the same again: %.1f s, and "
        "no unit |\n",
        ROWS, first->read, again->read);
}

int main(int argc, char **argv)
{
    char problem[256] = "";
    struct app app = {.atlas = NULL};
    struct ctx c = {.mem = arena_new(), .now = time_now()};
    if (argc != 2 || !secret_start())
        return 2;
    const char *path = arena_printf(c.mem, "%s/import.db", argv[1]);
    for (int i = 0; i < 3; i++)
        (void)remove(arena_printf(c.mem, "%s%s", path, i == 0 ? "" : i == 1 ? "-wal" : "-shm"));
    if (db_open(arena_printf(c.mem, "sqlite:%s", path), &c.db, problem) != ERR_OK) {
        (void)fprintf(stderr, "%s\n", problem);
        return 1;
    }
    db_own_checkpoints(c.db);
    must(&c, db_migrate(&c));
    must(&c, programmes_load(&c, &app.programmes));
    make_city(&c, &app);
    const struct took first = bring(&c, &app, 0), again = bring(&c, &app, 0),
                      changed = bring(&c, &app, 1);
    db_close(c.db);
    print(&first, &again, &changed, plain(path));
    atlas_free(app.atlas);
    arena_free(c.mem);
    return 0;
}

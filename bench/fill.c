/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fill URL CASES: files so many cases, through the same functions as the server, into a database that holds the made-up
 * city of areas.c. The first call also gives every sub-district a duty desk. Prints the CPU time of a filing.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/calendars.h"
#include "casefile/casefile.h"
#include "db/db.h"
#include "db/migrate.h"
#include "journal/journal.h"
#include "person/person.h"
#include "post/post.h"
#include "tiling.h"

enum { BATCH = 100, DAYS = 365 };

static const struct tiling city = {
    .columns = 500, .rows = 200, .west_e7 = 1130000000, .south_e7 = 340000000, .step_e7 = 10000};

struct fill {
    struct ctx c;
    struct app app;
    int64_t cases, done;
};

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum err start(struct fill *f, const char *url, char problem[256])
{
    struct ctx *c = &f->c;
    TRY(db_open(url, &c->db, problem));
    c->mem = arena_new();
    c->now = time_now();
    TRY(db_migrate(c));
    TRY(programmes_load(c, &f->app.programmes));
    f->app.atlas = atlas_new();
    f->app.calendars = calendars_new();
    TRY(db_begin(c, DB_READ));
    TRY(atlas_refresh(f->app.atlas, c));
    return db_end(c, true);
}

static enum err add_desk(struct ctx *c, const struct app *app, const char *area)
{
    int64_t person, post;
    TRY(person_add(c, app->key,
                   &(struct person_new){
                       .name = "值班员", .area = area, .phone = "13800000000", .note = "made_up"},
                   &person));
    TRY(post_add(c, app->programmes, &(struct post_new){.kind = "town_duty", .area = area}, &post));
    return post_hold(
        c, &(struct post_hold){.district = text_district(area), .post = post, .person = person});
}

static enum err add_desks(struct fill *f)
{
    struct ctx *c = &f->c;
    const struct atlas_view *v = atlas_take(f->app.atlas);
    enum err err = db_begin(c, DB_WRITE);
    for (size_t i = 0; i < atlas_len(v) && err == ERR_OK; i++) {
        const struct area *a = atlas_at(v, (int32_t)i);
        if (strcmp(a->level, "town") == 0)
            err = add_desk(c, &f->app, a->code);
    }
    atlas_give(f->app.atlas, v);
    TRY(err);
    TRY(journal_seal_all(c));
    return db_end(c, true);
}

static enum err file_one(struct fill *f, uint64_t *random)
{
    static const char *const kinds[] = {"household_rubbish", "road_damage", "neighbour_noise"};
    struct casefile_receipt receipt;
    struct casefile_new in = {
        .kind = kinds[tiling_random(random) % LEN(kinds)],
        .body = "三号楼北侧垃圾堆了两天没有人清,天热有味道,请尽快处理。",
        .address = "三号楼北侧",
        .has_point = true,
        .phone = "13800001234",
    };
    do
        in.point = tiling_point(&city, random);
    while (in.point.lon_e7 < city.west_e7 + 2000 || in.point.lat_e7 < city.south_e7 + 2000);
    return casefile_file(&f->c, &f->app, &in, &receipt);
}

static enum err file_batch(struct fill *f, uint64_t *random)
{
    struct ctx *c = &f->c;
    int64_t year = DAYS * TIME_DAY, now = time_now();
    TRY(db_begin(c, DB_WRITE));
    c->now = now - year + year / f->cases * f->done;
    for (int i = 0; i < BATCH && f->done < f->cases; i++, f->done++) {
        enum err err = file_one(f, random);
        /* The crooked outer edge leaves some points outside the city. */
        if (err != ERR_OK && strcmp(c->problem.code, "place.outside_grid") != 0)
            return err;
    }
    /* As the writer does: the districts of the batch, not a search for all that may be unsealed. */
    for (int32_t district = 410101; district <= 410110; district++)
        TRY(journal_seal(c, district));
    return db_end(c, true);
}

/* Most are late by months: what the scheduler would have told of them long ago is not for the measured server to do. */
static bool settle(const char *url)
{
    sqlite3 *db;
    bool done = sqlite3_open(url + strlen("sqlite:"), &db) == SQLITE_OK &&
                sqlite3_exec(db, "UPDATE casefile SET light = 2, next_at = NULL", NULL, NULL,
                             NULL) == SQLITE_OK;
    (void)sqlite3_close(db);
    return done;
}

int main(int argc, char **argv)
{
    struct fill f = {.cases = argc == 3 ? atoll(argv[2]) : 0};
    uint64_t random = 7;
    char problem[256] = "";
    if (f.cases <= 0 || !secret_start()) {
        (void)fprintf(stderr, "usage: fill URL CASES\n");
        return 2;
    }
    enum err err = start(&f, argv[1], problem);
    struct arena *whole = f.c.mem;
    if (err == ERR_OK)
        err = add_desks(&f);
    double before = cpu_s();
    f.c.mem = arena_new();
    while (err == ERR_OK && f.done < f.cases) {
        err = file_batch(&f, &random);
        arena_reset(f.c.mem);
    }
    if (err != ERR_OK) {
        (void)fprintf(stderr, "fill: %s %s %s\n", problem, f.c.problem.code, f.c.problem.detail);
        return 3;
    }
    (void)printf("%lld cases filed in batches of %d, %.0f us CPU each\n", (long long)f.done, BATCH,
                 (cpu_s() - before) / (double)f.done * 1e6);
    arena_free(f.c.mem);
    arena_free(whole);
    atlas_free(f.app.atlas);
    calendars_free(f.app.calendars);
    db_close(f.c.db);
    return settle(argv[1]) ? 0 : 3;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "post/post_world.h"

#include <stdio.h>
#include <string.h>

#include "area/area.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "calendar/calendars.h"
#include "db/db.h"
#include "geo/crs.h"
#include "geo/wkb.h"
#include "journal/journal.h"
#include "team/team.h"

/* ---- the city ---- */

static void add(struct ctx *c, const char *code, const char *level, const char *parent)
{
    const struct area_row a = {.code = code,
                               .name = arena_printf(c->mem, "第%s", code),
                               .level = level,
                               .parent = parent,
                               .households = JSON_ABSENT,
                               .population = JSON_ABSENT};
    if (area_add(c, &a) != ERR_OK)
        fail_msg("%s: %s %s", code, c->problem.code, c->problem.detail);
}

/* The only boundary: one cell, from 113.60 34.70 to 113.61 34.71. */
static void draw(struct ctx *c, const char *code)
{
    const struct geo_point p[] = {
        {1136000000, 347000000},
        {1136100000, 347000000},
        {1136100000, 347100000},
        {1136000000, 347100000},
    };
    const struct geo_ring ring = {p, LEN(p)};
    void *wkb;
    size_t n;
    wkb_write(c->mem, (struct geo_shape){&ring, 1}, &wkb, &n);
    assert_int_equal(
        db_exec(c, SQL_AREA_POLYGON_ADD,
                ARGS(db_int(text_district(code)), db_text(code), db_int(c->now), db_blob(wkb, n),
                     db_real(1), db_text("wgs84"), db_text("{}"), db_text(NULL))),
        ERR_OK);
}

static void add_areas(struct ctx *c)
{
    add(c, CITY, "city", NULL);
    add(c, "410102", "district", CITY);
    add(c, DISTRICT_CODE, "district", CITY);
    add(c, OTHER_TOWN, "town", "410102");
    add(c, TOWN, "town", DISTRICT_CODE);
    add(c, "410105017", "town", DISTRICT_CODE);
    add(c, VILLAGE, "village", TOWN);
    add(c, "410105016212", "village", TOWN);
    add(c, CELL, "cell", VILLAGE);
    add(c, NEXT_CELL, "cell", VILLAGE);
    add(c, OTHER_CELL, "cell", "410105016212");
    draw(c, CELL);
    assert_int_equal(area_publish(c), ERR_OK);
}

void city_open(struct city *w)
{
    *w = (struct city){.c = unit_open()};
    struct ctx *c = w->c;
    city_begin(w);
    add_areas(c);
    assert_int_equal(city_end(w, ERR_OK), ERR_OK);
    w->app.atlas = atlas_new();
    w->app.calendars = calendars_new();
    memset(w->app.key, 7, sizeof w->app.key);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w->app.atlas, c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    w->v = atlas_take(w->app.atlas);
    assert_int_equal(programmes_load(c, &w->app.programmes), ERR_OK);
}

void city_close(struct city *w)
{
    atlas_give(w->app.atlas, w->v);
    atlas_free(w->app.atlas);
    calendars_free(w->app.calendars);
    unit_close(w->c);
}

/* ---- changes ---- */

void city_begin(struct city *w)
{
    if (db_begin(w->c, DB_WRITE) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
}

enum err city_end(struct city *w, enum err err)
{
    if (err == ERR_OK)
        err = db_end(w->c, true);
    db_undo(w->c);
    return err;
}

static void must(struct city *w, enum err err)
{
    err = city_end(w, err);
    if (err != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
}

int64_t city_person(struct city *w, const char *name, const char *area, const char *phone,
                    bool is_public)
{
    const struct person_new p = {
        .name = name, .area = area, .phone = phone, .contact_public = is_public};
    int64_t id = 0;
    city_begin(w);
    must(w, person_add(w->c, w->app.key, &p, &id));
    return id;
}

int64_t city_team(struct city *w, const char *name, const char *area)
{
    const struct team_new t = {.name = name, .kind = "unit", .area = area};
    int64_t id = 0;
    city_begin(w);
    must(w, team_add(w->c, &t, &id));
    return id;
}

int64_t city_post(struct city *w, const char *kind, const char *area)
{
    const struct post_new p = {.kind = kind, .area = area};
    int64_t id = 0;
    city_begin(w);
    must(w, post_add(w->c, w->app.programmes, &p, &id));
    return id;
}

void city_hold(struct city *w, const struct post_hold *h)
{
    city_begin(w);
    must(w, post_hold(w->c, h));
}

/* ---- questions ---- */

struct post_answer city_answer(struct city *w, const char *area, const char *kind, int64_t at)
{
    struct post_answer a;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    if (post_answer(w->c, w->v, atlas_find(w->v, area), programme_kind(w->app.programmes, kind), at,
                    &a) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return a;
}

static const struct journal_row *rows(struct city *w, size_t *out_n)
{
    const struct journal_row *list;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(w->c, CITY, NULL, INT64_MAX, 1000, &list, out_n), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return list;
}

int64_t city_rows(struct city *w)
{
    size_t n;
    (void)rows(w, &n);
    return (int64_t)n;
}

const struct journal_row *city_last(struct city *w)
{
    size_t n;
    const struct journal_row *list = rows(w, &n);
    assert_true(n > 0);
    return &list[0];
}

const char *city_ref(struct city *w, int64_t id)
{
    char ref[TEXT_REF];
    text_ref(DISTRICT, id, ref);
    return arena_copy(w->c->mem, ref);
}

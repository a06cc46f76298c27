/* SPDX-License-Identifier: Apache-2.0 */
#include "area/tile_api.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/atlas.h"
#include "area/import.h"
#include "area/tile.h"
#include "base/arena.h"
#include "db/db.h"
#include "geo/mvt.h"
#include "http/server.h"
#include "unit.h"

struct world {
    struct ctx *c;
    struct app app;
    struct routes routes;
    struct server_setup setup;
    struct reply reply;
};

static void close_world(struct world *w)
{
    atlas_free(w->app.atlas);
    unit_close(w->c);
}

static void refresh(struct world *w)
{
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w->app.atlas, w->c), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
}

static void import(struct world *w, const char *csv, const char *geojson)
{
    struct import_report r = {.applied = true};
    struct import_options o = {.note = "made_up"};
    assert_int_equal(db_begin(w->c, DB_WRITE), ERR_OK);
    if (csv)
        assert_int_equal(area_import_csv(w->c, csv, strlen(csv), &(struct import_options){0}, &r),
                         ERR_OK);
    assert_true(r.applied);
    assert_int_equal(area_import_polygons(w->c, geojson, strlen(geojson), &o, &r), ERR_OK);
    assert_true(r.applied);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    refresh(w);
}

#define BOX(code, west, south, east, north)                                                        \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code                                       \
    "\"},\"geometry\":{\"type\":\"Polygon\","                                                      \
    "\"coordinates\":[[[" west "," south "],[" east "," south "],[" east "," north "],[" west      \
    "," north "],[" west "," south "]]]}}"
#define FEATURES(list) "{\"type\":\"FeatureCollection\",\"features\":[" list "]}"

/* 410105 is drawn down to a cell; of 410102 nothing finer is known. All lie in one tile at each zoom that is asked. */
static void world_open(struct world *w)
{
    *w = (struct world){.c = unit_open(), .app.atlas = atlas_new(), .routes = tile_routes};
    w->setup = (struct server_setup){.routes = &w->routes, .n_routes = 1, .app = &w->app};
    w->setup.guard.may = account_may;
    import(
        w,
        "code,name,level,parent\n4101,市,city,\n410105,甲,district,4101\n410102,乙,district,4101\n"
        "410105016,一,town,410105\n410105016001,村,village,410105016\n"
        "410105016001001,格,cell,410105016001\n410105016001002,未画,cell,410105016001\n",
        FEATURES(BOX("410105", "113.650", "34.750", "113.660", "34.760") "," BOX(
            "410102", "113.640", "34.750", "113.650",
            "34.760") "," BOX("410105016", "113.650", "34.750", "113.655",
                              "34.760") "," BOX("410105016001", "113.650", "34.750", "113.653",
                                                "34.760") "," BOX("410105016001001", "113.650",
                                                                  "34.750", "113.651", "34.760")));
}

static int get(struct world *w, const char *target, const char *known)
{
    struct pair header = {"If-None-Match", known};
    assert_int_equal(
        server_request(&w->setup, w->c, "GET", target, &header, known != NULL, NULL, 0, &w->reply),
        ERR_OK);
    return w->reply.status;
}

/* The codes are values of the layer, in order of drawing: runs of digits behind their length. */
static const char *codes(struct world *w, uint32_t z, uint32_t x, uint32_t y)
{
    struct buf tile = {.mem = w->c->mem}, b = {.mem = w->c->mem};
    const struct atlas_view *v = atlas_take(w->app.atlas);
    area_draw_tile(v, (struct tile){z, x, y}, &tile);
    atlas_give(w->app.atlas, v);
    for (size_t i = 0; i + 4 < tile.n; i++) {
        size_t len = (size_t)tile.p[i + 1];
        if (tile.p[i] == 0x0a && len >= 4 && len <= 15 && strncmp(tile.p + i + 2, "4101", 4) == 0)
            buf_printf(&b, "%.*s ", (int)len, tile.p + i + 2);
    }
    return buf_str(&b);
}

static void each_zoom_shows_its_level(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_string_equal(codes(&w, 8, 208, 101), "410102 410105 ");
    assert_string_equal(codes(&w, 10, 835, 406), "410102 410105016 ");
    assert_string_equal(codes(&w, 12, 3341, 1625), "410102 410105016001 ");
    assert_string_equal(codes(&w, 14, 13364, 6503), "410102 410105016001 410105016001001 ");
}

static void a_tile_is_sent_compressed(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_int_equal(get(&w, "/tiles/areas/8/208/101", NULL), 200);
    assert_string_equal(w.reply.type, MVT_TYPE);
    assert_string_equal(w.reply.encoding, "gzip");
    assert_memory_equal(w.reply.body.p, "\x1f\x8b", 2);
}

static void a_tile_without_areas_has_no_content(void **state)
{
    CLEANUP(close_world) struct world w;
    (void)state;
    world_open(&w);
    assert_int_equal(get(&w, "/tiles/areas/12/0/0", NULL), 204);
    assert_int_equal(w.reply.body.n, 0);
    assert_int_equal(get(&w, "/tiles/areas/0/0/0", NULL), 204);
    assert_int_equal(get(&w, "/tiles/areas/12/4096/0", NULL), 404);
    assert_int_equal(get(&w, "/tiles/areas/30/0/0", NULL), 404);
    assert_int_equal(get(&w, "/tiles/areas/a/0/0", NULL), 404);
}

static void a_change_of_areas_makes_another_tag(void **state)
{
    CLEANUP(close_world) struct world w;
    const char *target = "/tiles/areas/8/208/101";
    (void)state;
    world_open(&w);
    assert_int_equal(get(&w, target, NULL), 200);
    const char *tag = w.reply.etag;
    assert_int_equal(get(&w, target, tag), 304);
    assert_int_equal(w.reply.body.n, 0);
    assert_string_equal(w.reply.etag, tag);
    w.c->now++;
    import(&w, NULL, BOX("410102", "113.641", "34.750", "113.650", "34.760"));
    assert_int_equal(get(&w, target, tag), 200);
    assert_string_not_equal(w.reply.etag, tag);
}

/* Two databases made alike but not the same must not share what browsers keep. */
static void another_database_has_another_tag(void **state)
{
    CLEANUP(close_world) struct world w;
    CLEANUP(close_world) struct world other;
    (void)state;
    world_open(&w);
    world_open(&other);
    assert_int_equal(get(&w, "/tiles/areas/8/208/101", NULL), 200);
    assert_int_equal(get(&other, "/tiles/areas/8/208/101", NULL), 200);
    assert_string_equal(w.reply.etag, other.reply.etag);
    import(&w, NULL, BOX("410102", "113.641", "34.750", "113.650", "34.760"));
    import(&other, NULL, BOX("410102", "113.642", "34.750", "113.650", "34.760"));
    assert_int_equal(get(&w, "/tiles/areas/8/208/101", NULL), 200);
    assert_int_equal(get(&other, "/tiles/areas/8/208/101", NULL), 200);
    assert_string_not_equal(w.reply.etag, other.reply.etag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_zoom_shows_its_level),
        cmocka_unit_test(a_tile_is_sent_compressed),
        cmocka_unit_test(a_tile_without_areas_has_no_content),
        cmocka_unit_test(a_change_of_areas_makes_another_tag),
        cmocka_unit_test(another_database_has_another_tag),
    };
    return UNIT_RUN(tests);
}

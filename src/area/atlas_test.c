/* SPDX-License-Identifier: Apache-2.0 */
#include "area/atlas.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "area/area.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "db/db.h"
#include "geo/crs.h"
#include "geo/wkb.h"
#include "unit.h"

struct world {
    struct ctx *c;
    struct atlas *atlas;
    const struct atlas_view *v;
};

static void close_world(struct world *w)
{
    if (w->v)
        atlas_give(w->atlas, w->v);
    atlas_free(w->atlas);
    unit_close(w->c);
}

static void add(struct ctx *c, const char *code, const char *name, const char *level,
                const char *parent)
{
    struct area_row a = {.code = code,
                         .name = name,
                         .level = level,
                         .parent = parent,
                         .households = JSON_ABSENT,
                         .population = JSON_ABSENT};
    assert_int_equal(area_add(c, &a), ERR_OK);
}

/* A box from (west, south), in hundredths of a degree. */
static void draw_noted(struct ctx *c, const char *code, int west, int south, int width, int height,
                       int64_t from, const char *note)
{
    int32_t x = west * 100000, y = south * 100000, w = width * 100000, h = height * 100000;
    struct geo_point p[] = {
        {x,     y    },
        {x + w, y    },
        {x + w, y + h},
        {x,     y + h}
    };
    struct geo_ring ring = {p, 4};
    void *wkb;
    size_t n;
    wkb_write(c->mem, (struct geo_shape){&ring, 1}, &wkb, &n);
    assert_int_equal(
        db_exec(c, SQL_AREA_POLYGON_ADD,
                ARGS(db_int(text_district(code)), db_text(code), db_int(from), db_blob(wkb, n),
                     db_real(1), db_text("wgs84"), db_text("{}"), db_text(note))),
        ERR_OK);
}

static void draw(struct ctx *c, const char *code, int west, int south, int width, int height,
                 int64_t from)
{
    draw_noted(c, code, west, south, width, height, from, NULL);
}

/*
 * City 4101 (no polygon) with districts 410102 and 410105, each 10 wide; 410105 has towns 410105001 (left half) and
 * 410105002 (no polygon), the first of which has a village 410105001001 in its lower left; 530102 is another city's.
 */
static struct world small_world(void)
{
    struct world w = {.c = unit_open(), .atlas = atlas_new()};
    struct ctx *c = w.c;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    add(c, "530102", "五华区", "district", NULL);
    add(c, "4101", "郑州市", "city", NULL);
    add(c, "410105", "金水区", "district", "4101");
    add(c, "410105002", "二镇", "town", "410105");
    add(c, "410105001", "一镇", "town", "410105");
    add(c, "410105001001", "一村", "village", "410105001");
    add(c, "410102", "中原区", "district", "4101");
    draw(c, "410102", 0, 0, 10, 10, c->now);
    draw(c, "410105", 10, 0, 10, 10, c->now);
    draw(c, "410105001", 10, 0, 5, 10, c->now);
    draw(c, "410105001001", 10, 0, 2, 2, c->now);
    draw(c, "530102", 50, 0, 10, 10, c->now);
    assert_int_equal(area_publish(c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w.atlas, c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    w.v = atlas_take(w.atlas);
    return w;
}

static const char *code_at(const struct atlas_view *v, int west, int south)
{
    const struct area *a = atlas_at(
        v, atlas_locate(v, (struct geo_point){west * 100000 + 50000, south * 100000 + 50000}));
    return a ? a->code : "";
}

static void children_stand_together_in_order_of_code(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    (void)state;
    assert_int_equal(atlas_len(w.v), 7);
    const struct area *city = atlas_at(w.v, atlas_find(w.v, "4101"));
    assert_int_equal(city->parent, -1);
    assert_int_equal(city->n_children, 2);
    assert_string_equal(atlas_at(w.v, city->first_child)->code, "410102");
    assert_string_equal(atlas_at(w.v, city->first_child + 1)->code, "410105");
    const struct area *district = atlas_at(w.v, city->first_child + 1);
    assert_int_equal(district->n_children, 2);
    assert_string_equal(atlas_at(w.v, district->first_child)->code, "410105001");
    assert_ptr_equal(atlas_at(w.v, district->parent), city);
    assert_false(district->is_leaf);
    assert_true(atlas_at(w.v, district->first_child + 1)->is_leaf);
    assert_true(city->rank < district->rank);
    assert_int_equal(atlas_find(w.v, "410103"), -1);
    assert_int_equal(atlas_find(w.v, ""), -1);
    assert_null(atlas_at(w.v, -1));
}

static void the_deepest_area_that_holds_the_point_is_found(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    (void)state;
    assert_string_equal(code_at(w.v, 5, 5), "410102");
    assert_string_equal(code_at(w.v, 11, 1), "410105001001");
    assert_string_equal(code_at(w.v, 11, 5), "410105001");
    assert_string_equal(code_at(w.v, 17, 5), "410105");
    assert_string_equal(code_at(w.v, 55, 5), "530102");
    assert_string_equal(code_at(w.v, 30, 5), "");
}

static void boxes_are_of_the_polygon_or_of_those_below(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    (void)state;
    const struct area *city = atlas_at(w.v, atlas_find(w.v, "4101"));
    assert_false(city->has_polygon);
    assert_int_equal(city->low.lon_e7, 0);
    assert_int_equal(city->high.lon_e7, 2000000);
    const struct area *town = atlas_at(w.v, atlas_find(w.v, "410105002"));
    assert_false(town->has_polygon);
    assert_int_equal(town->low.lon_e7, town->high.lon_e7);
    int32_t village = atlas_find(w.v, "410105001001");
    assert_int_equal(atlas_at(w.v, village)->high.lat_e7, 200000);
    assert_int_equal(atlas_shape(w.v, village).n, 1);
    assert_int_equal(atlas_shape(w.v, atlas_find(w.v, "4101")).n, 0);
    assert_true(box_is_none(atlas_reach(w.v, atlas_find(w.v, "410105002"))));
}

static void codes_are_walked_in_order(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    (void)state;
    size_t k = atlas_code_from(w.v, "410105");
    assert_string_equal(atlas_at(w.v, atlas_by_code(w.v, k))->code, "410105");
    assert_string_equal(atlas_at(w.v, atlas_by_code(w.v, k + 2))->code, "410105001001");
    assert_int_equal(atlas_by_code(w.v, atlas_code_from(w.v, "6")), -1);
    assert_int_equal(atlas_code_from(w.v, ""), 0);
}

/* A holder of the old snapshot goes on reading it; the next one gets the new. */
static void a_change_swaps_the_snapshot(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    struct ctx *c = w.c;
    (void)state;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    add(c, "410103", "二七区", "district", "4101");
    assert_int_equal(atlas_refresh(w.atlas, c), ERR_OK);
    const struct atlas_view *same = atlas_take(w.atlas);
    assert_ptr_equal(same, w.v);
    atlas_give(w.atlas, same);
    assert_int_equal(area_publish(c), ERR_OK);
    assert_int_equal(atlas_refresh(w.atlas, c), ERR_OK);
    const struct atlas_view *fresh = atlas_take(w.atlas);
    assert_ptr_not_equal(fresh, w.v);
    assert_int_equal(atlas_len(fresh), 8);
    assert_int_equal(atlas_len(w.v), 7);
    assert_int_equal(atlas_generation(fresh), atlas_generation(w.v) + 1);
    atlas_give(w.atlas, fresh);
    assert_int_equal(db_end(c, false), ERR_OK);
}

static void only_boundaries_of_now_count(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    struct ctx *c = w.c;
    (void)state;
    c->now += 1000;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(
        db_exec(c, SQL_AREA_POLYGON_END, ARGS(db_int(530102), db_text("530102"), db_int(c->now))),
        ERR_OK);
    draw(c, "530102", 70, 0, 10, 10, c->now);
    draw(c, "410105002", 15, 0, 5, 10, c->now + 1);
    assert_int_equal(area_publish(c), ERR_OK);
    assert_int_equal(atlas_refresh(w.atlas, c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    const struct atlas_view *fresh = atlas_take(w.atlas);
    assert_string_equal(code_at(fresh, 55, 5), "");
    assert_string_equal(code_at(fresh, 75, 5), "530102");
    assert_string_equal(code_at(fresh, 17, 5), "410105");
    atlas_give(w.atlas, fresh);
}

static void a_boundarys_note_is_shown_with_its_area(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    struct ctx *c = w.c;
    (void)state;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    draw_noted(c, "410105002", 15, 0, 5, 10, c->now, "derived");
    assert_int_equal(area_publish(c), ERR_OK);
    assert_int_equal(atlas_refresh(w.atlas, c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    const struct atlas_view *fresh = atlas_take(w.atlas);
    assert_string_equal(atlas_at(fresh, atlas_find(fresh, "410105002"))->note, "derived");
    assert_null(atlas_at(fresh, atlas_find(fresh, "410105001"))->note);
    atlas_give(w.atlas, fresh);
}

struct watch {
    struct atlas *atlas;
    _Atomic bool stop;
};

/* What a thread of the server does: takes a view, asks it, gives it back. */
static void *keep_asking(void *arg)
{
    struct watch *w = arg;
    while (!w->stop) {
        const struct atlas_view *v = atlas_take(w->atlas);
        int32_t i = atlas_locate(v, (struct geo_point){1050000, 50000});
        if (i >= 0 && atlas_find(v, atlas_at(v, i)->code) != i)
            abort();
        atlas_give(w->atlas, v);
    }
    return NULL;
}

static void views_are_swapped_under_the_eyes_of_threads(void **state)
{
    CLEANUP(close_world) struct world w = small_world();
    struct watch watch = {.atlas = w.atlas};
    pthread_t threads[3];
    (void)state;
    for (size_t i = 0; i < LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, keep_asking, &watch), 0);
    assert_int_equal(db_begin(w.c, DB_WRITE), ERR_OK);
    for (int i = 0; i < 40; i++) {
        assert_int_equal(area_publish(w.c), ERR_OK);
        assert_int_equal(atlas_refresh(w.atlas, w.c), ERR_OK);
    }
    assert_int_equal(db_end(w.c, false), ERR_OK);
    watch.stop = true;
    for (size_t i = 0; i < LEN(threads); i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void an_empty_database_gives_an_empty_atlas(void **state)
{
    struct world w = {.c = unit_open(), .atlas = atlas_new()};
    (void)state;
    const struct atlas_view *v = atlas_take(w.atlas);
    assert_int_equal(atlas_len(v), 0);
    assert_int_equal(atlas_find(v, "4101"), -1);
    assert_int_equal(atlas_locate(v, (struct geo_point){0, 0}), -1);
    atlas_give(w.atlas, v);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w.atlas, w.c), ERR_OK);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_stand_together_in_order_of_code),
        cmocka_unit_test(the_deepest_area_that_holds_the_point_is_found),
        cmocka_unit_test(boxes_are_of_the_polygon_or_of_those_below),
        cmocka_unit_test(codes_are_walked_in_order),
        cmocka_unit_test(a_change_swaps_the_snapshot),
        cmocka_unit_test(only_boundaries_of_now_count),
        cmocka_unit_test(a_boundarys_note_is_shown_with_its_area),
        cmocka_unit_test(views_are_swapped_under_the_eyes_of_threads),
        cmocka_unit_test(an_empty_database_gives_an_empty_atlas),
    };
    return UNIT_RUN(tests);
}

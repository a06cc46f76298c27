/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/cover.h"

#include <math.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "geo/crs.h"
#include "geo/geojson.h"
#include "unit.h"

static void arena_done(struct arena **mem)
{
    arena_free(*mem);
}

/* A box in grid units from (x, y) near Zhengzhou; a hundred thousand units are about a kilometre. */
static struct geo_shape box(struct arena *mem, int32_t x, int32_t y, int32_t w, int32_t h)
{
    struct geo_point *p = arena_array(mem, 4, sizeof *p);
    struct geo_ring *ring = arena_alloc(mem, sizeof *ring);
    int32_t lon = 1136000000 + x, lat = 347000000 + y;
    p[0] = (struct geo_point){lon, lat};
    p[1] = (struct geo_point){lon + w, lat};
    p[2] = (struct geo_point){lon + w, lat + h};
    p[3] = (struct geo_point){lon, lat + h};
    *ring = (struct geo_ring){p, 4};
    return (struct geo_shape){ring, 1};
}

struct told {
    struct buf text;
    double m2;
    struct geo_point at;
};

static void tell(void *arg, enum cover_fault fault, size_t a, size_t b, double m2,
                 struct geo_point at)
{
    static const char *const names[] = {"overlap", "gap", "outside"};
    struct told *t = arg;
    buf_printf(&t->text, "%s %zu %zu;", names[fault], a, b);
    t->m2 += m2;
    t->at = at;
}

static const char *check(struct arena *mem, const struct geo_shape *parent,
                         const struct geo_shape *siblings, size_t n, struct told *t)
{
    *t = (struct told){.text = {.mem = mem}};
    cover_check(parent, siblings, n, tell, t);
    return buf_str(&t->text);
}

static void a_tiling_has_no_fault(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape parent = box(mem, 0, 0, 200000, 100000);
    struct geo_shape both[] = {box(mem, 0, 0, 100000, 100000), box(mem, 100000, 0, 100000, 100000)};
    struct told t;
    (void)state;
    assert_string_equal(check(mem, &parent, both, 2, &t), "");
    assert_string_equal(check(mem, NULL, both, 2, &t), "");
    assert_string_equal(check(mem, &parent, NULL, 0, &t), "");
}

/* The same edge twice on one side, or holes that nobody fills, do not pass for a tiling. */
static void edges_that_cancel_wrongly_are_no_tiling(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape parent = box(mem, 0, 0, 200000, 100000);
    struct geo_shape all[] = {box(mem, 0, 0, 100000, 100000), box(mem, 100000, 0, 100000, 100000),
                              box(mem, 50000, 50000, 50000, 50000)};
    struct told t;
    (void)state;
    assert_string_equal(check(mem, &parent, all, 3, &t), "overlap 0 2;");
    struct geo_shape twice[] = {all[0], all[0], all[1]};
    assert_string_equal(check(mem, &parent, twice, 3, &t), "overlap 0 1;");
    assert_string_equal(check(mem, &parent, all, 1, &t), "gap 0 0;");
}

static void an_overlap_is_told_once_with_its_ground(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape all[] = {
        box(mem, 0, 0, 100000, 100000), {NULL, 0},
             box(mem, 90000, 0, 100000, 100000)
    };
    struct told t;
    (void)state;
    assert_string_equal(check(mem, NULL, all, 3, &t), "overlap 0 2;");
    double wanted = geo_area_m2(box(mem, 90000, 0, 10000, 100000));
    assert_true(fabs(t.m2 / wanted - 1) < 1e-3);
    assert_in_range(t.at.lon_e7, 1136090000, 1136100000);
    assert_in_range(t.at.lat_e7, 347000000, 347100000);
}

static void gaps_and_ground_outside_are_told(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape parent = box(mem, 0, 0, 200000, 100000);
    struct geo_shape both[] = {box(mem, 0, 0, 90000, 100000), box(mem, 110000, 0, 100000, 100000)};
    struct told t;
    (void)state;
    assert_string_equal(check(mem, &parent, both, 2, &t), "outside 1 0;gap 0 0;");
    assert_in_range(t.at.lon_e7, 1136090000, 1136110000);
    both[1] = box(mem, 90000, 10000, 110000, 80000);
    assert_string_equal(check(mem, &parent, both, 2, &t), "gap 0 0;gap 0 0;");
}

static void without_a_parent_only_holes_are_gaps(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape ring[] = {box(mem, 0, 0, 30000, 10000), box(mem, 0, 20000, 30000, 10000),
                               box(mem, 0, 10000, 10000, 10000),
                               box(mem, 20000, 10000, 10000, 10000)};
    struct told t;
    (void)state;
    assert_string_equal(check(mem, NULL, ring, 4, &t), "gap 0 0;");
    assert_string_equal(check(mem, NULL, ring, 3, &t), "");
}

/* One unit is a centimetre: over a kilometre that is ten square metres of rounding. */
static void rounding_is_no_fault(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape parent = box(mem, 0, 0, 200000, 100000);
    struct geo_shape both[] = {box(mem, 0, 0, 100001, 100000), box(mem, 100000, 0, 99999, 100001)};
    struct told t;
    (void)state;
    assert_string_equal(check(mem, &parent, both, 2, &t), "");
    both[0] = box(mem, 0, 0, 100020, 100000);
    assert_string_equal(check(mem, &parent, both, 2, &t), "overlap 0 1;");
    both[0] = box(mem, 0, 0, 100000, 100000);
    struct geo_shape spot[] = {box(mem, 0, 0, 100, 100), box(mem, 50, 50, 90, 90)};
    assert_string_equal(check(mem, NULL, spot, 2, &t), "");
}

static void invalid_rings_are_taken_as_repaired(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point bow[] = {
        {1136000000, 347000000},
        {1136100000, 347100000},
        {1136100000, 347000000},
        {1136000000, 347060000}
    };
    struct geo_ring ring = {bow, 4};
    struct geo_shape both[] = {
        {&ring, 1},
        box(mem, 0, 0, 10000, 60000)
    };
    struct told t;
    (void)state;
    assert_string_equal(check(mem, NULL, both, 2, &t), "overlap 0 1;");
}

struct shapes {
    struct arena *mem;
    struct geo_shape list[64];
    size_t n;
};

static enum err collect(void *arg, const struct geojson_feature *f)
{
    struct shapes *s = arg;
    s->list[s->n++] = shape_copy(s->mem, f->shape);
    return ERR_OK;
}

static void the_districts_of_zhengzhou_tile_exactly(void **state)
{
    const char *path = unit_shared("zhengzhou-districts.geojson");
    FILE *f = path ? fopen(path, "rb") : NULL;
    (void)state;
    if (!f)
        skip();
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct ctx c = {.mem = mem};
    char *text = arena_alloc(mem, 1 << 20);
    size_t n = fread(text, 1, 1 << 20, f);
    (void)fclose(f);
    struct shapes s = {.mem = mem};
    struct told t;
    assert_int_equal(geojson_read(&c, text, n, GEO_GCJ02, collect, &s), ERR_OK);
    assert_int_equal(s.n, 12);
    assert_string_equal(check(mem, NULL, s.list, s.n, &t), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tiling_has_no_fault),
        cmocka_unit_test(edges_that_cancel_wrongly_are_no_tiling),
        cmocka_unit_test(an_overlap_is_told_once_with_its_ground),
        cmocka_unit_test(gaps_and_ground_outside_are_told),
        cmocka_unit_test(without_a_parent_only_holes_are_gaps),
        cmocka_unit_test(rounding_is_no_fault),
        cmocka_unit_test(invalid_rings_are_taken_as_repaired),
        cmocka_unit_test(the_districts_of_zhengzhou_tile_exactly),
    };
    return UNIT_RUN(tests);
}

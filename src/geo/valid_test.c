/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/valid.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "geo/crs.h"
#include "geo/geojson.h"
#include "unit.h"

static void arena_done(struct arena **mem)
{
    arena_free(*mem);
}

static struct geo_ring bow[] = {
    {(struct geo_point[]){{1130000000, 340000000},
                          {1130001001, 340000500},
                          {1130001001, 340000000},
                          {1130000000, 340000500}},
     4},
};

static void a_square_is_valid(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point p[] = {
        {0,  0 },
        {10, 0 },
        {10, 10},
        {0,  10}
    };
    struct geo_ring ring = {p, 4};
    struct valid_fault fault;
    (void)state;
    assert_true(shape_is_valid(mem, (struct geo_shape){&ring, 1}, &fault));
}

static void a_bow_tie_is_named_with_its_crossing(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct valid_fault fault;
    (void)state;
    assert_false(shape_is_valid(mem, (struct geo_shape){bow, 1}, &fault));
    assert_string_equal(fault.reason, "Self-intersection");
    assert_in_range(fault.at.lon_e7, 1130000500, 1130000501);
    assert_int_equal(fault.at.lat_e7, 340000250);
}

/* The corner that the repair needs does not lie on the grid: it is moved there. */
static void a_bow_tie_becomes_two_triangles(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape out;
    struct valid_fault fault;
    (void)state;
    assert_true(shape_repair(mem, (struct geo_shape){bow, 1}, &out));
    assert_int_equal(out.n, 2);
    assert_int_equal(ring_direction(out.rings[0]), 1);
    assert_int_equal(ring_direction(out.rings[1]), 1);
    assert_true(shape_is_valid(mem, out, &fault));
}

static void a_ring_without_area_cannot_be_repaired(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point p[] = {
        {0,  0},
        {10, 0},
        {20, 0}
    };
    struct geo_ring ring = {p, 3}, two = {p, 2};
    struct geo_shape out = {NULL, 7};
    struct valid_fault fault;
    (void)state;
    assert_false(shape_is_valid(mem, (struct geo_shape){&ring, 1}, &fault));
    assert_false(shape_repair(mem, (struct geo_shape){&ring, 1}, &out));
    assert_false(shape_is_valid(mem, (struct geo_shape){&two, 1}, &fault));
    assert_false(shape_repair(mem, (struct geo_shape){&two, 1}, &out));
    assert_int_equal(out.n, 7);
}

struct found {
    struct arena *mem;
    const char *property;
    struct buf names;
};

static enum err check(void *arg, const struct geojson_feature *f)
{
    struct found *found = arg;
    struct valid_fault fault;
    struct geo_shape repaired;
    const struct node *name = node_get(f->properties, found->property);
    int64_t number;
    assert_null(f->fault);
    if (shape_is_valid(found->mem, f->shape, &fault))
        return ERR_OK;
    if (node_int(name, &number))
        buf_printf(&found->names, "%d ", (int)number);
    else
        buf_printf(&found->names, "%s ", node_text(name));
    double before = geo_area_m2(f->shape);
    assert_true(shape_repair(found->mem, f->shape, &repaired));
    double moved = geo_area_m2(repaired) - before;
    assert_true(moved < 100 && moved > -100);
    return ERR_OK;
}

static void expect_invalid(const char *file, const char *property, const char *wanted)
{
    const char *path = unit_shared(file);
    FILE *f = path ? fopen(path, "rb") : NULL;
    if (!f)
        skip();
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct ctx c = {.mem = mem};
    char *text = arena_alloc(mem, 2 << 20);
    size_t n = fread(text, 1, 2 << 20, f);
    (void)fclose(f);
    struct found found = {.mem = mem, .property = property, .names = {.mem = mem}};
    assert_int_equal(geojson_read(&c, text, n, GEO_WGS84, check, &found), ERR_OK);
    assert_string_equal(buf_str(&found.names), wanted);
}

static void the_invalid_rings_of_boston_are_found_and_repaired(void **state)
{
    (void)state;
    expect_invalid("boston-wards.geojson", "WARD", "5 16 17 ");
    expect_invalid("boston-precincts.geojson", "WARD_PRECINCT", "1713 0511 ");
}

static void the_districts_of_zhengzhou_are_valid(void **state)
{
    (void)state;
    expect_invalid("zhengzhou-districts.geojson", "adcode", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_square_is_valid),
        cmocka_unit_test(a_bow_tie_is_named_with_its_crossing),
        cmocka_unit_test(a_bow_tie_becomes_two_triangles),
        cmocka_unit_test(a_ring_without_area_cannot_be_repaired),
        cmocka_unit_test(the_invalid_rings_of_boston_are_found_and_repaired),
        cmocka_unit_test(the_districts_of_zhengzhou_are_valid),
    };
    return UNIT_RUN(tests);
}

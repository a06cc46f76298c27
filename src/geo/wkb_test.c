/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/wkb.h"

#include <geos_c.h>

#include "base/arena.h"
#include "unit.h"

static struct geo_point outer[] = {
    {1136000000, 347000000},
    {1136000100, 347000000},
    {1136000100, 347000100},
    {1136000000, 347000100}
};
static struct geo_point hole[] = {
    {1136000020, 347000020},
    {1136000020, 347000040},
    {1136000040, 347000040}
};
static struct geo_point island[] = {
    {-1800000000, -900000000},
    {-1799999999, -900000000},
    {-1799999999, -899999999}
};

static void arena_done(struct arena **mem)
{
    arena_free(*mem);
}

static void same_shapes(struct geo_shape a, struct geo_shape b)
{
    assert_int_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++) {
        assert_int_equal(a.rings[i].n, b.rings[i].n);
        assert_memory_equal(a.rings[i].points, b.rings[i].points,
                            a.rings[i].n * sizeof *a.rings[i].points);
    }
}

static void what_is_written_is_read_back_exactly(void **state)
{
    struct geo_ring rings[] = {
        {outer,  4},
        {hole,   3},
        {island, 3}
    };
    CLEANUP(arena_done) struct arena *mem = arena_new();
    (void)state;
    for (size_t n = 1; n <= 3; n++) {
        struct geo_shape shape = {rings, n}, back;
        void *wkb;
        size_t size;
        wkb_write(mem, shape, &wkb, &size);
        assert_true(wkb_read(mem, wkb, size, &back));
        same_shapes(back, shape);
    }
}

static void geos_reads_it_as_parts_and_holes(void **state)
{
    struct geo_ring rings[] = {
        {outer,  4},
        {hole,   3},
        {island, 3}
    };
    CLEANUP(arena_done) struct arena *mem = arena_new();
    void *wkb;
    size_t size;
    (void)state;
    wkb_write(mem, (struct geo_shape){rings, 3}, &wkb, &size);
    GEOSContextHandle_t h = GEOS_init_r();
    GEOSWKBReader *reader = GEOSWKBReader_create_r(h);
    GEOSGeometry *g = GEOSWKBReader_read_r(h, reader, wkb, size);
    assert_non_null(g);
    assert_int_equal(GEOSGeomTypeId_r(h, g), GEOS_MULTIPOLYGON);
    assert_int_equal(GEOSGetNumGeometries_r(h, g), 2);
    assert_int_equal(GEOSGetNumInteriorRings_r(h, GEOSGetGeometryN_r(h, g, 0)), 1);
    assert_int_equal(GEOSisValid_r(h, g), 1);
    GEOSGeom_destroy_r(h, g);
    GEOSWKBReader_destroy_r(h, reader);
    GEOS_finish_r(h);
}

static void big_endian_is_read_too(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    GEOSContextHandle_t h = GEOS_init_r();
    GEOSWKTReader *text = GEOSWKTReader_create_r(h);
    GEOSGeometry *g = GEOSWKTReader_read_r(h, text, "POLYGON((1 2, 3 2, 3 4, 1 2))");
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(h);
    struct geo_shape shape;
    size_t size;
    (void)state;
    GEOSWKBWriter_setByteOrder_r(h, writer, GEOS_WKB_XDR);
    unsigned char *wkb = GEOSWKBWriter_write_r(h, writer, g, &size);
    assert_true(wkb_read(mem, wkb, size, &shape));
    assert_int_equal(shape.rings[0].n, 3);
    assert_int_equal(shape.rings[0].points[1].lon_e7, 30000000);
    GEOSFree_r(h, wkb);
    GEOSWKBWriter_destroy_r(h, writer);
    GEOSGeom_destroy_r(h, g);
    GEOSWKTReader_destroy_r(h, text);
    GEOS_finish_r(h);
}

/* Every cut and every wrong type is refused, and no count makes it read on. */
static void broken_bytes_are_refused(void **state)
{
    struct geo_ring rings[] = {
        {outer,  4},
        {hole,   3},
        {island, 3}
    };
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_shape shape = {NULL, 7};
    void *wkb;
    size_t size;
    (void)state;
    wkb_write(mem, (struct geo_shape){rings, 3}, &wkb, &size);
    for (size_t n = 0; n < size; n++)
        assert_false(wkb_read(mem, wkb, n, &shape));
    for (size_t i = 0; i < 18; i++) {
        unsigned char *bad = (unsigned char *)arena_copy_n(mem, wkb, size);
        bad[i] ^= 0x44;
        assert_false(wkb_read(mem, bad, size, &shape));
    }
    assert_int_equal(shape.n, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back_exactly),
        cmocka_unit_test(geos_reads_it_as_parts_and_holes),
        cmocka_unit_test(big_endian_is_read_too),
        cmocka_unit_test(broken_bytes_are_refused),
    };
    return UNIT_RUN(tests);
}

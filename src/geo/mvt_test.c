/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/mvt.h"

#include <string.h>

#include "base/arena.h"
#include "geo/crs.h"
#include "geo/tile_ring.h"
#include "unit.h"

static void arena_done(struct arena **mem)
{
    arena_free(*mem);
}

/* ---- a decoder of its own, as little as the tests need ---- */

struct reader {
    const unsigned char *p, *end;
};

static uint64_t varint(struct reader *r)
{
    uint64_t v = 0;
    for (int shift = 0; r->p < r->end; shift += 7) {
        unsigned char byte = *r->p++;
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return v;
    }
    fail_msg("a number is cut");
    return 0;
}

static struct reader part(struct reader *r)
{
    uint64_t n = varint(r);
    assert_true(n <= (uint64_t)(r->end - r->p));
    struct reader inner = {r->p, r->p + n};
    r->p += n;
    return inner;
}

static int64_t signed_of(uint64_t v)
{
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

struct decoded {
    struct arena *mem;
    struct buf text; /* "name v2 4096 | #id type: path; key=value ..." */
    struct reader keys[16], values[4096];
    size_t n_keys, n_values;
    int64_t area2; /* of all rings */
    size_t features, points;
};

static void decode_path(struct decoded *d, struct reader r)
{
    int64_t x = 0, y = 0, first_x = 0, first_y = 0;
    while (r.p < r.end) {
        uint64_t command = varint(&r), count = command >> 3;
        command &= 7;
        if (command == 7) {
            d->area2 += x * first_y - first_x * y;
            buf_char(&d->text, 'Z');
            continue;
        }
        for (; count > 0; count--) {
            int64_t last_x = x, last_y = y;
            x += signed_of(varint(&r));
            y += signed_of(varint(&r));
            d->points++;
            buf_printf(&d->text, "%s%lld,%lld", command == 1 ? "M" : " ", (long long)x,
                       (long long)y);
            if (command == 1) {
                first_x = x;
                first_y = y;
            } else {
                d->area2 += last_x * y - x * last_y;
            }
        }
    }
}

static void put_value(struct decoded *d, struct reader v)
{
    uint64_t key = varint(&v);
    if (key == (1 << 3 | 2)) {
        struct reader text = part(&v);
        buf_bytes(&d->text, text.p, (size_t)(text.end - text.p));
    } else if (key == 6 << 3) {
        buf_int(&d->text, signed_of(varint(&v)));
    } else {
        assert_int_equal(key, 7 << 3);
        buf_text(&d->text, varint(&v) ? "true" : "false");
    }
}

static void decode_feature(struct decoded *d, struct reader r)
{
    struct reader tags = {NULL, NULL};
    d->features++;
    while (r.p < r.end) {
        uint64_t key = varint(&r);
        if (key == 1 << 3)
            buf_printf(&d->text, " | #%llu", (unsigned long long)varint(&r));
        else if (key == 3 << 3)
            buf_printf(&d->text, " type %llu: ", (unsigned long long)varint(&r));
        else if (key == (2 << 3 | 2))
            tags = part(&r);
        else if (key == (4 << 3 | 2))
            decode_path(d, part(&r));
        else
            fail_msg("feature field %llu", (unsigned long long)key);
    }
    while (tags.p < tags.end) {
        uint64_t key = varint(&tags), value = varint(&tags);
        assert_true(key < d->n_keys && value < d->n_values);
        buf_char(&d->text, ' ');
        buf_bytes(&d->text, d->keys[key].p, (size_t)(d->keys[key].end - d->keys[key].p));
        buf_char(&d->text, '=');
        put_value(d, d->values[value]);
    }
}

/* Keys and values stand behind the features, so the layer is read twice. */
static void decode_layer(struct decoded *d, struct reader layer)
{
    d->n_keys = d->n_values = 0;
    for (int pass = 0; pass < 2; pass++) {
        struct reader r = layer;
        while (r.p < r.end) {
            uint64_t key = varint(&r);
            if ((key & 7) == 0) {
                uint64_t v = varint(&r);
                if (pass == 0)
                    buf_printf(&d->text, " %d=%llu", (int)(key >> 3), (unsigned long long)v);
                continue;
            }
            struct reader inner = part(&r);
            if (pass == 0 && key >> 3 == 1)
                buf_bytes(&d->text, inner.p, (size_t)(inner.end - inner.p));
            else if (pass == 0 && key >> 3 == 3)
                d->keys[d->n_keys++] = inner;
            else if (pass == 0 && key >> 3 == 4)
                d->values[d->n_values++] = inner;
            else if (pass == 1 && key >> 3 == 2)
                decode_feature(d, inner);
        }
    }
}

static const char *decode(struct decoded *d, struct arena *mem, const struct buf *tile)
{
    struct reader r = {(const unsigned char *)tile->p, (const unsigned char *)tile->p + tile->n};
    *d = (struct decoded){.mem = mem, .text = {.mem = mem}};
    while (r.p < r.end) {
        assert_int_equal(varint(&r), 3 << 3 | 2);
        decode_layer(d, part(&r));
    }
    return buf_str(&d->text);
}

/* ---- tests ---- */

/* Zoom 0 shows the world in 4,096 pixels: on the equator 878,906.25 units each. */
static const struct tile whole = {0, 0, 0};

static struct geo_point at(double x, double y)
{
    /* y pixels south of the equator; below a few dozen the projection is still straight */
    return (struct geo_point){(int32_t)(x * 878906.25), (int32_t)(-y * 878906.25)};
}

static void names_of_tiles_are_checked(void **state)
{
    struct tile t = {9, 9, 9};
    (void)state;
    assert_true(tile_parse("14", "13375", "6536", &t));
    assert_int_equal(t.x, 13375);
    assert_false(tile_parse("23", "0", "0", &t));
    assert_false(tile_parse("-1", "0", "0", &t));
    assert_false(tile_parse("1", "2", "0", &t));
    assert_false(tile_parse("1", "0", "-1", &t));
    assert_false(tile_parse("1", "0", "1.5", &t));
    assert_int_equal(t.z, 14);
}

/* The tile of Zhengzhou's centre, as every slippy map numbers it. */
static void a_tiles_box_holds_what_it_shows(void **state)
{
    struct tile t;
    (void)state;
    assert_true(tile_parse("12", "3341", "1625", &t));
    struct geo_box b = tile_box(t);
    struct geo_point p = geo_point_of(113.6665, 34.7577);
    assert_true(box_meet(b, (struct geo_box){p, p}));
    double width = (b.high.lon_e7 - b.low.lon_e7) / 1e7, inner = 360.0 / 4096;
    assert_true(width > inner * 1.03 && width < inner * 1.04);
    b = tile_box(whole);
    assert_int_equal(b.low.lon_e7, -1800000000);
    assert_true(b.high.lat_e7 > 850000000 && b.high.lat_e7 < 860000000);
}

static void points_carry_their_properties(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct buf out = {.mem = mem};
    struct decoded d;
    (void)state;
    struct mvt *m = mvt_open(mem, "cases", whole);
    assert_true(mvt_point(m, 7, at(0, 0)));
    mvt_text(m, "ref", "410105-X");
    mvt_bool(m, "open", true);
    mvt_text(m, "note", NULL);
    assert_true(mvt_point(m, 300, at(-10, 5)));
    mvt_text(m, "ref", "410105-Y");
    mvt_bool(m, "open", true);
    mvt_close(m, &out);
    assert_string_equal(decode(&d, mem, &out),
                        "cases 5=4096 15=2 | #7 type 1: M2048,2048 ref=410105-X open=true"
                        " | #300 type 1: M2038,2053 ref=410105-Y open=true");
    assert_int_equal(d.n_values, 3);
}

static void what_lies_elsewhere_opens_no_feature(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct buf out = {.mem = mem};
    (void)state;
    struct mvt *m = mvt_open(mem, "cases", (struct tile){10, 835, 406});
    struct geo_point far[] = {
        {0,      0     },
        {900000, 0     },
        {0,      900000}
    };
    struct geo_ring ring = {far, 3};
    assert_false(mvt_point(m, 1, far[0]));
    assert_false(mvt_polygon(m, 1, (struct geo_shape){&ring, 1}));
    mvt_close(m, &out);
    assert_int_equal(out.n, 0);
}

static void polygons_run_as_the_specification_says(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point outer[] = {at(0, 0), at(0, 20), at(20, 20), at(20, 0)};
    struct geo_point hole[] = {at(5, 5), at(10, 5), at(10, 10), at(5, 10)};
    struct geo_ring rings[] = {
        {outer, 4},
        {hole,  4}
    };
    struct buf out = {.mem = mem};
    struct decoded d;
    (void)state;
    struct mvt *m = mvt_open(mem, "areas", whole);
    assert_true(mvt_polygon(m, 1, (struct geo_shape){rings, 2}));
    mvt_close(m, &out);
    assert_string_equal(decode(&d, mem, &out),
                        "areas 5=4096 15=2 | #1 type 3: M2068,2048 2068,2068 2048,2068 2048,2048Z"
                        "M2053,2058 2058,2058 2058,2053 2053,2053Z");
    assert_int_equal(d.area2, 2 * (20 * 20 - 5 * 5));
}

static void what_is_too_small_to_see_is_left_out(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point speck[] = {at(0.1, 0.1), at(0.1, 0.3), at(0.3, 0.3)};
    struct geo_point outer[] = {at(0, 0), at(0, 20), at(20, 20), at(20, 0)};
    struct geo_point hole[] = {at(0.1, 0.1), at(0.3, 0.3), at(0.1, 0.3)};
    struct geo_ring alone =
                        {
                            speck, 3
    },
                    rings[] = {{outer, 4}, {hole, 3}}, parts[] = {{speck, 3}, {hole, 3}};
    struct buf out = {.mem = mem};
    struct decoded d;
    (void)state;
    struct mvt *m = mvt_open(mem, "areas", whole);
    assert_false(mvt_polygon(m, 1, (struct geo_shape){&alone, 1}));
    assert_false(mvt_polygon(m, 1, (struct geo_shape){parts, 2}));
    assert_true(mvt_polygon(m, 2, (struct geo_shape){rings, 2}));
    mvt_close(m, &out);
    (void)decode(&d, mem, &out);
    assert_int_equal(d.features, 1);
    assert_int_equal(d.points, 4);
}

static void straight_lines_need_only_their_ends(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point ring[] = {at(10, 0), at(0, 0),   at(0, 10), at(0, 15),
                               at(0, 20), at(20, 20), at(20, 0)};
    struct geo_ring r = {ring, 7};
    struct buf out = {.mem = mem};
    struct decoded d;
    (void)state;
    struct mvt *m = mvt_open(mem, "areas", whole);
    assert_true(mvt_polygon(m, 1, (struct geo_shape){&r, 1}));
    mvt_close(m, &out);
    (void)decode(&d, mem, &out);
    assert_int_equal(d.points, 4);
    assert_int_equal(d.area2, 2 * 20 * 20);
}

static void a_polygon_around_the_tile_fills_it_to_the_margin(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct geo_point around[] = {
        {1000000000, 200000000},
        {1300000000, 200000000},
        {1300000000, 500000000},
        {1000000000, 500000000}
    };
    struct geo_ring r = {around, 4};
    struct buf out = {.mem = mem};
    struct decoded d;
    (void)state;
    for (uint32_t z = 8; z <= MVT_ZOOM_MAX; z += 7) {
        struct tile t = {z, (uint32_t)(0.8157 * (double)(1u << z)),
                         (uint32_t)(0.397 * (double)(1u << z))};
        struct mvt *m = mvt_open(mem, "areas", t);
        out.n = 0;
        assert_true(mvt_polygon(m, 1, (struct geo_shape){&r, 1}));
        mvt_close(m, &out);
        assert_string_equal(decode(&d, mem, &out),
                            "areas 5=4096 15=2 | #1 type 3: M4160,-64 4160,4160 -64,4160 -64,-64Z");
    }
}

static uint64_t random_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    return z ^ (z >> 31);
}

/* On the grid of tile 1/1/1, whose corner is (0, 0): half pixels are frequent where the margin cuts. */
static void a_ring_is_cut_alike_from_both_directions(void **state)
{
    CLEANUP(arena_done) struct arena *mem = arena_new();
    struct pixels work = {.mem = mem}, one = {.mem = mem}, other = {.mem = mem};
    struct tile t = {1, 1, 1};
    uint64_t seed = 3;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct geo_point p[5], back[5];
        for (int i = 0; i < 5; i++) {
            int x = (int)(random_bits(&seed) % 40) - 84, y = (int)(random_bits(&seed) % 40) - 84;
            p[i] = (struct geo_point){(int32_t)(x * 439453.125), (int32_t)(-y * 439453.125)};
            back[4 - i] = p[i];
        }
        bool left = tile_ring(t, (struct geo_ring){p, 5}, &work, &one);
        assert_int_equal(left, tile_ring(t, (struct geo_ring){back, 5}, &work, &other));
        if (left)
            assert_int_equal(pixels_area2(&one), -pixels_area2(&other));
    }
}

enum { SIDE = 24, SUB = 5, ACROSS = SIDE * SUB + 1 };

static struct geo_point lattice[ACROSS * ACROSS];

static struct geo_shape cell(struct arena *mem, size_t i)
{
    struct geo_point *p = arena_array(mem, (size_t)4 * SUB, sizeof *p);
    struct geo_point *corner = &lattice[i / SIDE * SUB * ACROSS + i % SIDE * SUB];
    struct geo_ring *ring = arena_alloc(mem, sizeof *ring);
    for (size_t k = 0; k < SUB; k++) {
        p[k] = corner[k];
        p[SUB + k] = corner[SUB + k * ACROSS];
        p[(size_t)2 * SUB + k] = corner[(size_t)SUB * ACROSS + SUB - k];
        p[(size_t)3 * SUB + k] = corner[(SUB - k) * ACROSS];
    }
    *ring = (struct geo_ring){p, (size_t)4 * SUB};
    return (struct geo_shape){ring, 1};
}

/* Cells that tile the ground tile the tile: their pixels add up to its whole area, at every zoom. */
static void neighbours_leave_no_seam(void **state)
{
    static struct decoded d;
    uint64_t seed = 5;
    (void)state;
    for (int i = 0; i < ACROSS * ACROSS; i++)
        lattice[i] = (struct geo_point){
            1135000000 + i % ACROSS * 40000 + (int32_t)(random_bits(&seed) % 15000),
            345000000 + i / ACROSS * 40000 + (int32_t)(random_bits(&seed) % 15000)};
    for (uint32_t z = 11; z <= 16; z++) {
        CLEANUP(arena_done) struct arena *mem = arena_new();
        double side = (double)(1u << z);
        struct tile t = {z, (uint32_t)(0.81592 * side), (uint32_t)(0.39665 * side)};
        struct mvt *m = mvt_open(mem, "areas", t);
        struct buf out = {.mem = mem};
        for (size_t i = 0; i < (size_t)SIDE * SIDE; i++)
            (void)mvt_polygon(m, i, cell(mem, i));
        mvt_close(m, &out);
        (void)decode(&d, mem, &out);
        int64_t full = MVT_EXTENT + 2 * MVT_BUFFER;
        assert_int_equal(d.area2, 2 * full * full);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_tiles_are_checked),
        cmocka_unit_test(a_tiles_box_holds_what_it_shows),
        cmocka_unit_test(points_carry_their_properties),
        cmocka_unit_test(what_lies_elsewhere_opens_no_feature),
        cmocka_unit_test(polygons_run_as_the_specification_says),
        cmocka_unit_test(what_is_too_small_to_see_is_left_out),
        cmocka_unit_test(straight_lines_need_only_their_ends),
        cmocka_unit_test(a_polygon_around_the_tile_fills_it_to_the_margin),
        cmocka_unit_test(a_ring_is_cut_alike_from_both_directions),
        cmocka_unit_test(neighbours_leave_no_seam),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/locate.h"

#include <geos_c.h>

#include "base/arena.h"
#include "unit.h"

/* ---- made-up shapes ---- */

static uint64_t random_bits(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int32_t between(uint64_t *state, int64_t low, int64_t high)
{
    return (int32_t)(low + (int64_t)(random_bits(state) % (uint64_t)(high - low + 1)));
}

static struct geo_point point_in(uint64_t *state, struct geo_box b)
{
    return (struct geo_point){between(state, b.low.lon_e7, b.high.lon_e7),
                              between(state, b.low.lat_e7, b.high.lat_e7)};
}

struct set {
    struct arena *mem;
    struct locate_item *items;
    size_t n;
};

static void set_free(struct set *s)
{
    arena_free(s->mem);
}

static void index_free(struct locate **l)
{
    locate_free(*l);
}

static struct geo_shape shape_of(struct arena *mem, struct geo_point *points, size_t n)
{
    struct geo_ring *ring = arena_alloc(mem, sizeof *ring);
    *ring = (struct geo_ring){points, n};
    return (struct geo_shape){ring, 1};
}

/*
 * side x side cells over a shaken lattice, `sub` edges on each side of a cell; neighbours share all their vertices.
 * Levels of the lattice are often equal, so that horizontal and vertical edges occur.
 */
static struct set tiling(size_t side, size_t sub, int32_t step, uint64_t seed)
{
    struct set s = {.mem = arena_new(), .n = side * side};
    size_t across = side * sub + 1;
    struct geo_point *lattice = arena_array(s.mem, across * across, sizeof *lattice);
    s.items = arena_array(s.mem, s.n, sizeof *s.items);
    for (size_t i = 0; i < across * across; i++)
        lattice[i] = (struct geo_point){1130000000 + (int32_t)(i % across) * step +
                                            between(&seed, -1, 1) * between(&seed, 0, step / 5),
                                        340000000 + (int32_t)(i / across) * step +
                                            between(&seed, -1, 1) * between(&seed, 0, step / 5)};
    for (size_t i = 0; i < side * side; i++) {
        struct geo_point *p = arena_array(s.mem, 4 * sub, sizeof *p);
        struct geo_point *corner = &lattice[i / side * sub * across + i % side * sub];
        for (size_t k = 0; k < sub; k++) {
            p[k] = corner[k];
            p[sub + k] = corner[sub + k * across];
            p[2 * sub + k] = corner[sub * across + sub - k];
            p[3 * sub + k] = corner[(sub - k) * across];
        }
        s.items[i] = (struct locate_item){(uint32_t)i, shape_of(s.mem, p, 4 * sub)};
    }
    return s;
}

/* Any points in any order: rings that cross themselves and each other, with ids out of order. */
static struct set tangle(size_t n, struct geo_box box, int32_t reach, uint64_t seed)
{
    struct set s = {.mem = arena_new(), .n = n};
    s.items = arena_array(s.mem, n, sizeof *s.items);
    for (size_t i = 0; i < n; i++) {
        size_t k = 3 + random_bits(&seed) % 40;
        struct geo_point *p = arena_array(s.mem, k, sizeof *p);
        struct geo_point middle = point_in(&seed, box);
        for (size_t v = 0; v < k; v++)
            p[v] = (struct geo_point){middle.lon_e7 + between(&seed, -reach, reach),
                                      middle.lat_e7 + between(&seed, -reach, reach)};
        s.items[i] =
            (struct locate_item){(uint32_t)((i * 7919 + 13) % n) * 5, shape_of(s.mem, p, k)};
    }
    return s;
}

static int64_t by_plain_rule(const struct set *s, struct geo_point p)
{
    int64_t best = LOCATE_NONE;
    for (size_t i = 0; i < s->n; i++)
        if (shape_holds(s->items[i].shape, p) && (best < 0 || s->items[i].id < best))
            best = s->items[i].id;
    return best;
}

static size_t owners(const struct set *s, struct geo_point p)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += shape_holds(s->items[i].shape, p);
    return n;
}

/* ---- tests ---- */

/* Vertices and points on or beside the edges, wherever the tiling goes on around them. */
static void every_point_of_a_tiling_has_exactly_one_owner(void **state)
{
    (void)state;
    for (int32_t step = 5; step <= 5000; step *= 10) {
        CLEANUP(set_free) struct set s = tiling(9, 3, step, (uint64_t)step);
        CLEANUP(index_free) struct locate *l = locate_new(s.items, s.n);
        for (size_t i = 0; i < s.n; i++) {
            struct geo_ring r = s.items[i].shape.rings[0];
            bool inner = i / 9 > 0 && i / 9 < 8 && i % 9 > 0 && i % 9 < 8;
            for (size_t k = 0; inner && k < r.n; k++) {
                struct geo_point a = r.points[k], b = r.points[(k + 1) % r.n];
                struct geo_point middle = {(int32_t)(((int64_t)a.lon_e7 + b.lon_e7) / 2),
                                           (int32_t)(((int64_t)a.lat_e7 + b.lat_e7) / 2)};
                assert_int_equal(owners(&s, a), 1);
                assert_int_equal(owners(&s, middle), 1);
                assert_int_equal(locate_find(l, a), by_plain_rule(&s, a));
                assert_int_equal(locate_find(l, middle), by_plain_rule(&s, middle));
            }
        }
    }
}

static void the_index_gives_the_plain_rules_answer(void **state)
{
    static const struct {
        struct geo_box box;
        int32_t reach;
        size_t n;
    } worlds[] = {
        {{{1130000000, 340000000}, {1130000900, 340000900}},   60,        60 },
        {{{1130000000, 340000000}, {1140000000, 350000000}},   500000,    200},
        {{{-1700000000, -800000000}, {1700000000, 800000000}}, 100000000, 80 },
        {{{-5, -5}, {5, 5}},                                   4,         6  },
    };
    uint64_t seed = 7;
    (void)state;
    for (size_t w = 0; w < LEN(worlds); w++) {
        CLEANUP(set_free)
        struct set s = tangle(worlds[w].n, worlds[w].box, worlds[w].reach, w);
        CLEANUP(index_free) struct locate *l = locate_new(s.items, s.n);
        for (size_t i = 0; i < 20000; i++) {
            struct geo_point p = point_in(&seed, worlds[w].box);
            assert_int_equal(locate_find(l, p), by_plain_rule(&s, p));
        }
        for (size_t i = 0; i < s.n; i++)
            for (size_t k = 0; k < s.items[i].shape.rings[0].n; k++) {
                struct geo_point p = s.items[i].shape.rings[0].points[k];
                assert_int_equal(locate_find(l, p), by_plain_rule(&s, p));
            }
    }
}

static void many_at_once_are_found_like_one_by_one(void **state)
{
    static struct geo_point points[10007];
    static int64_t ids[LEN(points)];
    CLEANUP(set_free) struct set s = tiling(20, 4, 5000, 3);
    CLEANUP(index_free) struct locate *l = locate_new(s.items, s.n);
    struct geo_box around = {
        {1129900000, 339900000},
        {1130500000, 340500000}
    };
    uint64_t seed = 11;
    (void)state;
    for (size_t i = 0; i < LEN(points); i++)
        points[i] = point_in(&seed, around);
    locate_find_many(l, points, LEN(points), ids);
    for (size_t i = 0; i < LEN(points); i++)
        assert_int_equal(ids[i], locate_find(l, points[i]));
}

struct oracle {
    GEOSContextHandle_t h;
    GEOSSTRtree *tree;
    GEOSGeometry **polygons;
    const GEOSPreparedGeometry **prepared;
    GEOSGeometry *point;
    size_t inside, touching;
    int64_t id;
    const struct set *s;
};

static GEOSGeometry *polygon_of(GEOSContextHandle_t h, struct geo_ring r)
{
    GEOSCoordSequence *c = GEOSCoordSeq_create_r(h, (unsigned)r.n + 1, 2);
    for (size_t i = 0; i <= r.n; i++)
        (void)GEOSCoordSeq_setXY_r(h, c, (unsigned)i, r.points[i % r.n].lon_e7,
                                   r.points[i % r.n].lat_e7);
    return GEOSGeom_createPolygon_r(h, GEOSGeom_createLinearRing_r(h, c), NULL, 0);
}

static void ask_candidate(void *item, void *arg)
{
    const size_t *i = item;
    struct oracle *o = arg;
    if (GEOSPreparedContains_r(o->h, o->prepared[*i], o->point) == 1) {
        o->inside++;
        o->id = o->s->items[*i].id;
    } else if (GEOSPreparedIntersects_r(o->h, o->prepared[*i], o->point) == 1) {
        o->touching++;
    }
}

static void geos_says(struct oracle *o, struct geo_point p)
{
    o->inside = o->touching = 0;
    o->id = LOCATE_NONE;
    o->point = GEOSGeom_createPointFromXY_r(o->h, p.lon_e7, p.lat_e7);
    GEOSSTRtree_query_r(o->h, o->tree, o->point, ask_candidate, o);
    GEOSGeom_destroy_r(o->h, o->point);
}

static struct oracle oracle_new(const struct set *s, size_t *numbers)
{
    struct oracle o = {.h = GEOS_init_r(), .s = s};
    o.tree = GEOSSTRtree_create_r(o.h, 10);
    o.polygons = arena_array(s->mem, s->n, sizeof(GEOSGeometry *));
    o.prepared = arena_array(s->mem, s->n, sizeof(GEOSPreparedGeometry *));
    for (size_t i = 0; i < s->n; i++) {
        numbers[i] = i;
        o.polygons[i] = polygon_of(o.h, s->items[i].shape.rings[0]);
        o.prepared[i] = GEOSPrepare_r(o.h, o.polygons[i]);
        GEOSSTRtree_insert_r(o.h, o.tree, o.polygons[i], &numbers[i]);
    }
    return o;
}

static void oracle_free(struct oracle *o)
{
    for (size_t i = 0; i < o->s->n; i++) {
        GEOSPreparedGeom_destroy_r(o->h, o->prepared[i]);
        GEOSGeom_destroy_r(o->h, o->polygons[i]);
    }
    GEOSSTRtree_destroy_r(o->h, o->tree);
    GEOS_finish_r(o->h);
}

/* Off the edges both agree; on an edge inside the tiling GEOS sees no owner, the index exactly one. */
static void geos_agrees_on_every_point_off_the_edges(void **state)
{
    CLEANUP(set_free) struct set s = tiling(24, 5, 10, 5);
    CLEANUP(index_free) struct locate *l = locate_new(s.items, s.n);
    size_t *numbers = arena_array(s.mem, s.n, sizeof *numbers), on_edge = 0;
    struct oracle o = oracle_new(&s, numbers);
    struct geo_box inner = {
        {1130000050, 340000050},
        {1130001150, 340001150}
    };
    uint64_t seed = 23;
    (void)state;
    for (size_t i = 0; i < 100000; i++) {
        struct geo_point p = point_in(&seed, inner);
        geos_says(&o, p);
        if (o.touching == 0) {
            assert_int_equal(o.inside, 1);
            assert_int_equal(locate_find(l, p), o.id);
        } else {
            on_edge++;
            assert_int_equal(o.inside, 0);
            assert_true(locate_find(l, p) != LOCATE_NONE);
            assert_int_equal(owners(&s, p), 1);
        }
    }
    assert_true(on_edge > 1000);
    oracle_free(&o);
}

static void the_smallest_id_wins_where_items_overlap(void **state)
{
    struct geo_point outer[] = {
        {0,    0   },
        {1000, 0   },
        {1000, 1000},
        {0,    1000}
    };
    struct geo_point inner[] = {
        {400, 400},
        {600, 400},
        {600, 600},
        {400, 600}
    };
    struct geo_ring rings[] = {
        {outer, 4},
        {inner, 4}
    };
    struct locate_item items[] = {
        {9, {&rings[0], 1}},
        {4, {&rings[1], 1}}
    };
    CLEANUP(index_free) struct locate *l = locate_new(items, 2);
    (void)state;
    assert_int_equal(locate_find(l, (struct geo_point){500, 500}), 4);
    assert_int_equal(locate_find(l, (struct geo_point){200, 500}), 9);
    items[0].id = 1;
    CLEANUP(index_free) struct locate *turned = locate_new(items, 2);
    assert_int_equal(locate_find(turned, (struct geo_point){500, 500}), 1);
}

static void holes_and_parts_need_no_mark(void **state)
{
    struct geo_point outer[] = {
        {0,    0   },
        {1000, 0   },
        {1000, 1000},
        {0,    1000}
    };
    struct geo_point hole[] = {
        {400, 400},
        {400, 600},
        {600, 600},
        {600, 400}
    };
    struct geo_point island[] = {
        {450, 450},
        {550, 450},
        {550, 550},
        {450, 550}
    };
    struct geo_ring rings[] = {
        {outer,  4},
        {hole,   4},
        {island, 4}
    };
    struct locate_item item = {
        3, {rings, 3}
    };
    CLEANUP(index_free) struct locate *l = locate_new(&item, 1);
    (void)state;
    assert_int_equal(locate_find(l, (struct geo_point){100, 100}), 3);
    assert_int_equal(locate_find(l, (struct geo_point){420, 500}), LOCATE_NONE);
    assert_int_equal(locate_find(l, (struct geo_point){500, 500}), 3);
    struct geo_shape back = locate_shape(l, 0);
    assert_int_equal(back.n, 3);
    assert_int_equal(back.rings[1].n, 4);
    assert_memory_equal(back.rings[1].points, hole, sizeof hole);
}

static void the_lower_and_left_edges_belong_to_a_square(void **state)
{
    struct geo_point square[] = {
        {0,  0 },
        {10, 0 },
        {10, 10},
        {0,  10}
    };
    struct geo_ring ring = {square, 4};
    struct locate_item item = {
        0, {&ring, 1}
    };
    CLEANUP(index_free) struct locate *l = locate_new(&item, 1);
    (void)state;
    assert_int_equal(locate_find(l, (struct geo_point){0, 0}), 0);
    assert_int_equal(locate_find(l, (struct geo_point){5, 0}), 0);
    assert_int_equal(locate_find(l, (struct geo_point){0, 5}), 0);
    assert_int_equal(locate_find(l, (struct geo_point){10, 5}), LOCATE_NONE);
    assert_int_equal(locate_find(l, (struct geo_point){5, 10}), LOCATE_NONE);
    assert_int_equal(locate_find(l, (struct geo_point){10, 10}), LOCATE_NONE);
}

static void the_whole_earth_fits(void **state)
{
    struct geo_point earth[] = {
        {-1800000000, -900000000},
        {1800000000,  -900000000},
        {1800000000,  900000000 },
        {-1800000000, 900000000 }
    };
    struct geo_ring ring = {earth, 4};
    struct locate_item item = {
        8, {&ring, 1}
    };
    CLEANUP(index_free) struct locate *l = locate_new(&item, 1);
    (void)state;
    assert_int_equal(locate_find(l, (struct geo_point){0, 0}), 8);
    assert_int_equal(locate_find(l, (struct geo_point){-1800000000, -900000000}), 8);
    assert_int_equal(locate_find(l, (struct geo_point){1799999999, 899999999}), 8);
    assert_int_equal(locate_find(l, (struct geo_point){INT32_MAX, INT32_MIN}), LOCATE_NONE);
}

static void nothing_holds_nothing(void **state)
{
    CLEANUP(index_free) struct locate *none = locate_new(NULL, 0);
    struct locate_item empty = {
        0, {NULL, 0}
    };
    CLEANUP(index_free) struct locate *one = locate_new(&empty, 1);
    (void)state;
    assert_int_equal(locate_find(none, (struct geo_point){0, 0}), LOCATE_NONE);
    assert_int_equal(locate_find(one, (struct geo_point){0, 0}), LOCATE_NONE);
    assert_int_equal(locate_shape(one, 0).n, 0);
}

/* An aim of the whole: 100,000 cells of 24 vertices in at most 64 MB. */
static void a_hundred_thousand_cells_stay_below_64_megabytes(void **state)
{
    CLEANUP(set_free) struct set s = tiling(316, 6, 5000, 1);
    CLEANUP(index_free) struct locate *l = locate_new(s.items, s.n);
    (void)state;
    assert_true(locate_bytes(l) < 64 << 20);
    assert_true(locate_find(l, (struct geo_point){1130500000, 340500000}) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_point_of_a_tiling_has_exactly_one_owner),
        cmocka_unit_test(the_index_gives_the_plain_rules_answer),
        cmocka_unit_test(many_at_once_are_found_like_one_by_one),
        cmocka_unit_test(geos_agrees_on_every_point_off_the_edges),
        cmocka_unit_test(the_smallest_id_wins_where_items_overlap),
        cmocka_unit_test(holes_and_parts_need_no_mark),
        cmocka_unit_test(the_lower_and_left_edges_belong_to_a_square),
        cmocka_unit_test(the_whole_earth_fits),
        cmocka_unit_test(nothing_holds_nothing),
        cmocka_unit_test(a_hundred_thousand_cells_stay_below_64_megabytes),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "geo/divide.h"

/* A square of 0.02 degrees with a bay in its west side. */
static const char square[] =
    "{\"type\":\"Polygon\",\"coordinates\":[[[113.60,34.80],[113.62,34.80],[113.62,34.82],[113.60,34.82],"
    "[113.60,34.812],[113.605,34.81],[113.60,34.808],[113.60,34.80]]]}";

static int start(void **state)
{
    static struct ctx c;
    c = (struct ctx){.mem = arena_new()};
    *state = &c;
    return 0;
}

static int stop(void **state)
{
    struct ctx *c = *state;
    arena_free(c->mem);
    return 0;
}

static const struct node *parse(struct ctx *c, const char *text)
{
    const struct node *doc;
    assert_int_equal(json_parse(c, text, strlen(text), &doc), ERR_OK);
    return doc;
}

static double at(const struct node *ring, size_t i, size_t axis)
{
    double v = 0;
    assert_true(node_real(node_at(node_at(ring, i), axis), &v));
    return v;
}

/* The outer ring of a polygon without holes. */
static const struct node *ring_of(struct ctx *c, const char *geometry)
{
    const struct node *doc = parse(c, geometry);
    assert_string_equal(node_text(node_get(doc, "type")), "Polygon");
    const struct node *rings = node_get(doc, "coordinates");
    assert_int_equal(node_len(rings), 1);
    return node_at(rings, 0);
}

static double area(const struct node *ring)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < node_len(ring); i++)
        twice += (at(ring, i, 0) - 113) * (at(ring, i + 1, 1) - 34) -
                 (at(ring, i + 1, 0) - 113) * (at(ring, i, 1) - 34);
    return fabs(twice) / 2;
}

static bool holds(const struct node *ring, struct divide_seed p)
{
    bool inside = false;
    for (size_t i = 0; i + 1 < node_len(ring); i++) {
        double ax = at(ring, i, 0), ay = at(ring, i, 1);
        double bx = at(ring, i + 1, 0), by = at(ring, i + 1, 1);
        if ((ay > p.lat) != (by > p.lat) && p.lon < ax + (p.lat - ay) / (by - ay) * (bx - ax))
            inside = !inside;
    }
    return inside;
}

/* Equal to the last bit. */
static bool same(double a, double b)
{
    return !(a < b || a > b);
}

static size_t shared_vertices(const struct node *a, const struct node *b)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < node_len(a); i++)
        for (size_t k = 0; k + 1 < node_len(b); k++)
            n += same(at(a, i, 0), at(b, k, 0)) && same(at(a, i, 1), at(b, k, 1));
    return n;
}

static void the_parts_fill_the_polygon_and_each_holds_its_seed(void **state)
{
    enum { N = 7 };
    struct ctx *c = *state;
    struct divide_seed seeds[N];
    const char *parts[N];
    double sum = 0;
    assert_int_equal(divide_scatter(c, square, NULL, 0, 42, seeds, N), ERR_OK);
    assert_int_equal(divide_polygon(c, square, seeds, N, parts), ERR_OK);
    for (size_t i = 0; i < N; i++) {
        assert_true(holds(ring_of(c, parts[i]), seeds[i]));
        sum += area(ring_of(c, parts[i]));
    }
    double whole = area(ring_of(c, square));
    assert_true(fabs(sum - whole) < whole * 1e-6);
}

static void neighbours_meet_in_the_same_vertices(void **state)
{
    struct ctx *c = *state;
    const struct divide_seed seeds[] = {
        {113.6113, 34.8041},
        {113.6149, 34.8171}
    };
    const char *parts[2];
    assert_int_equal(divide_polygon(c, square, seeds, 2, parts), ERR_OK);
    assert_int_equal(shared_vertices(ring_of(c, parts[0]), ring_of(c, parts[1])), 2);
}

static void one_seed_gets_the_whole_polygon(void **state)
{
    struct ctx *c = *state;
    const struct divide_seed seed = {113.61, 34.81};
    const char *part;
    assert_int_equal(divide_polygon(c, square, &seed, 1, &part), ERR_OK);
    assert_true(fabs(area(ring_of(c, part)) - area(ring_of(c, square))) < 1e-12);
}

static void given_seeds_come_first_unless_they_lie_outside(void **state)
{
    struct ctx *c = *state;
    const struct divide_seed given[] = {
        {113.601, 34.81 }, /* in the bay */
        {113.611, 34.811},
        {113.7,   34.9  }
    };
    struct divide_seed out[3];
    assert_int_equal(divide_scatter(c, square, given, 3, 1, out, 3), ERR_OK);
    assert_memory_equal(&out[0], &given[1], sizeof out[0]);
    for (size_t i = 0; i < 3; i++)
        assert_true(holds(ring_of(c, square), out[i]));
}

static void the_same_number_scatters_the_same_seeds(void **state)
{
    struct ctx *c = *state;
    struct divide_seed a[5], b[5], other[5];
    assert_int_equal(divide_scatter(c, square, NULL, 0, 7, a, 5), ERR_OK);
    assert_int_equal(divide_scatter(c, square, NULL, 0, 7, b, 5), ERR_OK);
    assert_int_equal(divide_scatter(c, square, NULL, 0, 8, other, 5), ERR_OK);
    assert_memory_equal(a, b, sizeof a);
    assert_memory_not_equal(a, other, sizeof a);
}

static void text_that_is_no_polygon_is_refused(void **state)
{
    static const char *const texts[] = {
        "", "{}", "[1,2]", "{\"type\":\"Polygon\",\"coordinates\":[]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}"};
    struct ctx *c = *state;
    const struct divide_seed seeds[] = {
        {113.61, 34.81},
        {113.62, 34.81}
    };
    struct divide_seed out[2];
    const char *parts[2];
    for (size_t i = 0; i < LEN(texts); i++) {
        assert_int_equal(divide_scatter(c, texts[i], NULL, 0, 1, out, 2), ERR_INVALID);
        assert_int_equal(divide_polygon(c, texts[i], seeds, 2, parts), ERR_INVALID);
        assert_string_equal(c->problem.code, "divide.geometry");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_fill_the_polygon_and_each_holds_its_seed),
        cmocka_unit_test(neighbours_meet_in_the_same_vertices),
        cmocka_unit_test(one_seed_gets_the_whole_polygon),
        cmocka_unit_test(given_seeds_come_first_unless_they_lie_outside),
        cmocka_unit_test(the_same_number_scatters_the_same_seeds),
        cmocka_unit_test(text_that_is_no_polygon_is_refused),
    };
    unit_tap();
    return cmocka_run_group_tests(tests, start, stop);
}

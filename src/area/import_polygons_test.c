/* SPDX-License-Identifier: Apache-2.0 */
#include "area/import_world.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "geo/geojson.h"
#include "geo/wkb.h"

static void done(struct ctx **c)
{
    unit_close(*c);
}

#define FEATURES(list) "{\"type\":\"FeatureCollection\",\"features\":[" list "]}"
#define FEATURE(properties, coordinates)                                                           \
    "{\"type\":\"Feature\",\"properties\":{" properties                                            \
    "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" coordinates "]}}"
#define EAST "[[113.6,34.7],[113.7,34.7],[113.7,34.8],[113.6,34.8],[113.6,34.7]]"
#define WEST "[[113.5,34.7],[113.6,34.7],[113.6,34.8],[113.5,34.8],[113.5,34.7]]"
#define BOW "[[113.5,34.7],[113.6,34.8],[113.6,34.7],[113.5,34.76],[113.5,34.7]]"
#define BOTH FEATURES(FEATURE("\"code\":\"410105\"", EAST) "," FEATURE("\"adcode\":410102", WEST))

static struct area_polygon polygon_at(struct ctx *c, const char *code, int64_t at)
{
    struct area_polygon p = {0};
    int64_t now = c->now;
    c->now = at;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    enum err err = area_polygon_get(c, code, &p);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_true(err == ERR_OK || err == ERR_NOT_FOUND);
    c->now = now;
    return p;
}

static void boundaries_are_imported_by_code(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    (void)take(c, TREE, &plain);
    struct import_report r = draw(c, BOTH, &plain);
    assert_true(r.applied);
    counts(&r, 2, 0, 0);
    assert_string_equal(findings(c, &r), "");
    struct area_polygon p = polygon_at(c, "410105", c->now);
    assert_string_equal(p.source, "{\"type\":\"Polygon\",\"coordinates\":[" EAST "]}");
    assert_string_equal(p.source_crs, "wgs84");
    assert_true(p.area_m2 > 1.0e8 && p.area_m2 < 1.03e8);
    struct geo_shape shape;
    assert_true(wkb_read(c->mem, p.wkb, p.wkb_n, &shape));
    assert_int_equal(shape.rings[0].points[1].lon_e7, 1137000000);
    assert_string_equal(journal_says(c, "410105"), "create after;import after;"
                                                   "set_polygon after;import after;");
    assert_int_equal(generation(c), 2);
    r = draw(c, BOTH, &plain);
    counts(&r, 0, 0, 2);
    assert_int_equal(generation(c), 2);
}

static void a_new_boundary_ends_the_one_before(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    int64_t first = c->now;
    (void)state;
    (void)take(c, TREE, &plain);
    (void)draw(c, BOTH, &plain);
    c->now += 60000000;
    struct import_report r = draw(c, FEATURES(FEATURE("\"code\":\"410105\"", WEST)), &plain);
    counts(&r, 0, 1, 0);
    assert_int_equal(polygon_at(c, "410105", c->now).valid_from, c->now);
    assert_int_equal(polygon_at(c, "410105", c->now - 1).valid_from, first);
    assert_int_equal(polygon_at(c, "410105", first - 1).valid_from, 0);
    assert_string_equal(journal_says(c, "410105"),
                        "create after;import after;set_polygon after;"
                        "import after;set_polygon before after;import after;");
}

static void gcj02_boundaries_are_kept_with_their_source(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    (void)take(c, TREE, &plain);
    struct import_options o = {.crs = "gcj02", .note = "derived"};
    assert_true(draw(c, BOTH, &o).applied);
    struct area_polygon p = polygon_at(c, "410105", c->now);
    assert_string_equal(p.source, "{\"type\":\"Polygon\",\"coordinates\":[" EAST "]}");
    assert_string_equal(p.source_crs, "gcj02");
    assert_string_equal(p.note, "derived");
    struct geo_shape shape;
    assert_true(wkb_read(c->mem, p.wkb, p.wkb_n, &shape));
    assert_in_range(shape.rings[0].points[0].lon_e7, 1135900000, 1135960000);
    /* The same numbers in another system are another boundary. */
    struct import_report r = draw(c, BOTH, &plain);
    counts(&r, 0, 2, 0);
}

static void an_invalid_ring_is_repaired_with_a_warning(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    (void)take(c, TREE, &plain);
    struct import_report r = draw(c, FEATURES(FEATURE("\"code\":\"410105\"", BOW)), &plain);
    assert_true(r.applied);
    assert_string_equal(findings(c, &r), "1 410105 repaired;");
    assert_string_equal(r.found.v[0].detail, "Self-intersection 113.5375000 34.7375000");
    struct area_polygon p = polygon_at(c, "410105", c->now);
    assert_string_equal(p.source, "{\"type\":\"Polygon\",\"coordinates\":[" BOW "]}");
    struct geo_shape shape;
    assert_true(wkb_read(c->mem, p.wkb, p.wkb_n, &shape));
    assert_int_equal(shape.n, 2);
}

static void expect_drawn(const char *text, const struct import_options *o, const char *wanted)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)take(c, TREE, &plain);
    struct import_report r = draw(c, text, o);
    assert_string_equal(findings(c, &r), wanted);
    assert_int_equal(r.applied, r.found.errors == 0);
    assert_int_equal(polygon_at(c, "410105", c->now).valid_from != 0, r.applied);
}

static void each_fault_of_a_feature_has_its_rule(void **state)
{
    static const char good[] = FEATURE("\"code\":\"410105\"", EAST);
    static const struct {
        const char *feature, *wanted;
    } cases[] = {
        {FEATURE("\"name\":\"x\"",          EAST),                                              "!2  no_code;"},
        {FEATURE("\"code\":\"x\"",                                 EAST),                                                            "!2 x code;"},
        {FEATURE("\"code\":\"410103\"",                     EAST),            "!2 410103 area_unknown;"},
        {FEATURE("\"code\":\"410105\"",        WEST),                      "!2 410105 duplicate;"},
        {FEATURE("\"code\":\"410102\"",     "[[1,2],[3,4]]"),                                           "!2 410102 ring;"},
        {FEATURE("\"code\":\"410102\"",                                 "[[200,2],[3,4],[5,6],[200,2]]"),                                                       "!2 410102 range;"},
        {FEATURE("\"code\":\"410102\"",                "[[1,2],[3,4],[5,6],[1,2]]"),                        "!2 410102 ring;"},
        {"{\"type\":\"Feature\",\"properties\":{\"code\":\"410102\"},\"geometry\":null}",
         "!2 410102 no_geometry;"},
    };
    (void)state;
    for (size_t i = 0; i < LEN(cases); i++) {
        char text[1024];
        (void)snprintf(text, sizeof text, FEATURES("%s,%s"), good, cases[i].feature);
        expect_drawn(text, &plain, cases[i].wanted);
    }
    expect_drawn(FEATURES(FEATURE("\"id\":410105,\"code\":\"1\"", EAST)),
                 &(struct import_options){.property = "id"}, "");
}

static void boundaries_beyond_the_callers_areas_are_errors(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct role_grant grant = {ROLE_ADMIN, "410105"};
    struct account who = {
        .id = 1, .login = "admin", .name = "管理员", .roles = &grant, .n_roles = 1};
    (void)state;
    (void)take(c, TREE, &plain);
    c->who = &who;
    struct import_report r = draw(c, BOTH, &plain);
    assert_string_equal(findings(c, &r), "!2 410102 scope;");
    assert_false(r.applied);
    c->who = NULL;
}

static void the_districts_of_zhengzhou_are_drawn(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    size_t n;
    (void)state;
    char *divisions = read_shared(c, "zhengzhou-divisions.csv", &n);
    char *text = read_shared(c, "zhengzhou-districts.geojson", &n);
    (void)take(c, divisions, &plain);
    struct import_options o = {.crs = "gcj02"};
    struct import_report r = draw(c, text, &o);
    assert_true(r.applied);
    counts(&r, 12, 0, 0);
    assert_string_equal(findings(c, &r), "");
    r = draw(c, text, &o);
    counts(&r, 0, 0, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boundaries_are_imported_by_code),
        cmocka_unit_test(a_new_boundary_ends_the_one_before),
        cmocka_unit_test(gcj02_boundaries_are_kept_with_their_source),
        cmocka_unit_test(an_invalid_ring_is_repaired_with_a_warning),
        cmocka_unit_test(each_fault_of_a_feature_has_its_rule),
        cmocka_unit_test(boundaries_beyond_the_callers_areas_are_errors),
        cmocka_unit_test(the_districts_of_zhengzhou_are_drawn),
    };
    return UNIT_RUN(tests);
}

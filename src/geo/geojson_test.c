/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/geojson.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "geo/crs.h"
#include "unit.h"

static void done(struct ctx *c)
{
    arena_free(c->mem);
}

struct seen {
    struct ctx *c;
    struct buf text; /* "number:fault;" or "number:rings/points;" */
    double m2;
    size_t vanished;
};

static enum err note(void *arg, const struct geojson_feature *f)
{
    struct seen *s = arg;
    if (f->fault)
        buf_printf(&s->text, "%zu:%s;", f->number, f->fault);
    else
        buf_printf(&s->text, "%zu:%zu/%zu;", f->number, f->shape.n, shape_points(f->shape));
    s->m2 += geo_area_m2(f->shape);
    s->vanished += f->vanished;
    return ERR_OK;
}

static const char *read_as(struct ctx *c, const char *text, enum geo_crs crs, struct seen *s)
{
    *s = (struct seen){.c = c, .text = {.mem = c->mem}};
    enum err err = geojson_read(c, text, strlen(text), crs, note, s);
    if (err != ERR_OK)
        buf_printf(&s->text, "!%s %s", c->problem.code, c->problem.detail);
    return buf_str(&s->text);
}

static void expect(const char *text, enum geo_crs crs, const char *wanted)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct seen s;
    assert_string_equal(read_as(&c, text, crs, &s), wanted);
}

#define SQUARE "[[113,34],[114,34],[114,35],[113,35],[113,34]]"
#define HOLE "[[113.2,34.2],[113.4,34.2],[113.4,34.4],[113.2,34.2]]"
#define POLYGON(rings) "{\"type\":\"Polygon\",\"coordinates\":[" rings "]}"
#define FEATURE(geometry)                                                                          \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"1\"},\"geometry\":" geometry "}"
#define FEATURES(list) "{\"type\":\"FeatureCollection\",\"features\":[" list "]}"

static void collections_features_and_geometries_are_read(void **state)
{
    (void)state;
    expect(FEATURES(FEATURE(POLYGON(SQUARE)) "," FEATURE(POLYGON(SQUARE "," HOLE))), GEO_WGS84,
           "1:1/4;2:2/7;");
    expect("\xef\xbb\xbf" FEATURES(""), GEO_WGS84, "");
    expect(FEATURE(POLYGON(SQUARE)), GEO_WGS84, "1:1/4;");
    expect(POLYGON(SQUARE), GEO_WGS84, "1:1/4;");
    expect("{\"type\":\"MultiPolygon\",\"coordinates\":[[" SQUARE "," HOLE "],[" HOLE "]]}",
           GEO_WGS84, "1:3/10;");
}

static void rings_are_turned_the_normal_way(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct seen left, right, hole;
    (void)state;
    (void)read_as(&c, POLYGON(SQUARE), GEO_WGS84, &left);
    (void)read_as(&c, POLYGON("[[113,34],[113,35],[114,35],[114,34],[113,34]]"), GEO_WGS84, &right);
    (void)read_as(&c, POLYGON(SQUARE "," HOLE), GEO_WGS84, &hole);
    assert_true(left.m2 > 1e10);
    assert_true(left.m2 - right.m2 < 1 && right.m2 - left.m2 < 1);
    assert_true(hole.m2 < left.m2 - 1e8);
}

static void a_geometry_that_cannot_be_used_is_the_features_fault(void **state)
{
    (void)state;
    expect(FEATURES(FEATURE("null") "," FEATURE(POLYGON(SQUARE))), GEO_WGS84,
           "1:no_geometry;2:1/4;");
    expect(FEATURE("{\"type\":\"Point\",\"coordinates\":[1,2]}"), GEO_WGS84, "1:not_polygon;");
    expect(FEATURE("{\"type\":\"MultiPolygon\",\"coordinates\":3}"), GEO_WGS84, "1:position;");
    expect(POLYGON(""), GEO_WGS84, "1:ring;");
    expect(POLYGON("[]"), GEO_WGS84, "1:ring;");
    expect(POLYGON("[[1,2],[3,4],[1,2]]"), GEO_WGS84, "1:ring;");
    expect(POLYGON("[[1,2],[3,4],[5,7],[1,3]]"), GEO_WGS84, "1:ring;");
    expect(POLYGON("[[1,2],[3,4],[\"5\",7],[1,2]]"), GEO_WGS84, "1:position;");
    expect(POLYGON("[[1,2],[3],[5,7],[1,2]]"), GEO_WGS84, "1:position;");
    expect(POLYGON("[1,2,3,4]"), GEO_WGS84, "1:position;");
}

/* Metres, swapped axes, or Boston taken for a Chinese map: each is said, none is stored. */
static void coordinates_of_another_system_are_refused(void **state)
{
    (void)state;
    expect(POLYGON("[[775000,2961000],[775100,2961000],[775100,2961100],[775000,2961000]]"),
           GEO_WGS84, "1:range;");
    expect(POLYGON("[[34,113],[34,114],[35,114],[34,113]]"), GEO_WGS84, "1:range;");
    expect(POLYGON("[[-71,42],[-71,43],[-72,43],[-71,42]]"), GEO_GCJ02, "1:outside_china;");
    expect(POLYGON("[[1e300,2],[3,4],[5,7],[1e300,2]]"), GEO_WGS84, "1:range;");
    expect("{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
           "\"urn:ogc:def:crs:EPSG::2249\"}},\"features\":[]}",
           GEO_WGS84, "!geojson.crs urn:ogc:def:crs:EPSG::2249");
    expect("{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
           "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"features\":[]}",
           GEO_WGS84, "");
}

static void gcj02_is_undone(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct seen here, there;
    (void)state;
    (void)read_as(&c, POLYGON(SQUARE), GEO_WGS84, &here);
    assert_string_equal(read_as(&c, POLYGON(SQUARE), GEO_GCJ02, &there), "1:1/4;");
    double ratio = there.m2 / here.m2;
    assert_true(ratio > 0.99 && ratio < 1.01 && there.m2 != here.m2);
}

static void a_ring_that_sums_up_to_no_area_is_kept_for_repair(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct seen s;
    (void)state;
    const char *bow = "[[113.2,34.2],[113.4,34.4],[113.4,34.2],[113.2,34.4],[113.2,34.2]]";
    assert_string_equal(read_as(&c, arena_printf(c.mem, POLYGON("%s"), bow), GEO_WGS84, &s),
                        "1:1/4;");
    const char *line = "[[113.2,34.2],[113.3,34.3],[113.4,34.4],[113.2,34.2]]";
    assert_string_equal(read_as(&c, arena_printf(c.mem, POLYGON("%s"), line), GEO_WGS84, &s),
                        "1:ring;");
}

static void rings_below_the_grid_vanish(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct seen s;
    (void)state;
    const char *tiny = "[[113.2,34.2],[113.20000001,34.2],[113.20000001,34.20000001],[113.2,34.2]]";
    const char *text = arena_printf(c.mem, POLYGON(SQUARE ",%s"), tiny);
    assert_string_equal(read_as(&c, text, GEO_WGS84, &s), "1:1/4;");
    assert_int_equal(s.vanished, 1);
    text = arena_printf(c.mem, POLYGON("%s"), tiny);
    assert_string_equal(read_as(&c, text, GEO_WGS84, &s), "1:ring;");
    text = arena_printf(c.mem, "{\"type\":\"MultiPolygon\",\"coordinates\":[[%s],[" SQUARE "]]}",
                        tiny);
    assert_string_equal(read_as(&c, text, GEO_WGS84, &s), "1:1/4;");
}

static void malformed_documents_name_the_feature(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    static const char *const texts[] = {
        "",
        "[]",
        "{\"type\":\"FeatureCollection\",\"features\":[1]}",
        "{\"type\":\"FeatureCollection\",\"features\":{}}",
        "{\"type\":\"Feature\",\"features\":[]}",
        FEATURES(FEATURE(POLYGON(SQUARE)) " " FEATURE(POLYGON(SQUARE))),
        FEATURES("{\"type\":\"Feature\",\"geometry\":NaN}"),
        FEATURES("{\"type\":\"Feature\",\"type\":\"Feature\"}"),
    };
    struct seen s;
    (void)state;
    for (size_t i = 0; i < LEN(texts); i++)
        assert_non_null(
            strstr(read_as(&c, texts[i], GEO_WGS84, &s), "!geojson.malformed feature "));
    expect(FEATURES(FEATURE(POLYGON(SQUARE)) ",{\"type\":\"Feature\",\"geometry\":{\"a\":1e999}}"),
           GEO_WGS84, "1:1/4;!geojson.malformed feature 2: 1:39 real number overflow near '1e999'");
    (void)read_as(&c, "{\"type\":\"FeatureCollection\",\"features\":[]", GEO_WGS84, &s);
    assert_string_equal(c.problem.code, "json.malformed");
}

static void deep_nesting_is_refused(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct buf b = {.mem = c.mem};
    struct seen s;
    (void)state;
    buf_text(&b, "{\"type\":\"Polygon\",\"coordinates\":");
    for (int i = 0; i < 200000; i++)
        buf_char(&b, '[');
    for (int i = 0; i < 200000; i++)
        buf_char(&b, ']');
    buf_char(&b, '}');
    assert_non_null(strstr(read_as(&c, buf_str(&b), GEO_WGS84, &s), "!geojson.malformed"));
}

static void a_shape_is_written_as_it_is_read(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    struct geo_point square[] = {
        {1130000000, 340000000},
        {1140000001, 340000000},
        {1140000000, 350000000}
    };
    struct geo_point hole[] = {
        {1135000000, 342000000},
        {1136000000, 344000000},
        {1137000000, 342000000}
    };
    struct geo_ring rings[] = {
        {square, 3},
        {hole,   3},
        {square, 3}
    };
    struct buf b = {.mem = c.mem};
    struct json j = {.out = &b};
    struct seen s;
    (void)state;
    geojson_put(&j, (struct geo_shape){rings, 2});
    assert_string_equal(
        buf_str(&b),
        "{\"type\":\"Polygon\",\"coordinates\":[[[113,34],[114.0000001,34],[114,35],[113,34]],"
        "[[113.5,34.2],[113.6,34.4],[113.7,34.2],[113.5,34.2]]]}");
    b.n = 0;
    j.comma = false;
    geojson_put(&j, (struct geo_shape){rings, 3});
    assert_string_equal(read_as(&c, buf_str(&b), GEO_WGS84, &s), "1:3/9;");
}

static void real_files_are_read_whole(void **state)
{
    static const struct {
        const char *name;
        enum geo_crs crs;
        size_t features;
    } files[] = {
        {"zhengzhou-districts.geojson",     GEO_GCJ02, 12 },
        {"zhengzhou-towns-DERIVED.geojson", GEO_GCJ02, 136},
        {"henan-neighbours.geojson",        GEO_GCJ02, 36 },
        {"boston-precincts.geojson",        GEO_WGS84, 255},
        {"boston-wards.geojson",            GEO_WGS84, 22 },
        {"fuzz/bom-prefixed.geojson",       GEO_GCJ02, 0  },
    };
    (void)state;
    for (size_t i = 0; i < LEN(files); i++) {
        const char *path = unit_shared(files[i].name);
        FILE *f = path ? fopen(path, "rb") : NULL;
        if (!f)
            skip();
        CLEANUP(done) struct ctx c = {.mem = arena_new()};
        char *text = arena_alloc(c.mem, 2 << 20);
        text[fread(text, 1, (2 << 20) - 1, f)] = '\0';
        (void)fclose(f);
        struct seen s;
        const char *got = read_as(&c, text, files[i].crs, &s);
        size_t n = 0;
        for (const char *p = got; *p; p++)
            n += *p == ';';
        assert_null(strpbrk(got, "!_"));
        assert_true(n > 0 && (files[i].features == 0 || n == files[i].features));
        assert_int_equal(s.vanished, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collections_features_and_geometries_are_read),
        cmocka_unit_test(rings_are_turned_the_normal_way),
        cmocka_unit_test(a_geometry_that_cannot_be_used_is_the_features_fault),
        cmocka_unit_test(coordinates_of_another_system_are_refused),
        cmocka_unit_test(gcj02_is_undone),
        cmocka_unit_test(a_ring_that_sums_up_to_no_area_is_kept_for_repair),
        cmocka_unit_test(rings_below_the_grid_vanish),
        cmocka_unit_test(malformed_documents_name_the_feature),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_shape_is_written_as_it_is_read),
        cmocka_unit_test(real_files_are_read_whole),
    };
    return UNIT_RUN(tests);
}

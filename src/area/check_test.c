/* SPDX-License-Identifier: Apache-2.0 */
#include "area/check.h"

#include <stdio.h>
#include <string.h>

#include "area/import.h"
#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"
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

static void refresh(struct world *w)
{
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(w->atlas, w->c), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    w->v = atlas_take(w->atlas);
}

static struct world world_of(const char *csv, const char *geojson, const char *crs)
{
    struct world w = {.c = unit_open(), .atlas = atlas_new()};
    struct import_options o = {.crs = crs};
    struct import_report r;
    assert_int_equal(db_begin(w.c, DB_WRITE), ERR_OK);
    assert_int_equal(area_import_csv(w.c, csv, strlen(csv), &o, &r), ERR_OK);
    assert_true(r.applied);
    assert_int_equal(area_import_polygons(w.c, geojson, strlen(geojson), &o, &r), ERR_OK);
    assert_true(r.applied);
    assert_int_equal(db_end(w.c, true), ERR_OK);
    refresh(&w);
    return w;
}

/* "rule code other detail?;" */
static const char *faults(const struct world *w, const char *code, bool detail)
{
    const struct area_fault *list;
    size_t n;
    struct buf b = {.mem = w->c->mem};
    assert_int_equal(area_check(w->c, w->v, code, &list, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s %s %s%s%s;", list[i].rule, list[i].code,
                   list[i].other ? list[i].other : "-", detail ? " " : "",
                   detail ? list[i].detail : "");
    return buf_str(&b);
}

static const char tree[] =
    "code,name,level,parent\n4101,市,city,\n410101,甲,district,4101\n"
    "410102,乙,district,4101\n410103,丙,district,4101\n"
    "410101001,一,town,410101\n410101002,二,town,410101\n410101003,三,town,410101\n"
    "410101003001,村,village,410101003\n410103001,四,town,410103\n";

#define BOX(code, west, south, east, north)                                                        \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code                                       \
    "\"},\"geometry\":{\"type\":\"Polygon\","                                                      \
    "\"coordinates\":[[[" west "," south "],[" east "," south "],[" east "," north "],[" west      \
    "," north "],[" west "," south "]]]}}"

static const char boundaries[] = "{\"type\":\"FeatureCollection\",\"features\":[" BOX(
    "410101", "113.0", "34.0", "113.2",
    "34.2") "," BOX("410102", "113.1", "34.0", "113.3",
                    "34.2") "," BOX("410101001", "113.0", "34.0", "113.1",
                                    "34.2") "," BOX("410101002", "113.1", "34.0", "113.25",
                                                    "34.1") "]}";

static void each_fault_is_named_with_its_areas(void **state)
{
    CLEANUP(close_world) struct world w = world_of(tree, boundaries, "wgs84");
    (void)state;
    assert_string_equal(faults(&w, "4101", false),
                        "gap 410101 -;overlap 410101 410102;outside_parent 410101002 410101;"
                        "no_polygon 410101003 -;no_polygon 410103 -;");
    assert_non_null(
        strstr(faults(&w, NULL, true), "no_polygon 410101003 - 1;no_polygon 410103 - 1;"));
    assert_non_null(strstr(faults(&w, NULL, true), "gap 410101 - 113.15"));
}

static void a_check_stays_below_its_area(void **state)
{
    CLEANUP(close_world) struct world w = world_of(tree, boundaries, "wgs84");
    const struct area_fault *list;
    size_t n;
    (void)state;
    assert_string_equal(faults(&w, "410102", false), "");
    assert_string_equal(faults(&w, "410101", false),
                        "gap 410101 -;outside_parent 410101002 410101;no_polygon 410101003 -;");
    assert_int_equal(area_check(w.c, w.v, "4199", &list, &n), ERR_NOT_FOUND);
}

static char *read_shared(struct ctx *c, const char *name)
{
    const char *path = unit_shared(name);
    FILE *f = path ? fopen(path, "rb") : NULL;
    if (!f)
        skip();
    char *text = arena_alloc(c->mem, 2 << 20);
    text[fread(text, 1, (2 << 20) - 1, f)] = '\0';
    (void)fclose(f);
    return text;
}

static void free_ctx(struct ctx *c)
{
    arena_free(c->mem);
}

/* The districts tile exactly; the three functional zones have no boundary of their own; nothing is drawn below. */
static void zhengzhou_has_three_districts_without_boundary(void **state)
{
    (void)state;
    if (!unit_shared("zhengzhou-divisions.csv") || !unit_shared("zhengzhou-districts.geojson"))
        skip();
    CLEANUP(free_ctx) struct ctx texts = {.mem = arena_new()};
    char *csv = read_shared(&texts, "zhengzhou-divisions.csv");
    char *geojson = read_shared(&texts, "zhengzhou-districts.geojson");
    CLEANUP(close_world) struct world w = world_of(csv, geojson, "gcj02");
    const struct area_fault *list;
    size_t n, districts = 0;
    assert_int_equal(area_check(w.c, w.v, NULL, &list, &n), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(list[i].rule, "no_polygon");
        districts += strlen(list[i].code) == 6;
        assert_true(strlen(list[i].code) <= 9);
    }
    assert_int_equal(districts, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_named_with_its_areas),
        cmocka_unit_test(a_check_stays_below_its_area),
        cmocka_unit_test(zhengzhou_has_three_districts_without_boundary),
    };
    return UNIT_RUN(tests);
}

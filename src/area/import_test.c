/* SPDX-License-Identifier: Apache-2.0 */
#include "area/import.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "area/area.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "db/db.h"
#include "geo/geojson.h"
#include "geo/wkb.h"
#include "unit.h"

static void done(struct ctx **c)
{
    unit_close(*c);
}

static const struct import_options plain = {.dry_run = false};

#define HEADER "code,name,level,parent\n"
#define TREE                                                                                                 \
    HEADER "4101,郑州市,city,41\n410105,金水区,district,4101\n410105016,兴达路街道,town,410105\n" \
           "410102,中原区,district,4101\n"

/* One unit: imports, and commits what was applied. */
static struct import_report take(struct ctx *c, const char *text, const struct import_options *o)
{
    struct import_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = area_import_csv(c, text, strlen(text), o, &r);
    if (err != ERR_OK)
        fail_msg("%s %s %s", c->problem.code, c->problem.field, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

/* "row code rule;" of all findings, errors with a '!' in front. */
static const char *findings(struct ctx *c, const struct import_report *r)
{
    struct buf b = {.mem = c->mem};
    for (size_t i = 0; i < r->n_findings; i++)
        buf_printf(&b, "%s%zu %s %s;", r->findings[i].error ? "!" : "", r->findings[i].row,
                   r->findings[i].code, r->findings[i].rule);
    return buf_str(&b);
}

static void counts(const struct import_report *r, int64_t added, int64_t changed, int64_t unchanged)
{
    assert_int_equal(r->added, added);
    assert_int_equal(r->changed, changed);
    assert_int_equal(r->unchanged, unchanged);
}

static struct db_rows journal_rows(struct ctx *c, int32_t district)
{
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, SQL_JOURNAL_LIST,
                              ARGS(db_int(district), db_text("4"), db_text("5"), db_int(INT64_MAX),
                                   db_text("area"), db_int(100000)),
                              &r),
                     ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

/* What the journal says of an area: "action before? after?;" in order. */
static const char *journal_of(struct ctx *c, const char *area)
{
    struct db_rows r = journal_rows(c, text_district(area));
    struct buf b = {.mem = c->mem};
    for (size_t i = r.n; i-- > 0;)
        if (strcmp(row_text(&r, i, 9), area) == 0)
            buf_printf(&b, "%s%s%s;", row_text(&r, i, 10), row_null(&r, i, 15) ? "" : " before",
                       row_null(&r, i, 16) ? "" : " after");
    return buf_str(&b);
}

static int64_t generation(struct ctx *c)
{
    int64_t n;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(area_generation(c, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

static struct area_row get(struct ctx *c, const char *code)
{
    struct area_row a;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(area_get(c, code, &a), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return a;
}

static bool exists(struct ctx *c, const char *code)
{
    struct area_row a;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    enum err err = area_get(c, code, &a);
    assert_int_equal(db_end(c, true), ERR_OK);
    return err == ERR_OK;
}

/* ---- the tree ---- */

static void a_tree_is_imported_whole(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    struct import_report r = take(c, TREE, &plain);
    assert_true(r.applied);
    counts(&r, 4, 0, 0);
    assert_int_equal(r.rows, 4);
    assert_string_equal(findings(c, &r), "2 4101 root;");
    assert_string_equal(get(c, "410105016").name, "兴达路街道");
    assert_string_equal(get(c, "410105016").parent, "410105");
    assert_null(get(c, "4101").parent);
    assert_string_equal(journal_of(c, "410105016"), "create after;");
    assert_string_equal(journal_of(c, "410105"), "create after;import after;");
    assert_int_equal(generation(c), 1);
}

static void the_same_file_again_changes_nothing(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    (void)take(c, TREE, &plain);
    struct import_report r = take(c, TREE, &plain);
    assert_true(r.applied);
    counts(&r, 0, 0, 4);
    assert_int_equal(get(c, "410105").version, 1);
    assert_int_equal(generation(c), 1);
    assert_string_equal(journal_of(c, "410105016"), "create after;");
}

static void a_dry_run_writes_nothing(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    struct import_report r = take(c, TREE, &(struct import_options){.dry_run = true});
    assert_false(r.applied);
    counts(&r, 4, 0, 0);
    assert_false(exists(c, "4101"));
    assert_int_equal(generation(c), 0);
}

static void one_error_and_nothing_is_applied(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    struct import_report r = take(c, TREE "410105017,,town,410105\n", &plain);
    assert_false(r.applied);
    assert_int_equal(r.errors, 1);
    assert_string_equal(findings(c, &r), "2 4101 root;!6 410105017 name;");
    assert_false(exists(c, "4101"));
}

static void order_does_not_matter(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    struct import_report r = take(c,
                                  "parent,level,code,name\n410105,town,410105016,兴达路街道\n"
                                  "4101,district,410105,金水区\n,city,4101,郑州市\n",
                                  &plain);
    assert_true(r.applied);
    assert_string_equal(findings(c, &r), "");
    assert_string_equal(get(c, "410105016").parent, "410105");
}

static void expect(const char *rows, const char *wanted)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)take(c, TREE, &plain);
    struct import_report r = take(c, arena_printf(c->mem, HEADER "%s", rows), &plain);
    assert_string_equal(findings(c, &r), wanted);
    assert_int_equal(r.applied, r.errors == 0);
}

static void each_fault_of_a_row_has_its_rule(void **state)
{
    (void)state;
    expect("41010x,a,town,4101\n", "!2 41010x code;");
    expect(",a,town,4101\n", "!2  code;");
    expect("410105017,a,Town,410105\n", "!2 410105017 level;");
    expect("410105017,a,town\n", "!2  cells;");
    expect("410105017,a,town,410105,\n", "!2  cells;");
    expect("410105017,a,town,410102\n", "!2 410105017 prefix;");
    expect("410105,a,district,410105\n", "!2 410105 prefix;");
    expect("410199001,a,town,410199\n", "!2 410199001 parent_unknown;");
    expect("410105017,a,district,410105\n", "!2 410105017 parent_level;");
    expect("410105017,a,town,410105\n410105017,b,town,410105\n", "!3 410105017 duplicate;");
    expect("410105016,a,town,4101\n", "!2 410105016 moved;");
    expect("410105016,a,town,\n", "!2 410105016 moved;");
}

static void optional_columns_are_read_and_their_absence_keeps(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    (void)take(c, TREE, &plain);
    struct import_report r = take(c,
                                  "code,name,level,parent,households,note,population,lon\n"
                                  "410105,金水区,district,4101,1000,derived,,113.6\n",
                                  &plain);
    counts(&r, 0, 1, 0);
    assert_string_equal(findings(c, &r), "1  column;");
    struct area_row a = get(c, "410105");
    assert_int_equal(a.households, 1000);
    assert_string_equal(a.note, "derived");
    assert_int_equal(a.version, 2);
    r = take(c, TREE, &plain);
    counts(&r, 0, 0, 4);
    assert_int_equal(get(c, "410105").households, 1000);
    expect("", "");
    r = take(c, "code,name,level,parent,households,note\n410105,a,district,4101,-1,guess\n",
             &plain);
    assert_string_equal(findings(c, &r), "!2 410105 note;!2 410105 number;");
}

static void a_change_is_journalled_with_before_and_after(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    (void)take(c, TREE, &plain);
    struct import_report r = take(c, HEADER "410105016,兴达,town,410105\n", &plain);
    counts(&r, 0, 1, 0);
    assert_string_equal(get(c, "410105016").name, "兴达");
    assert_string_equal(journal_of(c, "410105016"), "create after;change before after;");
    assert_int_equal(generation(c), 2);
}

/* Begun with one district, a tree may get its city later. */
static void a_root_finds_its_parent_later(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    (void)state;
    struct import_report r = take(c, HEADER "410105,金水区,district,4101\n", &plain);
    assert_string_equal(findings(c, &r), "2 410105 root;");
    r = take(c, TREE, &plain);
    assert_true(r.applied);
    counts(&r, 3, 1, 0);
    assert_string_equal(get(c, "410105").parent, "4101");
}

static void a_note_marks_all_rows(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct import_report r;
    (void)state;
    (void)take(c, TREE, &(struct import_options){.note = "made_up"});
    assert_string_equal(get(c, "410105").note, "made_up");
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(
        area_import_csv(c, TREE, strlen(TREE), &(struct import_options){.note = "x"}, &r),
        ERR_INVALID);
    assert_string_equal(c->problem.code, "import.option");
    assert_int_equal(db_end(c, false), ERR_OK);
}

static void rows_beyond_the_callers_areas_are_errors(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct role_grant grant = {ROLE_ADMIN, "410105"};
    struct account who = {
        .id = 1, .login = "admin", .name = "管理员", .roles = &grant, .n_roles = 1};
    (void)state;
    (void)take(c, TREE, &plain);
    c->who = &who;
    struct import_report r =
        take(c, HEADER "410102001,a,town,410102\n410105001,b,town,410105\n", &plain);
    assert_string_equal(findings(c, &r), "!2 410102001 scope;");
    assert_false(r.applied);
    r = take(c, HEADER "410105001,b,town,410105\n", &plain);
    assert_true(r.applied);
    grant.role = ROLE_AUDITOR;
    r = take(c, HEADER "410105002,b,town,410105\n", &plain);
    assert_string_equal(findings(c, &r), "!2 410105002 scope;");
    c->who = NULL;
}

static void what_is_no_table_is_refused(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct import_report r;
    static const char *const texts[][2] = {
        {"",                               "import.column"},
        {"code,name,level\n1,2,3\n",       "import.column"},
        {"<!DOCTYPE html>\n<html lang=x>", "import.column"},
        {HEADER "\"x",                     "csv.quote"    },
    };
    (void)state;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    for (size_t i = 0; i < LEN(texts); i++) {
        assert_int_equal(area_import_csv(c, texts[i][0], strlen(texts[i][0]), &plain, &r),
                         ERR_INVALID);
        assert_string_equal(c->problem.code, texts[i][1]);
    }
    assert_int_equal(db_end(c, false), ERR_OK);
}

static void findings_are_limited_and_counted_on(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct buf b = {.mem = c->mem};
    (void)state;
    buf_text(&b, HEADER);
    for (int i = 0; i < IMPORT_FINDINGS_MAX + 500; i++)
        buf_printf(&b, "%d,,town,\n", i + 1000);
    struct import_report r = take(c, buf_str(&b), &plain);
    assert_int_equal(r.n_findings, IMPORT_FINDINGS_MAX);
    assert_int_equal(r.errors, IMPORT_FINDINGS_MAX + 500);
}

static void no_failure_leaves_half_an_import(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct import_report r;
    (void)state;
    for (int n = 1;; n++) {
        assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
        db_fail_at(c->db, n);
        enum err err = area_import_csv(c, TREE, strlen(TREE), &plain, &r);
        if (err == ERR_OK)
            err = db_end(c, true);
        else
            assert_int_equal(db_end(c, false), ERR_OK);
        db_fail_at(c->db, 0);
        assert_true(err == ERR_OK || strcmp(c->problem.code, "db.fail_at") == 0);
        assert_int_equal(exists(c, "410105016"), err == ERR_OK);
        assert_int_equal(generation(c), err == ERR_OK);
        if (err == ERR_OK)
            break;
        assert_in_range(n, 1, 100);
    }
    assert_true(r.applied);
}

/* ---- real files ---- */

static char *read_shared(struct ctx *c, const char *name, size_t *out_n)
{
    const char *path = unit_shared(name);
    FILE *f = path ? fopen(path, "rb") : NULL;
    if (!f)
        skip();
    char *text = arena_alloc(c->mem, 2 << 20);
    *out_n = fread(text, 1, (2 << 20) - 1, f);
    (void)fclose(f);
    return text;
}

/* In all districts of the city, and the city's own. */
static size_t all_journal_rows(struct ctx *c)
{
    size_t n = 0;
    for (int32_t district = 410100; district < 410200; district++)
        n += journal_rows(c, district).n;
    return n;
}

static void the_divisions_of_zhengzhou_are_imported(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    size_t n;
    (void)state;
    char *text = read_shared(c, "zhengzhou-divisions.csv", &n);
    struct import_report r = take(c, text, &plain);
    assert_true(r.applied);
    counts(&r, 3530, 0, 0);
    assert_string_equal(findings(c, &r), "2 4101 root;");
    assert_string_equal(get(c, "410105016211").name, "来童寨村委会");
    /* Each area one row, and one for the file in each of 15 districts and the city's own. */
    assert_int_equal(all_journal_rows(c), 3530 + 16);
    r = take(c, text, &plain);
    counts(&r, 0, 0, 3530);
    assert_int_equal(all_journal_rows(c), 3530 + 16);
}

/* As a spreadsheet in China saves it: GB18030 with CRLF. */
static void the_same_table_in_gb18030_is_the_same(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    size_t n, left;
    (void)state;
    char *text = read_shared(c, "zhengzhou-divisions.csv", &n);
    struct buf crlf = {.mem = c->mem};
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n')
            buf_char(&crlf, '\r');
        buf_char(&crlf, text[i]);
    }
    char *gb = arena_alloc(c->mem, left = 2 * crlf.n), *from = crlf.p, *to = gb;
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    assert_int_equal(iconv(cd, &from, &crlf.n, &to, &left), 0);
    (void)iconv_close(cd);
    (void)take(c, text, &plain);
    struct import_report r = take(c, gb, &plain);
    counts(&r, 0, 0, 3530);
}

/* ---- boundaries ---- */

#define FEATURES(list) "{\"type\":\"FeatureCollection\",\"features\":[" list "]}"
#define FEATURE(properties, coordinates)                                                           \
    "{\"type\":\"Feature\",\"properties\":{" properties                                            \
    "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" coordinates "]}}"
#define EAST "[[113.6,34.7],[113.7,34.7],[113.7,34.8],[113.6,34.8],[113.6,34.7]]"
#define WEST "[[113.5,34.7],[113.6,34.7],[113.6,34.8],[113.5,34.8],[113.5,34.7]]"
#define BOW "[[113.5,34.7],[113.6,34.8],[113.6,34.7],[113.5,34.76],[113.5,34.7]]"
#define BOTH FEATURES(FEATURE("\"code\":\"410105\"", EAST) "," FEATURE("\"adcode\":410102", WEST))

static struct import_report draw(struct ctx *c, const char *text, const struct import_options *o)
{
    struct import_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = area_import_polygons(c, text, strlen(text), o, &r);
    if (err != ERR_OK)
        fail_msg("%s %s %s", c->problem.code, c->problem.field, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

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
    assert_string_equal(journal_of(c, "410105"), "create after;import after;"
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
    assert_string_equal(journal_of(c, "410105"),
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
    assert_string_equal(r.findings[0].detail, "Self-intersection 113.5375000 34.7375000");
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
    assert_int_equal(r.applied, r.errors == 0);
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
        cmocka_unit_test(a_tree_is_imported_whole),
        cmocka_unit_test(the_same_file_again_changes_nothing),
        cmocka_unit_test(a_dry_run_writes_nothing),
        cmocka_unit_test(one_error_and_nothing_is_applied),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(each_fault_of_a_row_has_its_rule),
        cmocka_unit_test(optional_columns_are_read_and_their_absence_keeps),
        cmocka_unit_test(a_change_is_journalled_with_before_and_after),
        cmocka_unit_test(a_root_finds_its_parent_later),
        cmocka_unit_test(a_note_marks_all_rows),
        cmocka_unit_test(rows_beyond_the_callers_areas_are_errors),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(findings_are_limited_and_counted_on),
        cmocka_unit_test(no_failure_leaves_half_an_import),
        cmocka_unit_test(the_divisions_of_zhengzhou_are_imported),
        cmocka_unit_test(the_same_table_in_gb18030_is_the_same),
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

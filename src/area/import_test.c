/* SPDX-License-Identifier: Apache-2.0 */
#include "area/import_world.h"

#include <iconv.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/buf.h"

static void done(struct ctx **c)
{
    unit_close(*c);
}

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
    assert_string_equal(journal_says(c, "410105016"), "create after;");
    assert_string_equal(journal_says(c, "410105"), "create after;import after;");
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
    assert_string_equal(journal_says(c, "410105016"), "create after;");
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
    assert_int_equal(r.found.errors, 1);
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
    assert_int_equal(r.applied, r.found.errors == 0);
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
    assert_string_equal(journal_says(c, "410105016"), "create after;change before after;");
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
    for (int i = 0; i < FINDINGS_MAX + 500; i++)
        buf_printf(&b, "%d,,town,\n", i + 1000);
    struct import_report r = take(c, buf_str(&b), &plain);
    assert_int_equal(r.found.n, FINDINGS_MAX);
    assert_int_equal(r.found.errors, FINDINGS_MAX + 500);
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

/* In all districts of the city, and the city's own. */
static size_t all_journal_rows(struct ctx *c)
{
    size_t n = 0;
    for (int32_t district = 410100; district < 410200; district++)
        n += journal_lines(c, district).n;
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
    };
    return UNIT_RUN(tests);
}

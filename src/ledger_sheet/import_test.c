/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/sheet_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/time.h"
#include "journal/journal.h"
#include "ledger_sheet/columns.h"
#include "sheet/zip_world.h"

#define ONE "{\"address\":\"兴达路1号\",\"name\":\"一店\",\"staff\":3,\"trade\":\"food\"}"
#define OTHER "{\"address\":\"兴达路2号\",\"name\":\"二店\",\"staff\":4,\"trade\":\"salon\"}"

static void a_sheet_adds_what_is_not_there_and_says_the_same_again(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    assert_string_equal(findings(&d), "");
    assert_true(d.report.applied);
    counts(&d, 2, 0, 0);
    assert_string_equal(shops(&d), "一店@" CELL " " ONE ";二店@" NEXT_CELL " " OTHER ";");
    bring(&d, TWO, NULL);
    counts(&d, 0, 0, 2);
    assert_true(d.report.applied);
    assert_int_equal(d.report.import, 0);
    desk_close(&d);
}

static void a_row_with_the_same_key_changes_what_it_says_and_nothing_else(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    int64_t id = shop_called(&d, "一店"), before = d.b.w.c->now;
    /* The name is folded: full width and blanks make no other shop. An empty cell says nothing. */
    bring(&d, "名称,地址,类别,人数\n 一 店,兴达路１号,,5\n", NULL);
    assert_string_equal(findings(&d), "");
    counts(&d, 0, 1, 0);
    struct entry e = books_get(&d.b, id, 0);
    assert_string_equal(
        e.fields, "{\"address\":\"兴达路１号\",\"name\":\"一 店\",\"staff\":5,\"trade\":\"food\"}");
    assert_int_equal(e.version, 2);
    assert_true(e.has_sealed);
    assert_string_equal(books_get(&d.b, id, before).fields, ONE);
    desk_close(&d);
}

static void looking_only_tells_the_same_and_writes_nothing(void **state)
{
    (void)state;
    struct desk d;
    const struct ledger_import_options look = {.area = DISTRICT_CODE, .dry_run = true};
    desk_open(&d);
    int64_t rows = city_rows(&d.b.w);
    bring(&d, TWO, &look);
    counts(&d, 2, 0, 0);
    assert_false(d.report.applied);
    assert_string_equal(shops(&d), "");
    assert_int_equal(city_rows(&d.b.w), rows);
    assert_int_equal(d.report.n_samples, 2);
    assert_string_equal(d.report.samples[0].fields, ONE);
    desk_close(&d);
}

static void one_error_and_nothing_is_written(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO "三店,兴达路3号,bakery," CELL ",many,\n", NULL);
    assert_string_equal(findings(&d), "!C4 choice;!E4 number;");
    assert_false(d.report.applied);
    assert_string_equal(shops(&d), "");
    desk_close(&d);
}

static void what_is_wrong_is_told_with_its_cell(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *head, *row, *findings;
    } bad[] = {
        {"名称,地址,类别,区划代码,人数",             "店,路1,food," CELL ",三个",              "!E2 number;"     },
        {"名称,地址,类别,区划代码,人数",             "店,路1,food," CELL ",2.5",               "!E2 integer;"    },
        {"名称,地址,类别,区划代码,许可证到期",       "店,路1,food," CELL ",2026-02-30",        "!E2 date;"       },
        {"名称,地址,类别,区划代码,许可证到期",       "店,路1,food," CELL ",2026",              "!E2 date;"       },
        {"名称,地址,类别,区划代码,统一社会信用代码", "店,路1,food," CELL ",91410105MA3X12345X","!E2 code;"       },
        {"名称,地址,类别,区划代码,统一社会信用代码", "店,路1,food," CELL ",9.14101E+17",       "!E2 digits_lost;"},
        {"名称,地址,类别,区划代码,电话",             "店,路1,food," CELL ",37165432109",       "!E2 zero_lost;"  },
        {"名称,地址,类别,区划代码,电话",             "店,路1,food," CELL ",12",                "!E2 code;"       },
        {"名称,地址,类别,区划代码,营业",             "店,路1,food," CELL ",也许",              "!E2 bool;"       },
        {"名称,地址,类别,区划代码,时段",             "店,路1,food," CELL ",白天、半夜",        "!E2 choice;"     },
        {"名称,地址,类别,区划代码",                  "店,路1,宠物店," CELL,                    "!C2 choice;"     },
        {"名称,地址,类别,区划代码,人数",             "店,路1,food," CELL ",1e400",             "!E2 number;"     },
        {"名称,地址,类别,区划代码,人数",             "店,路1,food," CELL ",NaN",               "!E2 number;"     },
        {"名称,地址,类别,区划代码,统一社会信用代码", "店,路1,food," CELL ",91410105MA3X12345", "!E2 code;"       },
        {"名称,地址,类别,区划代码,统一社会信用代码", "店,路1,food," CELL ",9141010SMA3X12345X","!E2 code;"       },
        {"名称,地址,类别,区划代码",                  "店,路1,," CELL,                          "!C2 needed;"     },
        {"名称,地址,类别,区划代码",                  "店,路1,food,",                           "!D2 area_needed;"},
        {"名称,地址,类别,区划代码",                  "店,路1,food,410105016999",               "!D2 area_unknown;"},
        {"名称,地址,类别,区划代码",                  "店,路1,food," TOWN,                      "!D2 area_level;" },
        {"名称,地址,类别,区划代码",                  "店,路1,food," OTHER_TOWN,                "!D2 scope;"      },
        {"名称,地址,类别,社区",                      "店,路1,food,没有的社区",                 "!D2 area_unknown;"},
        {"名称,地址,类别,经度,纬度",                 "店,路1,food,213.6,34.7",                 "!D2 point;"      },
        {"名称,地址,类别,经度,纬度",                 "店,路1,food,113.7,34.9",                 "!D2 point_outside;"},
        {"名称,地址,类别,区划代码,编号",             "店,路1,food," CELL ",410105-2XK9",       "!E2 ref_unknown;"},
    };
    /* clang-format on */
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < LEN(bad); i++) {
        bring(&d, arena_printf(d.b.w.c->mem, "%s\n%s\n", bad[i].head, bad[i].row), NULL);
        if (strcmp(findings(&d), bad[i].findings) != 0)
            fail_msg("%s: %s", bad[i].row, findings(&d));
        assert_false(d.report.applied);
    }
    desk_close(&d);
}

static void a_name_that_says_nothing_is_taken_with_a_warning(void **state)
{
    (void)state;
    static const char *const names[] = {"———", "***",  "无",   "／",     " 不 详 ",
                                        "N/A", "None", "。。", "（无）", "？？？"};
    static const char *const good[] = {"无名氏面馆", "7-11", "无二", "Ω", "🍜面"};
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < LEN(names); i++) {
        bring(&d,
              arena_printf(d.b.w.c->mem, "地址,名称,类别,区划代码\n路%zu,\"%s\",food," CELL "\n", i,
                           names[i]),
              NULL);
        if (strcmp(findings(&d), "B2 name_says_nothing;") != 0)
            fail_msg("%s: %s", names[i], findings(&d));
        counts(&d, 1, 0, 0);
    }
    for (size_t i = 0; i < LEN(good); i++) {
        bring(&d,
              arena_printf(d.b.w.c->mem, "地址,名称,类别,区划代码\n号%zu,%s,food," CELL "\n", i,
                           good[i]),
              NULL);
        assert_string_equal(findings(&d), "");
    }
    desk_close(&d);
}

static void two_rows_for_one_shop_are_an_error_and_the_same_row_again_is_noise(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO "一 店,兴达路1号,salon," CELL ",9,\n", NULL);
    assert_string_equal(findings(&d), "!A4 key_twice;");
    assert_string_equal(d.report.found.v[0].detail, "A2");
    bring(&d, TWO "二店,兴达路2号,salon," NEXT_CELL ",4,\n", NULL);
    assert_string_equal(findings(&d), "A4 same_twice;");
    counts(&d, 2, 0, 0);
    desk_close(&d);
}

static void many_errors_are_counted_and_a_thousand_are_kept(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct buf b = {.mem = d.b.w.c->mem};
    buf_text(&b, HEAD);
    for (int i = 0; i < 1500; i++)
        buf_printf(&b, "店%d,路,x," CELL ",1,\n", i);
    bring(&d, buf_str(&b), NULL);
    assert_int_equal(d.report.found.errors, 1500);
    assert_int_equal(d.report.found.n, FINDINGS_MAX);
    assert_string_equal(d.report.found.v[999].cell, "C1001");
    desk_close(&d);
}

static void titles_totals_and_remarks_are_no_rows(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d,
          "兴达路街道五小门店台账,,,,,\n制表单位：某办,,,,,2026年11月\n"
          "序号,门店名称,经营地址,业态,所属网格,人员数\n1,一店,兴达路1号,小食品店,第" CELL
          ",3\n2,,,,,\n"
          "序号,门店名称,经营地址,业态,所属网格,人员数\n"
          "合计,1,,,,3\n填表人：张三,,,,,\n",
          NULL);
    assert_string_equal(findings(&d), "A7 row_ignored;A8 row_ignored;");
    assert_string_equal(meanings(&d), "序号 ;门店名称 name;经营地址 address;业态 trade;"
                                      "所属网格 @area;人员数 ;");
    counts(&d, 1, 0, 0);
    desk_close(&d);
}

static void heads_of_two_rows_with_merged_cells_are_one_head(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *file = xlsx_of(
        d.b.w.c->mem,
        "<si><t>门店台账</t></si><si><t>基本情况</t></si><si><t>店名*</t></si>"
        "<si><t>地址</t></si><si><t>类别</t></si><si><t>网格编码</t></si><si><t>许可证到期</t></si>"
        "<si><t>一店</t></si><si><t>兴达路1号</t></si><si><t>小食品店</t></si><si><t>" CELL
        "</t></si>",
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"s\"><v>4</v></c><c r=\"D2\" t=\"s\"><v>5</v></c><c r=\"E2\" t=\"s\"><v>6</v></c></row>"
        "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\" t=\"s\"><v>3</v></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>7</v></c><c r=\"B4\" t=\"s\"><v>8</v></c><c r=\"C4\" t=\"s\"><v>9</v></c>"
        "<c r=\"D4\" t=\"s\"><v>10</v></c><c r=\"E4\"><f>TODAY()</f><v>46356.5</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:B2\"/><mergeCell ref=\"C2:C3\"/>"
        "<mergeCell ref=\"D2:D3\"/><mergeCell ref=\"E2:E3\"/></mergeCells><drawing/>",
        &n);
    assert_int_equal(bring_file(&d, file, n, NULL), ERR_OK);
    assert_string_equal(findings(&d), "");
    assert_string_equal(meanings(&d), "基本情况/店名* name;基本情况/地址 address;类别 trade;"
                                      "网格编码 @area;许可证到期 licence;");
    assert_string_equal(shops(&d),
                        "一店@" CELL " {\"address\":\"兴达路1号\",\"licence\":\"2026-11-30\","
                        "\"name\":\"一店\",\"trade\":\"food\"};");
    desk_close(&d);
}

static void a_mapping_is_corrected_by_hand_and_remembered(void **state)
{
    (void)state;
    struct desk d;
    static const char csv[] = "甲,乙,丙,丁\n一店,兴达路1号,food," CELL "\n";
    desk_open(&d);
    struct ledger_import_options o = {.area = DISTRICT_CODE};
    bring(&d, csv, &o);
    assert_string_equal(d.report.columns->source, "guessed");
    assert_string_equal(meanings(&d), "甲 ;乙 ;丙 ;丁 ;");
    assert_string_equal(findings(&d), "!A1 column_missing;!A1 column_missing;");
    o.mapping =
        books_json(&d.b, "{\"甲\":\"name\",\"乙\":\"address\",\"丙\":\"trade\",\"丁\":\"@area\"}");
    bring(&d, csv, &o);
    assert_string_equal(d.report.columns->source, "given");
    counts(&d, 1, 0, 0);
    bring(&d, csv, NULL);
    assert_string_equal(d.report.columns->source, "remembered");
    counts(&d, 0, 0, 1);
    desk_close(&d);
}

static void a_mapping_by_letters_says_the_same(void **state)
{
    (void)state;
    struct desk d;
    static const char csv[] = "甲,甲,丙,丁\n一店,兴达路1号,food," CELL "\n";
    static const char *const bad[] = {"name",   "A",        "a:name", ":name", "A:name,B:name",
                                      "E:name", "A:nobody", "AAAA:",  "A name"};
    desk_open(&d);
    const struct ledger_import_options o = {.area = DISTRICT_CODE,
                                            .columns = "A:name,B:address,C:trade,D:@area"};
    bring(&d, csv, &o);
    assert_string_equal(d.report.columns->source, "given");
    counts(&d, 1, 0, 0);
    bring(&d, csv, NULL);
    assert_string_equal(d.report.columns->source, "remembered");
    for (size_t i = 0; i < LEN(bad); i++) {
        const struct ledger_import_options wrong = {.area = DISTRICT_CODE, .columns = bad[i]};
        refused(&d, csv, &wrong, "import.mapping");
    }
    const struct ledger_import_options none = {
        .area = DISTRICT_CODE, .dry_run = true, .columns = "C:,D:"};
    bring(&d, csv, &none);
    assert_string_equal(meanings(&d), "甲 name;甲 (B) address;丙 ;丁 ;");
    desk_close(&d);
}

static void a_mapping_that_fits_nothing_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"[]", "{\"无\":\"name\"}", "{\"名称\":\"nothing\"}",
                                      "{\"名称\":\"name\",\"地址\":\"name\"}", "{\"名称\":1}"};
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < LEN(bad); i++) {
        const struct ledger_import_options o = {.area = DISTRICT_CODE,
                                                .mapping = books_json(&d.b, bad[i])};
        refused(&d, TWO, &o, "import.mapping");
    }
    const struct ledger_import_options moved = {
        .area = DISTRICT_CODE, .dry_run = true, .mapping = books_json(&d.b, "{\"地址\":\"name\"}")};
    bring(&d, TWO, &moved);
    assert_string_equal(meanings(&d),
                        "名称 ;地址 name;类别 trade;区划代码 @area;人数 staff;电话 phone;");
    desk_close(&d);
}

static void a_column_that_only_new_entries_need_is_missed_once_when_there_are_some(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    bring(&d, "名称,地址,人数\n一店,兴达路1号,9\n", NULL);
    assert_string_equal(findings(&d), "");
    counts(&d, 0, 1, 0);
    bring(&d, "名称,地址,人数\n三店,兴达路1号,9\n四店,兴达路1号,9\n", NULL);
    assert_string_equal(findings(&d), "!A1 column_missing;");
    desk_close(&d);
}

static void the_status_of_a_graded_ledger_is_not_taken_from_a_sheet(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, "名称,地址,类别,区划代码,状态\n一店,兴达路1号,food," CELL ",达标\n", NULL);
    assert_string_equal(findings(&d), "E1 status_graded;");
    assert_string_equal(books_get(&d.b, shop_called(&d, "一店"), 0).status, "unchecked");
    desk_close(&d);
}

static void the_status_of_another_ledger_is_taken_for_new_entries_only(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const struct entry_query q = {
        .ledger = "tenant", .prefix = DISTRICT_CODE, .status = "admitted"};
    bring_to(&d, "tenant", "企业名称,区域,状态\n甲公司," TOWN ",在孵\n", NULL);
    counts(&d, 1, 0, 0);
    assert_string_equal(books_names(&d.b, &q), "甲公司");
    bring_to(&d, "tenant", "企业名称,区域,状态\n乙公司," TOWN ",倒闭\n", NULL);
    assert_string_equal(findings(&d), "!C2 status;");
    desk_close(&d);
}

static void a_ledger_without_a_key_finds_its_entries_by_reference(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    int64_t id = books_tenant(&d.b, "甲公司", TOWN);
    const char *ref = city_ref(&d.b.w, id);
    bring_to(&d, "tenant", arena_printf(d.b.w.c->mem, "编号,名称,状态\n%s,甲股份,在孵\n", ref),
             NULL);
    assert_string_equal(findings(&d), "C2 status_kept;");
    counts(&d, 0, 1, 0);
    assert_string_equal(books_get(&d.b, id, 0).name, "甲股份");
    bring_to(&d, "tenant", arena_printf(d.b.w.c->mem, "编号,名称\n%s,甲\n%s,乙\n", ref, ref), NULL);
    assert_string_equal(findings(&d), "!A3 ref_twice;");
    desk_close(&d);
}

static void a_reference_may_change_the_key_but_not_take_anothers(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    const char *ref = city_ref(&d.b.w, shop_called(&d, "一店"));
    bring(&d, arena_printf(d.b.w.c->mem, "编号,名称,地址\n%s,二店,兴达路2号\n", ref), NULL);
    assert_string_equal(findings(&d), "!B2 key_taken;");
    bring(&d, arena_printf(d.b.w.c->mem, "编号,名称,地址\n%s,新一店,兴达路1号\n", ref), NULL);
    counts(&d, 0, 1, 0);
    desk_close(&d);
}

static void an_entry_beyond_the_importers_area_is_not_touched(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, TWO, NULL);
    const struct ledger_import_options narrow = {.area = "410105016212"};
    bring(&d, HEAD "一店,兴达路1号,food," OTHER_CELL ",7,\n", &narrow);
    assert_string_equal(findings(&d), "!A2 elsewhere;");
    refused(&d, TWO, &(struct ledger_import_options){.area = "4101"}, "import.area");
    refused(&d, TWO, &(struct ledger_import_options){.area = "410105999"}, "import.area");
    desk_close(&d);
}

static void a_point_says_the_area_and_a_name_says_it_too(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(
        &d,
        "名称,地址,类别,经度,纬度,社区\n一店,路1,food,113.605,34.705,\n二店,路2,food,,,第" NEXT_CELL
        "\n",
        NULL);
    assert_string_equal(findings(&d), "");
    struct entry e = books_get(&d.b, shop_called(&d, "一店"), 0);
    assert_string_equal(e.area, CELL);
    assert_int_equal(e.point.lon_e7, 1136050000);
    assert_string_equal(books_get(&d.b, shop_called(&d, "二店"), 0).area, NEXT_CELL);
    /* Named into another area, the old point means nothing. */
    bring(&d, "名称,地址,社区\n一店,路1,第" NEXT_CELL "\n", NULL);
    counts(&d, 0, 1, 0);
    e = books_get(&d.b, shop_called(&d, "一店"), 0);
    assert_string_equal(e.area, NEXT_CELL);
    assert_false(e.has_point);
    desk_close(&d);
}

static void naming_the_community_moves_nothing_out_of_its_cell(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, "名称,地址,类别,经度,纬度\n一店,路1,food,113.605,34.705\n", NULL);
    bring(&d, "名称,地址,区划代码\n一店,路1," VILLAGE "\n", NULL);
    assert_string_equal(findings(&d), "");
    counts(&d, 0, 0, 1);
    struct entry e = books_get(&d.b, shop_called(&d, "一店"), 0);
    assert_string_equal(e.area, CELL);
    assert_true(e.has_point);
    desk_close(&d);
}

static void empty_sheets_and_those_without_rows_are_refused(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    refused(&d, ",,\n", NULL, "import.empty");
    refused(&d, HEAD, NULL, "import.empty");
    refused(&d, TWO, &(struct ledger_import_options){.area = DISTRICT_CODE, .crs = "utm"},
            "import.option");
    desk_close(&d);
}

static void one_journal_row_stands_for_all_and_its_digest_is_held_against_the_versions(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    int64_t rows = city_rows(&d.b.w);
    bring(&d, TWO, NULL);
    assert_int_equal(city_rows(&d.b.w), rows + 1);
    const struct journal_row *row = city_last(&d.b.w);
    assert_string_equal(row->noun, "ledger_import");
    assert_int_equal(row->noun_id, d.report.import);
    assert_null(strstr(row->after, "13812345678"));
    bring(&d, HEAD "一店,兴达路1号,,,8,\n", NULL);
    assert_int_equal(faults(&d), 0);
    int64_t other = shop_called(&d, "二店");
    /* An import that was never journalled, or whose versions were written anew: the digests differ. */
    city_begin(&d.b.w);
    assert_int_equal(db_exec(d.b.w.c, SQL_SHEET_IMPORT_ROW,
                             ARGS(db_int(DISTRICT), db_int(d.report.import), db_int(other),
                                  db_int(0), db_int(1))),
                     ERR_OK);
    assert_int_equal(city_end(&d.b.w, ERR_OK), ERR_OK);
    assert_int_equal(faults(&d), 1);
    desk_close(&d);
}

static void whoever_was_there_first_wins_and_the_import_writes_nothing(void **state)
{
    (void)state;
    struct desk d;
    const struct ledger_plan *plan;
    const struct ledger_import_options o = {.area = DISTRICT_CODE};
    struct ledger_report report;
    static const char *const meanwhile[] = {"一店", "三店"};
    for (size_t i = 0; i < LEN(meanwhile); i++) {
        desk_open(&d);
        struct ctx *c = d.b.w.c;
        unit_not_compared(c); /* a queued statement is refused where it is answered */
        bring(&d, HEAD "三店,兴达路1号,food," CELL ",1,\n", NULL);
        static const char csv[] =
            HEAD "一店,兴达路1号,food," CELL ",1,\n三店,兴达路1号,food," CELL ",2,\n";
        assert_int_equal(db_begin(c, DB_READ), ERR_OK);
        assert_int_equal(
            ledger_import_read(c, &d.b.w.app, &d.b.kinds[0], csv, strlen(csv), &o, &plan, &report),
            ERR_OK);
        assert_int_equal(db_end(c, true), ERR_OK);
        later(&d);
        if (i == 0)
            (void)books_shop(&d.b, "一店", NEXT_CELL, "");
        else
            assert_int_equal(books_change(&d.b, shop_called(&d, "三店"), "{\"staff\":9}", 0),
                             ERR_OK);
        const char *before = shops(&d);
        later(&d);
        city_begin(&d.b.w);
        books_refused(&d.b, city_end(&d.b.w, ledger_import_apply(c, &d.b.w.app, plan, &report)),
                      ERR_CONFLICT, "import.meanwhile");
        assert_string_equal(shops(&d), before);
        desk_close(&d);
    }
}

/* A ledger that was kept elsewhere before: what it says was so before it came here. */
static void new_entries_stand_in_the_ledger_since_the_day_that_the_sheet_is_of(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    int64_t since = d.b.w.c->now - 100 * TIME_DAY;
    const struct ledger_import_options old = {.area = DISTRICT_CODE, .since = since},
                                       ahead = {.area = DISTRICT_CODE,
                                                .since = d.b.w.c->now + TIME_DAY};
    bring(&d, TWO, &old);
    counts(&d, 2, 0, 0);
    struct entry e = books_get(&d.b, shop_called(&d, "一店"), since);
    assert_int_equal(e.since, since);
    assert_int_equal(e.status_since, since);
    assert_int_equal(books_count(&d.b, &(struct entry_query){.ledger = "shop",
                                                             .prefix = DISTRICT_CODE,
                                                             .as_of = since - 1}),
                     0);
    refused(&d, TWO, &ahead, "ledger.at");
    desk_close(&d);
}

static void a_day_with_its_year_last_is_read_only_where_the_order_was_said(void **state)
{
    (void)state;
    struct desk d;
    const char *csv = "名称,地址,类别,区划代码,许可证到期\n一店,1号,food," CELL ",5/31/2027\n";
    const struct ledger_import_options american = {.area = DISTRICT_CODE, .dates = DAY_MONTH_FIRST},
                                       british = {.area = DISTRICT_CODE, .dates = DAY_DAY_FIRST};
    enum day_order order;
    desk_open(&d);
    bring(&d, csv, NULL);
    assert_string_equal(findings(&d), "!E2 date;");
    bring(&d, csv, &british);
    assert_string_equal(findings(&d), "!E2 date;");
    bring(&d, csv, &american);
    assert_non_null(strstr(shops(&d), "\"licence\":\"2027-05-31\""));
    assert_true(value_day_order("mdy", &order) && order == DAY_MONTH_FIRST);
    assert_false(value_day_order("ymd", &order));
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_adds_what_is_not_there_and_says_the_same_again),
        cmocka_unit_test(a_row_with_the_same_key_changes_what_it_says_and_nothing_else),
        cmocka_unit_test(looking_only_tells_the_same_and_writes_nothing),
        cmocka_unit_test(one_error_and_nothing_is_written),
        cmocka_unit_test(what_is_wrong_is_told_with_its_cell),
        cmocka_unit_test(a_name_that_says_nothing_is_taken_with_a_warning),
        cmocka_unit_test(two_rows_for_one_shop_are_an_error_and_the_same_row_again_is_noise),
        cmocka_unit_test(many_errors_are_counted_and_a_thousand_are_kept),
        cmocka_unit_test(titles_totals_and_remarks_are_no_rows),
        cmocka_unit_test(heads_of_two_rows_with_merged_cells_are_one_head),
        cmocka_unit_test(a_mapping_is_corrected_by_hand_and_remembered),
        cmocka_unit_test(a_mapping_by_letters_says_the_same),
        cmocka_unit_test(a_mapping_that_fits_nothing_is_refused),
        cmocka_unit_test(a_column_that_only_new_entries_need_is_missed_once_when_there_are_some),
        cmocka_unit_test(the_status_of_a_graded_ledger_is_not_taken_from_a_sheet),
        cmocka_unit_test(the_status_of_another_ledger_is_taken_for_new_entries_only),
        cmocka_unit_test(a_ledger_without_a_key_finds_its_entries_by_reference),
        cmocka_unit_test(a_reference_may_change_the_key_but_not_take_anothers),
        cmocka_unit_test(an_entry_beyond_the_importers_area_is_not_touched),
        cmocka_unit_test(a_point_says_the_area_and_a_name_says_it_too),
        cmocka_unit_test(naming_the_community_moves_nothing_out_of_its_cell),
        cmocka_unit_test(empty_sheets_and_those_without_rows_are_refused),
        cmocka_unit_test(
            one_journal_row_stands_for_all_and_its_digest_is_held_against_the_versions),
        cmocka_unit_test(new_entries_stand_in_the_ledger_since_the_day_that_the_sheet_is_of),
        cmocka_unit_test(a_day_with_its_year_last_is_read_only_where_the_order_was_said),
        cmocka_unit_test(whoever_was_there_first_wins_and_the_import_writes_nothing),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets as offices have them: what programs leave in cells beside texts, and what people make of a table. */
#include "ledger_sheet/sheet_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "db/db.h"
#include "ledger/period.h"
#include "ledger_sheet/columns.h"
#include "ledger_sheet/export.h"
#include "sheet/zip_world.h"

/*
 * Rows of cells as "A|B|C\n"; a cell that begins with '<' is XML as it stands, for what is no text. behind: what follows the
 * cells in the worksheet.
 */
static const char *table_of(struct arena *mem, const char *rows, const char *behind)
{
    struct buf b = {.mem = mem};
    buf_text(&b, "<sheetData>");
    while (*rows) {
        size_t line = strcspn(rows, "\n");
        const char *end = rows + line;
        buf_text(&b, "<row>");
        for (const char *p = rows; p <= end;) {
            size_t n = strcspn(p, "|\n");
            if (*p == '<')
                buf_bytes(&b, p, n);
            else
                buf_printf(&b, "<c t=\"inlineStr\"><is><t>%.*s</t></is></c>", (int)n, p);
            p += n + 1;
        }
        buf_text(&b, "</row>");
        rows = *end ? end + 1 : end;
    }
    buf_printf(&b, "</sheetData>%s", behind);
    return buf_str(&b);
}

static void bring_table(struct desk *d, const char *rows, const char *behind)
{
    struct arena *mem = d->b.w.c->mem;
    size_t n;
    const char *file = xlsx_of(mem, NULL, table_of(mem, rows, behind), &n);
    if (bring_file(d, file, n, NULL) != ERR_OK)
        fail_msg("%s %s", d->b.w.c->problem.code, d->b.w.c->problem.detail);
}

static const char *detail_of(struct desk *d, const char *rule)
{
    for (size_t i = 0; i < d->report.found.n; i++)
        if (strcmp(d->report.found.v[i].rule, rule) == 0)
            return d->report.found.v[i].detail;
    return "";
}

static void errors_pictures_and_formulas_without_a_value_are_told_row_by_row(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring_table(&d,
                "名称|地址|类别|区划代码|人数|照片\n"
                "一店|兴达路1号|<c t=\"e\"><v>#REF!</v></c>|" CELL "|<c><f>F2*2</f></c>|"
                "<c t=\"e\" vm=\"1\"><v>#VALUE!</v></c>\n"
                "二店|<c t=\"str\"><f>DISPIMG(1)</f><v>=DISPIMG(1)</v></c>|food|" CELL "|2|"
                "<c t=\"e\" vm=\"2\"><v>#VALUE!</v></c>\n"
                "<c><f>A1</f></c>|||||\n"
                "合计||||<c><f>SUM(E2:E3)</f></c>|\n",
                "");
    assert_string_equal(findings(&d), "A1 images;!C2 cell_error;!E2 formula_empty;!B3 image;"
                                      "!A4 formula_empty;A5 row_ignored;");
    assert_string_equal(detail_of(&d, "images"), "2 · F2");
    assert_string_equal(detail_of(&d, "cell_error"), "#REF!");
    assert_string_equal(detail_of(&d, "formula_empty"), "=F2*2");
    assert_false(d.report.applied);
    desk_close(&d);
}

static void errors_in_columns_that_mean_nothing_stop_nobody(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d, "名称,地址,类别,区划代码,环比\n一店,路1,food," CELL ",#DIV/0!\n", NULL);
    assert_string_equal(findings(&d), "");
    counts(&d, 1, 0, 0);
    desk_close(&d);
}

static void whoever_answers_is_named_by_post_by_place_and_kind_or_by_his_own_name(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct city *w = &d.b.w;
    int64_t post = city_post(w, "grid_worker", CELL),
            other = city_post(w, "grid_worker", NEXT_CELL),
            third = city_post(w, "grid_worker", OTHER_CELL);
    const struct post_hold held[] = {
        {.district = DISTRICT, .post = post,  .person = city_person(w, "张三", TOWN, NULL, false)},
        {.district = DISTRICT, .post = other, .person = city_person(w, "李四", TOWN, NULL, false)},
        {.district = DISTRICT, .post = third, .person = city_person(w, "李四", TOWN, NULL, false)},
    };
    for (size_t i = 0; i < LEN(held); i++)
        city_hold(w, &held[i]);
    const char *ref = city_ref(w, other);
    bring(&d,
          arena_printf(w->c->mem,
                       "名称,地址,类别,区划代码,分包责任人\n一店,路1,food," CELL ",张三\n"
                       "二店,路2,food," CELL ",岗位（%s）\n三店,路3,food," CELL ",\n",
                       ref),
          NULL);
    assert_string_equal(findings(&d), "");
    assert_int_equal(books_get(&d.b, shop_called(&d, "一店"), 0).post, post);
    assert_int_equal(books_get(&d.b, shop_called(&d, "二店"), 0).post, other);
    assert_int_equal(books_get(&d.b, shop_called(&d, "三店"), 0).post, 0);
    bring(&d, "名称,地址,责任岗位\n一店,路1,李四\n二店,路2,王五\n三店,路3,张 三\n", NULL);
    assert_string_equal(findings(&d), "!C2 post_ambiguous;!C3 post_unknown;");
    bring(&d, "名称,地址,责任岗位\n一店,路1,\n三店,路3,张 三\n", NULL);
    counts(&d, 0, 1, 1);
    assert_int_equal(books_get(&d.b, shop_called(&d, "三店"), 0).post, post);
    int64_t import = d.report.import;
    assert_int_equal(undo(&d, import), ERR_OK);
    assert_int_equal(books_get(&d.b, shop_called(&d, "三店"), 0).post, 0);
    assert_int_equal(faults(&d), 0);
    desk_close(&d);
}

static void numbers_of_identity_cards_are_refused_and_not_said_again(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d,
          "名称,地址,类别,区划代码,负责人,统一社会信用代码\n"
          "一店,路1,food," CELL ",王五 41010519900307123X,410105194912310020\n",
          NULL);
    assert_string_equal(findings(&d), "!E2 id_number;!F2 code;");
    for (size_t i = 0; i < d.report.found.n; i++)
        assert_null(strstr(d.report.found.v[i].detail, "0105"));
    desk_close(&d);
}

/* "N state fields;" of one period, oldest first. */
static const char *figures_of(struct desk *d, int64_t id)
{
    struct buf b = {.mem = d->b.w.c->mem};
    const struct entry_period *list;
    size_t n;
    assert_int_equal(db_begin(d->b.w.c, DB_READ), ERR_OK);
    assert_int_equal(period_list(d->b.w.c, DISTRICT, id, &list, &n), ERR_OK);
    assert_int_equal(db_end(d->b.w.c, true), ERR_OK);
    for (size_t i = n; i-- > 0;)
        buf_printf(&b, "%s.%s %lld %s %s;", list[i].series, list[i].period, (long long)list[i].n,
                   list[i].state, list[i].fields);
    return buf_str(&b);
}

static const char *exported(struct desk *d, const char *figures)
{
    struct ctx *c = d->b.w.c;
    struct buf b = {.mem = c->mem};
    const struct ledger_export x = {.kind = &d->b.kinds[1],
                                    .which = {.prefix = DISTRICT_CODE},
                                    .format = EXPORT_CSV,
                                    .figures = figures};
    size_t rows;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(ledger_export_make(c, &d->b.w.app, &x, &b, &rows), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return buf_str(&b);
}

static void figures_by_year_and_month_come_in_go_out_and_are_taken_back(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct arena *mem = d.b.w.c->mem;
    int64_t id = books_tenant(&d.b, "甲公司", TOWN);
    const char *ref = city_ref(&d.b.w, id);
    bring_to(&d, "tenant",
             arena_printf(mem,
                          "编号,名称,区域,状态,2020年人数,用工人数（2020年10月）,2020-11人数\n"
                          "%s,甲公司,,,30,28,\n,乙公司," TOWN ",在孵,7,,6\n",
                          ref),
             NULL);
    assert_string_equal(findings(&d), "");
    assert_string_equal(meanings(&d), "编号 @ref;名称 name;区域 @area;状态 @status;"
                                      "2020年人数 @year.2020.people;"
                                      "用工人数（2020年10月） @jobs.2020-10.people;"
                                      "2020-11人数 @jobs.2020-11.people;");
    counts(&d, 1, 1, 0);
    assert_int_equal(d.report.figures, 4);
    int64_t first = d.report.import;
    assert_string_equal(figures_of(&d, id), "year.2020 1 confirmed {\"people\":30};"
                                            "jobs.2020-10 1 confirmed {\"people\":28};");
    assert_int_equal(faults(&d), 0);
    const char *csv = exported(&d, "year.2020,jobs.2020-10");
    assert_non_null(strstr(csv, "年度2020年人数,用工2020年10月人数"));
    assert_non_null(strstr(csv, ",30,28\r\n"));
    bring_to(&d, "tenant", csv, NULL);
    counts(&d, 0, 0, 2);
    assert_int_equal(d.report.figures, 0);
    bring_to(&d, "tenant", arena_printf(mem, "编号,名称,2020年度/人数\n%s,甲公司,31\n", ref), NULL);
    int64_t second = d.report.import;
    assert_string_equal(figures_of(&d, id), "year.2020 1 confirmed {\"people\":30};"
                                            "year.2020 2 confirmed {\"people\":31};"
                                            "jobs.2020-10 1 confirmed {\"people\":28};");
    assert_int_equal(undo(&d, first), ERR_CONFLICT);
    assert_string_equal(d.b.w.c->problem.detail, "甲公司");
    assert_int_equal(undo(&d, second), ERR_OK);
    assert_non_null(strstr(exported(&d, "year.2020"), ",30\r\n"));
    assert_int_equal(faults(&d), 0);
    desk_close(&d);
}

static void figures_that_cannot_be_are_told_at_their_cell_or_head(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring_to(&d, "tenant", "名称,区域,2020年人数,2099年人数,2019年工资\n甲," TOWN ",三十,1,5.5\n",
             NULL);
    assert_string_equal(findings(&d), "!D1 period;!C2 number;");
    bring_to(&d, "tenant", "名称,区域,2019年工资\n甲," TOWN ",5.5\n", NULL);
    assert_string_equal(findings(&d), "!C2 needed;");
    assert_false(d.report.applied);
    desk_close(&d);
}

static void a_clerks_sheet_is_read_as_it_is(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring(&d,
          "\xef\xbb\xbf兴达路街道五小门店台账（2026年）,,,,,,,,,,\r\n\r\n"
          "制表单位：兴达路街道,,,,,,,,,2026年11月30日,\r\n"
          "序号,,店名 ,地址,类 别,网格编码,人数（人）,许可证到期,联系电话,联系电话,时段\r\n"
          "1,,　一店　,路1号 ,小食品店 ," CELL " ,１２,2027年5月31日,138 1234 5678,,白天、夜间\r\n"
          "2,,二店,路2号,小 理发店," CELL ",3,2027/5/31,'037165432109,,夜间\r\n"
          ",,,,,,,,,,\r\n"
          "3,,三店,路3号,food," CELL ",\"1,200\",2027.5.31,,,\r\n"
          "4,,四店,路4号,food," CELL ",0,20270531,,,\r\n"
          "5,,五店,路5号,food," CELL ",,46538,,,\r\n"
          "6,,,,,,,,,,\r\n"
          ",,本页小计,,,,1215,,,,\r\n"
          "填表人：张三,,,审核人：李四,,,,联系电话：0371-65432109,,,\r\n",
          NULL);
    assert_string_equal(findings(&d), "A12 row_ignored;A13 row_ignored;");
    counts(&d, 5, 0, 0);
    assert_string_equal(d.report.columns->v[9].head, "联系电话 (J)");
    const char *all = shops(&d);
    size_t days = 0;
    for (const char *p = all; (p = strstr(p, "\"licence\":\"2027-05-31\"")); p++)
        days++;
    assert_int_equal(days, 5);
    assert_non_null(strstr(all, "一店@" CELL " {\"address\":\"路1号\",\"licence\":\"2027-05-31\","
                                "\"name\":\"一店\",\"staff\":12,\"tags\":[\"day\",\"night\"]"));
    assert_non_null(strstr(all, "\"staff\":1200"));
    desk_close(&d);
}

static void heads_of_three_rows_under_a_title_are_one_head(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    bring_table(&d,
                "兴达路街道门店台账|||||||\n"
                "序号|基本情况|||经营者|||备注\n"
                "|店铺|||人员||网格编码|\n"
                "|店名|地址|类别|负责人姓名|人数||\n"
                "1|一店|路1|小食品店|王某|3|" CELL "|\n"
                "合计|||||3||\n",
                "<mergeCells><mergeCell ref=\"A1:H1\"/><mergeCell ref=\"A2:A4\"/>"
                "<mergeCell ref=\"B2:D2\"/><mergeCell ref=\"B3:D3\"/><mergeCell ref=\"E2:G2\"/>"
                "<mergeCell ref=\"E3:F3\"/><mergeCell ref=\"G3:G4\"/><mergeCell ref=\"H2:H4\"/>"
                "</mergeCells>");
    assert_string_equal(meanings(&d), "序号 ;基本情况/店铺/店名 name;基本情况/店铺/地址 address;"
                                      "基本情况/店铺/类别 trade;经营者/人员/负责人姓名 boss;"
                                      "经营者/人员/人数 staff;经营者/网格编码 @area;备注 ;");
    assert_string_equal(findings(&d), "A6 row_ignored;");
    counts(&d, 1, 0, 0);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_pictures_and_formulas_without_a_value_are_told_row_by_row),
        cmocka_unit_test(errors_in_columns_that_mean_nothing_stop_nobody),
        cmocka_unit_test(whoever_answers_is_named_by_post_by_place_and_kind_or_by_his_own_name),
        cmocka_unit_test(numbers_of_identity_cards_are_refused_and_not_said_again),
        cmocka_unit_test(figures_by_year_and_month_come_in_go_out_and_are_taken_back),
        cmocka_unit_test(figures_that_cannot_be_are_told_at_their_cell_or_head),
        cmocka_unit_test(a_clerks_sheet_is_read_as_it_is),
        cmocka_unit_test(heads_of_three_rows_under_a_title_are_one_head),
    };
    return UNIT_RUN(tests);
}

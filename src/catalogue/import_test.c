/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue_world.h"

#include <string.h>

#include "base/arena.h"
#include "catalogue/catalogue_sheet.h"
#include "journal/journal.h"
#include "sheet/sheet.h"

#define MORE                                                                                                          \
    HEAD "部件,01,公用设施,01,上水井盖,井盖缺失,2紧急工作时,井盖补齐,供水企业,城管局\n" \
         "部件,01,公用设施,01,上水井盖,井盖破损,2工作日,修复,供水企业,城管局\n"             \
         "部件,01,公用设施,02,污水井盖,井盖缺失,2紧急工作时,井盖补齐,排水单位,城管局\n"

/* ---- reading sheets ---- */

static void a_citys_sheet_with_merged_cells_and_tiers_is_read(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring_path(c, "test/sheets/standards.xlsx", NULL);
    assert_string_equal(findings(c, &r), "H4 limit_read;H8 limit_read;A10 row_ignored;");
    assert_string_equal(rows(c, 0), "c0101.1 井盖缺失 2 紧急工作时/2 紧急工作时/4 工作时;"
                                    "c0101.2 井盖破损 1 工作日/1 工作日/2 工作日;"
                                    "c0102.1 井盖缺失 2 紧急工作时/2 紧急工作时/4 紧急工作时;"
                                    "c0212.1 路名牌缺失 5 工作日/7 工作日/15 自然日;"
                                    "e0110.1 有暴露垃圾 4 工作时/0.5 工作日/1 工作日;"
                                    "e0199.1 堆放影响通行 4 工作时;");
    assert_string_equal(row_at(c, 0, 3).sub_name, "路名牌");
    assert_string_equal(row_at(c, 0, 3).unit, "属地");
    assert_string_equal(row_at(c, 0, 3).department, "民政局");
    unit_close(c);
}

static void what_a_sheet_leaves_blank_is_what_stood_above(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r =
        bring(c,
              HEAD "部件,1,公用设施,1,上水井盖,井盖缺失,2紧急工作时,补齐,,\n"
                   ",,,,,井盖破损,1工作日,修复,,\n"
                   ",,,2,污水井盖,井盖缺失,2紧急工作时,补齐,,\n"
                   ",2,道路,1,停车场,标线不清,7工作日,清楚,,\n"
                   "事件,1,市容,1,搭建,正在搭建,1工作日,拆除,,\n",
              NULL);
    assert_string_equal(findings(c, &r), "");
    assert_string_equal(rows(c, 0), "c0101.1 井盖缺失 2 紧急工作时;c0101.2 井盖破损 1 工作日;"
                                    "c0102.1 井盖缺失 2 紧急工作时;c0201.1 标线不清 7 工作日;"
                                    "e0101.1 正在搭建 1 工作日;");
    unit_close(c);
}

static void codes_and_names_may_share_a_cell(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(c,
                                      "城市管理事件标准,,,,\n大类,小类,立案条件,处置时限,结案条件\n"
                                      "01 市容环境,10 暴露生活垃圾,有垃圾,4工作时,清走\n"
                                      "市容环境,99 共享雨伞,乱放,4工作时,摆好\n",
                                      NULL);
    assert_string_equal(findings(c, &r), "");
    assert_string_equal(rows(c, 0), "e0110.1 有垃圾 4 工作时;e0199.1 乱放 4 工作时;");
    assert_string_equal(row_at(c, 0, 0).class_name, "市容环境");
    assert_string_equal(row_at(c, 0, 0).sub_name, "暴露生活垃圾");
    unit_close(c);
}

static void whole_codes_say_group_class_and_sub_class(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(c,
                                      "代码,大类,小类,立案条件,处置时限,结案条件\n"
                                      "e0110,市容环境,暴露生活垃圾,有垃圾,4工作时,清走\n"
                                      "C0302,市容设施,公厕指示牌,缺失,5工作日,补齐\n"
                                      "0305,市容设施,垃圾箱,满溢,2工作时,清空\n",
                                      NULL);
    assert_string_equal(findings(c, &r), "");
    assert_string_equal(rows(c, 0),
                        "c0302.1 缺失 5 工作日;c0305.1 满溢 2 工作时;e0110.1 有垃圾 4 工作时;");
    unit_close(c);
}

static void a_head_of_two_rows_is_read_as_one(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(
        c,
        "大类,大类,小类,小类,立案标准,处置时限（工作日）,处置时限（工作日）,处置时限（工作日）,结案标准\n"
        "代码,名称,编码,名称,,A类,B类,C类,\n"
        "1,事件甲,1,垃圾,多,1,2,半,清走\n"
        "1,事件甲,2,污水,多,1小时,,,清走\n",
        NULL);
    assert_string_equal(findings(c, &r), "!A3 group;!A4 group;F4 limit_read;");
    r = bring(
        c,
        "事件标准,,,,,,,,\n大类,大类,小类,小类,立案标准,处置时限（工作日）,处置时限（工作日）,处置时限（工作日）,结案标准\n"
        "代码,名称,编码,名称,,A类,B类,C类,\n"
        "1,市容,1,垃圾,多,1,2,半,清走\n",
        NULL);
    assert_string_equal(findings(c, &r), "");
    assert_string_equal(rows(c, 0), "e0101.1 多 1 工作日/2 工作日/0.5 工作日;");
    unit_close(c);
}

static void a_merged_head_over_two_columns_means_code_and_name(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(c,
                                      "类别,大类,大类,代码,小类,立案条件,时限,结案条件\n"
                                      "事件,3,市容,12,污水,多,1工作日,清走\n"
                                      "事件,3,市容,0412,污水,少,1工作日,清走\n",
                                      NULL);
    assert_string_equal(findings(c, &r), "!D3 key;");
    r = bring(c,
              "类别,大类,大类,代码,小类,立案条件,时限,结案条件\n"
              "事件,3,市容,12,污水,多,1工作日,清走\n",
              NULL);
    assert_string_equal(rows(c, 0), "e0312.1 多 1 工作日;");
    assert_string_equal(row_at(c, 0, 0).class_name, "市容");
    unit_close(c);
}

static void headings_between_the_rows_name_the_group_and_remarks_are_told(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(c,
                                      "大类,小类,立案条件,处置时限,结案条件\n一、部件,,,,\n"
                                      "01 公用,01 井盖,缺失,2紧急工作时,补齐\n二、事件,,,,\n"
                                      "大类,小类,立案条件,处置时限,结案条件\n"
                                      "01 市容,10 垃圾,有垃圾,4工作时,清走\n注：以上为试行,,,,\n",
                                      NULL);
    assert_string_equal(findings(c, &r), "A7 row_ignored;");
    assert_string_equal(rows(c, 0), "c0101.1 缺失 2 紧急工作时;e0110.1 有垃圾 4 工作时;");
    unit_close(c);
}

static void headings_name_the_class_where_no_column_does(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(c,
                                      "事件,,,\n小类,立案条件,处置时限,结案条件\n01 市容环境,,,\n"
                                      "10 垃圾,多,4工作时,清走\n12 路脏,多,2工作时,清走\n"
                                      "02 宣传广告,,,\n01 小广告,贴,1工作日,清除\n"
                                      "1. 以上标准由主管部门解释，自发布之日起试行一年,,,\n",
                                      NULL);
    assert_string_equal(findings(c, &r), "A8 row_ignored;");
    assert_string_equal(rows(c, 0), "e0110.1 多 4 工作时;e0112.1 多 2 工作时;e0201.1 贴 1 工作日;");
    assert_string_equal(row_at(c, 0, 2).class_name, "宣传广告");
    unit_close(c);
}

static void a_gb18030_file_is_read(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    static const char text[] =
        "\xb4\xfa\xc2\xeb,\xb4\xf3\xc0\xe0,\xd0\xa1\xc0\xe0,\xc1\xa2\xb0\xb8\xcc\xf5\xbc\xfe,"
        "\xb4\xa6\xd6\xc3\xca\xb1\xcf\xde,\xbd\xe1\xb0\xb8\xcc\xf5\xbc\xfe\r\n"
        "e0110,\xca\xd0\xc8\xdd,\xc0\xac\xbb\xf8,\xd3\xd0,4\xb9\xa4\xd7\xf7\xca\xb1,\xce\xde\r\n";
    struct catalogue_report r = bring(c, text, NULL);
    assert_string_equal(findings(c, &r), "");
    assert_string_equal(rows(c, 0), "e0110.1 有 4 工作时;");
    unit_close(c);
}

static void how_bare_hours_and_days_were_read_is_told_with_the_cell(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const char *text = HEAD "事件,1,市容,1,垃圾,多,2紧急工作时/4小时/2天,清走,,\n";
    const struct catalogue_options clock = {.urgent_hours = true, .natural_days = true};
    struct catalogue_report r = bring(c, text, NULL);
    assert_string_equal(findings(c, &r), "G2 limit_read;");
    assert_string_equal(r.found.v[0].detail,
                        "2紧急工作时/4小时/2天 → 2 紧急工作时/4 工作时/2 工作日");
    assert_string_equal(r.found.v[0].key, "e0101");
    r = bring(c, text, &clock);
    counts(&r, 0, 1, 0, 0);
    assert_string_equal(rows(c, 0), "e0101.1 多 2 紧急工作时/4 紧急工作时/2 自然日;");
    unit_close(c);
}

static void what_is_wrong_is_told_with_its_cell_and_nothing_is_applied(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *findings;
    } bad[] = {
        {"人员,1,市容,1,垃圾,多,1工作日,清走,,\n",                                             "!A2 group;"     },
        {",1,市容,1,垃圾,多,1工作日,清走,,\n",                                                   "!A2 group;"     },
        {"事件,,,1,垃圾,多,1工作日,清走,,\n",                                                    "!B2 class_code;"},
        {"事件,123,市容,1,垃圾,多,1工作日,清走,,\n",                                           "!B2 class_code;"},
        {"事件,1,,1,垃圾,多,1工作日,清走,,\n",                                                   "!C2 class_name;"},
        {"事件,1,市容,,垃圾,多,1工作日,清走,,\n",                                              "!D2 sub_code;"  },
        {"事件,1,市容,00,垃圾,多,1工作日,清走,,\n",                                            "!D2 sub_code;"  },
        {"事件,1,市容,1,,多,1工作日,清走,,\n",                                                   "!E2 sub_name;"  },
        {"事件,1,市容,1,垃圾,多,1工作日,清走,,\n,2,广告,,,多,1工作日,清走,,\n",        "!D3 sub_code;"  },
        {"事件,1,市容,1,垃圾,,1工作日,清走,,\n",                                                "!F2 filing;"    },
        {"事件,1,市容,1,垃圾,多,即时,清走,,\n",                                                 "!G2 limit;"     },
        {"事件,1,市容,1,垃圾,多,,清走,,\n",                                                       "!G2 limit;"     },
        {"事件,1,市容,1,垃圾,多,1工作日,,,\n",                                                   "H2 closing;"    },
        {"事件,1,市容,1,垃圾,多,1工作日,清走,,\n,,市貌,2,污水,多,1工作日,清走,,\n",
         "!B3 class_code;"                                                                                                  },
        {"事件,1,市容,1,垃圾,多,1工作日,清走,,\n,1,市貌,2,污水,多,1工作日,清走,,\n",
         "!C3 name_conflict;"                                                                                               },
        {"事件,1,市容,1,垃圾,多,1工作日,清走,,\n,,,1,污水,少,1工作日,清走,,\n",
         "!E3 name_conflict;"                                                                                               },
        {"事件,1,市容,1,垃圾,多,1工作日,清走,,\n,,,,,多,2工作日,清走,,\n",               "!F3 duplicate;" },
        {"事件,1,市容,1,垃圾,多,1工作日,清走,,\n,,,,,多,1工作日,清走,,\n",               "F3 same_twice;" },
    };
    struct ctx *c = unit_open();
    for (size_t i = 0; i < LEN(bad); i++) {
        const struct catalogue_options o = {.dry_run = bad[i].findings[0] != '!'};
        struct catalogue_report r = bring(c, arena_printf(c->mem, HEAD "%s", bad[i].rows), &o);
        if (strcmp(findings(c, &r), bad[i].findings) != 0)
            fail_msg("%zu: %s, not %s", i, findings(c, &r), bad[i].findings);
        assert_false(r.applied);
        assert_string_equal(rows(c, 0), "");
    }
    unit_close(c);
}

static void a_file_without_a_head_or_without_rows_is_refused_as_a_whole(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    bring(c, SMALL, NULL);
    refused_whole(c, "a,b,c\n1,2,3\n", "catalogue.header");
    refused_whole(c, "小类,立案条件,处置时限\n1,2,3\n", "catalogue.header");
    refused_whole(c, HEAD, "catalogue.empty");
    refused_whole(c, "小类代码,小类,立案条件,处置时限A,处置时限B,结案条件\n1,2,3,4,5,6\n",
                  "catalogue.tiers");
    refused_whole(c, "", "sheet.format");
    assert_int_equal(row_at(c, 0, 2).version, 1);
    unit_close(c);
}

/* ---- versions ---- */

static void an_import_keeps_what_stays_replaces_what_changed_and_ends_the_rest(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r = bring(c, SMALL, NULL);
    counts(&r, 3, 0, 0, 0);
    assert_int_equal(r.version, 1);
    int64_t stays = row_at(c, 0, 0).id, changes = row_at(c, 0, 1).id, ends = row_at(c, 0, 2).id;
    c->now++;
    r = bring(c, MORE, NULL);
    counts(&r, 1, 1, 1, 1);
    assert_int_equal(r.version, 2);
    assert_string_equal(rows(c, 0), "c0101.1 井盖缺失 2 紧急工作时;c0101.2 井盖破损 2 工作日;"
                                    "c0102.1 井盖缺失 2 紧急工作时;");
    assert_int_equal(row_at(c, 0, 0).id, stays);
    assert_int_equal(row_at(c, 0, 0).version, 1);
    assert_int_not_equal(row_at(c, 0, 1).id, changes);
    /* A case that was filed under one of them still finds it, as it was. */
    struct catalogue_row row;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_get(c, DISTRICT, changes, &row), ERR_OK);
    assert_string_equal(row.limit_text, "1 工作日");
    assert_false(row.current);
    assert_int_equal(row.ended, 2);
    assert_int_equal(catalogue_get(c, 0, ends, &row), ERR_OK);
    assert_string_equal(row.filing, "有垃圾");
    assert_int_equal(catalogue_get(c, 0, ends + 1000000, &row), ERR_NOT_FOUND);
    assert_string_equal(c->problem.code, "catalogue.row_unknown");
    db_undo(c);
    unit_close(c);
}

static void
a_row_replaces_the_one_with_its_filing_condition_else_the_next_of_its_sub_class(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    bring(c, HEAD "事件,1,市容,1,垃圾,甲,1工作日,清走,,\n,,,,,乙,2工作日,清走,,\n", NULL);
    struct catalogue_report r =
        bring(c, HEAD "事件,1,市容,1,垃圾,丙,3工作日,清走,,\n,,,,,甲,5工作日,清走,,\n", NULL);
    counts(&r, 0, 2, 0, 0);
    assert_string_equal(rows(c, 0), "e0101.1 甲 5 工作日;e0101.2 丙 3 工作日;");
    unit_close(c);
}

static void the_same_sheet_again_changes_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    bring(c, SMALL, NULL);
    struct catalogue_report r = bring(c, SMALL, NULL);
    counts(&r, 0, 0, 0, 3);
    assert_int_equal(r.version, 1);
    unit_close(c);
}

static void the_order_of_rows_is_no_change(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    bring(c, SMALL, NULL);
    struct catalogue_report r =
        bring(c,
              HEAD "事件,01,市容环境,10,暴露生活垃圾,有垃圾,4工作时,清理干净,环卫,城管局\n"
                   "部件,01,公用设施,01,上水井盖,井盖破损,1工作日,修复,供水企业,城管局\n"
                   "部件,01,公用设施,01,上水井盖,井盖缺失,2紧急工作时,井盖补齐,供水企业,城管局\n",
              NULL);
    counts(&r, 0, 0, 0, 3);
    unit_close(c);
}

static void a_preview_says_what_the_import_then_does_and_writes_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct catalogue_options look = {.dry_run = true};
    bring(c, SMALL, NULL);
    struct catalogue_report preview = bring(c, MORE, &look);
    assert_false(preview.applied);
    assert_int_equal(preview.version, 1);
    assert_string_equal(preview.changed_samples[0].before->limit_text, "1 工作日");
    assert_string_equal(preview.changed_samples[0].after->limit_text, "2 工作日");
    assert_string_equal(preview.added_samples[0].after->key, "c0102");
    assert_string_equal(preview.ended_samples[0].before->key, "e0110");
    assert_int_equal(row_at(c, 0, 2).version, 1);
    struct catalogue_report r = bring(c, MORE, NULL);
    assert_true(r.applied);
    counts(&r, preview.added, preview.changed, preview.ended, preview.unchanged);
    unit_close(c);
}

static struct catalogue_report restore(struct ctx *c, int32_t district, int64_t version, int64_t to)
{
    struct catalogue_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_restore(c, district, version, to, &r), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

static void undoing_brings_back_what_was_as_a_new_version(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct catalogue_version *list;
    struct catalogue_report r;
    int64_t current;
    size_t n;
    bring(c, SMALL, NULL);
    const char *before = rows(c, 0);
    bring(c, MORE, NULL);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_undo(c, 0, 2, &r), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    counts(&r, 1, 1, 1, 1);
    assert_string_equal(rows(c, 0), before);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_versions(c, 0, &current, &list, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(current, 3);
    assert_int_equal(n, 3);
    assert_int_equal(list[0].restored, 1);
    assert_null(list[0].hash);
    assert_string_equal(list[1].source, "test.csv");
    assert_int_equal(list[1].restored, INT64_MIN);
    r = restore(c, 0, 3, 0);
    counts(&r, 0, 0, 3, 0);
    assert_string_equal(rows(c, 0), "");
    r = restore(c, 0, 4, 1);
    assert_string_equal(rows(c, 0), before);
    unit_close(c);
}

static void undoing_needs_the_version_that_was_seen(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_undo(c, 0, 1, &r), ERR_CONFLICT);
    assert_string_equal(c->problem.code, "catalogue.nothing_to_undo");
    db_undo(c);
    bring(c, SMALL, NULL);
    bring(c, MORE, NULL);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_undo(c, 0, 1, &r), ERR_STALE);
    assert_int_equal(catalogue_restore(c, 0, 2, 2, &r), ERR_INVALID);
    assert_string_equal(c->problem.code, "catalogue.version");
    db_undo(c);
    unit_close(c);
}

static void each_version_is_journalled_once(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct journal_row *list;
    size_t n;
    bring(c, SMALL, NULL);
    bring(c, SMALL, NULL);
    bring(c, MORE, NULL);
    restore(c, 0, 2, 1);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_list(c, "0", "catalogue", INT64_MAX, 50, &list, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(n, 3);
    assert_string_equal(list[0].action, "restore");
    assert_string_equal(list[1].action, "import");
    assert_non_null(strstr(list[1].after, "\"changed\":1,\"district\":\"000000\",\"ended\":1,"));
    assert_non_null(strstr(list[0].after, "\"restored\":1"));
    unit_close(c);
}

static void a_number_is_never_given_twice_in_a_sub_class(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
#define ONE(filing) HEAD "事件,1,市容,1,垃圾," filing ",1工作日,清走,,\n"
    bring(c, ONE("甲") "事件,1,市容,1,垃圾,乙,1工作日,清走,,\n", NULL);
    bring(c, ONE("甲"), NULL);
    bring(c, ONE("甲") "事件,1,市容,1,垃圾,丙,1工作日,清走,,\n", NULL);
    assert_string_equal(rows(c, 0), "e0101.1 甲 1 工作日;e0101.3 丙 1 工作日;");
    unit_close(c);
}

/* ---- districts, files, faults ---- */

static void a_districts_own_catalogue_wins_while_it_has_rows(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct catalogue_options own = {.district = DISTRICT};
    bring(c, SMALL, NULL);
    const char *all = rows(c, 0);
    assert_string_equal(rows(c, DISTRICT), all);
    bring(c, HEAD "事件,1,市容,10,垃圾,本区,1工作日,清走,,\n", &own);
    assert_string_equal(rows(c, DISTRICT), "e0110.1 本区 1 工作日;");
    assert_string_equal(rows(c, 410102), all);
    assert_string_equal(rows(c, 0), all);
    restore(c, DISTRICT, 1, 0);
    assert_string_equal(rows(c, DISTRICT), all);
    unit_close(c);
}

static void one_sub_class_is_asked_for_by_its_key(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct catalogue_row *list;
    size_t n;
    bring(c, SMALL, NULL);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_rows_of(c, DISTRICT, "c0101", &list, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_string_equal(list[1].filing, "井盖破损");
    assert_int_equal(catalogue_rows_of(c, DISTRICT, "c01", &list, &n), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(db_end(c, true), ERR_OK);
    unit_close(c);
}

static void exported(struct ctx *c, bool xlsx)
{
    struct sheet_out sheet;
    const struct catalogue_row *list;
    struct buf b = {.mem = c->mem};
    size_t n;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_rows(c, 0, &list, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    catalogue_sheet(c, list, n, c->now, &sheet);
    if (xlsx)
        assert_int_equal(sheet_write_xlsx(c, &sheet, &b), ERR_OK);
    else
        sheet_write_csv(&sheet, &b);
    struct catalogue_report r = bring_file(c, b.p, b.n, NULL);
    assert_string_equal(findings(c, &r), "");
    counts(&r, 0, 0, 0, (int64_t)n);
}

static void an_export_reads_back_as_unchanged(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    bring_path(c, "test/sheets/standards.xlsx", NULL);
    exported(c, true);
    exported(c, false);
    bring(c,
          HEAD "事件,1,市容,1,\"=1+1\",\"-有,\"\"引号\"\"\n两行\",20分钟/1.5工作日/3小时,'净,,\n",
          NULL);
    exported(c, true);
    exported(c, false);
    unit_close(c);
}

static void the_starter_catalogue_is_put_in_once_and_has_no_findings(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    const struct catalogue_row *list;
    size_t n;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_seed(c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    struct catalogue_report r =
        bring_path(c, "catalogue/starter.csv", &(struct catalogue_options){.dry_run = true});
    assert_string_equal(findings(c, &r), "");
    assert_int_equal(r.unchanged, r.rows);
    assert_true(r.rows > 120);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_rows_of(c, DISTRICT, "e0110", &list, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].limit_text, "4 工作时");
    restore(c, 0, 1, 0);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_seed(c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_string_equal(rows(c, 0), "");
    unit_close(c);
}

static void a_fault_half_way_leaves_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct catalogue_report r;
    const struct catalogue_options o = {.source = NULL};
    bring(c, SMALL, NULL);
    const char *before = rows(c, 0);
    enum err err = ERR_INTERNAL;
    for (int64_t at = 1; err != ERR_OK; at++) {
        assert_true(at < 100);
        assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
        db_fail_at(c->db, at);
        err = catalogue_import(c, MORE, strlen(MORE), &o, &r);
        if (err == ERR_OK)
            err = db_end(c, true);
        else
            db_undo(c);
        db_fail_at(c->db, 0);
        if (err != ERR_OK)
            assert_string_equal(rows(c, 0), before);
    }
    assert_string_not_equal(rows(c, 0), before);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_citys_sheet_with_merged_cells_and_tiers_is_read),
        cmocka_unit_test(what_a_sheet_leaves_blank_is_what_stood_above),
        cmocka_unit_test(codes_and_names_may_share_a_cell),
        cmocka_unit_test(whole_codes_say_group_class_and_sub_class),
        cmocka_unit_test(a_head_of_two_rows_is_read_as_one),
        cmocka_unit_test(a_merged_head_over_two_columns_means_code_and_name),
        cmocka_unit_test(headings_between_the_rows_name_the_group_and_remarks_are_told),
        cmocka_unit_test(headings_name_the_class_where_no_column_does),
        cmocka_unit_test(a_gb18030_file_is_read),
        cmocka_unit_test(how_bare_hours_and_days_were_read_is_told_with_the_cell),
        cmocka_unit_test(what_is_wrong_is_told_with_its_cell_and_nothing_is_applied),
        cmocka_unit_test(a_file_without_a_head_or_without_rows_is_refused_as_a_whole),
        cmocka_unit_test(an_import_keeps_what_stays_replaces_what_changed_and_ends_the_rest),
        cmocka_unit_test(
            a_row_replaces_the_one_with_its_filing_condition_else_the_next_of_its_sub_class),
        cmocka_unit_test(the_same_sheet_again_changes_nothing),
        cmocka_unit_test(the_order_of_rows_is_no_change),
        cmocka_unit_test(a_preview_says_what_the_import_then_does_and_writes_nothing),
        cmocka_unit_test(undoing_brings_back_what_was_as_a_new_version),
        cmocka_unit_test(undoing_needs_the_version_that_was_seen),
        cmocka_unit_test(each_version_is_journalled_once),
        cmocka_unit_test(a_number_is_never_given_twice_in_a_sub_class),
        cmocka_unit_test(a_districts_own_catalogue_wins_while_it_has_rows),
        cmocka_unit_test(one_sub_class_is_asked_for_by_its_key),
        cmocka_unit_test(an_export_reads_back_as_unchanged),
        cmocka_unit_test(the_starter_catalogue_is_put_in_once_and_has_no_findings),
        cmocka_unit_test(a_fault_half_way_leaves_nothing),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/sheet.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "sheet/sheet_out.h"
#include "sheet/zip_world.h"

struct desk {
    struct ctx c;
    struct sheet s;
};

static void desk_open(struct desk *d)
{
    *d = (struct desk){.c = {.mem = arena_new()}};
}

static void desk_close(struct desk *d)
{
    arena_free(d->c.mem);
}

static enum err take(struct desk *d, const void *p, size_t n, const char *name)
{
    return sheet_read(&d->c, p, n, name, &d->s);
}

static enum err take_sheet(struct desk *d, const char *strings, const char *sheet)
{
    size_t n;
    const char *file = xlsx_of(d->c.mem, strings, sheet, &n);
    return take(d, file, n, NULL);
}

static void take_file(struct desk *d, const char *path)
{
    char *text = arena_alloc(d->c.mem, 1 << 20);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(text, 1, 1 << 20, f);
    (void)fclose(f);
    assert_int_equal(take(d, text, n, NULL), ERR_OK);
}

/* All cells, "line:a|b|c;" row by row. */
static const char *cells(struct desk *d)
{
    struct buf b = {.mem = d->c.mem};
    for (size_t row = 0; row < d->s.rows; row++) {
        buf_printf(&b, "%zu:", d->s.lines[row]);
        for (size_t col = 0; col < d->s.cols; col++)
            buf_printf(&b, "%s%s", col ? "|" : "", sheet_cell(&d->s, row, col));
        buf_char(&b, ';');
    }
    return buf_str(&b);
}

/* "C10 1 #REF!;": where, which flaw, what stands there. */
static const char *flaws(struct desk *d)
{
    struct buf b = {.mem = d->c.mem};
    for (size_t i = 0; i < d->s.n_flawed; i++) {
        char at[SHEET_ADDRESS];
        sheet_address(&d->s, d->s.flawed[i].row, d->s.flawed[i].col, at);
        buf_printf(&b, "%s %d %s;", at, (int)d->s.flawed[i].flaw, d->s.flawed[i].text);
        assert_string_equal(sheet_cell(&d->s, d->s.flawed[i].row, d->s.flawed[i].col), "");
    }
    return buf_str(&b);
}

static void refused(struct desk *d, enum err err, const char *code, const char *detail)
{
    assert_int_equal(err, ERR_INVALID);
    assert_string_equal(d->c.problem.code, code);
    if (!strstr(d->c.problem.detail, detail))
        fail_msg("%s: %s", detail, d->c.problem.detail);
}

/* ---- XLSX ---- */

static void runs_prefixes_and_missing_references_are_read(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    take_file(&d, "test/sheets/rich.xlsx");
    assert_string_equal(d.s.name, "部件 & 事件");
    assert_string_equal(cells(&d), "1:暴露 生活垃圾|路灯||上行\n下行 _x0041_|||;"
                                   "4:|1|2.5|TRUE|||算出;"
                                   "10:|||一二|||;");
    assert_string_equal(flaws(&d), "C10 1 #REF!;");
    desk_close(&d);
}

static void a_merged_range_has_its_first_cells_text_everywhere(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(take_sheet(&d, "<si><t>公用设施</t></si>",
                                "<sheetData><row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c>"
                                "<c r=\"C3\"><v>1</v></c></row>"
                                "<row r=\"5\"><c r=\"C5\"><v>2</v></c></row>"
                                "<row r=\"6\"><c r=\"C6\"><v>3</v></c></row></sheetData>"
                                "<mergeCells><mergeCell ref=\"A3:B5\"/></mergeCells>"),
                     ERR_OK);
    assert_string_equal(cells(&d), "3:公用设施|公用设施|1;5:公用设施|公用设施|2;6:||3;");
    desk_close(&d);
}

static void a_merge_beyond_the_text_costs_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(
        take_sheet(&d, NULL,
                   "<row><c r=\"A1\"><v>1</v></c></row><row><c r=\"B2\"><v>2</v></c></row>"
                   "<mergeCell ref=\"A1:XFD1048576\"/>"),
        ERR_OK);
    assert_string_equal(cells(&d), "1:1|1;2:1|2;");
    desk_close(&d);
}

static void errors_pictures_and_formulas_without_a_value_are_no_texts(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(
        take_sheet(
            &d, "<si><t>#N/A</t></si>",
            "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#DIV/0!</v></c>"
            "<c r=\"C2\" t=\"e\" vm=\"1\"><v>#VALUE!</v></c>"
            "<c r=\"D2\" t=\"str\"><f>_xlfn.DISPIMG(\"ID_7F\",1)</f>"
            "<v>=DISPIMG(\"ID_7F\",1)</v></c>"
            "<c r=\"E2\"><f>B2*2</f></c><c r=\"F2\"><f>1+1</f><v>2</v></c>"
            "<c r=\"G2\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"H2\" t=\"s\"><v>0</v></c></row>"
            "<row r=\"3\"><c r=\"B3\"><f>B2</f></c></row>"),
        ERR_OK);
    assert_string_equal(cells(&d), "2:1|||||2||;3:|||||||;");
    assert_string_equal(flaws(&d), "B2 1 #DIV/0!;C2 2 #VALUE!;D2 2 _xlfn.DISPIMG(\"ID_7F\",1);"
                                   "E2 3 =B2*2;H2 1 #N/A;B3 3 =B2;");
    refused(&d, sheet_sound(&d.c, &d.s), "sheet.cell", "B2: #DIV/0!");
    desk_close(&d);
}

static void numbers_that_are_shown_as_days_are_days(void **state)
{
    (void)state;
    static const char styles[] =
        "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts>"
        "<numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
        "<numFmt numFmtId=\"177\" formatCode=\"0.00E+00&quot;day&quot;\\d_d[Red]\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"
        "<xf numFmtId=\"177\"/><xf numFmtId=\"22\"/><xf numFmtId=\"21\"/></cellXfs></styleSheet>";
    const struct zip_part more = {.name = "xl/styles.xml", .text = styles};
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *file = xlsx_with(
        d.c.mem, NULL,
        "<row r=\"1\"><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c>"
        "<c s=\"1\"><v>61</v></c><c s=\"2\"><v>9193</v></c><c s=\"0\"><v>9193</v></c>"
        "<c s=\"3\"><v>9193</v></c><c s=\"4\"><v>46356.354166666664</v></c>"
        "<c s=\"5\"><v>0.5</v></c><c s=\"99\"><v>7</v></c></row>",
        &more, 1, &n);
    assert_int_equal(take(&d, file, n, NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:1900-01-01|1900-02-28|60|1900-03-01|1925-03-02|9193|9193|"
                                   "2026-11-30 08:30|0.5|7;");
    desk_close(&d);
}

static void what_floats_above_the_cells_and_hidden_rows_are_told(void **state)
{
    (void)state;
    static const char relations[] =
        "<Relationships><Relationship Id=\"r9\" Type=\"http://x/drawing\" "
        "Target=\"../drawings/d.xml\"/></Relationships>";
    static const char drawing[] =
        "<xdr:wsDr xmlns:xdr=\"x\"><xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col>"
        "<xdr:colOff>9</xdr:colOff><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>7</xdr:col>"
        "<xdr:row>7</xdr:row></xdr:to><xdr:pic/></xdr:twoCellAnchor><xdr:absoluteAnchor/>"
        "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>4</xdr:row></xdr:from>"
        "</xdr:oneCellAnchor></xdr:wsDr>";
    const struct zip_part more[] = {
        {"xl/worksheets/_rels/sheet1.xml.rels", relations, 0, 0, 0},
        {"xl/drawings/d.xml",                   drawing,   0, 0, 0},
    };
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *file = xlsx_with(
        d.c.mem, NULL,
        "<sheetData><row r=\"1\"><c><v>1</v></c></row><row r=\"4\" hidden=\"1\"><c><v>2</v></c>"
        "<c><v>3</v></c></row><row r=\"5\" hidden=\"true\"/><row r=\"6\" hidden=\"1\"><c>"
        "<v>4</v></c></row></sheetData><drawing xmlns:r=\"r\" r:id=\"r9\"/>",
        more, LEN(more), &n);
    assert_int_equal(take(&d, file, n, NULL), ERR_OK);
    assert_int_equal(d.s.drawings, 3);
    assert_string_equal(d.s.drawn, "D2、A5");
    assert_int_equal(d.s.hidden, 2);
    assert_int_equal(d.s.first_hidden, 4);
    assert_int_equal(d.s.n_names, 1);
    assert_string_equal(d.s.names[0].name, "one");
    desk_close(&d);
}

static void the_named_sheet_is_taken_and_unknown_names_list_the_others(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    size_t n;
    const char *file = xlsx_of(d.c.mem, NULL, "<row><c><v>1</v></c></row>", &n);
    assert_int_equal(take(&d, file, n, "one"), ERR_OK);
    assert_string_equal(d.s.name, "one");
    refused(&d, take(&d, file, n, "two"), "sheet.unknown", "one");
    desk_close(&d);
}

static void what_is_wrong_with_a_sheet_is_told_with_its_cell(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *sheet, *code, *detail;
    } bad[] = {
        {"<row r=\"17\"><c r=\"C17\" t=\"s\"><v>9</v></c></row>",                                  "sheet.malformed", "C17"        },
        {"<row r=\"17\"><c r=\"C17\"><v>twelve</v></c></row>",                                     "sheet.malformed", "C17"        },
        {"<row r=\"17\"><c r=\"C18\"><v>1</v></c></row>",                                          "sheet.malformed", "C18"        },
        {"<row r=\"0\"/>",                                                                         "sheet.malformed", "row 0"      },
        {"<row r=\"1048577\"/>",                                                                   "sheet.malformed", "row 1048577"},
        {"<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>",
         "sheet.malformed",                                                                                           "A2"         },
        {"<row r=\"2\"><c r=\"GS2\"><v>1</v></c></row>",                                           "sheet.too_large", "GS2"        },
        {"<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><mergeCell ref=\"B2:A1\"/>",                  "sheet.malformed",
         "B2:A1"                                                                                                                   },
        {"<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><mergeCell ref=\"B2:C3\"/><mergeCell "
         "ref=\"B2:C3\"/><mergeCell ref=\"B2:C3\"/>",                                     "sheet.malformed", "B2"         },
        {"<row><c",                                                                                "sheet.malformed", "sheet1.xml" },
        {"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><row/>",                         "sheet.malformed",
         "sheet1.xml"                                                                                                              },
    };
    /* clang-format on */
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < LEN(bad); i++)
        refused(&d, take_sheet(&d, NULL, bad[i].sheet), bad[i].code, bad[i].detail);
    desk_close(&d);
}

static void a_document_type_is_refused_before_it_can_define_anything(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const struct zip_part parts[] = {
        {.name = "_rels/.rels",
         .text = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><r>&b;</r>"}
    };
    size_t n;
    const char *file = zip_of(d.c.mem, parts, 1, &n);
    refused(&d, take(&d, file, n, NULL), "sheet.malformed", "DOCTYPE");
    desk_close(&d);
}

static void too_deep_a_document_is_refused(void **state)
{
    (void)state;
    struct desk d;
    struct buf b;
    desk_open(&d);
    b = (struct buf){.mem = d.c.mem};
    for (int i = 0; i < 100; i++)
        buf_text(&b, "<a>");
    refused(&d, take_sheet(&d, NULL, buf_str(&b)), "sheet.malformed", "depth");
    desk_close(&d);
}

/* ---- zip ---- */

static void damaged_zip_files_are_refused(void **state)
{
    (void)state;
    static const struct zip_part wrong_sum = {
        .name = "_rels/.rels", .text = "<r/>", .wrong_crc = 1};
    static const struct zip_part short_claim = {.name = "_rels/.rels", .text = "<r/>", .claim = 2};
    static const struct zip_part long_claim = {.name = "_rels/.rels", .text = "<r/>", .claim = 9};
    static const struct zip_part other = {.name = "mimetype", .text = "text"};
    const struct zip_part *const bad[] = {&wrong_sum, &short_claim, &long_claim, &other};
    struct desk d;
    size_t n;
    desk_open(&d);
    for (size_t i = 0; i < LEN(bad); i++) {
        const char *file = zip_of(d.c.mem, bad[i], 1, &n);
        refused(&d, take(&d, file, n, NULL), "sheet.malformed", "_rels/.rels");
    }
    const char *file = xlsx_of(d.c.mem, NULL, "<row/>", &n);
    for (size_t cut = 4; cut < n; cut++)
        refused(&d, take(&d, arena_copy_n(d.c.mem, file, cut), cut, NULL), "sheet.malformed", "");
    desk_close(&d);
}

static void a_part_that_claims_too_much_is_never_unpacked(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    const struct zip_part bomb = {.name = "_rels/.rels", .text = "<r/>", .claim = (512 << 20) + 1};
    desk_open(&d);
    const char *file = zip_of(d.c.mem, &bomb, 1, &n);
    refused(&d, take(&d, file, n, NULL), "sheet.too_large", "_rels/.rels");
    desk_close(&d);
}

static void too_many_parts_are_refused(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    desk_open(&d);
    struct zip_part *parts = arena_array(d.c.mem, 4097, sizeof *parts);
    for (size_t i = 0; i < 4097; i++)
        parts[i] = (struct zip_part){.name = arena_printf(d.c.mem, "p%zu", i), .text = "x"};
    const char *file = zip_of(d.c.mem, parts, 4097, &n);
    refused(&d, take(&d, file, n, NULL), "sheet.too_large", "parts");
    desk_close(&d);
}

static void other_formats_are_told_from_text(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    refused(&d, take(&d, "\xd0\xcf\x11\xe0 ...", 8, NULL), "sheet.format", "password");
    refused(&d, take(&d, "", 0, NULL), "sheet.format", "0 bytes");
    refused(&d, take(&d, "%PDF-1.4\0\xff", 10, NULL), "csv.not_text", "");
    desk_close(&d);
}

/* ---- CSV ---- */

static void errors_that_csv_has_as_text_are_no_texts(void **state)
{
    (void)state;
    struct desk d;
    static const char text[] = "一店,#REF!,#########,\"=DISPIMG(\"\"ID_1\"\",1)\",#1号,##\n";
    desk_open(&d);
    assert_int_equal(take(&d, text, strlen(text), NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:一店||||#1号|##;");
    assert_string_equal(flaws(&d), "B1 1 #REF!;C1 1 #########;D1 2 =DISPIMG(\"ID_1\",1);");
    desk_close(&d);
}

static void a_csv_file_is_read_in_either_encoding(void **state)
{
    (void)state;
    struct desk d;
    static const char utf8[] = "\xef\xbb\xbf代码,名称\n\n01,\"公,用\"\n";
    static const char gb18030[] = "\xb4\xfa\xc2\xeb,\xc3\xfb\xb3\xc6\r\n01,\xbe\xae\xb8\xc7\r\n";
    desk_open(&d);
    assert_int_equal(take(&d, utf8, strlen(utf8), NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:代码|名称;3:01|公,用;");
    assert_int_equal(take(&d, gb18030, strlen(gb18030), NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:代码|名称;2:01|井盖;");
    desk_close(&d);
}

static void blanks_around_a_text_are_cut_the_wide_ones_too(void **state)
{
    (void)state;
    struct desk d;
    static const char text[] = "\xe3\x80\x80 公用 设施\xc2\xa0\xe3\x80\x80,\xe3\x80\x80\n";
    desk_open(&d);
    assert_int_equal(take(&d, text, strlen(text), NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:公用 设施;");
    desk_close(&d);
}

static void cells_have_the_address_that_people_see(void **state)
{
    (void)state;
    char at[SHEET_ADDRESS];
    static const struct {
        size_t line, col;
        const char *address;
    } cases[] = {
        {17,      2,     "C17"       },
        {1,       0,     "A1"        },
        {3,       25,    "Z3"        },
        {3,       26,    "AA3"       },
        {3,       701,   "ZZ3"       },
        {1048576, 16383, "XFD1048576"}
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        sheet_address_of(cases[i].line, cases[i].col, at);
        assert_string_equal(at, cases[i].address);
    }
}

/* ---- writing ---- */

static const struct sheet_column columns[] = {
    {.head = "大类", .width = 10},
    {.head = "小类", .width = 10},
    {.head = "电话", .width = 14}
};
/* clang-format off */
static const char *const list[] = {
    "01 公用设施", "01 井盖", "037101234567", "01 公用设施", "01 井盖", "=1+1",
    "01 公用设施", "02 箅子", "'x",           "02 交通",     "02 箅子", "a\"b,c",
};
/* clang-format on */
static const struct sheet_out out = {.name = "标准",
                                     .title = "某市标准",
                                     .columns = columns,
                                     .cols = 3,
                                     .merged = 2,
                                     .cells = list,
                                     .rows = 4};

static void what_is_written_as_xlsx_reads_back_as_it_was(void **state)
{
    (void)state;
    struct desk d;
    struct buf b;
    desk_open(&d);
    b = (struct buf){.mem = d.c.mem};
    assert_int_equal(sheet_write_xlsx(&d.c, &out, &b), ERR_OK);
    assert_int_equal(take(&d, b.p, b.n, "标准"), ERR_OK);
    assert_string_equal(cells(&d), "1:某市标准|某市标准|某市标准;2:大类|小类|电话;"
                                   "3:01 公用设施|01 井盖|037101234567;4:01 公用设施|01 井盖|=1+1;"
                                   "5:01 公用设施|02 箅子|'x;6:02 交通|02 箅子|a\"b,c;");
    desk_close(&d);
}

static void what_is_written_as_csv_reads_back_as_it_was_and_is_no_formula(void **state)
{
    (void)state;
    struct desk d;
    struct buf b;
    desk_open(&d);
    b = (struct buf){.mem = d.c.mem};
    sheet_write_csv(&out, &b);
    assert_true(text_has_prefix(buf_str(&b), "\xef\xbb\xbf大类,小类,电话\r\n"));
    assert_non_null(strstr(buf_str(&b), ",\"'=1+1\"\r\n"));
    assert_int_equal(take(&d, b.p, b.n, NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:大类|小类|电话;"
                                   "2:01 公用设施|01 井盖|037101234567;3:01 公用设施|01 井盖|=1+1;"
                                   "4:01 公用设施|02 箅子|'x;5:02 交通|02 箅子|a\"b,c;");
    desk_close(&d);
}

static void numbers_stay_numbers_and_a_note_stands_apart_in_every_format(void **state)
{
    (void)state;
    static const struct sheet_column two[] = {
        {.head = "店名", .width = 10},
        { .head = "人数",  .number = true, .width = 10}
    };
    static const char *const cells_of_two[] = {"一𬭬𠅤䶮㛃", "-12.5", "＝1", "未知"};
    static const struct sheet_out second = {.name = "填写说明",
                                            .title = "说明",
                                            .columns = two,
                                            .cols = 1,
                                            .cells = cells_of_two,
                                            .rows = 1};
    static const struct sheet_out first = {.name = "台账",
                                           .title = "台账",
                                           .note = "导出：某人",
                                           .columns = two,
                                           .cols = 2,
                                           .cells = cells_of_two,
                                           .rows = 2,
                                           .next = &second};
    struct desk d;
    struct buf xlsx, csv, gb;
    desk_open(&d);
    xlsx = csv = gb = (struct buf){.mem = d.c.mem};
    assert_int_equal(sheet_write_xlsx(&d.c, &first, &xlsx), ERR_OK);
    assert_int_equal(take(&d, xlsx.p, xlsx.n, NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:台账|台账;2:导出：某人|导出：某人;3:店名|人数;"
                                   "4:一𬭬𠅤䶮㛃|-12.5;5:＝1|未知;");
    assert_int_equal(take(&d, xlsx.p, xlsx.n, "填写说明"), ERR_OK);
    assert_string_equal(cells(&d), "1:说明;2:店名;3:一𬭬𠅤䶮㛃;");
    sheet_write_csv(&first, &csv);
    assert_string_equal(buf_str(&csv), "\xef\xbb\xbf店名,人数\r\n一𬭬𠅤䶮㛃,-12.5\r\n"
                                       "\"'＝1\",未知\r\n导出：某人\r\n");
    assert_int_equal(sheet_write_gb18030(&d.c, &first, &gb), ERR_OK);
    assert_false(text_utf8_valid(gb.p, gb.n));
    for (const struct buf *b = &csv; b; b = b == &csv ? &gb : NULL) {
        assert_int_equal(take(&d, b->p, b->n, NULL), ERR_OK);
        assert_string_equal(
            cells(&d),
            "1:店名|人数;2:一𬭬𠅤䶮㛃|-12.5;3:＝1|未知;4:导出：某人|;");
    }
    desk_close(&d);
}

static void a_web_page_under_a_tables_name_is_refused_clearly(void **state)
{
    (void)state;
    static const char *const pages[] = {"<html><table><tr><td>1</td></tr></table></html>",
                                        "\xef\xbb\xbf\r\n <!DOCTYPE html>", "<Table border=1>"};
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < LEN(pages); i++)
        refused(&d, take(&d, pages[i], strlen(pages[i]), NULL), "sheet.html", "<");
    refused(&d, take(&d, "<?xml version=\"1.0\"?><Workbook/>", 31, NULL), "sheet.format", "xml");
    desk_close(&d);
}

static void two_million_empty_rows_are_no_rows(void **state)
{
    (void)state;
    enum { EMPTY = 2000000 };
    struct desk d;
    desk_open(&d);
    struct buf b = {.mem = d.c.mem};
    buf_text(&b, "店名,人数\r\n");
    for (int i = 0; i < EMPTY; i++)
        buf_bytes(&b, ",\r\n", 3);
    buf_text(&b, "一店,1\r\n");
    assert_int_equal(take(&d, b.p, b.n, NULL), ERR_OK);
    assert_string_equal(cells(&d), "1:店名|人数;2000002:一店|1;");
    desk_close(&d);
}

static void cells_in_no_order_stand_where_they_say(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(
        take_sheet(&d, NULL,
                   "<row r=\"4\"><c r=\"B4\"><v>4</v></c><c r=\"A4\"><v>3</v></c></row>"
                   "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>"),
        ERR_OK);
    assert_string_equal(cells(&d), "2:1|;4:3|4;");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_prefixes_and_missing_references_are_read),
        cmocka_unit_test(a_merged_range_has_its_first_cells_text_everywhere),
        cmocka_unit_test(a_merge_beyond_the_text_costs_nothing),
        cmocka_unit_test(errors_pictures_and_formulas_without_a_value_are_no_texts),
        cmocka_unit_test(numbers_that_are_shown_as_days_are_days),
        cmocka_unit_test(what_floats_above_the_cells_and_hidden_rows_are_told),
        cmocka_unit_test(errors_that_csv_has_as_text_are_no_texts),
        cmocka_unit_test(the_named_sheet_is_taken_and_unknown_names_list_the_others),
        cmocka_unit_test(what_is_wrong_with_a_sheet_is_told_with_its_cell),
        cmocka_unit_test(a_document_type_is_refused_before_it_can_define_anything),
        cmocka_unit_test(too_deep_a_document_is_refused),
        cmocka_unit_test(damaged_zip_files_are_refused),
        cmocka_unit_test(a_part_that_claims_too_much_is_never_unpacked),
        cmocka_unit_test(too_many_parts_are_refused),
        cmocka_unit_test(other_formats_are_told_from_text),
        cmocka_unit_test(a_csv_file_is_read_in_either_encoding),
        cmocka_unit_test(blanks_around_a_text_are_cut_the_wide_ones_too),
        cmocka_unit_test(cells_have_the_address_that_people_see),
        cmocka_unit_test(what_is_written_as_xlsx_reads_back_as_it_was),
        cmocka_unit_test(what_is_written_as_csv_reads_back_as_it_was_and_is_no_formula),
        cmocka_unit_test(numbers_stay_numbers_and_a_note_stands_apart_in_every_format),
        cmocka_unit_test(a_web_page_under_a_tables_name_is_refused_clearly),
        cmocka_unit_test(two_million_empty_rows_are_no_rows),
        cmocka_unit_test(cells_in_no_order_stand_where_they_say),
    };
    return UNIT_RUN(tests);
}

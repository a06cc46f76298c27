/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are made to cost more than they are: each is refused with its place before it has taken much memory. */
#include "sheet/sheet.h"

#include "unit.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "sheet/zip_world.h"

#define MB ((size_t)1 << 20)

struct desk {
    struct ctx c;
    struct sheet s;
    struct arena *files; /* not what is measured */
    size_t
        held; /* by the reading, MB: an arena gives nothing back before its end, so that is its most */
};

static void desk_open(struct desk *d)
{
    *d = (struct desk){.c = {.mem = arena_new()}, .files = arena_new()};
}

static void desk_close(struct desk *d)
{
    arena_free(d->c.mem);
    arena_free(d->files);
}

/* Nothing under a sanitizer, which brings an allocator of its own. */
static size_t in_use(void)
{
    const struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

static enum err take(struct desk *d, const void *p, size_t n)
{
    size_t before = in_use();
    enum err err = sheet_read(&d->c, p, n, NULL, &d->s);
    d->held = (in_use() - before) / MB;
    return err;
}

static enum err take_sheet(struct desk *d, const char *strings, const char *cells)
{
    size_t n;
    const char *file = xlsx_of(d->files, strings, cells, &n);
    return take(d, file, n);
}

static void refused(const struct desk *d, enum err err, const char *code, const char *detail)
{
    assert_int_equal(err, ERR_INVALID);
    assert_string_equal(d->c.problem.code, code);
    if (!strstr(d->c.problem.detail, detail))
        fail_msg("%s: %s", detail, d->c.problem.detail);
}

static void cost(const struct desk *d, size_t most)
{
    if (d->held > most)
        fail_msg("%zu MB, more than %zu", d->held, most);
}

/* The same piece again and again, with an end of line behind every so many. */
static const char *repeated(struct desk *d, const char *piece, size_t bytes, size_t a_line,
                            size_t *out_n)
{
    struct buf b = {.mem = d->files};
    for (size_t i = 0; b.n < bytes; i++) {
        buf_text(&b, i % a_line ? "," : i ? "\n" : "");
        buf_text(&b, piece);
    }
    *out_n = b.n;
    return buf_str(&b);
}

/* ---- CSV ---- */

static void sixty_four_megabytes_of_tiny_quoted_cells_are_refused_early(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *csv = repeated(&d, "\"a\"", 64 * MB - 4, 200, &n);
    refused(&d, take(&d, csv, n), "sheet.too_large", "line 20001: > 4000000 cells");
    cost(&d, 128);
    desk_close(&d);
}

static void as_many_tiny_cells_as_may_be_cost_little(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *csv = repeated(&d, "\"a\"", 3 * MB * 4, 100, &n);
    assert_int_equal(take(&d, csv, n), ERR_OK);
    assert_int_equal(d.s.cols, 100);
    cost(&d, 160);
    desk_close(&d);
}

static void cells_of_wide_blanks_are_counted_before_they_are_thrown_away(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *csv = repeated(&d, "\xe3\x80\x80", 32 * MB, 200, &n);
    refused(&d, take(&d, csv, n), "sheet.too_large", "line 20001: > 4000000 cells");
    cost(&d, 100);
    desk_close(&d);
}

static void long_thin_files_are_refused_by_their_row(void **state)
{
    (void)state;
    struct desk d;
    size_t n;
    desk_open(&d);
    const char *csv = repeated(&d, "a", MB, 1, &n);
    refused(&d, take(&d, csv, n), "sheet.too_large", "line 150001: > 150000 rows");
    cost(&d, 32);
    desk_close(&d);
}

static void two_million_blank_lines_and_rows_of_nothing_cost_nothing(void **state)
{
    (void)state;
    static const char *const blanks[] = {"\r\n", "\"\",\"\"\n", ",,,,,\n"};
    struct desk d;
    for (size_t k = 0; k < LEN(blanks); k++) {
        desk_open(&d);
        struct buf b = {.mem = d.files};
        buf_text(&b, "店名\n");
        for (int i = 0; i < 2000000; i++)
            buf_text(&b, blanks[k]);
        buf_text(&b, "一店\n");
        assert_int_equal(take(&d, b.p, b.n), ERR_OK);
        assert_int_equal(d.s.rows, 2);
        assert_int_equal(d.s.lines[1], 2000002);
        cost(&d, 1);
        desk_close(&d);
    }
}

static void a_cell_of_32_megabytes_is_refused_by_its_line(void **state)
{
    (void)state;
    static const char *const starts[] = {"店名\n一店,", "店名\n一店,\""};
    struct desk d;
    for (size_t k = 0; k < LEN(starts); k++) {
        desk_open(&d);
        struct buf b = {.mem = d.files};
        buf_text(&b, starts[k]);
        memset(buf_add(&b, 32 * MB), 'a', 32 * MB);
        refused(&d, take(&d, b.p, b.n), "csv.too_long", "line 2");
        cost(&d, 1);
        desk_close(&d);
    }
}

/* ---- XLSX ---- */

static const char *many(struct desk *d, const char *piece, size_t n)
{
    struct buf b = {.mem = d->files};
    for (size_t i = 0; i < n; i++)
        buf_text(&b, piece);
    return buf_str(&b);
}

static void two_million_empty_rows_of_a_workbook_cost_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *rows = many(&d, "<row/>", 1048575);
    assert_int_equal(take_sheet(&d, NULL, rows), ERR_OK);
    assert_int_equal(d.s.rows, 0);
    cost(&d, 2);
    refused(&d, take_sheet(&d, NULL, many(&d, "<row/>", 2000000)), "sheet.malformed",
            "row 1048577");
    cost(&d, 2);
    desk_close(&d);
}

static void the_last_column_of_a_workbook_is_too_far(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    refused(&d, take_sheet(&d, NULL, "<row r=\"7\"><c r=\"XFD7\"><v>1</v></c></row>"),
            "sheet.too_large", "XFD7");
    desk_close(&d);
}

static void millions_of_shared_texts_are_counted(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    refused(&d, take_sheet(&d, many(&d, "<si><t>a</t></si>", 4000001), "<row/>"), "sheet.too_large",
            "> 4000000 texts");
    cost(&d, 200);
    desk_close(&d);
}

static void shared_texts_are_no_more_than_their_share(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    char text[90001];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    const char *si = arena_printf(d.files, "<si><t>%s</t></si>", text);
    refused(&d, take_sheet(&d, many(&d, si, 1600), "<row/>"), "sheet.too_large",
            "sharedStrings: > 128 MB");
    cost(&d, 160);
    desk_close(&d);
}

/* A file of some kilobytes that would be read as gigabytes. */
static void one_long_text_in_many_cells_counts_in_each(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    char text[90001];
    memset(text, 'a', sizeof text - 1);
    memcpy(text + sizeof text - 3, "  ", 2);
    text[sizeof text - 1] = '\0';
    const char *si = arena_printf(d.files, "<si><t>%s</t></si>", text);
    const char *row = many(&d, "<row><c t=\"s\"><v>0</v></c></row>", 100000);
    refused(&d, take_sheet(&d, si, row), "sheet.too_large", "A2983");
    cost(&d, 8);
    const char *merged = arena_printf(d.files,
                                      "<row><c r=\"A1\" t=\"s\"><v>0</v></c></row>%s"
                                      "<mergeCell ref=\"A1:A90000\"/>",
                                      many(&d, "<row><c/><c><v>1</v></c></row>", 90000));
    refused(&d, take_sheet(&d, si, merged), "sheet.too_large", "A1");
    cost(&d, 16);
    desk_close(&d);
}

static void a_cell_of_32_megabytes_is_refused_by_its_address(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    char *text = arena_room(d.files, 32 * MB + 1);
    memset(text, 'a', 32 * MB);
    text[32 * MB] = '\0';
    const char *cell =
        arena_printf(d.files, "<row r=\"9\"><c r=\"C9\" t=\"str\"><v>%s</v></c></row>", text);
    refused(&d, take_sheet(&d, NULL, cell), "sheet.too_large", "C9");
    cost(&d, 2);
    const char *tag = arena_printf(d.files, "<row r=\"9\"><c r=\"%s\"/></row>", text);
    refused(&d, take_sheet(&d, NULL, tag), "sheet.too_large", "a tag");
    cost(&d, 2);
    desk_close(&d);
}

static void a_zip_inside_a_zip_is_not_looked_into(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    size_t n, inner_n;
    const char *inner = xlsx_of(d.files, NULL, "<row><c><v>1</v></c></row>", &inner_n);
    const struct zip_part nested = {
        .name = "xl/embeddings/inner.xlsx", .text = inner, .n = inner_n};
    const char *file = xlsx_with(d.files, NULL, "<row><c><v>2</v></c></row>", &nested, 1, &n);
    assert_int_equal(take(&d, file, n), ERR_OK);
    assert_string_equal(sheet_cell(&d.s, 0, 0), "2");
    const struct zip_part alone = {.name = "inner.xlsx", .text = inner, .n = inner_n};
    file = zip_of(d.files, &alone, 1, &n);
    refused(&d, take(&d, file, n), "sheet.malformed", "");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_four_megabytes_of_tiny_quoted_cells_are_refused_early),
        cmocka_unit_test(as_many_tiny_cells_as_may_be_cost_little),
        cmocka_unit_test(cells_of_wide_blanks_are_counted_before_they_are_thrown_away),
        cmocka_unit_test(long_thin_files_are_refused_by_their_row),
        cmocka_unit_test(two_million_blank_lines_and_rows_of_nothing_cost_nothing),
        cmocka_unit_test(a_cell_of_32_megabytes_is_refused_by_its_line),
        cmocka_unit_test(two_million_empty_rows_of_a_workbook_cost_nothing),
        cmocka_unit_test(the_last_column_of_a_workbook_is_too_far),
        cmocka_unit_test(millions_of_shared_texts_are_counted),
        cmocka_unit_test(shared_texts_are_no_more_than_their_share),
        cmocka_unit_test(one_long_text_in_many_cells_counts_in_each),
        cmocka_unit_test(a_cell_of_32_megabytes_is_refused_by_its_address),
        cmocka_unit_test(a_zip_inside_a_zip_is_not_looked_into),
    };
    return UNIT_RUN(tests);
}

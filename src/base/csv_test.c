/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

static void done(struct ctx *c)
{
    arena_free(c->mem);
}

/* The whole file as "line:cell|cell;", or "!code". */
static const char *read_all(struct ctx *c, const char *text, size_t n)
{
    struct csv csv;
    struct buf b = {.mem = c->mem};
    bool more = true;
    enum err err = csv_open(c, text, n, &csv);
    while (err == ERR_OK && (err = csv_row(&csv, &more)) == ERR_OK && more) {
        buf_printf(&b, "%zu:", csv.line);
        for (size_t i = 0; i < csv.n; i++)
            buf_printf(&b, "%s%s", i ? "|" : "", csv.cells[i]);
        buf_char(&b, ';');
    }
    if (err != ERR_OK)
        buf_printf(&b, "!%s %s", c->problem.code, c->problem.detail);
    return buf_str(&b);
}

static void expect(const char *text, const char *wanted)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    assert_string_equal(read_all(&c, text, strlen(text)), wanted);
}

static void lines_end_in_three_ways(void **state)
{
    (void)state;
    expect("a,b\nc,d\n", "1:a|b;2:c|d;");
    expect("a,b\r\nc,d\r\n", "1:a|b;2:c|d;");
    expect("a,b\rc,d", "1:a|b;2:c|d;");
    expect("", "");
    expect("\n\r\n\r", "");
}

static void blank_lines_are_counted_and_skipped(void **state)
{
    (void)state;
    expect("a\n\n\nb\n", "1:a;4:b;");
    expect("\xef\xbb\xbf\n\na,,\n,b", "3:a||;4:|b;");
}

static void quotes_hold_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    expect("\"a,b\",\"say \"\"so\"\"\"\nx,y\n", "1:a,b|say \"so\";2:x|y;");
    expect("\"one\r\ntwo\",b\nc,d\n", "1:one\r\ntwo|b;3:c|d;");
    expect("\"one\rtwo\",b\rc\r", "1:one\rtwo|b;3:c;");
    expect("\"\",\"\"", "1:|;");
}

static void a_quote_out_of_place_is_refused_with_its_line(void **state)
{
    (void)state;
    expect("a\nb\"c,d\n", "1:a;!csv.quote line 2");
    expect("\"a\" b,c\n", "!csv.quote line 1");
    expect("x\n\"never closed\n\n", "1:x;!csv.quote line 4");
}

static void outer_blanks_are_cut(void **state)
{
    (void)state;
    expect(" a ,\tb\t,  \n", "1:a|b|;");
}

static void gb18030_is_read_when_it_is_not_utf8(void **state)
{
    (void)state;
    expect("\xb4\xfa\xc2\xeb,\xc3\xfb\xb3\xc6\n", "1:代码|名称;");
    expect("代码,名称\n", "1:代码|名称;");
    expect("\xef\xbb\xbf代码,名称\n", "1:代码|名称;");
    expect("\x95\x32\x82\x36\n", "1:𠀀;");
    expect("\xff\xff\xff", "!csv.encoding byte 0");
}

static void what_is_not_text_is_refused(void **state)
{
    static const char utf16[] = "\xff\xfe"
                                "a\0,\0b\0";
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    (void)state;
    assert_string_equal(read_all(&c, utf16, sizeof utf16 - 1), "!csv.not_text NUL");
}

static void sizes_are_limited(void **state)
{
    CLEANUP(done) struct ctx c = {.mem = arena_new()};
    (void)state;
    char *wide = arena_alloc(c.mem, CSV_COLUMNS_MAX + 1);
    memset(wide, ',', CSV_COLUMNS_MAX);
    assert_string_equal(read_all(&c, wide, CSV_COLUMNS_MAX), "!csv.too_wide line 1");
    char *longer = arena_alloc(c.mem, CSV_CELL_MAX + 2);
    memset(longer, 'x', CSV_CELL_MAX + 1);
    assert_string_equal(read_all(&c, longer, CSV_CELL_MAX + 1), "!csv.too_long line 1");
    longer[0] = '"';
    assert_string_equal(read_all(&c, longer, CSV_CELL_MAX + 1), "!csv.quote line 1");
}

struct shared_file {
    const char *name;
    size_t rows, cols;
};

static size_t file_bytes(struct ctx *c, const char *name, char **out)
{
    FILE *f = fopen(unit_shared(name), "rb");
    assert_non_null(f);
    (void)fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    rewind(f);
    *out = arena_alloc(c->mem, n + 1);
    assert_int_equal(fread(*out, 1, n, f), n);
    (void)fclose(f);
    return n;
}

static void real_files_are_read_whole(void **state)
{
    static const struct shared_file files[] = {
        {"zhengzhou-divisions.csv",     3531,  4},
        {"zhengzhou-food-poi.csv",      17575, 7},
        {"detroit-violation-codes.csv", 248,   2},
        {"fuzz/cr-only-lines.csv",      41,    0},
    };
    (void)state;
    for (size_t i = 0; i < LEN(files); i++) {
        unit_need(files[i].name);
        CLEANUP(done) struct ctx c = {.mem = arena_new()};
        struct csv csv;
        bool more = true;
        size_t rows = 0;
        char *text;
        size_t n = file_bytes(&c, files[i].name, &text);
        assert_int_equal(csv_open(&c, text, n, &csv), ERR_OK);
        while (csv_row(&csv, &more) == ERR_OK && more) {
            rows++;
            assert_true(files[i].cols == 0 || csv.n == files[i].cols);
        }
        assert_false(more);
        assert_int_equal(rows, files[i].rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_in_three_ways),
        cmocka_unit_test(blank_lines_are_counted_and_skipped),
        cmocka_unit_test(quotes_hold_commas_quotes_and_line_ends),
        cmocka_unit_test(a_quote_out_of_place_is_refused_with_its_line),
        cmocka_unit_test(outer_blanks_are_cut),
        cmocka_unit_test(gb18030_is_read_when_it_is_not_utf8),
        cmocka_unit_test(what_is_not_text_is_refused),
        cmocka_unit_test(sizes_are_limited),
        cmocka_unit_test(real_files_are_read_whole),
    };
    return UNIT_RUN(tests);
}

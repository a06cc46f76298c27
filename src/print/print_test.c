/* SPDX-License-Identifier: Apache-2.0 */
#include "print/print.h"

#include "unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "print/inside.h"
#include "print/qr.h"

static struct sign shop(void)
{
    struct sign s = {.programme = "“五小”门店整治",
                     .kind = "小餐饮",
                     .name = "老陈记胡辣汤(兑周路店)",
                     .address = "淮河路街道兑周路12号附3号",
                     .area = "淮河路街道兑周社区",
                     .status = "达标",
                     .colour = "green",
                     .checklist = "食品卫生检查表 第3版",
                     .version = 7,
                     .answers = "兑周社区门店包干岗 · 李明",
                     .issuer = "淮河路街道办事处",
                     .number = "410103-2XK9PQ7RT4MCW",
                     .url = "https://grid.example.org/e/410103-2XK9PQ7RT4MCW?p=compliant-20261124"};
    (void)time_parse("2026-11-20", &s.inspected);
    (void)time_parse("2026-11-24", &s.as_of);
    return s;
}

static struct ctx open_ctx(void)
{
    struct ctx c = {.mem = arena_new()};
    (void)time_parse("2026-11-24T09:00:00+08:00", &c.now);
    return c;
}

static size_t occurrences(const struct buf *b, const char *word)
{
    size_t n = 0, len = strlen(word);
    const char *at = b->p, *end = b->p + b->n;
    while ((at = memmem(at, (size_t)(end - at), word, len))) {
        n++;
        at += len;
    }
    return n;
}

/* "/Type /Page" without the tree above it: each has its own contents. */
static size_t pages_of(const struct buf *pdf)
{
    return occurrences(pdf, "/Type /Page\n") + occurrences(pdf, "/Type /Page ");
}

static void a_sign_is_one_page_of_its_size_with_its_fonts_inside(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct sign s = shop();
    struct buf a4 = {.mem = c.mem}, a3 = {.mem = c.mem};
    assert_int_equal(print_signs(&c, &s, 1, PAPER_A4, &a4), ERR_OK);
    assert_int_equal(print_signs(&c, &s, 1, PAPER_A3, &a3), ERR_OK);
    assert_memory_equal(a4.p, "%PDF-", 5);
    assert_int_equal(pages_of(&a4), 1);
    assert_int_equal(occurrences(&a4, "/FontFile3"), 2); /* regular and bold */
    assert_int_equal(occurrences(&a4, "/MediaBox [ 0 0 595.27"), 1);
    assert_int_equal(occurrences(&a3, "/MediaBox [ 0 0 841.8"), 1);
    arena_free(c.mem);
}

static void many_signs_are_one_file_that_shares_its_fonts(void **state)
{
    (void)state;
    enum { MANY = 40 };
    struct ctx c = open_ctx();
    struct sign signs[MANY];
    struct buf one = {.mem = c.mem}, all = {.mem = c.mem};
    for (int i = 0; i < MANY; i++) {
        signs[i] = shop();
        signs[i].number = arena_printf(c.mem, "410103-%d", i);
    }
    assert_int_equal(print_signs(&c, signs, 1, PAPER_A4, &one), ERR_OK);
    assert_int_equal(print_signs(&c, signs, MANY, PAPER_A4, &all), ERR_OK);
    assert_int_equal(pages_of(&all), MANY);
    assert_int_equal(occurrences(&all, "/FontFile3"), 2);
    assert_true(all.n < one.n * MANY / 3);
    arena_free(c.mem);
}

static void the_same_sign_is_the_same_file(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct sign s = shop();
    struct buf first = {.mem = c.mem}, second = {.mem = c.mem};
    assert_int_equal(print_signs(&c, &s, 1, PAPER_A4, &first), ERR_OK);
    assert_int_equal(print_signs(&c, &s, 1, PAPER_A4, &second), ERR_OK);
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.p, second.p, first.n);
    arena_free(c.mem);
}

static void no_sign_is_no_paper(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct buf out = {.mem = c.mem};
    assert_int_equal(print_signs(&c, NULL, 0, PAPER_A4, &out), ERR_INVALID);
    assert_string_equal(c.problem.code, "print.none");
    arena_free(c.mem);
}

/* ---- what stands on the page ---- */

enum { DOTS = 8 }; /* a millimetre */

struct picture {
    cairo_surface_t *surface;
    const unsigned char *data;
    int stride;
};

static struct picture picture_of(struct ctx *c, const struct sign *s)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, 210 * DOTS, 297 * DOTS);
    struct pen pen;
    assert_int_equal(pen_open(c, surface, 1.0 / DOTS, &pen), ERR_OK);
    cairo_set_source_rgb(pen.cr, 1, 1, 1);
    cairo_paint(pen.cr);
    sign_page(&pen, s);
    assert_int_equal(pen.failed, ERR_OK);
    pen_close(&pen);
    cairo_surface_flush(surface);
    return (struct picture){surface, cairo_image_surface_get_data(surface),
                            cairo_image_surface_get_stride(surface)};
}

/* Brightness as a printer without colour has it, 0..255. */
static int grey_at(const struct picture *p, double x, double y)
{
    const unsigned char *at =
        p->data + (ptrdiff_t)(y * DOTS) * p->stride + (ptrdiff_t)(x * DOTS) * 4;
    return (at[2] * 299 + at[1] * 587 + at[0] * 114) / 1000;
}

static bool qr_dark(const struct picture *p, int width, int row, int column)
{
    double module = sign_qr.w / (width + 8);
    return grey_at(p, sign_qr.x + (column + 4.5) * module, sign_qr.y + (row + 4.5) * module) < 128;
}

static void the_printed_code_is_that_of_the_address_with_status_and_day(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct sign s = shop();
    struct qr qr;
    struct picture p = picture_of(&c, &s);
    assert_int_equal(qr_make(&c, s.url, &qr), ERR_OK);
    for (int row = -4; row < qr.width + 4; row++)
        for (int column = -4; column < qr.width + 4; column++) {
            bool inside = row >= 0 && column >= 0 && row < qr.width && column < qr.width;
            bool dark = inside && qr.dark[row * qr.width + column];
            assert_int_equal(qr_dark(&p, qr.width, row, column), dark);
        }
    cairo_surface_destroy(p.surface);
    arena_free(c.mem);
}

static double mean(const struct picture *p, const struct pen_box *b)
{
    int columns = (int)(b->w * 2), rows = (int)(b->h * 2), sum = 0; /* two points a millimetre */
    for (int row = 0; row < rows; row++)
        for (int i = 0; i < columns; i++)
            sum += grey_at(p, b->x + i / 2.0, b->y + row / 2.0);
    return (double)sum / (columns * rows);
}

static void the_statuses_differ_without_colour(void **state)
{
    (void)state;
    static const char *const colours[] = {"green", "yellow", "red", "grey"};
    static const struct pen_box panel = {20, 30, 170, 86};
    double grey[LEN(colours)];
    struct ctx c = open_ctx();
    for (size_t i = 0; i < LEN(colours); i++) {
        struct sign s = shop();
        s.colour = colours[i];
        struct picture p = picture_of(&c, &s);
        grey[i] = mean(&p, &panel);
        cairo_surface_destroy(p.surface);
        for (size_t k = 0; k < i; k++)
            assert_true(grey[i] - grey[k] > 4 || grey[k] - grey[i] > 4);
    }
    arena_free(c.mem);
}

static void the_room_for_the_seal_has_no_ink_but_issuer_and_date(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct sign s = shop();
    struct picture p = picture_of(&c, &s);
    assert_true(mean(&p, &(struct pen_box){135, 234, 62, 12}) > 254);
    assert_true(mean(&p, &(struct pen_box){135, 265, 62, 13}) > 254);
    cairo_surface_destroy(p.surface);
    arena_free(c.mem);
}

/* ---- texts ---- */

static struct pen paper_pen(struct ctx *c, cairo_surface_t **out)
{
    struct pen pen;
    *out = cairo_image_surface_create(CAIRO_FORMAT_A8, 210, 297);
    assert_int_equal(pen_open(c, *out, 1, &pen), ERR_OK);
    return pen;
}

static void a_name_of_any_length_stays_in_its_box(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    cairo_surface_t *surface;
    struct pen pen = paper_pen(&c, &surface);
    struct buf name = {.mem = c.mem};
    for (int i = 1; i <= 400; i++) {
        buf_text(&name, i % 7 ? "店" : "a");
        struct pen_words w = {.text = buf_str(&name),
                              .bold = true,
                              .size = 19,
                              .least = 5,
                              .balanced = true,
                              .spacing = 0.84};
        double h = pen_text(&pen, &w, &(struct pen_box){12, 123, 186, 43});
        assert_true(h > 0 && h <= 43);
    }
    pen_close(&pen);
    cairo_surface_destroy(surface);
    arena_free(c.mem);
}

static void lines_of_a_name_are_of_like_length(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    cairo_surface_t *surface;
    struct pen pen = paper_pen(&c, &surface);
    struct pen_words w = {.text = "淮河路老街坊便民早餐", .size = 10, .balanced = true};
    (void)pen_text(&pen, &w, &(struct pen_box){0, 0, 95, 0}); /* nine would go on a line */
    assert_int_equal(pango_layout_get_line_count(pen.layout), 2);
    assert_int_equal(pango_layout_get_line(pen.layout, 0)->length, strlen("淮河路老街"));
    pen_close(&pen);
    cairo_surface_destroy(surface);
    arena_free(c.mem);
}

static void rare_characters_of_names_are_printed(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct sign s = shop();
    struct buf out = {.mem = c.mem};
    s.name = "𬭬记𠅤家㑇村小吃";
    assert_int_equal(print_signs(&c, &s, 1, PAPER_A4, &out), ERR_OK);
    arena_free(c.mem);
}

static void a_character_that_no_font_has_is_named(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    struct sign s = shop();
    struct buf out = {.mem = c.mem};
    s.name = "老陈\U0010FFFD记";
    assert_int_equal(print_signs(&c, &s, 1, PAPER_A4, &out), ERR_INTERNAL);
    assert_string_equal(c.problem.code, "print.font");
    assert_string_equal(c.problem.detail, "U+10FFFD");
    arena_free(c.mem);
}

static void a_font_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    cairo_surface_t *surface;
    struct pen pen = paper_pen(&c, &surface);
    assert_int_equal(pen_has_font(&pen, "Fangsong of Nowhere"), ERR_INTERNAL);
    assert_string_equal(c.problem.code, "print.font");
    assert_string_equal(c.problem.detail, "Fangsong of Nowhere");
    pen_close(&pen);
    cairo_surface_destroy(surface);
    arena_free(c.mem);
}

/* ---- the notice ---- */

static size_t notice_pages_with(struct ctx *c, size_t n_failed, const char *code)
{
    struct notice_item *items = arena_array(c->mem, n_failed, sizeof *items);
    for (size_t i = 0; i < n_failed; i++)
        items[i] = (struct notice_item){"食品处理区与就餐区没有分开,生熟混放",
                                        i % 2 ? NULL : "5个工作日,至2026年12月1日"};
    struct notice n = {.of = shop(),
                       .inspector = "联合检查第二组",
                       .score = 72,
                       .failed = items,
                       .n_failed = n_failed,
                       .code = code,
                       .code_url = "https://grid.example.org/e/410103-2XK9PQ7RT4MCW#k=K7M2P-9QXTA"};
    struct buf out = {.mem = c->mem};
    assert_int_equal(print_notice(c, &n, &out), ERR_OK);
    return pages_of(&out);
}

static void a_notice_flows_over_as_many_pages_as_it_needs(void **state)
{
    (void)state;
    struct ctx c = open_ctx();
    assert_int_equal(notice_pages_with(&c, 0, NULL), 1);
    assert_int_equal(notice_pages_with(&c, 3, "K7M2P-9QXTA"), 1);
    assert_int_equal(notice_pages_with(&c, 60, "K7M2P-9QXTA"), 3);
    arena_free(c.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sign_is_one_page_of_its_size_with_its_fonts_inside),
        cmocka_unit_test(many_signs_are_one_file_that_shares_its_fonts),
        cmocka_unit_test(the_same_sign_is_the_same_file),
        cmocka_unit_test(no_sign_is_no_paper),
        cmocka_unit_test(the_printed_code_is_that_of_the_address_with_status_and_day),
        cmocka_unit_test(the_statuses_differ_without_colour),
        cmocka_unit_test(the_room_for_the_seal_has_no_ink_but_issuer_and_date),
        cmocka_unit_test(a_name_of_any_length_stays_in_its_box),
        cmocka_unit_test(lines_of_a_name_are_of_like_length),
        cmocka_unit_test(rare_characters_of_names_are_printed),
        cmocka_unit_test(a_character_that_no_font_has_is_named),
        cmocka_unit_test(a_font_that_is_not_there_is_named),
        cmocka_unit_test(a_notice_flows_over_as_many_pages_as_it_needs),
    };
    return UNIT_RUN(tests);
}

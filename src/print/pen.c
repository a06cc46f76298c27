/* SPDX-License-Identifier: Apache-2.0 */
#include "print/pen.h"

#include <math.h>
#include <string.h>

#include "print/qr.h"

static const char *const families[] = {
    [PEN_SANS] = "Noto Sans CJK SC",
    [PEN_SERIF] = "Noto Serif CJK SC",
};

static PangoFontDescription *describe(const char *family, bool bold, double size)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family_static(d, family);
    pango_font_description_set_weight(d, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
    return d;
}

enum err pen_has_font(struct pen *p, const char *family)
{
    PangoFontDescription *wanted = describe(family, false, 10);
    PangoFont *font = pango_context_load_font(p->pango, wanted);
    PangoFontDescription *got = font ? pango_font_describe(font) : NULL;
    bool same = got && strcmp(pango_font_description_get_family(got), family) == 0;
    pango_font_description_free(wanted);
    pango_font_description_free(got);
    if (font)
        g_object_unref(font);
    return same ? ERR_OK : ctx_fail(p->c, ERR_INTERNAL, "print.font", "", "%s", family);
}

/* Without hinting and rounding: a text has the same breaks on paper of any size. */
static void set_exact(PangoContext *pango)
{
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango, o);
    cairo_font_options_destroy(o);
    pango_context_set_round_glyph_positions(pango, FALSE);
}

enum err pen_open(struct ctx *c, cairo_surface_t *surface, double unit_mm, struct pen *out)
{
    struct pen p = {.c = c, .cr = cairo_create(surface), .failed = ERR_OK};
    cairo_scale(p.cr, 1 / unit_mm, 1 / unit_mm);
    p.map = pango_cairo_font_map_new();
    p.pango = pango_font_map_create_context(p.map);
    set_exact(p.pango);
    pango_context_set_language(p.pango, pango_language_from_string("zh-cn"));
    pango_cairo_update_context(p.cr, p.pango);
    p.layout = pango_layout_new(p.pango);
    for (size_t i = 0; i < LEN(families) && p.failed == ERR_OK; i++)
        p.failed = pen_has_font(&p, families[i]);
    if (p.failed != ERR_OK) {
        pen_close(&p);
        return p.failed;
    }
    *out = p;
    return ERR_OK;
}

void pen_close(struct pen *p)
{
    g_object_unref(p->layout);
    g_object_unref(p->pango);
    g_object_unref(p->map);
    cairo_destroy(p->cr);
}

/* ---- text ---- */

static double units(int pango)
{
    return (double)pango / PANGO_SCALE;
}

static double height_of(struct pen *p)
{
    PangoRectangle r;
    pango_layout_get_extents(p->layout, NULL, &r);
    return units(r.height);
}

static bool overflows(struct pen *p, const struct pen_box *box)
{
    PangoRectangle r;
    pango_layout_get_extents(p->layout, NULL, &r);
    return (box->h > 0 && units(r.height) > box->h) || units(r.width) > box->w + 0.01;
}

static void set_size(struct pen *p, const struct pen_words *w, double size)
{
    PangoFontDescription *d = describe(families[w->font], w->bold, size);
    pango_layout_set_font_description(p->layout, d);
    pango_font_description_free(d);
    if (w->spacing > 0) /* the line height itself, whatever fallback fonts would make of it */
        pango_layout_set_line_spacing(p->layout, (float)w->spacing);
}

/* The largest size at which it fits; what does not even fit at the least one is cut, with "…". */
static void fit(struct pen *p, const struct pen_words *w, const struct pen_box *box)
{
    double size = w->size;
    set_size(p, w, size);
    while (w->least > 0 && size > w->least && overflows(p, box)) {
        size = fmax(size * 0.94, w->least);
        set_size(p, w, size);
    }
    if (box->h > 0 && overflows(p, box)) {
        pango_layout_set_height(p->layout, (int)(box->h * PANGO_SCALE));
        pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
    }
}

/* The narrowest width with as many lines: no line of a single character under a full one. */
static void balance(struct pen *p, double width)
{
    int lines = pango_layout_get_line_count(p->layout);
    double low = width / lines, high = width;
    while (lines > 1 && high - low > 0.5) {
        double mid = (low + high) / 2;
        pango_layout_set_width(p->layout, (int)(mid * PANGO_SCALE));
        if (pango_layout_get_line_count(p->layout) > lines)
            low = mid;
        else
            high = mid;
    }
    pango_layout_set_width(p->layout, (int)(high * PANGO_SCALE));
}

/* Names the first character that no installed font has: a box with digits in it is no name. */
static void find_unknown(struct pen *p, const char *text)
{
    for (const char *at = text, *next; *at; at = next) {
        next = g_utf8_find_next_char(at, NULL);
        pango_layout_set_text(p->layout, at, (int)(next - at));
        if (pango_layout_get_unknown_glyphs_count(p->layout) == 0)
            continue;
        p->failed =
            ctx_fail(p->c, ERR_INTERNAL, "print.font", "", "U+%04X", (unsigned)g_utf8_get_char(at));
        return;
    }
}

static double left_of(const struct pen_words *w, const struct pen_box *box, double width)
{
    if (w->align == PEN_LEFT)
        return box->x;
    return w->align == PEN_CENTRE ? box->x + (box->w - width) / 2 : box->x + box->w - width;
}

static PangoAlignment alignment(enum pen_align align)
{
    if (align == PEN_LEFT)
        return PANGO_ALIGN_LEFT;
    return align == PEN_CENTRE ? PANGO_ALIGN_CENTER : PANGO_ALIGN_RIGHT;
}

double pen_text(struct pen *p, const struct pen_words *w, const struct pen_box *box)
{
    pango_layout_set_height(p->layout, -1);
    pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_line_spacing(p->layout, 0);
    pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(p->layout, alignment(w->align));
    pango_layout_set_width(p->layout, (int)(box->w * PANGO_SCALE));
    pango_layout_set_text(p->layout, w->text, -1);
    fit(p, w, box);
    double width = box->w, height = height_of(p);
    if (w->balanced) {
        balance(p, box->w);
        width = units(pango_layout_get_width(p->layout));
    }
    if (!p->dry) {
        pen_colour(p, w->rgb);
        cairo_move_to(p->cr, left_of(w, box, width),
                      box->y + (w->middle ? (box->h - height) / 2 : 0));
        pango_cairo_show_layout(p->cr, p->layout);
    }
    if (p->failed == ERR_OK && pango_layout_get_unknown_glyphs_count(p->layout) > 0)
        find_unknown(p, w->text);
    return height;
}

/* ---- lines and codes ---- */

void pen_colour(struct pen *p, uint32_t rgb)
{
    cairo_set_source_rgb(p->cr, (rgb >> 16 & 255U) / 255.0, (rgb >> 8 & 255U) / 255.0,
                         (rgb & 255U) / 255.0);
}

void pen_line(struct pen *p, double x1, double y1, double x2, double y2, double width)
{
    if (p->dry)
        return;
    cairo_set_line_width(p->cr, width);
    cairo_move_to(p->cr, x1, y1);
    cairo_line_to(p->cr, x2, y2);
    cairo_stroke(p->cr);
}

void pen_round(struct pen *p, const struct pen_box *box, double radius)
{
    double r = radius, right = box->x + box->w - r, low = box->y + box->h - r;
    cairo_new_sub_path(p->cr);
    cairo_arc(p->cr, right, box->y + r, r, -M_PI / 2, 0);
    cairo_arc(p->cr, right, low, r, 0, M_PI / 2);
    cairo_arc(p->cr, box->x + r, low, r, M_PI / 2, M_PI);
    cairo_arc(p->cr, box->x + r, box->y + r, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(p->cr);
}

/* Dark modules side by side are one rectangle. */
static void qr_row(struct pen *p, const struct qr *qr, int row)
{
    const unsigned char *dark = qr->dark + (ptrdiff_t)row * qr->width;
    for (int from = 0, to; from < qr->width; from = to + 1) {
        for (to = from; to < qr->width && dark[to]; to++)
            ;
        if (to > from)
            cairo_rectangle(p->cr, from + 4, row + 4, to - from, 1);
    }
}

void pen_qr(struct pen *p, const char *text, double x, double y, double size)
{
    struct qr qr;
    if (p->dry || p->failed != ERR_OK)
        return;
    p->failed = qr_make(p->c, text, &qr);
    if (p->failed != ERR_OK)
        return;
    cairo_save(p->cr);
    cairo_translate(p->cr, x, y);
    cairo_scale(p->cr, size / (qr.width + 8), size / (qr.width + 8));
    pen_colour(p, 0);
    for (int row = 0; row < qr.width; row++)
        qr_row(p, &qr, row);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
}

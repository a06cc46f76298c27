/* SPDX-License-Identifier: Apache-2.0 */
/* How a status is shown: a solid panel with a tick, a striped one with a triangle, a framed one with an octagon. */
#include <math.h>
#include <string.h>

#include "print/inside.h"

/* What a status looks like without its colour: its symbol, its frame, its tone. */
struct look {
    const char *colour;
    uint32_t ground, ink, frame;
    void (*symbol)(struct pen *p, double x, double y, double r);
    bool stripes; /* above and below */
};

static void stroke_symbol(struct pen *p, double r)
{
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(p->cr, r * 0.2);
    cairo_stroke(p->cr);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_MITER);
}

static void tick(struct pen *p, double x, double y, double r)
{
    cairo_new_sub_path(p->cr);
    cairo_arc(p->cr, x, y, r * 0.9, 0, 2 * M_PI);
    cairo_new_sub_path(p->cr);
    cairo_move_to(p->cr, x - 0.42 * r, y + 0.04 * r);
    cairo_line_to(p->cr, x - 0.1 * r, y + 0.36 * r);
    cairo_line_to(p->cr, x + 0.45 * r, y - 0.32 * r);
    stroke_symbol(p, r);
}

static void triangle(struct pen *p, double x, double y, double r)
{
    cairo_move_to(p->cr, x, y - 0.85 * r);
    cairo_line_to(p->cr, x + 0.95 * r, y + 0.75 * r);
    cairo_line_to(p->cr, x - 0.95 * r, y + 0.75 * r);
    cairo_close_path(p->cr);
    cairo_move_to(p->cr, x, y - 0.24 * r);
    cairo_line_to(p->cr, x, y + 0.16 * r);
    cairo_move_to(p->cr, x, y + 0.47 * r);
    cairo_line_to(p->cr, x, y + 0.472 * r);
    stroke_symbol(p, r);
}

static void octagon(struct pen *p, double x, double y, double r)
{
    for (int i = 0; i < 8; i++)
        cairo_line_to(p->cr, x + 0.95 * r * cos((i + 0.5) * M_PI / 4),
                      y + 0.95 * r * sin((i + 0.5) * M_PI / 4));
    cairo_close_path(p->cr);
    double d = 0.32 * r;
    cairo_move_to(p->cr, x - d, y - d);
    cairo_line_to(p->cr, x + d, y + d);
    cairo_move_to(p->cr, x + d, y - d);
    cairo_line_to(p->cr, x - d, y + d);
    stroke_symbol(p, r);
}

static void dots(struct pen *p, double x, double y, double r)
{
    cairo_new_sub_path(p->cr);
    cairo_arc(p->cr, x, y, r * 0.9, 0, 2 * M_PI);
    for (int i = -1; i <= 1; i++) {
        cairo_move_to(p->cr, x + 0.4 * r * i, y);
        cairo_line_to(p->cr, x + 0.4 * r * i, y + 0.002 * r);
    }
    stroke_symbol(p, r);
}

static const struct look looks[] = {
    {"green",  0x0a6b3d, 0xffffff, 0x0a6b3d, tick,     false},
    {"yellow", 0xffe7a0, 0x402d00, 0x402d00, triangle, true },
    {"red",    0xffffff, 0xa81711, 0xa81711, octagon,  false},
    {"grey",   0xf0f0ee, 0x3a3a3a, 0x8a8a86, dots,     false},
};

/* Grey for an unknown one. */
static const struct look *look_of(const char *colour)
{
    for (size_t i = 0; i < LEN(looks); i++)
        if (strcmp(looks[i].colour, colour) == 0)
            return &looks[i];
    return &looks[LEN(looks) - 1];
}

/* Slanting stripes along the upper and the lower edge, inside the panel's own path as clip. */
static void stripes(struct pen *p, const struct look *look, const struct pen_box *b)
{
    double high = b->h * 0.09, step = high * 2.2;
    int n = (int)(b->w / step) + 3;
    for (int i = 0; i < n; i++)
        for (int low = 0; low < 2; low++) {
            double x = b->x + (i - 1) * step, y = low ? b->y + b->h - high : b->y;
            cairo_move_to(p->cr, x, y + high);
            cairo_line_to(p->cr, x + high, y);
            cairo_line_to(p->cr, x + high + step / 2, y);
            cairo_line_to(p->cr, x + step / 2, y + high);
            cairo_close_path(p->cr);
        }
    pen_colour(p, look->frame);
    cairo_fill(p->cr);
}

static void ground(struct pen *p, const struct look *look, const struct pen_box *b)
{
    double wide = look->stripes ? 0.012 : 0.045;
    double frame = look->ground == look->frame ? 0 : b->h * wide;
    struct pen_box in = {b->x + frame / 2, b->y + frame / 2, b->w - frame, b->h - frame};
    cairo_save(p->cr);
    pen_round(p, &in, b->h * 0.07);
    cairo_clip_preserve(p->cr);
    pen_colour(p, look->ground);
    cairo_fill(p->cr);
    if (look->stripes)
        stripes(p, look, &in);
    cairo_restore(p->cr);
    if (frame > 0) {
        pen_round(p, &in, b->h * 0.07);
        pen_colour(p, look->frame);
        cairo_set_line_width(p->cr, frame);
        cairo_stroke(p->cr);
    }
}

void status_panel(struct pen *p, const struct sign *s, const struct pen_box *b)
{
    const struct look *look = look_of(s->colour);
    double r = fmin(b->h * 0.3, b->w * 0.14), gap = b->w * 0.035;
    double word = b->x + gap * 2 + 2 * r;
    struct pen_box room = {word + gap * 0.6, b->y + b->h * 0.1,
                           b->x + b->w - gap - word - gap * 0.6, b->h * 0.8};
    if (!p->dry) {
        ground(p, look, b);
        pen_colour(p, look->ink);
        look->symbol(p, b->x + gap * 1.4 + r, b->y + b->h / 2, r);
    }
    (void)pen_text(p,
                   &(struct pen_words){.text = s->status,
                                       .bold = true,
                                       .size = b->h * 0.6,
                                       .least = b->h * 0.08,
                                       .rgb = look->ink,
                                       .align = PEN_CENTRE,
                                       .middle = true},
                   &room);
}

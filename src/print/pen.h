/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What paper is drawn with: texts that shrink and wrap into a box, QR codes, rules, frames. All lengths are millimetres from
 * the upper left corner. Cairo and Pango stay behind this header's folder.
 */
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum pen_font { PEN_SANS, PEN_SERIF };
enum pen_align { PEN_LEFT, PEN_CENTRE, PEN_RIGHT };

struct pen {
    struct ctx *c;
    cairo_t *cr;
    PangoFontMap *map;
    PangoContext *pango;
    PangoLayout *layout;
    bool dry;        /* measures only */
    enum err failed; /* the first failure, with its reason in c: drawing goes on, the end tells */
};

/* On a surface whose unit is `unit_mm` millimetres. ERR_INTERNAL print.font, naming the family that is not installed. */
enum err pen_open(struct ctx *c, cairo_surface_t *surface, double unit_mm, struct pen *out)
    MUST_USE;
void pen_close(struct pen *p);
/* Is it installed? */
enum err pen_has_font(struct pen *p, const char *family) MUST_USE;

struct pen_box {
    double x, y, w, h; /* h 0: as high as it gets */
};
struct pen_words {
    const char *text;
    enum pen_font font;
    bool bold;
    double size,
        least; /* height of a character; shrinks down to least (0: does not) when the box is too small */
    uint32_t rgb;
    enum pen_align align;
    bool middle;    /* in the middle of the box's height */
    bool balanced;  /* lines of like length */
    double spacing; /* between lines, of the size: 0 as the font says */
};
/* Draws into the box; returns the height it took. */
double pen_text(struct pen *p, const struct pen_words *w, const struct pen_box *box);

void pen_colour(struct pen *p, uint32_t rgb);
void pen_line(struct pen *p, double x1, double y1, double x2, double y2, double width);
/* The path of a box with round corners; fill or stroke it. */
void pen_round(struct pen *p, const struct pen_box *box, double radius);
/* A QR code of that text, quiet zone of four modules included; as vector, so that any printer's dots draw it sharp. */
void pen_qr(struct pen *p, const char *text, double x, double y, double size);

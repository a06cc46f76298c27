/* SPDX-License-Identifier: Apache-2.0 */
#include "print/print.h"

#include <cairo-pdf.h>

#include "base/time.h"
#include "print/inside.h"

static const double a4_w = 210, a4_h = 297, point_mm = 25.4 / 72;

struct pdf {
    cairo_surface_t *surface;
    struct pen pen;
};

static cairo_status_t take(void *arg, const unsigned char *data, unsigned n)
{
    buf_bytes(arg, data, n);
    return CAIRO_STATUS_SUCCESS;
}

/* Written page by page: what waits in memory is the glyphs of the fonts, once each, and the page at hand. */
static enum err pdf_open(struct ctx *c, enum paper paper, const char *title, struct buf *out,
                         struct pdf *pdf)
{
    double scale = paper == PAPER_A3 ? 297.0 / 210 : 1, unit = point_mm / scale;
    char made[TIME_TEXT];
    time_format(c->now / TIME_SECOND * TIME_SECOND, made);
    pdf->surface = cairo_pdf_surface_create_for_stream(take, out, a4_w / unit, a4_h / unit);
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR, "wangge");
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
    enum err err = pen_open(c, pdf->surface, unit, &pdf->pen);
    if (err != ERR_OK)
        cairo_surface_destroy(pdf->surface);
    return err;
}

static enum err pdf_close(struct ctx *c, struct pdf *pdf)
{
    enum err err = pdf->pen.failed;
    pen_close(&pdf->pen);
    cairo_surface_finish(pdf->surface);
    cairo_status_t status = cairo_surface_status(pdf->surface);
    cairo_surface_destroy(pdf->surface);
    if (err == ERR_OK && status != CAIRO_STATUS_SUCCESS)
        return ctx_fail(c, ERR_INTERNAL, "print.pdf", "", "%s", cairo_status_to_string(status));
    return err;
}

enum err print_signs(struct ctx *c, const struct sign *signs, size_t n, enum paper paper,
                     struct buf *out)
{
    struct pdf pdf;
    if (n == 0)
        return ctx_fail(c, ERR_INVALID, "print.none", "", "%s", "");
    TRY(pdf_open(c, paper, signs[0].programme, out, &pdf));
    for (size_t i = 0; i < n && pdf.pen.failed == ERR_OK; i++) {
        sign_page(&pdf.pen, &signs[i]);
        cairo_show_page(pdf.pen.cr);
    }
    return pdf_close(c, &pdf);
}

static void show_page(void *cr)
{
    cairo_show_page(cr);
}

enum err print_notice(struct ctx *c, const struct notice *notice, struct buf *out)
{
    struct pdf pdf;
    TRY(pdf_open(c, PAPER_A4, "检查结果告知书", out, &pdf));
    notice_pages(&pdf.pen, notice, show_page, pdf.pen.cr);
    return pdf_close(c, &pdf);
}

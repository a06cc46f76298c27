/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of print/: one page each, drawn with a pen on A4; A3 is the same page at twice the area. */
#pragma once

#include "print/pen.h"
#include "print/print.h"

enum { PRINT_DATE = 40 };

/* The status as symbol and word; h is at least a quarter of w. */
void status_panel(struct pen *p, const struct sign *s, const struct pen_box *box);

void sign_page(struct pen *p, const struct sign *s);
/* Where the sign's QR stands, quiet zone included. */
extern const struct pen_box sign_qr;

/* All pages; dry counts them first. each_page is called behind each page. */
typedef void page_fn(void *arg);
void notice_pages(struct pen *p, const struct notice *n, page_fn *each_page, void *arg);

/* "2026年11月30日" in Shanghai */
void print_date(int64_t us, char out[PRINT_DATE]);
/* The foot of each page: as of when, version, page x of y. */
void print_foot(struct pen *p, const struct sign *s, double left, int page, int pages);
/* Who issues it and when, with room for the wet seal over both. */
void print_issuer(struct pen *p, const struct sign *s, const struct pen_box *box,
                  enum pen_font font);

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list for offices, as XLSX or CSV: Chinese heads, every cell a text unless its column is one of numbers, so that codes
 * and phones keep their zeros, and nothing is ever taken for a formula.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/ctx.h"

struct sheet_column {
    const char *head;
    double width;               /* in characters of the head's font */
    bool number;                /* its texts are numbers, and XLSX has them as numbers */
    const char *const *choices; /* XLSX offers them; NULL: anything */
    size_t n_choices;
};

struct sheet_out {
    const char *name;  /* of the sheet, without []:*?/\ */
    const char *title; /* above the table, XLSX only */
    const char *note; /* a line of its own: below the title in XLSX, at the end in CSV; NULL none */
    int64_t at;       /* when the data were so */
    const struct sheet_column *columns;
    size_t cols;
    size_t merged; /* XLSX: in so many first columns, equal cells below each other become one */
    const char *const *cells; /* rows x cols; NULL is empty */
    size_t rows;
    const struct sheet_out *next; /* another sheet of the same XLSX file; NULL none */
};

/* Title, note and heads come first, frozen and printed on each page; A4 across. ERR_INTERNAL sheet.write */
enum err sheet_write_xlsx(struct ctx *c, const struct sheet_out *s, struct buf *out) MUST_USE;
/* UTF-8 with BOM, CRLF; a text that a program could take for a formula has ' before it. */
void sheet_write_csv(const struct sheet_out *s, struct buf *out);
/* The same in GB18030, as old programs want it: without BOM. ERR_INTERNAL csv.encoding */
enum err sheet_write_gb18030(struct ctx *c, const struct sheet_out *s, struct buf *out) MUST_USE;

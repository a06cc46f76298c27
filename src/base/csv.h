/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV in (RFC 4180): UTF-8 with or without BOM, else GB18030; lines end with LF, CRLF or CR; quotes may hold commas,
 * quotes and line ends. Text in the file that is not text in either encoding is refused, and so is a quote out of place.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/ctx.h"

enum { CSV_COLUMNS_MAX = 200, CSV_CELL_MAX = 64 * 1024 };

struct csv {
    struct ctx *c;
    const char *p, *end; /* what is left, in UTF-8 */
    size_t line;         /* of the row read last, counted from 1 */
    const char **cells;  /* of that row, in the ctx's arena, without outer blanks */
    size_t n;
    size_t cap, next_line;
    struct buf quoted; /* the cell under way */
};

/* ERR_INVALID csv.encoding; csv.not_text when there are NUL bytes. */
enum err csv_open(struct ctx *c, const char *text, size_t n, struct csv *out) MUST_USE;
/* What csv_open reads back, in the encoding of old programs. ERR_INTERNAL csv.encoding */
enum err csv_to_gb18030(struct ctx *c, const struct buf *utf8, struct buf *out) MUST_USE;
/* The next row that is not blank; *out_more false at the end. ERR_INVALID csv.quote, csv.too_wide, csv.too_long */
enum err csv_row(struct csv *csv, bool *out_more) MUST_USE;

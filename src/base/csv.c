/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows iconv. */
#include "base/csv.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static bool is_open(iconv_t cd)
{
    return (intptr_t)cd != -1;
}

static void iconv_done(iconv_t *cd)
{
    if (is_open(*cd))
        (void)iconv_close(*cd);
}

/* A GB18030 character takes at most four bytes and becomes at most four; one byte of ASCII stays one, two become three. */
static enum err from_gb18030(struct ctx *c, const char *text, size_t n, struct csv *out)
{
    CLEANUP(iconv_done) iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (!is_open(cd))
        return ctx_fail(c, ERR_INTERNAL, "csv.encoding", "", "iconv: %s", strerror(errno));
    size_t room = n + n / 2 + 4, left = room;
    char *utf8 = arena_alloc(c->mem, room), *to = utf8, *from = arena_copy_n(c->mem, text, n);
    if (iconv(cd, &from, &n, &to, &left) == (size_t)-1 || !text_utf8_valid(utf8, room - left))
        return ctx_fail(c, ERR_INVALID, "csv.encoding", "", "byte %zu", (size_t)(to - utf8));
    out->p = utf8;
    out->end = to;
    return ERR_OK;
}

enum err csv_to_gb18030(struct ctx *c, const struct buf *utf8, struct buf *out)
{
    CLEANUP(iconv_done) iconv_t cd = iconv_open("GB18030", "UTF-8");
    char piece[4096], *from = utf8->p;
    size_t n = utf8->n;
    while (is_open(cd) && n > 0) {
        char *to = piece;
        size_t left = sizeof piece, got = iconv(cd, &from, &n, &to, &left);
        if (got == (size_t)-1 && errno != E2BIG)
            break;
        buf_bytes(out, piece, sizeof piece - left);
    }
    return is_open(cd) && n == 0
               ? ERR_OK
               : ctx_fail(c, ERR_INTERNAL, "csv.encoding", "", "iconv: %s", strerror(errno));
}

enum err csv_open(struct ctx *c, const char *text, size_t n, struct csv *out)
{
    static const char bom[] = "\xef\xbb\xbf";
    struct csv csv = {.c = c, .p = text, .end = text + n, .quoted = {.mem = c->mem}};
    if (memchr(text, '\0', n))
        return ctx_fail(c, ERR_INVALID, "csv.not_text", "", "%s", "NUL");
    if (n >= 3 && memcmp(text, bom, 3) == 0)
        csv.p += 3;
    if (!text_utf8_valid(csv.p, (size_t)(csv.end - csv.p)))
        TRY(from_gb18030(c, text, n, &csv));
    *out = csv;
    return ERR_OK;
}

static enum err refuse(struct csv *csv, const char *code, size_t line)
{
    return ctx_fail(csv->c, ERR_INVALID, code, "", "line %zu", line);
}

static bool at_end(const struct csv *csv)
{
    return csv->p == csv->end;
}

static bool at_line_end(const struct csv *csv)
{
    return at_end(csv) || *csv->p == '\n' || *csv->p == '\r';
}

/* CRLF, LF or CR. */
static void skip_line_end(struct csv *csv)
{
    if (at_end(csv))
        return;
    char first = *csv->p++;
    if (first == '\r' && !at_end(csv) && *csv->p == '\n')
        csv->p++;
}

/* Behind the opening quote; two quotes are one, any other ends the cell. */
static enum err quoted(struct csv *csv, size_t *line, struct buf *to)
{
    for (;;) {
        if (at_end(csv) || to->n > CSV_CELL_MAX)
            return refuse(csv, at_end(csv) ? "csv.quote" : "csv.too_long", *line);
        char ch = *csv->p++;
        if (ch == '"') {
            if (at_end(csv) || *csv->p != '"')
                break;
            csv->p++;
        }
        *line += ch == '\n' || (ch == '\r' && (at_end(csv) || *csv->p != '\n'));
        buf_char(to, ch);
    }
    return at_line_end(csv) || *csv->p == ',' ? ERR_OK : refuse(csv, "csv.quote", *line);
}

static enum err plain(struct csv *csv, size_t line)
{
    const char *from = csv->p;
    while (!at_line_end(csv) && *csv->p != ',') {
        if (*csv->p == '"')
            return refuse(csv, "csv.quote", line);
        csv->p++;
    }
    return csv->p - from > CSV_CELL_MAX ? refuse(csv, "csv.too_long", line) : ERR_OK;
}

static bool is_blank(char ch)
{
    return ch == ' ' || ch == '\t';
}

static enum err add_cell(struct csv *csv, const char *p, size_t n)
{
    while (n > 0 && is_blank(p[n - 1]))
        n--;
    for (; n > 0 && is_blank(*p); p++)
        n--;
    if (csv->n == CSV_COLUMNS_MAX)
        return refuse(csv, "csv.too_wide", csv->line);
    csv->cells = arena_grow(csv->c->mem, csv->cells, csv->n, &csv->cap, sizeof *csv->cells);
    csv->cells[csv->n++] = n ? arena_copy_n(csv->c->mem, p, n) : "";
    return ERR_OK;
}

static enum err read_cell(struct csv *csv, size_t *line)
{
    struct buf *cell = &csv->quoted;
    const char *from = csv->p;
    if (at_end(csv) || *csv->p != '"') {
        TRY(plain(csv, *line));
        return add_cell(csv, from, (size_t)(csv->p - from));
    }
    csv->p++;
    cell->n = 0;
    TRY(quoted(csv, line, cell));
    return add_cell(csv, buf_str(cell), cell->n);
}

enum err csv_row(struct csv *csv, bool *out_more)
{
    while (!at_end(csv) && at_line_end(csv)) {
        skip_line_end(csv);
        csv->next_line++;
    }
    *out_more = !at_end(csv);
    if (at_end(csv))
        return ERR_OK;
    size_t line = csv->line = csv->next_line + 1;
    csv->n = 0;
    for (;;) {
        TRY(read_cell(csv, &line));
        if (at_line_end(csv))
            break;
        csv->p++;
    }
    skip_line_end(csv);
    csv->next_line = line;
    return ERR_OK;
}

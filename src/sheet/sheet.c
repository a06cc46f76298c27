/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/text.h"
#include "sheet/collect.h"
#include "sheet/xlsx.h"

enum { FLAWS_MAX = 200000 };

bool sheet_is_formula(const char *text)
{
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "'", "\t",
                                         "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < LEN(starts); i++)
        if (text_has_prefix(text, starts[i]))
            return true;
    return false;
}

const char *sheet_cell(const struct sheet *s, size_t row, size_t col)
{
    return s->cells[row * s->cols + col];
}

void sheet_address_of(size_t line, size_t col, char out[SHEET_ADDRESS])
{
    char letters[8];
    size_t n = sizeof letters;
    letters[--n] = '\0';
    for (size_t rest = col + 1; rest > 0 && n > 0; rest = (rest - 1) / 26)
        letters[--n] = (char)('A' + (rest - 1) % 26);
    (void)snprintf(out, SHEET_ADDRESS, "%s%u", letters + n, (unsigned)line % 100000000U);
}

bool sheet_take_meaning(struct arena *mem, const char **rest, size_t *out_col,
                        const char **out_word)
{
    enum { LETTERS_MAX = 3 };
    const char *p = *rest;
    size_t col = 0, letters = 0, n;
    for (; *p >= 'A' && *p <= 'Z' && letters < LETTERS_MAX; p++, letters++)
        col = col * 26 + (size_t)(*p - 'A') + 1;
    if (letters == 0 || *p++ != ':')
        return false;
    n = strcspn(p, ",");
    *out_col = col - 1;
    *out_word = arena_copy_n(mem, p, n);
    *rest = p + n + (p[n] == ',');
    return true;
}

void sheet_address(const struct sheet *s, size_t row, size_t col, char out[SHEET_ADDRESS])
{
    sheet_address_of(s->lines[row], col, out);
}

const struct sheet_flawed *sheet_flaw_at(const struct sheet *s, size_t row, size_t col)
{
    size_t low = 0, high = s->n_flawed;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sheet_flawed *f = &s->flawed[middle];
        if (f->row < row || (f->row == row && f->col < col))
            low = middle + 1;
        else
            high = middle;
    }
    const struct sheet_flawed *f = low < s->n_flawed ? &s->flawed[low] : NULL;
    return f && f->row == row && f->col == col ? f : NULL;
}

enum err sheet_sound(struct ctx *c, const struct sheet *s)
{
    char at[SHEET_ADDRESS];
    if (s->n_flawed == 0)
        return ERR_OK;
    sheet_address(s, s->flawed[0].row, s->flawed[0].col, at);
    return ctx_fail(c, ERR_INVALID, "sheet.cell", "", "%s: %.60s", at, s->flawed[0].text);
}

/* What spreadsheet programs write where they have no text: the same words in each language's. */
static enum sheet_flaw flaw_of(const char *text)
{
    static const char *const errors[] = {"#REF!",  "#N/A",    "#VALUE!", "#DIV/0!",
                                         "#NAME?", "#NULL!",  "#NUM!",   "#SPILL!",
                                         "#CALC!", "#FIELD!", "#BUSY!",  "#GETTING_DATA"};
    if (text_has_prefix(text, "=DISPIMG(") || text_has_prefix(text, "=_xlfn.DISPIMG("))
        return SHEET_IMAGE;
    if (text[0] != '#')
        return SHEET_SOUND;
    if (text_is_among(text, errors, LEN(errors)))
        return SHEET_ERROR;
    size_t n = strspn(text, "#");
    return n > 2 && text[n] == '\0' ? SHEET_ERROR : SHEET_SOUND;
}

struct flaws {
    struct sheet_flawed *v;
    size_t n, cap;
};

static enum err keep_flaw(struct ctx *c, struct flaws *flaws, const struct sheet_flawed *f)
{
    if (flaws->n == FLAWS_MAX)
        return ctx_fail(c, ERR_INVALID, "sheet.too_large", "", "> %d: %.20s", FLAWS_MAX, f->text);
    flaws->v = arena_grow(c->mem, flaws->v, flaws->n, &flaws->cap, sizeof *flaws->v);
    flaws->v[flaws->n++] = *f;
    return ERR_OK;
}

/* Beside those that the reader of XLSX knows: flaws that came as a text. Such a cell has none then. */
static enum err sift(struct ctx *c, struct sheet *s)
{
    struct flaws flaws = {0};
    for (size_t i = 0; i < s->rows * s->cols; i++) {
        const struct sheet_flawed *known = sheet_flaw_at(s, i / s->cols, i % s->cols);
        const struct sheet_flawed found = {i / s->cols, i % s->cols, flaw_of(s->cells[i]),
                                           s->cells[i]};
        if (!known && found.flaw == SHEET_SOUND)
            continue;
        TRY(keep_flaw(c, &flaws, known ? known : &found));
        s->cells[i] = "";
    }
    s->flawed = flaws.v;
    s->n_flawed = flaws.n;
    return ERR_OK;
}

/* ---- CSV ---- */

struct csv_rows {
    const char ***rows;
    size_t *widths, *lines;
    size_t n, cap_rows, cap_widths, cap_lines, width;
    size_t texts; /* that were read, kept or not */
};

/* What our writer put before a text so that no program takes it for a formula, and people before digits that are a text. */
static const char *without_guard(const char *text)
{
    bool digit = text[0] == '\'' && text[1] >= '0' && text[1] <= '9';
    return digit || (text[0] == '\'' && sheet_is_formula(text + 1)) ? text + 1 : text;
}

static enum err too_large(struct ctx *c, const struct csv *csv, int most, const char *what)
{
    return ctx_fail(c, ERR_INVALID, "sheet.too_large", "", "line %zu: > %d %s", csv->line, most,
                    what);
}

/* Counted as they come: a file that is refused in the end must not have been held in memory before. */
static enum err keep_row(struct ctx *c, const struct csv *csv, struct csv_rows *r)
{
    size_t used = 0;
    for (size_t i = 0; i < csv->n; i++) {
        r->texts += csv->cells[i][0] != '\0';
        csv->cells[i] = collect_trimmed(c->mem, without_guard(csv->cells[i]));
        used = csv->cells[i][0] ? i + 1 : used;
    }
    if (r->texts > SHEET_CELLS_MAX)
        return too_large(c, csv, SHEET_CELLS_MAX, "cells");
    if (used == 0)
        return ERR_OK;
    if (r->n == SHEET_ROWS_MAX)
        return too_large(c, csv, SHEET_ROWS_MAX, "rows");
    r->width = used > r->width ? used : r->width;
    if ((r->n + 1) * r->width > SHEET_CELLS_MAX)
        return too_large(c, csv, SHEET_CELLS_MAX, "cells");
    const char **cells = arena_array(c->mem, used, sizeof *cells);
    memcpy(cells, csv->cells, used * sizeof *cells);
    r->rows = arena_grow(c->mem, r->rows, r->n, &r->cap_rows, sizeof *r->rows);
    r->widths = arena_grow(c->mem, r->widths, r->n, &r->cap_widths, sizeof *r->widths);
    r->lines = arena_grow(c->mem, r->lines, r->n, &r->cap_lines, sizeof *r->lines);
    r->rows[r->n] = cells;
    r->lines[r->n] = csv->line;
    r->widths[r->n++] = used;
    return ERR_OK;
}

static enum err read_csv(struct ctx *c, const char *text, size_t n, struct sheet *out)
{
    struct csv csv;
    struct csv_rows r = {0};
    bool more;
    TRY(csv_open(c, text, n, &csv));
    TRY(csv_row(&csv, &more));
    while (more) {
        TRY(keep_row(c, &csv, &r));
        TRY(csv_row(&csv, &more));
    }
    *out = (struct sheet){.name = "", .rows = r.n, .cols = r.width, .lines = r.lines};
    out->cells = arena_array(c->mem, r.n * r.width, sizeof *out->cells);
    for (size_t i = 0; i < r.n; i++)
        for (size_t k = 0; k < r.width; k++)
            out->cells[i * r.width + k] = k < r.widths[i] ? r.rows[i][k] : "";
    return sift(c, out);
}

/* ---- both ---- */

static bool starts_with(const char *p, size_t n, const char *word)
{
    size_t len = strlen(word);
    return n >= len && strncasecmp(p, word, len) == 0;
}

/* Business systems "export to Excel" a web page with another name. */
static enum err refuse_pages(struct ctx *c, const char *p, size_t n)
{
    static const char *const tags[] = {"<html", "<!doctype", "<table", "<head",
                                       "<meta", "<style",    "<body"};
    static const char bom[] = "\xef\xbb\xbf";
    size_t skip = starts_with(p, n, bom) ? strlen(bom) : 0;
    while (skip < n && strchr(" \t\r\n", p[skip]) && p[skip])
        skip++;
    if (starts_with(p + skip, n - skip, "<?xml"))
        return ctx_fail(c, ERR_INVALID, "sheet.format", "", "xml");
    for (size_t i = 0; i < LEN(tags); i++)
        if (starts_with(p + skip, n - skip, tags[i]))
            return ctx_fail(c, ERR_INVALID, "sheet.html", "", "%s", tags[i]);
    return ERR_OK;
}

enum err sheet_read(struct ctx *c, const void *p, size_t n, const char *name, struct sheet *out)
{
    static const char zip[] = "PK\x03\x04", ole[] = "\xd0\xcf\x11\xe0";
    if (n == 0)
        return ctx_fail(c, ERR_INVALID, "sheet.format", "", "0 bytes");
    if (n >= 4 && memcmp(p, ole, 4) == 0)
        return ctx_fail(c, ERR_INVALID, "sheet.format", "", "xls, or xlsx with a password");
    if (n < 4 || memcmp(p, zip, 4) != 0) {
        TRY(refuse_pages(c, p, n));
        return read_csv(c, p, n, out);
    }
    struct sheet s;
    TRY(xlsx_read(c, p, n, name, &s));
    TRY(sift(c, &s));
    *out = s;
    return ERR_OK;
}

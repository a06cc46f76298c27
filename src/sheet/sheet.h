/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A spreadsheet as it came from an office: XLSX or CSV in, rows of texts out, each cell with the address that people
 * see ("C17"). Numbers that are shown as days are days: "2026-11-30". Merged cells have the text of their first cell everywhere; rows without any text of their own are left
 * out. Everything is bounded, so that no file can take more than its share.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

enum {
    SHEET_ROWS_MAX = 150000, /* with text */
    SHEET_COLUMNS_MAX = 200,
    SHEET_CELLS_MAX = 4000000,
    SHEET_TEXT_MAX = 100000, /* bytes of a cell */
    SHEET_ADDRESS = 16
};

/* What a cell has that is no text. Its text is then "". */
enum sheet_flaw {
    SHEET_SOUND,
    SHEET_ERROR, /* #REF!, #N/A; ###### where a column was too narrow for a program that wrote CSV */
    SHEET_IMAGE,     /* a picture in the cell: of Excel, or =DISPIMG("...") of WPS */
    SHEET_UNCOMPUTED /* a formula, and no program stored what it gives */
};

struct sheet_flawed {
    size_t row, col;
    enum sheet_flaw flaw;
    const char *text; /* what stands there */
};

struct sheet_name {
    const char *name;
    bool hidden;
};

struct sheet {
    const char *name; /* "" of CSV */
    size_t rows, cols;
    const char **cells;  /* rows x cols, "" when empty, without outer blanks */
    const size_t *lines; /* the number of each row in the file, from 1 */
    bool
        from_1904; /* days are counted from 1904-01-01 (old files of Macintosh), not from 1899-12-30 */
    const struct sheet_flawed *flawed; /* by row and column */
    size_t n_flawed;
    /* XLSX only */
    const struct sheet_name *names; /* of all sheets in the file */
    size_t n_names;
    size_t hidden,
        first_hidden;  /* rows with text that nobody sees: how many, and the line of the first */
    size_t drawings;   /* pictures, shapes and charts above the cells */
    const char *drawn; /* the cells where the first of them hang */
};

/*
 * Told apart by content. name: the sheet of an XLSX file, NULL the first that is not hidden. All memory is the ctx's.
 * ERR_INVALID sheet.format (neither, or an XLSX with a password), sheet.html (a web page that calls itself a spreadsheet),
 * sheet.malformed, sheet.too_large, sheet.unknown,
 * csv.*; the detail names the cell or the part where that is known.
 */
enum err sheet_read(struct ctx *c, const void *p, size_t n, const char *name, struct sheet *out)
    MUST_USE;

/* What is wrong with a cell; NULL: nothing. */
const struct sheet_flawed *sheet_flaw_at(const struct sheet *s, size_t row, size_t col);
/* For whoever has no findings: ERR_INVALID sheet.cell with the first cell that has something else than a text. */
enum err sheet_sound(struct ctx *c, const struct sheet *s) MUST_USE;
const char *sheet_cell(const struct sheet *s, size_t row, size_t col);
void sheet_address(const struct sheet *s, size_t row, size_t col, char out[SHEET_ADDRESS]);
/* col counts from 0, line from 1: 2, 17 is "C17". */
void sheet_address_of(size_t line, size_t col, char out[SHEET_ADDRESS]);
/*
 * What columns mean, by their letters, "A:name,C:@area,D:": short in an address where heads are not. Takes the first one off
 * the rest, which "" ends. False: not of this form.
 */
bool sheet_take_meaning(struct arena *mem, const char **rest, size_t *out_col,
                        const char **out_word);
/* Could a program take it for a formula when it opens a CSV file? Then our writer puts ' before it. */
bool sheet_is_formula(const char *text);

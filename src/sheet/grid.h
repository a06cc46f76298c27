/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: cells as they come become rows; merged ranges are filled from their first cell. */
#pragma once

#include <stdint.h>

#include "sheet/sheet.h"

enum {
    GRID_LINES_MAX = 1048576,
    GRID_COLS_MAX = 16384,
    GRID_MERGES_MAX = 100000,
    GRID_FLAWS_MAX = 100000,
    GRID_BYTES_MAX = 256 << 20 /* of all cells together, a shared text counted in each */
};

struct grid_cell {
    uint32_t line, col;
    const char *text;
};

struct grid_flaw {
    size_t line, col;
    enum sheet_flaw flaw;
    const char *text;
};

struct grid_merge {
    size_t line, col, last_line, last_col;
};

enum { GRID_PIECE = 4096, GRID_PIECES = SHEET_CELLS_MAX / GRID_PIECE + 1 };

/* In pieces: growing one array would leave as much again behind in the arena. */
struct grid {
    struct ctx *c;
    size_t bytes;
    struct grid_cell *pieces[GRID_PIECES];
    struct grid_merge *merges;
    struct grid_flaw *flaws;
    size_t n, n_merges, cap_merges, n_flaws, cap_flaws;
    bool disordered; /* cells came before those left of or above them */
};

/* Reads "C17" at *at and moves behind it: col counts from 0, line from 1. False: it is none. */
bool grid_place(const char **at, size_t *out_line, size_t *out_col);
/* ERR_INVALID sheet.too_large */
enum err grid_put(struct grid *g, size_t line, size_t col, const char *text) MUST_USE;
/* An empty cell with something that is no text. ERR_INVALID sheet.too_large */
enum err grid_flaw(struct grid *g, size_t line, size_t col, enum sheet_flaw flaw, const char *text)
    MUST_USE;
enum err grid_merge(struct grid *g, const struct grid_merge *m) MUST_USE;
/* ERR_INVALID sheet.malformed: a cell twice, ranges over each other; sheet.too_large */
enum err grid_finish(struct grid *g, struct sheet *out) MUST_USE;

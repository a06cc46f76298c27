/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

bool grid_place(const char **at, size_t *out_line, size_t *out_col)
{
    const char *p = *at;
    size_t col = 0, line = 0;
    for (; *p >= 'A' && *p <= 'Z' && col <= GRID_COLS_MAX; p++)
        col = col * 26 + (size_t)(*p - 'A' + 1);
    for (; *p >= '0' && *p <= '9' && line <= GRID_LINES_MAX; p++)
        line = line * 10 + (size_t)(*p - '0');
    if (col < 1 || col > GRID_COLS_MAX || line < 1 || line > GRID_LINES_MAX)
        return false;
    *at = p;
    *out_line = line;
    *out_col = col - 1;
    return true;
}

static enum err refuse(const struct grid *g, const char *code, size_t line, size_t col)
{
    char at[SHEET_ADDRESS];
    sheet_address_of(line, col, at);
    return ctx_fail(g->c, ERR_INVALID, code, "", "%s", at);
}

static struct grid_cell *at(const struct grid *g, size_t i)
{
    return &g->pieces[i / GRID_PIECE][i % GRID_PIECE];
}

static int by_place(const void *a, const void *b)
{
    const struct grid_cell *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->col < y->col ? -1 : x->col > y->col;
}

/* One shared text may stand in millions of cells, and each of them is read as a text of its own later. */
static bool holds(struct grid *g, size_t n)
{
    g->bytes += n;
    return g->bytes <= GRID_BYTES_MAX;
}

enum err grid_put(struct grid *g, size_t line, size_t col, const char *text)
{
    if (g->n == SHEET_CELLS_MAX || col >= SHEET_COLUMNS_MAX || !holds(g, strlen(text)))
        return refuse(g, "sheet.too_large", line, col);
    const struct grid_cell cell = {(uint32_t)line, (uint32_t)col, text};
    if (g->n % GRID_PIECE == 0)
        g->pieces[g->n / GRID_PIECE] = arena_array(g->c->mem, GRID_PIECE, sizeof cell);
    g->disordered = g->disordered || (g->n > 0 && by_place(at(g, g->n - 1), &cell) > 0);
    *at(g, g->n++) = cell;
    return ERR_OK;
}

enum err grid_flaw(struct grid *g, size_t line, size_t col, enum sheet_flaw flaw, const char *text)
{
    TRY(grid_put(g, line, col, ""));
    if (g->n_flaws == GRID_FLAWS_MAX)
        return refuse(g, "sheet.too_large", line, col);
    g->flaws = arena_grow(g->c->mem, g->flaws, g->n_flaws, &g->cap_flaws, sizeof *g->flaws);
    g->flaws[g->n_flaws++] = (struct grid_flaw){line, col, flaw, text};
    return ERR_OK;
}

enum err grid_merge(struct grid *g, const struct grid_merge *m)
{
    if (g->n_merges == GRID_MERGES_MAX)
        return refuse(g, "sheet.too_large", m->line, m->col);
    g->merges = arena_grow(g->c->mem, g->merges, g->n_merges, &g->cap_merges, sizeof *g->merges);
    g->merges[g->n_merges++] = *m;
    return ERR_OK;
}

/* How many rows and columns have text. */
static enum err measure(const struct grid *g, struct sheet *out)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct grid_cell *cell = at(g, i), *before = i > 0 ? at(g, i - 1) : NULL;
        if (before && by_place(cell, before) == 0)
            return refuse(g, "sheet.malformed", cell->line, cell->col);
        out->rows += !before || cell->line != before->line;
        out->cols = cell->col >= out->cols ? cell->col + 1 : out->cols;
        if (out->rows > SHEET_ROWS_MAX || out->rows * out->cols > SHEET_CELLS_MAX)
            return refuse(g, "sheet.too_large", cell->line, cell->col);
    }
    return ERR_OK;
}

static void place_cells(const struct grid *g, struct sheet *out)
{
    size_t *lines = arena_array(g->c->mem, out->rows, sizeof *lines), row = 0;
    out->cells = arena_array(g->c->mem, out->rows * out->cols, sizeof *out->cells);
    for (size_t i = 0; i < out->rows * out->cols; i++)
        out->cells[i] = "";
    for (size_t i = 0; i < g->n; i++) {
        const struct grid_cell *cell = at(g, i);
        row += i > 0 && cell->line != at(g, i - 1)->line;
        lines[row] = cell->line;
        out->cells[row * out->cols + cell->col] = cell->text;
    }
    out->lines = lines;
}

/* The first row at or behind a line. */
static size_t row_from(const struct sheet *s, size_t line)
{
    size_t low = 0, high = s->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->lines[middle] < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Ranges that lie over each other are not lawful; the budget also keeps them from costing more than the sheet itself. */
static enum err fill(struct grid *g, const struct grid_merge *m, struct sheet *s, size_t *budget)
{
    size_t from = row_from(s, m->line), to = row_from(s, m->last_line + 1);
    size_t width = m->last_col < s->cols ? m->last_col + 1 : s->cols;
    if (from == s->rows || s->lines[from] != m->line || m->col >= width)
        return ERR_OK;
    if ((to - from) * (width - m->col) > *budget)
        return refuse(g, "sheet.malformed", m->line, m->col);
    *budget -= (to - from) * (width - m->col);
    const char *text = sheet_cell(s, from, m->col);
    if (!holds(g, (to - from) * (width - m->col) * strlen(text)))
        return refuse(g, "sheet.too_large", m->line, m->col);
    for (size_t row = from; row < to; row++)
        for (size_t col = m->col; col < width; col++)
            if (s->cells[row * s->cols + col][0] == '\0')
                s->cells[row * s->cols + col] = text;
    return ERR_OK;
}

static int by_flaw(const void *a, const void *b)
{
    const struct sheet_flawed *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->col > y->col) - (x->col < y->col);
}

static void place_flaws(const struct grid *g, struct sheet *s)
{
    struct sheet_flawed *list = arena_array(g->c->mem, g->n_flaws, sizeof *list);
    for (size_t i = 0; i < g->n_flaws; i++) {
        const struct grid_flaw *f = &g->flaws[i];
        list[i] = (struct sheet_flawed){row_from(s, f->line), f->col, f->flaw, f->text};
    }
    if (g->n_flaws > 1)
        qsort(list, g->n_flaws, sizeof *list, by_flaw);
    s->flawed = list;
    s->n_flawed = g->n_flaws;
}

static void order(struct grid *g)
{
    struct grid_cell *all = arena_array(g->c->mem, g->n + GRID_PIECE, sizeof *all);
    for (size_t i = 0; i < g->n; i++)
        all[i] = *at(g, i);
    qsort(all, g->n, sizeof *all, by_place);
    for (size_t i = 0; i < g->n; i += GRID_PIECE)
        g->pieces[i / GRID_PIECE] = all + i;
}

enum err grid_finish(struct grid *g, struct sheet *out)
{
    struct sheet s = {0};
    if (g->disordered)
        order(g);
    TRY(measure(g, &s));
    place_cells(g, &s);
    place_flaws(g, &s);
    size_t budget = s.rows * s.cols;
    for (size_t i = 0; i < g->n_merges; i++)
        TRY(fill(g, &g->merges[i], &s, &budget));
    *out = s;
    return ERR_OK;
}

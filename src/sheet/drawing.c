/* SPDX-License-Identifier: Apache-2.0 */
/* What floats above the cells, pictures, shapes and charts, says nothing that a program could read; but that there is some
 * is told, and where. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "sheet/book.h"
#include "sheet/grid.h"

enum { SHOWN = 5, DIGITS = 7 };

struct drawing {
    size_t n, col, line; /* col, line: from where it hangs */
    bool from;           /* inside <from> */
    struct buf number, places;
};

static bool is_anchor(const char *name)
{
    return strcmp(name, "twoCellAnchor") == 0 || strcmp(name, "oneCellAnchor") == 0 ||
           strcmp(name, "absoluteAnchor") == 0;
}

static enum err on_start(void *arg, const char *name, const char **attrs)
{
    struct drawing *d = arg;
    (void)attrs;
    if (is_anchor(name))
        d->line = 0;
    d->from = d->from || strcmp(name, "from") == 0;
    d->number.n = 0;
    return ERR_OK;
}

static enum err on_text(void *arg, const char *p, size_t n)
{
    struct drawing *d = arg;
    if (d->from && d->number.n + n <= DIGITS)
        buf_bytes(&d->number, p, n);
    return ERR_OK;
}

static void keep_place(struct drawing *d, const char *name)
{
    int64_t v;
    if (d->number.n == 0 || !text_int(buf_str(&d->number), &v) || v < 0)
        return;
    if (strcmp(name, "col") == 0 && v < GRID_COLS_MAX)
        d->col = (size_t)v;
    if (strcmp(name, "row") == 0 && v < GRID_LINES_MAX)
        d->line = (size_t)v + 1;
}

static enum err on_end(void *arg, const char *name)
{
    struct drawing *d = arg;
    char at[SHEET_ADDRESS];
    if (d->from)
        keep_place(d, name);
    d->from = d->from && strcmp(name, "from") != 0;
    if (!is_anchor(name))
        return ERR_OK;
    if (d->line && d->n < SHOWN) {
        sheet_address_of(d->line, d->col, at);
        buf_printf(&d->places, "%s%s", d->places.n ? "、" : "", at);
    }
    d->n++;
    return ERR_OK;
}

enum err drawing_read(struct book *b, const char *part, struct sheet *out)
{
    struct drawing d = {.number = {.mem = b->c->mem}, .places = {.mem = b->c->mem}};
    const struct xml_walker walker = {on_start, on_end, on_text, &d};
    bool there;
    TRY(book_walk(b, part, &walker, &there));
    out->drawings = d.n;
    out->drawn = d.places.n ? buf_str(&d.places) : "";
    return ERR_OK;
}

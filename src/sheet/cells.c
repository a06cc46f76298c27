/* SPDX-License-Identifier: Apache-2.0 */
/* The cells of one worksheet: texts as people see them, and what stands where no text is. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "sheet/book.h"
#include "sheet/collect.h"
#include "sheet/grid.h"

enum { FORMULA_SHOWN = 60, EPOCH_SERIAL = 25569, FROM_1904 = 1462, LAST_SERIAL = 2958465 };

struct cells {
    struct book *b;
    struct collector k;
    struct grid grid;
    size_t line,
        col;   /* of the cell under way; line from 1, col from 0, SIZE_MAX before the row's first */
    char type; /* 's'hared, 'b'oolean, 'n'umber, 'e'rror, 't'ext as it stands */
    bool dated;  /* its style shows a day */
    bool valued; /* it has a <v> or an <is>, be it empty */
    bool rich;   /* its value is no text: a picture in the cell */
    bool formula, in_formula;
    struct buf words; /* of the formula, the first of them */
    char where[SHEET_ADDRESS];
    bool row_hidden;
    size_t hidden, first_hidden, last_hidden; /* rows with text */
    const char *drawing;                      /* relation of what floats above */
};

static enum err refuse_cell(const struct cells *s)
{
    return book_malformed(s->b->c, s->where);
}

static bool is_on(const char *flag)
{
    return flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
}

static enum err start_row(struct cells *s, const char **attrs)
{
    const char *line = xml_attr(attrs, "r");
    int64_t n = (int64_t)s->line + 1;
    if ((line && !text_int(line, &n)) || n < 1 || n > GRID_LINES_MAX)
        return book_malformed(s->b->c, line ? arena_printf(s->b->c->mem, "row %.20s", line)
                                            : arena_printf(s->b->c->mem, "row %d", (int)n));
    s->line = (size_t)n;
    s->col = SIZE_MAX;
    s->row_hidden = is_on(xml_attr(attrs, "hidden"));
    return ERR_OK;
}

static char type_of(const char *type)
{
    if (!type || strcmp(type, "n") == 0)
        return 'n';
    if (strcmp(type, "s") == 0)
        return 's';
    if (strcmp(type, "e") == 0)
        return 'e';
    return strcmp(type, "b") == 0 ? 'b' : 't';
}

static bool is_dated(const struct book *b, const char *style)
{
    int64_t i;
    return style && text_int(style, &i) && i >= 0 && (size_t)i < b->n_styles && b->dated[i];
}

static enum err start_cell(struct cells *s, const char **attrs)
{
    const char *at = xml_attr(attrs, "r"), *type = xml_attr(attrs, "t");
    size_t line = s->line;
    s->col++;
    if (at && (!grid_place(&at, &line, &s->col) || *at || line != s->line))
        return book_malformed(
            s->b->c, arena_printf(s->b->c->mem, "row %zu, %.20s", s->line, xml_attr(attrs, "r")));
    sheet_address_of(s->line, s->col, s->where);
    s->type = type_of(type);
    s->dated = s->type == 'n' && is_dated(s->b, xml_attr(attrs, "s"));
    s->rich = xml_attr(attrs, "vm") != NULL;
    s->valued = s->formula = false;
    s->words.n = s->k.text.n = 0;
    return ERR_OK;
}

static enum err on_merge(struct cells *s, const char *ref)
{
    struct grid_merge m;
    const char *at = ref ? ref : "";
    if (!grid_place(&at, &m.line, &m.col) || *at++ != ':' ||
        !grid_place(&at, &m.last_line, &m.last_col) || *at || m.last_line < m.line ||
        m.last_col < m.col)
        return book_malformed(s->b->c,
                              arena_printf(s->b->c->mem, "mergeCell %.40s", ref ? ref : ""));
    return grid_merge(&s->grid, &m);
}

static enum err cells_start(void *arg, const char *name, const char **attrs)
{
    struct cells *s = arg;
    collect_start(&s->k, name);
    if (strcmp(name, "row") == 0)
        return start_row(s, attrs);
    if (strcmp(name, "c") == 0)
        return start_cell(s, attrs);
    s->valued = s->valued || strcmp(name, "v") == 0 || strcmp(name, "is") == 0;
    s->in_formula = strcmp(name, "f") == 0;
    s->formula = s->formula || s->in_formula;
    if (strcmp(name, "drawing") == 0)
        s->drawing = arena_copy(s->b->c->mem, xml_attr(attrs, "id") ? xml_attr(attrs, "id") : "");
    return strcmp(name, "mergeCell") == 0 ? on_merge(s, xml_attr(attrs, "ref")) : ERR_OK;
}

/*
 * "1925-03-02", "2026-11-30 08:30": what the style shows. Days are counted from 1899-12-31, and those behind the 29th of
 * February 1900, which never was, from the day before; or from 1904-01-01. NULL: no day.
 */
static const char *day_text(const struct cells *s, double v)
{
    const double minutes = floor((v - floor(v)) * 1440 + 0.5);
    int64_t day = (int64_t)floor(v);
    if (v < 1 || v >= LAST_SERIAL || (!s->b->from_1904 && day == 60))
        return NULL;
    day += s->b->from_1904 ? FROM_1904 : day < 60;
    const int32_t date = time_day((day - EPOCH_SERIAL) * TIME_DAY);
    const char *text = arena_printf(s->b->c->mem, "%04d-%02d-%02d", (int)(date / 10000),
                                    (int)(date / 100 % 100), (int)(date % 100));
    if (minutes < 1 || minutes >= 1440)
        return text;
    return arena_printf(s->b->c->mem, "%s %02d:%02d", text, (int)minutes / 60, (int)minutes % 60);
}

/* As people see it: whole numbers without a point, others with the fifteen digits that a double is good for. */
static const char *number(const struct cells *s, const char *text)
{
    double v;
    if (!text_real(text, &v))
        return NULL;
    const char *day = s->dated ? day_text(s, v) : NULL;
    if (day)
        return day;
    if (fabs(v) < 1e15 && v == floor(v))
        return arena_printf(s->b->c->mem, "%.0f", v);
    return arena_printf(s->b->c->mem, "%.15g", v);
}

/* *out NULL: it is none. */
static enum err value(const struct cells *s, const char *text, const char **out)
{
    const struct book *b = s->b;
    int64_t i;
    *out = "";
    if (text[0] == '\0')
        return ERR_OK;
    if (s->type == 't')
        return book_text(s->b, text, s->where, out);
    if (s->type == 'b')
        *out = strcmp(text, "0") == 0 ? "FALSE" : "TRUE";
    else if (s->type == 'n')
        *out = number(s, text);
    else
        *out = text_int(text, &i) && i >= 0 && (size_t)i < b->n_strings ? b->strings[i] : NULL;
    return ERR_OK;
}

/* SHEET_SOUND: there is a text. *out_shown says what stands there instead. */
static enum sheet_flaw flaw_of(struct cells *s, const char *text, const char **out_shown)
{
    const char *formula = s->words.n ? buf_str(&s->words) : "";
    *out_shown = text;
    if (strstr(formula, "DISPIMG(") || strstr(formula, "IMAGE(")) {
        *out_shown = formula;
        return SHEET_IMAGE;
    }
    if (s->type == 'e')
        return s->rich ? SHEET_IMAGE : SHEET_ERROR;
    if (!s->formula || s->valued)
        return SHEET_SOUND;
    *out_shown = arena_printf(s->b->c->mem, "=%s", formula);
    return SHEET_UNCOMPUTED;
}

static void count_hidden(struct cells *s)
{
    if (!s->row_hidden || s->last_hidden == s->line)
        return;
    s->first_hidden = s->hidden++ ? s->first_hidden : s->line;
    s->last_hidden = s->line;
}

static enum err put_cell(struct cells *s)
{
    const char *shown, *text = collected(&s->k);
    enum sheet_flaw flaw = flaw_of(s, text, &shown);
    if (flaw != SHEET_SOUND)
        return grid_flaw(&s->grid, s->line, s->col, flaw, arena_copy(s->b->c->mem, shown));
    TRY(value(s, text, &text));
    if (!text)
        return refuse_cell(s);
    if (!text[0])
        return ERR_OK;
    count_hidden(s);
    return grid_put(&s->grid, s->line, s->col, text);
}

static enum err cells_end(void *arg, const char *name)
{
    struct cells *s = arg;
    collect_end(&s->k, name);
    s->in_formula = false;
    return strcmp(name, "c") == 0 ? put_cell(s) : ERR_OK;
}

static enum err cells_text(void *arg, const char *p, size_t n)
{
    struct cells *s = arg;
    if (s->in_formula && s->words.n < FORMULA_SHOWN)
        buf_bytes(&s->words, p, n);
    return collect_text(&s->k, p, n, s->where);
}

enum err cells_read(struct book *b, const char *part, struct sheet *out, const char **out_drawing)
{
    struct cells s = {.b = b, .col = SIZE_MAX, .grid = {.c = b->c}, .drawing = ""};
    s.k = (struct collector){.c = b->c, .text = {.mem = b->c->mem}};
    s.words.mem = b->c->mem;
    const struct xml_walker walker = {cells_start, cells_end, cells_text, &s};
    bool there;
    TRY(book_walk(b, part, &walker, &there));
    if (!there)
        return book_malformed(b->c, part);
    TRY(grid_finish(&s.grid, out));
    out->hidden = s.hidden;
    out->first_hidden = s.first_hidden;
    *out_drawing = s.drawing;
    return ERR_OK;
}

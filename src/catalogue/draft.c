/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "catalogue/draft_in.h"

const char *reader_cell(const struct reader *r, enum column column)
{
    size_t col = r->k->at[column];
    return col == SIZE_MAX ? "" : sheet_cell(r->s, r->row, col);
}

const char *reader_address(const struct reader *r, size_t row, size_t col)
{
    char at[SHEET_ADDRESS];
    sheet_address(r->s, row, col, at);
    return arena_copy(r->c->mem, at);
}

/* The key of the row under way; "" while it is not known. */
static const char *reader_key(const struct reader *r)
{
    bool known = r->group && r->class[0] && r->sub[0];
    return known ? arena_printf(r->c->mem, "%c%s%s", r->group, r->class, r->sub) : "";
}

/* Notes something at a cell; an error makes the row bad. key "": not known */
static void reader_note(struct reader *r, const char *key, size_t row, size_t col, bool error,
                        const char *rule, const char *detail)
{
    const struct finding f = {.cell = reader_address(r, row, col == SIZE_MAX ? 0 : col),
                              .row = r->s->lines[row],
                              .error = error,
                              .rule = rule,
                              .key = key,
                              .detail = text_cut(r->c->mem, detail, TEXT_MAX_LEN / 2)};
    findings_add(r->c->mem, &r->report->found, &f);
    r->bad = r->bad || error;
}

void reader_refuse(struct reader *r, enum column column, const char *rule, const char *detail)
{
    reader_note(r, reader_key(r), r->row, r->k->at[column], true, rule, detail);
}

static void warn(struct reader *r, enum column column, const char *rule, const char *detail)
{
    reader_note(r, reader_key(r), r->row, r->k->at[column], false, rule, detail);
}

/* ---- the rest of a row ---- */

static const char *long_text(struct reader *r, enum column column)
{
    const char *text = words_lines(r->c->mem, reader_cell(r, column));
    if (text_utf8_len(text) > TEXT_MAX_LEN)
        reader_refuse(r, column, "too_long", text);
    return text;
}

/* Three columns are put together as if they were one. */
static const char *limit_cell(const struct reader *r)
{
    const char *a = reader_cell(r, COLUMN_LIMIT), *b = reader_cell(r, COLUMN_LIMIT_B),
               *c = reader_cell(r, COLUMN_LIMIT_C);
    if (r->k->at[COLUMN_LIMIT_B] == SIZE_MAX || (!b[0] && !c[0]) ||
        (strcmp(a, b) == 0 && strcmp(b, c) == 0))
        return a;
    return arena_printf(r->c->mem, "%s/%s/%s", a, b, c);
}

static void read_limits(struct reader *r, struct catalogue_row *row)
{
    struct arena *mem = r->c->mem;
    const struct limit_words how = {r->o->urgent_hours, r->o->natural_days, r->k->limit_unit};
    const char *text = limit_cell(r);
    bool guessed;
    if (!words_limits(mem, text, &how, row->limits, &guessed)) {
        reader_refuse(r, COLUMN_LIMIT, "limit", text);
        return;
    }
    row->limit_text = words_of_limits(mem, row->limits);
    if (guessed)
        warn(r, COLUMN_LIMIT, "limit_read", arena_printf(mem, "%s → %s", text, row->limit_text));
}

static void read_texts(struct reader *r, struct catalogue_row *row)
{
    row->filing = long_text(r, COLUMN_FILING);
    row->closing = long_text(r, COLUMN_CLOSING);
    row->unit = long_text(r, COLUMN_UNIT);
    row->department = long_text(r, COLUMN_DEPARTMENT);
    row->basis = long_text(r, COLUMN_BASIS);
    if (!row->filing[0])
        reader_refuse(r, COLUMN_FILING, "filing", "");
    if (!row->closing[0])
        warn(r, COLUMN_CLOSING, "closing", "");
}

/* Standards are read by everybody: nothing in them may be other than it looks. */
static void check_clean(struct reader *r)
{
    for (int i = 0; i < COLUMN__COUNT; i++)
        if (!text_is_clean(reader_cell(r, (enum column)i)))
            reader_refuse(r, (enum column)i, "unseen", "");
}

static enum err read_row(struct reader *r)
{
    struct arena *mem = r->c->mem;
    struct catalogue_row row = {.district = r->o->district, .no = "", .limit_text = ""};
    r->bad = false;
    check_clean(r);
    bool known = code_settle(r);
    read_texts(r, &row);
    read_limits(r, &row);
    r->report->rows++;
    if (!known || r->bad)
        return ERR_OK;
    row.key = reader_key(r);
    row.class_name = code_name(r, arena_printf(mem, "%.3s", row.key));
    row.sub_name = code_name(r, row.key);
    if (!row.class_name || !row.sub_name)
        return ERR_OK;
    if (r->n == CATALOGUE_ROWS_MAX)
        return ctx_fail(r->c, ERR_INVALID, "import.too_large", "", "> %d", CATALOGUE_ROWS_MAX);
    row.group = r->group == 'c' ? "component" : "event";
    r->lines = arena_grow(mem, r->lines, r->n, &r->cap, sizeof *r->lines);
    r->lines[r->n++] = (struct line){row, r->row};
    return ERR_OK;
}

/* ---- rows that are no standards ---- */

/* All texts of a row are one and the same: a heading inside the table, or a remark below it. */
static const char *only_text(const struct reader *r)
{
    const char *only = "";
    for (size_t col = 0; col < r->s->cols; col++) {
        const char *text = sheet_cell(r->s, r->row, col);
        if (only[0] && text[0] && strcmp(only, text) != 0)
            return NULL;
        only = text[0] ? text : only;
    }
    return only;
}

/* Some sheets say their head again on each page. */
static bool is_head_again(const struct reader *r)
{
    size_t col = r->k->at[COLUMN_FILING];
    return strcmp(reader_cell(r, COLUMN_FILING), sheet_cell(r->s, r->k->head, col)) == 0;
}

static void read_heading(struct reader *r, const char *text)
{
    char group = words_group(text);
    if (code_heading(r, text))
        return;
    if (!group) {
        reader_note(r, "", r->row, 0, false, "row_ignored", text);
        return;
    }
    r->group = group;
    r->class[0] = r->sub[0] = '\0';
}

static void read_title(struct reader *r)
{
    r->group = words_group(r->s->name);
    for (r->row = 0; r->row < r->k->head; r->row++)
        for (size_t col = 0; col < r->s->cols; col++)
            if (words_group(sheet_cell(r->s, r->row, col)))
                r->group = words_group(sheet_cell(r->s, r->row, col));
}

/* ---- all of them ---- */

static int by_filing(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = strcmp(x->row.key, y->row.key);
    if (order == 0)
        order = strcmp(x->row.filing, y->row.filing);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_key(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = strcmp(x->row.key, y->row.key);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

bool draft_same(const struct catalogue_row *a, const struct catalogue_row *b)
{
    for (int i = 0; i < CATALOGUE_TIERS; i++)
        if (a->limits[i].unit != b->limits[i].unit || a->limits[i].ticks != b->limits[i].ticks)
            return false;
    return strcmp(a->key, b->key) == 0 && strcmp(a->class_name, b->class_name) == 0 &&
           strcmp(a->sub_name, b->sub_name) == 0 && strcmp(a->filing, b->filing) == 0 &&
           strcmp(a->closing, b->closing) == 0 && strcmp(a->unit, b->unit) == 0 &&
           strcmp(a->department, b->department) == 0 && strcmp(a->basis, b->basis) == 0;
}

/* Whoever files chooses by the filing condition: it stands once in a sub-class. The same row again is only noise. */
static void drop_twice(struct reader *r)
{
    size_t kept = 0;
    if (r->n > 0)
        qsort(r->lines, r->n, sizeof *r->lines, by_filing);
    for (size_t i = 0; i < r->n; i++) {
        const struct line *before = kept ? &r->lines[kept - 1] : NULL, *l = &r->lines[i];
        bool twice = before && strcmp(before->row.key, l->row.key) == 0 &&
                     strcmp(before->row.filing, l->row.filing) == 0;
        if (!twice) {
            r->lines[kept++] = *l;
            continue;
        }
        bool same = draft_same(&before->row, &l->row);
        reader_note(r, l->row.key, l->at, r->k->at[COLUMN_FILING], !same,
                    same ? "same_twice" : "duplicate",
                    reader_address(r, before->at, r->k->at[COLUMN_FILING]));
    }
    r->n = kept;
    if (r->n > 0)
        qsort(r->lines, r->n, sizeof *r->lines, by_key);
}

enum err draft_rows(struct ctx *c, const struct sheet *s, const struct columns *k,
                    const struct catalogue_options *o, struct catalogue_draft *out,
                    struct catalogue_report *report)
{
    struct reader r = {.c = c, .s = s, .k = k, .o = o, .report = report};
    read_title(&r);
    for (r.row = k->first; r.row < s->rows; r.row++) {
        const char *only = only_text(&r);
        if (is_head_again(&r))
            continue;
        if (only)
            read_heading(&r, only);
        else
            TRY(read_row(&r));
    }
    drop_twice(&r);
    out->rows = arena_array(c->mem, r.n, sizeof *out->rows);
    out->n = r.n;
    for (size_t i = 0; i < r.n; i++)
        out->rows[i] = r.lines[i].row;
    return ERR_OK;
}

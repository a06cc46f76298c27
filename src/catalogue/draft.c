/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "catalogue/words.h"

enum { NAME_MAX_LEN = 60, TEXT_MAX_LEN = 500, KEY_SHOWN = 40 };

/* A code and its name where they were first given. */
struct named {
    const char *code; /* "c01", "c0101" */
    const char *name;
    size_t row, col;
};

struct names {
    struct named *items;
    size_t n, cap;
};

/* What a sheet says of one row, and where. */
struct line {
    struct catalogue_row row;
    size_t at; /* row of the sheet */
};

struct reader {
    struct ctx *c;
    const struct sheet *s;
    const struct columns *k;
    const struct catalogue_options *o;
    struct catalogue_report *report;
    struct names names;
    struct line *lines;
    size_t n, cap, row; /* row: the one under way */
    bool bad;           /* it has an error */
    char group;         /* what holds until something else is said; 0: not known */
    char class[WORDS_CODE], sub[WORDS_CODE]; /* "": not known */
};

void catalogue_find(struct ctx *c, struct catalogue_report *r, const struct catalogue_finding *f)
{
    r->errors += f->error;
    r->warnings += !f->error;
    if (r->n_findings == CATALOGUE_FINDINGS_MAX)
        return;
    r->findings = arena_grow(c->mem, r->findings, r->n_findings, &r->cap, sizeof *r->findings);
    r->findings[r->n_findings++] = *f;
}

static const char *cell(const struct reader *r, enum column column)
{
    size_t col = r->k->at[column];
    return col == SIZE_MAX ? "" : sheet_cell(r->s, r->row, col);
}

static const char *address(const struct reader *r, size_t row, size_t col)
{
    char at[SHEET_ADDRESS];
    sheet_address(r->s, row, col, at);
    return arena_copy(r->c->mem, at);
}

static void note_of(struct reader *r, const char *key, size_t row, size_t col, bool error,
                    const char *rule, const char *detail)
{
    const struct catalogue_finding f = {.cell = address(r, row, col == SIZE_MAX ? 0 : col),
                                        .row = r->s->lines[row],
                                        .error = error,
                                        .rule = rule,
                                        .key = key,
                                        .detail = text_cut(r->c->mem, detail, TEXT_MAX_LEN / 2)};
    catalogue_find(r->c, r->report, &f);
    r->bad = r->bad || error;
}

/* Of the row under way. */
static void note(struct reader *r, enum column column, bool error, const char *rule,
                 const char *detail)
{
    bool known = r->group && r->class[0] && r->sub[0];
    const char *key = known ? arena_printf(r->c->mem, "%c%s%s", r->group, r->class, r->sub) : "";
    note_of(r, key, r->row, r->k->at[column], error, rule, detail);
}

static void refuse(struct reader *r, enum column column, const char *rule, const char *detail)
{
    note(r, column, true, rule, detail);
}

static enum column there(const struct reader *r, enum column column, enum column other)
{
    return r->k->at[column] != SIZE_MAX ? column : other;
}

/* ---- codes and names ---- */

static struct named *name_of(const struct reader *r, const char *code)
{
    for (size_t i = 0; i < r->names.n; i++)
        if (strcmp(r->names.items[i].code, code) == 0)
            return &r->names.items[i];
    return NULL;
}

/* A name without a code means the one that had it before, below the same parent (or group). */
static const struct named *code_of(const struct reader *r, const char *parent, const char *name)
{
    for (size_t i = 0; i < r->names.n; i++) {
        const struct named *n = &r->names.items[i];
        if (strlen(n->code) == strlen(parent) + 2 && text_has_prefix(n->code, parent) &&
            strcmp(n->name, name) == 0)
            return n;
    }
    return NULL;
}

/* Keeps the name, or holds it against the one that the code had. */
static void settle_name(struct reader *r, const char *code, const char *name, enum column column,
                        const char *missing)
{
    struct arena *mem = r->c->mem;
    struct named *known = name_of(r, code);
    if (known && name[0] && strcmp(known->name, name) != 0)
        refuse(r, column, "name_conflict",
               arena_printf(mem, "%s %s ≠ %s (%s)", code + 1, name, known->name,
                            address(r, known->row, known->col)));
    if (known)
        return;
    if (!name[0] || text_utf8_len(name) > NAME_MAX_LEN) {
        refuse(r, column, name[0] ? "too_long" : missing, name);
        return;
    }
    struct names *n = &r->names;
    n->items = arena_grow(mem, n->items, n->n, &n->cap, sizeof *n->items);
    n->items[n->n++] = (struct named){code, name, r->row, r->k->at[column]};
}

struct level {
    enum column code, name;
    const char *no_code, *no_name; /* rules */
};
static const struct level class_level = {COLUMN_CLASS_CODE, COLUMN_CLASS, "class_code",
                                         "class_name"};
static const struct level sub_level = {COLUMN_SUB_CODE, COLUMN_SUB, "sub_code", "sub_name"};

/* Code and name of one level from its two columns; both may stand in either. */
static bool read_level(struct reader *r, const struct level *l, char code[WORDS_CODE],
                       const char **name)
{
    struct arena *mem = r->c->mem;
    char other[WORDS_CODE];
    const char *name_cell;
    if (!words_code(mem, cell(r, l->code), code, name)) {
        refuse(r, l->code, l->no_code, cell(r, l->code));
        return false;
    }
    if (!words_code(mem, cell(r, l->name), other, &name_cell)) {
        refuse(r, l->name, l->no_code, cell(r, l->name));
        return false;
    }
    bool differ = code[0] && other[0] && strcmp(code, other) != 0;
    if (differ && words_parted(cell(r, l->name))) {
        refuse(r, l->name, l->no_code, cell(r, l->name));
        return false;
    }
    if (name_cell[0])
        *name = differ ? cell(r, l->name) : name_cell;
    if (!code[0])
        memcpy(code, other, WORDS_CODE);
    return true;
}

/* Sets the code that holds, from what this row says or the rows above; then its name. */
static bool settle_level(struct reader *r, const struct level *l, const char *parent,
                         char held[WORDS_CODE], const char *code, const char *name)
{
    enum column column = there(r, l->name, l->code);
    const struct named *known = code[0] || !name[0] ? NULL : code_of(r, parent, name);
    if (code[0])
        memcpy(held, code, WORDS_CODE);
    else if (known)
        memcpy(held, known->code + strlen(parent), WORDS_CODE);
    else if (name[0] || !held[0]) {
        held[0] = '\0';
        refuse(r, there(r, l->code, l->name), l->no_code, name);
        return false;
    }
    settle_name(r, arena_printf(r->c->mem, "%s%s", parent, held), name, column, l->no_name);
    return true;
}

static bool settle_group(struct reader *r, const char *key)
{
    const char *text = cell(r, COLUMN_GROUP);
    char said = text[0] ? words_group(text) : 0, group = key[0] ? key[0] : said;
    if ((text[0] && !said) || (said && group != said) || (!group && !r->group)) {
        refuse(r, there(r, COLUMN_GROUP, COLUMN_KEY), "group", text);
        return false;
    }
    if (group && group != r->group) {
        r->group = group;
        r->class[0] = r->sub[0] = '\0';
    }
    return true;
}

/* The column of whole codes: two digits there are the sub-class alone. */
static bool read_key(struct reader *r, char key[CATALOGUE_KEY], char sub[WORDS_CODE])
{
    const char *text = cell(r, COLUMN_KEY), *rest;
    memset(key, 0, CATALOGUE_KEY);
    sub[0] = '\0';
    if (!text[0] || words_key(r->c->mem, text, key) ||
        (words_code(r->c->mem, text, sub, &rest) && sub[0] && !rest[0]))
        return true;
    refuse(r, COLUMN_KEY, "key", text);
    return false;
}

/* Where the whole code and the columns of the levels both speak, they must agree. */
static bool take_code(struct reader *r, enum column column, char code[WORDS_CODE],
                      const char *given)
{
    if (given[0] && code[0] && memcmp(code, given, 2) != 0) {
        refuse(r, column, "key", cell(r, COLUMN_KEY));
        return false;
    }
    if (given[0]) {
        memcpy(code, given, 2);
        code[2] = '\0';
    }
    return true;
}

static bool settle_codes(struct reader *r)
{
    char key[CATALOGUE_KEY], sub_key[WORDS_CODE], class[WORDS_CODE], sub[WORDS_CODE];
    const char *class_name, *sub_name;
    if (!read_key(r, key, sub_key) || !settle_group(r, key) ||
        !read_level(r, &class_level, class, &class_name) ||
        !read_level(r, &sub_level, sub, &sub_name) || !take_code(r, COLUMN_KEY, class, key + 1) ||
        !take_code(r, COLUMN_KEY, sub, key[1] ? key + 3 : sub_key))
        return false;
    const char before[WORDS_CODE] = {r->class[0], r -> class[1], '\0'};
    const char *group = arena_printf(r->c->mem, "%c", r->group);
    if (!settle_level(r, &class_level, group, r->class, class, class_name))
        return false;
    if (strcmp(before, r->class) != 0)
        r->sub[0] = '\0';
    return settle_level(r, &sub_level, arena_printf(r->c->mem, "%s%s", group, r->class), r->sub,
                        sub, sub_name);
}

/* ---- the rest of a row ---- */

static const char *long_text(struct reader *r, enum column column)
{
    const char *text = words_lines(r->c->mem, cell(r, column));
    if (text_utf8_len(text) > TEXT_MAX_LEN)
        refuse(r, column, "too_long", text);
    return text;
}

/* Three columns are put together as if they were one. */
static const char *limit_cell(const struct reader *r)
{
    const char *a = cell(r, COLUMN_LIMIT), *b = cell(r, COLUMN_LIMIT_B),
               *c = cell(r, COLUMN_LIMIT_C);
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
        refuse(r, COLUMN_LIMIT, "limit", text);
        return;
    }
    row->limit_text = words_of_limits(mem, row->limits);
    if (guessed)
        note(r, COLUMN_LIMIT, false, "limit_read",
             arena_printf(mem, "%s → %s", text, row->limit_text));
}

static void read_texts(struct reader *r, struct catalogue_row *row)
{
    row->filing = long_text(r, COLUMN_FILING);
    row->closing = long_text(r, COLUMN_CLOSING);
    row->unit = long_text(r, COLUMN_UNIT);
    row->department = long_text(r, COLUMN_DEPARTMENT);
    row->basis = long_text(r, COLUMN_BASIS);
    if (!row->filing[0])
        refuse(r, COLUMN_FILING, "filing", "");
    if (!row->closing[0])
        note(r, COLUMN_CLOSING, false, "closing", "");
}

static enum err read_row(struct reader *r)
{
    struct arena *mem = r->c->mem;
    struct catalogue_row row = {.district = r->o->district, .no = "", .limit_text = ""};
    r->bad = false;
    bool known = settle_codes(r);
    read_texts(r, &row);
    read_limits(r, &row);
    r->report->rows++;
    row.key = arena_printf(mem, "%c%s%s", r->group, r->class, r->sub);
    const struct named *class = name_of(r, arena_printf(mem, "%.3s", row.key));
    const struct named *sub = name_of(r, row.key);
    if (!known || r->bad || !class || !sub)
        return ERR_OK;
    if (r->n == CATALOGUE_ROWS_MAX)
        return ctx_fail(r->c, ERR_INVALID, "import.too_large", "", "> %d", CATALOGUE_ROWS_MAX);
    row.group = r->group == 'c' ? "component" : "event";
    row.class_name = class->name;
    row.sub_name = sub->name;
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
    return strcmp(cell(r, COLUMN_FILING), sheet_cell(r->s, r->k->head, col)) == 0;
}

static void read_heading(struct reader *r, const char *text)
{
    char group = words_group(text);
    if (!group) {
        note_of(r, "", r->row, 0, false, "row_ignored", text);
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
        note_of(r, l->row.key, l->at, r->k->at[COLUMN_FILING], !same,
                same ? "same_twice" : "duplicate", address(r, before->at, r->k->at[COLUMN_FILING]));
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

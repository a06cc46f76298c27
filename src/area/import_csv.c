/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "area/import_base.h"
#include "base/arena.h"
#include "base/csv.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/text.h"

enum column { CODE, NAME, LEVEL, PARENT, NOTE, HOUSEHOLDS, POPULATION, COLUMN__COUNT };

static const char *const column_names[COLUMN__COUNT] = {"code", "name",       "level",     "parent",
                                                        "note", "households", "population"};

enum { COLUMNS_NEEDED = PARENT + 1, NUMBER_MAX = 1000000000 };

struct row {
    size_t line;
    struct area_row a;
    bool bad;
    const struct area_row *before; /* NULL: the area is new */
    bool changed;
};

struct sheet {
    struct ctx *c;
    const struct import_options *o;
    struct import_report *report;
    size_t column[COLUMN__COUNT]; /* SIZE_MAX: not there */
    size_t width;
    struct row *rows;
    size_t n, cap;
    struct known_areas known;
    size_t shortest; /* code of all areas, those of the file and those of the database */
    const char *hash;
};

/* ---- reading ---- */

static enum err read_header(struct sheet *s, struct csv *csv)
{
    bool more;
    TRY(csv_row(csv, &more));
    s->width = more ? csv->n : 0;
    for (size_t k = 0; k < COLUMN__COUNT; k++)
        s->column[k] = SIZE_MAX;
    for (size_t i = 0; i < s->width; i++) {
        size_t k = 0;
        while (k < COLUMN__COUNT && strcmp(csv->cells[i], column_names[k]) != 0)
            k++;
        if (k < COLUMN__COUNT && s->column[k] == SIZE_MAX)
            s->column[k] = i;
        else
            import_find(s->c, s->report, csv->line, "", false, "column", "%.60s", csv->cells[i]);
    }
    for (size_t k = 0; k < COLUMNS_NEEDED; k++)
        if (s->column[k] == SIZE_MAX)
            return ctx_fail(s->c, ERR_INVALID, "import.column", column_names[k], "%s",
                            column_names[k]);
    return ERR_OK;
}

static void refuse(struct sheet *s, struct row *r, const char *rule, const char *detail)
{
    r->bad = true;
    import_find(s->c, s->report, r->line, r->a.code ? r->a.code : "", true, rule, "%s",
                text_cut(s->c->mem, detail, 60));
}

/* NULL: an empty cell, or no such column. */
static const char *cell(const struct sheet *s, const struct csv *csv, enum column k)
{
    size_t i = s->column[k];
    return i == SIZE_MAX || csv->cells[i][0] == '\0' ? NULL : csv->cells[i];
}

static int64_t number(struct sheet *s, struct row *r, const struct csv *csv, enum column k)
{
    const char *text = cell(s, csv, k);
    int64_t v;
    if (!text)
        return JSON_ABSENT;
    if (text_int(text, &v) && v >= 0 && v <= NUMBER_MAX)
        return v;
    refuse(s, r, "number", text);
    return JSON_ABSENT;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void read_cells(struct sheet *s, const struct csv *csv, struct row *r)
{
    r->a = (struct area_row){.code = or_empty(cell(s, csv, CODE)),
                             .name = or_empty(cell(s, csv, NAME)),
                             .level = or_empty(cell(s, csv, LEVEL)),
                             .parent = cell(s, csv, PARENT),
                             .note = cell(s, csv, NOTE)};
    if (!text_is_code(r->a.code))
        refuse(s, r, "code", r->a.code);
    if (!area_name_is_text(r->a.name))
        refuse(s, r, "name", r->a.name);
    if (!area_level_is_word(r->a.level))
        refuse(s, r, "level", r->a.level);
    if (!area_note_is_known(r->a.note))
        refuse(s, r, "note", r->a.note);
    r->a.households = number(s, r, csv, HOUSEHOLDS);
    r->a.population = number(s, r, csv, POPULATION);
    if (!r->a.note)
        r->a.note = s->o->note;
}

static enum err read_rows(struct sheet *s, struct csv *csv)
{
    bool more;
    TRY(csv_row(csv, &more));
    while (more) {
        if (s->n == IMPORT_ROWS_MAX)
            return ctx_fail(s->c, ERR_INVALID, "import.too_large", "", "> %d", IMPORT_ROWS_MAX);
        s->rows = arena_grow(s->c->mem, s->rows, s->n, &s->cap, sizeof *s->rows);
        struct row *r = &s->rows[s->n++];
        *r = (struct row){.line = csv->line};
        if (csv->n == s->width)
            read_cells(s, csv, r);
        else
            refuse(s, r, "cells", arena_printf(s->c->mem, "%zu/%zu", csv->n, s->width));
        TRY(csv_row(csv, &more));
    }
    s->report->rows = (int64_t)s->n;
    return ERR_OK;
}

/* ---- checking ---- */

static int by_code(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = strcmp(or_empty(x->a.code), or_empty(y->a.code));
    return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

static const struct row *find_row(const struct sheet *s, const char *code)
{
    struct row key = {.a.code = code};
    size_t low = 0, high = s->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_code(&s->rows[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->n && strcmp(or_empty(s->rows[low].a.code), code) == 0 ? &s->rows[low] : NULL;
}

static enum err load_known(struct sheet *s)
{
    struct db_rows r;
    TRY(db_query(s->c, SQL_AREA_SHORTEST, NO_ARGS, &r));
    s->shortest = row_null(&r, 0, 0) ? SIZE_MAX : (size_t)row_int(&r, 0, 0);
    for (size_t i = 0; i < s->n; i++) {
        const struct area_row *a = &s->rows[i].a;
        if (s->rows[i].bad)
            continue;
        size_t len = strlen(a->code);
        s->shortest = len < s->shortest ? len : s->shortest;
        TRY(known_load(s->c, &s->known, text_district(a->code)));
        if (a->parent && text_is_code(a->parent))
            TRY(known_load(s->c, &s->known, text_district(a->parent)));
    }
    known_sort(&s->known);
    return ERR_OK;
}

/* The parent in the file, else the one in the database. */
static const struct area_row *parent_of(const struct sheet *s, const char *code)
{
    const struct row *r = find_row(s, code);
    return r ? &r->a : known_find(&s->known, code);
}

/* An area above all that is known (the province of a city) is no mistake: the tree begins below it. */
static void check_parent(struct sheet *s, struct row *r)
{
    struct area_row *a = &r->a;
    if (!a->parent)
        return;
    if (!text_is_code(a->parent) || !text_has_prefix(a->code, a->parent) ||
        strlen(a->parent) == strlen(a->code)) {
        refuse(s, r, "prefix", a->parent);
        return;
    }
    const struct area_row *parent = parent_of(s, a->parent);
    if (parent && strcmp(or_empty(parent->level), a->level) == 0) {
        refuse(s, r, "parent_level", a->level);
    } else if (!parent && strlen(a->parent) >= s->shortest) {
        refuse(s, r, "parent_unknown", a->parent);
    } else if (!parent) {
        import_find(s->c, s->report, r->line, a->code, false, "root", "%s", a->parent);
        a->parent = NULL;
    }
}

static bool same(const char *a, const char *b)
{
    return strcmp(or_empty(a), or_empty(b)) == 0;
}

/* What the file does not say stays; then: is anything different? */
static void compare(struct sheet *s, struct row *r)
{
    struct area_row *a = &r->a;
    const struct area_row *b = r->before = known_find(&s->known, a->code);
    if (!b)
        return;
    if (s->column[NOTE] == SIZE_MAX && !s->o->note)
        a->note = b->note;
    if (s->column[HOUSEHOLDS] == SIZE_MAX)
        a->households = b->households;
    if (s->column[POPULATION] == SIZE_MAX)
        a->population = b->population;
    if (b->parent && !same(a->parent, b->parent))
        refuse(s, r, "moved", b->parent);
    r->changed = !same(a->name, b->name) || !same(a->level, b->level) || !same(a->note, b->note) ||
                 !same(a->parent, b->parent) || a->households != b->households ||
                 a->population != b->population;
}

static void check_rows(struct sheet *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct row *r = &s->rows[i];
        if (r->bad)
            continue;
        if (i > 0 && same(r->a.code, s->rows[i - 1].a.code))
            refuse(s, r, "duplicate", arena_printf(s->c->mem, "%zu", s->rows[i - 1].line));
        else if (!import_in_scope(s->c, s->report, r->line, r->a.code))
            r->bad = true;
        if (r->bad)
            continue;
        check_parent(s, r);
        if (!r->bad)
            compare(s, r);
        if (r->bad)
            continue;
        s->report->added += !r->before;
        s->report->changed += r->before && r->changed;
        s->report->unchanged += r->before && !r->changed;
    }
}

/* ---- writing ---- */

static enum err need_levels(struct sheet *s)
{
    const char *done[64] = {NULL};
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct area_row *a = &s->rows[i].a;
        size_t k = 0;
        while (k < n && strcmp(done[k], a->level) != 0)
            k++;
        if (k < n)
            continue;
        const struct area_row *parent = a->parent ? parent_of(s, a->parent) : NULL;
        TRY(area_level_need(s->c, a->level, parent ? parent->level : NULL));
        if (n < LEN(done))
            done[n++] = a->level;
    }
    return ERR_OK;
}

static enum err write_row(struct sheet *s, const struct row *r)
{
    struct ctx *c = s->c;
    const struct area_row *a = &r->a;
    int32_t district = text_district(a->code);
    struct db_rows updated;
    if (!r->before) {
        TRY(db_exec(c, SQL_AREA_INSERT,
                    ARGS(db_int(district), db_text(a->code), db_text(a->name), db_text(a->level),
                         db_text(a->parent), db_text(a->note), db_opt(a->households),
                         db_opt(a->population), db_int(c->now))));
        return area_journal(c, a->code, "create", 1, NULL, area_document(c, a));
    }
    TRY(db_query(c, SQL_AREA_CHANGE,
                 ARGS(db_int(district), db_text(a->code), db_int(r->before->version),
                      db_text(a->name), db_text(a->level), db_text(a->note), db_opt(a->households),
                      db_opt(a->population), db_text(a->parent)),
                 &updated));
    if (updated.n == 0)
        return ctx_fail(c, ERR_BUSY, "db.busy", "", "%s", a->code);
    return area_journal(c, a->code, "change", r->before->version + 1, area_document(c, r->before),
                        area_document(c, a));
}

/* By code, so each district's rows stand together. */
static enum err write_rows(struct sheet *s)
{
    struct import_tally tally = {0};
    TRY(need_levels(s));
    for (size_t i = 0; i < s->n; i++) {
        const struct row *r = &s->rows[i];
        if (r->before && !r->changed)
            continue;
        int32_t district = text_district(r->a.code);
        if (district != tally.district) {
            TRY(import_journal(s->c, &tally, "areas", s->hash));
            tally = (struct import_tally){.district = district};
        }
        tally.added += !r->before;
        tally.changed += r->before != NULL;
        TRY(write_row(s, r));
    }
    TRY(import_journal(s->c, &tally, "areas", s->hash));
    return tally.district ? area_publish(s->c) : ERR_OK;
}

enum err area_import_csv(struct ctx *c, const char *text, size_t n, const struct import_options *o,
                         struct import_report *out)
{
    struct csv csv;
    *out = (struct import_report){0};
    struct sheet s = {.c = c, .o = o, .report = out};
    TRY(import_check_note(c, o));
    TRY(csv_open(c, text, n, &csv));
    TRY(read_header(&s, &csv));
    TRY(read_rows(&s, &csv));
    if (s.n > 0)
        qsort(s.rows, s.n, sizeof *s.rows, by_code);
    TRY(load_known(&s));
    check_rows(&s);
    findings_sort(&out->found);
    if (out->found.errors > 0 || o->dry_run)
        return ERR_OK;
    s.hash = secret_hash_text(c->mem, NULL, text, n);
    TRY(write_rows(&s));
    out->applied = true;
    return ERR_OK;
}

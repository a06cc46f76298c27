/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "ledger/draft.h"
#include "ledger/twin.h"
#include "ledger_sheet/figures.h"
#include "ledger_sheet/plan.h"

enum { AT_ONCE = 64 };

/* The columns of sheet_by_keys and sheet_by_ids. */
enum {
    ID,
    VERSION,
    N,
    LEDGER,
    AREA,
    NAME,
    FACET,
    X,
    Y,
    POST,
    STATUS,
    SINCE,
    FIELDS,
    KEY,
    SEALED,
    LEFT,
    LAST
};

/* ---- one entry twice in a file ---- */

struct keyed {
    const struct said *said;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->said->key, y->said->key);
    return order ? order : (x->said->row > y->said->row) - (x->said->row < y->said->row);
}

static bool same_row(const struct said *a, const struct said *b)
{
    return a->ref == b->ref && text_same(a->fields, b->fields) && text_same(a->sealed, b->sealed) &&
           text_same(a->area, b->area) && !a->figures && !b->figures && a->post == b->post &&
           text_same(a->status, b->status) && a->has_point == b->has_point &&
           memcmp(&a->point, &b->point, sizeof a->point) == 0;
}

static size_t title_column(const struct reader *r)
{
    return columns_of(r->columns, ledger_field(&r->k->fields, r->k->title));
}

/* The later row is the one that is too much. The same words again are only noise. */
static void find_twice(struct reader *r, bool *dropped)
{
    struct keyed *list = arena_array(r->c->mem, r->n, sizeof *list);
    size_t n = 0, first = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->rows[i].key)
            list[n++].said = &r->rows[i];
    if (n > 1)
        qsort(list, n, sizeof *list, by_key);
    for (size_t i = 1; i < n; i++) {
        char at[SHEET_ADDRESS];
        if (strcmp(list[first].said->key, list[i].said->key) != 0) {
            first = i;
            continue;
        }
        bool same = same_row(list[first].said, list[i].said);
        size_t col = title_column(r);
        sheet_address(r->s, list[first].said->row, col == SIZE_MAX ? 0 : col, at);
        rows_note(r, list[i].said->row, col, !same, same ? "same_twice" : "key_twice", at);
        dropped[list[i].said - r->rows] = true;
    }
}

/* ---- what stands there ---- */

struct matching {
    struct reader *r;
    const struct app *app;
    struct ledger_plan *plan;
    struct db_rows keyed, named; /* of the rows at hand: by natural key, by reference */
    struct known *known;         /* entries that rows meant so far */
    size_t n_known, cap_known;
    bool *missed;                        /* fields whose missing column was told */
    struct figures_row figures[AT_ONCE]; /* of the rows at hand */
    size_t n_figures;
};

struct known {
    int64_t id;
    size_t row;
};

static enum err ask(struct matching *m, const struct said *const *rows, size_t n, bool by_ref,
                    struct db_rows *out)
{
    struct db_value args[AT_ONCE + 2];
    size_t used = 0, before = 0;
    args[before++] = db_int(m->r->district);
    if (!by_ref)
        args[before++] = db_text(m->r->k->ledger);
    for (size_t i = 0; i < n; i++) {
        if (by_ref ? rows[i]->ref == 0 : rows[i]->key == NULL)
            continue;
        args[before + used++] = by_ref ? db_int(rows[i]->ref) : db_text(rows[i]->key);
    }
    *out = (struct db_rows){0};
    if (used == 0)
        return ERR_OK;
    for (; used < AT_ONCE; used++)
        args[before + used] = args[before];
    return db_query(&m->r->scratch, by_ref ? SQL_SHEET_BY_IDS : SQL_SHEET_BY_KEYS, args,
                    before + AT_ONCE, out);
}

/* Its row among those that were asked for; SIZE_MAX: none. */
static size_t by_reference(const struct matching *m, int64_t id)
{
    for (size_t i = 0; i < m->named.n; i++)
        if (row_int(&m->named, i, ID) == id)
            return i;
    return SIZE_MAX;
}

static size_t by_natural_key(const struct matching *m, const char *key)
{
    for (size_t i = 0; key && i < m->keyed.n; i++)
        if (strcmp(row_text(&m->keyed, i, KEY), key) == 0)
            return i;
    return SIZE_MAX;
}

static const char *ref_of(const struct matching *m, int64_t id)
{
    char ref[TEXT_REF];
    text_ref(m->r->district, id, ref);
    return arena_copy(m->r->scratch.mem, ref);
}

static void refuse(struct matching *m, const struct said *s, size_t col, const char *rule,
                   const char *detail)
{
    rows_note(m->r, s->row, col, true, rule, detail);
}

/* The entry that a row means: *out_rows NULL when it is a new one. False: a finding says why neither. */
static bool find_entry(struct matching *m, const struct said *s, const struct db_rows **out_rows,
                       size_t *out_i)
{
    size_t ref_column = m->r->columns->at[COLUMN_REF], keyed = by_natural_key(m, s->key);
    size_t named = s->ref ? by_reference(m, s->ref) : SIZE_MAX;
    *out_rows = named != SIZE_MAX ? &m->named : keyed != SIZE_MAX ? &m->keyed : NULL;
    *out_i = named != SIZE_MAX ? named : keyed;
    if (s->ref &&
        (named == SIZE_MAX || strcmp(row_text(&m->named, named, LEDGER), m->r->k->ledger) != 0))
        refuse(m, s, ref_column, "ref_unknown", ref_of(m, s->ref));
    else if (s->ref && !row_null(&m->named, named, LEFT))
        refuse(m, s, ref_column, "left", row_text(&m->named, named, NAME));
    else if (s->ref && keyed != SIZE_MAX && row_int(&m->keyed, keyed, ID) != s->ref &&
             strcmp(twin_base(&m->r->scratch, row_text(&m->named, named, KEY)), s->key) != 0)
        refuse(m, s, title_column(m->r), "key_taken", ref_of(m, row_int(&m->keyed, keyed, ID)));
    else if (*out_rows && !text_has_prefix(row_text(*out_rows, *out_i, AREA), m->r->o->area))
        refuse(m, s, title_column(m->r), "elsewhere", ref_of(m, row_int(*out_rows, *out_i, ID)));
    else
        return true;
    return false;
}

/* ---- rows of the plan ---- */

static void keep_facts(struct arena *mem, struct entry_facts *f)
{
    f->area = arena_copy(mem, f->area);
    f->name = arena_copy(mem, f->name);
    f->name_key = arena_copy(mem, f->name_key);
    f->facet = arena_copy(mem, f->facet);
    f->fields = arena_copy(mem, f->fields);
}

static void keep(struct matching *m, const struct draft *d, const struct plan_row *from)
{
    struct arena *mem = m->r->c->mem;
    struct ledger_plan *plan = m->plan;
    struct plan_row row = *from;
    row.facts = d->facts;
    keep_facts(mem, &row.facts);
    row.natural_key = m->r->k->n_key ? arena_copy(mem, d->natural_key) : NULL;
    row.sealed = d->sealed.n ? arena_copy(mem, fields_text(&m->r->scratch, &d->sealed)) : NULL;
    row.status = arena_copy(mem, from->status);
    plan->rows = arena_grow(mem, plan->rows, plan->n, &plan->cap, sizeof *plan->rows);
    plan->rows[plan->n++] = row;
}

static void sample(struct matching *m, const struct said *s, const struct draft *d,
                   const struct field_set *was)
{
    struct ctx *c = &m->r->scratch;
    struct ledger_report *report = m->r->report;
    const struct ledger_fields *of = &m->r->k->fields;
    if (report->n_samples == LEDGER_SAMPLES)
        return;
    struct field_set shown = fields_where(c, &d->open, of, field_is_shown, false);
    struct ledger_sample *out = &report->samples[report->n_samples++];
    *out = (struct ledger_sample){.row = m->r->s->lines[s->row], .added = was == NULL};
    out->fields = arena_copy(m->r->c->mem, fields_text(c, &shown));
    if (!was)
        return;
    shown = fields_where(c, was, of, field_is_shown, false);
    out->before = arena_copy(m->r->c->mem, fields_text(c, &shown));
}

/* A column that is missing as a whole is told once, at the head, however many new rows want it. */
static void miss_column(struct matching *m, size_t field)
{
    if (!m->missed[field])
        rows_note(m->r, m->r->columns->head, SIZE_MAX, true, "column_missing",
                  m->r->k->fields.v[field].name.zh);
    m->missed[field] = true;
}

/* Fields that every entry has and this one would not. */
static bool is_complete(struct matching *m, const struct said *s, const struct draft *d)
{
    const struct ledger_fields *of = &m->r->k->fields;
    bool whole = true;
    for (size_t i = 0; i < of->n; i++) {
        const struct ledger_field *f = &of->v[i];
        size_t col = columns_of(m->r->columns, f);
        if (!f->needed || fields_json(f->sealed ? &d->sealed : &d->open, f->field))
            continue;
        whole = false;
        if (col == SIZE_MAX)
            miss_column(m, i);
        else
            refuse(m, s, col, "needed", f->name.zh);
    }
    return whole;
}

static enum err sets_of(struct matching *m, const struct said *s, struct field_set *out_open,
                        struct field_set *out_sealed)
{
    TRY(fields_read(&m->r->scratch, s->fields, out_open));
    return fields_read(&m->r->scratch, s->sealed, out_sealed);
}

static enum err add(struct matching *m, const struct said *s)
{
    struct reader *r = m->r;
    const struct plan_row row = {.row = s->row, .status = s->status ? s->status : r->k->start};
    struct draft d = {.app = m->app, .kind = r->k, .district = r->district};
    TRY(sets_of(m, s, &d.open, &d.sealed));
    if (!is_complete(m, s, &d))
        return ERR_OK;
    if (!s->area) {
        refuse(m, s, r->columns->at[COLUMN_AREA], "area_needed", "");
        return ERR_OK;
    }
    d.facts = (struct entry_facts){
        .area = s->area, .has_point = s->has_point, .point = s->point, .post = s->post};
    draft_fill(&r->scratch, &d);
    keep(m, &d, &row);
    sample(m, s, &d, NULL);
    r->report->added++;
    return ERR_OK;
}

/*
 * What a row says of the place, over what is known. A point of another area means nothing any more. The community of the
 * cell in which an entry stands is no other place: sheets seldom know cells.
 */
static void place(const struct said *s, struct entry_facts *f)
{
    bool moved = s->has_place && strcmp(s->area, f->area) != 0;
    if (!s->has_place || (!s->has_point && text_has_prefix(f->area, s->area)))
        return;
    f->area = s->area;
    if (s->has_point || moved) {
        f->has_point = s->has_point;
        f->point = s->point;
    }
}

static enum err open_sealed(struct matching *m, const struct db_rows *rows, size_t i, int64_t id,
                            struct field_set *out)
{
    struct ctx *c = &m->r->scratch;
    size_t n;
    const void *blob = row_blob(rows, i, SEALED, &n);
    *out = (struct field_set){0};
    if (!blob)
        return ERR_OK;
    const char *text = secret_open(c->mem, m->app->key, entry_aad(c, m->r->district, id), blob, n);
    if (!text)
        return ctx_fail(m->r->c, ERR_INTERNAL, "internal", "", "entry %lld does not open",
                        (long long)id);
    return fields_read(c, text, out);
}

static struct entry_facts facts_of(const struct db_rows *rows, size_t i)
{
    return (struct entry_facts){
        .area = row_text(rows, i, AREA),
        .has_point = !row_null(rows, i, X),
        .point = {(int32_t)row_int(rows, i, X), (int32_t)row_int(rows, i, Y)},
        .post = row_int(rows, i, POST),
    };
}

static bool same_place(const struct entry_facts *a, const struct entry_facts *b)
{
    return strcmp(a->area, b->area) == 0 && a->has_point == b->has_point &&
           (!a->has_point || memcmp(&a->point, &b->point, sizeof a->point) == 0);
}

static bool same_set(struct ctx *c, const struct field_set *a, const struct field_set *b)
{
    return strcmp(fields_text(c, a), fields_text(c, b)) == 0;
}

static const void *keep_blob(struct arena *mem, const struct db_rows *rows, size_t i, size_t *out_n)
{
    const void *blob = row_blob(rows, i, SEALED, out_n);
    if (!blob)
        *out_n = 0;
    return blob ? arena_copy_n(mem, blob, *out_n) : NULL;
}

static enum err change(struct matching *m, const struct said *s, const struct db_rows *rows,
                       size_t i)
{
    struct reader *r = m->r;
    struct ctx *c = &r->scratch;
    struct field_set open, sealed, was, was_sealed;
    struct draft d = {.app = m->app, .kind = r->k, .district = r->district};
    const struct entry_facts known = facts_of(rows, i);
    d.id = row_int(rows, i, ID);
    TRY(sets_of(m, s, &open, &sealed));
    TRY(fields_read(c, row_text(rows, i, FIELDS), &was));
    TRY(open_sealed(m, rows, i, d.id, &was_sealed));
    d.open = fields_merge(c, &was, &open);
    d.sealed = fields_merge(c, &was_sealed, &sealed);
    d.facts = known;
    place(s, &d.facts);
    d.facts.post = s->post ? s->post : known.post;
    if (s->status && strcmp(s->status, row_text(rows, i, STATUS)) != 0)
        rows_note(r, s->row, r->columns->at[COLUMN_STATUS], false, "status_kept",
                  row_text(rows, i, STATUS));
    bool reseals = !same_set(c, &d.sealed, &was_sealed);
    if (same_set(c, &d.open, &was) && !reseals && d.facts.post == known.post &&
        same_place(&d.facts, &known)) {
        r->report->unchanged++;
        return ERR_OK;
    }
    draft_fill(c, &d);
    struct plan_row row = {.row = s->row,
                           .id = d.id,
                           .reseals = reseals,
                           .version = row_int(rows, i, VERSION),
                           .n = row_int(rows, i, N),
                           .last = row_int(rows, i, LAST),
                           .status = row_text(rows, i, STATUS),
                           .status_since = row_int(rows, i, SINCE)};
    if (reseals)
        row.sealed_was = keep_blob(r->c->mem, rows, i, &row.sealed_n);
    keep(m, &d, &row);
    sample(m, s, &d, &was);
    r->report->changed++;
    return ERR_OK;
}

static enum err match_one(struct matching *m, const struct said *s)
{
    const struct db_rows *rows;
    const int64_t unchanged = m->r->report->unchanged;
    size_t i;
    if (!find_entry(m, s, &rows, &i))
        return ERR_OK;
    struct figures_row *row = &m->figures[m->n_figures++];
    *row = (struct figures_row){.said = s, .id = rows ? row_int(rows, i, ID) : 0};
    if (!rows)
        return add(m, s);
    m->known = arena_grow(m->r->c->mem, m->known, m->n_known, &m->cap_known, sizeof *m->known);
    m->known[m->n_known++] = (struct known){row_int(rows, i, ID), s->row};
    TRY(change(m, s, rows, i));
    row->unchanged = m->r->report->unchanged > unchanged;
    return ERR_OK;
}

/* ---- all of them ---- */

static enum err match_some(struct matching *m, const struct said *const *rows, size_t n)
{
    arena_reset(m->r->scratch.mem);
    TRY(ask(m, rows, n, true, &m->named));
    TRY(ask(m, rows, n, false, &m->keyed));
    m->n_figures = 0;
    for (size_t i = 0; i < n; i++)
        TRY(match_one(m, rows[i]));
    return figures_match(m->r, m->plan, m->figures, m->n_figures);
}

static int by_entry(const void *a, const void *b)
{
    const struct known *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* By reference and by key two rows can mean one entry without looking alike. */
static void find_met_twice(struct matching *m)
{
    if (m->n_known > 1)
        qsort(m->known, m->n_known, sizeof *m->known, by_entry);
    for (size_t i = 1; i < m->n_known; i++) {
        char at[SHEET_ADDRESS];
        if (m->known[i].id != m->known[i - 1].id)
            continue;
        sheet_address(m->r->s, m->known[i - 1].row, 0, at);
        rows_note(m->r, m->known[i].row, m->r->columns->at[COLUMN_REF], true, "ref_twice", at);
    }
}

/* Those that are there by their id, then the new ones in the order of the sheet: their ids will be greater. */
static int by_id(const void *a, const void *b)
{
    const struct plan_row *x = a, *y = b;
    if ((x->id == 0) != (y->id == 0))
        return x->id == 0 ? 1 : -1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

enum err plan_match(struct reader *r, const struct app *app, struct ledger_plan *plan)
{
    struct matching m = {.r = r, .app = app, .plan = plan};
    const struct said *at_once[AT_ONCE];
    bool *dropped = arena_array(r->c->mem, r->n, sizeof *dropped);
    size_t n = 0;
    m.missed = arena_array(r->c->mem, r->k->fields.n, sizeof *m.missed);
    find_twice(r, dropped);
    for (size_t i = 0; i < r->n; i++) {
        if (!dropped[i])
            at_once[n++] = &r->rows[i];
        if (n == AT_ONCE || (n > 0 && i + 1 == r->n)) {
            TRY(match_some(&m, at_once, n));
            n = 0;
        }
    }
    find_met_twice(&m);
    if (plan->n > 1)
        qsort(plan->rows, plan->n, sizeof *plan->rows, by_id);
    return ERR_OK;
}

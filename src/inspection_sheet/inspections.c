/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of the inspections: which entry, when, of which sort, and how many things were found. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection_sheet/plan.h"
#include "ledger/key.h"
#include "ledger_sheet/flaws.h"

enum { SORT_LEN = 100 };

/* ---- one row ---- */

static bool is_full(const struct past *p, const char *sort)
{
    static const char *const usual[] = {"全面检查", "例行检查", "日常检查",
                                        "full",     "routine",  "routineinspection"};
    const char *folded = key_fold(p->r.scratch.mem, sort);
    if (!sort[0])
        return true;
    for (size_t i = 0; p->o->full && i < node_len(p->o->full); i++)
        if (strcmp(node_text(node_at(p->o->full, i)), sort) == 0)
            return true;
    for (size_t i = 0; !p->o->full && i < LEN(usual); i++)
        if (strcmp(usual[i], folded) == 0)
            return true;
    return false;
}

static bool read_sort(struct past *p, bool *out_full)
{
    struct past_report *report = p->report;
    const char *sort = past_cell(p, PAST_SORT);
    if (text_utf8_len(sort) > SORT_LEN) {
        past_refuse(p, PAST_SORT, "too_long", sort);
        return false;
    }
    *out_full = is_full(p, sort);
    for (size_t i = 0; i < report->n_sorts; i++)
        if (strcmp(report->sorts[i].sort, sort) == 0) {
            report->sorts[i].n++;
            return true;
        }
    report->sorts = arena_grow(p->r.c->mem, report->sorts, report->n_sorts, &report->cap_sorts,
                               sizeof *report->sorts);
    report->sorts[report->n_sorts++] = (struct past_sort){sort, 1, *out_full};
    return true;
}

/* The natural key as the ledger makes it of the same cells. */
static enum err read_key(struct past *p, const char **out)
{
    struct ctx *c = &p->r.scratch;
    const struct ledger_kind *k = p->r.k;
    const char **texts = arena_array(c->mem, k->n_key, sizeof *texts);
    *out = NULL;
    for (size_t i = 0; i < k->n_key; i++) {
        struct buf b = {.mem = c->mem};
        const struct node *v;
        const char *text = sheet_cell(p->r.s, p->r.row, p->heads->key[i]);
        const char *rule = text[0]
                               ? value_read(c->mem, ledger_field(&k->fields, k->key[i]), text,
                                            (struct day_form){p->r.s->from_1904, p->o->dates}, &b)
                               : "needed";
        if (rule) {
            rows_note(&p->r, p->r.row, p->heads->key[i], true, rule, text);
            return ERR_OK;
        }
        TRY(json_parse(c, buf_str(&b), b.n, &v));
        texts[i] = node_text(v) ? node_text(v) : buf_str(&b);
    }
    *out = arena_copy(p->r.c->mem, key_join(c->mem, texts, k->n_key));
    return ERR_OK;
}

/* Counts that contradict each other are none. One that is not said is what the others make of it. */
static bool read_counts(struct past *p, struct past_inspection *out)
{
    bool read = past_count(p, PAST_FAILED, &out->failed);
    read = past_count(p, PAST_MUST, &out->must) && read;
    read = past_count(p, PAST_MUST_CORRECTED, &out->must_corrected) && read;
    read = past_count(p, PAST_SCORE, &out->score) && read;
    if (!read)
        return false;
    if (out->score > 100) {
        past_refuse(p, PAST_SCORE, "counts", past_cell(p, PAST_SCORE));
        return false;
    }
    out->given = past_cell(p, PAST_FAILED)[0] || past_cell(p, PAST_MUST)[0] || out->score >= 0;
    if (!past_cell(p, PAST_FAILED)[0])
        out->failed = out->must;
    if (out->must <= out->failed && out->must_corrected <= out->must)
        return true;
    past_refuse(p, out->must > out->failed ? PAST_MUST : PAST_MUST_CORRECTED, "counts",
                past_cell(p, out->must > out->failed ? PAST_MUST : PAST_MUST_CORRECTED));
    return false;
}

static bool read_done(struct past *p, int64_t *out)
{
    const char *text = past_cell(p, PAST_DATE);
    if (!text[0])
        past_refuse(p, PAST_DATE, "needed", "");
    if (!text[0] || !past_day(p, PAST_DATE, out))
        return false;
    if (*out <= p->r.c->now)
        return true;
    past_refuse(p, PAST_DATE, "future", text);
    return false;
}

static enum err read_row(struct past *p)
{
    struct past_plan *plan = p->plan;
    struct past_inspection in = {.row = p->r.row, .score = -1};
    p->report->common.rows++;
    bool good = past_texts(p, &in.number, &in.note);
    good = read_done(p, &in.done) && good;
    good = read_sort(p, &in.full) && good;
    good = read_counts(p, &in) && good;
    TRY(read_key(p, &in.key));
    if (!good || !in.key)
        return ERR_OK;
    plan->inspections = arena_grow(p->r.c->mem, plan->inspections, plan->n_inspections,
                                   &plan->cap_inspections, sizeof *plan->inspections);
    plan->inspections[plan->n_inspections++] = in;
    return ERR_OK;
}

/* ---- what stands there ---- */

/* Columns of past_by_keys, a row for each stretch of an entry's time; of past_by_numbers. */
enum { E_ID, E_KEY, E_FROM, E_TO, E_AREA };
enum { N_ID, N_NUMBER, N_ENTRY, N_DONE, N_KIND };

/* 64 of them in order of what is asked for, key or number. */
static enum err ask(struct past *p, const struct past_inspection *rows, size_t n, bool by_key,
                    struct db_rows *out)
{
    struct db_value args[PAST_AT_ONCE + 4] = {db_int(p->r.district), db_text(p->r.k->ledger)};
    for (size_t i = 0; i < PAST_AT_ONCE; i++) {
        const struct past_inspection *in = &rows[i < n ? i : n - 1];
        args[i + 4] = db_text(by_key ? in->key : in->number);
    }
    args[2] = args[4];
    args[3] = args[PAST_AT_ONCE + 3];
    arena_reset(p->r.scratch.mem);
    return db_query(&p->r.scratch, by_key ? SQL_PAST_BY_KEYS : SQL_PAST_BY_NUMBERS, args, LEN(args),
                    out);
}

static void refuse_key(struct past *p, const struct past_inspection *in, const char *rule)
{
    size_t col = p->heads->key[0];
    rows_note(&p->r, in->row, col, true, rule, sheet_cell(p->r.s, in->row, col));
}

/* Where the entry was then. False: a finding says why not. */
static bool find_entry(struct past *p, const struct db_rows *r, struct past_inspection *in)
{
    bool stands = false;
    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(row_text(r, i, E_KEY), in->key) != 0)
            continue;
        stands = true;
        in->entry = row_int(r, i, E_ID);
        if (row_int(r, i, E_FROM) > in->done ||
            (!row_null(r, i, E_TO) && row_int(r, i, E_TO) <= in->done))
            continue;
        in->area = arena_copy(p->r.c->mem, row_text(r, i, E_AREA));
        if (text_has_prefix(in->area, p->o->area))
            return true;
        refuse_key(p, in, "elsewhere");
        return false;
    }
    refuse_key(p, in, stands ? "not_in_ledger" : "entry_unknown");
    return false;
}

static bool same_inspection(const struct db_rows *r, size_t i, const struct past_inspection *in)
{
    return row_int(r, i, N_ENTRY) == in->entry && row_int(r, i, N_DONE) == in->done &&
           strcmp(row_text(r, i, N_KIND), in->full ? "full" : "visit") == 0;
}

static bool is_new(struct past *p, const struct db_rows *r, const struct past_inspection *in)
{
    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(row_text(r, i, N_NUMBER), in->number) != 0)
            continue;
        if (same_inspection(r, i, in))
            p->report->common.unchanged++;
        else
            rows_note(&p->r, in->row, p->heads->at[PAST_NUMBER], true, "number_taken", in->number);
        return false;
    }
    return true;
}

static void grade_alone(struct past *p, const struct past_inspection *in)
{
    const struct inspection i = {.score = in->score,
                                 .failed = in->failed,
                                 .must_failed = in->must,
                                 .must_corrected = in->must_corrected};
    struct grade g;
    inspection_grade_given(p->plan->list, &i, 0, false, &g);
    past_tally_status(p, g.status);
}

typedef bool keep_fn(struct past *p, const struct db_rows *r, struct past_inspection *in);

static bool keep_known(struct past *p, const struct db_rows *r, struct past_inspection *in)
{
    if (!find_entry(p, r, in))
        return false;
    grade_alone(p, in);
    return true;
}

static bool keep_new(struct past *p, const struct db_rows *r, struct past_inspection *in)
{
    return is_new(p, r, in);
}

/* Leaves those that fn keeps. */
static enum err sift(struct past *p, bool by_key, keep_fn *fn)
{
    struct past_plan *plan = p->plan;
    size_t kept = 0, n = plan->n_inspections;
    for (size_t from = 0; from < n; from += PAST_AT_ONCE) {
        size_t to = from + PAST_AT_ONCE < n ? from + PAST_AT_ONCE : n;
        struct db_rows r;
        TRY(ask(p, &plan->inspections[from], to - from, by_key, &r));
        for (size_t i = from; i < to; i++) {
            struct past_inspection in = plan->inspections[i];
            if (fn(p, &r, &in))
                plan->inspections[kept++] = in;
        }
    }
    plan->n_inspections = kept;
    return ERR_OK;
}

/* ---- all of them ---- */

static int by_row(const struct past_inspection *x, const struct past_inspection *y)
{
    return (x->row > y->row) - (x->row < y->row);
}

static int by_key(const void *a, const void *b)
{
    const struct past_inspection *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : by_row(x, y);
}

static int by_number(const void *a, const void *b)
{
    const struct past_inspection *x = a, *y = b;
    int order = strcmp(x->number, y->number);
    return order ? order : by_row(x, y);
}

/* Several of one day follow each other by their numbers, in natural order: by length, then by their signs. */
static int by_entry(const void *a, const void *b)
{
    const struct past_inspection *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    if (x->done != y->done)
        return x->done < y->done ? -1 : 1;
    size_t n = strlen(x->number), m = strlen(y->number);
    return n != m ? (n < m ? -1 : 1) : strcmp(x->number, y->number);
}

static void sort(struct past *p, int (*order)(const void *, const void *))
{
    if (p->plan->n_inspections > 1)
        qsort(p->plan->inspections, p->plan->n_inspections, sizeof *p->plan->inspections, order);
}

/* In order of their numbers. The later row is the one that is too much. */
static void find_twice(struct past *p)
{
    const struct past_inspection *v = p->plan->inspections;
    for (size_t i = 1; i < p->plan->n_inspections; i++)
        if (strcmp(v[i - 1].number, v[i].number) == 0)
            rows_note(&p->r, v[i].row, p->heads->at[PAST_NUMBER], true, "number_twice",
                      v[i].number);
}

enum err past_read_inspections(struct past *p)
{
    for (p->r.row = p->heads->first; p->r.row < p->r.s->rows; p->r.row++) {
        arena_reset(p->r.scratch.mem);
        flaws_of_row(&p->r);
        TRY(read_row(p));
    }
    sort(p, by_key);
    TRY(sift(p, true, keep_known));
    sort(p, by_number);
    find_twice(p);
    TRY(sift(p, false, keep_new));
    sort(p, by_entry);
    p->report->common.added = (int64_t)p->plan->n_inspections;
    return ERR_OK;
}

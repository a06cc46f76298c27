/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of what the inspections found: a row is an item that was not right. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "inspection_sheet/plan.h"
#include "ledger/key.h"
#include "ledger_sheet/flaws.h"

/* ---- items by word or name ---- */

struct item_name {
    const char *name; /* folded */
    const struct check_item *item;
};
struct item_names {
    struct item_name *v;
    size_t n;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct item_name *)a)->name, ((const struct item_name *)b)->name);
}

static struct item_names names_of(struct arena *mem, const struct checklist *l)
{
    struct item_names names = {.v = arena_array(mem, 3 * l->n_items, sizeof *names.v)};
    for (size_t i = 0; i < l->n_items; i++) {
        const struct check_item *item = &l->items[i];
        const char *const words[] = {item->item, item->name.zh, item->name.en};
        for (size_t k = 0; k < LEN(words); k++)
            names.v[names.n++] = (struct item_name){key_fold(mem, words[k]), item};
    }
    qsort(names.v, names.n, sizeof *names.v, by_name);
    return names;
}

static const struct check_item *read_item(struct past *p, const struct item_names *names)
{
    const char *text = past_cell(p, PAST_ITEM);
    const struct item_name wanted = {key_fold(p->r.scratch.mem, text), NULL};
    const struct item_name *found =
        text[0] ? bsearch(&wanted, names->v, names->n, sizeof wanted, by_name) : NULL;
    if (!found)
        past_refuse(p, PAST_ITEM, text[0] ? "item_unknown" : "needed", text);
    return found ? found->item : NULL;
}

/* ---- one row ---- */

/* "" leaves it to the checklist. */
static bool read_must(struct past *p, int *out)
{
    bool must;
    if (!past_cell(p, PAST_MUST)[0])
        return true;
    if (!past_flag(p, PAST_MUST, &must))
        return false;
    *out = must ? 1 : -1;
    return true;
}

/* Points would say that all the other items were looked at and passed, and nobody knows that: there are none. */
static void read_row(struct past *p, const struct item_names *names)
{
    struct past_plan *plan = p->plan;
    struct past_answer a = {.row = p->r.row, .said = {.answer = "false"}};
    p->report->common.rows++;
    bool good = past_texts(p, &a.number, &a.note);
    a.item = read_item(p, names);
    good = past_flag(p, PAST_CORRECTED, &a.said.corrected) && good;
    good = read_must(p, &a.said.must) && good;
    good = past_count(p, PAST_DAYS, &a.said.days) && good;
    good = past_day(p, PAST_CORRECTED_DATE, &a.said.corrected_at) && good;
    if (!good || !a.item)
        return;
    a.said.item = a.item->item;
    plan->answers = arena_grow(p->r.c->mem, plan->answers, plan->n_answers, &plan->cap_answers,
                               sizeof *plan->answers);
    plan->answers[plan->n_answers++] = a;
}

/* ---- the inspections that they belong to ---- */

/* Columns of past_by_numbers. */
enum { ID, NUMBER, ENTRY, DONE, KIND, AREA, ANSWERS, FAILED, MUST, MUST_CORRECTED, GIVEN };

/* One inspection and its rows in the sheet. */
struct found {
    struct past_answer *v;
    size_t n;
};

static int by_number(const void *a, const void *b)
{
    const struct past_answer *x = a, *y = b;
    int order = strcmp(x->number, y->number);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* An item that was found several times is counted through. */
static void count_through(struct found *f)
{
    for (size_t i = 0; i < f->n; i++) {
        f->v[i].said.n = 1;
        for (size_t k = i; k-- > 0 && f->v[i].said.n == 1;)
            if (f->v[k].item == f->v[i].item)
                f->v[i].said.n = f->v[k].said.n + 1;
    }
}

static struct grade grade_of(struct past *p, const struct found *f)
{
    struct grade g;
    struct inspection_answer *list = arena_array(p->r.scratch.mem, f->n, sizeof *list);
    for (size_t i = 0; i < f->n; i++)
        list[i] = f->v[i].said;
    inspection_grade(p->plan->list, NULL, list, f->n, 0, false, &g);
    return g;
}

static void tally_correction(struct past_corrections *t, const struct past_answer *a)
{
    int64_t late = a->said.corrected_at - a->done;
    if (!a->said.corrected_at)
        return;
    if (late < 0)
        t->before++;
    else if (late < TIME_DAY)
        t->same_day++;
    else if (!a->said.days)
        t->unlimited++;
    else if (late <= a->said.days * TIME_DAY)
        t->in_time++;
    else
        t->late++;
}

static void warn(struct past *p, const struct found *f, const struct db_rows *r, size_t i)
{
    const struct grade g = grade_of(p, f);
    for (size_t k = 0; k < f->n; k++)
        if (f->v[k].said.corrected_at && f->v[k].said.corrected_at < f->v[k].done)
            rows_note(&p->r, f->v[k].row, p->heads->at[PAST_CORRECTED_DATE], false,
                      "corrected_before", f->v[k].number);
    if (row_int(r, i, GIVEN) &&
        (g.must_failed != row_int(r, i, MUST) || g.must_corrected != row_int(r, i, MUST_CORRECTED)))
        rows_note(&p->r, f->v[0].row, p->heads->at[PAST_NUMBER], false, "counts_differ",
                  f->v[0].number);
    past_tally_status(p, g.status);
}

static bool is_there(const struct inspection_answer *list, size_t n, const struct past_answer *a)
{
    for (size_t i = 0; i < n; i++) {
        const struct inspection_answer *b = &list[i], *s = &a->said;
        if (strcmp(b->item, s->item) == 0 && b->n == s->n)
            return b->corrected == s->corrected && b->must == s->must && b->days == s->days &&
                   b->corrected_at == s->corrected_at && text_same(b->note, a->note);
    }
    return false;
}

/* Brought in before: the same again is nothing new, another word is refused. */
static enum err compare(struct past *p, const struct found *f)
{
    const struct inspection_answer *list;
    size_t n, same = 0;
    TRY(inspection_answers(&p->r.scratch, p->r.district, f->v[0].inspection, &list, &n));
    for (size_t i = 0; i < f->n; i++)
        same += is_there(list, n, &f->v[i]);
    if (same == n && same == f->n)
        p->report->common.unchanged += (int64_t)n;
    else
        rows_note(&p->r, f->v[0].row, p->heads->at[PAST_NUMBER], true, "answers_differ",
                  f->v[0].number);
    return ERR_OK;
}

/* *out_new: they are to be written. */
static enum err match_one(struct past *p, const struct db_rows *r, struct found *f, bool *out_new)
{
    size_t i = 0;
    *out_new = false;
    while (i < r->n && strcmp(row_text(r, i, NUMBER), f->v[0].number) != 0)
        i++;
    if (i == r->n || !text_has_prefix(row_text(r, i, AREA), p->o->area)) {
        for (size_t k = 0; k < f->n; k++)
            rows_note(&p->r, f->v[k].row, p->heads->at[PAST_NUMBER], true,
                      i == r->n ? "number_unknown" : "elsewhere", f->v[k].number);
        return ERR_OK;
    }
    for (size_t k = 0; k < f->n; k++) {
        f->v[k].inspection = row_int(r, i, ID);
        f->v[k].entry = row_int(r, i, ENTRY);
        f->v[k].done = row_int(r, i, DONE);
        tally_correction(&p->report->corrections, &f->v[k]);
    }
    count_through(f);
    warn(p, f, r, i);
    if (row_int(r, i, ANSWERS))
        return compare(p, f);
    p->report->common.added += (int64_t)f->n;
    *out_new = true;
    return ERR_OK;
}

static enum err ask(struct past *p, const struct found *list, size_t n, struct db_rows *out)
{
    struct db_value args[PAST_AT_ONCE + 4] = {db_int(p->r.district), db_text(p->r.k->ledger)};
    for (size_t i = 0; i < PAST_AT_ONCE; i++)
        args[i + 4] = db_text(list[i < n ? i : n - 1].v->number);
    args[2] = args[4];
    args[3] = args[PAST_AT_ONCE + 3];
    return db_query(&p->r.scratch, SQL_PAST_BY_NUMBERS, args, LEN(args), out);
}

static size_t next_of(struct past_plan *plan, size_t from, struct found *out)
{
    size_t to = from + 1;
    while (to < plan->n_answers &&
           strcmp(plan->answers[from].number, plan->answers[to].number) == 0)
        to++;
    *out = (struct found){&plan->answers[from], to - from};
    return to;
}

static enum err match(struct past *p)
{
    struct past_plan *plan = p->plan;
    size_t kept = 0;
    for (size_t from = 0; from < plan->n_answers;) {
        struct found list[PAST_AT_ONCE];
        struct db_rows r;
        size_t n = 0;
        while (from < plan->n_answers && n < PAST_AT_ONCE)
            from = next_of(plan, from, &list[n++]);
        arena_reset(p->r.scratch.mem);
        TRY(ask(p, list, n, &r));
        for (size_t i = 0; i < n; i++) {
            bool is_new;
            TRY(match_one(p, &r, &list[i], &is_new));
            if (is_new)
                memmove(&plan->answers[kept], list[i].v, list[i].n * sizeof *list[i].v);
            kept += is_new ? list[i].n : 0;
        }
    }
    plan->n_answers = kept;
    return ERR_OK;
}

static int by_entry(const void *a, const void *b)
{
    const struct past_answer *x = a, *y = b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    if (x->inspection != y->inspection)
        return x->inspection < y->inspection ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

enum err past_read_answers(struct past *p)
{
    const struct item_names names = names_of(p->r.c->mem, p->plan->list);
    for (p->r.row = p->heads->first; p->r.row < p->r.s->rows; p->r.row++) {
        arena_reset(p->r.scratch.mem);
        flaws_of_row(&p->r);
        read_row(p, &names);
    }
    if (p->plan->n_answers > 1)
        qsort(p->plan->answers, p->plan->n_answers, sizeof *p->plan->answers, by_number);
    TRY(match(p));
    if (p->plan->n_answers > 1)
        qsort(p->plan->answers, p->plan->n_answers, sizeof *p->plan->answers, by_entry);
    return ERR_OK;
}

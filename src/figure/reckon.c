/* SPDX-License-Identifier: Apache-2.0 */
/* Counts from indexes where these can tell, else entries and periods streamed one by one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "figure/cases.h"
#include "figure/distinct.h"

struct tally *tally_for(struct arena *mem, struct tallies *t, const char *label)
{
    for (size_t i = 0; i < t->n; i++)
        if (!label || strcmp(t->v[i].label, label) == 0)
            return &t->v[i];
    if (t->n == t->cap)
        t->v = arena_grow(mem, t->v, t->n, &t->cap, sizeof *t->v);
    t->v[t->n] = (struct tally){.label = arena_copy(mem, label)};
    return &t->v[t->n++];
}

/* ---- counted by the database ---- */

static bool counts_by_index(const struct reckon *r)
{
    return r->kind->form == FIGURE_COUNT && !reckon_needs_fields(r) && !(r->kind->ever && r->past);
}

static enum err count_part(const struct reckon *r, int part, struct tallies *out)
{
    const struct entry_query q = walk_query(r, part);
    const struct entry_count *counts;
    size_t n;
    TRY(entry_count(r->c, &q, r->ledger->facet != NULL, &counts, &n));
    for (size_t i = 0; i < n; i++) {
        const struct entry e = {.status = counts[i].status, .facet = counts[i].facet};
        if (!reckon_matches(r, &e, NULL))
            continue;
        struct tally *t = tally_for(r->c->mem, out, reckon_label(r, &e, NULL));
        t->sum += (double)counts[i].n;
        t->entries += counts[i].n;
        t->reported += counts[i].n;
    }
    return ERR_OK;
}

/* ---- entry by entry ---- */

struct member {
    int32_t district;
    int64_t id;
    size_t tally;
    double value; /* of a growth: in this period */
    bool has;
};
struct members {
    struct member *v;
    size_t n, cap;
};

/* What a walk over periods does with a value. */
enum pass { PASS_ADD, PASS_KEEP, PASS_PAIR, PASS_LAST };

struct stream {
    const struct reckon *r;
    struct ctx row; /* with an arena of its own, for one row */
    struct tallies *out;
    bool collects;              /* for a sum over their periods: */
    struct members stood, gone; /* who stood then; the others of a cumulative figure */
    int part;
    enum pass pass;
    const char *period;   /* that is walked over; NULL: of each the last */
    struct tallies lasts; /* PASS_LAST: how many have each period as their last */
};

static enum err parse_fields(struct stream *s, const struct entry *e, const struct node **out)
{
    *out = NULL;
    if (!reckon_needs_fields(s->r))
        return ERR_OK;
    return json_parse(&s->row, e->fields, strlen(e->fields), out);
}

static void collect(struct stream *s, const struct entry *e, const struct tally *t)
{
    struct members *m = s->part == WALK_STOOD ? &s->stood : &s->gone;
    if (m->n == m->cap)
        m->v = arena_grow(s->r->c->mem, m->v, m->n, &m->cap, sizeof *m->v);
    m->v[m->n++] =
        (struct member){.district = e->district, .id = e->id, .tally = (size_t)(t - s->out->v)};
}

static void add_value(struct tally *t, double value)
{
    t->sum += value;
    t->known = true;
    t->reported++;
}

static void add(struct stream *s, const struct entry *e, const struct node *fields)
{
    double value = 1;
    bool counts = s->r->kind->form == FIGURE_COUNT;
    bool has = counts || (!s->collects && reckon_value(s->r, fields, &value));
    struct tally *t = tally_for(s->r->c->mem, s->out, reckon_label(s->r, e, fields));
    t->entries++;
    if (s->collects)
        collect(s, e, t);
    if (has)
        add_value(t, value);
}

static enum err on_entry(void *arg, const struct entry *e)
{
    struct stream *s = arg;
    const struct node *fields;
    bool takes;
    arena_reset(s->row.mem);
    TRY(walk_takes(s->r, s->part, e, &takes));
    TRY(parse_fields(s, e, &fields));
    if (takes && reckon_matches(s->r, e, fields))
        add(s, e, fields);
    return ERR_OK;
}

/* Looking an entry up while others stream is not possible: those that came back are read page by page. */
static enum err page_through(struct stream *s)
{
    struct entry_query q = walk_query(s->r, s->part);
    const struct entry *page;
    size_t n;
    bool more = true;
    q.limit = ENTRY_PAGE_MAX;
    while (more) {
        TRY(entry_list(s->r->c, &q, &page, &n, &more));
        for (size_t i = 0; i < n; i++)
            TRY(on_entry(s, &page[i]));
        if (n > 0) {
            q.after_area = page[n - 1].area;
            q.after_id = page[n - 1].id;
        }
    }
    return ERR_OK;
}

static enum err stream_entries(struct stream *s)
{
    for (s->part = 0; s->part < WALK__PARTS; s->part++) {
        if (!walk_has(s->r, s->part))
            continue;
        const struct entry_query q = walk_query(s->r, s->part);
        if (s->part == WALK_BACK)
            TRY(page_through(s));
        else
            TRY(entry_each(s->r->c, &q, on_entry, s));
    }
    return ERR_OK;
}

/* ---- their periods ---- */

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct member *)a)->id, y = ((const struct member *)b)->id;
    return (x > y) - (x < y);
}

static void take(struct stream *s, struct member *m, double value)
{
    struct tally *t = &s->out->v[m->tally];
    if (s->pass == PASS_ADD) {
        add_value(t, value);
    } else if (s->pass == PASS_KEEP) {
        m->value = value;
        m->has = true;
    } else if (m->has) {
        add_value(t, m->value);
        t->before += value;
    }
}

static enum err add_period(struct stream *s, struct member *m, const char *period, const char *text)
{
    const struct node *fields;
    double value;
    if (s->pass == PASS_LAST) {
        tally_for(s->r->c->mem, &s->lasts, period)->entries++;
        return ERR_OK;
    }
    TRY(json_parse(&s->row, text, strlen(text), &fields));
    if (reckon_value(s->r, fields, &value))
        take(s, m, value);
    return ERR_OK;
}

static enum err on_period(void *arg, const struct period_row *row)
{
    struct stream *s = arg;
    const struct member key = {.id = row->entry};
    struct member *m = bsearch(&key, s->stood.v, s->stood.n, sizeof key, by_id);
    arena_reset(s->row.mem);
    return m ? add_period(s, m, row->period, row->fields) : ERR_OK;
}

/* All that stood then in one statement; the few others one by one. */
static enum err stream_periods(struct stream *s, enum pass pass, const char *period)
{
    struct reckon r = *s->r;
    r.period = period;
    s->pass = pass;
    if (s->stood.n > 0)
        TRY(period_each(r.c, r.kind->ledger, r.area, r.kind->series, period, r.as_of, on_period,
                        s));
    for (size_t i = 0; i < s->gone.n; i++) {
        struct member *m = &s->gone.v[i];
        const struct entry_period *p;
        arena_reset(s->row.mem);
        TRY(reckon_period(&r, &s->row, m->district, m->id, &p));
        if (p)
            TRY(add_period(s, m, p->period, p->fields));
    }
    return ERR_OK;
}

static const char *choose(const struct tallies *lasts)
{
    const char *best = NULL;
    int64_t all = 0;
    for (size_t i = 0; i < lasts->n; i++)
        all += lasts->v[i].entries;
    for (size_t i = 0; i < lasts->n; i++) {
        int64_t reached = 0;
        for (size_t k = 0; k < lasts->n; k++)
            if (strcmp(lasts->v[k].label, lasts->v[i].label) >= 0)
                reached += lasts->v[k].entries;
        if (2 * reached >= all && (!best || strcmp(lasts->v[i].label, best) > 0))
            best = lasts->v[i].label;
    }
    return best;
}

static enum err choose_period(struct stream *s, const char **out)
{
    TRY(stream_periods(s, PASS_LAST, NULL));
    *out = choose(&s->lasts);
    return ERR_OK;
}

static enum err sum_periods(struct stream *s)
{
    const struct reckon *r = s->r;
    const char *period = r->period;
    if (!period && reckon_names_period(r)) {
        TRY(choose_period(s, &period));
        if (!period)
            return ERR_OK;
    }
    s->out->period = period;
    if (!r->before)
        return stream_periods(s, PASS_ADD, period);
    TRY(stream_periods(s, PASS_KEEP, period));
    return stream_periods(s, PASS_PAIR, r->before);
}

/* out_chosen: nothing is summed, the period alone is asked for. */
static enum err stream(const struct reckon *r, struct tallies *out, const char **out_chosen)
{
    struct stream s = {.r = r,
                       .row = *r->c,
                       .out = out,
                       .collects = r->kind->form == FIGURE_SUM && r->kind->series};
    s.row.mem = arena_new();
    enum err err = stream_entries(&s);
    if (s.stood.n > 0)
        qsort(s.stood.v, s.stood.n, sizeof *s.stood.v, by_id);
    if (err == ERR_OK && s.collects)
        err = out_chosen ? choose_period(&s, out_chosen) : sum_periods(&s);
    if (err != ERR_OK && s.row.problem.code[0])
        r->c->problem = s.row.problem;
    arena_free(s.row.mem);
    return err;
}

enum err reckon_tally(const struct reckon *r, struct tallies *out)
{
    *out = (struct tallies){.v = NULL};
    if (!r->by)
        (void)tally_for(r->c->mem, out, NULL);
    if (r->kind->form == FIGURE_CASES)
        TRY(cases_tally(r, out));
    else if (r->kind->form == FIGURE_DISTINCT)
        TRY(distinct_tally(r, out));
    else if (!counts_by_index(r))
        TRY(stream(r, out, NULL));
    for (int part = 0; part < WALK__PARTS && counts_by_index(r); part++)
        if (walk_has(r, part))
            TRY(count_part(r, part, out));
    for (size_t i = 0; i < out->n; i++)
        out->v[i].known |= r->kind->form != FIGURE_SUM || out->v[i].entries == 0;
    return ERR_OK;
}

enum err reckon_choose(const struct reckon *r, const char **out)
{
    struct tallies t = {.v = NULL};
    struct reckon whole = *r;
    whole.by = whole.period = whole.before = NULL;
    *out = NULL;
    return stream(&whole, &t, out);
}

bool reckon_names_period(const struct reckon *r)
{
    const struct ledger_series *series =
        r->kind->series ? ledger_series(r->ledger, r->kind->series) : NULL;
    return series && series->every == SERIES_YEAR && !r->kind->ever;
}

const char *period_before(struct arena *mem, const char *period)
{
    int64_t year = 0, month = 0;
    bool monthly = strlen(period) == 7;
    (void)text_int(arena_copy_n(mem, period, 4), &year);
    if (!monthly)
        return arena_printf(mem, "%04d", (int)year - 1);
    (void)text_int(period + 5, &month);
    if (month == 1)
        return arena_printf(mem, "%04d-12", (int)year - 1);
    return arena_printf(mem, "%04d-%02d", (int)year, (int)month - 1);
}

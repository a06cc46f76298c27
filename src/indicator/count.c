/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/count.h"

#include <stdlib.h>

#include "base/arena.h"
#include "indicator/visit.h"

/* ---- sums ---- */

enum { PLACES = 4096 }; /* of the rows by key: a power of two, at least twice INDICATOR_ROWS */

struct sums {
    struct ctx *c;
    struct indicator_table *out;
    size_t cap;
    int32_t place[PLACES]; /* of a row, from 1; 0: free */
};

static enum err row_of(struct sums *s, int64_t key, int32_t district, struct indicator_row **out)
{
    struct indicator_table *t = s->out;
    size_t at = ((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15)) >> 52;
    for (; s->place[at]; at = (at + 1) % PLACES) {
        *out = &t->rows[s->place[at] - 1];
        if ((*out)->key == key)
            return ERR_OK;
    }
    if (t->n == INDICATOR_ROWS)
        return ctx_fail(s->c, ERR_INVALID, "indicator.too_wide", "by", "%d", INDICATOR_ROWS);
    t->rows = arena_grow(s->c->mem, t->rows, t->n, &s->cap, sizeof *t->rows);
    *out = &t->rows[t->n++];
    **out = (struct indicator_row){.key = key, .district = district};
    s->place[at] = (int32_t)t->n;
    return ERR_OK;
}

static enum err add(void *arg, const struct hit *h)
{
    struct sums *s = arg;
    struct indicator_row *row;
    TRY(row_of(s, h->key, h->district, &row));
    row->part[h->part] += h->counts;
    s->out->total.part[h->part] += h->counts;
    return ERR_OK;
}

/* Areas without cases have a row, too. */
static enum err add_children(struct sums *s, const struct atlas_view *v,
                             const struct indicator_query *q)
{
    struct indicator_row *row;
    int32_t area = atlas_find(v, q->area);
    const struct area *a = atlas_at(v, area);
    for (int32_t i = 0; q->by == BY_AREA && a && i < a->n_children; i++)
        TRY(row_of(s, a->first_child + i, 0, &row));
    return ERR_OK;
}

/* What belongs to none goes last. */
static int compare_rows(const void *a, const void *b)
{
    const struct indicator_row *x = a, *y = b;
    if ((x->key < 0) != (y->key < 0))
        return x->key < 0 ? 1 : -1;
    return (x->key > y->key) - (x->key < y->key);
}

enum err indicator_count(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                         const struct indicator_query *q, struct indicator_table *out)
{
    struct sums *s = arena_alloc(c->mem, sizeof *s);
    *out = (struct indicator_table){0};
    s->c = c;
    s->out = out;
    TRY(add_children(s, v, q));
    TRY(indicator_visit(c, v, p, q, PART_NONE, add, s));
    if (out->n)
        qsort(out->rows, out->n, sizeof *out->rows, compare_rows);
    return ERR_OK;
}

/* ---- the list behind a sum ---- */

struct listing {
    struct ctx *c;
    const struct indicator_pick *pick;
    struct indicator_item *items;
    size_t n, cap;
    int64_t sum;
};

static bool is_behind(const struct indicator_pick *p, const struct hit *h)
{
    return h->casefile < p->before_case ||
           (h->casefile == p->before_case && h->cycle < p->before_cycle);
}

static enum err keep(void *arg, const struct hit *h)
{
    struct listing *l = arg;
    if (l->pick->one && h->key != l->pick->key)
        return ERR_OK;
    l->sum += h->counts;
    if (!is_behind(l->pick, h))
        return ERR_OK;
    l->items = arena_grow(l->c->mem, l->items, l->n, &l->cap, sizeof *l->items);
    l->items[l->n++] = (struct indicator_item){h->district, h->casefile, h->cycle, h->counts};
    return ERR_OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct indicator_item *x = a, *y = b;
    if (x->casefile != y->casefile)
        return x->casefile > y->casefile ? -1 : 1;
    return (x->cycle < y->cycle) - (x->cycle > y->cycle);
}

enum err indicator_cases(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                         const struct indicator_query *q, const struct indicator_pick *pick,
                         const struct indicator_item **out, size_t *out_n, int64_t *out_sum)
{
    struct listing l = {.c = c, .pick = pick};
    TRY(indicator_visit(c, v, p, q, pick->part, keep, &l));
    if (l.n)
        qsort(l.items, l.n, sizeof *l.items, newest_first);
    *out = l.items;
    *out_n = l.n < pick->limit ? l.n : pick->limit;
    *out_sum = l.sum;
    return ERR_OK;
}

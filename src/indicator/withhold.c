/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the public is not told. The total may have holes already. Numbers of cases from 1 to 4 are holes. A sum with one hole could be solved, so it gets a
 * second one: the smallest other term. Sums are: a part over all rows; a numerator and what is missing to its denominator;
 * closings in time and late ones.
 */
#include "casefile/figures.h"
#include "indicator/count.h"

static bool is_small(int64_t n)
{
    return n > 0 && n < FIGURE_SMALL;
}

static bool is_count(int part)
{
    return part < PART_SECONDS;
}

static bool hide(int64_t *n)
{
    bool shown = *n != INDICATOR_HIDDEN;
    *n = INDICATOR_HIDDEN;
    return shown;
}

/* The terms of one sum that were looked at. */
struct terms {
    size_t holes;
    int64_t *least; /* of the others, not 0; NULL: none */
};

static void look(struct terms *t, int64_t *n)
{
    t->holes += *n == INDICATOR_HIDDEN;
    if (*n > 0 && (!t->least || *n < *t->least))
        t->least = n;
}

static bool close_hole(const struct terms *t)
{
    return t->holes == 1 && t->least && hide(t->least);
}

static bool withhold_column(struct indicator_table *t, int part)
{
    struct terms terms = {0};
    int64_t *total = &t->total.part[part];
    for (size_t i = 0; i < t->n; i++)
        look(&terms, &t->rows[i].part[part]);
    terms.holes += *total == INDICATOR_HIDDEN;
    if (!terms.least && *total > 0)
        terms.least = total;
    return close_hole(&terms);
}

/* Of n among d: the rest is a number of cases like any other. */
static bool withhold_rest(struct indicator_row *row, enum indicator_part n, enum indicator_part d)
{
    if (d == PART_NONE || row->part[d] == INDICATOR_HIDDEN || row->part[n] == INDICATOR_HIDDEN)
        return false;
    return is_small(row->part[d] - row->part[n]) && hide(&row->part[n]);
}

/* Numbers of different indicators that are parts of each other all the same. */
static const struct {
    enum indicator_part n, d;
} inside[] = {
    {PART_DISPOSED,                 PART_HANDED_IN    },
    {PART_TO_CLOSE_UNDEFERRED,      PART_TO_CLOSE     },
    {PART_CLOSED_TIMELY_UNDEFERRED, PART_CLOSED_TIMELY},
    {PART_UNRATED,                  PART_CLOSED       },
};

static bool withhold_row(struct indicator_row *row)
{
    bool more = false;
    struct terms closed = {0};
    for (size_t i = 0; i < INDICATORS; i++) {
        const struct indicator *x = &indicators[i];
        if (!is_count(x->n))
            more |= row->part[x->d] == INDICATOR_HIDDEN && hide(&row->part[x->n]);
        else
            more |= withhold_rest(row, x->n, x->d);
        if (x->aside != PART_NONE)
            more |= withhold_rest(row, x->aside, x->n);
    }
    for (size_t i = 0; i < LEN(inside); i++)
        more |= withhold_rest(row, inside[i].n, inside[i].d);
    look(&closed, &row->part[PART_CLOSED]);
    look(&closed, &row->part[PART_CLOSED_TIMELY]);
    look(&closed, &row->part[PART_CLOSED_LATE]);
    return more | close_hole(&closed);
}

static bool withhold_small(struct indicator_row *row)
{
    bool any = false;
    for (int part = 0; part < PART__COUNT; part++)
        any |= is_count(part) && is_small(row->part[part]) && hide(&row->part[part]);
    return any;
}

void indicator_withhold(struct indicator_table *t)
{
    bool more = true;
    t->withheld |= withhold_small(&t->total);
    for (size_t i = 0; i < t->n; i++)
        t->withheld |= withhold_small(&t->rows[i]);
    while (more) {
        more = withhold_row(&t->total);
        for (size_t i = 0; i < t->n; i++)
            more |= withhold_row(&t->rows[i]);
        for (int part = 0; part < PART__COUNT; part++)
            more |= withhold_column(t, part);
        t->withheld |= more;
    }
}

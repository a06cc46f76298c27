/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of figure/: counts and sums from entries, whole, by a field, or row by row. Ratios are made of two of them. */
#pragma once

#include "figure/figure.h"
#include "ledger/ledger.h"
#include "ledger/period.h"

/* What is reckoned: a count or a sum. */
struct reckon {
    struct ctx *c;
    const struct app *app;
    const struct figure_kind *kind;
    const struct ledger_kind *ledger;
    const char *area;
    int64_t as_of; /* never 0 */
    bool past;     /* as_of is not now */
    const char *
        period; /* of a sum over a series: this one alone; NULL: reckon_choose's, or of each entry the last */
    const char *before; /* of a growth: only entries that have this period too */
    const char *by;     /* field to group by, or "status"; NULL: none */
    bool told;          /* for a public figure: only entries that strangers may know of */
};
/* ERR_INVALID figure.unknown: a ratio, or its ledger is gone. */
enum err reckon_of(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                   const char *area, int64_t as_of, struct reckon *out) MUST_USE;

struct tally {
    const char *label; /* NULL: not grouped; "": without a value */
    bool known;        /* of a sum: one of its entries had a value, or there were none */
    double sum;
    double before;    /* of a growth: what the same entries had in the period before */
    int64_t entries;  /* it is about so many */
    int64_t reported; /* and so many of them had a value; of a count all */
};
struct tallies {
    struct tally *v;
    size_t n, cap;
    const char *period; /* that was summed; NULL: no single one */
};
/* The one of that label, new when it is not there. */
struct tally *tally_for(struct arena *mem, struct tallies *t, const char *label);
/* Not grouped: exactly one. */
enum err reckon_tally(const struct reckon *r, struct tallies *out) MUST_USE;

/*
 * The one period that a sum over a series is about: the latest that at least half of the entries which report at all have
 * reached, so that neither the first report of a new year nor a late one moves the figure from year to year. NULL: none.
 */
enum err reckon_choose(const struct reckon *r, const char **out) MUST_USE;
/* A sum by year names one year; by month of each entry the last is taken (a headcount stands until the next one), and of
 * those that left, too. */
bool reckon_names_period(const struct reckon *r);
/* "2013" of "2014", "2013-12" of "2014-01" */
const char *period_before(struct arena *mem, const char *period);

/* ---- entries ---- */

/*
 * The walk over a figure's entries has parts: those that stood then; of cumulative figures also those that had left by then,
 * and those that had left and have come back since.
 */
enum { WALK_STOOD, WALK_LEFT, WALK_BACK, WALK__PARTS };
bool walk_has(const struct reckon *r, int part);
struct entry_query walk_query(const struct reckon *r, int part);

/* Does an entry of that part count, and under which label? fields: parsed, or NULL when nobody asked for them. */
enum err walk_takes(const struct reckon *r, int part, const struct entry *e, bool *out) MUST_USE;
bool reckon_matches(const struct reckon *r, const struct entry *e, const struct node *fields);
bool reckon_needs_fields(const struct reckon *r);
/* As the day has it. */
const char *reckon_status(const struct reckon *r, const struct entry *e, const struct node *fields);
const char *reckon_label(const struct reckon *r, const struct entry *e, const struct node *fields);
/* The last confirmed period of an entry that had ended, or the one that is asked for; the same that period_each has. NULL:
 * none. */
enum err reckon_period(const struct reckon *r, struct ctx *c, int32_t district, int64_t entry,
                       const struct entry_period **out) MUST_USE;
/* Of a sum: the value of its field. False: there is none. */
bool reckon_value(const struct reckon *r, const struct node *fields, double *out);

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures as programmes define them: a count of entries, a sum over a field, a ratio of two figures; and the bulletin's
 * sentence that prints them. Reckoned by figure/figure.h, always as of a date and for an area.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "programme/flow.h"

/* DISTINCT: of what a field of references names, each once. CASES: of matters that were brought, of some kinds. */
enum figure_form { FIGURE_COUNT, FIGURE_SUM, FIGURE_DISTINCT, FIGURE_CASES, FIGURE_RATIO };

/* One condition; all of them must hold. field NULL: of the status. */
struct figure_where {
    const char *field;
    const char *const
        *values; /* one of them: choice and text fields, "true"/"false" of bool fields */
    size_t n_values;
};

struct figure_kind {
    const char *figure, *programme;
    struct name_pair name, definition;
    const char *unit;
    enum figure_form form;
    const char *ledger; /* of COUNT and SUM */
    bool ever;          /* entries that left count too: cumulative */
    const struct figure_where *where;
    size_t n_where;
    const char *const *by; /* fields to break down by, beside areas; the first before all */
    size_t n_by;
    const char
        *series;       /* of SUM: the last period that ended by then; NULL: the entry's own field */
    const char *field; /* of SUM and DISTINCT */
    const char *const *kinds; /* of CASES: kinds of cases */
    size_t n_kinds;
    const char *over, *under; /* of RATIO: figures. In percent when unit is "%" */
    bool
        growth; /* of RATIO: (over of this period - of the one before) / of the one before; under NULL */
    int decimals;
    bool is_public;
};

struct programmes;
/* Does a figure count, sum or break down by this field of the ledger's entries? */
bool programme_counts_by(const struct programmes *p, const char *ledger, const char *field);

struct bulletin_kind {
    const char *programme;
    struct name_pair
        text; /* "截至{as_of},{area}{shops_total}家…{rectification_rate}" ; zh NULL: none */
};

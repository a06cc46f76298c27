/* SPDX-License-Identifier: Apache-2.0 */
/* Inside import: what is to be written, row by row; only what changes something. */
#pragma once

#include "ledger/timeline.h"
#include "ledger_sheet/rows.h"

struct plan_row {
    size_t row;                   /* of the sheet */
    int64_t id, version, n, last; /* id 0: to be added; n: the version shown, last: the greatest */
    struct entry_facts facts;
    const char *natural_key;
    const char *sealed; /* JSON of all sealed fields; NULL none */
    bool reseals;       /* a sealed field changes; then what was, as it stands in the entry */
    const void *sealed_was;
    size_t sealed_n; /* 0: none */
    const char *status;
    int64_t status_since; /* of a changed one */
};

/* The figures of an entry for one period: the next row of it. */
struct plan_period {
    size_t row;
    int64_t id, n, ends; /* id 0: of the entry that the row adds */
    const char *series, *period, *fields;
};

struct ledger_plan {
    const struct ledger_kind *kind;
    const struct ledger_import_options *o;
    int32_t district;
    struct plan_row *rows; /* by id, those to be added last */
    size_t n, cap;
    struct plan_period *periods; /* by row */
    size_t n_periods, cap_periods;
    const char *hash;            /* of the file, hex */
    const char *heads, *mapping; /* what is remembered */
};

/* Holds what the rows say against what stands in the ledger. */
enum err plan_match(struct reader *r, const struct app *app, struct ledger_plan *plan) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside inspection_sheet: which column of a sheet means what. */
#pragma once

#include <stddef.h>

#include "base/ctx.h"
#include "inspection_sheet/import.h"
#include "sheet/sheet.h"

enum past_column {
    PAST_NUMBER,
    PAST_DATE,
    PAST_SORT,
    PAST_SCORE,
    PAST_ITEM,
    PAST_FAILED,
    PAST_MUST,
    PAST_MUST_CORRECTED,
    PAST_CORRECTED,
    PAST_CORRECTED_DATE,
    PAST_DAYS,
    PAST_NOTE,
    PAST_COLUMNS
};

struct past_heads {
    size_t at[PAST_COLUMNS]; /* SIZE_MAX: no such column */
    size_t *key;             /* of each key field of the ledger */
    size_t head, first;      /* rows: of the heads, of the data */
    struct past_head *v;     /* those with a text */
    size_t n;
};

/* The word of a meaning: "@number". */
const char *past_word(enum past_column column);
/* ERR_INVALID import.mapping: an unknown head or meaning, or a meaning twice. */
enum err past_heads_find(struct ctx *c, const struct ledger_kind *k, const struct sheet *s,
                         const struct past_options *o, struct past_heads *out) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates that somebody has to be reminded of: a licence that ends, a policy's window. A field says how many days before
 * its date the entry is on the list (programme/ledger_field.h); however long the date is past, it stays there until
 * somebody sees to it: the field is changed, the entry leaves, or comes into a status in which the field does not remind.
 * Restricted and sealed fields remind nobody.
 */
#pragma once

#include "ledger/ledger.h"

struct reminder {
    const char *field, *date; /* "2026-11-30" */
    int64_t days;             /* from today on; below 0: it is past */
    struct entry entry;
};
struct reminder_query {
    const struct ledger_kind *kind;
    const char *const *prefixes; /* of areas, none inside another */
    size_t n_prefixes;
    const char *after_date, *after_field; /* behind this one; NULL: from the first */
    int64_t after_entry;
    size_t limit;
};
/* In order of date, entry and field. */
enum err reminder_list(struct ctx *c, const struct reminder_query *q, const struct reminder **out,
                       size_t *out_n, bool *out_more) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the journal: a row as it is read, and its canonical form, which is what the chain hashes (docs/journal-format.md). */
#pragma once

#include "base/buf.h"
#include "db/db.h"
#include "journal/journal.h"

/* Places of the columns wherever journal.sql reads a row. */
enum {
    ROW_DISTRICT,
    ROW_ID,
    ROW_AT,
    ROW_ACCOUNT,
    ROW_WHO,
    ROW_ROLE,
    ROW_NOUN,
    ROW_NOUN_ID,
    ROW_VERSION,
    ROW_AREA,
    ROW_ACTION,
    ROW_KIND,
    ROW_STATE_FROM,
    ROW_STATE_TO,
    ROW_REASON,
    ROW_BEFORE,
    ROW_AFTER,
    ROW__COUNT,
    ROW_SEQ = ROW__COUNT,
    ROW_HASH,
    ROW_SEAL_ID
};

/* How long behind the newest sealed row a row may still come and be sealed; verify calls later ones added. */
enum { JOURNAL_LATE_S = 86400, JOURNAL_ID_MS_SHIFT = 22 };
#define JOURNAL_ID_SECOND (INT64_C(1000) << JOURNAL_ID_MS_SHIFT)

/* journal_seal_all, looking this far back only. */
enum err journal_seal_since(struct ctx *c, int64_t window_s) MUST_USE;

/* Appends the canonical form of the row (ROW__COUNT values). */
void row_canonical(struct buf *b, const struct db_value *row);
/* Does the row move a case from one state to another? */
bool row_is_case(const struct db_value *row);

/* The fold: how many cases of a community are of a kind in a state. */
struct tally;
struct tally *tally_new(struct arena *mem);
void tally_row(struct tally *t, const struct db_value *row);
struct tally_item {
    const char *area, *kind, *state; /* area: the community, or the case's own when that is wider */
    int64_t n;
};
/* All of them in order of area, kind, state; n may be 0 or negative. */
const struct tally_item *tally_sorted(struct tally *t, size_t *out_n);

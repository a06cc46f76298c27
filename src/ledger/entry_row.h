/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ledgers: entries as the statements give them, and small things that their parts share. */
#pragma once

#include "app.h"
#include "base/json.h"
#include "db/db.h"
#include "ledger/ledger.h"

/* The columns of an entry, in each statement that reads some. */
enum {
    COL_DISTRICT,
    COL_ID,
    COL_VERSION,
    COL_N,
    COL_LEDGER,
    COL_AREA,
    COL_NAME,
    COL_FACET,
    COL_X,
    COL_Y,
    COL_POST,
    COL_STATUS,
    COL_STATUS_SINCE,
    COL_FIELDS,
    COL_PROGRAMME_VERSION,
    COL_SEALED,
    COL_OWNER,
    COL_SINCE,
    COL_LEFT_AT,
    COL_LEFT_REASON,
    COL_LEFT_NOTE,
    COL_SUCCESSOR,
    COL_LAST_INSPECTED,
    COL_REVIEW_DUE,
    COL_OPEN_ITEMS,
    COL_NOTE,
    COL_CREATED,
    COL_UPDATED,
    COL__COUNT
};

/* as_of 0: the row is the entry's own; else its version's of then. */
struct entry entry_from_row(const struct db_value *row, int64_t as_of);
const struct entry *entry_rows(struct ctx *c, const struct db_rows *r, int64_t as_of);

/* *out NULL: there is no such entry. */
enum err entry_ledger(struct ctx *c, int32_t district, int64_t id, const char **out) MUST_USE;
/* The kind of an entry's ledger; ERR_INTERNAL when no programme knows it any more. */
enum err entry_kind(struct ctx *c, const struct app *app, const struct entry *e,
                    const struct ledger_kind **out) MUST_USE;

/*
 * The districts of a prefix, in order of their codes: its own one, or below a wider prefix those that have entries, from
 * that of `after` on (a code; NULL: from the first). *at starts at 0.
 */
enum err entry_next_district(struct ctx *c, const char *prefix, const char *after, int32_t *at,
                             bool *out_more) MUST_USE;

/* What binds the sealed fields to their row. */
const char *entry_aad(struct ctx *c, int32_t district, int64_t id);
/* The role for the journal; "operator" without a caller. */
const char *entry_role(const struct ctx *c, const char *area);

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ledgers: what an entry is going to be, while it is added or changed. */
#pragma once

#include "ledger/entry_row.h"
#include "ledger/fields.h"
#include "ledger/timeline.h"

struct draft {
    const struct app *app;
    const struct ledger_kind *kind;
    int32_t district;
    int64_t id;
    struct field_set open, sealed;
    struct entry_facts
        facts; /* place and post are set by whoever makes it; the rest by draft_fill */
    const char *natural_key;
};

/* Name, keys, facet and the text of the open fields, from the sets. */
void draft_fill(struct ctx *c, struct draft *d);
/* ERR_INVALID ledger.field: its name is all signs. */
enum err draft_check_name(struct ctx *c, const struct draft *d) MUST_USE;
/* The sealed fields under the application's key; NULL for none. */
struct db_value draft_sealed(struct ctx *c, const struct draft *d);
/* Opens what was sealed. ERR_INTERNAL when it does not open. */
enum err draft_open(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    struct field_set *out) MUST_USE;
/* Dates of fields that remind, as they are to be now; was NULL: there are none yet. */
enum err draft_dates(struct ctx *c, const struct draft *d, const struct field_set *was) MUST_USE;

/*
 * Where an entry stands. *out_area outlives the atlas. By hand (area) or by its point (the deepest area that holds it)
 * it is the nearest one from there up where the ledger's entries may stand; with both, one must lie in the other. ERR_INVALID
 * place.missing, place.outside_grid, place.mismatch, area.unknown, area.ended, ledger.level.
 */
struct entry_where {
    bool has_point;
    struct geo_point point;
    const char *area;
};
enum err draft_place(struct ctx *c, const struct app *app, const struct ledger_kind *kind,
                     const struct entry_where *where, const char **out_area) MUST_USE;
/* ERR_INVALID post.unknown. 0 is fine. */
enum err draft_post(struct ctx *c, int32_t district, int64_t post) MUST_USE;
/* ERR_INVALID ledger.at: later than now, or before `from`. at 0 is now. */
enum err draft_at(struct ctx *c, int64_t at, int64_t from, int64_t *out) MUST_USE;
/* ERR_CONFLICT ledger.twice with the other's reference, when another one that stands has this key. */
enum err draft_key_free(struct ctx *c, int32_t district, const char *ledger, const char *key,
                        int64_t except) MUST_USE;
/* Did a write fail since another one took the key meanwhile? Then it says ledger.twice. */
enum err draft_key_lost(struct ctx *c, enum err err, const char *key) MUST_USE;

/* For the journal: the entry without what is restricted or sealed, of which a keyed digest stands there. */
const char *draft_document(struct ctx *c, const struct draft *d);
/* ledger.entry_unknown, with its kind and row. */
enum err draft_of(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                  struct entry *out_entry, struct draft *out) MUST_USE;

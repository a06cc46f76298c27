/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the routes of ledgers and of what is done with entries: what several of them read. */
#pragma once

#include "http/route.h"
#include "ledger/entry_json.h"

/* Holds a snapshot of the areas until its end. */
struct entry_view ledger_view(struct ctx *c, const struct req *q, struct reply *out);
void ledger_view_end(const struct entry_view *v);

/* The {ledger} of the path. ERR_NOT_FOUND ledger.unknown. */
enum err ledger_of_path(struct ctx *c, const struct req *q, const struct ledger_kind **out)
    MUST_USE;
/* The area of the entry that {ref} names; fits route.place. */
enum err ledger_ref_place(struct ctx *c, const struct req *q, const char **out_area);
/* The same for an owner, only where a retry finds its first answer: whatever is wrong is told by the handler. */
enum err ledger_owner_place(struct ctx *c, const struct req *q, const char **out_area);
/* {"lat", "lon"} on the grid; node NULL: none. */
enum err ledger_read_point(struct ctx *c, const struct node *node, const char *crs, bool *out_has,
                           struct geo_point *out) MUST_USE;
/* The post that a text names, in that district; 0 for NULL and "". ERR_INVALID ref.unknown. */
enum err ledger_read_post(struct ctx *c, const char *ref, int32_t district, int64_t *out) MUST_USE;

/* What lists and exports ask for alike; NULL and JSON_ABSENT: not given. */
struct ledger_filters {
    const char *status, *facet, *q, *stand, *inspected, *confirmed, *fits,
        *post;                    /* post: a reference, or "none" */
    int64_t review_before, as_of; /* as_of 0: now */
};
/* All but prefix and place in the list. ERR_INVALID ledger.status, ledger.filters, input.range, post.unknown. */
enum err ledger_read_filters(struct ctx *c, const struct ledger_kind *kind,
                             const struct ledger_filters *in, struct entry_query *out) MUST_USE;

/* What the caller may read: one area, or all of his, in order of their codes, none inside another. */
enum { LEDGER_SCOPES = 64 };
size_t ledger_scopes(struct ctx *c, const char *area, const char *out[LEDGER_SCOPES]);

/* The handlers that another file of this folder routes. */
handler_fn ledger_entries, ledger_counts, ledger_directory, ledger_alike;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages, counts and walks over entries, now and as of a past moment: both cost what they return, not what the ledger holds.
 * Order: by area, then id. Reached through ledger/ledger.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct entry;

enum { ENTRY_PAGE = 50, ENTRY_PAGE_MAX = 200, ENTRY_NO_POST = -1 };
enum entry_stand { ENTRY_STANDS, ENTRY_LEFT, ENTRY_EVER };

struct entry_query {
    const char *ledger, *prefix; /* prefix: of their areas */
    const char *status, *facet;  /* NULL: all */
    const char *q;               /* part of the name, folded; NULL: all */
    enum entry_stand stand;      /* as of: only ENTRY_STANDS */
    int64_t review_before;       /* next inspection due before; 0: all */
    bool uninspected;            /* only what was never looked at in full, of what stands now */
    int64_t
        confirmed_before; /* only what nobody said to be right since then, of what stands now; 0: all */
    bool misfit;   /* only what was marked as not fitting the programme text, of what stands now */
    int64_t post;  /* named by hand; 0: all, ENTRY_NO_POST: those without. Only with ENTRY_STANDS */
    int64_t as_of; /* 0: now */
    const char *after_area; /* behind this key; NULL: from the first */
    int64_t after_id;
    size_t limit;
};
enum err entry_list(struct ctx *c, const struct entry_query *q, const struct entry **out,
                    size_t *out_n, bool *out_more) MUST_USE;

/* Row by row, in the same order, for exports and figures: a row dies when fn returns. limit is ignored. */
typedef enum err entry_fn(void *arg, const struct entry *e);
enum err entry_each(struct ctx *c, const struct entry_query *q, entry_fn *fn, void *arg) MUST_USE;

struct entry_count {
    const char *status, *facet; /* facet NULL unless asked for */
    int64_t n;
};
struct entry_post_count {
    int32_t district;
    int64_t post;                    /* 0: none */
    const char *kind, *area, *title; /* of the post; title NULL none, all NULL without a post */
    const char *status;
    int64_t n;
};
/* By status and the post named by hand, of what stands in the ledger; those of one post follow each other. */
enum err entry_count_posts(struct ctx *c, const struct entry_query *q,
                           const struct entry_post_count **out, size_t *out_n) MUST_USE;
/* By status (and facet when by_facet), of what the query holds; limit, after_* and q are ignored. */
enum err entry_count(struct ctx *c, const struct entry_query *q, bool by_facet,
                     const struct entry_count **out, size_t *out_n) MUST_USE;
/* By child area of the prefix: area is a code with `digits` digits. */
struct entry_area_count {
    const char *area, *status;
    int64_t n;
};
enum err entry_count_areas(struct ctx *c, const struct entry_query *q, int digits,
                           const struct entry_area_count **out, size_t *out_n) MUST_USE;

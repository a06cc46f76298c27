/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an entry stands by one checklist at any moment, from all that was ever found: pure but for the arena. What is asked
 * about a moment sees only inspections made by then and not yet annulled then: a later upload of an earlier inspection
 * counts from when it was made, an annulled one until it was annulled.
 */
#pragma once

#include "base/arena.h"
#include "inspection/inspection.h"

struct visit {
    struct inspection i;
    const struct inspection_answer *answers;
    size_t n;
};

struct history {
    const struct checklist *list;
    const char *facet;          /* of the entry */
    const char *start;          /* its status while nothing is known */
    const struct visit *visits; /* in order of being made */
    size_t n_visits;
    const struct rectification *items; /* all rows, by item and n */
    size_t n_items;
};

struct standing {
    struct grade grade;
    const char *status;       /* NULL: the checklist gives none */
    const struct visit *full; /* the last full one that counts; NULL: none yet */
    const struct visit *base; /* the same, or a later visit: what the answers start from */
    const struct inspection_answer *answers; /* the effective ones */
    size_t n_answers;
    int64_t open_items;
    bool overdue;
    bool not_done; /* so many vain tries in a row that they have a status of their own */
};

/* Right after this visit: of several at one moment those behind it are not seen. */
void standing_after(struct arena *mem, const struct history *h, const struct visit *v,
                    struct standing *out);
void standing_at(struct arena *mem, const struct history *h, int64_t at, struct standing *out);
/* Its row that is open at that moment, or NULL. */
const struct rectification *standing_open(const struct history *h, const char *item, int64_t at);
/* Does the item fail, as far as is known at that moment, and was not put right on the spot? */
bool standing_fails(const struct standing *s, const char *item);
/* Was the item looked at again after this visit, in one that counts at that moment? */
bool standing_seen_later(const struct history *h, const struct visit *v, const char *item,
                         int64_t at);
/* All moments from `from` up to `to` at which the standing may change, in order, each once; the first is `from`. */
size_t standing_moments(struct arena *mem, const struct history *h, int64_t from, int64_t to,
                        const int64_t **out);

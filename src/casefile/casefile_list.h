/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of cases. A page starts behind the key of the last case seen, so that cases that arrive meanwhile neither shift
 * nor repeat lines. Its cost follows its length, not the table's. Lines for the keys: casefile_lines.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "programme/programme.h"

enum { LIST_MAX = 200 };
enum list_open { LIST_ALL, LIST_OPEN, LIST_SETTLED };

/* NEW: the newest first. DUE: open ones, what is due first; of `appealable` by the last day. */
enum list_order { LIST_NEW, LIST_DUE };

struct casefile_key {
    int32_t district;
    int64_t id;
    int64_t due;              /* of pages by due, else 0; of `appealable` the last day */
    int light;                /* the same */
    const char *flow, *state; /* the same */
};

struct casefile_query {
    const char *const *areas; /* prefixes; none of them inside another */
    size_t n_areas;
    const char *kind, *state; /* NULL: all. state: one that some flow has, else nothing is found */
    const char *flows;        /* ",full,short,": of one of these; NULL: all */
    enum list_open open;
    int32_t post_district; /* only cases of these posts, when n_posts > 0 */
    const int64_t *posts;
    size_t n_posts;

    int light; /* of enum case_light; 0: all. By due, as returned and supervised */
    bool returned, supervised;
    int level; /* as case_mark: the highest mark of an open case, with `raised` the one that was told; 0: any */
    const char *request; /* "any", or which; NULL: all. The newest first, as the next three */
    bool still_there, disputed;
    bool raised;            /* told to the desks of the areas themselves, unanswered */
    bool mark_late, listed; /* not answered by its date; under the eyes of all */
    bool joint;             /* that wait for an answer of the posts, instead of being theirs */
    bool
        appealable; /* whose lateness the posts may appeal against now; the soonest last day first */

    enum list_order order; /* see casefile_order */
    int64_t after_due;     /* where the page starts; by due: 0, 0: from the first */
    int64_t
        before; /* the newest first: below this id, INT64_MAX: from the newest; by due: behind it */
    size_t limit; /* 1..LIST_MAX */
};

/* Some filters have an order of their own, which goes before the one asked for. False: they do not go together. */
bool casefile_order(const struct casefile_query *q, enum list_order asked, enum list_order *out);

struct casefile_keys {
    const struct casefile_key *keys;
    size_t n;
    bool more;
};
enum err casefile_list(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct casefile_query *q, struct casefile_keys *out) MUST_USE;

/* The posts that a person holds at c->now, alone, as deputy or in a team. */
enum err casefile_posts_of(struct ctx *c, int32_t district, int64_t person, const int64_t **out,
                           size_t *out_n) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What waits on a desk: cases by state of their flow and by light, and those that ask for attention. Counted up to a
 * bound, which flows that have a state of the same name share.
 */
#pragma once

#include "casefile/casefile_list.h"

enum { DESK_MAX = 200, DESK_FLAGS = 12 };

struct desk_count {
    const char *flow; /* of a state, else NULL */
    const char *what; /* state or flag */
    int64_t n;        /* at most DESK_MAX */
    bool more;        /* more than were counted, perhaps of it; lights are of the n due first */
    int64_t yellow, red;
};

struct desk_query {
    const char *const *areas; /* prefixes; none of them inside another */
    size_t n_areas;
    bool mine; /* cases of the posts alone */
    int32_t post_district;
    const int64_t *
        posts; /* of the caller, also without `mine`: what waits for their answer as joint units, or for their appeal */
    size_t n_posts;
};

struct desk {
    struct desk_count *states; /* those that have, or may have, any, in the order of the flows */
    size_t n_states;
    struct desk_count flags[DESK_FLAGS];
    size_t n_flags;
};
enum err casefile_desk(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                       const struct desk_query *q, struct desk *out) MUST_USE;

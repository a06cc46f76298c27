/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A post ties a duty to an area and, through dated holdings, to a person or team. Routing, access and the question
 * "who answers for this place" are all asked here.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "programme/programme.h"

struct post_holder {
    int64_t holding;
    int64_t person, team, deputy; /* 0: none; person or team is set */
    const char *name, *deputy_name;
    const char *phone, *deputy_phone; /* only with consent to publish, else NULL */
    int64_t valid_from, valid_to;
};

struct post_answer {
    bool found;
    int32_t district;
    int64_t post;
    const char *kind, *area;
    struct post_holder holder;
};

/*
 * Who answers for this area, at this moment, for this kind of matter: from the area up to its root, at each the kind's
 * post kinds in order; the first post held at that moment. found false: nobody up to the root. `at` may be past.
 */
enum err post_answer(struct ctx *c, const struct atlas_view *v, int32_t area,
                     const struct case_kind *kind, int64_t at, struct post_answer *out) MUST_USE;
/* Is the person holder, deputy, or member of the holding team of the post at that moment? */
enum err post_is_held_by(struct ctx *c, int32_t district, int64_t post, int64_t person, int64_t at,
                         bool *out) MUST_USE;

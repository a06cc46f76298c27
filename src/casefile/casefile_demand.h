/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases that an inspection opens and moves on: nobody reports them, and no page offers their steps. The flow says which
 * they are by the role "inspection"; the rules of all cases hold (the checker never handled it, each step is journalled).
 */
#pragma once

#include "casefile/casefile.h"

struct casefile_demand {
    const char *kind, *area, *body;
    bool has_point;
    struct geo_point point; /* WGS84 */
    struct limit limit;     /* for handling; ticks 0: the kind's */
    int64_t post;           /* that answers for it; 0: by the kind's route */
};
/* Opens one at c->now. ERR_INVALID area.unknown, case.kind_unknown. */
enum err casefile_demand(struct ctx *c, const struct app *app, const struct casefile_demand *in,
                         int64_t *out_id) MUST_USE;

struct casefile_ruling {
    const char *action;
    const char *reason; /* NULL: the action asks for none */
    struct limit limit; /* for handling that begins anew; ticks 0: the kind's */
};
/*
 * A step of c->who, whom the inspection entitles. ERR_CONFLICT case.action_not_now; ERR_DENIED case.checker_is_handler;
 * ERR_BUSY when somebody else moved the case meanwhile.
 */
enum err casefile_rule(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                       const struct casefile_ruling *ruling) MUST_USE;
/* Has c->who worked on it in this cycle? Then another must look whether it is right. */
enum err casefile_is_hand(struct ctx *c, const struct casefile *f, bool *out) MUST_USE;

/* Copies a photo of an inspection into the case: how it was. */
enum err casefile_show(struct ctx *c, int32_t district, int64_t id, int64_t inspection_photo)
    MUST_USE;

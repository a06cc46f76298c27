/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is due on cases by the clock alone: lights, resumptions, escalations, also of settled ones that are still there.
 * The scheduler asks what is due and does it, one case a unit; a tick that was done meanwhile, by whomever, changes nothing.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct app;

struct tick {
    int32_t district;
    int64_t id; /* of the case */
    int64_t at; /* when it fell due, us */
};

/* The cases that have something due at c->now, soonest first, max at most; reads over all districts. */
enum err casefile_ticks(struct ctx *c, struct tick *out, size_t max, size_t *out_n) MUST_USE;
/* Does what is due on this one case; nothing when it is not due any more. */
enum err casefile_tick(struct ctx *c, const struct app *app, const struct tick *t) MUST_USE;

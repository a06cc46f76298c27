/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with the areas' boundaries. Rounding is not a fault: pieces below 1 m2, and slivers narrower than 10 cm
 * on average (twice the area by the length of their outline), are not reported.
 */
#pragma once

#include <stddef.h>

#include "area/atlas.h"
#include "base/ctx.h"

struct area_fault {
    const char *rule;   /* "overlap", "gap", "invalid_ring", "outside_parent", "no_polygon" */
    const char *code;   /* the area; for a gap the parent whose children leave it open */
    const char *other;  /* overlap: the sibling; else NULL */
    double area_m2;     /* of the piece; 0 where there is none */
    const char *detail; /* where ("113.6123456 34.7123456"), why */
};

/*
 * Of the area and all below, in order of code; memory in c's arena. Touches no database. An area without boundary is
 * named when its parent or a sibling has one, not again for each area below it.
 */
enum err area_check(struct ctx *c, const struct atlas_view *v, const char *code,
                    const struct area_fault **out, size_t *out_n) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with the areas' boundaries. What counts as rounding and not as a fault is said in geo/cover.h. */
#pragma once

#include <stddef.h>

#include "area/atlas.h"
#include "base/ctx.h"

struct area_fault {
    const char *rule;  /* "overlap", "gap", "invalid_ring", "outside_parent", "no_polygon" */
    const char *code;  /* the area; for a gap the parent whose children leave it open */
    const char *other; /* overlap: the sibling; outside_parent: the parent; else NULL */
    double area_m2;    /* of the ground concerned; 0 where there is none */
    const char *
        detail; /* where ("113.6123456 34.7123456") and why; no_polygon: how many areas are below it */
};

enum { AREA_FAULTS_MAX = 1000 };

/*
 * Of the area and all below (NULL: of all), in order of code, the first AREA_FAULTS_MAX; memory in c's arena. Touches no
 * database. An area without boundary is named when its parent or a sibling has one, not again for each area below it.
 * A gap without a parent's boundary is a hole among its children; of several roots, code is "". ERR_NOT_FOUND
 * area.unknown.
 */
enum err area_check(struct ctx *c, const struct atlas_view *v, const char *code,
                    const struct area_fault **out, size_t *out_n) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Open cases of the same kind close by: shown before somebody files the same thing again, and to whoever may merge. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"

struct account;

enum { NEAR_MAX = 5, NEAR_METRES = 150 };

struct near_query {
    const char *kind;
    bool has_point;
    struct geo_point point;
    const char *area;  /* the leaf, also of a point; NULL: outside the grid */
    int64_t except[3]; /* cases that are left out, 0 none */
    const struct account
        *reader; /* only what he may read; NULL: what anybody is shown before he files */
};

struct near {
    int32_t district;
    int64_t id;
    const char *kind, *state, *area;
    int64_t opened, updated, supports;
    int64_t photo;   /* media id, 0 none */
    double distance; /* metres; below 0: one of the two has no point */
};

/*
 * Within NEAR_METRES of the point, nearest first; then those of the same leaf that have no point (without a point: all of
 * the leaf), newest first.
 */
enum err casefile_near(struct ctx *c, const struct atlas_view *v, const struct near_query *q,
                       struct near out[NEAR_MAX], size_t *out_n) MUST_USE;

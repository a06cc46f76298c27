/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Made-up cells for demonstrations: a polygon is cut into the Voronoi cells of seeds inside it. Geometry goes in and out
 * as GeoJSON geometry texts, in whatever degrees the caller uses. Nothing real is drawn with this.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct divide_seed {
    double lon, lat;
};

/*
 * n_out seeds inside the polygon: the given ones that lie in it first, then scattered ones (the best of several random
 * candidates each, from `random`, so the same number gives the same seeds). ERR_INVALID divide.geometry.
 */
enum err divide_scatter(struct ctx *c, const char *geometry, const struct divide_seed *given,
                        size_t n_given, uint64_t random, struct divide_seed *out, size_t n_out)
    MUST_USE;

/* The part of the polygon nearest to each seed, as texts in the arena, in the seeds' order. */
enum err divide_polygon(struct ctx *c, const char *geometry, const struct divide_seed *seeds,
                        size_t n, const char **out_parts) MUST_USE;

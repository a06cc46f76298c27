/* SPDX-License-Identifier: Apache-2.0 */
/* Inside locate: one item laid on the grid of buckets, while the index is built. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "geo/locate_index.h"

struct touch { /* an edge comes near a bucket of the item's own rectangle */
    uint32_t bucket, edge;
};

struct raster {
    const struct locate *l;
    uint32_t x0, y0, w, h; /* the rectangle, in buckets */
    struct touch *touches;
    size_t n_touches, touches_cap;
    uint32_t *
        edges; /* of all touches, bucket by bucket, ascending: the edge from points[e] to points[e + 1] */
    uint32_t *start; /* w * h + 1: where a bucket's edges begin */
    uint8_t *odd; /* w * h: crossings right of the bucket's last longitude at its first latitude */
    size_t edges_cap, start_cap, odd_cap;
};

void raster_item(struct raster *r, struct geo_shape s); /* not of an empty shape */
void raster_done(struct raster *r);

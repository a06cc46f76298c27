/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside locate: the index that locate_build.c makes and locate.c asks.
 *
 * A grid of buckets (powers of two of the unit) covers all items. A bucket says: nothing, wholly inside one item, or
 * where its record stands: entries in order of id, each an item with its edges that come near the bucket. Only those
 * edges need be looked at: with X the bucket's last longitude, the number of crossings right of a point in the bucket is
 * odd or even like: a bit kept for bucket and item, plus crossings of the bucket's edges, plus the ends of these edges
 * that lie right of X and above the point. (An edge right of X has both ends there or passes the point's latitude once;
 * ends count twice around a ring, so edges that stay away from the bucket cancel out, up to the bit.)
 * An entry that covers the whole bucket ends the record: nothing behind it can win.
 */
#pragma once

#include <stdbool.h>

#include "geo/locate.h"

enum {
    DIR_NOTHING = 0,
    RUN_EDGES_MAX = 31, /* a run word: first point, edges, last run of the entry */
    RUN_START_SHIFT = 6,
    LOCATE_POINTS_MAX = 1 << 26
};

/* A directory word is the record's place, or an item with this bit when the bucket is wholly inside it. */
#define DIR_WHOLE (UINT32_C(1) << 31)

/* The head word of an entry: flags and the item's rank in order of id. */
#define HEAD_ODD (UINT32_C(1) << 31)
#define HEAD_WHOLE (UINT32_C(1) << 30)
#define HEAD_LAST (UINT32_C(1) << 29)
#define HEAD_ITEM (HEAD_LAST - 1)

struct locate {
    struct geo_box box;
    int shift_x, shift_y;
    uint32_t nx, ny;
    uint32_t *dir;   /* nx * ny */
    uint32_t *words; /* records, the first at 1 */
    size_t n_words;
    struct geo_point
        *points; /* items along a space-filling curve, rings closed by their first point */
    size_t n_points;
    uint32_t *ids; /* by rank; NULL: the rank is the id */
    size_t n_items;
    struct geo_ring *rings; /* into points */
    size_t n_rings;
    uint32_t *first_ring; /* of the i-th item given; n_items + 1 of them */
};

/* The last longitude of a column of buckets; may lie beyond the range of a point. */
static inline int64_t column_end(const struct locate *l, uint32_t bx)
{
    return l->box.low.lon_e7 + ((int64_t)(bx + 1) << l->shift_x) - 1;
}

static inline bool beyond(struct geo_point v, int64_t column_end, int32_t lat)
{
    return v.lon_e7 > column_end && v.lat_e7 > lat;
}

static inline bool run_is_odd(const struct geo_point *edge, uint32_t n, struct geo_point p,
                              int64_t column_end)
{
    bool odd = beyond(edge[0], column_end, p.lat_e7) ^ beyond(edge[n], column_end, p.lat_e7);
    for (uint32_t i = 0; i < n; i++)
        odd ^= edge_crosses(edge[i], edge[i + 1], p);
    return odd;
}

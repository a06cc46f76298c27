/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points, rings and shapes in fixed point: 1e-7 degrees (about 1 cm), WGS84, exact integer arithmetic.
 *
 * A normal shape has outer rings that run counter-clockwise, each followed by its holes, which run clockwise; so the
 * direction alone tells them apart, and even-odd filling gives the same area.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct geo_point {
    int32_t lon_e7, lat_e7;
};

struct geo_ring {
    const struct geo_point *points; /* not repeated at the end */
    size_t n;
};

/* A polygon or multipolygon: rings with even-odd filling, so holes and parts need no mark. */
struct geo_shape {
    const struct geo_ring *rings;
    size_t n;
};

struct geo_box {
    struct geo_point low, high; /* both inside */
};

size_t shape_points(struct geo_shape s);
struct geo_shape shape_copy(struct arena *mem, struct geo_shape s);
struct geo_box shape_box(struct geo_shape s); /* of an empty shape: low above high */
void box_add(struct geo_box *b, struct geo_point p);
struct geo_box box_none(void);
bool box_is_none(struct geo_box b);
bool box_meet(struct geo_box a, struct geo_box b);
/* 1: counter-clockwise, -1: clockwise, 0: no area. Exact. */
int ring_direction(struct geo_ring r);
/* Does ring i of a normal shape begin a polygon of its own, rather than being a hole? */
bool shape_starts_part(struct geo_shape s, size_t i);
/* Without points repeated in a row; n below 3: nothing is left of it. */
struct geo_ring ring_tidy(struct arena *mem, struct geo_ring r);
/* The ring in the wanted direction. */
struct geo_ring ring_turn(struct arena *mem, struct geo_ring r, bool counter_clockwise);
/* Is the point inside by the rule of locate.h? The plain loop over all edges: for one shape asked once. */
bool shape_holds(struct geo_shape s, struct geo_point p);

/*
 * Does the ray from (lon, lat) towards +longitude cross the edge? Half open: the lower end belongs to the edge, the upper
 * does not; strictly right of lon. Differences of longitude times differences of latitude stay below 2^63.
 */
static inline bool edge_crosses_at(struct geo_point a, struct geo_point b, int64_t lon, int32_t lat)
{
    if ((a.lat_e7 <= lat) == (b.lat_e7 <= lat))
        return false;
    int64_t left = ((int64_t)lat - a.lat_e7) * ((int64_t)b.lon_e7 - a.lon_e7);
    int64_t right = (lon - a.lon_e7) * ((int64_t)b.lat_e7 - a.lat_e7);
    return b.lat_e7 > a.lat_e7 ? left > right : left < right;
}

static inline bool edge_crosses(struct geo_point a, struct geo_point b, struct geo_point p)
{
    return edge_crosses_at(a, b, p.lon_e7, p.lat_e7);
}

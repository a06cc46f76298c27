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
struct geo_box shape_box(struct geo_shape s); /* of an empty shape: low above high */
void box_add(struct geo_box *b, struct geo_point p);
struct geo_box box_none(void);
bool box_is_none(struct geo_box b);
bool box_meet(struct geo_box a, struct geo_box b);
/* 1: counter-clockwise, -1: clockwise, 0: no area. Exact. */
int ring_direction(struct geo_ring r);
/* Without points repeated in a row; n below 3: nothing is left of it. */
struct geo_ring ring_tidy(struct arena *mem, struct geo_ring r);
/* The ring in the wanted direction. */
struct geo_ring ring_turn(struct arena *mem, struct geo_ring r, bool counter_clockwise);
/* Is the point inside by the rule of locate.h? The plain loop over all edges: for one shape asked once. */
bool shape_holds(struct geo_shape s, struct geo_point p);

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside mvt: rings on a tile's grid, x to the east and y to the south, cut to the tile and its margin. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "geo/mvt.h"

struct pixel {
    int64_t x, y;
};

struct pixels {
    struct arena *mem;
    struct pixel *p;
    size_t n, cap;
};

struct pixel tile_pixel(struct tile t, struct geo_point p);
bool pixel_is_near(struct pixel p); /* in the tile or its margin */
/* Into `to` (its old content goes); scratch is used on the way. False: nothing with an area is left. */
bool tile_ring(struct tile t, struct geo_ring r, struct pixels *scratch, struct pixels *to);
/* Twice the area; positive when it runs clockwise as seen on the screen. */
int64_t pixels_area2(const struct pixels *ring);

/* SPDX-License-Identifier: Apache-2.0 */
/* Are the rings of a shape simple and properly nested (OGC), and if not, what can be made of them? */
#pragma once

#include <stdbool.h>

#include "geo/shape.h"

struct arena;

struct valid_fault {
    const char *reason; /* GEOS's words, in mem */
    struct geo_point at;
};

/* Of a normal shape. */
bool shape_is_valid(struct arena *mem, struct geo_shape s, struct valid_fault *out);
/* Covers the same ground as far as there is any sense in it; on the grid. False: nothing valid came of it. */
bool shape_repair(struct arena *mem, struct geo_shape s, struct geo_shape *out);

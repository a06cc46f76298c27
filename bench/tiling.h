/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up cells for measurements: columns x rows cells that tile without gap, with crooked shared edges. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "geo/locate.h"

enum { TILING_EDGE = 6, TILING_POINTS = 4 * TILING_EDGE }; /* points of an edge, of a cell's ring */

struct tiling {
    int32_t columns, rows;
    int32_t west_e7, south_e7, step_e7;
};

/* The ring of the cell in this column and row; neighbours get the same points on their shared edge. */
void tiling_ring(const struct tiling *t, int32_t column, int32_t row,
                 struct geo_point out[TILING_POINTS]);
/* splitmix64: small, and the same everywhere. */
uint64_t tiling_random(uint64_t *state);
struct geo_point tiling_point(const struct tiling *t, uint64_t *state);

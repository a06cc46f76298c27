/* SPDX-License-Identifier: Apache-2.0 */
#include "tiling.h"

uint64_t tiling_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int32_t jitter(uint64_t key, int32_t range)
{
    return (int32_t)(tiling_random(&key) % (uint64_t)(2 * range + 1)) - range;
}

/* Points stand on a lattice of n * EDGE + 1; each is moved by a hash of its place, so edges are crooked and shared. */
static struct geo_point lattice(const struct tiling *t, int32_t x, int32_t y)
{
    int32_t small = t->step_e7 / TILING_EDGE;
    uint64_t key = ((uint64_t)(uint32_t)x << 32 | (uint32_t)y) * 2;
    return (struct geo_point){.lon_e7 = t->west_e7 + x * small + jitter(key, small / 3),
                              .lat_e7 = t->south_e7 + y * small + jitter(key + 1, small / 3)};
}

void tiling_ring(const struct tiling *t, int32_t column, int32_t row,
                 struct geo_point out[TILING_POINTS])
{
    int32_t x = column * TILING_EDGE, y = row * TILING_EDGE;
    for (int32_t i = 0; i < TILING_EDGE; i++) {
        out[i] = lattice(t, x + i, y);
        out[TILING_EDGE + i] = lattice(t, x + TILING_EDGE, y + i);
        out[2 * TILING_EDGE + i] = lattice(t, x + TILING_EDGE - i, y + TILING_EDGE);
        out[3 * TILING_EDGE + i] = lattice(t, x, y + TILING_EDGE - i);
    }
}

struct geo_point tiling_point(const struct tiling *t, uint64_t *state)
{
    uint64_t wide = (uint64_t)t->columns * (uint64_t)t->step_e7;
    uint64_t high = (uint64_t)t->rows * (uint64_t)t->step_e7;
    return (struct geo_point){.lon_e7 = t->west_e7 + (int32_t)(tiling_random(state) % wide),
                              .lat_e7 = t->south_e7 + (int32_t)(tiling_random(state) % high)};
}

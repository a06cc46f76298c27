/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/shape.h"

#include "base/arena.h"

size_t shape_points(struct geo_shape s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.rings[i].n;
    return n;
}

struct geo_shape shape_copy(struct arena *mem, struct geo_shape s)
{
    struct geo_ring *rings = arena_array(mem, s.n, sizeof *rings);
    struct geo_point *points = arena_array(mem, shape_points(s), sizeof *points);
    for (size_t i = 0; i < s.n; i++) {
        rings[i] = (struct geo_ring){points, s.rings[i].n};
        for (size_t k = 0; k < s.rings[i].n; k++)
            *points++ = s.rings[i].points[k];
    }
    return (struct geo_shape){rings, s.n};
}

struct geo_box box_none(void)
{
    return (struct geo_box){
        .low = {INT32_MAX, INT32_MAX},
          .high = {INT32_MIN, INT32_MIN}
    };
}

bool box_is_none(struct geo_box b)
{
    return b.low.lon_e7 > b.high.lon_e7;
}

void box_add(struct geo_box *b, struct geo_point p)
{
    b->low.lon_e7 = p.lon_e7 < b->low.lon_e7 ? p.lon_e7 : b->low.lon_e7;
    b->low.lat_e7 = p.lat_e7 < b->low.lat_e7 ? p.lat_e7 : b->low.lat_e7;
    b->high.lon_e7 = p.lon_e7 > b->high.lon_e7 ? p.lon_e7 : b->high.lon_e7;
    b->high.lat_e7 = p.lat_e7 > b->high.lat_e7 ? p.lat_e7 : b->high.lat_e7;
}

bool box_meet(struct geo_box a, struct geo_box b)
{
    return a.low.lon_e7 <= b.high.lon_e7 && b.low.lon_e7 <= a.high.lon_e7 &&
           a.low.lat_e7 <= b.high.lat_e7 && b.low.lat_e7 <= a.high.lat_e7;
}

struct geo_box shape_box(struct geo_shape s)
{
    struct geo_box box = box_none();
    for (size_t i = 0; i < s.n; i++)
        for (size_t k = 0; k < s.rings[i].n; k++)
            box_add(&box, s.rings[i].points[k]);
    return box;
}

int ring_direction(struct geo_ring r)
{
    __extension__ __int128 sum = 0;
    for (size_t i = 0; i < r.n; i++) {
        struct geo_point a = r.points[i], b = r.points[i + 1 < r.n ? i + 1 : 0];
        sum += (int64_t)a.lon_e7 * b.lat_e7 - (int64_t)b.lon_e7 * a.lat_e7;
    }
    return sum > 0 ? 1 : sum < 0 ? -1 : 0;
}

bool shape_starts_part(struct geo_shape s, size_t i)
{
    return i == 0 || ring_direction(s.rings[i]) > 0;
}

static bool same(struct geo_point a, struct geo_point b)
{
    return a.lon_e7 == b.lon_e7 && a.lat_e7 == b.lat_e7;
}

struct geo_ring ring_tidy(struct arena *mem, struct geo_ring r)
{
    struct geo_point *points = arena_array(mem, r.n, sizeof *points);
    size_t n = 0;
    for (size_t i = 0; i < r.n; i++)
        if (n == 0 || !same(points[n - 1], r.points[i]))
            points[n++] = r.points[i];
    while (n > 1 && same(points[n - 1], points[0]))
        n--;
    return (struct geo_ring){points, n};
}

struct geo_ring ring_turn(struct arena *mem, struct geo_ring r, bool counter_clockwise)
{
    if ((ring_direction(r) > 0) == counter_clockwise)
        return r;
    struct geo_point *points = arena_array(mem, r.n, sizeof *points);
    for (size_t i = 0; i < r.n; i++)
        points[i] = r.points[r.n - 1 - i];
    return (struct geo_ring){points, r.n};
}

bool shape_holds(struct geo_shape s, struct geo_point p)
{
    bool odd = false;
    for (size_t i = 0; i < s.n; i++) {
        struct geo_ring r = s.rings[i];
        for (size_t k = 0; k < r.n; k++)
            odd ^= edge_crosses(r.points[k], r.points[k + 1 < r.n ? k + 1 : 0], p);
    }
    return odd;
}

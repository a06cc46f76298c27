/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/wkb.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "geo/crs.h"

enum { WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6, HEAD = 5, COUNT = 4, POINT = 16 };

/* ---- out ---- */

static unsigned char *put_u32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        *p++ = (unsigned char)(v >> (8 * i));
    return p;
}

static unsigned char *put_real(unsigned char *p, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    for (int i = 0; i < 8; i++)
        *p++ = (unsigned char)(bits >> (8 * i));
    return p;
}

static unsigned char *put_head(unsigned char *p, uint32_t type, size_t count)
{
    *p++ = 1;
    return put_u32(put_u32(p, type), (uint32_t)count);
}

static unsigned char *put_ring(unsigned char *p, struct geo_ring r)
{
    p = put_u32(p, (uint32_t)r.n + 1);
    for (size_t i = 0; i <= r.n; i++) {
        struct geo_point at = r.points[i < r.n ? i : 0];
        p = put_real(put_real(p, at.lon_e7 / 1e7), at.lat_e7 / 1e7);
    }
    return p;
}

void wkb_write(struct arena *mem, struct geo_shape shape, void **out, size_t *out_n)
{
    size_t parts = 0, i = 0;
    for (size_t r = 0; r < shape.n; r++)
        parts += shape_starts_part(shape, r);
    size_t size =
        (parts + 1) * (HEAD + COUNT) + shape.n * (COUNT + POINT) + shape_points(shape) * POINT;
    unsigned char *wkb = arena_alloc(mem, size), *p = wkb;
    if (parts != 1)
        p = put_head(p, WKB_MULTIPOLYGON, parts);
    while (i < shape.n) {
        size_t end = i + 1;
        while (end < shape.n && !shape_starts_part(shape, end))
            end++;
        p = put_head(p, WKB_POLYGON, end - i);
        for (; i < end; i++)
            p = put_ring(p, shape.rings[i]);
    }
    *out = wkb;
    *out_n = (size_t)(p - wkb);
}

/* ---- in ---- */

struct reader {
    struct arena *mem;
    const unsigned char *p, *end;
    bool little;
    struct geo_ring *rings;
    size_t n, cap;
};

static size_t left(const struct reader *r)
{
    return (size_t)(r->end - r->p);
}

static bool get_u32(struct reader *r, uint32_t *out)
{
    uint32_t v = 0;
    if (left(r) < 4)
        return false;
    for (int i = 0; i < 4; i++)
        v |= (uint32_t)r->p[i] << (8 * (r->little ? i : 3 - i));
    r->p += 4;
    *out = v;
    return true;
}

static double get_real(struct reader *r)
{
    uint64_t bits = 0;
    double v;
    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)r->p[i] << (8 * (r->little ? i : 7 - i));
    r->p += 8;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static bool get_head(struct reader *r, uint32_t *out_type, uint32_t *out_count)
{
    if (left(r) < 1 || r->p[0] > 1)
        return false;
    r->little = *r->p++ == 1;
    return get_u32(r, out_type) && get_u32(r, out_count);
}

/* Counts are believed only as far as the bytes that are left can hold them. */
static bool get_ring(struct reader *r)
{
    uint32_t n;
    if (!get_u32(r, &n) || n < 4 || n > left(r) / POINT)
        return false;
    struct geo_point *points = arena_array(r->mem, n, sizeof *points);
    for (uint32_t i = 0; i < n; i++) {
        double lon = get_real(r), lat = get_real(r);
        if (!(fabs(lon) <= 180) || !(fabs(lat) <= 90))
            return false;
        points[i] = geo_point_of(lon, lat);
    }
    if (points[0].lon_e7 != points[n - 1].lon_e7 || points[0].lat_e7 != points[n - 1].lat_e7)
        return false;
    r->rings = arena_grow(r->mem, r->rings, r->n, &r->cap, sizeof *r->rings);
    r->rings[r->n++] = (struct geo_ring){points, n - 1};
    return true;
}

static bool get_polygon(struct reader *r)
{
    uint32_t type, rings;
    if (!get_head(r, &type, &rings) || type != WKB_POLYGON || rings > left(r) / COUNT)
        return false;
    while (rings--)
        if (!get_ring(r))
            return false;
    return true;
}

bool wkb_read(struct arena *mem, const void *wkb, size_t n, struct geo_shape *out)
{
    struct reader r = {.mem = mem, .p = wkb, .end = (const unsigned char *)wkb + n};
    uint32_t type, parts = 1;
    if (!get_head(&r, &type, &parts))
        return false;
    if (type == WKB_POLYGON) {
        r.p = wkb;
        parts = 1;
    } else if (type != WKB_MULTIPOLYGON || parts > left(&r) / (HEAD + COUNT)) {
        return false;
    }
    while (parts--)
        if (!get_polygon(&r))
            return false;
    if (left(&r) != 0)
        return false;
    *out = (struct geo_shape){r.rings, r.n};
    return true;
}

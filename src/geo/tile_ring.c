/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/tile_ring.h"

#include <math.h>

#include "base/arena.h"
#include "base/text.h"

static const double pi = 3.14159265358979323846;

bool tile_parse(const char *z, const char *x, const char *y, struct tile *out)
{
    int64_t a, b, c;
    if (!text_int(z, &a) || !text_int(x, &b) || !text_int(y, &c) || a < 0 || a > MVT_ZOOM_MAX)
        return false;
    int64_t side = INT64_C(1) << a;
    if (b < 0 || b >= side || c < 0 || c >= side)
        return false;
    *out = (struct tile){(uint32_t)a, (uint32_t)b, (uint32_t)c};
    return true;
}

/* The side of the world in pixels of this zoom. */
static double world(struct tile t)
{
    return (double)(UINT64_C(1) << t.z) * MVT_EXTENT;
}

/* Web Mercator (EPSG:3857), which ends at 85.0511 degrees: what lies beyond goes to the rim. */
struct pixel tile_pixel(struct tile t, struct geo_point p)
{
    double lat = fmax(-85.06, fmin(85.06, p.lat_e7 / 1e7)), s = sin(lat * pi / 180);
    double x = (p.lon_e7 / 1e7 + 180) / 360, y = 0.5 - log((1 + s) / (1 - s)) / (4 * pi);
    return (struct pixel){llround(x * world(t)) - (int64_t)t.x * MVT_EXTENT,
                          llround(y * world(t)) - (int64_t)t.y * MVT_EXTENT};
}

static int32_t lat_of(struct tile t, double pixel_y)
{
    double y = ((double)t.y * MVT_EXTENT + pixel_y) / world(t);
    return (int32_t)lround(atan(sinh(pi * (1 - 2 * y))) * 180 / pi * 1e7);
}

static int32_t lon_of(struct tile t, double pixel_x)
{
    double lon = ((double)t.x * MVT_EXTENT + pixel_x) / world(t) * 360 - 180;
    return (int32_t)lround(fmax(-180, fmin(180, lon)) * 1e7);
}

struct geo_box tile_box(struct tile t)
{
    double near = -MVT_BUFFER - 1, far = MVT_EXTENT + MVT_BUFFER + 1;
    return (struct geo_box){
        {lon_of(t, near), lat_of(t, far) },
        {lon_of(t, far),  lat_of(t, near)}
    };
}

bool pixel_is_near(struct pixel p)
{
    return p.x >= -MVT_BUFFER && p.x <= MVT_EXTENT + MVT_BUFFER && p.y >= -MVT_BUFFER &&
           p.y <= MVT_EXTENT + MVT_BUFFER;
}

static void push(struct pixels *to, struct pixel p)
{
    if (to->n > 0 && to->p[to->n - 1].x == p.x && to->p[to->n - 1].y == p.y)
        return;
    to->p = arena_grow(to->mem, to->p, to->n, &to->cap, sizeof *to->p);
    to->p[to->n++] = p;
}

static void drop_closing(struct pixels *ring)
{
    while (ring->n > 1 && ring->p[ring->n - 1].x == ring->p[0].x &&
           ring->p[ring->n - 1].y == ring->p[0].y)
        ring->n--;
}

/* ---- cutting at the four sides of the margin, one after the other ---- */

enum side { WEST, EAST, NORTH, SOUTH };

static bool is_inside(struct pixel p, enum side side)
{
    switch (side) {
    case WEST:
        return p.x >= -MVT_BUFFER;
    case EAST:
        return p.x <= MVT_EXTENT + MVT_BUFFER;
    case NORTH:
        return p.y >= -MVT_BUFFER;
    case SOUTH:
    default:
        return p.y <= MVT_EXTENT + MVT_BUFFER;
    }
}

/* The ends are taken in one order, whichever way the ring runs, so that neighbours are cut at the same pixel. */
static struct pixel crossing(struct pixel a, struct pixel b, enum side side)
{
    bool turn = a.x > b.x || (a.x == b.x && a.y > b.y);
    struct pixel p = turn ? b : a, q = turn ? a : b;
    int64_t at = side == WEST || side == NORTH ? -MVT_BUFFER : MVT_EXTENT + MVT_BUFFER;
    if (side == WEST || side == EAST) {
        double part = (double)(at - p.x) / (double)(q.x - p.x);
        return (struct pixel){at, p.y + llround(part * (double)(q.y - p.y))};
    }
    double part = (double)(at - p.y) / (double)(q.y - p.y);
    return (struct pixel){p.x + llround(part * (double)(q.x - p.x)), at};
}

static void cut(const struct pixels *from, enum side side, struct pixels *to)
{
    to->n = 0;
    for (size_t i = 0; i < from->n; i++) {
        struct pixel a = from->p[i ? i - 1 : from->n - 1], b = from->p[i];
        if (is_inside(a, side) != is_inside(b, side))
            push(to, crossing(a, b, side));
        if (is_inside(b, side))
            push(to, b);
    }
    drop_closing(to);
}

static bool all_near(const struct pixels *ring)
{
    for (size_t i = 0; i < ring->n; i++)
        if (!pixel_is_near(ring->p[i]))
            return false;
    return true;
}

/* ---- what a straight line does not need ---- */

static bool on_the_way(struct pixel a, struct pixel b, struct pixel c)
{
    int64_t cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    int64_t along = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
    return cross == 0 && along > 0;
}

static void straighten(const struct pixels *from, struct pixels *to)
{
    to->n = 0;
    for (size_t i = 0; i < from->n; i++) {
        struct pixel before = to->n ? to->p[to->n - 1] : from->p[from->n - 1];
        struct pixel next = from->p[i + 1 < from->n ? i + 1 : 0];
        if (!on_the_way(before, from->p[i], next))
            push(to, from->p[i]);
    }
    drop_closing(to);
}

int64_t pixels_area2(const struct pixels *ring)
{
    int64_t sum = 0;
    for (size_t i = 0; i < ring->n; i++) {
        struct pixel a = ring->p[i ? i - 1 : ring->n - 1], b = ring->p[i];
        sum += a.x * b.y - b.x * a.y;
    }
    return sum;
}

bool tile_ring(struct tile t, struct geo_ring r, struct pixels *scratch, struct pixels *to)
{
    struct pixels *from = scratch, *into = to;
    from->n = 0;
    for (size_t i = 0; i < r.n; i++)
        push(from, tile_pixel(t, r.points[i]));
    drop_closing(from);
    /* Each cut reads one buffer and fills the other; the last step reads scratch and fills `to`. */
    for (int side = 0; !all_near(from) && side <= SOUTH; side++) {
        cut(from, (enum side)side, into);
        struct pixels *other = from;
        from = into;
        into = other;
    }
    if (from != scratch) {
        struct pixels swapped = *scratch;
        *scratch = *to;
        *to = swapped;
    }
    straighten(scratch, to);
    return to->n >= 3 && pixels_area2(to) != 0;
}

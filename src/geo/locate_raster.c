/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/locate_raster.h"

#include <stdlib.h>
#include <string.h>

static void *more(void *p, size_t n, size_t *cap, size_t size)
{
    if (n <= *cap)
        return p;
    size_t room = n + n / 2 + 256;
    p = realloc(p, room * size);
    if (!p)
        abort();
    *cap = room;
    return p;
}

static uint32_t col(const struct locate *l, int64_t lon)
{
    return (uint32_t)((lon - l->box.low.lon_e7) >> l->shift_x);
}

static uint32_t row(const struct locate *l, int64_t lat)
{
    return (uint32_t)((lat - l->box.low.lat_e7) >> l->shift_y);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The whole number at or left of where the edge (low end first) passes a latitude. */
static int64_t floor_lon(struct geo_point low, struct geo_point high, int64_t lat)
{
    return low.lon_e7 + floor_div((lat - low.lat_e7) * ((int64_t)high.lon_e7 - low.lon_e7),
                                  (int64_t)high.lat_e7 - low.lat_e7);
}

static void touch_columns(struct raster *r, uint32_t y, int64_t from, int64_t to, uint32_t edge)
{
    uint32_t last = col(r->l, to);
    for (uint32_t x = col(r->l, from); x <= last; x++) {
        r->touches = more(r->touches, r->n_touches + 1, &r->touches_cap, sizeof *r->touches);
        r->touches[r->n_touches++] = (struct touch){(y - r->y0) * r->w + x - r->x0, edge};
    }
}

static int64_t min64(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t max64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void touch_edge(struct raster *r, uint32_t edge, struct geo_point a, struct geo_point b)
{
    const struct locate *l = r->l;
    struct geo_point low = a.lat_e7 <= b.lat_e7 ? a : b, high = a.lat_e7 <= b.lat_e7 ? b : a;
    int64_t west = min64(a.lon_e7, b.lon_e7), east = max64(a.lon_e7, b.lon_e7);
    uint32_t first = row(l, low.lat_e7), last = row(l, high.lat_e7);
    if (first == last) {
        touch_columns(r, first, west, east, edge);
        return;
    }
    for (uint32_t y = first; y <= last; y++) {
        int64_t floor_lat = l->box.low.lat_e7 + ((int64_t)y << l->shift_y);
        int64_t from = max64(floor_lat, low.lat_e7);
        int64_t to = min64(floor_lat + (INT64_C(1) << l->shift_y), high.lat_e7);
        int64_t p = floor_lon(low, high, from), q = floor_lon(low, high, to);
        touch_columns(r, y, min64(p, q), min64(max64(p, q) + 1, east), edge);
    }
}

/* At the first latitude of each row that the edge passes: all buckets left of it see one crossing more. */
static void mark_edge(struct raster *r, struct geo_point a, struct geo_point b)
{
    const struct locate *l = r->l;
    struct geo_point low = a.lat_e7 <= b.lat_e7 ? a : b, high = a.lat_e7 <= b.lat_e7 ? b : a;
    for (uint32_t y = row(l, low.lat_e7); y < r->y0 + r->h; y++) {
        int64_t lat = l->box.low.lat_e7 + ((int64_t)y << l->shift_y);
        if (lat < low.lat_e7)
            continue;
        if (lat >= high.lat_e7)
            return;
        /* Columns that end before the crossing: those whose end is below its ceiling. */
        int64_t ceiling = floor_lon(low, high, lat);
        int64_t rest = (lat - low.lat_e7) * ((int64_t)high.lon_e7 - low.lon_e7) %
                       ((int64_t)high.lat_e7 - low.lat_e7);
        uint32_t n = col(l, ceiling + (rest != 0));
        if (n > r->x0)
            r->odd[(size_t)(y - r->y0) * r->w + n - 1 - r->x0] ^= 1;
    }
}

static void spread_marks(struct raster *r)
{
    for (size_t y = 0; y < r->h; y++)
        for (size_t x = r->w - 1; x > 0; x--)
            r->odd[y * r->w + x - 1] ^= r->odd[y * r->w + x];
}

/* Counting sort: the touches came in order of edges, and stay so within a bucket. */
static void sort_touches(struct raster *r)
{
    size_t n = (size_t)r->w * r->h;
    memset(r->start, 0, (n + 1) * sizeof *r->start);
    r->edges = more(r->edges, r->n_touches, &r->edges_cap, sizeof *r->edges);
    for (size_t i = 0; i < r->n_touches; i++)
        r->start[r->touches[i].bucket + 1]++;
    for (size_t i = 0; i < n; i++)
        r->start[i + 1] += r->start[i];
    for (size_t i = 0; i < r->n_touches; i++)
        r->edges[r->start[r->touches[i].bucket]++] = r->touches[i].edge;
    memmove(r->start + 1, r->start, n * sizeof *r->start);
    r->start[0] = 0;
}

void raster_item(struct raster *r, struct geo_shape s)
{
    const struct locate *l = r->l;
    struct geo_box b = shape_box(s);
    r->x0 = col(l, b.low.lon_e7);
    r->y0 = row(l, b.low.lat_e7);
    r->w = col(l, b.high.lon_e7) - r->x0 + 1;
    r->h = row(l, b.high.lat_e7) - r->y0 + 1;
    r->n_touches = 0;
    size_t n = (size_t)r->w * r->h;
    r->start = more(r->start, n + 1, &r->start_cap, sizeof *r->start);
    r->odd = more(r->odd, n, &r->odd_cap, 1);
    memset(r->odd, 0, n);
    for (size_t i = 0; i < s.n; i++) {
        const struct geo_point *p = s.rings[i].points;
        for (size_t k = 0; k < s.rings[i].n; k++) {
            touch_edge(r, (uint32_t)(&p[k] - l->points), p[k], p[k + 1]);
            mark_edge(r, p[k], p[k + 1]);
        }
    }
    spread_marks(r);
    sort_touches(r);
}

void raster_done(struct raster *r)
{
    free(r->touches);
    free(r->edges);
    free(r->start);
    free(r->odd);
}

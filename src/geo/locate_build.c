/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "geo/locate_index.h"
#include "geo/locate_raster.h"

enum { BUCKETS_MIN = 1 << 16, BUCKETS_MAX = 1 << 24, HUGE_PAGE = 2 << 20 };

/* Random access over tens of megabytes waits for address translation unless the pages are large. */
static void *big_array(size_t n, size_t size)
{
    size_t bytes = n * size;
    void *p;
    if (bytes < 4 * (size_t)HUGE_PAGE) {
        p = calloc(n ? n : 1, size);
    } else {
        bytes = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
        p = aligned_alloc(HUGE_PAGE, bytes);
        if (p) {
            (void)madvise(p, bytes, MADV_HUGEPAGE);
            memset(p, 0, bytes);
        }
    }
    if (!p)
        abort();
    return p;
}

/* ---- order of items in memory ---- */

struct place {
    uint64_t key;
    uint32_t item;
};

static int by_key(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

/* Distance along the Hilbert curve through a square of 2^16 by 2^16. */
static uint32_t hilbert(uint32_t x, uint32_t y)
{
    uint32_t d = 0;
    for (uint32_t s = 1 << 15; s; s >>= 1) {
        uint32_t rx = (x & s) != 0, ry = (y & s) != 0;
        d = d * 4 + ((3 * rx) ^ ry);
        if (ry == 0) {
            uint32_t turned = rx ? s - 1 - (y & (s - 1)) : y & (s - 1);
            y = rx ? s - 1 - (x & (s - 1)) : x & (s - 1);
            x = turned;
        }
    }
    return d;
}

static uint32_t sixteen_bits(int64_t low, int64_t high, int64_t v)
{
    return high > low ? (uint32_t)((v - low) * 65535 / (high - low)) : 0;
}

static struct place *curve_order(const struct locate *l, const struct locate_item *items, size_t n)
{
    struct place *order = big_array(n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        struct geo_box b = shape_box(items[i].shape);
        if (box_is_none(b))
            b = (struct geo_box){l->box.low, l->box.low};
        uint32_t x = sixteen_bits(l->box.low.lon_e7, l->box.high.lon_e7,
                                  ((int64_t)b.low.lon_e7 + b.high.lon_e7) / 2);
        uint32_t y = sixteen_bits(l->box.low.lat_e7, l->box.high.lat_e7,
                                  ((int64_t)b.low.lat_e7 + b.high.lat_e7) / 2);
        order[i] = (struct place){hilbert(x, y), (uint32_t)i};
    }
    qsort(order, n, sizeof *order, by_key);
    return order;
}

static void copy_points(struct locate *l, const struct locate_item *items)
{
    struct place *order = curve_order(l, items, l->n_items);
    size_t at = 0;
    for (size_t k = 0; k < l->n_items; k++) {
        struct geo_shape s = items[order[k].item].shape;
        struct geo_ring *ring = &l->rings[l->first_ring[order[k].item]];
        for (size_t r = 0; r < s.n; r++, ring++) {
            *ring = (struct geo_ring){&l->points[at], s.rings[r].n};
            if (s.rings[r].n == 0)
                continue;
            memcpy(&l->points[at], s.rings[r].points, s.rings[r].n * sizeof *l->points);
            at += s.rings[r].n;
            l->points[at++] = s.rings[r].points[0];
        }
    }
    free(order);
}

static void copy_items(struct locate *l, const struct locate_item *items)
{
    l->first_ring = big_array(l->n_items + 1, sizeof *l->first_ring);
    for (size_t i = 0; i < l->n_items; i++) {
        l->first_ring[i + 1] = l->first_ring[i] + (uint32_t)items[i].shape.n;
        for (size_t r = 0; r < items[i].shape.n; r++)
            l->n_points += items[i].shape.rings[r].n + (items[i].shape.rings[r].n > 0);
    }
    assert(l->n_points < LOCATE_POINTS_MAX && l->n_items < HEAD_ITEM);
    l->n_rings = l->first_ring[l->n_items];
    l->rings = big_array(l->n_rings, sizeof *l->rings);
    l->points = big_array(l->n_points, sizeof *l->points);
    copy_points(l, items);
}

/* ---- the grid ---- */

/* About as many buckets as points, halved in turns along both axes. */
static void choose_grid(struct locate *l)
{
    size_t wanted = l->n_points < BUCKETS_MIN   ? BUCKETS_MIN
                    : l->n_points > BUCKETS_MAX ? BUCKETS_MAX
                                                : l->n_points;
    uint64_t width = (uint64_t)((int64_t)l->box.high.lon_e7 - l->box.low.lon_e7);
    uint64_t height = (uint64_t)((int64_t)l->box.high.lat_e7 - l->box.low.lat_e7);
    int x = 31, y = 31;
    while (x + y > 0) {
        int next_x = x > y ? x - 1 : x, next_y = x > y ? y : y - 1;
        if (((width >> next_x) + 1) * ((height >> next_y) + 1) > wanted)
            break;
        x = next_x;
        y = next_y;
    }
    l->shift_x = x;
    l->shift_y = y;
    l->nx = (uint32_t)(width >> x) + 1;
    l->ny = (uint32_t)(height >> y) + 1;
    l->dir = big_array((size_t)l->nx * l->ny, sizeof *l->dir);
}

/* ---- records ---- */

/* Edges that follow each other become a run. Returns the number of words; out NULL only counts. */
static uint32_t write_runs(const uint32_t *edges, uint32_t n, uint32_t *out)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < n;) {
        uint32_t len = 1;
        while (i + len < n && len < RUN_EDGES_MAX && edges[i + len] == edges[i] + len)
            len++;
        if (out)
            out[words] = edges[i] << RUN_START_SHIFT | len << 1 | (i + len == n);
        words++;
        i += len;
    }
    return words;
}

/* The entry's bit is what makes its own formula right at the bucket's corner, where the answer is known. */
static uint32_t entry_bit(const struct raster *r, uint32_t x, uint32_t y, const uint32_t *runs,
                          bool odd)
{
    const struct locate *l = r->l;
    int64_t end = column_end(l, x);
    int32_t lat = (int32_t)(l->box.low.lat_e7 + ((int64_t)y << l->shift_y));
    for (;; runs++) {
        const struct geo_point *e = &l->points[*runs >> RUN_START_SHIFT];
        uint32_t n = (*runs >> 1) & RUN_EDGES_MAX;
        odd ^= beyond(e[0], end, lat) ^ beyond(e[n], end, lat);
        for (uint32_t i = 0; i < n; i++)
            odd ^= edge_crosses_at(e[i], e[i + 1], end, lat);
        if (*runs & 1)
            return odd ? HEAD_ODD : 0;
    }
}

struct records {
    uint32_t *used;  /* per bucket: words so far; with CLOSED once an item covers it */
    uint32_t *heads; /* second pass: place of the bucket's latest head word */
};

#define CLOSED (UINT32_C(1) << 31)

/* First pass: how many words the record of each bucket will take. */
static void count_item(const struct raster *r, struct records *k)
{
    for (uint32_t y = 0; y < r->h; y++) {
        for (uint32_t x = 0; x < r->w; x++) {
            size_t here = (size_t)y * r->w + x;
            uint32_t *used = &k->used[(size_t)(y + r->y0) * r->l->nx + x + r->x0];
            uint32_t n = r->start[here + 1] - r->start[here];
            if (*used & CLOSED)
                continue;
            if (n)
                *used += 1 + write_runs(&r->edges[r->start[here]], n, NULL);
            else if (r->odd[here])
                *used = (*used + (*used > 0)) | CLOSED;
        }
    }
}

/* A bucket that one item covers and nobody else touches needs no record. */
static void lay_out(struct locate *l, struct records *k)
{
    size_t n = (size_t)l->nx * l->ny, at = 1;
    for (size_t i = 0; i < n; i++) {
        uint32_t words = k->used[i] & ~CLOSED;
        l->dir[i] = words ? (uint32_t)at : DIR_NOTHING;
        at += words;
        k->used[i] = 0;
    }
    assert(at < DIR_WHOLE);
    l->n_words = at;
    l->words = big_array(at, sizeof *l->words);
}

static void fill_bucket(struct locate *l, const struct raster *r, struct records *k, uint32_t item,
                        uint32_t x, uint32_t y)
{
    size_t here = (size_t)y * r->w + x, bucket = (size_t)(y + r->y0) * l->nx + x + r->x0;
    uint32_t *used = &k->used[bucket], n = r->start[here + 1] - r->start[here];
    if ((*used & CLOSED) || (!n && !r->odd[here]))
        return;
    if (!n && *used == 0) {
        l->dir[bucket] = DIR_WHOLE | item;
        *used = CLOSED;
        return;
    }
    if (*used)
        l->words[k->heads[bucket]] &= ~HEAD_LAST;
    uint32_t at = l->dir[bucket] + *used, *w = &l->words[at];
    k->heads[bucket] = at;
    if (!n) {
        *w = item | HEAD_WHOLE | HEAD_LAST;
        *used |= CLOSED;
        return;
    }
    *used += 1 + write_runs(&r->edges[r->start[here]], n, w + 1);
    *w = item | HEAD_LAST | entry_bit(r, x + r->x0, y + r->y0, w + 1, r->odd[here]);
}

static void fill_item(struct locate *l, const struct raster *r, struct records *k, uint32_t item)
{
    for (uint32_t y = 0; y < r->h; y++)
        for (uint32_t x = 0; x < r->w; x++)
            fill_bucket(l, r, k, item, x, y);
}

static void build_records(struct locate *l, const struct place *by_id)
{
    struct raster r = {.l = l};
    size_t n = (size_t)l->nx * l->ny;
    struct records k = {big_array(n, sizeof *k.used), big_array(n, sizeof *k.heads)};
    for (size_t i = 0; i < l->n_items; i++) {
        struct geo_shape s = locate_shape(l, by_id[i].item);
        if (shape_points(s) == 0)
            continue;
        raster_item(&r, s);
        count_item(&r, &k);
    }
    lay_out(l, &k);
    for (size_t i = 0; i < l->n_items; i++) {
        struct geo_shape s = locate_shape(l, by_id[i].item);
        if (shape_points(s) == 0)
            continue;
        raster_item(&r, s);
        fill_item(l, &r, &k, (uint32_t)i);
    }
    raster_done(&r);
    free(k.used);
    free(k.heads);
}

static struct place *id_order(struct locate *l, const struct locate_item *items)
{
    struct place *order = big_array(l->n_items, sizeof *order);
    bool dense = true;
    for (size_t i = 0; i < l->n_items; i++)
        order[i] = (struct place){items[i].id, (uint32_t)i};
    qsort(order, l->n_items, sizeof *order, by_key);
    for (size_t i = 0; i < l->n_items && dense; i++)
        dense = order[i].key == i;
    if (dense)
        return order;
    l->ids = big_array(l->n_items, sizeof *l->ids);
    for (size_t i = 0; i < l->n_items; i++)
        l->ids[i] = (uint32_t)order[i].key;
    return order;
}

struct locate *locate_new(const struct locate_item *items, size_t n)
{
    struct locate *l = big_array(1, sizeof *l);
    l->n_items = n;
    l->box = box_none();
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < items[i].shape.n; k++)
            for (size_t p = 0; p < items[i].shape.rings[k].n; p++)
                box_add(&l->box, items[i].shape.rings[k].points[p]);
    copy_items(l, items);
    if (box_is_none(l->box))
        return l;
    choose_grid(l);
    struct place *order = id_order(l, items);
    build_records(l, order);
    free(order);
    return l;
}

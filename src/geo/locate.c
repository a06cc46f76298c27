/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/locate.h"

#include <stdlib.h>

#include "geo/locate_index.h"

enum { BATCH = 64 };

static bool in_box(const struct locate *l, struct geo_point p)
{
    return p.lon_e7 >= l->box.low.lon_e7 && p.lon_e7 <= l->box.high.lon_e7 &&
           p.lat_e7 >= l->box.low.lat_e7 && p.lat_e7 <= l->box.high.lat_e7;
}

static uint32_t column_of(const struct locate *l, struct geo_point p)
{
    return ((uint32_t)p.lon_e7 - (uint32_t)l->box.low.lon_e7) >> l->shift_x;
}

static size_t bucket_of(const struct locate *l, struct geo_point p)
{
    uint32_t by = ((uint32_t)p.lat_e7 - (uint32_t)l->box.low.lat_e7) >> l->shift_y;
    return (size_t)by * l->nx + column_of(l, p);
}

static int64_t id_of(const struct locate *l, uint32_t item)
{
    return l->ids ? l->ids[item] : item;
}

/* One entry behind its head; *w moves past it. */
static bool entry_holds(const struct locate *l, uint32_t head, const uint32_t **w,
                        struct geo_point p, int64_t end)
{
    bool odd = (head & HEAD_ODD) != 0;
    uint32_t run;
    do {
        run = *(*w)++;
        odd ^= run_is_odd(&l->points[run >> RUN_START_SHIFT], (run >> 1) & RUN_EDGES_MAX, p, end);
    } while (!(run & 1));
    return odd;
}

static int64_t ask_record(const struct locate *l, uint32_t record, struct geo_point p)
{
    const uint32_t *w = &l->words[record];
    int64_t end = column_end(l, column_of(l, p));
    uint32_t head;
    do {
        head = *w++;
        if ((head & HEAD_WHOLE) || entry_holds(l, head, &w, p, end))
            return id_of(l, head & HEAD_ITEM);
    } while (!(head & HEAD_LAST));
    return LOCATE_NONE;
}

static int64_t ask(const struct locate *l, uint32_t dir, struct geo_point p)
{
    if (dir == DIR_NOTHING)
        return LOCATE_NONE;
    return dir & DIR_WHOLE ? id_of(l, dir & ~DIR_WHOLE) : ask_record(l, dir, p);
}

int64_t locate_find(const struct locate *l, struct geo_point p)
{
    return in_box(l, p) ? ask(l, l->dir[bucket_of(l, p)], p) : LOCATE_NONE;
}

/* Memory, not arithmetic, is what a lookup waits for: each step asks for the next one's lines, for all points. */
static void find_batch(const struct locate *l, const struct geo_point *points, size_t n,
                       int64_t *out)
{
    size_t bucket[BATCH];
    uint32_t dir[BATCH];
    for (size_t i = 0; i < n; i++) {
        bucket[i] = in_box(l, points[i]) ? bucket_of(l, points[i]) : SIZE_MAX;
        if (bucket[i] != SIZE_MAX)
            __builtin_prefetch(&l->dir[bucket[i]]);
    }
    for (size_t i = 0; i < n; i++) {
        dir[i] = bucket[i] == SIZE_MAX ? DIR_NOTHING : l->dir[bucket[i]];
        if (dir[i] && !(dir[i] & DIR_WHOLE))
            __builtin_prefetch(&l->words[dir[i]]);
    }
    for (size_t i = 0; i < n; i++) {
        if (!dir[i] || (dir[i] & DIR_WHOLE))
            continue;
        const uint32_t *w = &l->words[dir[i]];
        if (!(w[0] & HEAD_WHOLE))
            __builtin_prefetch(&l->points[w[1] >> RUN_START_SHIFT]);
    }
    for (size_t i = 0; i < n; i++)
        out[i] = ask(l, dir[i], points[i]);
}

void locate_find_many(const struct locate *l, const struct geo_point *points, size_t n,
                      int64_t *out_ids)
{
    for (size_t i = 0; i < n; i += BATCH)
        find_batch(l, &points[i], n - i < BATCH ? n - i : BATCH, &out_ids[i]);
}

struct geo_shape locate_shape(const struct locate *l, size_t i)
{
    return (struct geo_shape){&l->rings[l->first_ring[i]], l->first_ring[i + 1] - l->first_ring[i]};
}

size_t locate_bytes(const struct locate *l)
{
    return sizeof *l + (size_t)l->nx * l->ny * sizeof *l->dir + l->n_words * sizeof *l->words +
           l->n_points * sizeof *l->points + (l->ids ? l->n_items * sizeof *l->ids : 0) +
           l->n_rings * sizeof *l->rings + (l->n_items + 1) * sizeof *l->first_ring;
}

void locate_free(struct locate *l)
{
    if (!l)
        return;
    free(l->dir);
    free(l->words);
    free(l->points);
    free(l->ids);
    free(l->rings);
    free(l->first_ring);
    free(l);
}

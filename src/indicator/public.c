/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/public.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"

/* ---- months ---- */

bool indicator_is_month(const struct indicator_period *p, int64_t now)
{
    char first[TIME_TEXT], next[TIME_TEXT];
    int64_t from, to;
    int32_t day = time_day(p->from), year = day / 10000, month = day / 100 % 100;
    (void)snprintf(first, sizeof first, "%04d-%02d-01", year, month);
    (void)snprintf(next, sizeof next, "%04d-%02d-01", month == 12 ? year + 1 : year,
                   month % 12 + 1);
    return time_parse(first, &from) && time_parse(next, &to) && p->from == from && p->to == to &&
           to <= now;
}

/* ---- what is kept ---- */

enum { TABLES = 512 };

/* What a table is of. The day: what was imported late, or who held a post, is seen the day after. */
struct key {
    char area[TEXT_CODE_MAX];
    int64_t from;
    uint64_t areas; /* mark of the atlas: rows are places in it */
    int32_t day;
    enum indicator_by by;
};

struct kept {
    struct key key;
    struct indicator_table table; /* rows by malloc; NULL and the key empty: free */
};

struct indicator_cache {
    pthread_mutex_t lock;
    size_t next; /* to be overwritten */
    struct kept tables[TABLES];
};

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

struct indicator_cache *indicator_cache_new(void)
{
    struct indicator_cache *cache = must(calloc(1, sizeof *cache));
    if (pthread_mutex_init(&cache->lock, NULL) != 0)
        abort();
    return cache;
}

void indicator_cache_free(struct indicator_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < TABLES; i++)
        free(cache->tables[i].table.rows);
    (void)pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static struct key key_of(const struct ctx *c, const struct atlas_view *v,
                         const struct indicator_query *q)
{
    struct key key = {
        .from = q->period.from, .areas = atlas_mark(v), .day = time_day(c->now), .by = q->by};
    (void)snprintf(key.area, sizeof key.area, "%s", q->area);
    return key;
}

static bool same_key(const struct key *a, const struct key *b)
{
    return strcmp(a->area, b->area) == 0 && a->from == b->from && a->areas == b->areas &&
           a->day == b->day && a->by == b->by;
}

static bool find(struct ctx *c, struct indicator_cache *cache, const struct key *key,
                 struct indicator_table *out)
{
    bool found = false;
    if (!cache)
        return false;
    (void)pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < TABLES && !found; i++) {
        const struct kept *k = &cache->tables[i];
        if (!same_key(&k->key, key))
            continue;
        found = true;
        *out = k->table;
        out->rows = arena_array(c->mem, out->n + 1, sizeof *out->rows);
        if (out->n)
            memcpy(out->rows, k->table.rows, out->n * sizeof *out->rows);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return found;
}

static void keep(struct indicator_cache *cache, const struct key *key,
                 const struct indicator_table *table)
{
    struct indicator_row *rows = must(calloc(table->n + 1, sizeof *rows));
    if (table->n)
        memcpy(rows, table->rows, table->n * sizeof *rows);
    (void)pthread_mutex_lock(&cache->lock);
    struct kept *k = &cache->tables[cache->next];
    cache->next = (cache->next + 1) % TABLES;
    free(k->table.rows);
    *k = (struct kept){*key, *table};
    k->table.rows = rows;
    (void)pthread_mutex_unlock(&cache->lock);
}

/* ---- holes from the table above ---- */

static void take_over(struct indicator_table *t, const struct indicator_row *above)
{
    for (int part = 0; part < PART__COUNT; part++) {
        if (above->part[part] != INDICATOR_HIDDEN)
            continue;
        t->total.part[part] = INDICATOR_HIDDEN;
        t->withheld = true;
    }
}

/* The same total stands in the table by areas, and there in a row of the area above. */
static enum err holes_above(struct ctx *c, struct indicator_cache *cache,
                            const struct atlas_view *v, const struct programmes *p,
                            const struct indicator_query *q, struct indicator_table *out)
{
    int32_t area = atlas_find(v, q->area);
    struct indicator_query up = *q;
    struct indicator_table above;
    up.by = BY_AREA;
    if (q->by != BY_AREA) {
        TRY(indicator_public(c, cache, v, p, &up, &above));
        take_over(out, &above.total);
        return ERR_OK;
    }
    const struct area *parent = atlas_at(v, atlas_at(v, area)->parent);
    if (!parent)
        return ERR_OK;
    up.area = parent->code;
    TRY(indicator_public(c, cache, v, p, &up, &above));
    for (size_t i = 0; i < above.n; i++)
        if (above.rows[i].key == area)
            take_over(out, &above.rows[i]);
    return ERR_OK;
}

/* Calls itself through holes_above, as deep as areas are. */
enum err indicator_public(struct ctx *c, struct indicator_cache *cache, const struct atlas_view *v,
                          const struct programmes *p, const struct indicator_query *q,
                          struct indicator_table *out)
{
    const struct key key = key_of(c, v, q);
    if (find(c, cache, &key, out))
        return ERR_OK;
    TRY(indicator_count(c, v, p, q, out));
    TRY(holes_above(c, cache, v, p, q, out));
    indicator_withhold(out);
    if (cache)
        keep(cache, &key, out);
    return ERR_OK;
}

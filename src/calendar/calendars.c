/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendars.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"
#include "calendar/level.h"

enum { BUCKETS = 1024 };

/* Ids of changes, not versions: a version that was rolled back may come again with another content. */
struct held {
    int32_t district; /* 0 also for all districts without settings of their own */
    int64_t all_change, own_change;
    struct calendar *cal;
    struct held *next;
    atomic_int users; /* units that it was given to, and the list; the last one frees it */
};

struct calendars {
    pthread_mutex_t lock; /* over what follows; of a district the lists hold the newest only */
    struct held *buckets[BUCKETS];
    struct arena *mem; /* of the bundled holidays */
    bool bundled_read;
    struct holiday_sheet bundled;
};

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

struct calendars *calendars_new(void)
{
    struct calendars *all = must(calloc(1, sizeof *all));
    if (pthread_mutex_init(&all->lock, NULL) != 0)
        abort();
    all->mem = arena_new();
    return all;
}

static void let_go(void *arg)
{
    struct held *h = arg;
    if (atomic_fetch_sub(&h->users, 1) > 1)
        return;
    calendar_free(h->cal);
    free(h);
}

void calendars_free(struct calendars *all)
{
    if (!all)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        while (all->buckets[i]) {
            struct held *h = all->buckets[i];
            all->buckets[i] = h->next;
            let_go(h);
        }
    }
    arena_free(all->mem);
    (void)pthread_mutex_destroy(&all->lock);
    free(all);
}

static struct held **bucket_of(struct calendars *all, int32_t district)
{
    return &all->buckets[(uint32_t)district % BUCKETS];
}

static struct held *find(struct calendars *all, const struct held *key)
{
    for (struct held *h = *bucket_of(all, key->district); h; h = h->next)
        if (h->district == key->district && h->all_change == key->all_change &&
            h->own_change == key->own_change)
            return h;
    return NULL;
}

/* What the district had before goes when the last unit that works with it ends. */
static void drop_older(struct calendars *all, int32_t district)
{
    struct held **at = bucket_of(all, district);
    while (*at) {
        struct held *h = *at;
        if (h->district != district) {
            at = &h->next;
            continue;
        }
        *at = h->next;
        let_go(h);
    }
}

static struct held *add(struct calendars *all, const struct held *key, struct calendar *cal)
{
    struct held **bucket = bucket_of(all, key->district), *h = must(calloc(1, sizeof *h));
    drop_older(all, key->district);
    h->district = key->district;
    h->all_change = key->all_change;
    h->own_change = key->own_change;
    h->cal = cal;
    h->next = *bucket;
    atomic_init(&h->users, 1);
    *bucket = h;
    return h;
}

/* For this unit. `made` is kept unless another thread has compiled the same one; NULL: only what is there, if it is. */
static const struct calendar *take(struct ctx *c, struct calendars *all, const struct held *key,
                                   struct calendar *made)
{
    (void)pthread_mutex_lock(&all->lock);
    struct held *h = find(all, key);
    if (h)
        calendar_free(made);
    else if (made)
        h = add(all, key, made);
    if (h)
        (void)atomic_fetch_add(&h->users, 1);
    (void)pthread_mutex_unlock(&all->lock);
    if (!h)
        return NULL;
    arena_defer(c->mem, let_go, h);
    return h->cal;
}

static enum err read_bundled(struct ctx *c, struct calendars *all)
{
    enum err err = ERR_OK;
    (void)pthread_mutex_lock(&all->lock);
    if (!all->bundled_read) {
        struct ctx mine = {.mem = all->mem};
        err = holidays_bundled(&mine, &all->bundled);
        all->bundled_read = err == ERR_OK;
        if (err != ERR_OK)
            c->problem = mine.problem;
    }
    (void)pthread_mutex_unlock(&all->lock);
    return err;
}

static enum err compile(struct ctx *c, struct calendars *all, struct levels *l,
                        struct calendar **out)
{
    TRY(read_bundled(c, all));
    TRY(level_read(c, &l->all));
    TRY(level_read(c, &l->own));
    struct calendar_plan plan = levels_plan(c->mem, l, &all->bundled);
    *out = calendar_new(&plan);
    return ERR_OK;
}

enum err calendar_for(struct ctx *c, struct calendars *all, int32_t district,
                      const struct calendar **out)
{
    struct levels l;
    struct calendar *made;
    TRY(levels_heads(c, district, &l));
    struct held key = {.district = l.own.version ? district : 0,
                       .all_change = l.all.change,
                       .own_change = l.own.change};
    *out = take(c, all, &key, NULL);
    if (*out)
        return ERR_OK;
    TRY(compile(c, all, &l, &made));
    *out = take(c, all, &key, made);
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendars.h"

#include <pthread.h>
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
};

struct calendars {
    pthread_mutex_t lock; /* over what follows; what the lists hold is never changed or freed */
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

void calendars_free(struct calendars *all)
{
    if (!all)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        while (all->buckets[i]) {
            struct held *h = all->buckets[i];
            all->buckets[i] = h->next;
            calendar_free(h->cal);
            free(h);
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

static const struct calendar *find(struct calendars *all, const struct held *key)
{
    for (const struct held *h = *bucket_of(all, key->district); h; h = h->next)
        if (h->district == key->district && h->all_change == key->all_change &&
            h->own_change == key->own_change)
            return h->cal;
    return NULL;
}

/* Two threads may have compiled the same one: the first that comes stays. */
static const struct calendar *keep(struct calendars *all, const struct held *key,
                                   struct calendar *cal)
{
    (void)pthread_mutex_lock(&all->lock);
    const struct calendar *found = find(all, key);
    if (found) {
        calendar_free(cal);
    } else {
        struct held **bucket = bucket_of(all, key->district), *h = must(malloc(sizeof *h));
        *h = *key;
        h->cal = cal;
        h->next = *bucket;
        *bucket = h;
        found = cal;
    }
    (void)pthread_mutex_unlock(&all->lock);
    return found;
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
    (void)pthread_mutex_lock(&all->lock);
    *out = find(all, &key);
    (void)pthread_mutex_unlock(&all->lock);
    if (*out)
        return ERR_OK;
    TRY(compile(c, all, &l, &made));
    *out = keep(all, &key, made);
    return ERR_OK;
}

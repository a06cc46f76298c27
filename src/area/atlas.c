/* SPDX-License-Identifier: Apache-2.0 */
#include "area/atlas.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "area/atlas_view.h"

struct atlas {
    pthread_mutex_t swap; /* guards current and the counts of holders */
    pthread_mutex_t load; /* one refresh at a time */
    struct atlas_view *current;
};

struct atlas *atlas_new(void)
{
    struct atlas *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    (void)pthread_mutex_init(&a->swap, NULL);
    (void)pthread_mutex_init(&a->load, NULL);
    a->current = view_new();
    return a;
}

const struct atlas_view *atlas_take(struct atlas *a)
{
    (void)pthread_mutex_lock(&a->swap);
    struct atlas_view *v = a->current;
    v->holders++;
    (void)pthread_mutex_unlock(&a->swap);
    return v;
}

static void drop(struct atlas *a, struct atlas_view *v)
{
    (void)pthread_mutex_lock(&a->swap);
    bool last = --v->holders == 0;
    (void)pthread_mutex_unlock(&a->swap);
    if (last)
        view_free(v);
}

void atlas_give(struct atlas *a, const struct atlas_view *v)
{
    drop(a, v->self);
}

void atlas_free(struct atlas *a)
{
    if (!a)
        return;
    drop(a, a->current);
    (void)pthread_mutex_destroy(&a->swap);
    (void)pthread_mutex_destroy(&a->load);
    free(a);
}

static enum err load(struct atlas *a, struct ctx *c)
{
    struct atlas_view *fresh;
    int64_t generation;
    TRY(area_generation(c, &generation));
    if (generation == atlas_generation(a->current))
        return ERR_OK;
    TRY(view_load(c, generation, &fresh));
    (void)pthread_mutex_lock(&a->swap);
    struct atlas_view *old = a->current;
    a->current = fresh;
    (void)pthread_mutex_unlock(&a->swap);
    drop(a, old);
    return ERR_OK;
}

enum err atlas_refresh(struct atlas *a, struct ctx *c)
{
    (void)pthread_mutex_lock(&a->load);
    enum err err = load(a, c);
    (void)pthread_mutex_unlock(&a->load);
    return err;
}

/* ---- asking a view ---- */

size_t atlas_len(const struct atlas_view *v)
{
    return v->n;
}

int64_t atlas_generation(const struct atlas_view *v)
{
    return v->generation;
}

uint64_t atlas_mark(const struct atlas_view *v)
{
    return v->mark;
}

const struct area *atlas_at(const struct atlas_view *v, int32_t i)
{
    assert(i >= -1 && (i < 0 || (size_t)i < v->n));
    return i < 0 ? NULL : &v->areas[i];
}

size_t atlas_code_from(const struct atlas_view *v, const char *code)
{
    size_t low = 0, high = v->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(v->areas[v->by_code[middle]].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t atlas_by_code(const struct atlas_view *v, size_t k)
{
    return k < v->n ? v->by_code[k] : -1;
}

int32_t atlas_find(const struct atlas_view *v, const char *code)
{
    int32_t i = atlas_by_code(v, atlas_code_from(v, code));
    return i >= 0 && strcmp(v->areas[i].code, code) == 0 ? i : -1;
}

const char *atlas_name(const struct atlas_view *v, const char *code)
{
    const struct area *a = atlas_at(v, atlas_find(v, code));
    return a ? a->name : code;
}

int32_t atlas_locate(const struct atlas_view *v, struct geo_point p)
{
    int64_t id = locate_find(v->locate, p);
    return id < 0 ? -1 : v->by_rank[id];
}

struct geo_shape atlas_shape(const struct atlas_view *v, int32_t i)
{
    assert(i >= 0 && (size_t)i < v->n);
    return v->rank[i] < 0 ? (struct geo_shape){NULL, 0}
                          : locate_shape(v->locate, (size_t)v->rank[i]);
}

struct geo_box atlas_reach(const struct atlas_view *v, int32_t i)
{
    assert(i >= 0 && (size_t)i < v->n);
    return v->reach[i];
}

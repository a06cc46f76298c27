/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024 };

#if defined(__SANITIZE_ADDRESS__)
enum { ARENA_ALONE = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { ARENA_ALONE = 1 };
#else
enum { ARENA_ALONE = 0 };
#endif
#else
enum { ARENA_ALONE = 0 };
#endif

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(max_align_t) unsigned char data[];
};

/* Of the arena's own memory. */
struct deferred {
    struct deferred *next;
    arena_fn *fn;
    void *arg;
};

struct arena {
    struct block *blocks;
    struct deferred *deferred;
};

static struct block *block_new(size_t size)
{
    struct block *b = malloc(sizeof *b + size);
    if (!b)
        abort();
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

static void blocks_free(struct block *b)
{
    while (b) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
}

static void run_deferred(struct arena *a)
{
    while (a->deferred) {
        const struct deferred *d = a->deferred;
        a->deferred = d->next;
        d->fn(d->arg);
    }
}

void arena_defer(struct arena *a, arena_fn *fn, void *arg)
{
    struct deferred *d = arena_alloc(a, sizeof *d);
    *d = (struct deferred){a->deferred, fn, arg};
    a->deferred = d;
}

struct arena *arena_new(void)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    return a;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    run_deferred(a);
    blocks_free(a->blocks);
    free(a);
}

void arena_reset(struct arena *a)
{
    struct block *keep = NULL;
    run_deferred(a);
    if (!ARENA_ALONE && a->blocks && a->blocks->size == BLOCK_SIZE) {
        keep = a->blocks;
        a->blocks = keep->next;
        keep->next = NULL;
        keep->used = 0;
    }
    blocks_free(a->blocks);
    a->blocks = keep;
}

void *arena_room(struct arena *a, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    size_t need = (size + align - 1) / align * align;
    if (need < size)
        abort();
    struct block *b = a->blocks;
    if (ARENA_ALONE || need > BLOCK_SIZE / 4) {
        /* A block of its own goes behind the head, so that the head stays the one to fill. */
        struct block *alone = block_new(ARENA_ALONE ? size : need);
        alone->used = alone->size;
        alone->next = b ? b->next : NULL;
        if (b)
            b->next = alone;
        else
            a->blocks = alone;
        return alone->data;
    }
    if (!b || b->size - b->used < need) {
        b = block_new(BLOCK_SIZE);
        b->next = a->blocks;
        a->blocks = b;
    }
    void *p = b->data + b->used;
    b->used += need;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *p = arena_room(a, size);
    memset(p, 0, size);
    return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        abort();
    return arena_alloc(a, n * size);
}

void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    size_t more = *cap ? *cap * 2 : 8;
    void *grown = arena_array(a, more, size);
    if (n)
        memcpy(grown, items, n * size);
    *cap = more;
    return grown;
}

char *arena_copy_n(struct arena *a, const void *p, size_t n)
{
    char *copy = arena_room(a, n + 1);
    if (n)
        memcpy(copy, p, n);
    copy[n] = '\0';
    return copy;
}

char *arena_copy(struct arena *a, const char *text)
{
    return text ? arena_copy_n(a, text, strlen(text)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        abort();
    char *text = arena_alloc(a, (size_t)n + 1);
    (void)vsnprintf(text, (size_t)n + 1, fmt, args);
    return text;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *text = arena_vprintf(a, fmt, args);
    va_end(args);
    return text;
}

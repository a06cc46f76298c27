/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table from (community, kind, state) to a count, in an arena: one batch of sealing, or one district of verify. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "journal/row.h"

enum { COMMUNITY = 12, SLOTS_MIN = 64 };

struct tally {
    struct arena *mem;
    struct tally_item *items;
    size_t n, cap;
    uint32_t *slots; /* index into items + 1; 0 free */
    size_t n_slots;  /* a power of two, more than twice n */
};

struct tally *tally_new(struct arena *mem)
{
    struct tally *t = arena_alloc(mem, sizeof *t);
    t->mem = mem;
    t->n_slots = SLOTS_MIN;
    t->slots = arena_array(mem, t->n_slots, sizeof *t->slots);
    return t;
}

static uint64_t mix(uint64_t h, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return h * UINT64_C(0x100000001b3);
}

static uint64_t key_hash(const char *area, size_t area_n, const char *kind, const char *state)
{
    uint64_t h = mix(UINT64_C(0xcbf29ce484222325), area, area_n);
    return mix(mix(h, kind, strlen(kind)), state, strlen(state));
}

static bool is_key(const struct tally_item *i, const char *area, size_t area_n, const char *kind,
                   const char *state)
{
    return strncmp(i->area, area, area_n) == 0 && i->area[area_n] == '\0' &&
           strcmp(i->kind, kind) == 0 && strcmp(i->state, state) == 0;
}

static void grow(struct tally *t)
{
    t->n_slots *= 2;
    t->slots = arena_array(t->mem, t->n_slots, sizeof *t->slots);
    for (size_t k = 0; k < t->n; k++) {
        const struct tally_item *i = &t->items[k];
        size_t at = key_hash(i->area, strlen(i->area), i->kind, i->state);
        while (t->slots[at & (t->n_slots - 1)])
            at++;
        t->slots[at & (t->n_slots - 1)] = (uint32_t)k + 1;
    }
}

static void add(struct tally *t, const char *area, const char *kind, const char *state, int64_t n)
{
    size_t area_n = strnlen(area, COMMUNITY);
    size_t at = key_hash(area, area_n, kind, state);
    for (uint32_t slot; (slot = t->slots[at & (t->n_slots - 1)]) != 0; at++) {
        if (is_key(&t->items[slot - 1], area, area_n, kind, state)) {
            t->items[slot - 1].n += n;
            return;
        }
    }
    if (t->n == t->cap)
        t->items = arena_grow(t->mem, t->items, t->n, &t->cap, sizeof *t->items);
    t->items[t->n++] = (struct tally_item){.area = arena_copy_n(t->mem, area, area_n),
                                           .kind = arena_copy(t->mem, kind),
                                           .state = arena_copy(t->mem, state),
                                           .n = n};
    t->slots[at & (t->n_slots - 1)] = (uint32_t)t->n;
    if (2 * t->n >= t->n_slots)
        grow(t);
}

void tally_row(struct tally *t, const struct db_value *row)
{
    const char *area = row[ROW_AREA].p, *kind = row[ROW_KIND].p;
    if (row[ROW_STATE_FROM].type == DB_TEXT)
        add(t, area, kind, row[ROW_STATE_FROM].p, -1);
    if (row[ROW_STATE_TO].type == DB_TEXT)
        add(t, area, kind, row[ROW_STATE_TO].p, 1);
}

static int by_key(const void *a, const void *b)
{
    const struct tally_item *x = a, *y = b;
    int order = strcmp(x->area, y->area);
    if (order == 0)
        order = strcmp(x->kind, y->kind);
    return order ? order : strcmp(x->state, y->state);
}

const struct tally_item *tally_sorted(struct tally *t, size_t *out_n)
{
    struct tally_item *items = arena_array(t->mem, t->n, sizeof *items);
    if (t->n > 0) {
        memcpy(items, t->items, t->n * sizeof *items);
        qsort(items, t->n, sizeof *items, by_key);
    }
    *out_n = t->n;
    return items;
}

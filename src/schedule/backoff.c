/* SPDX-License-Identifier: Apache-2.0 */
#include "schedule/backoff.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"

enum { DOUBLINGS = 12, PAUSE_MAX_S = 3600 };

static bool is_before(const struct backoff_entry *e, int32_t district, int64_t id)
{
    return e->district < district || (e->district == district && e->id < id);
}

/* Where it is, or would be. */
static size_t find(const struct backoff *b, int32_t district, int64_t id, bool *out_found)
{
    size_t low = 0, high = b->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (is_before(&b->entries[mid], district, id))
            low = mid + 1;
        else
            high = mid;
    }
    *out_found = low < b->n && b->entries[low].district == district && b->entries[low].id == id;
    return low;
}

void backoff_end(struct backoff *b)
{
    free(b->entries);
    *b = (struct backoff){.n = 0};
}

bool backoff_waits(const struct backoff *b, int32_t district, int64_t id, int64_t steady)
{
    bool found;
    size_t i = find(b, district, id, &found);
    return found && steady < b->entries[i].until;
}

static void insert(struct backoff *b, size_t i, int32_t district, int64_t id)
{
    if (b->n == b->cap) {
        b->cap = b->cap ? 2 * b->cap : 16;
        b->entries = realloc(b->entries, b->cap * sizeof *b->entries);
        if (!b->entries)
            abort();
    }
    memmove(&b->entries[i + 1], &b->entries[i], (b->n - i) * sizeof *b->entries);
    b->entries[i] = (struct backoff_entry){.district = district, .id = id};
    b->n++;
}

int backoff_failed(struct backoff *b, int32_t district, int64_t id, int64_t steady)
{
    bool found;
    size_t i = find(b, district, id, &found);
    if (!found && b->n == BACKOFF_MAX)
        return 1;
    if (!found)
        insert(b, i, district, id);
    struct backoff_entry *e = &b->entries[i];
    int64_t pause = e->fails < DOUBLINGS ? INT64_C(1) << e->fails : PAUSE_MAX_S;
    e->until = steady + (pause < PAUSE_MAX_S ? pause : PAUSE_MAX_S) * TIME_SECOND;
    return ++e->fails;
}

int backoff_done(struct backoff *b, int32_t district, int64_t id)
{
    bool found;
    size_t i = find(b, district, id, &found);
    if (!found)
        return 0;
    int fails = b->entries[i].fails;
    b->n--;
    memmove(&b->entries[i], &b->entries[i + 1], (b->n - i) * sizeof *b->entries);
    return fails;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "event/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal.h"

enum {
    MISSED_MAX = 1000, /* rows that a reader who comes back is told one by one */
    QUIET_MAX = 256,   /* rows of no concern behind which it is told how far it is */
    DISTRICT_TEXT = 16
};

/* Does the prefix reach into the district, or lie in it? */
static bool reaches(const char *prefix, int32_t district)
{
    char text[DISTRICT_TEXT];
    (void)snprintf(text, sizeof text, "%06d", (int)district);
    return text_has_prefix(text, prefix) || text_has_prefix(prefix, text);
}

static bool is_in_reach(const struct reader *r, int32_t district)
{
    for (size_t i = 0; i < r->n_prefixes; i++)
        if (reaches(r->prefixes[i], district))
            return true;
    return false;
}

static bool concerns(const struct reader *r, const struct event *e)
{
    for (size_t i = 0; i < r->n_prefixes; i++)
        if (event_concerns(e, r->prefixes[i]))
            return true;
    return false;
}

struct place *reader_place(struct reader *r, int32_t district)
{
    struct places *p = &r->places;
    struct place *found = places_find(p, district);
    if (found || !is_in_reach(r, district) || p->n == PLACES_MAX)
        return found;
    size_t i = p->n++;
    for (; i > 0 && p->at[i - 1].district > district; i--)
        p->at[i] = p->at[i - 1];
    p->at[i] = (struct place){district, 0};
    return &p->at[i];
}

void reader_tell(struct reader *r, const char *text)
{
    struct buf b = {.mem = r->scratch};
    buf_text(&b, "id: ");
    places_put(&r->places, &b);
    buf_printf(&b, "\n%s", text);
    (void)pthread_mutex_lock(r->lock);
    r->lost = r->stream && !stream_write(r->stream, buf_str(&b), b.n);
    (void)pthread_mutex_unlock(r->lock);
    r->quiet = 0;
}

void reader_hear(struct reader *r, int32_t district, const struct event *events, size_t n,
                 int64_t upto)
{
    struct place *p = reader_place(r, district);
    if (!p || p->seq >= upto)
        return;
    r->quiet += upto - p->seq;
    for (size_t i = 0; i < n && !r->lost; i++) {
        if (events[i].seq <= p->seq || !concerns(r, &events[i]))
            continue;
        p->seq = events[i].seq;
        reader_tell(r, events[i].text);
    }
    p->seq = upto;
    if (r->quiet > QUIET_MAX && !r->lost)
        reader_tell(r, "\n");
}

struct reader *reader_new(const struct feed_ask *ask, const struct places *places)
{
    struct reader *r = calloc(1, sizeof *r);
    if (!r)
        abort();
    *r = (struct reader){.places = *places, .fresh = true, .n_prefixes = ask->n};
    r->prefixes = calloc(ask->n + 1, sizeof *r->prefixes);
    if (!r->prefixes)
        abort();
    for (size_t i = 0; i < ask->n; i++)
        (void)snprintf(r->prefixes[i], TEXT_CODE_MAX, "%s", ask->prefixes[i]);
    return r;
}

void reader_free(struct reader *r)
{
    free(r->prefixes);
    free(r);
}

static bool any_reaches(const struct feed_ask *ask, int32_t district)
{
    for (size_t i = 0; i < ask->n; i++)
        if (reaches(ask->prefixes[i], district))
            return true;
    return false;
}

enum err reader_begin(struct ctx *c, const struct feed_ask *ask, struct places *out, bool *out_lost)
{
    const struct journal_head *heads;
    struct places last = {.n = 0}, now = {.n = 0}, from = {.n = 0};
    size_t n;
    int64_t missed = 0;
    TRY(journal_heads(c, &heads, &n));
    bool lost = ask->last && !places_parse(ask->last, &last);
    for (size_t i = 0; i < n; i++) {
        if (!any_reaches(ask, heads[i].district))
            continue;
        if (now.n == PLACES_MAX)
            return ctx_fail(c, ERR_INVALID, "event.too_wide", "area", "%d", PLACES_MAX);
        const struct place *was = places_find(&last, heads[i].district);
        int64_t seq = !ask->last ? heads[i].seq : was ? was->seq : 0;
        now.at[now.n++] = (struct place){heads[i].district, heads[i].seq};
        from.at[from.n++] = (struct place){heads[i].district, seq};
        missed += heads[i].seq - seq;
        /* Ahead of the chain: it was restored from a copy since. */
        lost = lost || seq > heads[i].seq || missed > MISSED_MAX;
    }
    *out = lost ? now : from;
    *out_lost = lost;
    return ERR_OK;
}

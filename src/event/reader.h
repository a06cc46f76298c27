/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the feed: one open stream, what it may hear and how far it is. */
#pragma once

#include <pthread.h>

#include "base/text.h"
#include "event/event.h"
#include "event/feed.h"

struct reader {
    struct reader *next;
    pthread_mutex_t *lock; /* the feed's */
    struct stream *stream; /* under the lock; NULL: gone */
    struct arena *scratch; /* of the feed's thread */
    struct places places;
    int64_t quiet; /* rows that went by since it was told anything */
    bool fresh;    /* has not caught up yet */
    bool lost;     /* is owed a reload */
    size_t n_prefixes;
    char (*prefixes)[TEXT_CODE_MAX];
};

/* The places of a new reader: the heads as c's unit sees them, or where it was. *out_lost: it cannot go on from there. */
enum err reader_begin(struct ctx *c, const struct feed_ask *ask, struct places *out, bool *out_lost)
    MUST_USE;
struct reader *reader_new(const struct feed_ask *ask, const struct places *places);
void reader_free(struct reader *r);

/* The reader's place in the district; NULL: it is not in reach, or one too many. */
struct place *reader_place(struct reader *r, int32_t district);
/* A page of a district's chain up to `upto`: hears what concerns it and is new to it. */
void reader_hear(struct reader *r, int32_t district, const struct event *events, size_t n,
                 int64_t upto);
/* Where it is, and the text; lost when there is no room for it. */
void reader_tell(struct reader *r, const char *text);

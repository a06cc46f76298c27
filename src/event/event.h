/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the pages hear of a change while they are open: taken from the sealed chain, so that every server of a database
 * tells the same, in the same order, and an event's place (district and seq) is where a reader goes on later. An event
 * says which case, post, area or calendar changed and how, never who did it, what was written or who reported.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/ctx.h"

enum { EVENT_PAGE = 256 };

struct event {
    int64_t seq;
    bool shared;      /* not a case: of use to whoever works inside its area, or around it */
    const char *area; /* of the row */
    const char *text; /* "event: ...\ndata: ...\n\n" */
};

/* A page of the district's chain behind `after`, up to `upto`; rows of no use to a page are left out. *out_last: where
   the next page begins (upto: there is none). */
enum err event_page(struct ctx *c, int32_t district, int64_t after, int64_t upto,
                    const struct event **out, size_t *out_n, int64_t *out_last) MUST_USE;
/* Is it for somebody who may read the cases below this prefix? */
bool event_concerns(const struct event *e, const char *prefix);

/* How far a reader is, by district, ascending. Its text, "410105:17,410106:4", is the id of an event. */
enum { PLACES_MAX = 200 };
struct place {
    int32_t district;
    int64_t seq;
};
struct places {
    size_t n;
    struct place at[PLACES_MAX];
};
/* NULL: the reader has not been so far, so it has seen nothing of this district. */
struct place *places_find(struct places *p, int32_t district);
bool places_parse(const char *text, struct places *out);
void places_put(const struct places *p, struct buf *b);

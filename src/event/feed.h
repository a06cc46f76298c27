/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The live feed: one thread with one read connection that looks at the heads of the chains about once a second, reads what
 * is new and gives it to the open streams that it concerns. While nobody listens it sleeps and reads nothing.
 *
 * A reader that comes back with the id it saw last gets what it missed; where that is too much, or a burst is more than its
 * stream has room for, it gets `event: reload` instead and is to read its lists again.
 */
#pragma once

#include <stddef.h>

#include "base/ctx.h"
#include "http/stream.h"

struct feed;

enum err feed_open(const char *url, struct feed **out, char problem[256]) MUST_USE;
void feed_close(struct feed *f); /* all its streams are closed; takes NULL */
void feed_wake(struct feed *f); /* something was committed: it looks soon. Any thread; takes NULL */

struct feed_ask {
    const char *const *prefixes; /* whose cases the reader may see */
    size_t n;
    const char *last; /* the id seen last; NULL: from now on */
};
/* For reply.stream, from the chains as c's unit sees them. ERR_INVALID event.too_wide: more than 200 districts. */
enum err feed_source(struct ctx *c, struct feed *f, const struct feed_ask *ask,
                     const struct stream_source **out) MUST_USE;

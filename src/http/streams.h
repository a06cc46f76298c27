/* SPDX-License-Identifier: Apache-2.0 */
/* The server's side of stream.h: the open streams, how many there may be, and what the sweep does with them. */
#pragma once

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/ctx.h"
#include "http/stream.h"

struct conn;
struct exchange;
struct guard;
struct readers;
struct wire_link;

struct streams {
    pthread_mutex_t lock; /* of the list; a stream has its own */
    struct stream *first;
    size_t n, max, max_each; /* altogether, of one account */
    uint64_t serial;
    bool closing;
};

void streams_init(struct streams *l, size_t max, size_t max_each);
void streams_end(struct streams *l); /* all removed before */

/* ERR_BUSY: there are too many, or the end has begun; ERR_LIMITED: the account has too many. x lives until removed. */
enum err streams_add(struct streams *l, const struct exchange *x, struct wire_link *link,
                     struct conn *conn, int64_t now, struct stream **out);
void streams_remove(struct streams *l, struct stream *s); /* tells the source; takes NULL */
/* Every second or so: ends those whose client left or whose caller lost its right, lets the others' hearts beat. */
void streams_sweep(struct streams *l, const struct guard *guard, struct readers *readers,
                   int64_t now);
void streams_close(struct streams *l); /* ends all; takes no more */

/* What the wire sends next: n bytes, 0 (it was put to sleep), -1 the end. */
ssize_t stream_pull(struct stream *s, char *out, size_t max);

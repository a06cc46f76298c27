/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that stay open (text/event-stream). The handler of a reading route without prepare fills reply.stream with a
 * source; the server gives the connection its place, and from then on the source writes into it from a thread of its own.
 * A stream that has nothing to send sleeps: it holds no thread and no database connection, only its socket. Every 15 s the
 * server asks again whether its caller is signed in and holds the route's right, and sends a comment, so that both ends
 * notice when the other is gone.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct stream;

struct stream_source {
    void *arg; /* in the exchange's arena */
    /* On an HTTP thread, before the head goes out; may write at once. What it returns is given to closed. */
    void *(*opened)(void *arg, struct stream *s);
    /* Once, on an HTTP thread; behind it the stream is gone. */
    void (*closed)(void *reader);
};

/* All of it or, when the client is too slow to have room for it, nothing (false); also false behind the end. */
bool stream_write(struct stream *s, const char *text, size_t n);

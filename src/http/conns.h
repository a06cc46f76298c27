/* SPDX-License-Identifier: Apache-2.0 */
/* The open connections, so that one whose request only trickles in can be closed: a slow sender must not hold a place. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "http/listen.h"

struct conn {
    struct conn *prev, *next; /* the list's */
    int fd;
    _Atomic int64_t deadline; /* the request must be in by then, us */
    char peer[PEER_TEXT];
};

struct conns {
    pthread_mutex_t lock;
    struct conn *first;
};

void conns_init(struct conns *l);
void conns_end(struct conns *l); /* all removed before */
/* Made with a deadline of a minute from now on. */
struct conn *conns_add(struct conns *l, int fd, const struct sockaddr *address, int64_t now);
void conns_remove(struct conns *l, struct conn *conn); /* while its socket is still open */
/* Shuts the sockets whose deadline has passed. */
void conns_sweep(struct conns *l, int64_t now);

/* Another minute for the next request; a second more for each 16 KB of body; none while it is worked on. */
void conn_expect_head(struct conn *conn, int64_t now);
void conn_expect_body(struct conn *conn, int64_t now, int64_t bytes);
void conn_expect_nothing(struct conn *conn);
void conn_expect_now(struct conn *conn); /* the next sweep shuts it */

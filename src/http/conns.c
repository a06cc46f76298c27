/* SPDX-License-Identifier: Apache-2.0 */
#include "http/conns.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "base/time.h"

enum { HEAD_S = 60, BODY_BYTES_PER_S = 16 << 10 };

void conns_init(struct conns *l)
{
    (void)pthread_mutex_init(&l->lock, NULL);
    l->first = NULL;
}

void conns_end(struct conns *l)
{
    (void)pthread_mutex_destroy(&l->lock);
}

struct conn *conns_add(struct conns *l, int fd, const struct sockaddr *address, int64_t now)
{
    struct conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        abort();
    conn->fd = fd;
    listen_peer(address, conn->peer);
    conn_expect_head(conn, now);
    (void)pthread_mutex_lock(&l->lock);
    conn->next = l->first;
    if (l->first)
        l->first->prev = conn;
    l->first = conn;
    (void)pthread_mutex_unlock(&l->lock);
    return conn;
}

void conns_remove(struct conns *l, struct conn *conn)
{
    (void)pthread_mutex_lock(&l->lock);
    if (conn->prev)
        conn->prev->next = conn->next;
    else
        l->first = conn->next;
    if (conn->next)
        conn->next->prev = conn->prev;
    (void)pthread_mutex_unlock(&l->lock);
    free(conn);
}

void conns_sweep(struct conns *l, int64_t now)
{
    (void)pthread_mutex_lock(&l->lock);
    for (struct conn *conn = l->first; conn; conn = conn->next)
        if (atomic_load(&conn->deadline) < now)
            (void)shutdown(conn->fd, SHUT_RDWR);
    (void)pthread_mutex_unlock(&l->lock);
}

void conn_expect_head(struct conn *conn, int64_t now)
{
    atomic_store(&conn->deadline, now + HEAD_S * TIME_SECOND);
}

void conn_expect_body(struct conn *conn, int64_t now, int64_t bytes)
{
    atomic_store(&conn->deadline, now + (HEAD_S + bytes / BODY_BYTES_PER_S) * TIME_SECOND);
}

void conn_expect_nothing(struct conn *conn)
{
    atomic_store(&conn->deadline, INT64_MAX);
}

void conn_expect_now(struct conn *conn)
{
    atomic_store(&conn->deadline, 0);
}

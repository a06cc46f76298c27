/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One lock a stream: the source's thread fills the buffer, the wire's empties it. An empty one sleeps; the next write wakes
 * it. A client that reads too slowly finds its buffer full: the source is told, and if it never empties, the sweep closes it.
 */
#include "http/stream.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "http/conns.h"
#include "http/pipeline.h"
#include "http/streams.h"
#include "http/wire.h"
#include "http/workers.h"

enum { ROOM = 64 << 10, ROOM_FIRST = 1 << 10 };

static const int64_t beat_every = 15 * TIME_SECOND, patience = 30 * TIME_SECOND;
static const char beat[] = ":\n\n";

struct stream {
    struct stream *prev, *next; /* the list's */
    uint64_t serial;
    const struct exchange *x;
    struct wire_link *link;
    struct conn *conn;
    const struct stream_source *source;
    void *reader;       /* the source's */
    int64_t beat_at;    /* the next heartbeat; the sweep's alone */
    int64_t full_since; /* 0: not; the sweep's alone */
    pthread_mutex_t lock;
    char *p; /* n bytes from `from` on wait */
    size_t from, n, cap;
    bool full, asleep, ended;
};

void streams_init(struct streams *l, size_t max, size_t max_each)
{
    *l = (struct streams){.max = max, .max_each = max_each};
    (void)pthread_mutex_init(&l->lock, NULL);
}

void streams_end(struct streams *l)
{
    (void)pthread_mutex_destroy(&l->lock);
}

/* ---- one stream ---- */

/* Under the stream's lock. */
static void wake(struct stream *s)
{
    if (s->asleep)
        wire_wake(s->link);
    s->asleep = false;
}

static void make_room(struct stream *s, size_t n)
{
    size_t cap = s->cap ? s->cap : ROOM_FIRST;
    if (s->n)
        memmove(s->p, s->p + s->from, s->n);
    s->from = 0;
    while (cap < s->n + n)
        cap *= 2;
    if (cap == s->cap)
        return;
    s->p = realloc(s->p, cap);
    if (!s->p)
        abort();
    s->cap = cap;
}

bool stream_write(struct stream *s, const char *text, size_t n)
{
    (void)pthread_mutex_lock(&s->lock);
    bool good = !s->ended && s->n + n <= ROOM;
    s->full = !good || (s->full && s->n > 0);
    if (good && s->from + s->n + n > s->cap)
        make_room(s, n);
    if (good) {
        memcpy(s->p + s->from + s->n, text, n);
        s->n += n;
        wake(s);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return good;
}

/* No more is sent, not even what waits: the client sees the end and comes again. Any thread, before closed. */
static void stream_end(struct stream *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->ended = true;
    wake(s);
    (void)pthread_mutex_unlock(&s->lock);
}

ssize_t stream_pull(struct stream *s, char *out, size_t max)
{
    (void)pthread_mutex_lock(&s->lock);
    size_t n = s->n < max ? s->n : max;
    bool ended = s->ended;
    if (!ended && n == 0) {
        free(s->p);
        s->p = NULL;
        s->from = s->cap = 0;
        s->full = false;
        s->asleep = true;
        wire_sleep(s->link);
    } else if (!ended) {
        memcpy(out, s->p + s->from, n);
        s->from += n;
        s->n -= n;
    }
    (void)pthread_mutex_unlock(&s->lock);
    return ended ? -1 : (ssize_t)n;
}

/* ---- coming and going ---- */

static int64_t account_of(const struct exchange *x)
{
    return x->who ? x->setup->guard.account_id(x->who) : 0;
}

static enum err find_place(const struct streams *l, const struct exchange *x)
{
    size_t mine = 0;
    if (l->closing || l->n >= l->max)
        return ERR_BUSY;
    for (const struct stream *s = l->first; s; s = s->next)
        mine += account_of(s->x) == account_of(x);
    return mine < l->max_each ? ERR_OK : ERR_LIMITED;
}

static void link_in(struct streams *l, struct stream *s)
{
    s->serial = l->serial++;
    s->next = l->first;
    if (l->first)
        l->first->prev = s;
    l->first = s;
    l->n++;
}

static void stream_free(struct stream *s)
{
    (void)pthread_mutex_destroy(&s->lock);
    free(s->p);
    free(s);
}

enum err streams_add(struct streams *l, const struct exchange *x, struct wire_link *link,
                     struct conn *conn, int64_t now, struct stream **out)
{
    struct stream *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->x = x;
    s->link = link;
    s->conn = conn;
    s->source = x->reply.stream;
    s->beat_at = now + beat_every;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_mutex_lock(&l->lock);
    enum err err = find_place(l, x);
    if (err == ERR_OK)
        link_in(l, s);
    (void)pthread_mutex_unlock(&l->lock);
    if (err != ERR_OK) {
        stream_free(s);
        return err;
    }
    s->reader = s->source->opened(s->source->arg, s);
    *out = s;
    return ERR_OK;
}

void streams_remove(struct streams *l, struct stream *s)
{
    if (!s)
        return;
    s->source->closed(s->reader);
    (void)pthread_mutex_lock(&l->lock);
    if (s->prev)
        s->prev->next = s->next;
    else
        l->first = s->next;
    if (s->next)
        s->next->prev = s->prev;
    l->n--;
    (void)pthread_mutex_unlock(&l->lock);
    stream_free(s);
}

void streams_close(struct streams *l)
{
    (void)pthread_mutex_lock(&l->lock);
    l->closing = true;
    for (struct stream *s = l->first; s; s = s->next)
        stream_end(s);
    (void)pthread_mutex_unlock(&l->lock);
}

/* ---- the sweep ---- */

struct check { /* of a stream whose heart is to beat; a copy, since the stream may go meanwhile */
    uint64_t serial;
    const char *token, *area;
    enum right right;
    bool known, good;
};

/* A sleeping link's socket is watched by nobody else. */
static void end_deserted(struct streams *l)
{
    struct pollfd *fds = calloc(l->n + 1, sizeof *fds);
    size_t n = 0;
    if (!fds)
        abort();
    for (struct stream *s = l->first; s; s = s->next)
        fds[n++] = (struct pollfd){.fd = s->conn->fd, .events = POLLRDHUP};
    if (n && poll(fds, n, 0) > 0) {
        n = 0;
        for (struct stream *s = l->first; s; s = s->next)
            if (fds[n++].revents)
                stream_end(s);
    }
    free(fds);
}

/* Full and never emptied in between: whatever it still waits to send, the socket is shut. */
static void drop_slow(struct stream *s, int64_t now)
{
    (void)pthread_mutex_lock(&s->lock);
    bool full = s->full || s->ended;
    (void)pthread_mutex_unlock(&s->lock);
    if (!full)
        s->full_since = 0;
    else if (s->full_since == 0)
        s->full_since = now;
    else if (now - s->full_since > patience)
        conn_expect_now(s->conn);
}

static bool is_due(struct stream *s, int64_t now)
{
    if (now < s->beat_at && s->beat_at <= now + beat_every)
        return false;
    s->beat_at = now + beat_every;
    return true;
}

static size_t take_due(struct streams *l, struct arena *mem, int64_t now, struct check **out)
{
    size_t n = 0;
    *out = arena_array(mem, l->n + 1, sizeof **out);
    for (struct stream *s = l->first; s; s = s->next) {
        drop_slow(s, now);
        if (is_due(s, now))
            (*out)[n++] = (struct check){.serial = s->serial,
                                         .token = arena_copy(mem, s->x->r.q.token),
                                         .area = arena_copy(mem, s->x->area),
                                         .right = s->x->route->right};
    }
    return n;
}

static enum err check_one(struct ctx *c, const struct guard *guard, struct check *k)
{
    const struct account *who = NULL;
    if (k->token)
        TRY(guard->who(c, k->token, &who));
    k->good = k->right == RIGHT_PUBLIC || (who && guard->may(who, k->right, k->area));
    k->known = true;
    return ERR_OK;
}

/* While the database does not answer nothing is known, and nothing could be read for the stream either. */
static void check_all(struct ctx *c, const struct guard *guard, struct check *checks, size_t n)
{
    enum err err = db_begin(c, DB_READ);
    for (size_t i = 0; i < n && err == ERR_OK; i++)
        err = check_one(c, guard, &checks[i]);
    if (err == ERR_OK)
        (void)!db_end(c, true);
    db_undo(c);
}

/* Both lists are in the same order, newest first; some streams may have gone. */
static void tell(struct streams *l, const struct check *checks, size_t n)
{
    size_t i = 0;
    for (struct stream *s = l->first; s && i < n; s = s->next) {
        while (i < n && checks[i].serial > s->serial)
            i++;
        if (i == n || checks[i].serial != s->serial)
            continue;
        if (!checks[i].known)
            s->beat_at = 0;
        else if (checks[i].good)
            (void)stream_write(s, beat, sizeof beat - 1);
        else
            stream_end(s);
    }
}

void streams_sweep(struct streams *l, const struct guard *guard, struct readers *readers,
                   int64_t now)
{
    struct ctx c = {.mem = arena_new(), .now = now};
    struct check *checks;
    (void)pthread_mutex_lock(&l->lock);
    end_deserted(l);
    size_t n = take_due(l, c.mem, now, &checks);
    (void)pthread_mutex_unlock(&l->lock);
    if (n) {
        c.db = readers_take(readers);
        check_all(&c, guard, checks, n);
        readers_give(readers, c.db);
        (void)pthread_mutex_lock(&l->lock);
        tell(l, checks, n);
        (void)pthread_mutex_unlock(&l->lock);
    }
    arena_free(c.mem);
}

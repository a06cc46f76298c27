/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams come and go on HTTP threads, which only put a new reader on a list and take the stream away from an old one;
 * everything else of a reader belongs to the feed's thread.
 */
#include "event/feed.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "base/turn.h"
#include "db/db.h"
#include "event/reader.h"
#include "journal/journal.h"

enum {
    EVERY_MS = 1000, /* between two looks */
    PAUSE_MS = 100,  /* at least, however often it is woken */
    BURST_MAX = 2048 /* rows of a district in one look; more is not worth telling one by one */
};

struct feed {
    struct ctx c; /* the thread's, with its connection */
    struct reader *readers;
    struct place *known; /* told to all readers so far */
    size_t n_known;
    int64_t looked; /* steady */
    bool listening; /* known is kept from look to look */
    bool failing;   /* the last look failed and was told */
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    struct reader *coming;
    bool woken, stop;
};

/* ---- a look ---- */

static struct place *known_of(struct feed *f, int32_t district)
{
    for (size_t i = 0; i < f->n_known; i++)
        if (f->known[i].district == district)
            return &f->known[i];
    struct place *grown = realloc(f->known, (f->n_known + 1) * sizeof *grown);
    if (!grown)
        abort();
    f->known = grown;
    f->known[f->n_known] = (struct place){district, 0};
    return &f->known[f->n_known++];
}

static enum err catch_up(struct feed *f, struct reader *r)
{
    for (size_t i = 0; i < f->n_known; i++) {
        struct place *k = &f->known[i], *p = reader_place(r, k->district);
        while (p && p->seq < k->seq) {
            const struct event *events;
            size_t n;
            int64_t last;
            TRY(event_page(&f->c, k->district, p->seq, k->seq, &events, &n, &last));
            reader_hear(r, k->district, events, n, last);
        }
    }
    r->fresh = false;
    return ERR_OK;
}

/* Nobody is told what happened there, only that a lot did. */
static void skip_to(struct feed *f, struct place *k, int64_t seq)
{
    k->seq = seq;
    for (struct reader *r = f->readers; r; r = r->next) {
        struct place *p = reader_place(r, k->district);
        if (!p)
            continue;
        r->lost = r->lost || p->seq != seq;
        p->seq = seq;
    }
}

static enum err go_on(struct feed *f, const struct journal_head *head)
{
    struct place *k = known_of(f, head->district);
    /* A chain that has become shorter was restored from a copy. */
    if (head->seq < k->seq || head->seq - k->seq > BURST_MAX)
        skip_to(f, k, head->seq);
    while (k->seq < head->seq) {
        const struct event *events;
        size_t n;
        int64_t last;
        TRY(event_page(&f->c, head->district, k->seq, head->seq, &events, &n, &last));
        for (struct reader *r = f->readers; r; r = r->next)
            reader_hear(r, head->district, events, n, last);
        k->seq = last;
    }
    return ERR_OK;
}

/* Takes in those who came and lets go of those who left. */
static void greet(struct feed *f)
{
    (void)pthread_mutex_lock(&f->lock);
    while (f->coming) {
        struct reader *r = f->coming;
        f->coming = r->next;
        r->next = f->readers;
        f->readers = r;
    }
    for (struct reader **at = &f->readers; *at;) {
        struct reader *r = *at;
        if (r->stream) {
            at = &r->next;
            continue;
        }
        *at = r->next;
        reader_free(r);
    }
    (void)pthread_mutex_unlock(&f->lock);
}

static enum err look(struct feed *f)
{
    const struct journal_head *heads;
    size_t n;
    TRY(journal_heads(&f->c, &heads, &n));
    if (!f->listening)
        for (size_t i = 0; i < n; i++)
            known_of(f, heads[i].district)->seq = heads[i].seq;
    f->listening = true;
    for (struct reader *r = f->readers; r; r = r->next)
        if (r->fresh)
            TRY(catch_up(f, r));
    for (size_t i = 0; i < n; i++)
        TRY(go_on(f, &heads[i]));
    for (struct reader *r = f->readers; r; r = r->next)
        if (r->lost)
            reader_tell(r, "event: reload\ndata: {}\n\n");
    return ERR_OK;
}

static void run_look(struct feed *f)
{
    struct ctx *c = &f->c;
    greet(f);
    if (!f->readers) {
        f->n_known = 0;
        f->listening = false;
        return;
    }
    c->now = time_now();
    enum err err = db_begin(c, DB_READ);
    if (err == ERR_OK)
        err = look(f);
    if (err == ERR_OK)
        err = db_end(c, true);
    else
        db_undo(c);
    /* What was not read now is read in a later look; one line tells of a row of failures. */
    if (err != ERR_OK && !f->failing)
        log_line(LOG_WARN, "feed: %s %s", c->problem.code, c->problem.detail);
    f->failing = err != ERR_OK;
    arena_reset(c->mem);
}

/* ---- the thread ---- */

/* False when the thread is to end. */
static bool wait_turn(struct feed *f)
{
    (void)pthread_mutex_lock(&f->lock);
    while (!f->stop) {
        if (!f->readers && !f->coming) {
            (void)pthread_cond_wait(&f->wake, &f->lock);
            continue;
        }
        int64_t due = f->looked + (f->woken || f->coming ? PAUSE_MS : EVERY_MS) * TIME_MS;
        if (time_steady() >= due)
            break;
        (void)turn_wait(&f->wake, &f->lock, due);
    }
    bool stop = f->stop;
    f->woken = false;
    (void)pthread_mutex_unlock(&f->lock);
    f->looked = time_steady();
    return !stop;
}

static void *feed_main(void *arg)
{
    struct feed *f = arg;
    while (wait_turn(f))
        run_look(f);
    greet(f);
    return NULL;
}

void feed_wake(struct feed *f)
{
    if (!f)
        return;
    (void)pthread_mutex_lock(&f->lock);
    if (!f->woken)
        (void)pthread_cond_signal(&f->wake);
    f->woken = true;
    (void)pthread_mutex_unlock(&f->lock);
}

/* ---- streams come and go ---- */

struct opening { /* in the exchange's arena until the stream is open */
    struct feed *feed;
    const struct feed_ask *ask;
    struct places places;
    const char *greeting;
};

static void *on_opened(void *arg, struct stream *s)
{
    const struct opening *o = arg;
    struct feed *f = o->feed;
    struct reader *r = reader_new(o->ask, &o->places);
    r->stream = s;
    r->lock = &f->lock;
    r->scratch = f->c.mem;
    (void)stream_write(s, o->greeting, strlen(o->greeting));
    (void)pthread_mutex_lock(&f->lock);
    r->next = f->coming;
    f->coming = r;
    (void)pthread_cond_signal(&f->wake);
    (void)pthread_mutex_unlock(&f->lock);
    return r;
}

static void on_closed(void *reader)
{
    struct reader *r = reader;
    pthread_mutex_t *lock = r->lock;
    (void)pthread_mutex_lock(lock);
    r->stream = NULL; /* behind the unlock the feed may free the reader */
    (void)pthread_mutex_unlock(lock);
}

enum err feed_source(struct ctx *c, struct feed *f, const struct feed_ask *ask,
                     const struct stream_source **out)
{
    struct opening *o = arena_alloc(c->mem, sizeof *o);
    struct stream_source *s = arena_alloc(c->mem, sizeof *s);
    struct buf b = {.mem = c->mem};
    bool lost = false;
    *o = (struct opening){.feed = f, .ask = ask};
    TRY(reader_begin(c, ask, &o->places, &lost));
    buf_text(&b, "retry: 3000\nid: ");
    places_put(&o->places, &b);
    buf_text(&b, lost ? "\nevent: reload\ndata: {}\n\n" : "\n\n");
    o->greeting = buf_str(&b);
    *s = (struct stream_source){.arg = o, .opened = on_opened, .closed = on_closed};
    *out = s;
    return ERR_OK;
}

/* ---- start and end ---- */

static bool start_thread(struct feed *f)
{
    turn_init(&f->wake);
    (void)pthread_mutex_init(&f->lock, NULL);
    return pthread_create(&f->thread, NULL, feed_main, f) == 0;
}

static void feed_free(struct feed *f)
{
    db_close(f->c.db);
    arena_free(f->c.mem);
    free(f->known);
    free(f);
}

enum err feed_open(const char *url, struct feed **out, char problem[256])
{
    struct feed *f = calloc(1, sizeof *f);
    if (!f)
        abort();
    f->c.mem = arena_new();
    enum err err = db_open(url, &f->c.db, problem);
    if (err == ERR_OK && !start_thread(f)) {
        (void)snprintf(problem, 256, "no thread for the feed");
        err = ERR_INTERNAL;
    }
    if (err != ERR_OK) {
        feed_free(f);
        return err;
    }
    *out = f;
    return ERR_OK;
}

void feed_close(struct feed *f)
{
    if (!f)
        return;
    (void)pthread_mutex_lock(&f->lock);
    f->stop = true;
    (void)pthread_cond_signal(&f->wake);
    (void)pthread_mutex_unlock(&f->lock);
    (void)pthread_join(f->thread, NULL);
    (void)pthread_cond_destroy(&f->wake);
    (void)pthread_mutex_destroy(&f->lock);
    feed_free(f);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "db/writer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "base/turn.h"
#include "db/db_driver.h"

enum {
    QUEUE_MAX = 4096,
    BATCH_SQLITE = 128,
    BATCH_POSTGRES = 32,
    LANES_MAX = 32,
    TRIES_MAX = 5,
    PAUSE_MS = 50,
    /* Pages of SQLite's log: from the first number on a thread of its own copies them into the file; under a load that
       never pauses it cannot catch up, so from the second on the writer does the rest itself. */
    LOG_PAGES = 1000,
    LOG_PAGES_MAX = 8000
};

struct slot { /* one unit of a batch */
    struct unit *unit;
    struct ctx c;
    enum err err;
};

struct lane { /* one thread with its connection */
    struct writer *w;
    pthread_t thread;
    struct ctx batch; /* what no single unit did: begin, seal, commit */
    struct slot slots[BATCH_SQLITE];
    size_t n;
    int log_next; /* pages of the log at which to do something about it */
};

struct keeper { /* makes SQLite's checkpoints, so that no commit waits for one */
    pthread_t thread;
    struct db *db;
    bool started, due;
};

struct writer {
    pthread_mutex_t lock;
    pthread_cond_t work, keep;
    struct unit *first, **end; /* queued */
    struct unit *later;        /* waiting for another try, soonest first */
    size_t n_units;            /* in both */
    bool closing;
    writer_seal_fn *seal;
    size_t batch_max, share; /* the queue is shared by so many lanes */
    struct keeper keeper;
    struct lane *lanes[LANES_MAX];
    size_t n_lanes; /* started */
};

/* ---- the queue; all under the lock ---- */

static void put(struct writer *w, struct unit *u)
{
    u->next = NULL;
    *w->end = u;
    w->end = &u->next;
    w->n_units++;
}

static void put_later(struct writer *w, struct unit *u)
{
    struct unit **at = &w->later;
    while (*at && (*at)->due <= u->due)
        at = &(*at)->next;
    u->next = *at;
    *at = u;
    w->n_units++;
}

static void wake_later(struct writer *w)
{
    int64_t now = time_steady();
    while (w->later && w->later->due <= now) {
        struct unit *u = w->later;
        w->later = u->next;
        w->n_units--;
        put(w, u);
    }
}

/* Waits for a queued unit. False: the writer closes and nothing is left. */
static bool wait_work(struct writer *w)
{
    for (;;) {
        wake_later(w);
        if (w->first)
            return true;
        if (w->closing && !w->later)
            return false;
        if (!w->later) {
            (void)pthread_cond_wait(&w->work, &w->lock);
            continue;
        }
        (void)turn_wait(&w->work, &w->lock, w->later->due);
    }
}

static struct unit *pop(struct writer *w)
{
    struct unit *u = w->first;
    w->first = u->next;
    if (!w->first)
        w->end = &w->first;
    w->n_units--;
    return u;
}

/* Takes this lane's share of the queue. */
static bool take(struct lane *l)
{
    struct writer *w = l->w;
    (void)pthread_mutex_lock(&w->lock);
    bool more = wait_work(w);
    size_t share = (w->n_units + w->share - 1) / w->share;
    size_t max = share < w->batch_max ? share : w->batch_max;
    l->n = 0;
    while (w->first && l->n < max) {
        if (w->first->alone && l->n > 0)
            break;
        bool alone = w->first->alone;
        l->slots[l->n++].unit = pop(w);
        if (alone)
            break;
    }
    (void)pthread_mutex_unlock(&w->lock);
    return more;
}

/* ---- a batch ---- */

static void fail_slot(struct slot *s, const struct ctx *batch, enum err err)
{
    s->err = err;
    s->c.problem = batch->problem;
}

static void fail_good_ones(struct lane *l, enum err err)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->slots[i].err == ERR_OK)
            fail_slot(&l->slots[i], &l->batch, err);
}

static enum err run_in_savepoint(struct slot *s)
{
    struct ctx *c = &s->c;
    TRY(db_savepoint(c));
    s->err = s->unit->run(c, s->unit->arg);
    if (s->err == ERR_OK)
        s->err = db_savepoint_end(c, true);
    return s->err == ERR_OK ? ERR_OK : db_savepoint_end(c, false);
}

static bool run_apart(struct lane *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (run_in_savepoint(&l->slots[i]) != ERR_OK)
            return false;
    return true;
}

/* Without savepoints. False: what failed left something behind that cannot be undone alone. */
static bool run_together(struct lane *l)
{
    struct db *db = l->batch.db;
    for (size_t i = 0; i < l->n; i++) {
        struct slot *s = &l->slots[i];
        size_t writes = db->writes;
        s->err = s->unit->run(&s->c, s->unit->arg);
        bool left = db->failed || (s->err != ERR_OK && db->writes > writes);
        if (left && l->n > 1)
            return false;
    }
    return true;
}

/*
 * The transaction is gone with its connection, or the engine rolled it back: nobody's fault that is known. Each unit
 * runs again without the others, so that the one that broke it cannot do so twice.
 */
static void break_batch(struct lane *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct slot *s = &l->slots[i];
        if (s->err != ERR_OK && s->err != ERR_BUSY)
            continue;
        s->err = ctx_fail(&s->c, ERR_BUSY, "db.batch", "", "%s", "");
        s->unit->alone = true;
    }
}

static enum err seal(struct lane *l)
{
    const int32_t *districts;
    size_t n = db_touched(l->batch.db, &districts);
    if (!l->w->seal || db_engine(l->batch.db) != DB_SQLITE)
        return ERR_OK;
    for (size_t i = 0; i < n; i++)
        TRY(l->w->seal(&l->batch, districts[i]));
    return ERR_OK;
}

static void open_slots(struct lane *l)
{
    struct arena *mem = l->batch.mem;
    l->batch = (struct ctx){.mem = mem, .db = l->batch.db, .now = time_now()};
    for (size_t i = 0; i < l->n; i++) {
        struct slot *s = &l->slots[i];
        s->err = ERR_OK;
        s->c = (struct ctx){.mem = s->c.mem ? s->c.mem : arena_new(),
                            .db = l->batch.db,
                            .who = s->unit->who,
                            .now = l->batch.now};
    }
}

static void empty_slots(struct lane *l)
{
    for (size_t i = 0; i < l->n; i++)
        arena_reset(l->slots[i].c.mem);
    arena_reset(l->batch.mem);
}

/*
 * Runs all units; false: the transaction is gone. On SQLite a savepoint each would cost a seventh of a filing, since every
 * page is copied into it; nearly every unit succeeds or is refused before it writes. On PostgreSQL each error ends the
 * transaction.
 */
static bool run_units(struct lane *l)
{
    if (l->n > 1 && db_engine(l->batch.db) != DB_SQLITE)
        return run_apart(l);
    if (run_together(l))
        return true;
    db_undo(&l->batch);
    empty_slots(l);
    open_slots(l);
    return db_begin(&l->batch, DB_WRITE) == ERR_OK && run_apart(l);
}

static void run_batch(struct lane *l)
{
    bool any = false;
    enum err err = db_begin(&l->batch, DB_WRITE);
    if (err != ERR_OK) {
        fail_good_ones(l, err);
        return;
    }
    if (!run_units(l)) {
        db_undo(&l->batch);
        break_batch(l);
        return;
    }
    for (size_t i = 0; i < l->n; i++)
        any = any || l->slots[i].err == ERR_OK;
    if (any)
        err = seal(l);
    if (any && err == ERR_OK)
        err = db_end(&l->batch, true);
    else
        db_undo(&l->batch);
    if (err != ERR_OK)
        fail_good_ones(l, err);
}

/* Another try later, unless it had enough. */
static bool again(struct writer *w, struct unit *u)
{
    if (u->tries == TRIES_MAX)
        return false;
    int64_t now = time_steady(), pause = (PAUSE_MS << u->tries++) * TIME_MS;
    u->due = now + pause + now % pause;
    (void)pthread_mutex_lock(&w->lock);
    put_later(w, u);
    (void)pthread_cond_signal(&w->work);
    (void)pthread_mutex_unlock(&w->lock);
    return true;
}

static void answer(struct lane *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct slot *s = &l->slots[i];
        if (s->err != ERR_BUSY || !again(l->w, s->unit))
            s->unit->done(&s->c, s->err, s->unit->arg);
    }
    empty_slots(l);
}

/* After a commit: the log has grown. */
static void mind_log(struct lane *l)
{
    int pages = db_wal_pages(l->batch.db);
    if (pages < LOG_PAGES)
        l->log_next = LOG_PAGES;
    if (pages < l->log_next)
        return;
    l->log_next = pages + LOG_PAGES;
    if (pages >= LOG_PAGES_MAX)
        db_checkpoint(l->batch.db);
    (void)pthread_mutex_lock(&l->w->lock);
    l->w->keeper.due = true;
    (void)pthread_cond_signal(&l->w->keep);
    (void)pthread_mutex_unlock(&l->w->lock);
}

static void *lane_main(void *arg)
{
    struct lane *l = arg;
    while (take(l)) {
        open_slots(l);
        run_batch(l);
        answer(l);
        mind_log(l);
    }
    return NULL;
}

static void *keeper_main(void *arg)
{
    struct writer *w = arg;
    (void)pthread_mutex_lock(&w->lock);
    while (!w->closing) {
        if (!w->keeper.due) {
            (void)pthread_cond_wait(&w->keep, &w->lock);
            continue;
        }
        w->keeper.due = false;
        (void)pthread_mutex_unlock(&w->lock);
        db_checkpoint(w->keeper.db);
        (void)pthread_mutex_lock(&w->lock);
    }
    (void)pthread_mutex_unlock(&w->lock);
    return NULL;
}

/* ---- opening and closing ---- */

static struct writer *writer_new(writer_seal_fn *seal_fn)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->end = &w->first;
    w->seal = seal_fn;
    (void)pthread_mutex_init(&w->lock, NULL);
    turn_init(&w->work);
    (void)pthread_cond_init(&w->keep, NULL);
    return w;
}

static enum err add_lane(struct writer *w, const char *url, char problem[256])
{
    struct lane *l = calloc(1, sizeof *l);
    if (!l)
        abort();
    l->w = w;
    l->batch.mem = arena_new();
    enum err err = db_open(url, &l->batch.db, problem);
    if (err == ERR_OK)
        db_own_checkpoints(l->batch.db);
    if (err == ERR_OK && pthread_create(&l->thread, NULL, lane_main, l) != 0) {
        (void)snprintf(problem, 256, "no thread");
        err = ERR_INTERNAL;
    }
    if (err != ERR_OK) {
        db_close(l->batch.db);
        arena_free(l->batch.mem);
        free(l);
        return err;
    }
    w->lanes[w->n_lanes++] = l;
    return ERR_OK;
}

static enum err add_keeper(struct writer *w, const char *url, char problem[256])
{
    TRY(db_open(url, &w->keeper.db, problem));
    if (pthread_create(&w->keeper.thread, NULL, keeper_main, w) != 0) {
        (void)snprintf(problem, 256, "no thread");
        return ERR_INTERNAL;
    }
    w->keeper.started = true;
    return ERR_OK;
}

enum err writer_open(const char *url, int threads, writer_seal_fn *seal_fn, struct writer **out,
                     char problem[256])
{
    struct writer *w = writer_new(seal_fn);
    bool sqlite = text_has_prefix(url, "sqlite:");
    int lanes = sqlite || threads < 1 ? 1 : threads > LANES_MAX ? LANES_MAX : threads;
    enum err err = sqlite ? add_keeper(w, url, problem) : ERR_OK;
    w->batch_max = sqlite ? BATCH_SQLITE : BATCH_POSTGRES;
    w->share = (size_t)lanes;
    for (int i = 0; err == ERR_OK && i < lanes; i++)
        err = add_lane(w, url, problem);
    if (err != ERR_OK) {
        writer_close(w);
        return err;
    }
    *out = w;
    return ERR_OK;
}

static void free_lane(struct lane *l)
{
    (void)pthread_join(l->thread, NULL);
    for (size_t i = 0; i < BATCH_SQLITE; i++)
        arena_free(l->slots[i].c.mem);
    arena_free(l->batch.mem);
    db_close(l->batch.db);
    free(l);
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->closing = true;
    (void)pthread_cond_broadcast(&w->work);
    (void)pthread_cond_broadcast(&w->keep);
    (void)pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < w->n_lanes; i++)
        free_lane(w->lanes[i]);
    if (w->keeper.started)
        (void)pthread_join(w->keeper.thread, NULL);
    db_close(w->keeper.db);
    (void)pthread_cond_destroy(&w->work);
    (void)pthread_cond_destroy(&w->keep);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
}

bool writer_submit(struct writer *w, struct unit *unit)
{
    (void)pthread_mutex_lock(&w->lock);
    bool room = w->n_units < QUEUE_MAX && !w->closing;
    if (room) {
        unit->tries = 0;
        unit->alone = false;
        put(w, unit);
        (void)pthread_cond_signal(&w->work);
    }
    (void)pthread_mutex_unlock(&w->lock);
    return room;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "schedule/scheduler.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "base/turn.h"
#include "db/db.h"
#include "db/writer.h"
#include "schedule/backoff.h"

enum {
    BATCH = 256,
    PAUSE_MS = 1000,
    PAUSE_MAX_MS = 60000, /* while the database fails */
    STILL_DUE_MAX = 4,
    LEASE_S = 5,
    LEASE_ABSURD_S = 3600,
    OWNER_BYTES = 8
};

struct item { /* a step with the writer */
    struct scheduler *s;
    struct unit unit;
    struct tick tick;
    enum err err;
    bool left; /* the clock jumped before it ran */
    struct problem problem;
};

struct scheduler {
    struct schedule_setup setup;
    struct ctx c; /* the looking thread's, with its connection */
    char owner[2 * OWNER_BYTES + 1];
    struct watch watch;
    struct backoff backoff;
    struct item items[BATCH];
    size_t n;
    struct tick done[BATCH]; /* in the last round: what comes again as it was is not done */
    size_t n_done;
    bool may_step, has_lease; /* has_lease: a row of ours is to be given back */
    int troubles;             /* rounds in a row in which the database failed; the first was told */
    bool started;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* a unit is done, or stop */
    size_t pending;      /* under the lock: units with the writer */
    bool stop;
};

/* ---- a step, on the writer's threads ---- */

static enum err run_step(struct ctx *c, void *arg)
{
    struct item *it = arg;
    struct scheduler *s = it->s;
    const struct schedule_clock *clock = s->watch.clock;
    it->left = watch_jumped(&s->watch);
    if (it->left)
        return ERR_OK;
    c->now = clock->wall(clock->arg);
    return s->setup.step(c, s->setup.app, &it->tick);
}

static void step_done(struct ctx *c, enum err err, void *arg)
{
    struct item *it = arg;
    struct scheduler *s = it->s;
    it->err = err;
    it->problem = c->problem;
    (void)pthread_mutex_lock(&s->lock);
    s->pending--;
    (void)pthread_cond_signal(&s->wake);
    (void)pthread_mutex_unlock(&s->lock);
}

/* ---- a round ---- */

/* SQLite has one server; a second one would do some work twice, in vain. */
static enum err take_lease(struct scheduler *s)
{
    struct ctx *c = &s->c;
    struct db_rows r;
    s->may_step = db_engine(c->db) == DB_SQLITE;
    if (s->may_step)
        return ERR_OK;
    TRY(db_begin(c, DB_WRITE));
    TRY(db_query(c, SQL_SCHEDULE_TAKE,
                 ARGS(db_text(s->owner), db_int(c->now + LEASE_S * TIME_SECOND), db_int(c->now),
                      db_int(c->now + LEASE_ABSURD_S * TIME_SECOND)),
                 &r));
    s->may_step = s->has_lease = r.n > 0;
    return db_end(c, true);
}

static bool was_done(const struct scheduler *s, const struct tick *t)
{
    for (size_t i = 0; i < s->n_done; i++)
        if (s->done[i].id == t->id && s->done[i].district == t->district && s->done[i].at == t->at)
            return true;
    return false;
}

/* Told once. That a step changed nothing may be as it should: it did one of two things that were due together. */
static void fail(struct scheduler *s, const struct tick *t, const struct problem *why)
{
    char ref[TEXT_REF];
    int told_at = why ? 1 : STILL_DUE_MAX;
    if (backoff_failed(&s->backoff, t->district, t->id, s->watch.steady) != told_at)
        return;
    text_ref(t->district, t->id, ref);
    log_line(LOG_ERROR, "schedule: case %s: %s %s; it is tried again", ref,
             why ? why->code : "still due", why ? why->detail : "after its step");
}

/* Reads what is due and leaves out what has to wait. *out_more: there is more than a batch. */
static enum err choose(struct scheduler *s, bool *out_more)
{
    struct ctx *c = &s->c;
    size_t max = BATCH + s->backoff.n, n;
    struct tick *ticks = arena_array(c->mem, max, sizeof *ticks);
    TRY(db_begin(c, DB_READ));
    TRY(s->setup.due(c, ticks, max, &n));
    TRY(db_end(c, true));
    size_t i = 0;
    s->n = 0;
    for (; i < n && s->n < BATCH; i++) {
        const struct tick *t = &ticks[i];
        if (backoff_waits(&s->backoff, t->district, t->id, s->watch.steady))
            continue;
        if (was_done(s, t))
            fail(s, t, NULL);
        else
            s->items[s->n++] = (struct item){.s = s, .tick = *t};
    }
    s->n_done = 0;
    *out_more = i < n || n == max;
    return ERR_OK;
}

/* Gives the writer as many as it has room for, and waits until all have run. */
static void run_all(struct scheduler *s)
{
    size_t given = 0;
    (void)pthread_mutex_lock(&s->lock);
    s->pending = s->n;
    (void)pthread_mutex_unlock(&s->lock);
    for (; given < s->n; given++) {
        struct item *it = &s->items[given];
        it->unit = (struct unit){.run = run_step, .done = step_done, .arg = it};
        if (!writer_submit(s->setup.writer, &it->unit))
            break;
    }
    (void)pthread_mutex_lock(&s->lock);
    s->pending -= s->n - given;
    while (s->pending)
        (void)pthread_cond_wait(&s->wake, &s->lock);
    (void)pthread_mutex_unlock(&s->lock);
    s->n = given;
}

static void trouble(struct scheduler *s, const struct problem *why)
{
    if (s->troubles++ == 0)
        log_line(LOG_WARN, "schedule: %s %s; it is tried again", why->code, why->detail);
}

static void settle_one(struct scheduler *s, const struct item *it)
{
    const struct tick *t = &it->tick;
    char ref[TEXT_REF];
    if (it->err != ERR_OK) {
        fail(s, t, &it->problem);
        return;
    }
    s->done[s->n_done++] = *t;
    if (!backoff_done(&s->backoff, t->district, t->id))
        return;
    text_ref(t->district, t->id, ref);
    log_line(LOG_INFO, "schedule: case %s: done at last", ref);
}

/* ERR_BUSY and ERR_UNKNOWN say nothing about the case: the next round asks again what is due. */
static void settle(struct scheduler *s)
{
    const struct problem *why = NULL;
    for (size_t i = 0; i < s->n; i++) {
        const struct item *it = &s->items[i];
        if (it->err == ERR_BUSY || it->err == ERR_UNKNOWN)
            why = &it->problem;
        else if (!it->left)
            settle_one(s, it);
    }
    if (why)
        trouble(s, why);
    else
        s->troubles = 0;
}

bool scheduler_round(struct scheduler *s)
{
    struct ctx *c = &s->c;
    bool more = false;
    if (!watch_look(&s->watch, &c->now))
        return false;
    arena_reset(c->mem);
    enum err err = choose(s, &more);
    if (err == ERR_OK && s->n)
        err = take_lease(s);
    db_undo(c);
    if (err != ERR_OK) {
        trouble(s, &c->problem);
        return false;
    }
    size_t wanted = s->n;
    if (wanted && !s->may_step)
        return false;
    run_all(s);
    settle(s);
    return more && wanted && s->n == wanted && s->troubles == 0;
}

/* ---- the thread ---- */

/* True when the thread is to end. */
static bool wait_turn(struct scheduler *s)
{
    int64_t pause = PAUSE_MS;
    for (int i = 0; i < s->troubles && pause < PAUSE_MAX_MS; i++)
        pause *= 2;
    if (pause > PAUSE_MAX_MS)
        pause = PAUSE_MAX_MS;
    int64_t until = time_steady() + pause * TIME_MS;
    (void)pthread_mutex_lock(&s->lock);
    while (!s->stop && turn_wait(&s->wake, &s->lock, until))
        ;
    bool stop = s->stop;
    (void)pthread_mutex_unlock(&s->lock);
    return stop;
}

static bool is_stopped(struct scheduler *s)
{
    (void)pthread_mutex_lock(&s->lock);
    bool stop = s->stop;
    (void)pthread_mutex_unlock(&s->lock);
    return stop;
}

static void *scheduler_main(void *arg)
{
    struct scheduler *s = arg;
    do
        while (!is_stopped(s) && scheduler_round(s))
            ;
    while (!wait_turn(s));
    return NULL;
}

enum err scheduler_start(struct scheduler *s, char problem[256])
{
    s->started = pthread_create(&s->thread, NULL, scheduler_main, s) == 0;
    if (s->started)
        return ERR_OK;
    (void)snprintf(problem, 256, "no thread for the scheduler");
    return ERR_INTERNAL;
}

enum err scheduler_open(const struct schedule_setup *setup, struct scheduler **out,
                        char problem[256])
{
    unsigned char name[OWNER_BYTES];
    struct db *db;
    TRY(db_open(setup->url, &db, problem));
    struct scheduler *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->setup = *setup;
    s->watch.clock = setup->clock ? setup->clock : &schedule_machine_clock;
    s->c = (struct ctx){.mem = arena_new(), .db = db};
    secret_random(name, sizeof name);
    text_hex(name, sizeof name, s->owner);
    turn_init(&s->wake);
    (void)pthread_mutex_init(&s->lock, NULL);
    *out = s;
    return ERR_OK;
}

static void give_lease(struct scheduler *s)
{
    struct ctx *c = &s->c;
    if (db_begin(c, DB_WRITE) == ERR_OK &&
        db_exec(c, SQL_SCHEDULE_GIVE, ARGS(db_text(s->owner))) == ERR_OK)
        (void)!db_end(c, true); /* else it runs out */
    db_undo(c);
}

void scheduler_close(struct scheduler *s)
{
    if (!s)
        return;
    (void)pthread_mutex_lock(&s->lock);
    s->stop = true;
    (void)pthread_cond_broadcast(&s->wake);
    (void)pthread_mutex_unlock(&s->lock);
    if (s->started)
        (void)pthread_join(s->thread, NULL);
    if (s->has_lease)
        give_lease(s);
    db_close(s->c.db);
    arena_free(s->c.mem);
    backoff_end(&s->backoff);
    (void)pthread_cond_destroy(&s->wake);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

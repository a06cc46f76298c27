/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/sealer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "base/turn.h"
#include "db/db.h"
#include "journal/row.h"

enum { EVERY_S = 1, WINDOW_S = 60, LOOK_BACK_EVERY = 600, LEASE_S = 10, OWNER_BYTES = 8 };

struct sealer {
    struct ctx c; /* the thread's, with its connection */
    char owner[2 * OWNER_BYTES + 1];
    int64_t rounds;
    bool failing; /* the last round failed and was told */
    pthread_t thread;
    pthread_mutex_t lock; /* guards stop */
    pthread_cond_t wake;
    bool stop;
};

/*
 * The lease row stays locked until the commit, so two sealers never work at once, whatever their clocks say. Mostly
 * only young rows are looked at; the first round and then one in a while looks as far back as rows may be late.
 */
static enum err seal_round(struct sealer *s)
{
    struct ctx *c = &s->c;
    struct db_rows r;
    bool far = s->rounds % LOOK_BACK_EVERY == 0;
    TRY(db_query(c, SQL_LEASE_TAKE,
                 ARGS(db_text("seal"), db_text(s->owner), db_int(c->now + LEASE_S * TIME_SECOND),
                      db_int(c->now)),
                 &r));
    if (r.n == 0)
        return ERR_OK;
    TRY(journal_seal_since(c, far ? JOURNAL_LATE_S : WINDOW_S));
    s->rounds++;
    return ERR_OK;
}

typedef enum err sealer_work_fn(struct sealer *s);

static void run_unit(struct sealer *s, sealer_work_fn *work)
{
    struct ctx *c = &s->c;
    c->now = time_now();
    enum err err = db_begin(c, DB_WRITE);
    if (err == ERR_OK) {
        err = work(s);
        if (err == ERR_OK)
            err = db_end(c, true);
        else
            db_undo(c);
    }
    /* What is not sealed now is sealed in a later round; one line tells of a row of failures. */
    if (err != ERR_OK && !s->failing)
        log_line(LOG_WARN, "sealer: %s %s", c->problem.code, c->problem.detail);
    s->failing = err != ERR_OK;
    arena_reset(c->mem);
}

/* True when the thread is to end. */
static bool wait_turn(struct sealer *s)
{
    int64_t until = time_steady() + EVERY_S * TIME_SECOND;
    (void)pthread_mutex_lock(&s->lock);
    while (!s->stop && turn_wait(&s->wake, &s->lock, until))
        ;
    bool stop = s->stop;
    (void)pthread_mutex_unlock(&s->lock);
    return stop;
}

static enum err give_lease(struct sealer *s)
{
    return db_exec(&s->c, SQL_LEASE_GIVE, ARGS(db_text("seal"), db_text(s->owner)));
}

static void *sealer_main(void *arg)
{
    struct sealer *s = arg;
    do
        run_unit(s, seal_round);
    while (!wait_turn(s));
    run_unit(s, seal_round);
    run_unit(s, give_lease);
    return NULL;
}

static void sealer_free(struct sealer *s)
{
    db_close(s->c.db);
    arena_free(s->c.mem);
    free(s);
}

static bool start_thread(struct sealer *s)
{
    turn_init(&s->wake);
    (void)pthread_mutex_init(&s->lock, NULL);
    return pthread_create(&s->thread, NULL, sealer_main, s) == 0;
}

enum err sealer_open(const char *url, struct sealer **out, char problem[256])
{
    unsigned char name[OWNER_BYTES];
    struct sealer *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->c.mem = arena_new();
    secret_random(name, sizeof name);
    text_hex(name, sizeof name, s->owner);
    enum err err = db_open(url, &s->c.db, problem);
    if (err == ERR_OK && !start_thread(s)) {
        (void)snprintf(problem, 256, "the sealing thread does not start");
        err = ERR_INTERNAL;
    }
    if (err != ERR_OK) {
        sealer_free(s);
        return err;
    }
    *out = s;
    return ERR_OK;
}

void sealer_close(struct sealer *s)
{
    if (!s)
        return;
    (void)pthread_mutex_lock(&s->lock);
    s->stop = true;
    (void)pthread_cond_signal(&s->wake);
    (void)pthread_mutex_unlock(&s->lock);
    (void)pthread_join(s->thread, NULL);
    (void)pthread_cond_destroy(&s->wake);
    (void)pthread_mutex_destroy(&s->lock);
    sealer_free(s);
}

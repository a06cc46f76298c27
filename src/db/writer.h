/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way every change goes in. On SQLite one thread takes the queued units, runs one after the other, lets
 * `seal` close the touched districts' chains, commits the batch with one fsync and only then calls done() for
 * each (group commit). On PostgreSQL several threads do the same with small batches and without seal: journal/sealer.h
 * seals there. A unit that fails undoes only itself: on PostgreSQL each has a savepoint, on SQLite the batch runs again
 * with savepoints when one failed behind a write. ERR_BUSY is tried again up to 5 times, after a pause in which
 * others run; a commit whose answer is missing is ERR_UNKNOWN, and only a retry under the same Idempotency-Key tells.
 * done() runs on a writer's thread: it must be short and must not block.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

struct writer;

struct unit {
    /* Runs the change in c (arena, db, now are set; who is the submitter's). May be called again: what it did is undone. */
    enum err (*run)(struct ctx *c, void *arg);
    /* The unit is committed (err ERR_OK), nothing of it is, or ERR_UNKNOWN. c is readable until return. */
    void (*done)(struct ctx *c, enum err err, void *arg);
    void *arg;
    const struct account *who;
    struct unit *next; /* this and the rest are the writer's; zero at first */
    int64_t due;
    int tries;
    bool alone; /* its batch broke: next time it runs without company */
};

/* SQLite: called once per batch before commit for each district that a unit marked with db_touch. */
typedef enum err writer_seal_fn(struct ctx *c, int32_t district);

/* threads counts for PostgreSQL only; seal may be NULL. The writer opens its own connections. */
enum err writer_open(const char *url, int threads, writer_seal_fn *seal, struct writer **out,
                     char problem[256]) MUST_USE;
/* Runs what is queued, then stops; takes NULL. */
void writer_close(struct writer *w);
/* False: the queue is full (answer 503 with Retry-After). unit stays the caller's until done(). */
bool writer_submit(struct writer *w, struct unit *unit) MUST_USE;

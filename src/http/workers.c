/* SPDX-License-Identifier: Apache-2.0 */
#include "http/workers.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/db.h"

static void *zeroed(size_t size)
{
    void *p = calloc(1, size);
    if (!p)
        abort();
    return p;
}

/* ---- readers ---- */

struct readers {
    pthread_mutex_t lock;
    pthread_cond_t given;
    size_t n, free; /* opened; the first `free` of `spare` are not lent */
    struct db **all, **spare;
};

bool readers_open(const char *url, size_t n, struct readers **out, char problem[256])
{
    struct readers *r = zeroed(sizeof *r);
    (void)pthread_mutex_init(&r->lock, NULL);
    (void)pthread_cond_init(&r->given, NULL);
    r->all = zeroed(n * sizeof(struct db *));
    r->spare = zeroed(n * sizeof(struct db *));
    for (; r->n < n; r->n++) {
        if (db_open(url, &r->all[r->n], problem) != ERR_OK) {
            readers_close(r);
            return false;
        }
        r->spare[r->free++] = r->all[r->n];
    }
    *out = r;
    return true;
}

void readers_close(struct readers *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n; i++)
        db_close(r->all[i]);
    (void)pthread_cond_destroy(&r->given);
    (void)pthread_mutex_destroy(&r->lock);
    free(r->all);
    free(r->spare);
    free(r);
}

struct db *readers_take(struct readers *r)
{
    (void)pthread_mutex_lock(&r->lock);
    while (r->free == 0)
        (void)pthread_cond_wait(&r->given, &r->lock);
    /* The one given back last: its pages are warm. */
    struct db *db = r->spare[--r->free];
    (void)pthread_mutex_unlock(&r->lock);
    return db;
}

void readers_give(struct readers *r, struct db *db)
{
    (void)pthread_mutex_lock(&r->lock);
    r->spare[r->free++] = db;
    (void)pthread_cond_signal(&r->given);
    (void)pthread_mutex_unlock(&r->lock);
}

/* ---- workers ---- */

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t queued;
    struct job *first, **last;
    size_t waiting, queue_max;
    bool stop;
    struct readers *readers;
    size_t n;
    pthread_t *threads;
};

static struct job *next_job(struct workers *w)
{
    (void)pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stop)
        (void)pthread_cond_wait(&w->queued, &w->lock);
    struct job *job = w->first;
    if (job) {
        w->first = job->next;
        w->waiting--;
        if (!w->first)
            w->last = &w->first;
    }
    (void)pthread_mutex_unlock(&w->lock);
    return job;
}

static void *work(void *arg)
{
    struct workers *w = arg;
    struct db *db = readers_take(w->readers);
    for (struct job *job = next_job(w); job; job = next_job(w))
        job->run(db, job->arg);
    readers_give(w->readers, db);
    return NULL;
}

bool workers_open(const char *url, size_t n, size_t queue_max, struct workers **out,
                  char problem[256])
{
    struct workers *w = zeroed(sizeof *w);
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_cond_init(&w->queued, NULL);
    w->last = &w->first;
    w->queue_max = queue_max;
    w->threads = zeroed(n * sizeof *w->threads);
    bool good = readers_open(url, n, &w->readers, problem);
    while (good && w->n < n) {
        good = pthread_create(&w->threads[w->n], NULL, work, w) == 0;
        w->n += good;
        if (!good)
            (void)snprintf(problem, 256, "no thread for the workers");
    }
    if (good)
        *out = w;
    else
        workers_close(w);
    return good;
}

void workers_close(struct workers *w)
{
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->stop = true;
    (void)pthread_cond_broadcast(&w->queued);
    (void)pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < w->n; i++)
        (void)pthread_join(w->threads[i], NULL);
    readers_close(w->readers);
    (void)pthread_cond_destroy(&w->queued);
    (void)pthread_mutex_destroy(&w->lock);
    free(w->threads);
    free(w);
}

bool workers_submit(struct workers *w, struct job *job)
{
    (void)pthread_mutex_lock(&w->lock);
    bool room = w->waiting < w->queue_max && !w->stop;
    if (room) {
        job->next = NULL;
        *w->last = job;
        w->last = &job->next;
        w->waiting++;
        (void)pthread_cond_signal(&w->queued);
    }
    (void)pthread_mutex_unlock(&w->lock);
    return room;
}

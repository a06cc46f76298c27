/* SPDX-License-Identifier: Apache-2.0 */
#include "http/task.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "base/turn.h"

enum { SPARE_MAX = 64, GOODBYE_S = 5 };

void tasks_init(struct tasks *l, const struct body_budget *bodies)
{
    *l = (struct tasks){.n = 0};
    bodies_init(&l->bodies, bodies);
    (void)pthread_mutex_init(&l->lock, NULL);
    turn_init(&l->less);
}

static void task_free(struct task *t)
{
    arena_free(t->mem);
    free(t);
}

void tasks_end(struct tasks *l)
{
    while (l->spare) {
        struct task *t = l->spare;
        l->spare = t->next;
        task_free(t);
    }
    bodies_end(&l->bodies);
    (void)pthread_cond_destroy(&l->less);
    (void)pthread_mutex_destroy(&l->lock);
}

struct task *task_take(struct tasks *l)
{
    (void)pthread_mutex_lock(&l->lock);
    struct task *t = l->spare;
    if (t) {
        l->spare = t->next;
        l->n_spare--;
    }
    l->n++;
    (void)pthread_mutex_unlock(&l->lock);
    if (!t) {
        t = calloc(1, sizeof *t);
        if (!t)
            abort();
        t->mem = arena_new();
    }
    struct arena *mem = t->mem;
    *t = (struct task){.mem = mem};
    return t;
}

void task_give(struct tasks *l, struct task *t)
{
    body_drop(&l->bodies, &t->body);
    arena_reset(t->mem);
    (void)pthread_mutex_lock(&l->lock);
    bool keep = l->n_spare < SPARE_MAX;
    if (keep) {
        t->next = l->spare;
        l->spare = t;
        l->n_spare++;
    }
    l->n--;
    (void)pthread_cond_signal(&l->less);
    (void)pthread_mutex_unlock(&l->lock);
    if (!keep)
        task_free(t);
}

bool tasks_sleep(struct tasks *l)
{
    (void)pthread_mutex_lock(&l->lock);
    bool open = !l->closing;
    l->asleep += open;
    (void)pthread_mutex_unlock(&l->lock);
    return open;
}

void tasks_woken(struct tasks *l)
{
    (void)pthread_mutex_lock(&l->lock);
    l->asleep--;
    (void)pthread_cond_signal(&l->less);
    (void)pthread_mutex_unlock(&l->lock);
}

void tasks_drain(struct tasks *l)
{
    int64_t end = time_steady() + GOODBYE_S * TIME_SECOND;
    (void)pthread_mutex_lock(&l->lock);
    l->closing = true;
    while (l->asleep)
        (void)pthread_cond_wait(&l->less, &l->lock);
    while (l->n && turn_wait(&l->less, &l->lock, end))
        ;
    (void)pthread_mutex_unlock(&l->lock);
}

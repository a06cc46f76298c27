/* SPDX-License-Identifier: Apache-2.0 */
#include "http/body.h"

#include <stdlib.h>
#include <string.h>

enum { BODY_FIRST = 4096 };

void bodies_init(struct bodies *l, const struct body_budget *budget)
{
    *l = (struct bodies){.budget = *budget};
    (void)pthread_mutex_init(&l->lock, NULL);
}

void bodies_end(struct bodies *l)
{
    (void)pthread_mutex_destroy(&l->lock);
}

static void enlist(struct bodies *l, struct body *b)
{
    b->prev = NULL;
    b->next = l->large;
    if (b->next)
        b->next->prev = b;
    l->large = b;
}

static void strike(struct bodies *l, struct body *b)
{
    if (b->prev)
        b->prev->next = b->next;
    else
        l->large = b->next;
    if (b->next)
        b->next->prev = b->prev;
}

/* A body grows by doubling, so this is asked a dozen times in its life; the list is as long as there are large ones. */
static enum err room_for(const struct bodies *l, const struct body *b, size_t more)
{
    const struct body_budget *most = &l->budget;
    size_t all = more, strangers = more, mine = more;
    for (const struct body *o = l->large; o; o = o->next) {
        all += o->cap;
        strangers += o->stranger ? o->cap : 0;
        mine += o->stranger == b->stranger && strcmp(o->net, b->net) == 0 ? o->cap : 0;
    }
    if (mine > (b->stranger ? most->stranger : most->each))
        return ERR_LIMITED;
    return all > most->all || (b->stranger && strangers > most->strangers) ? ERR_BUSY : ERR_OK;
}

/* The cap is what counts and is raised under the lock; the bytes behind it are the owner's alone. */
static enum err book(struct bodies *l, struct body *b, size_t cap)
{
    bool was_large = b->cap > BODY_SMALL;
    enum err err = ERR_OK;
    if (cap <= BODY_SMALL) {
        b->cap = cap;
        return ERR_OK;
    }
    (void)pthread_mutex_lock(&l->lock);
    err = room_for(l, b, was_large ? cap - b->cap : cap);
    if (err == ERR_OK) {
        b->cap = cap;
        if (!was_large)
            enlist(l, b);
    }
    (void)pthread_mutex_unlock(&l->lock);
    return err;
}

static enum err grow(struct bodies *l, struct body *b, size_t need)
{
    size_t cap = b->cap ? b->cap : BODY_FIRST;
    while (cap < need)
        cap *= 2;
    TRY(book(l, b, cap));
    b->p = realloc(b->p, cap);
    if (!b->p)
        abort();
    return ERR_OK;
}

enum err body_add(struct bodies *l, struct body *b, const char *data, size_t n)
{
    if (b->n + n > b->cap)
        TRY(grow(l, b, b->n + n));
    memcpy(b->p + b->n, data, n);
    b->n += n;
    return ERR_OK;
}

void body_drop(struct bodies *l, struct body *b)
{
    if (b->cap > BODY_SMALL) {
        (void)pthread_mutex_lock(&l->lock);
        strike(l, b);
        (void)pthread_mutex_unlock(&l->lock);
    }
    free(b->p);
    b->p = NULL;
    b->n = b->cap = 0;
    b->prev = b->next = NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bodies that are coming in. Small ones are held to by the number of connections alone. Large ones (photos, sheets)
 * share a budget, of which one client has a share and all strangers together another: who uploads slowly, or many at once, is
 * in nobody's way but his own.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "http/listen.h"

enum { BODY_SMALL = 64 << 10 };

struct body {
    struct body *prev, *next; /* of the large ones */
    char *p;
    size_t n, cap;
    char net[PEER_TEXT]; /* whose it is: peer_net */
    bool stranger;       /* no login was asked for */
};

struct body_budget { /* bytes held */
    size_t all, strangers;
    size_t each, stranger; /* of these: of one client */
};

struct bodies {
    pthread_mutex_t lock;
    struct body_budget budget;
    struct body *large;
};

void bodies_init(struct bodies *l, const struct body_budget *budget);
void bodies_end(struct bodies *l); /* all dropped before */

/* Appends. ERR_LIMITED: the client has its share; ERR_BUSY: there is no room for anybody just now. Any thread. */
enum err body_add(struct bodies *l, struct body *b, const char *data, size_t n) MUST_USE;
void body_drop(struct bodies *l, struct body *b); /* leaves it empty, of the same client */

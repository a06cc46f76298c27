/* SPDX-License-Identifier: Apache-2.0 */
#include "http/limit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/time.h"
#include "http/listen.h"

enum { SETS = 1024, WAYS = 4 };

struct bucket {
    char net[PEER_TEXT]; /* "": free */
    int64_t at;          /* when it was looked at last */
    int64_t filled;      /* us of filling time it holds; a minute is full */
};

struct limit {
    pthread_mutex_t lock;
    int64_t price; /* us of filling time for one token; 0: no limit */
    struct bucket sets[SETS][WAYS];
};

static const int64_t full = 60 * TIME_SECOND;

struct limit *limit_new(int per_minute)
{
    struct limit *l = calloc(1, sizeof *l);
    if (!l)
        abort();
    (void)pthread_mutex_init(&l->lock, NULL);
    l->price = per_minute > 0 ? full / per_minute : 0;
    return l;
}

void limit_free(struct limit *l)
{
    if (!l)
        return;
    (void)pthread_mutex_destroy(&l->lock);
    free(l);
}

/* FNV-1a: peers that choose their address to collide gain only a shared bucket. */
static size_t set_of(const char *net)
{
    uint32_t h = 2166136261U;
    for (const char *p = net; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619U;
    return h % SETS;
}

static struct bucket *find(struct bucket *ways, const char *net)
{
    struct bucket *oldest = &ways[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (strcmp(ways[i].net, net) == 0)
            return &ways[i];
        if (ways[i].at < oldest->at)
            oldest = &ways[i];
    }
    *oldest = (struct bucket){.filled = full};
    (void)snprintf(oldest->net, PEER_TEXT, "%s", net);
    return oldest;
}

bool limit_take(struct limit *l, const char *peer, int64_t now)
{
    char net[PEER_TEXT];
    if (l->price == 0)
        return true;
    peer_net(peer, net);
    (void)pthread_mutex_lock(&l->lock);
    struct bucket *b = find(l->sets[set_of(net)], net);
    if (b->at && now > b->at)
        b->filled += now - b->at;
    if (b->filled > full)
        b->filled = full;
    b->at = now;
    bool has = b->filled >= l->price;
    if (has)
        b->filled -= l->price;
    (void)pthread_mutex_unlock(&l->lock);
    return has;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request from the first word to the reply, without sockets and threads: server.c drives the steps from its
 * callbacks, server_request (request in a test) one after the other. Order: door, words, route, session, CSRF rule,
 * place, right, unit of work, handler, commit, reply. After each step that returns false the reply is written.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "http/request.h"
#include "http/route.h"
#include "http/server.h"

struct limit;

struct exchange {
    const struct server_setup *setup;
    struct arena *mem; /* of the whole exchange */
    bool suspect;      /* refused at the door: what follows may be part of it */
    struct request r;
    const struct route *route;
    const struct account *who;
    const char *area;    /* of the place, NULL: none */
    struct limit *reads; /* what strangers' costly reads are charged to; NULL: nobody */
    bool charged;
    bool query_read;    /* by the route */
    struct reply reply; /* points into itself: an exchange is never moved */
};

/* Door and words. */
bool exchange_start(struct exchange *x, const struct server_setup *setup, struct arena *mem,
                    const struct raw *raw) MUST_USE;
bool exchange_route(struct exchange *x) MUST_USE;
/* How large a body the route takes. */
size_t exchange_body_max(const struct exchange *x);
/* Is there a caller to be asked for before a large body is taken in? */
bool exchange_needs_admission(const struct exchange *x);
/* Session and right, without the place; db has no open unit. */
bool exchange_admit(struct exchange *x, struct db *db, int64_t now) MUST_USE;
void exchange_body(struct exchange *x, const void *body, size_t n);

/* A reading route, whole, in one unit of db. */
void exchange_read(struct exchange *x, struct db *db, int64_t now);
/* A writing route (or one with prepare): all up to the right, in a read unit of db. */
bool exchange_enter(struct exchange *x, struct db *db, int64_t now) MUST_USE;
/* The route's prepare, if any, in a read unit of db; a reading route is then answered in another. False: the reply is there. */
bool exchange_prepare(struct exchange *x, struct db *db, int64_t now) MUST_USE;
/* The writer's run and done (struct unit), arg is the exchange. */
enum err exchange_write(struct ctx *c, void *arg);
void exchange_written(struct ctx *c, enum err err, void *arg);

/* Throws away what was made and answers with this problem. */
void exchange_refuse(struct exchange *x, enum err err, const char *code);

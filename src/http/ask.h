/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of http: a small world of two callers and a few routes, and short ways to ask it. */
#pragma once

#include "unit.h"

#include <semaphore.h>
#include <stdbool.h>

#include "http/server.h"

struct world {
    _Atomic int runs;  /* of handlers */
    int busy_left;     /* that many runs of /hello answer ERR_BUSY first */
    sem_t entered, go; /* POST /gate says that it runs, and waits to be let on */
};

struct ask {
    struct ctx *c;
    struct world world;
    struct server_setup setup;
    struct reply reply;
};

/* Callers: "officer" may all below 410105, "guest" is signed in and may nothing. */
void ask_open(struct ask *a);
void ask_close(struct ask *a);

/* Each returns the status; the reply is in a->reply. */
int ask_raw(struct ask *a, const char *method, const char *target, const struct pair *headers,
            size_t n, const char *body);
int ask_get(struct ask *a, const char *target);
int ask_get_with(struct ask *a, const char *target, const char *name, const char *value);
int ask_post(struct ask *a, const char *target, const char *body);
/* token: "Bearer officer" or NULL; key: Idempotency-Key or NULL */
int ask_post_keyed(struct ask *a, const char *target, const char *token, const char *key,
                   const char *body);
const char *ask_body(const struct ask *a);
const char *ask_field(struct ask *a, const char *key); /* a text of the reply's object */
void ask_code(struct ask *a, const char *code);        /* asserts a problem with this code */
size_t ask_notes(struct ask *a);                       /* notes "one", "two", "three" that exist */

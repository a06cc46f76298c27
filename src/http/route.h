/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The route table: what may be asked, by whom, for which area, reading or writing. The pipeline does the rest in
 * one order: limits, route, session, place, right, unit of work, handler, commit, reply. http knows no noun: rights
 * and accounts are asked through struct guard.
 */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/right.h"
#include "http/reply.h"
#include "http/req.h"

/*
 * Which area a request concerns: decides the right's scope and the unit's district. out_area: a code, or NULL for
 * "no particular area" (the handler itself limits the result to the caller's scope; writes then fall to district 0).
 */
typedef enum err place_fn(struct ctx *c, const struct req *q, const char **out_area);
typedef enum err handler_fn(struct ctx *c, const struct req *q, struct reply *out);

/*
 * Slow work without effect (a password hash, shrinking a photo): runs before the unit on a worker thread with a read
 * connection and a bounded queue, so that neither the writer nor the HTTP threads wait for it. *out reaches the
 * handler as req->prepared. An error ends the request, nothing is written.
 */
typedef enum err prepare_fn(struct ctx *c, const struct req *q, const void **out);

enum {
    ROUTE_WRITE = 1, /* runs on the writer; with Idempotency-Key its first answer is kept */
    ROUTE_RAW_BODY =
        2, /* body is not JSON: up to 12 MB (media), 64 MB (imports: RIGHT_AREA_WRITE, RIGHT_LEDGER_WRITE) */
    ROUTE_COSTLY =
        4 /* a public read that reckons or gathers: a stranger has so many of these a minute */
};

struct route {
    enum method method;
    const char *path; /* "/api/v1/cases/{ref}" */
    enum right right;
    unsigned flags;
    place_fn *place; /* NULL: no particular area */
    handler_fn *handler;
    prepare_fn *prepare; /* NULL: none */
};

struct guard {
    /* Session token to account (in c's arena) or NULL when unknown or expired. */
    enum err (*who)(struct ctx *c, const char *token, const struct account **out);
    /* area NULL: does any of the roles grant the right anywhere? */
    bool (*may)(const struct account *who, enum right right, const char *area);
    int64_t (*account_id)(const struct account *who);
};

/* Each noun_api.c exports its table; main hands the list to the server. */
struct routes {
    const struct route *table;
    size_t n;
};

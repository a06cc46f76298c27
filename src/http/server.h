/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP server: libmicrohttpd behind a strict door, static files, and the pipeline of route.h. Its threads are those of
 * the wire and the workers; others start in db/writer, journal/sealer, event/feed and schedule/scheduler.
 */
#pragma once

#include "base/ctx.h"
#include "db/writer.h"
#include "http/route.h"

struct server;
struct body_budget;

struct server_setup {
    const char *db_url;
    const char *listen;  /* "127.0.0.1:8080", "[::1]:8080" */
    const char *web_dir; /* built front end; NULL: API only */
    int threads;         /* HTTP threads, each with its own read connection */
    const struct routes *routes;
    size_t n_routes;
    struct guard guard;
    struct writer *writer;
    void (*changed)(void *app); /* a change is committed; any thread, must not block; NULL */
    void *app;                  /* handed to handlers as req->app */
    int rate; /* changes a minute from one stranger, and five times as many costly reads; 0: no limit */
    int connections_max; /* 0: 1,000 */
    int streams_max;     /* open at once; 0: 200 */
    int streams_each;    /* of one account; 0: 12 */
    const struct body_budget
        *bodies; /* held at once; NULL: 256 MB, of one client 128 MB, of a stranger 48 MB */
    int idle_s;  /* a silent connection is closed; 0: after 30 s */
};

enum err server_open(const struct server_setup *setup, struct server **out, char problem[256])
    MUST_USE;
void server_close(struct server *s); /* answers what is under way, then stops; takes NULL */
/*
 * Closes connections whose request has not come in whole for too long, however busily it trickles, and looks after the
 * streams (http/stream.h). Call it every second or so; now is the wall clock's.
 */
void server_sweep(struct server *s, int64_t now);
int server_port(
    const struct server *s); /* the port in use; with listen port 0 the one that was given */

/*
 * One request through the whole pipeline without a socket, for tests: method, target with query, headers as pairs,
 * body. Runs reads and writes at once on c's connection. The reply is in c's arena.
 */
enum err server_request(const struct server_setup *setup, struct ctx *c, const char *method,
                        const char *target, const struct pair *headers, size_t n_headers,
                        const void *body, size_t body_n, struct reply *out);

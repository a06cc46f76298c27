/* SPDX-License-Identifier: Apache-2.0 */
/* server_request: the pipeline step by step on one connection, for tests. */
#include "base/arena.h"
#include "db/db.h"
#include "http/pipeline.h"

static void write_unit(struct exchange *x, struct ctx *c)
{
    const struct account *before = c->who;
    c->who = x->who;
    enum err err = db_begin(c, DB_WRITE);
    if (err == ERR_OK) {
        err = exchange_write(c, x);
        enum err ended = db_end(c, err == ERR_OK);
        err = err == ERR_OK ? ended : err;
    }
    exchange_written(c, err, x);
    c->who = before;
}

static void run(struct exchange *x, struct ctx *c, const struct raw *raw, const void *body,
                size_t body_n)
{
    if (!exchange_start(x, x->setup, c->mem, raw) || !exchange_route(x))
        return;
    if (body_n > exchange_body_max(x)) {
        exchange_refuse(x, ERR_INVALID, "body.too_large");
        return;
    }
    exchange_body(x, body, body_n);
    if (!(x->route->flags & ROUTE_WRITE) && !x->route->prepare)
        exchange_read(x, c->db, c->now);
    else if (exchange_enter(x, c->db, c->now) && exchange_prepare(x, c->db, c->now))
        write_unit(x, c);
}

/* NOLINTNEXTLINE(readability-function-size): a request has that many parts, and tests write it in one line */
enum err server_request(const struct server_setup *setup, struct ctx *c, const char *method,
                        const char *target, const struct pair *headers, size_t n_headers,
                        const void *body, size_t body_n, struct reply *out)
{
    struct exchange x = {.setup = setup};
    const struct raw raw = {
        .method = method,
        .target = target,
        .version = "HTTP/1.0",
        .headers = headers,
        .n_headers = n_headers,
        .peer = "127.0.0.1",
        .id = "direct",
    };
    run(&x, c, &raw, body, body_n);
    *out = x.reply;
    out->json.out = &out->body;
    if (x.r.head)
        out->body.n = 0;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP threads read requests and answer reads themselves. A change puts its link to sleep, goes to the writer
 * (through a worker when there is slow work first) and is woken by the writer's done(). While a link sleeps nobody looks
 * at its socket, so a client that leaves is noticed only afterwards and its change is neither lost nor half done.
 */
#include "http/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "http/conns.h"
#include "http/limit.h"
#include "http/streams.h"
#include "http/task.h"
#include "http/wire.h"

enum {
    HEADERS_MAX = 64,
    CONNECTIONS = 1000,
    IDLE_S = 30,
    STREAMS = 200,
    STREAMS_EACH = 12,
    DROP_MAX = 128 << 20, /* of a refused body, before the connection is closed on it */
    READS_PER_CHANGE = 5, /* so many costly reads for each change */
    WORKERS = 2,
    WORKERS_QUEUE = 64
};

struct server {
    struct server_setup setup;
    int port;
    struct wire *wire;
    struct web *web;
    struct wire_page **pages;      /* two per file: plain, packed */
    struct limit *changes, *reads; /* of strangers */
    struct readers *readers;
    struct workers *workers;
    char name[20]; /* random, in front of each request's number */
    _Atomic unsigned long long requests;
    struct conns conns;
    struct tasks tasks;
    struct streams streams;
};

/* A sheet has at most 64 MB, a photo 12 MB, and a client may well send some at once. */
static const struct body_budget bodies = {
    .all = 256 << 20, .strangers = 128 << 20, .each = 128 << 20, .stranger = 48 << 20};

static void refuse(struct task *t, enum err err, const char *code)
{
    exchange_refuse(&t->x, err, code);
    t->refused = true;
}

/* ---- the head ---- */

static void find_page(struct task *t)
{
    const struct request *r = &t->x.r;
    const struct server *s = t->server;
    if (!s->web || text_has_prefix(r->q.path, "/api/") || text_has_prefix(r->q.path, "/tiles/"))
        return;
    const char *path = request_decode(t->mem, r->q.path, strlen(r->q.path), false);
    t->page = path ? web_find(s->web, path) : NULL;
    if (t->page && (!r->known_method || r->q.method != METHOD_GET)) {
        t->x.reply.allow = "GET, HEAD";
        refuse(t, ERR_INVALID, "http.method");
    }
}

static bool is_limited(const struct task *t)
{
    const struct exchange *x = &t->x;
    return x->route->right == RIGHT_PUBLIC && x->r.q.method != METHOD_GET &&
           !limit_take(t->server->changes, x->r.q.peer, time_now());
}

static void admit(struct task *t)
{
    struct db *db = readers_take(t->server->readers);
    t->refused = !exchange_admit(&t->x, db, time_now());
    readers_give(t->server->readers, db);
}

static void own_body(struct task *t)
{
    peer_net(t->x.r.q.peer, t->body.net);
    t->body.stranger = !exchange_needs_admission(&t->x);
}

static void check_head(struct task *t, const struct raw *raw, int64_t length)
{
    struct exchange *x = &t->x;
    t->refused = !exchange_start(x, &t->server->setup, t->mem, raw);
    t->hang_up = x->suspect;
    if (!t->refused)
        find_page(t);
    if (t->refused || t->page)
        return;
    t->refused = !exchange_route(x);
    x->reads = t->server->reads;
    if (!t->refused)
        own_body(t);
    if (!t->refused && is_limited(t))
        refuse(t, ERR_LIMITED, "limit.rate");
    if (!t->refused && length > (int64_t)exchange_body_max(x))
        refuse(t, ERR_INVALID, "body.too_large");
    if (!t->refused && exchange_needs_admission(x))
        admit(t);
}

static enum wire_next take_head(struct task *t, const struct wire_step *in)
{
    struct pair *headers = arena_array(t->mem, HEADERS_MAX, sizeof *headers);
    int64_t length = 0;
    (void)snprintf(t->id, sizeof t->id, "%s-%llx", t->server->name,
                   atomic_fetch_add(&t->server->requests, 1));
    struct raw raw = {.method = in->method,
                      .target = t->target,
                      .version = in->version,
                      .headers = headers,
                      .n_headers = wire_headers(t->link, headers, HEADERS_MAX),
                      .peer = t->conn->peer,
                      .id = t->id};
    const char *text = raw_header(&raw, "Content-Length");
    if (text)
        (void)text_int(text, &length);
    conn_expect_body(t->conn, time_now(), length > 0 ? length : 0);
    check_head(t, &raw, length);
    t->stage = TASK_BODY;
    /* A refused body is read and dropped, else its sender would meet a reset instead of the answer. */
    bool at_once = t->hang_up || length > DROP_MAX || raw_header(&raw, "Expect");
    return t->refused && at_once ? WIRE_ANSWER : WIRE_READ;
}

/* ---- the body ---- */

static void keep(struct task *t, const char *data, size_t n)
{
    struct bodies *all = &t->server->tasks.bodies;
    if (t->body.n + n > exchange_body_max(&t->x)) {
        refuse(t, ERR_INVALID, "body.too_large");
    } else {
        enum err err = body_add(all, &t->body, data, n);
        if (err != ERR_OK)
            refuse(t, err, err == ERR_LIMITED ? "body.many" : "server.busy");
    }
    if (t->refused)
        body_drop(all, &t->body);
}

static enum wire_next take_body(struct task *t, const char *data, size_t n)
{
    if (!t->refused && !t->page)
        keep(t, data, n);
    if (!t->refused && !t->page)
        return WIRE_READ;
    t->dropped += n;
    return t->dropped <= DROP_MAX ? WIRE_READ : WIRE_HANG_UP;
}

/* ---- the work ---- */

/* Behind this call the task may be gone: its own thread answers and gives it back. */
static void wake(struct task *t)
{
    struct server *s = t->server;
    t->stage = TASK_REPLY;
    wire_wake(t->link);
    tasks_woken(&s->tasks);
}

static enum err run_unit(struct ctx *c, void *arg)
{
    struct task *t = arg;
    return exchange_write(c, &t->x);
}

static void unit_done(struct ctx *c, enum err err, void *arg)
{
    struct task *t = arg;
    const struct server_setup *setup = t->x.setup;
    exchange_written(c, err, &t->x);
    if (err == ERR_OK && setup->changed)
        setup->changed(setup->app);
    wake(t);
}

static void submit(struct task *t)
{
    t->unit = (struct unit){.run = run_unit, .done = unit_done, .arg = t, .who = t->x.who};
    if (!writer_submit(t->server->setup.writer, &t->unit)) {
        refuse(t, ERR_BUSY, "server.busy");
        wake(t);
    }
}

static void run_job(struct db *db, void *arg)
{
    struct task *t = arg;
    if (exchange_prepare(&t->x, db, time_now()))
        submit(t);
    else
        wake(t);
}

static enum wire_next sleep_and_write(struct task *t)
{
    struct server *s = t->server;
    if (!tasks_sleep(&s->tasks)) {
        refuse(t, ERR_BUSY, "server.busy");
        return WIRE_ANSWER;
    }
    wire_sleep(t->link);
    t->job = (struct job){.run = run_job, .arg = t};
    if (!t->x.route->prepare) {
        submit(t);
    } else if (!workers_submit(s->workers, &t->job)) {
        refuse(t, ERR_BUSY, "server.busy");
        wake(t);
    }
    return WIRE_SLEEP;
}

static void stay_open(struct task *t)
{
    struct exchange *x = &t->x;
    enum err err = streams_add(&t->server->streams, x, t->link, t->conn, time_now(), &t->stream);
    if (err != ERR_OK)
        refuse(t, err, err == ERR_LIMITED ? "stream.many" : "stream.full");
}

static enum wire_next work(struct task *t)
{
    struct server *s = t->server;
    struct exchange *x = &t->x;
    bool entered = false;
    conn_expect_nothing(t->conn);
    if (t->refused || t->page)
        return WIRE_ANSWER;
    bool reads = !x->route->prepare && !(x->route->flags & ROUTE_WRITE);
    exchange_body(x, t->body.p, t->body.n);
    struct db *db = readers_take(s->readers);
    if (reads)
        exchange_read(x, db, time_now());
    else
        entered = exchange_enter(x, db, time_now());
    readers_give(s->readers, db);
    if (x->reply.stream && !x->r.head)
        stay_open(t);
    return entered ? sleep_and_write(t) : WIRE_ANSWER;
}

/* ---- what the wire calls ---- */

static void *on_connected(void *arg, int fd, const struct sockaddr *peer)
{
    struct server *s = arg;
    return conns_add(&s->conns, fd, peer, time_now());
}

static void on_disconnected(void *arg, void *conn)
{
    struct server *s = arg;
    conns_remove(&s->conns, conn);
}

static void *on_began(void *arg, void *conn, struct wire_link *link, const char *target)
{
    struct server *s = arg;
    struct task *t = task_take(&s->tasks);
    t->server = s;
    t->link = link;
    t->conn = conn;
    t->target = arena_copy(t->mem, target);
    return t;
}

static enum wire_next on_step(void *request, const struct wire_step *in)
{
    struct task *t = request;
    if (t->stage == TASK_REPLY)
        return WIRE_ANSWER;
    if (t->stage == TASK_HEAD)
        return take_head(t, in);
    return in->n ? take_body(t, in->data, in->n) : work(t);
}

static ssize_t on_pull(void *request, uint64_t sent, char *out, size_t max)
{
    const struct task *t = request;
    (void)sent;
    return stream_pull(t->stream, out, max);
}

static bool on_answer(void *request)
{
    struct task *t = request;
    const struct web_file *f = t->page;
    const struct request *r = &t->x.r;
    if (t->stream)
        return wire_stream(t->link, &(struct wire_out){.id = t->id}, on_pull, t);
    if (!f || t->refused)
        return wire_reply(t->link, &(struct wire_out){&t->x.reply, t->id, t->hang_up});
    if (req_knows(&r->q, f->etag))
        return wire_page_same(t->link, f);
    bool packed = f->gzip && r->takes_gzip;
    return wire_page_send(t->link, t->server->pages[2 * f->index + packed]);
}

static void on_ended(void *request)
{
    struct task *t = request;
    streams_remove(&t->server->streams, t->stream);
    conn_expect_head(t->conn, time_now());
    task_give(&t->server->tasks, t);
}

/* ---- start and end ---- */

static bool make_pages(struct server *s, char problem[256])
{
    if (!s->setup.web_dir)
        return true;
    if (!web_open(s->setup.web_dir, &s->web, problem))
        return false;
    s->pages = calloc(2 * web_len(s->web), sizeof(struct wire_page *));
    if (!s->pages)
        abort();
    for (size_t i = 0; i < web_len(s->web); i++) {
        const struct web_file *f = web_at(s->web, i);
        s->pages[2 * i] = wire_page_new(f, false);
        s->pages[2 * i + 1] = f->gzip ? wire_page_new(f, true) : NULL;
        if (!s->pages[2 * i] || (f->gzip && !s->pages[2 * i + 1])) {
            (void)snprintf(problem, 256, "%.200s: no memory for the page", f->path);
            return false;
        }
    }
    return true;
}

static bool start_wire(struct server *s, unsigned threads, char problem[256])
{
    const struct server_setup *setup = &s->setup;
    struct wire_app app = {s,       on_connected, on_disconnected, on_began,
                           on_step, on_answer,    on_ended};
    struct wire_setup wire = {
        .fd = listen_on(setup->listen, &s->port, problem),
        .threads = threads,
        .connections = (unsigned)(setup->connections_max ? setup->connections_max : CONNECTIONS),
        .idle_s = (unsigned)(setup->idle_s ? setup->idle_s : IDLE_S),
        .app = &app,
    };
    if (wire.fd < 0)
        return false;
    s->wire = wire_open(&wire);
    if (s->wire)
        return true;
    (void)close(wire.fd);
    (void)snprintf(problem, 256, "the HTTP threads do not start");
    return false;
}

enum err server_open(const struct server_setup *setup, struct server **out, char problem[256])
{
    unsigned char name[4];
    unsigned threads = setup->threads > 1 ? (unsigned)setup->threads : 1;
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->setup = *setup;
    s->changes = limit_new(setup->rate);
    s->reads = limit_new(setup->rate * READS_PER_CHANGE);
    secret_random(name, sizeof name);
    text_hex(name, sizeof name, s->name);
    conns_init(&s->conns);
    tasks_init(&s->tasks, setup->bodies ? setup->bodies : &bodies);
    streams_init(&s->streams, (size_t)(setup->streams_max ? setup->streams_max : STREAMS),
                 (size_t)(setup->streams_each ? setup->streams_each : STREAMS_EACH));
    if (make_pages(s, problem) && readers_open(setup->db_url, threads, &s->readers, problem) &&
        workers_open(setup->db_url, WORKERS, WORKERS_QUEUE, &s->workers, problem) &&
        start_wire(s, threads, problem)) {
        *out = s;
        return ERR_OK;
    }
    server_close(s);
    return ERR_INTERNAL;
}

void server_close(struct server *s)
{
    if (!s)
        return;
    if (s->wire) {
        wire_quiet(s->wire);
        streams_close(&s->streams);
        tasks_drain(&s->tasks);
        wire_close(s->wire);
    }
    workers_close(s->workers);
    readers_close(s->readers);
    for (size_t i = 0; s->pages && i < 2 * web_len(s->web); i++)
        wire_page_free(s->pages[i]);
    free(s->pages);
    web_close(s->web);
    limit_free(s->changes);
    limit_free(s->reads);
    streams_end(&s->streams);
    tasks_end(&s->tasks);
    conns_end(&s->conns);
    free(s);
}

void server_sweep(struct server *s, int64_t now)
{
    streams_sweep(&s->streams, &s->setup.guard, s->readers, now);
    conns_sweep(&s->conns, now);
}

int server_port(const struct server *s)
{
    return s->port;
}

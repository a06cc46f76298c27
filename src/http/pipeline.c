/* SPDX-License-Identifier: Apache-2.0 */
#include "http/pipeline.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "http/limit.h"
#include "http/problem.h"
#include "http/replay.h"
#include "http/router.h"

enum { BODY_JSON = 64 << 10, BODY_MEDIA = 12 << 20, BODY_IMPORT = 64 << 20, READ_TRIES = 4 };

static struct ctx ctx_of(const struct exchange *x, struct db *db, int64_t now)
{
    return (struct ctx){.mem = x->mem, .db = db, .who = x->who, .now = now};
}

static void reply_clear(struct exchange *x)
{
    x->reply = (struct reply){.body.mem = x->mem};
    x->reply.json.out = &x->reply.body;
}

/* ---- the reply's last touches ---- */

static void finish_good(struct exchange *x)
{
    struct reply *out = &x->reply;
    if (out->status == 0)
        out->status = out->body.n || out->stream ? 200 : 204;
    if (!out->etag && out->version > 0)
        out->etag = arena_printf(x->mem, "\"v%lld\"", (long long)out->version);
    if (x->r.q.method == METHOD_GET && out->status == 200 && out->etag && !out->lives &&
        req_knows(&x->r.q, out->etag)) {
        out->status = 304;
        out->body.n = 0;
    }
}

static const char *method_name(const struct exchange *x)
{
    static const char *const names[] = {"GET", "POST", "PATCH", "DELETE"};
    return names[x->r.q.method];
}

/* c holds the problem but may be the writer's: what is made here must live in the exchange's arena. */
static void finish(struct exchange *x, const struct ctx *c, enum err err)
{
    struct ctx mine = {.mem = x->mem, .problem = c->problem};
    if (err == ERR_OK) {
        finish_good(x);
        return;
    }
    problem_write(&mine, &x->r.q, err, &x->reply);
    if (x->reply.status >= 500)
        log_line(LOG_ERROR, "%s %s %s: %s %s", x->r.q.id, method_name(x), x->r.q.path,
                 c->problem.code, c->problem.detail);
}

void exchange_refuse(struct exchange *x, enum err err, const char *code)
{
    struct ctx c = ctx_of(x, NULL, 0);
    (void)ctx_fail(&c, err, code, "", "%s", "");
    finish(x, &c, err);
}

/* ---- before the unit ---- */

static enum err read_words(struct exchange *x, struct ctx *c, const struct raw *raw)
{
    /* First the words, so that even a refusal at the door speaks the caller's language. */
    enum err err = request_read(c, raw, &x->r);
    struct problem problem = c->problem;
    x->r.q.app = x->setup->app;
    x->r.q.query_read = &x->query_read;
    x->suspect = true;
    TRY(request_door(c, raw));
    x->suspect = false;
    c->problem = problem;
    return err;
}

bool exchange_start(struct exchange *x, const struct server_setup *setup, struct arena *mem,
                    const struct raw *raw)
{
    *x = (struct exchange){.setup = setup, .mem = mem};
    reply_clear(x);
    struct ctx c = ctx_of(x, NULL, 0);
    enum err err = read_words(x, &c, raw);
    if (err != ERR_OK)
        finish(x, &c, err);
    return err == ERR_OK;
}

bool exchange_route(struct exchange *x)
{
    struct match found;
    struct ctx c = ctx_of(x, NULL, 0);
    enum err err = router_find(&c, x->setup->routes, x->setup->n_routes, &x->r, &found);
    x->reply.allow = found.allow;
    x->route = found.route;
    x->r.q.params = found.params;
    x->r.q.n_params = found.n_params;
    if (err != ERR_OK)
        finish(x, &c, err);
    return err == ERR_OK;
}

size_t exchange_body_max(const struct exchange *x)
{
    if (!(x->route->flags & ROUTE_RAW_BODY))
        return BODY_JSON;
    bool import = x->route->right == RIGHT_AREA_WRITE || x->route->right == RIGHT_LEDGER_WRITE;
    return import ? BODY_IMPORT : BODY_MEDIA;
}

bool exchange_needs_admission(const struct exchange *x)
{
    return (x->route->flags & ROUTE_RAW_BODY) && x->route->right != RIGHT_PUBLIC;
}

void exchange_body(struct exchange *x, const void *body, size_t n)
{
    x->r.q.body = body;
    x->r.q.body_n = n;
}

/* A page of another site can make a browser send our cookie, but not this header. */
static enum err check_client(const struct exchange *x, struct ctx *c)
{
    if (x->r.q.method != METHOD_GET && x->r.by_cookie && !x->r.own_client)
        return ctx_fail(c, ERR_DENIED, "csrf.header", "X-Requested-With", "wangge");
    return ERR_OK;
}

static enum err admit(struct exchange *x, struct ctx *c)
{
    const struct guard *guard = &x->setup->guard;
    TRY(check_client(x, c));
    if (x->r.q.token)
        TRY(guard->who(c, x->r.q.token, &x->who));
    c->who = x->who;
    if (x->route->right == RIGHT_PUBLIC)
        return ERR_OK;
    if (!x->who)
        return ctx_fail(c, ERR_LOGIN, "session.needed", "", "%s", "");
    if (!guard->may(x->who, x->route->right, NULL))
        return ctx_fail(c, ERR_DENIED, "right.missing", "", "%s", "");
    return ERR_OK;
}

static enum err read_document(struct exchange *x, struct ctx *c)
{
    struct req *q = &x->r.q;
    bool is_json = q->content_type && strcmp(q->content_type, "application/json") == 0;
    if ((x->route->flags & ROUTE_RAW_BODY) || !is_json || q->body_n == 0)
        return ERR_OK;
    return json_parse(c, q->body, q->body_n, &q->document);
}

/*
 * A plain read costs no more than its refusal would. Who has signed in reads as much as work needs, so this comes behind the
 * session: a token alone proves nothing. Changes of strangers were counted at the head.
 */
static enum err charge(struct exchange *x, struct ctx *c)
{
    bool is_free = x->charged || x->who || !x->reads || !(x->route->flags & ROUTE_COSTLY);
    x->charged = true; /* a unit may run again */
    if (is_free || limit_take(x->reads, x->r.q.peer, c->now))
        return ERR_OK;
    return ctx_fail(c, ERR_LIMITED, "limit.rate", "", "%s", "");
}

static enum err enter(struct exchange *x, struct ctx *c)
{
    const char *area = NULL;
    TRY(admit(x, c));
    TRY(charge(x, c));
    if (!x->r.q.document)
        TRY(read_document(x, c));
    if (x->route->place)
        TRY(x->route->place(c, &x->r.q, &area));
    if (area && x->route->right != RIGHT_PUBLIC &&
        !x->setup->guard.may(x->who, x->route->right, area))
        return ctx_fail(c, ERR_DENIED, "right.area", "", "%s", area);
    x->area = area;
    return ERR_OK;
}

/* ---- units ---- */

static enum err handle(struct exchange *x, struct ctx *c)
{
    const struct req *q = &x->r.q;
    TRY(x->route->handler(c, q, &x->reply));
    if (q->n_query && !x->query_read)
        return ctx_fail(c, ERR_INVALID, "input.unknown_field", q->query[0].name, "%s", "");
    return ERR_OK;
}

typedef enum err step_fn(struct exchange *x, struct ctx *c);

/* One step in a read unit of its own, again while the engine says that it was in the way of another. */
static enum err in_read(struct exchange *x, struct ctx *c, step_fn *step)
{
    enum err err = ERR_BUSY;
    for (int i = 0; i < READ_TRIES && err == ERR_BUSY; i++) {
        reply_clear(x);
        err = db_begin(c, DB_READ);
        if (err == ERR_OK) {
            err = step(x, c);
            enum err ended = db_end(c, err == ERR_OK);
            err = err == ERR_OK ? ended : err;
        }
    }
    return err;
}

static bool run_step(struct exchange *x, struct db *db, int64_t now, step_fn *step)
{
    struct ctx c = ctx_of(x, db, now);
    enum err err = in_read(x, &c, step);
    if (err != ERR_OK)
        finish(x, &c, err);
    return err == ERR_OK;
}

bool exchange_admit(struct exchange *x, struct db *db, int64_t now)
{
    return run_step(x, db, now, admit);
}

bool exchange_enter(struct exchange *x, struct db *db, int64_t now)
{
    return run_step(x, db, now, enter);
}

static enum err prepare(struct exchange *x, struct ctx *c)
{
    return x->route->prepare(c, &x->r.q, &x->r.q.prepared);
}

bool exchange_prepare(struct exchange *x, struct db *db, int64_t now)
{
    if (x->route->prepare && !run_step(x, db, now, prepare))
        return false;
    if (x->route->flags & ROUTE_WRITE)
        return true;
    if (run_step(x, db, now, handle))
        finish_good(x);
    return false;
}

static enum err read_whole(struct exchange *x, struct ctx *c)
{
    TRY(enter(x, c));
    return handle(x, c);
}

void exchange_read(struct exchange *x, struct db *db, int64_t now)
{
    if (run_step(x, db, now, read_whole))
        finish_good(x);
}

static void fingerprint(const struct exchange *x, unsigned char out[SECRET_HASH])
{
    const struct req *q = &x->r.q;
    secret_hash(NULL, q->path, strlen(q->path), out);
    for (size_t i = 0; i < q->n_query; i++) {
        secret_hash(out, q->query[i].name, strlen(q->query[i].name) + 1, out);
        secret_hash(out, q->query[i].value, strlen(q->query[i].value) + 1, out);
    }
    secret_hash(out, method_name(x), strlen(method_name(x)), out);
    secret_hash(out, q->body ? q->body : "", q->body_n, out);
}

static struct replay replay_of(const struct exchange *x)
{
    struct replay r = {
        .district = x->area ? text_district(x->area) : 0,
        .key = x->r.q.idempotency_key,
        .scope = "public",
    };
    if (x->who)
        r.scope = arena_printf(x->mem, "%lld", (long long)x->setup->guard.account_id(x->who));
    fingerprint(x, r.fingerprint);
    return r;
}

/*
 * Where several writers run, the same request may come in twice at once: what the second one then calls stale is the
 * first one's work. It runs again and finds the answer.
 */
static enum err refused(struct ctx *c, const struct replay *r, struct reply *out, enum err err)
{
    struct problem why = c->problem;
    bool found = false;
    if (err == ERR_BUSY || err == ERR_UNKNOWN || err == ERR_INTERNAL)
        return err;
    if (replay_find(c, r, out, &found) == ERR_OK && found)
        return ctx_fail(c, ERR_BUSY, "idempotency.twice", "Idempotency-Key", "%s", "");
    c->problem = why;
    return err;
}

enum err exchange_write(struct ctx *c, void *arg)
{
    struct exchange *x = arg;
    struct reply *out = &x->reply;
    struct replay r;
    bool found = false;
    reply_clear(x);
    if (x->r.q.idempotency_key) {
        r = replay_of(x);
        TRY(replay_find(c, &r, out, &found));
    }
    if (found)
        return ERR_OK;
    enum err err = handle(x, c);
    if (err != ERR_OK)
        return x->r.q.idempotency_key ? refused(c, &r, out, err) : err;
    /* A refusal may be tried again; a cookie is not kept for anybody to ask for twice; a file is made anew. */
    if (x->r.q.idempotency_key && out->status < 300 && !out->cookie && !out->type)
        return replay_keep(c, &r, out);
    return ERR_OK;
}

void exchange_written(struct ctx *c, enum err err, void *arg)
{
    struct exchange *x = arg;
    const char **texts[] = {&x->reply.type,    &x->reply.etag,  &x->reply.location,
                            &x->reply.cookie,  &x->reply.cache, &x->reply.disposition,
                            &x->reply.encoding};
    for (size_t i = 0; i < LEN(texts); i++)
        *texts[i] = arena_copy(x->mem, *texts[i]);
    finish(x, c, err);
}

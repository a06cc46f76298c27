/* SPDX-License-Identifier: Apache-2.0 */
#include "http/ask.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

struct account {
    int64_t id;
    const char *area; /* holds RIGHT_CASE_READ and RIGHT_CASE_ACT below it; NULL: no right at all */
};

static const struct account officer = {7, "410105"};
static const struct account guest = {8, NULL};

static enum err who(struct ctx *c, const char *token, const struct account **out)
{
    (void)c;
    *out = strcmp(token, "officer") == 0 ? &officer : strcmp(token, "guest") == 0 ? &guest : NULL;
    return ERR_OK;
}

static bool may(const struct account *a, enum right right, const char *area)
{
    if (right == RIGHT_PUBLIC || (a && right == RIGHT_SIGNED_IN))
        return true;
    return a && a->area && (!area || text_has_prefix(area, a->area));
}

static int64_t account_number(const struct account *a)
{
    return a->id;
}

static enum err place_of_path(struct ctx *c, const struct req *q, const char **out_area)
{
    (void)c;
    *out_area = req_param(q, "area");
    return ERR_OK;
}

static enum err say(struct ctx *c, const struct req *q, struct reply *out)
{
    struct world *w = q->app;
    w->runs++;
    if (w->busy_left > 0) {
        w->busy_left--;
        return ctx_fail(c, ERR_BUSY, "server.busy", "", "%s", "");
    }
    json_object(&out->json);
    json_put_text(&out->json, "name", req_param(q, "name"));
    json_put_int(&out->json, "caller", c->who ? c->who->id : 0);
    json_put_text(&out->json, "peer", q->peer);
    json_end(&out->json);
    return ERR_OK;
}

static enum err say_literal(struct ctx *c, const struct req *q, struct reply *out)
{
    (void)c;
    (void)q;
    json_text(&out->json, "literal");
    return ERR_OK;
}

static enum err say_version(struct ctx *c, const struct req *q, struct reply *out)
{
    (void)c;
    (void)q;
    out->version = 3;
    json_text(&out->json, "third");
    return ERR_OK;
}

struct query_in {
    const char *text;
    int64_t limit;
    bool flag;
};
static const struct field query_fields[] = {
    {"text",  FIELD_TEXT, true,  offsetof(struct query_in, text),  1, 20 },
    {"limit", FIELD_INT,  false, offsetof(struct query_in, limit), 1, 200},
    {"flag",  FIELD_BOOL, false, offsetof(struct query_in, flag),  0, 0  },
};

static enum err say_query(struct ctx *c, const struct req *q, struct reply *out)
{
    struct query_in in;
    TRY(req_read_query(c, q, query_fields, LEN(query_fields), &in));
    json_object(&out->json);
    json_put_text(&out->json, "text", in.text);
    json_put_int(&out->json, "limit", in.limit == JSON_ABSENT ? -1 : in.limit);
    json_put_bool(&out->json, "flag", in.flag);
    json_end(&out->json);
    return ERR_OK;
}

struct note_in {
    const char *login, *fail;
};
static const struct field note_fields[] = {
    {"login", FIELD_TEXT, true,  offsetof(struct note_in, login), 1, 40},
    {"fail",  FIELD_TEXT, false, offsetof(struct note_in, fail),  1, 40},
};

/* Writes one account row: something to count afterwards. */
static enum err add_note(struct ctx *c, const struct req *q, struct reply *out)
{
    struct world *w = q->app;
    struct note_in in;
    struct db_rows r;
    int64_t id;
    w->runs++;
    TRY(req_read(c, q, note_fields, LEN(note_fields), &in));
    TRY(db_new_id(c, &id));
    TRY(db_query(c, SQL_ACCOUNT_ADD,
                 ARGS(db_int(id), db_text(in.login), db_text("n"), db_text("p"), db_null(),
                      db_null(), db_int(c->now)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "account.login_taken", "login", "%s", in.login);
    if (in.fail)
        return ctx_fail(c, ERR_CONFLICT, "case.action_not_now", "", "%s", in.fail);
    out->status = 201;
    out->location = "/api/v1/notes/1";
    out->version = 1;
    json_object(&out->json);
    json_put_text(&out->json, "secret", "the-receipt");
    json_end(&out->json);
    return ERR_OK;
}

/* Writes its note and answers with a file: where this server was found. */
static enum err make_paper(struct ctx *c, const struct req *q, struct reply *out)
{
    TRY(add_note(c, q, out));
    out->body = (struct buf){.mem = out->body.mem};
    out->type = "application/pdf";
    buf_text(&out->body, req_origin(c, q));
    return ERR_OK;
}

/* Writes its note, then stands still inside the unit. */
static enum err add_at_gate(struct ctx *c, const struct req *q, struct reply *out)
{
    struct world *w = q->app;
    TRY(add_note(c, q, out));
    (void)sem_post(&w->entered);
    (void)sem_wait(&w->go);
    return ERR_OK;
}

static enum err change_note(struct ctx *c, const struct req *q, struct reply *out)
{
    int64_t version;
    TRY(req_version(c, q, &version));
    if (version != 3)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%s", "3");
    return say_version(c, q, out);
}

static enum err prepare_text(struct ctx *c, const struct req *q, const void **out)
{
    (void)q;
    *out = arena_copy(c->mem, "prepared");
    return ERR_OK;
}

static enum err say_prepared(struct ctx *c, const struct req *q, struct reply *out)
{
    (void)c;
    json_text(&out->json, q->prepared);
    return ERR_OK;
}

static enum err take_raw(struct ctx *c, const struct req *q, struct reply *out)
{
    (void)c;
    json_int(&out->json, (int64_t)q->body_n);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET,   "/api/v1/hello/{name}",        RIGHT_PUBLIC,     0,                            NULL,          say,          NULL        },
    {METHOD_GET,   "/api/v1/hello/near",          RIGHT_PUBLIC,     0,                            NULL,          say_literal,  NULL        },
    {METHOD_GET,   "/api/v1/version",             RIGHT_PUBLIC,     0,                            NULL,          say_version,  NULL        },
    {METHOD_PATCH, "/api/v1/version",             RIGHT_PUBLIC,     ROUTE_WRITE,                  NULL,          change_note,  NULL        },
    {METHOD_GET,   "/api/v1/query",               RIGHT_PUBLIC,     0,                            NULL,          say_query,    NULL        },
    {METHOD_GET,   "/api/v1/mine",                RIGHT_SIGNED_IN,  0,                            NULL,          say,          NULL        },
    {METHOD_GET,   "/api/v1/areas/{area}/{name}", RIGHT_CASE_READ,  0,                            place_of_path, say,          NULL        },
    {METHOD_POST,  "/api/v1/areas/{area}/notes",  RIGHT_CASE_ACT,   ROUTE_WRITE,                  place_of_path,
     add_note,                                                                                                                 NULL        },
    {METHOD_POST,  "/api/v1/notes",               RIGHT_PUBLIC,     ROUTE_WRITE,                  NULL,          add_note,     NULL        },
    {METHOD_POST,  "/api/v1/papers",              RIGHT_PUBLIC,     ROUTE_WRITE,                  NULL,          make_paper,   NULL        },
    {METHOD_POST,  "/api/v1/gate",                RIGHT_PUBLIC,     ROUTE_WRITE,                  NULL,          add_at_gate,  NULL        },
    {METHOD_POST,  "/api/v1/import",              RIGHT_AREA_WRITE, ROUTE_WRITE | ROUTE_RAW_BODY, NULL,          take_raw,
     NULL                                                                                                                                  },
    {METHOD_GET,   "/api/v1/slow",                RIGHT_PUBLIC,     0,                            NULL,          say_prepared, prepare_text},
    {METHOD_GET,   "/api/v1/costly",              RIGHT_PUBLIC,     ROUTE_COSTLY,                 NULL,          say_version,  NULL        },
    {METHOD_POST,  "/api/v1/slow",                RIGHT_PUBLIC,     ROUTE_WRITE,                  NULL,          say_prepared, prepare_text},
    {METHOD_POST,  "/api/v1/raw",                 RIGHT_PUBLIC,     ROUTE_RAW_BODY,               NULL,          take_raw,     NULL        },
};
static const struct routes tables[] = {
    {table, LEN(table)}
};

void ask_open(struct ask *a)
{
    *a = (struct ask){.c = unit_open()};
    (void)sem_init(&a->world.entered, 0, 0);
    (void)sem_init(&a->world.go, 0, 0);
    a->setup = (struct server_setup){
        .routes = tables,
        .n_routes = 1,
        .guard = {who, may, account_number},
        .app = &a->world,
    };
}

int ask_raw(struct ask *a, const char *method, const char *target, const struct pair *headers,
            size_t n, const char *body)
{
    assert_int_equal(server_request(&a->setup, a->c, method, target, headers, n, body,
                                    body ? strlen(body) : 0, &a->reply),
                     ERR_OK);
    return a->reply.status;
}

int ask_get(struct ask *a, const char *target)
{
    return ask_raw(a, "GET", target, NULL, 0, NULL);
}

int ask_get_with(struct ask *a, const char *target, const char *name, const char *value)
{
    return ask_raw(a, "GET", target, &(struct pair){name, value}, 1, NULL);
}

int ask_post_keyed(struct ask *a, const char *target, const char *token, const char *key,
                   const char *body)
{
    struct pair h[3] = {
        {"Content-Type", "application/json; charset=utf-8"}
    };
    size_t n = 1;
    if (key)
        h[n++] = (struct pair){"Idempotency-Key", key};
    if (token)
        h[n++] = (struct pair){"Authorization", token};
    return ask_raw(a, "POST", target, h, n, body);
}

int ask_post(struct ask *a, const char *target, const char *body)
{
    return ask_post_keyed(a, target, NULL, NULL, body);
}

const char *ask_body(const struct ask *a)
{
    return buf_str(&a->reply.body);
}

const char *ask_field(struct ask *a, const char *key)
{
    const struct node *root;
    assert_int_equal(json_parse(a->c, ask_body(a), a->reply.body.n, &root), ERR_OK);
    return node_text(node_get(root, key));
}

void ask_code(struct ask *a, const char *code)
{
    assert_string_equal(a->reply.type, "application/problem+json");
    assert_string_equal(ask_field(a, "code"), code);
}

size_t ask_notes(struct ask *a)
{
    struct db_rows r;
    size_t n = 0;
    static const char *const logins[] = {"one", "two", "three"};
    assert_int_equal(db_begin(a->c, DB_READ), ERR_OK);
    for (size_t i = 0; i < LEN(logins); i++) {
        assert_int_equal(db_query(a->c, SQL_ACCOUNT_LOGIN, ARGS(db_text(logins[i])), &r), ERR_OK);
        n += r.n;
    }
    assert_int_equal(db_end(a->c, true), ERR_OK);
    return n;
}

void ask_close(struct ask *a)
{
    unit_close(a->c);
    (void)sem_destroy(&a->world.entered);
    (void)sem_destroy(&a->world.go);
}

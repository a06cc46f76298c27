/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_api.h"

#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "account/scope_api.h"
#include "app.h"
#include "area/area_json.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "http/problem.h"
#include "person/person.h"

enum { ROLES_MAX = 32 };

/* ---- replies ---- */

static void put_roles(struct json *j, const struct req *q, const struct account *a)
{
    const struct app *app = q->app;
    const struct atlas_view *v = atlas_take(app->atlas);
    json_key(j, "roles");
    json_array(j);
    for (size_t i = 0; i < a->n_roles; i++) {
        json_object(j);
        json_put_text(j, "role", role_name(a->roles[i].role));
        area_put_code(j, v, a->roles[i].area);
        json_end(j);
    }
    json_array_end(j);
    atlas_give(app->atlas, v);
}

static const char *id_text(struct ctx *c, int64_t id)
{
    return arena_printf(c->mem, "%lld", (long long)id);
}

static void put_account(struct ctx *c, const struct req *q, struct json *j, const struct account *a)
{
    json_object(j);
    json_put_text(j, "id", id_text(c, a->id));
    json_put_text(j, "login", a->login);
    json_put_text(j, "name", a->name);
    json_put_ref(j, "person", a->person_district, a->person);
    put_roles(j, q, a);
    json_put_bool(j, "locked", a->locked_until > c->now);
    json_put_bool(j, "disabled", a->disabled);
    json_put_int(j, "version", a->version);
    json_end(j);
}

static void put_me(struct ctx *c, const struct req *q, struct reply *out, const struct account *a,
                   const char *token)
{
    struct json *j = &out->json;
    json_object(j);
    json_put_text(j, "account", id_text(c, a->id));
    json_put_text(j, "login", a->login);
    json_put_text(j, "name", a->name);
    put_roles(j, q, a);
    json_put_ref(j, "person", a->person_district, a->person);
    if (token)
        json_put_text(j, "token", token);
    json_end(j);
}

/* ---- sessions ---- */

struct login_in {
    const char *login, *password;
};
static const struct field login_fields[] = {
    {"login",    FIELD_TEXT, true, offsetof(struct login_in, login),    1, 40 },
    {"password", FIELD_TEXT, true, offsetof(struct login_in, password), 1, 128},
};

static char *lower(struct ctx *c, const char *text)
{
    char *copy = arena_copy(c->mem, text);
    for (char *p = copy; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return copy;
}

static enum err sign_in_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct login_in in;
    struct login_try *t = arena_alloc(c->mem, sizeof *t);
    TRY(req_read(c, q, login_fields, LEN(login_fields), &in));
    TRY(login_check(c, lower(c, in.login), in.password, t));
    *out = t;
    return ERR_OK;
}

static void give_cookie(struct ctx *c, const struct req *q, const char *token, struct reply *out)
{
    out->cookie = arena_printf(
        c->mem, "wangge_session=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=1209600%s", token,
        q->secure ? "; Secure" : "");
}

/* A refused login still commits its count, so the problem is written here and the unit ends well. */
static enum err sign_in(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct login_try *t = q->prepared;
    const struct account *a;
    char token[SECRET_TOKEN];
    TRY(login_finish(c, t, token));
    if (!token[0]) {
        /* The same for an unknown login, a wrong password and a locked login: a lock that tells can be picked. */
        (void)ctx_fail(c, ERR_LOGIN, "session.wrong", "", "%s", "");
        problem_write(c, q, ERR_LOGIN, out);
        return ERR_OK;
    }
    TRY(account_get(c, t->account, &a));
    give_cookie(c, q, token, out);
    put_me(c, q, out, a, token);
    return ERR_OK;
}

struct own_password_in {
    const char *old, *password;
};
static const struct field own_password_fields[] = {
    {"old",      FIELD_TEXT, true, offsetof(struct own_password_in, old),      1, 128},
    {"password", FIELD_TEXT, true, offsetof(struct own_password_in, password), 1, 128},
};

struct own_password {
    struct login_try old;
    char hash[SECRET_PASSWORD];
};

static enum err own_password_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct own_password_in in;
    struct own_password *p = arena_alloc(c->mem, sizeof *p);
    TRY(req_read(c, q, own_password_fields, LEN(own_password_fields), &in));
    TRY(account_check_password(c, c->who->login, in.password));
    TRY(login_check(c, c->who->login, in.old, &p->old));
    secret_password_hash(in.password, p->hash);
    *out = p;
    return ERR_OK;
}

/* As at signing in: a wrong old password commits its count, and the unit ends well. */
static enum err own_password(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct own_password *p = q->prepared;
    const struct account *a;
    char token[SECRET_TOKEN];
    TRY(login_change_password(c, &p->old, p->hash, token));
    if (!token[0]) {
        (void)ctx_fail(c, ERR_INVALID, "account.password_old", "old", "%s", "");
        problem_write(c, q, ERR_INVALID, out);
        return ERR_OK;
    }
    TRY(account_get(c, c->who->id, &a));
    give_cookie(c, q, token, out);
    put_me(c, q, out, a, token);
    return ERR_OK;
}

static enum err who_am_i(struct ctx *c, const struct req *q, struct reply *out)
{
    put_me(c, q, out, c->who, NULL);
    return ERR_OK;
}

static enum err sign_out(struct ctx *c, const struct req *q, struct reply *out)
{
    out->cookie = "wangge_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";
    return session_end(c, q->token);
}

/* ---- accounts ---- */

static enum err req_account(struct ctx *c, const struct req *q, int64_t *out)
{
    const char *id = req_param(q, "id");
    if (!text_int(id, out) || *out <= 0)
        return ctx_fail(c, ERR_NOT_FOUND, "account.unknown", "id", "%.30s", id);
    return ERR_OK;
}

/* An account is seen by whoever may read accounts on one of its roles' areas. */
static bool is_visible(const struct account *who, const struct account *a)
{
    for (size_t i = 0; i < a->n_roles; i++)
        if (account_may(who, RIGHT_ACCOUNT_READ, a->roles[i].area))
            return true;
    return false;
}

static enum err get_visible(struct ctx *c, const struct req *q, const struct account **out)
{
    int64_t id;
    TRY(req_account(c, q, &id));
    TRY(account_get(c, id, out));
    if (!is_visible(c->who, *out))
        return ctx_fail(c, ERR_DENIED, "right.area", "", "%s", "");
    return ERR_OK;
}

static enum err reply_account(struct ctx *c, const struct req *q, int64_t id, struct reply *out)
{
    const struct account *a;
    TRY(account_get(c, id, &a));
    out->version = a->version;
    put_account(c, q, &out->json, a);
    return ERR_OK;
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct account *a;
    TRY(get_visible(c, q, &a));
    return reply_account(c, q, a->id, out);
}

static const struct field list_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct scope_page, area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct scope_page, cursor), 1, SCOPE_CURSOR     },
    {"limit",  FIELD_INT,  false, offsetof(struct scope_page, limit),  1, SCOPE_PAGE_MAX   },
};

struct listing {
    struct ctx *c;
    const struct req *q;
    struct json *j;
};

static enum err put_some(void *arg, const char *prefix, int64_t after, size_t max, size_t *out_n,
                         int64_t *out_last)
{
    const struct listing *l = arg;
    const struct account *found;
    TRY(account_list(l->c, prefix, after, (int64_t)max + 1, &found, out_n));
    for (size_t i = 0; i < *out_n && i < max; i++) {
        put_account(l->c, l->q, l->j, &found[i]);
        *out_last = found[i].id;
    }
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    struct scope_page page;
    struct listing l = {c, q, &out->json};
    TRY(req_read_query(c, q, list_fields, LEN(list_fields), &page));
    return scope_list(c, RIGHT_ACCOUNT_READ, &page, put_some, &l, l.j);
}

struct account_in {
    const char *login, *name, *password, *person;
    const struct node *roles;
    const struct node *disabled;
};
static const struct field new_fields[] = {
    {"login",    FIELD_TEXT, true,  offsetof(struct account_in, login),    2, 40      },
    {"name",     FIELD_TEXT, true,  offsetof(struct account_in, name),     1, 60      },
    {"password", FIELD_TEXT, true,  offsetof(struct account_in, password), 1, 200     },
    {"person",   FIELD_TEXT, false, offsetof(struct account_in, person),   0, TEXT_REF},
    {"roles",    FIELD_NODE, true,  offsetof(struct account_in, roles),    0, 0       },
};
static const struct field change_fields[] = {
    {"name",     FIELD_TEXT, false, offsetof(struct account_in, name),     1, 60},
    {"disabled", FIELD_NODE, false, offsetof(struct account_in, disabled), 0, 0 },
    {"roles",    FIELD_NODE, false, offsetof(struct account_in, roles),    0, 0 },
};
static const struct field password_fields[] = {
    {"password", FIELD_TEXT, true, offsetof(struct account_in, password), 1, 200},
};

struct role_in {
    const char *role, *area;
};
static const struct field role_fields[] = {
    {"role", FIELD_TEXT, true, offsetof(struct role_in, role), 1, 20               },
    {"area", FIELD_TEXT, true, offsetof(struct role_in, area), 1, TEXT_CODE_MAX - 1},
};

static enum err read_roles(struct ctx *c, const struct node *list_of, struct role_grant **out,
                           size_t *out_n)
{
    if (node_type(list_of) != NODE_ARRAY || node_len(list_of) > ROLES_MAX)
        return ctx_fail(c, ERR_INVALID, "account.roles", "roles", "1..%d", ROLES_MAX);
    struct role_grant *roles = arena_array(c->mem, node_len(list_of), sizeof *roles);
    for (size_t i = 0; i < node_len(list_of); i++) {
        struct role_in in;
        TRY(json_read(c, node_at(list_of, i), role_fields, LEN(role_fields), &in));
        if (!role_parse(in.role, &roles[i].role))
            return ctx_fail(c, ERR_INVALID, "account.role_unknown", "roles", "%.30s", in.role);
        roles[i].area = in.area;
    }
    *out = roles;
    *out_n = node_len(list_of);
    return ERR_OK;
}

/* Passwords are hashed before the unit; the handler only stores the hash. */
static enum err hash_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct account_in in;
    bool is_new = q->n_params == 0;
    TRY(req_read(c, q, is_new ? new_fields : password_fields,
                 is_new ? LEN(new_fields) : LEN(password_fields), &in));
    const char *login = in.login;
    if (!is_new) {
        const struct account *a;
        TRY(get_visible(c, q, &a));
        login = a->login;
    }
    TRY(account_check_password(c, login, in.password));
    char *hash = arena_alloc(c->mem, SECRET_PASSWORD);
    secret_password_hash(in.password, hash);
    *out = hash;
    return ERR_OK;
}

/* What the login does counts as that person's: it is one whom the caller may give logins to. */
static enum err read_person(struct ctx *c, const char *ref, struct account_new *out)
{
    struct person p;
    if (!ref)
        return ERR_OK;
    if (!text_ref_parse(ref, &out->person_district, &out->person))
        return ctx_fail(c, ERR_INVALID, "ref.unknown", "person", "%.40s", ref);
    if (person_get(c, out->person_district, out->person, &p) != ERR_OK)
        return ctx_fail(c, ERR_INVALID, "person.unknown", "person", "%.40s", ref);
    if (!account_may(c->who, RIGHT_ACCOUNT_WRITE, p.area))
        return ctx_fail(c, ERR_DENIED, "account.beyond_scope", "person", "%s", p.area);
    return ERR_OK;
}

static enum err add(struct ctx *c, const struct req *q, struct reply *out)
{
    struct account_in in;
    struct role_grant *roles;
    struct account_new a = {.password_hash = q->prepared};
    int64_t id;
    TRY(req_read(c, q, new_fields, LEN(new_fields), &in));
    TRY(read_roles(c, in.roles, &roles, &a.n_roles));
    TRY(read_person(c, in.person, &a));
    a.login = in.login;
    a.name = in.name;
    a.roles = roles;
    TRY(account_add(c, &a, &id));
    out->status = 201;
    out->location = arena_printf(c->mem, "/api/v1/accounts/%lld", (long long)id);
    return reply_account(c, q, id, out);
}

static enum err change(struct ctx *c, const struct req *q, struct reply *out)
{
    struct account_in in;
    const struct account *a;
    struct role_grant *roles = NULL;
    size_t n_roles = 0;
    int64_t version;
    bool off = false;
    TRY(get_visible(c, q, &a));
    TRY(req_version(c, q, &version));
    TRY(req_read(c, q, change_fields, LEN(change_fields), &in));
    if (in.roles)
        TRY(read_roles(c, in.roles, &roles, &n_roles));
    if (in.disabled && !node_bool(in.disabled, &off))
        return ctx_fail(c, ERR_INVALID, "input.type", "disabled", "true/false");
    TRY(account_change(c, a->id, version, in.name, in.disabled ? &off : NULL, roles, n_roles));
    return reply_account(c, q, a->id, out);
}

static enum err set_password(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct account *a;
    TRY(get_visible(c, q, &a));
    TRY(account_set_password(c, a->id, q->prepared));
    return reply_account(c, q, a->id, out);
}

static const struct route table[] = {
    {METHOD_POST,   "/api/v1/session",                RIGHT_PUBLIC,        ROUTE_WRITE, NULL,           sign_in,      sign_in_prepare},
    {METHOD_GET,    "/api/v1/session",                RIGHT_SIGNED_IN,     0,           NULL,           who_am_i,     NULL           },
    {METHOD_DELETE, "/api/v1/session",                RIGHT_SIGNED_IN,     ROUTE_WRITE, NULL,           sign_out,     NULL           },
    {METHOD_POST,   "/api/v1/session/password",       RIGHT_SIGNED_IN,     ROUTE_WRITE, NULL,           own_password,
     own_password_prepare                                                                                                            },
    {METHOD_GET,    "/api/v1/accounts",               RIGHT_ACCOUNT_READ,  0,           scope_of_query, list,         NULL           },
    {METHOD_POST,   "/api/v1/accounts",               RIGHT_ACCOUNT_WRITE, ROUTE_WRITE, NULL,           add,          hash_prepare   },
    {METHOD_GET,    "/api/v1/accounts/{id}",          RIGHT_ACCOUNT_READ,  0,           NULL,           get_one,      NULL           },
    {METHOD_PATCH,  "/api/v1/accounts/{id}",          RIGHT_ACCOUNT_WRITE, ROUTE_WRITE, NULL,           change,       NULL           },
    {METHOD_POST,   "/api/v1/accounts/{id}/password", RIGHT_ACCOUNT_WRITE, ROUTE_WRITE, NULL,
     set_password,                                                                                                    hash_prepare   },
};

const struct routes account_routes = {table, LEN(table)};

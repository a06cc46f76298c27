/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account_api.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "db/db.h"
#include "http/server.h"

struct desk {
    struct ctx *c;
    struct app app;
    struct server_setup setup;
    struct reply reply;
    const char *cookie; /* of who is signed in */
};

static void add(struct ctx *c, const char *login, enum role role, const char *area)
{
    char hash[SECRET_PASSWORD];
    struct role_grant grant = {role, area};
    int64_t id;
    secret_password_hash("a good password", hash);
    struct account_new a = {
        .login = login, .name = "张三", .password_hash = hash, .roles = &grant, .n_roles = 1};
    assert_int_equal(account_add(c, &a, &id), ERR_OK);
}

static void desk_open(struct desk *d)
{
    *d = (struct desk){.c = unit_open(), .app.atlas = atlas_new()};
    d->setup = (struct server_setup){
        .routes = &account_routes,
        .n_routes = 1,
        .guard = {account_by_session, account_may, account_id},
        .app = &d->app
    };
    assert_int_equal(db_begin(d->c, DB_WRITE), ERR_OK);
    add(d->c, "admin", ROLE_ADMIN, "410105");
    add(d->c, "clerk", ROLE_INTAKE, "410105016");
    add(d->c, "other", ROLE_INTAKE, "410106");
    assert_int_equal(db_end(d->c, true), ERR_OK);
}

static void desk_close(struct desk *d)
{
    atlas_free(d->app.atlas);
    unit_close(d->c);
}

static int ask(struct desk *d, const char *method, const char *target, const char *version,
               const char *body)
{
    struct pair h[4] = {
        {"Content-Type",     "application/json"},
        {"X-Requested-With", "wangge"          }
    };
    size_t n = 2;
    if (d->cookie)
        h[n++] = (struct pair){"Cookie", d->cookie};
    if (version)
        h[n++] = (struct pair){"If-Match", version};
    (void)server_request(&d->setup, d->c, method, target, h, n, body, body ? strlen(body) : 0,
                         &d->reply);
    return d->reply.status;
}

static const struct node *root(struct desk *d)
{
    const struct node *v;
    assert_int_equal(json_parse(d->c, buf_str(&d->reply.body), d->reply.body.n, &v), ERR_OK);
    return v;
}

static const char *text(struct desk *d, const char *key)
{
    return node_text(node_get(root(d), key));
}

static int sign_in(struct desk *d, const char *login, const char *password)
{
    char body[200];
    (void)snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}", login, password);
    int status = ask(d, "POST", "/api/v1/session", NULL, body);
    if (status == 200 && d->reply.cookie)
        d->cookie = arena_copy_n(d->c->mem, d->reply.cookie, strcspn(d->reply.cookie, ";"));
    return status;
}

static void signing_in_sets_a_cookie_that_scripts_cannot_read(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(sign_in(&d, "ADMIN", "a good password"), 200);
    assert_non_null(strstr(d.reply.cookie, "; HttpOnly; SameSite=Strict"));
    assert_string_equal(text(&d, "login"), "admin");
    assert_non_null(text(&d, "token"));
    assert_int_equal(ask(&d, "GET", "/api/v1/session", NULL, NULL), 200);
    assert_null(text(&d, "token"));
    assert_int_equal(ask(&d, "DELETE", "/api/v1/session", NULL, NULL), 204);
    assert_non_null(strstr(d.reply.cookie, "Max-Age=0"));
    assert_int_equal(ask(&d, "GET", "/api/v1/session", NULL, NULL), 401);
    desk_close(&d);
}

static void a_wrong_password_is_401_and_the_sixth_429(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(sign_in(&d, "nobody", "a good password"), 401);
    for (int i = 0; i < 5; i++)
        assert_int_equal(sign_in(&d, "clerk", "a wrong password"), 401);
    assert_string_equal(text(&d, "code"), "session.wrong");
    /* Not even who knows the password is told so while the login is locked. */
    assert_int_equal(sign_in(&d, "clerk", "a good password"), 401);
    assert_string_equal(text(&d, "code"), "session.wrong");
    desk_close(&d);
}

static void an_account_is_made_changed_and_disabled(void **state)
{
    (void)state;
    struct desk d;
    char target[64], change[96];
    desk_open(&d);
    (void)sign_in(&d, "admin", "a good password");
    assert_int_equal(ask(&d, "POST", "/api/v1/accounts", NULL,
                         "{\"login\":\"li.si\",\"name\":\"李四\",\"password\":\"another password\","
                         "\"roles\":[{\"role\":\"intake\",\"area\":\"410105016\"}]}"),
                     201);
    (void)snprintf(target, sizeof target, "%s", d.reply.location);
    assert_string_equal(d.reply.etag, "\"v1\"");
    assert_null(strstr(buf_str(&d.reply.body), "argon2id"));
    (void)snprintf(change, sizeof change, "%s/password", target);
    assert_int_equal(ask(&d, "PATCH", target, NULL, "{\"name\":\"李五\"}"), 428);
    assert_int_equal(ask(&d, "PATCH", target, "\"v1\"", "{\"name\":\"李五\"}"), 200);
    assert_int_equal(ask(&d, "PATCH", target, "\"v1\"", "{\"name\":\"李六\"}"), 412);
    assert_int_equal(ask(&d, "POST", change, NULL, "{\"password\":\"short\"}"), 422);
    assert_int_equal(ask(&d, "POST", change, NULL, "{\"password\":\"a third password\"}"), 200);
    assert_int_equal(ask(&d, "PATCH", target, "\"v3\"", "{\"disabled\":true}"), 200);
    assert_int_equal(sign_in(&d, "li.si", "a third password"), 401);
    desk_close(&d);
}

static void a_list_shows_the_callers_scope_page_by_page(void **state)
{
    (void)state;
    struct desk d;
    char target[128];
    desk_open(&d);
    (void)sign_in(&d, "admin", "a good password");
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts", NULL, NULL), 200);
    assert_int_equal(node_len(node_get(root(&d), "items")), 2);
    assert_null(strstr(buf_str(&d.reply.body), "\"other\""));
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts?limit=1", NULL, NULL), 200);
    assert_int_equal(node_len(node_get(root(&d), "items")), 1);
    (void)snprintf(target, sizeof target, "/api/v1/accounts?limit=1&cursor=%s", text(&d, "next"));
    assert_int_equal(ask(&d, "GET", target, NULL, NULL), 200);
    assert_non_null(strstr(buf_str(&d.reply.body), "\"clerk\""));
    assert_null(text(&d, "next"));
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts?area=410106", NULL, NULL), 403);
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts?area=410105016", NULL, NULL), 200);
    assert_int_equal(node_len(node_get(root(&d), "items")), 1);
    desk_close(&d);
}

static void an_account_of_another_district_is_out_of_reach(void **state)
{
    (void)state;
    struct desk d;
    int64_t id;
    char target[64], password[80];
    desk_open(&d);
    (void)sign_in(&d, "admin", "a good password");
    assert_int_equal(db_begin(d.c, DB_READ), ERR_OK);
    assert_int_equal(account_find(d.c, "other", &id), ERR_OK);
    assert_int_equal(db_end(d.c, true), ERR_OK);
    (void)snprintf(target, sizeof target, "/api/v1/accounts/%lld", (long long)id);
    (void)snprintf(password, sizeof password, "%s/password", target);
    assert_int_equal(ask(&d, "GET", target, NULL, NULL), 403);
    assert_int_equal(ask(&d, "PATCH", target, "\"v1\"", "{\"name\":\"x\"}"), 403);
    assert_int_equal(ask(&d, "POST", password, NULL, "{\"password\":\"a third password\"}"), 403);
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts/77", NULL, NULL), 404);
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts/x", NULL, NULL), 404);
    desk_close(&d);
}

static void a_clerk_does_not_see_accounts(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)sign_in(&d, "clerk", "a good password");
    assert_int_equal(ask(&d, "GET", "/api/v1/accounts", NULL, NULL), 403);
    assert_string_equal(text(&d, "code"), "right.missing");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signing_in_sets_a_cookie_that_scripts_cannot_read),
        cmocka_unit_test(a_wrong_password_is_401_and_the_sixth_429),
        cmocka_unit_test(an_account_is_made_changed_and_disabled),
        cmocka_unit_test(a_list_shows_the_callers_scope_page_by_page),
        cmocka_unit_test(an_account_of_another_district_is_out_of_reach),
        cmocka_unit_test(a_clerk_does_not_see_accounts),
    };
    return UNIT_RUN(tests);
}

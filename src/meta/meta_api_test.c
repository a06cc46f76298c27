/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/meta_api.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/area.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "calendar/calendars.h"
#include "db/db.h"
#include "db/db_driver.h"
#include "http/server.h"
#include "journal/journal.h"
#include "programme/programme.h"

struct asked {
    struct ctx *c;
    struct app app;
    struct server_setup setup;
    struct reply reply;
};

static enum err nobody(struct ctx *c, const char *token, const struct account **out)
{
    (void)c;
    (void)token;
    *out = NULL;
    return ERR_OK;
}

static void asked_open(struct asked *a)
{
    *a = (struct asked){
        .c = unit_open(), .app = {.calendars = calendars_new(), .version = "7.7.7"}
    };
    a->setup = (struct server_setup){
        .routes = &meta_routes, .n_routes = 1, .guard.who = nobody, .app = &a->app};
    assert_int_equal(programmes_load(a->c, &a->app.programmes), ERR_OK);
}

static void asked_close(struct asked *a)
{
    calendars_free(a->app.calendars);
    unit_close(a->c);
}

static const struct node *get(struct asked *a, const char *target)
{
    const struct node *v;
    (void)server_request(&a->setup, a->c, "GET", target, NULL, 0, NULL, 0, &a->reply);
    assert_int_equal(a->reply.status, 200);
    assert_int_equal(json_parse(a->c, a->reply.body.p, a->reply.body.n, &v), ERR_OK);
    return v;
}

static void put_setting(struct ctx *c, const char *name, const char *value)
{
    const char *sql =
        arena_printf(c->mem, "INSERT INTO setting (name, value) VALUES ('%s', '%s')", name, value);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(c->db->driver->ddl(c, sql), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void health_names_engine_and_version(void **state)
{
    (void)state;
    struct asked a;
    asked_open(&a);
    const struct node *v = get(&a, "/api/v1/health");
    assert_string_equal(node_text(node_get(v, "status")), "ok");
    assert_string_equal(node_text(node_get(v, "engine")),
                        db_engine(a.c->db) == DB_SQLITE ? "sqlite" : "postgres");
    assert_string_equal(node_text(node_get(v, "version")), "7.7.7");
    asked_close(&a);
}

static void health_is_not_well_without_its_database(void **state)
{
    (void)state;
    struct asked a;
    asked_open(&a);
    db_fail_at(a.c->db, 1);
    (void)server_request(&a.setup, a.c, "GET", "/api/v1/health", NULL, 0, NULL, 0, &a.reply);
    assert_true(a.reply.status >= 500);
    asked_close(&a);
}

static void the_document_describes_these_routes(void **state)
{
    (void)state;
    struct asked a;
    asked_open(&a);
    const struct node *paths = node_get(get(&a, "/api/v1/openapi.json"), "paths");
    for (size_t i = 0; i < meta_routes.n; i++)
        assert_non_null(node_get(paths, meta_routes.table[i].path));
    struct pair h = {"If-None-Match", a.reply.etag};
    (void)server_request(&a.setup, a.c, "GET", "/api/v1/openapi.json", &h, 1, NULL, 0, &a.reply);
    assert_int_equal(a.reply.status, 304);
    asked_close(&a);
}

static void meta_names_every_code(void **state)
{
    (void)state;
    struct asked a;
    asked_open(&a);
    assert_int_equal(db_begin(a.c, DB_WRITE), ERR_OK);
    assert_int_equal(area_level_add(a.c, &(struct area_level){"hamlet", "村落", "Hamlet", 9}),
                     ERR_OK);
    assert_int_equal(db_end(a.c, true), ERR_OK);
    const struct node *v = get(&a, "/api/v1/meta");
    assert_int_equal(node_len(node_get(v, "post_kinds")), a.app.programmes->n_posts);
    assert_int_equal(node_len(node_get(v, "case_kinds")), a.app.programmes->n_kinds);
    assert_int_equal(node_len(node_get(v, "flows")), a.app.programmes->n_flows);
    assert_int_equal(node_len(node_get(v, "roles")), ROLE__COUNT);
    assert_non_null(strstr(buf_str(&a.reply.body),
                           "{\"level\":\"hamlet\",\"rank\":9,"
                           "\"name\":{\"zh\":\"村落\",\"en\":\"Hamlet\"}}"));
    const struct node *flow = node_at(node_get(v, "flows"), 0);
    assert_string_equal(node_text(node_get(flow, "flow")), a.app.programmes->flows[0].flow);
    assert_int_equal(node_len(node_get(flow, "clocks")), a.app.programmes->flows[0].n_clocks);
    assert_true(node_len(node_get(flow, "actions")) > 5);
    assert_non_null(node_get(node_get(v, "calendar_warning"), "missing_year"));
    asked_close(&a);
}

static void demo_logins_are_told_by_a_demo_only(void **state)
{
    (void)state;
    struct asked a;
    asked_open(&a);
    put_setting(a.c, "demo_logins", "[{\"login\":\"lin\"}]");
    assert_int_equal(node_len(node_get(get(&a, "/api/v1/meta"), "demo_logins")), 0);
    put_setting(a.c, "demo", "1");
    const struct node *v = get(&a, "/api/v1/meta");
    bool demo = false;
    assert_true(node_bool(node_get(v, "demo"), &demo) && demo);
    assert_int_equal(node_len(node_get(v, "demo_logins")), 1);
    asked_close(&a);
}

static void the_heads_of_the_chains_are_public(void **state)
{
    (void)state;
    struct asked a;
    asked_open(&a);
    assert_int_equal(node_len(node_get(get(&a, "/api/v1/chain"), "items")), 0);
    struct journal_entry e = {
        .district = 10105, .noun = "area", .action = "x", .role = "system", .area = "010105"};
    assert_int_equal(db_begin(a.c, DB_WRITE), ERR_OK);
    assert_int_equal(journal_append(a.c, &e), ERR_OK);
    assert_int_equal(journal_seal(a.c, 10105), ERR_OK);
    assert_int_equal(db_end(a.c, true), ERR_OK);
    const struct node *head = node_at(node_get(get(&a, "/api/v1/chain"), "items"), 0);
    assert_string_equal(node_text(node_get(head, "district")), "010105");
    assert_int_equal(strlen(node_text(node_get(head, "hash"))), 64);
    assert_non_null(node_text(node_get(head, "sealed_at")));
    asked_close(&a);
}

static void an_unknown_query_parameter_is_refused(void **state)
{
    (void)state;
    struct asked a;
    char target[64];
    asked_open(&a);
    for (size_t i = 0; i < meta_routes.n; i++) {
        (void)snprintf(target, sizeof target, "%s?x=1", meta_routes.table[i].path);
        (void)server_request(&a.setup, a.c, "GET", target, NULL, 0, NULL, 0, &a.reply);
        assert_int_equal(a.reply.status, 422);
    }
    asked_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(health_names_engine_and_version),
        cmocka_unit_test(health_is_not_well_without_its_database),
        cmocka_unit_test(the_document_describes_these_routes),
        cmocka_unit_test(meta_names_every_code),
        cmocka_unit_test(demo_logins_are_told_by_a_demo_only),
        cmocka_unit_test(the_heads_of_the_chains_are_public),
        cmocka_unit_test(an_unknown_query_parameter_is_refused),
    };
    return UNIT_RUN(tests);
}

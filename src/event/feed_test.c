/* SPDX-License-Identifier: Apache-2.0 */
#include "event/feed.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "app.h"
#include "base/arena.h"
#include "event/event_api.h"
#include "http/client.h"
#include "http/server.h"
#include "journal/journal_world.h"

#define OTHER_CELL "410105017001001"
#define FAR_CELL "410102003001001"

/* ---- who listens ---- */

static const struct role_grant in_town[] = {
    {ROLE_INTAKE, "410105016"}
};
static const struct role_grant in_city[] = {
    {ROLE_SUPERVISOR, "4101"}
};
static const struct role_grant in_two[] = {
    {ROLE_HANDLER, "410105017"},
    {ROLE_CHECKER, "410102"   }
};
static const struct role_grant no_cases[] = {
    {ROLE_ADMIN, "4101"}
};
static const struct account accounts[] = {
    {.id = 1, .login = "town",  .name = "t", .roles = in_town,  .n_roles = 1},
    {.id = 2, .login = "city",  .name = "c", .roles = in_city,  .n_roles = 1},
    {.id = 3, .login = "two",   .name = "w", .roles = in_two,   .n_roles = 2},
    {.id = 4, .login = "admin", .name = "a", .roles = no_cases, .n_roles = 1},
};
static _Atomic bool revoked; /* town's session */

static enum err who(struct ctx *c, const char *token, const struct account **out)
{
    (void)c;
    *out = NULL;
    for (size_t i = 0; i < LEN(accounts); i++)
        if (strcmp(accounts[i].login, token) == 0 && !(i == 0 && revoked))
            *out = &accounts[i];
    return ERR_OK;
}

/* ---- one server of the database, with its feed ---- */

struct house {
    struct feed *feed;
    struct app app;
    struct server *server;
};

static void house_open(struct house *h, const struct ctx *c)
{
    char problem[256];
    *h = (struct house){.feed = NULL};
    if (feed_open(unit_url(c), &h->feed, problem) != ERR_OK)
        fail_msg("%s", problem);
    h->app.feed = h->feed;
    struct server_setup setup = {
        .db_url = unit_url(c),
        .listen = "127.0.0.1:0",
        .threads = 2,
        .routes = &event_routes,
        .n_routes = 1,
        .guard = {who, account_may, account_id},
        .app = &h->app,
        .streams_each = 100,
    };
    if (server_open(&setup, &h->server, problem) != ERR_OK)
        fail_msg("%s", problem);
}

static void house_close(struct house *h)
{
    server_close(h->server);
    feed_close(h->feed);
}

static int ask(struct client *c, const char *query, const char *token, const char *last)
{
    char text[1024];
    (void)snprintf(text, sizeof text,
                   "GET /api/v1/events%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n"
                   "%s%s%s\r\n",
                   query, token, last ? "Last-Event-ID: " : "", last ? last : "",
                   last ? "\r\n" : "");
    client_say(c, text);
    return client_read(c);
}

static struct client *listener(struct house *h, const char *token, const char *last)
{
    struct client *c = client_open(server_port(h->server));
    assert_int_equal(ask(c, "", token, last), 200);
    return c;
}

/* A change, committed and sealed. */
static void change(struct ctx *c, struct house *h, int64_t id, int64_t version, const char *area)
{
    step(c, id, version, area, version == 1 ? NULL : "reported",
         version == 1 ? "reported" : "accepted");
    seal_all(c);
    feed_wake(h->feed);
}

static void hears(struct client *c, const char *text)
{
    if (!client_until(c, text))
        fail_msg("the stream ended before %s", text);
}

static size_t count(const struct client *c, const char *text)
{
    size_t n = 0;
    for (const char *p = strstr(c->body, text); p; p = strstr(p + 1, text))
        n++;
    return n;
}

/* ---- what holds ---- */

static void a_committed_change_is_heard(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    struct client *town = listener(&h, "town", NULL);
    hears(town, "retry: 3000\nid: \n\n");
    change(c, &h, 7, 1, CELL);
    hears(town, "id: 410105:1\nevent: case\ndata: {\"ref\":\"410105-7V\",\"version\":1,");
    change(c, &h, 7, 2, CELL);
    hears(town, "id: 410105:2\nevent: case\n");
    hears(town, "\"state_to\":\"accepted\"");
    client_close(town);
    house_close(&h);
    unit_close(c);
}

static void an_unsealed_change_is_not_heard_yet(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    struct client *town = listener(&h, "town", NULL);
    step(c, 7, 1, CELL, NULL, "reported");
    step(c, 8, 1, FAR_CELL, NULL, "reported");
    seal_district(c, 410102);
    struct client *city = listener(&h, "city", NULL);
    step(c, 8, 2, FAR_CELL, "reported", "accepted");
    seal_district(c, 410102);
    feed_wake(h.feed);
    hears(city, "id: 410102:2\nevent: case\n");
    assert_int_equal(count(town, "event: case"), 0);
    seal_all(c);
    hears(town, "id: 410105:1\nevent: case\n");
    client_close(town);
    client_close(city);
    house_close(&h);
    unit_close(c);
}

static void everybody_hears_of_their_own_areas_only(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    struct client *town = listener(&h, "town", NULL), *city = listener(&h, "city", NULL);
    struct client *two = listener(&h, "two", NULL), *part = client_open(server_port(h.server));
    assert_int_equal(ask(part, "?area=410105017", "city", NULL), 200);
    change(c, &h, 7, 1, OTHER_CELL);
    change(c, &h, 8, 1, FAR_CELL);
    change(c, &h, 9, 1, CELL);
    hears(town, "id: 410105:2\nevent: case\n");
    assert_int_equal(count(town, "event: "), 1);
    hears(city, CELL);
    assert_int_equal(count(city, "event: case"), 3);
    hears(two, OTHER_CELL);
    hears(two, FAR_CELL);
    hears(part, "id: 410105:1\nevent: case\n");
    change(c, &h, 7, 2, OTHER_CELL);
    hears(part, "id: 410105:3\nevent: case\n");
    assert_int_equal(count(part, "event: "), 2);
    hears(two, "\"version\":2");
    assert_int_equal(count(two, "event: "), 3);
    client_close(town);
    client_close(city);
    client_close(two);
    client_close(part);
    house_close(&h);
    unit_close(c);
}

static void whoever_comes_later_hears_nothing_of_before(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    change(c, &h, 7, 1, CELL);
    struct client *town = listener(&h, "town", NULL);
    change(c, &h, 7, 2, CELL);
    hears(town, "id: 410105:2\n");
    step(c, 8, 1, CELL, NULL,
         "reported"); /* the feed has not looked at these when the next one comes */
    step(c, 8, 2, CELL, "reported", "accepted");
    seal_all(c);
    struct client *city = listener(&h, "city", NULL);
    hears(city, "id: 410105:4\n\n");
    change(c, &h, 9, 1, CELL);
    hears(city, "id: 410105:5\nevent: case\n");
    hears(town, "id: 410105:5\nevent: case\n");
    assert_int_equal(count(city, "event: "), 1);
    assert_int_equal(count(town, "event: "), 4);
    client_close(town);
    client_close(city);
    house_close(&h);
    unit_close(c);
}

static void whoever_may_not_read_cases_hears_nothing(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    struct client *s = client_open(server_port(h.server));
    assert_int_equal(ask(s, "", "nobody", NULL), 401);
    assert_int_equal(ask(s, "", "admin", NULL), 403);
    assert_int_equal(ask(s, "?area=410105017", "town", NULL), 403);
    assert_int_equal(ask(s, "?area=x", "town", NULL), 422);
    assert_int_equal(ask(s, "?other=x", "town", NULL), 422);
    client_close(s);
    house_close(&h);
    unit_close(c);
}

static void whoever_comes_back_gets_what_was_missed_even_from_another_server(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house one, two;
    house_open(&one, c);
    house_open(&two, c);
    struct client *s = listener(&one, "city", NULL);
    change(c, &one, 7, 1, CELL);
    change(c, &one, 8, 1, FAR_CELL);
    hears(s, FAR_CELL);
    hears(s, "id: 410102:1,410105:1\n");
    client_close(s);
    change(c, &one, 7, 2, CELL);
    change(c, &two, 8, 2, FAR_CELL);
    s = listener(&two, "city", "410102:1,410105:1");
    hears(s, "\"ref\":\"410105-7V\",\"version\":2");
    hears(s, "\"ref\":\"410102-8V\",\"version\":2");
    change(c, &two, 9, 1, CELL);
    hears(s, "id: 410102:2,410105:3\nevent: case\n");
    assert_int_equal(count(s, "event: case"), 3);
    assert_int_equal(count(s, "event: reload"), 0);
    client_close(s);
    house_close(&one);
    house_close(&two);
    unit_close(c);
}

static void a_district_that_was_unknown_then_is_told_from_its_start(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    change(c, &h, 7, 1, CELL);
    change(c, &h, 8, 1, FAR_CELL);
    struct client *s = listener(&h, "city", "410105:1");
    hears(s, "id: 410102:1,410105:1\nevent: case\n");
    client_close(s);
    house_close(&h);
    unit_close(c);
}

static void many_rows(struct ctx *c, int n)
{
    unit_begin(c);
    for (int i = 0; i < n; i++)
        append(c, &(struct journal_entry){.district = DISTRICT,
                                          .noun = "post",
                                          .noun_id = 1 + i,
                                          .area = OTHER_CELL,
                                          .action = "hold"});
    assert_int_equal(journal_seal_all(c), ERR_OK);
    unit_commit(c);
}

static void too_large_a_gap_or_a_strange_id_is_told_as_a_reload(void **state)
{
    (void)state;
    static const char *const last[] = {"410105:1", "410105:9999", "nonsense", "410106:5"};
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    many_rows(c, 1200);
    for (size_t i = 0; i < LEN(last); i++) {
        struct client *s = listener(&h, "town", last[i]);
        hears(s, "id: 410105:1200\nevent: reload\ndata: {}\n\n");
        client_close(s);
    }
    struct client *s = client_open(server_port(h.server));
    assert_int_equal(ask(s, "?last=410105:1", "town", NULL), 200);
    hears(s, "event: reload\n");
    client_close(s);
    house_close(&h);
    unit_close(c);
}

static void a_burst_is_told_as_a_reload_and_life_goes_on(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    change(c, &h, 7, 1, OTHER_CELL);
    struct client *s = listener(&h, "two", NULL);
    change(c, &h, 7, 2, OTHER_CELL);
    hears(s, "id: 410105:2\nevent: case\n");
    many_rows(c, 3000);
    feed_wake(h.feed);
    hears(s, "id: 410105:3002\nevent: reload\n");
    change(c, &h, 9, 1, OTHER_CELL);
    hears(s, "id: 410105:3003\nevent: case\n");
    client_close(s);
    house_close(&h);
    unit_close(c);
}

static void a_reader_whom_nothing_concerns_is_told_how_far_it_is(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    change(c, &h, 7, 1, CELL);
    struct client *s = listener(&h, "town", NULL);
    hears(s, "id: 410105:1\n\n");
    many_rows(c, 300);
    feed_wake(h.feed);
    hears(s, "id: 410105:301\n\n");
    assert_int_equal(count(s, "event: "), 0);
    client_close(s);
    house_close(&h);
    unit_close(c);
}

static void a_chain_that_was_restored_from_a_copy_is_told_as_a_reload(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    for (int i = 1; i <= 3; i++)
        change(c, &h, 7, i, CELL);
    struct client *s = listener(&h, "town", NULL);
    change(c, &h, 8, 1, CELL);
    hears(s, "id: 410105:4\nevent: case\n");
    tamper(c, "UPDATE chain_head SET seq = 2");
    hears(s, "id: 410105:2\nevent: reload\n");
    client_close(s);
    house_close(&h);
    unit_close(c);
}

static void a_revoked_session_hears_no_more(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    house_open(&h, c);
    struct client *town = listener(&h, "town", NULL), *city = listener(&h, "city", NULL);
    revoked = true;
    server_sweep(h.server, time_now() + 16 * TIME_SECOND);
    assert_false(client_until(town, "event: case"));
    revoked = false;
    change(c, &h, 7, 1, CELL);
    hears(city, "event: case\n");
    client_close(town);
    client_close(city);
    house_close(&h);
    unit_close(c);
}

static void many_come_hear_and_go_while_cases_change(void **state)
{
    enum { ROUNDS = 6, CROWD = 40 };
    (void)state;
    struct ctx *c = unit_open();
    struct house h;
    struct client *crowd[CROWD];
    house_open(&h, c);
    for (int i = 1; i <= ROUNDS; i++) {
        for (size_t k = 0; k < CROWD; k++)
            crowd[k] = listener(&h, k % 2 ? "town" : "city", NULL);
        change(c, &h, 7, i, CELL);
        for (size_t k = 0; k < CROWD; k++) {
            hears(crowd[k], "event: case\n");
            assert_int_equal(count(crowd[k], "event: "), 1);
            client_close(crowd[k]);
        }
        server_sweep(h.server, time_now());
    }
    house_close(&h);
    unit_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_committed_change_is_heard),
        cmocka_unit_test(an_unsealed_change_is_not_heard_yet),
        cmocka_unit_test(everybody_hears_of_their_own_areas_only),
        cmocka_unit_test(whoever_comes_later_hears_nothing_of_before),
        cmocka_unit_test(whoever_may_not_read_cases_hears_nothing),
        cmocka_unit_test(whoever_comes_back_gets_what_was_missed_even_from_another_server),
        cmocka_unit_test(a_district_that_was_unknown_then_is_told_from_its_start),
        cmocka_unit_test(too_large_a_gap_or_a_strange_id_is_told_as_a_reload),
        cmocka_unit_test(a_burst_is_told_as_a_reload_and_life_goes_on),
        cmocka_unit_test(a_reader_whom_nothing_concerns_is_told_how_far_it_is),
        cmocka_unit_test(a_chain_that_was_restored_from_a_copy_is_told_as_a_reload),
        cmocka_unit_test(a_revoked_session_hears_no_more),
        cmocka_unit_test(many_come_hear_and_go_while_cases_change),
    };
    return UNIT_RUN(tests);
}

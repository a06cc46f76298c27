/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/time.h"
#include "http/body.h"
#include "http/served.h"

static int post_with(struct client *c, const char *target, const char *headers, const char *body)
{
    char text[2048];
    (void)snprintf(text, sizeof text,
                   "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n%s"
                   "Content-Length: %zu\r\n\r\n%s",
                   target, headers, strlen(body), body);
    client_say(c, text);
    return client_read(c);
}

static int post_json(struct client *c, const char *target, const char *body)
{
    return post_with(c, target, "", body);
}

static void one_connection_serves_many_requests(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
        assert_non_null(strstr(s.client->body, "\"peer\":\"127.0.0.1\""));
        assert_int_equal(client_get(s.client, "/api/v1/nothing"), 404);
    }
    assert_int_equal(post_json(s.client, "/api/v1/notes", "{\"login\":\"one\"}"), 201);
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    served_close(&s);
}

static void a_reply_carries_its_headers(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    assert_int_equal(post_with(s.client, "/api/v1/notes", "Idempotency-Key: a-key-of-a-phone\r\n",
                               "{\"login\":\"one\"}"),
                     201);
    assert_true(client_has(s.client, "\r\nLocation: /api/v1/notes/1\r\n"));
    assert_true(client_has(s.client, "\r\nETag: \"v1\"\r\n"));
    assert_true(client_has(s.client, "\r\nContent-Type: application/json\r\n"));
    assert_true(client_has(s.client, "\r\nCache-Control: no-store\r\n"));
    assert_true(client_has(s.client, "\r\nX-Request-Id: "));
    assert_true(client_has(s.client, "\r\nX-Content-Type-Options: nosniff"));
    assert_true(client_has(s.client, "\r\nContent-Security-Policy: default-src 'self';"));
    assert_true(client_has(s.client, "frame-ancestors 'none'"));
    assert_true(client_has(s.client, "\r\nReferrer-Policy: same-origin"));
    assert_true(client_has(s.client, "\r\nPermissions-Policy: geolocation=(self), camera=(self)"));
    assert_false(client_has(s.client, "Idempotent-Replay"));
    assert_int_equal(post_with(s.client, "/api/v1/notes", "Idempotency-Key: a-key-of-a-phone\r\n",
                               "{\"login\":\"one\"}"),
                     201);
    assert_true(client_has(s.client, "\r\nIdempotent-Replay: true"));
    assert_int_equal(client_get(s.client, "/api/v1/notes"), 405);
    assert_true(client_has(s.client, "\r\nAllow: POST"));
    served_close(&s);
}

static void head_sends_the_length_and_no_body(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client, "HEAD /api/v1/version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    size_t n = client_drain(s.client);
    assert_true(n > 0);
    assert_non_null(strstr(s.client->text, "200 OK"));
    assert_null(strstr(s.client->text, "third"));
    served_close(&s);
}

static void slow_work_runs_before_the_unit(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    assert_int_equal(post_json(s.client, "/api/v1/slow", "{}"), 200);
    assert_string_equal(s.client->body, "\"prepared\"");
    assert_int_equal(client_get(s.client, "/api/v1/slow"), 200);
    assert_string_equal(s.client->body, "\"prepared\"");
    served_close(&s);
}

static void a_request_may_come_in_byte_by_byte(void **state)
{
    (void)state;
    struct served s;
    static const char text[] =
        "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        "Content-Length: 15\r\n\r\n{\"login\":\"one\"}";
    served_open(&s, 0);
    for (size_t i = 0; i + 1 < sizeof text; i++)
        client_send(s.client, text + i, 1);
    assert_int_equal(client_read(s.client), 201);
    served_close(&s);
}

static void a_chunked_body_is_taken(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client,
               "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
               "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"log\r\na\r\nin\":\"one\"}\r\n0\r\n\r\n");
    assert_int_equal(client_read(s.client), 201);
    served_close(&s);
}

static void requests_may_be_sent_before_the_answers(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client,
               "GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\n\r\n"
               "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
               "Content-Length: 15\r\n\r\n{\"login\":\"one\"}"
               "GET /api/v1/version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    (void)client_drain(s.client);
    const char *second = strstr(s.client->text, "the-receipt");
    assert_non_null(strstr(s.client->text, "\"name\":\"a\""));
    assert_non_null(second);
    assert_non_null(strstr(second, "\"third\""));
    served_close(&s);
}

/* GET with so long a query, or so long a header. */
static int get_long(struct client *c, size_t query, size_t header)
{
    enum { LINE = 64 << 10 };
    static char dots[LINE];
    (void)memset(dots, '.', sizeof dots);
    client_say(c, "GET /api/v1/hello/a?x=");
    client_send(c, dots, query);
    client_say(c, " HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\nX-Long: ");
    client_send(c, dots, header);
    client_say(c, "\r\n\r\n");
    return client_read(c);
}

static void an_address_or_headers_too_long_are_told_as_a_problem(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(get_long(s.client, 17 << 10, 1), 414);
        assert_true(client_has(s.client, "\r\nContent-Type: application/problem+json\r\n"));
        assert_non_null(strstr(s.client->body, "\"http.target_long\""));
        assert_non_null(strstr(s.client->body, "The address is too long"));
        assert_int_equal(get_long(s.client, 40 << 10, 1), 414);
        assert_non_null(strstr(s.client->body, "\"http.target_long\""));
        assert_int_equal(get_long(s.client, 1, 17 << 10), 431);
        assert_non_null(strstr(s.client->body, "\"http.headers_long\""));
        assert_int_equal(get_long(s.client, 15 << 10, 15 << 10), 422);
        assert_non_null(strstr(s.client->body, "\"input.unknown_field\""));
    }
    served_close(&s);
}

static void a_trickling_request_is_closed_by_the_sweep(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    client_say(s.client, "GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    server_sweep(s.server, time_now() + 50 * TIME_SECOND);
    client_say(s.client, "b\r\n\r\n");
    assert_int_equal(client_read(s.client), 200);
    client_say(s.client, "GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    server_sweep(s.server, time_now() + 70 * TIME_SECOND);
    assert_int_equal(client_drain(s.client), 0);
    served_close(&s);
}

static void a_client_that_leaves_during_its_commit_does_no_harm(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client,
               "POST /api/v1/gate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
               "Content-Length: 15\r\n\r\n{\"login\":\"one\"}");
    (void)sem_wait(&s.a.world.entered);
    client_close(s.client);
    (void)sem_post(&s.a.world.go);
    s.client = client_open(server_port(s.server));
    assert_int_equal(post_json(s.client, "/api/v1/notes", "{\"login\":\"two\"}"), 201);
    /* Where several writers run, the one that was at the gate may come in last. */
    size_t notes = 0;
    for (int i = 0; i < 10000 && notes < 2; i++)
        notes = ask_notes(&s.a);
    assert_int_equal(notes, 2);
    served_close(&s);
}

static void a_client_that_resets_during_its_commit_does_no_harm(void **state)
{
    (void)state;
    struct served s;
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    served_open(&s, 0);
    for (int i = 0; i < 3; i++) {
        char text[256], body[64];
        (void)snprintf(body, sizeof body, "{\"login\":\"%s\"}",
                       i == 0   ? "one"
                       : i == 1 ? "two"
                                : "three");
        (void)snprintf(
            text, sizeof text,
            "POST /api/v1/gate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\n\r\n%sGET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\n\r\n",
            strlen(body), body);
        client_say(s.client, text);
        (void)sem_wait(&s.a.world.entered);
        (void)setsockopt(s.client->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        client_close(s.client);
        (void)sem_post(&s.a.world.go);
        s.client = client_open(server_port(s.server));
    }
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    served_close(&s);
}

static void *close_server(void *arg)
{
    server_close(arg);
    return NULL;
}

static void the_end_answers_what_is_under_way(void **state)
{
    (void)state;
    struct served s;
    pthread_t closer;
    served_open(&s, 0);
    client_say(s.client,
               "POST /api/v1/gate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
               "Content-Length: 15\r\n\r\n{\"login\":\"one\"}");
    (void)sem_wait(&s.a.world.entered);
    assert_int_equal(pthread_create(&closer, NULL, close_server, s.server), 0);
    (void)sem_post(&s.a.world.go);
    assert_int_equal(client_read(s.client), 201);
    (void)pthread_join(closer, NULL);
    s.server = NULL;
    served_close(&s);
}

static void a_body_that_is_announced_too_large_is_refused_at_once(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client,
               "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
               "Content-Length: 70000\r\nExpect: 100-continue\r\n\r\n");
    assert_int_equal(client_read(s.client), 413);
    assert_non_null(strstr(s.client->body, "body.too_large"));
    served_close(&s);
}

static void send_zeros(struct client *c, size_t n)
{
    static const char zeros[65536];
    for (size_t sent = 0; sent < n; sent += sizeof zeros)
        client_send(c, zeros, n - sent < sizeof zeros ? n - sent : sizeof zeros);
}

static void send_import(struct client *c, const char *token, const char *headers, size_t n)
{
    char text[512];
    (void)snprintf(text, sizeof text,
                   "POST /api/v1/import HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n"
                   "%sContent-Length: %zu\r\n\r\n",
                   token, headers, n);
    client_say(c, text);
}

static void an_import_of_64_mb_is_taken_and_one_byte_more_is_not(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    send_import(s.client, "officer", "", 64 << 20);
    send_zeros(s.client, 64 << 20);
    assert_int_equal(client_read(s.client), 200);
    assert_string_equal(s.client->body, "67108864");
    send_import(s.client, "officer", "", (64 << 20) + 1);
    send_zeros(s.client, (64 << 20) + 1);
    assert_int_equal(client_read(s.client), 413);
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    served_close(&s);
}

static void a_large_body_of_a_stranger_who_asks_first_is_not_even_read(void **state)
{
    (void)state;
    static const char expect[] = "Expect: 100-continue\r\n";
    struct served s;
    served_open(&s, 0);
    send_import(s.client, "nobody", expect, 64 << 20);
    assert_int_equal(client_read(s.client), 401);
    client_close(s.client);
    s.client = client_open(server_port(s.server));
    send_import(s.client, "guest", expect, 64 << 20);
    assert_int_equal(client_read(s.client), 403);
    served_close(&s);
}

static void a_refused_body_leaves_the_connection_open(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    static const size_t sizes[] = {5000, 1 << 20};
    for (size_t i = 0; i < LEN(sizes); i++) {
        send_import(s.client, "nobody", "", sizes[i]);
        send_zeros(s.client, sizes[i]);
        assert_int_equal(client_read(s.client), 401);
    }
    assert_int_equal(
        post_with(s.client, "/api/v1/notes", "Idempotency-Key: short\r\n", "{\"login\":\"one\"}"),
        400);
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    served_close(&s);
}

static void an_endless_chunked_body_is_cut_off(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client,
               "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
               "8100000\r\n");
    send_zeros(s.client, 0x8100000);
    assert_int_equal(client_read(s.client), 0);
    assert_int_equal(s.a.world.runs, 0);
    served_close(&s);
}

static void one_address_may_file_only_so_often(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(post_json(s.client, "/api/v1/notes", "{"), 400);
    assert_int_equal(post_json(s.client, "/api/v1/notes", "{"), 429);
    assert_true(client_has(s.client, "\r\nRetry-After: "));
    assert_int_equal(post_with(s.client, "/api/v1/notes", "X-Forwarded-For: 10.9.8.7\r\n", "{"),
                     400);
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    served_close(&s);
}

static int get_from(struct client *c, const char *target, const char *peer, const char *more)
{
    char text[512];
    (void)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: %s\r\n%s\r\n",
                   target, peer, more);
    client_say(c, text);
    return client_read(c);
}

static void a_stranger_reads_what_costs_only_so_often(void **state)
{
    (void)state;
    static const char officer[] = "Authorization: Bearer officer\r\n";
    struct served s;
    served_open(&s, 1);
    for (int i = 0; i < 5; i++)
        assert_int_equal(get_from(s.client, "/api/v1/costly", "2001:db8::1", ""), 200);
    assert_int_equal(get_from(s.client, "/api/v1/costly", "2001:db8::1", ""), 429);
    assert_true(client_has(s.client, "\r\nRetry-After: "));
    assert_non_null(strstr(s.client->body, "limit.rate"));
    /* The same household, and with a token that is nobody's. */
    assert_int_equal(get_from(s.client, "/api/v1/costly", "2001:db8::2", ""), 429);
    assert_int_equal(
        get_from(s.client, "/api/v1/costly", "2001:db8::2", "Cookie: wangge_session=x\r\n"), 429);
    /* Others, plain reads, changes and whoever has signed in are not in its way. */
    assert_int_equal(get_from(s.client, "/api/v1/costly", "2001:db8:0:1::1", ""), 200);
    assert_int_equal(get_from(s.client, "/api/v1/version", "2001:db8::1", ""), 200);
    assert_int_equal(post_with(s.client, "/api/v1/notes", "X-Forwarded-For: 2001:db8::1\r\n", "{"),
                     400);
    assert_int_equal(get_from(s.client, "/api/v1/costly", "2001:db8::1", officer), 200);
    served_close(&s);
}

static void one_client_uploads_no_more_than_its_share_at_once(void **state)
{
    (void)state;
    static const size_t mb = 1 << 20;
    static const struct body_budget budget = {
        .all = 4 << 20, .strangers = 2 << 20, .each = 2 << 20, .stranger = 1 << 20};
    struct served s;
    struct server *server;
    char problem[256];
    served_open(&s, 0);
    s.a.setup.listen = "127.0.0.1:0";
    s.a.setup.bodies = &budget;
    assert_int_equal(server_open(&s.a.setup, &server, problem), ERR_OK);
    struct client *c = client_open(server_port(server));
    for (int i = 0; i < 3; i++) {
        client_say(c, "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 2097152\r\n\r\n");
        send_zeros(c, 2 * mb);
        assert_int_equal(client_read(c), 429);
        assert_non_null(strstr(c->body, "body.many"));
        assert_true(client_has(c, "\r\nRetry-After: "));
        client_say(c, "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n");
        send_zeros(c, mb);
        assert_int_equal(client_read(c), 200);
        send_import(c, "officer", "", 2 * mb);
        send_zeros(c, 2 * mb);
        assert_int_equal(client_read(c), 200);
        send_import(c, "officer", "", 2 * mb + 1);
        send_zeros(c, 2 * mb + 1);
        assert_int_equal(client_read(c), 429);
    }
    client_close(c);
    server_close(server);
    served_close(&s);
}

struct crowd {
    int port, first;
    _Atomic int good;
};

static void *file_many(void *arg)
{
    struct crowd *crowd = arg;
    struct client *c = client_open(crowd->port);
    for (int i = 0; i < 40; i++) {
        char body[64];
        (void)snprintf(body, sizeof body, "{\"login\":\"p%p-%d\"}", (void *)c, i);
        crowd->good += post_json(c, "/api/v1/notes", body) == 201;
        crowd->good += client_get(c, "/api/v1/hello/a") == 200;
    }
    client_close(c);
    return NULL;
}

static void many_clients_at_once_are_all_answered(void **state)
{
    (void)state;
    struct served s;
    pthread_t threads[8];
    served_open(&s, 0);
    struct crowd crowd = {.port = server_port(s.server)};
    for (size_t i = 0; i < LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, file_many, &crowd), 0);
    for (size_t i = 0; i < LEN(threads); i++)
        (void)pthread_join(threads[i], NULL);
    assert_int_equal(crowd.good, 8 * 80);
    assert_int_equal(s.a.world.runs, 8 * 80);
    served_close(&s);
}

static void a_port_that_is_taken_is_told(void **state)
{
    (void)state;
    struct served s;
    char problem[256], at[64];
    struct server *second = NULL;
    served_open(&s, 0);
    (void)snprintf(at, sizeof at, "127.0.0.1:%d", server_port(s.server));
    s.a.setup.listen = at;
    assert_int_equal(server_open(&s.a.setup, &second, problem), ERR_INTERNAL);
    assert_non_null(strstr(problem, at));
    s.a.setup.listen = "nonsense";
    assert_int_equal(server_open(&s.a.setup, &second, problem), ERR_INTERNAL);
    served_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_connection_serves_many_requests),
        cmocka_unit_test(a_reply_carries_its_headers),
        cmocka_unit_test(head_sends_the_length_and_no_body),
        cmocka_unit_test(slow_work_runs_before_the_unit),
        cmocka_unit_test(a_request_may_come_in_byte_by_byte),
        cmocka_unit_test(a_chunked_body_is_taken),
        cmocka_unit_test(requests_may_be_sent_before_the_answers),
        cmocka_unit_test(an_address_or_headers_too_long_are_told_as_a_problem),
        cmocka_unit_test(a_trickling_request_is_closed_by_the_sweep),
        cmocka_unit_test(a_client_that_leaves_during_its_commit_does_no_harm),
        cmocka_unit_test(a_client_that_resets_during_its_commit_does_no_harm),
        cmocka_unit_test(the_end_answers_what_is_under_way),
        cmocka_unit_test(a_body_that_is_announced_too_large_is_refused_at_once),
        cmocka_unit_test(an_import_of_64_mb_is_taken_and_one_byte_more_is_not),
        cmocka_unit_test(a_large_body_of_a_stranger_who_asks_first_is_not_even_read),
        cmocka_unit_test(a_refused_body_leaves_the_connection_open),
        cmocka_unit_test(an_endless_chunked_body_is_cut_off),
        cmocka_unit_test(one_address_may_file_only_so_often),
        cmocka_unit_test(a_stranger_reads_what_costs_only_so_often),
        cmocka_unit_test(one_client_uploads_no_more_than_its_share_at_once),
        cmocka_unit_test(many_clients_at_once_are_all_answered),
        cmocka_unit_test(a_port_that_is_taken_is_told),
    };
    return UNIT_RUN(tests);
}

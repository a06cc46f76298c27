/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "http/client.h"
#include "http/server.h"
#include "http/stream.h"

enum { READERS_MAX = 256 };

/* ---- a source: whoever is connected hears what the test says ---- */

struct radio;

struct listener {
    struct radio *radio;
    struct stream *stream; /* NULL: gone */
};

struct radio {
    pthread_mutex_t lock;
    struct listener listeners[READERS_MAX];
    size_t n;
    sem_t closed; /* once for each that is gone */
};

static void *tune_in(void *arg, struct stream *s)
{
    struct radio *r = arg;
    (void)pthread_mutex_lock(&r->lock);
    struct listener *l = &r->listeners[r->n++];
    *l = (struct listener){r, s};
    (void)pthread_mutex_unlock(&r->lock);
    assert_true(stream_write(s, "data: hello\n\n", 13));
    return l;
}

static void tune_out(void *reader)
{
    struct listener *l = reader;
    (void)pthread_mutex_lock(&l->radio->lock);
    l->stream = NULL;
    (void)pthread_mutex_unlock(&l->radio->lock);
    (void)sem_post(&l->radio->closed);
}

/* How many of those that are connected took it. */
static size_t say(struct radio *r, const char *text, size_t n)
{
    size_t took = 0;
    (void)pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < r->n; i++)
        took += r->listeners[i].stream && stream_write(r->listeners[i].stream, text, n);
    (void)pthread_mutex_unlock(&r->lock);
    return took;
}

/* ---- a server with it ---- */

struct account {
    int64_t id;
};
static const struct account anna = {1}, bert = {2};
static _Atomic bool signed_out, unknown; /* anna has left; the database does not tell */

static enum err who(struct ctx *c, const char *token, const struct account **out)
{
    if (unknown)
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", "");
    *out = strcmp(token, "bert") == 0 ? &bert : signed_out ? NULL : &anna;
    return ERR_OK;
}

static bool may(const struct account *a, enum right right, const char *area)
{
    (void)area;
    return a || right == RIGHT_PUBLIC;
}

static int64_t number(const struct account *a)
{
    return a->id;
}

static enum err listen_in(struct ctx *c, const struct req *q, struct reply *out)
{
    struct stream_source *s = arena_alloc(c->mem, sizeof *s);
    *s = (struct stream_source){q->app, tune_in, tune_out};
    out->stream = s;
    return ERR_OK;
}

static enum err greet(struct ctx *c, const struct req *q, struct reply *out)
{
    (void)c;
    (void)q;
    json_text(&out->json, "hello");
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/radio", RIGHT_SIGNED_IN, 0, NULL, listen_in, NULL},
    {METHOD_GET, "/api/v1/hello", RIGHT_PUBLIC,    0, NULL, greet,     NULL},
};
static const struct routes tables[] = {
    {table, LEN(table)}
};

struct station {
    struct ctx *c;
    struct radio radio;
    struct server_setup setup;
    struct server *server;
    int64_t now;
};

static void station_open(struct station *s)
{
    char problem[256];
    *s = (struct station){.c = unit_open(), .now = time_now()};
    (void)pthread_mutex_init(&s->radio.lock, NULL);
    (void)sem_init(&s->radio.closed, 0, 0);
    signed_out = unknown = false;
    s->setup = (struct server_setup){
        .db_url = unit_url(s->c),
        .listen = "127.0.0.1:0",
        .threads = 2,
        .routes = tables,
        .n_routes = 1,
        .guard = {who, may, number},
        .app = &s->radio,
        .streams_max = 60,
        .streams_each = 50,
    };
    if (server_open(&s->setup, &s->server, problem) != ERR_OK)
        fail_msg("%s", problem);
}

static void station_close(struct station *s)
{
    server_close(s->server);
    (void)sem_destroy(&s->radio.closed);
    (void)pthread_mutex_destroy(&s->radio.lock);
    unit_close(s->c);
}

static int ask(struct client *c, const char *method, const char *target, const char *token)
{
    char text[256];
    (void)snprintf(text, sizeof text,
                   "%s %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n", method, target,
                   token);
    client_say(c, text);
    return client_read(c);
}

/* Connected and greeted. */
static struct client *tuned(struct station *s, const char *token)
{
    struct client *c = client_open(server_port(s->server));
    assert_int_equal(ask(c, "GET", "/api/v1/radio", token), 200);
    assert_true(client_until(c, "data: hello\n\n"));
    return c;
}

static void sweep_later(struct station *s, int64_t seconds)
{
    s->now += seconds * TIME_SECOND;
    server_sweep(s->server, s->now);
}

/* ---- what holds ---- */

static void what_the_source_says_arrives_at_once(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = tuned(&s, "anna");
    assert_true(client_has(c, "\r\nContent-Type: text/event-stream"));
    assert_true(client_has(c, "\r\nX-Accel-Buffering: no"));
    assert_true(client_has(c, "\r\nCache-Control: no-store"));
    assert_true(client_has(c, "\r\nX-Request-Id: "));
    for (int i = 0; i < 50; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "data: word %d\n\n", i);
        assert_int_equal(say(&s.radio, text, strlen(text)), 1);
        assert_true(client_until(c, text));
    }
    client_close(c);
    station_close(&s);
}

static void a_client_of_http_1_0_hears_too(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = client_open(server_port(s.server));
    client_say(c, "GET /api/v1/radio HTTP/1.0\r\nHost: a\r\nAuthorization: Bearer anna\r\n\r\n");
    assert_int_equal(client_read(c), 200);
    assert_true(client_until(c, "data: hello\n\n"));
    assert_int_equal(say(&s.radio, "data: more\n\n", 12), 1);
    assert_true(client_until(c, "data: more\n\n"));
    client_close(c);
    station_close(&s);
}

static void head_tells_and_does_not_stay(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = client_open(server_port(s.server));
    assert_int_equal(ask(c, "HEAD", "/api/v1/radio", "anna"), 200);
    assert_int_equal(ask(c, "GET", "/api/v1/hello", "anna"), 200);
    assert_int_equal(s.radio.n, 0);
    client_close(c);
    station_close(&s);
}

static void many_streams_hold_no_thread(void **state)
{
    (void)state;
    struct station s;
    struct client *crowd[50];
    station_open(&s);
    for (size_t i = 0; i < LEN(crowd); i++)
        crowd[i] = tuned(&s, "anna");
    struct client *c = client_open(server_port(s.server));
    for (int i = 0; i < 20; i++)
        assert_int_equal(ask(c, "GET", "/api/v1/hello", "anna"), 200);
    assert_int_equal(say(&s.radio, "data: all\n\n", 11), LEN(crowd));
    for (size_t i = 0; i < LEN(crowd); i++) {
        assert_true(client_until(crowd[i], "data: all\n\n"));
        client_close(crowd[i]);
    }
    client_close(c);
    station_close(&s);
}

static void there_is_room_for_so_many_and_for_so_many_of_one_account(void **state)
{
    (void)state;
    struct station s;
    struct client *crowd[60];
    station_open(&s);
    struct client *c = client_open(server_port(s.server));
    for (size_t i = 0; i < 50; i++)
        crowd[i] = tuned(&s, "anna");
    assert_int_equal(ask(c, "GET", "/api/v1/radio", "anna"), 429);
    assert_true(client_has(c, "\r\nRetry-After: "));
    assert_non_null(strstr(c->body, "stream.many"));
    for (size_t i = 50; i < 60; i++)
        crowd[i] = tuned(&s, "bert");
    assert_int_equal(ask(c, "GET", "/api/v1/radio", "bert"), 503);
    assert_true(client_has(c, "\r\nRetry-After: "));
    assert_non_null(strstr(c->body, "stream.full"));
    client_close(crowd[0]);
    sweep_later(&s, 1);
    (void)sem_wait(&s.radio.closed);
    assert_int_equal(ask(c, "GET", "/api/v1/hello", "anna"), 200);
    for (size_t i = 1; i < 60; i++)
        client_close(crowd[i]);
    client_close(c);
    station_close(&s);
}

static size_t beats(const struct client *c)
{
    size_t n = 0;
    for (const char *p = strstr(c->body, "\n:\n\n"); p; p = strstr(p + 1, "\n:\n\n"))
        n++;
    return n;
}

static void the_heart_beats_every_15_seconds_and_no_sweep_cuts_it(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = tuned(&s, "anna");
    for (int i = 0; i < 300; i++)
        sweep_later(&s, 1);
    assert_int_equal(say(&s.radio, "data: on\n\n", 10), 1);
    assert_true(client_until(c, "data: on\n\n"));
    assert_true(beats(c) >= 1);
    s.now -= 3600 * TIME_SECOND; /* a clock that is set back stops no heart */
    sweep_later(&s, 0);
    assert_true(client_until(c, "data: on\n\n\r\n3\r\n:\n\n"));
    client_close(c);
    station_close(&s);
}

static void whoever_signs_out_hears_no_more(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = tuned(&s, "anna"), *other = tuned(&s, "bert");
    signed_out = true;
    sweep_later(&s, 16);
    assert_false(client_until(c, "data: secret\n\n"));
    assert_int_equal(say(&s.radio, "data: secret\n\n", 14), 1);
    assert_true(client_until(other, "data: secret\n\n"));
    client_close(c);
    client_close(other);
    station_close(&s);
}

static void while_nobody_knows_whether_it_may_a_stream_stays_without_a_beat(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = tuned(&s, "anna");
    unknown = true;
    sweep_later(&s, 16);
    unknown = false;
    assert_int_equal(say(&s.radio, "data: on\n\n", 10), 1);
    assert_true(client_until(c, "data: on\n\n"));
    assert_int_equal(beats(c), 0);
    sweep_later(&s, 1);
    assert_true(client_until(c, "\n:\n\n"));
    client_close(c);
    station_close(&s);
}

static void a_client_that_leaves_is_noticed(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    struct client *c = tuned(&s, "anna"), *other = tuned(&s, "anna");
    client_close(c);
    sweep_later(&s, 1);
    (void)sem_wait(&s.radio.closed);
    assert_int_equal(say(&s.radio, "data: on\n\n", 10), 1);
    assert_true(client_until(other, "data: on\n\n"));
    client_close(other);
    station_close(&s);
}

static void the_end_of_the_server_ends_all_at_once(void **state)
{
    (void)state;
    struct station s;
    struct client *crowd[20];
    station_open(&s);
    for (size_t i = 0; i < LEN(crowd); i++)
        crowd[i] = tuned(&s, "anna");
    server_close(s.server);
    s.server = NULL;
    for (size_t i = 0; i < LEN(crowd); i++) {
        assert_int_equal(sem_trywait(&s.radio.closed), 0);
        assert_false(client_until(crowd[i], "data: never\n\n"));
        client_close(crowd[i]);
    }
    assert_int_equal(say(&s.radio, "data: never\n\n", 13), 0);
    station_close(&s);
}

static char noise[32 << 10];

static void make_noise(void)
{
    memset(noise, 'x', sizeof noise);
    noise[sizeof noise - 2] = noise[sizeof noise - 1] = '\n';
}

static void a_client_that_does_not_read_is_dropped(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    make_noise();
    struct client *c = tuned(&s, "anna");
    while (sem_trywait(&s.radio.closed) != 0) {
        (void)say(&s.radio, noise, sizeof noise);
        sweep_later(&s, 16);
    }
    assert_int_equal(say(&s.radio, noise, sizeof noise), 0);
    client_close(c);
    station_close(&s);
}

/* Reads on until the text came, however much stands before it. */
static void skip_to(const struct client *c, const char *text)
{
    char seen[8192] = "";
    size_t n = 0, keep = strlen(text) - 1;
    while (!strstr(seen, text)) {
        size_t kept = n < keep ? n : keep;
        memmove(seen, seen + n - kept, kept);
        ssize_t got = recv(c->fd, seen + kept, sizeof seen - 1 - kept, 0);
        assert_true(got > 0);
        n = kept + (size_t)got;
        seen[n] = '\0';
    }
}

static void a_client_that_falls_behind_and_catches_up_stays(void **state)
{
    (void)state;
    struct station s;
    station_open(&s);
    make_noise();
    struct client *c = tuned(&s, "anna");
    while (say(&s.radio, noise, sizeof noise) == 1)
        ;
    sweep_later(&s, 1);
    while (say(&s.radio, "data: mark x\n\n", 14) == 0)
        skip_to(c, "xx");
    skip_to(c, "mark x");
    assert_int_equal(say(&s.radio, "data: on x\n\n", 12), 1);
    sweep_later(&s, 3600);
    skip_to(c, "on x");
    assert_int_equal(say(&s.radio, "data: still x\n\n", 15), 1);
    skip_to(c, "still x");
    client_close(c);
    station_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_source_says_arrives_at_once),
        cmocka_unit_test(a_client_of_http_1_0_hears_too),
        cmocka_unit_test(head_tells_and_does_not_stay),
        cmocka_unit_test(many_streams_hold_no_thread),
        cmocka_unit_test(there_is_room_for_so_many_and_for_so_many_of_one_account),
        cmocka_unit_test(the_heart_beats_every_15_seconds_and_no_sweep_cuts_it),
        cmocka_unit_test(whoever_signs_out_hears_no_more),
        cmocka_unit_test(while_nobody_knows_whether_it_may_a_stream_stays_without_a_beat),
        cmocka_unit_test(a_client_that_leaves_is_noticed),
        cmocka_unit_test(the_end_of_the_server_ends_all_at_once),
        cmocka_unit_test(a_client_that_does_not_read_is_dropped),
        cmocka_unit_test(a_client_that_falls_behind_and_catches_up_stays),
    };
    return UNIT_RUN(tests);
}

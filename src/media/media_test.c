/* SPDX-License-Identifier: Apache-2.0 */
#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "db/db.h"
#include "http/server.h"
#include "media/media_api.h"
#include "media/shrink.h"
#include "unit.h"

/* Requests of strangers only: nobody is ever signed in. */
static enum err nobody(struct ctx *c, const char *token, const struct account **out)
{
    (void)c;
    (void)token;
    *out = NULL;
    return ERR_OK;
}

static bool may(const struct account *who, enum right right, const char *area)
{
    (void)who;
    (void)area;
    return right == RIGHT_PUBLIC;
}

static int64_t no_id(const struct account *who)
{
    (void)who;
    return 0;
}

struct room {
    struct ctx *c;
    struct app app;
    struct server_setup setup;
    struct reply reply;
};

static void room_open(struct room *r)
{
    *r = (struct room){.c = unit_open()};
    memset(r->app.key, 5, sizeof r->app.key);
    r->setup = (struct server_setup){
        .routes = &media_routes, .n_routes = 1, .guard = {nobody, may, no_id},
                .app = &r->app
    };
}

static int ask(struct room *r, const char *method, const char *target, const char *type,
               const void *body, size_t n)
{
    const struct pair headers[] = {
        {"Host",         "localhost"},
        {"Content-Type", type       },
    };
    assert_int_equal(
        server_request(&r->setup, r->c, method, target, headers, type ? 2 : 1, body, n, &r->reply),
        ERR_OK);
    return r->reply.status;
}

static const void *sample(struct room *r, const char *name, size_t *out_n)
{
    FILE *f = fopen(arena_printf(r->c->mem, "test/fuzz/shrink/%s", name), "rb");
    char *p = arena_alloc(r->c->mem, 1 << 16);
    assert_non_null(f);
    *out_n = fread(p, 1, 1 << 16, f);
    (void)fclose(f);
    return p;
}

static struct media_claim upload(struct room *r)
{
    size_t n;
    const struct node *reply;
    struct media_claim claim;
    const void *png = sample(r, "alpha.png", &n);
    assert_int_equal(ask(r, "POST", "/api/v1/uploads", "image/png", png, n), 201);
    assert_int_equal(json_parse(r->c, r->reply.body.p, r->reply.body.n, &reply), ERR_OK);
    claim.upload = strtoll(node_text(node_get(reply, "upload")), NULL, 10);
    claim.token = node_text(node_get(reply, "token"));
    assert_int_equal(strlen(claim.token), SECRET_TOKEN - 1);
    return claim;
}

static enum err attach(struct room *r, struct media_claim claim, int64_t *out)
{
    assert_int_equal(db_begin(r->c, DB_WRITE), ERR_OK);
    enum err err = media_attach(r->c, claim.upload, claim.token, 410105, 77, "before", out);
    assert_int_equal(db_end(r->c, err == ERR_OK), ERR_OK);
    return err;
}

static void a_photo_is_served_at_an_address_that_cannot_be_guessed(void **state)
{
    struct room r;
    int64_t id;
    char url[MEDIA_URL];
    (void)state;
    room_open(&r);
    assert_int_equal(attach(&r, upload(&r), &id), ERR_OK);
    media_url(&r.app, 410105, id, MEDIA_THUMB, url);
    assert_int_equal(ask(&r, "GET", url, NULL, NULL, 0), 200);
    assert_string_equal(r.reply.type, "image/jpeg");
    assert_string_equal(r.reply.cache, "private, max-age=31536000, immutable");
    assert_memory_equal(r.reply.body.p, "\xff\xd8\xff", 3);
    media_url(&r.app, 410105, id, MEDIA_FULL, url);
    assert_int_equal(ask(&r, "GET", url, NULL, NULL, 0), 200);
    char *mac = strrchr(url, '/') - 1;
    *mac = *mac == '0' ? '1' : '0';
    assert_int_equal(ask(&r, "GET", url, NULL, NULL, 0), 404);
    media_url(&r.app, 410105, id + 1, MEDIA_FULL, url);
    assert_int_equal(ask(&r, "GET", url, NULL, NULL, 0), 404);
    media_url(&r.app, 410105, id, MEDIA_FULL, url);
    r.app.key[0] ^= 1;
    assert_int_equal(ask(&r, "GET", url, NULL, NULL, 0), 404);
    unit_close(r.c);
}

static void what_is_no_picture_is_refused_whatever_it_is_called(void **state)
{
    static const char *const names[] = {"bomb.png", "cut.png", "text.jpg"};
    struct room r;
    size_t n;
    (void)state;
    room_open(&r);
    for (size_t i = 0; i < LEN(names); i++) {
        const void *image = sample(&r, names[i], &n);
        assert_int_equal(ask(&r, "POST", "/api/v1/uploads", "image/jpeg", image, n), 422);
        assert_non_null(strstr(r.reply.body.p, "media.not_image"));
    }
    const void *png = sample(&r, "alpha.png", &n);
    assert_int_equal(ask(&r, "POST", "/api/v1/uploads", "text/html", png, n), 415);
    assert_int_equal(ask(&r, "POST", "/api/v1/uploads", "image/webp", png, n), 201);
    unit_close(r.c);
}

static void an_upload_is_attached_once_and_by_its_uploader(void **state)
{
    struct room r;
    int64_t id;
    (void)state;
    room_open(&r);
    struct media_claim a = upload(&r), b = upload(&r);
    assert_int_equal(attach(&r, (struct media_claim){.upload = a.upload, .token = b.token}, &id),
                     ERR_INVALID);
    assert_string_equal(r.c->problem.code, "media.unknown");
    assert_int_equal(attach(&r, a, &id), ERR_OK);
    assert_int_equal(attach(&r, a, &id), ERR_INVALID);
    unit_close(r.c);
}

static void an_upload_that_nobody_attaches_is_erased_after_a_day(void **state)
{
    struct room r;
    struct db_rows rows;
    int64_t id;
    (void)state;
    room_open(&r);
    struct media_claim old = upload(&r);
    r.c->now += TIME_DAY;
    struct media_claim fresh = upload(&r);
    assert_int_equal(attach(&r, old, &id), ERR_INVALID);
    assert_int_equal(db_begin(r.c, DB_WRITE), ERR_OK);
    assert_int_equal(media_purge(r.c), ERR_OK);
    assert_int_equal(db_end(r.c, true), ERR_OK);
    r.c->now -= TIME_DAY; /* even to a clock that was put back it is gone */
    assert_int_equal(attach(&r, old, &id), ERR_INVALID);
    r.c->now += TIME_DAY;
    assert_int_equal(attach(&r, fresh, &id), ERR_OK);
    assert_int_equal(db_begin(r.c, DB_READ), ERR_OK);
    assert_int_equal(db_query(r.c, SQL_MEDIA_LIST, ARGS(db_int(410105), db_int(77)), &rows),
                     ERR_OK);
    assert_int_equal(rows.n, 1);
    assert_int_equal(db_end(r.c, true), ERR_OK);
    unit_close(r.c);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photo_is_served_at_an_address_that_cannot_be_guessed),
        cmocka_unit_test(what_is_no_picture_is_refused_whatever_it_is_called),
        cmocka_unit_test(an_upload_is_attached_once_and_by_its_uploader),
        cmocka_unit_test(an_upload_that_nobody_attaches_is_erased_after_a_day),
    };
    if (argc >= 2 && strcmp(argv[1], SHRINK_VERB) == 0)
        return shrink_main();
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "http/ask.h"

#include <string.h>

#include "base/arena.h"

static void a_stranger_is_asked_to_sign_in(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get(&a, "/api/v1/mine"), 401);
    ask_code(&a, "session.needed");
    assert_int_equal(ask_get_with(&a, "/api/v1/mine", "Authorization", "Bearer nobody"), 401);
    assert_int_equal(ask_get(&a, "/api/v1/areas/410105/x"), 401);
    assert_int_equal(a.world.runs, 0);
    ask_close(&a);
}

static void a_caller_without_the_right_is_refused(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get_with(&a, "/api/v1/areas/410105/x", "Authorization", "Bearer guest"),
                     403);
    ask_code(&a, "right.missing");
    assert_int_equal(a.world.runs, 0);
    ask_close(&a);
}

static void a_caller_of_another_area_is_refused(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get_with(&a, "/api/v1/areas/410106/x", "Authorization", "Bearer officer"),
                     403);
    ask_code(&a, "right.area");
    assert_int_equal(ask_post_keyed(&a, "/api/v1/areas/4101/notes", "Bearer officer", NULL,
                                    "{\"login\":\"one\"}"),
                     403);
    assert_int_equal(a.world.runs, 0);
    assert_int_equal(ask_notes(&a), 0);
    ask_close(&a);
}

static void a_caller_is_let_into_his_own_area(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(
        ask_get_with(&a, "/api/v1/areas/410105016/x", "Authorization", "bearer officer"), 200);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/areas/410105016/notes", "Bearer officer", NULL,
                                    "{\"login\":\"one\"}"),
                     201);
    assert_int_equal(ask_notes(&a), 1);
    ask_close(&a);
}

static void a_public_route_knows_who_is_signed_in(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get_with(&a, "/api/v1/hello/a", "Cookie", "x=1; wangge_session=officer"),
                     200);
    assert_non_null(strstr(ask_body(&a), "\"caller\":7"));
    assert_int_equal(ask_get_with(&a, "/api/v1/hello/a", "Cookie", "wangge_session=old"), 200);
    assert_non_null(strstr(ask_body(&a), "\"caller\":0"));
    ask_close(&a);
}

static void a_change_by_cookie_needs_our_own_header(void **state)
{
    (void)state;
    struct ask a;
    struct pair h[] = {
        {"Content-Type",     "application/json"      },
        {"Cookie",           "wangge_session=officer"},
        {"X-Requested-With", "wangge"                },
    };
    ask_open(&a);
    assert_int_equal(ask_raw(&a, "POST", "/api/v1/notes", h, 2, "{\"login\":\"one\"}"), 403);
    ask_code(&a, "csrf.header");
    assert_int_equal(a.world.runs, 0);
    assert_int_equal(ask_raw(&a, "POST", "/api/v1/notes", h, 3, "{\"login\":\"one\"}"), 201);
    assert_int_equal(ask_get_with(&a, "/api/v1/mine", "Cookie", "wangge_session=officer"), 200);
    ask_close(&a);
}

static void a_body_must_be_json_that_fits(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_raw(&a, "POST", "/api/v1/notes",
                             &(struct pair){"Content-Type", "text/plain"}, 1,
                             "{\"login\":\"one\"}"),
                     415);
    ask_code(&a, "body.type");
    assert_int_equal(ask_post(&a, "/api/v1/notes", "{\"login\":"), 400);
    ask_code(&a, "json.malformed");
    assert_int_equal(ask_post(&a, "/api/v1/notes", NULL), 400);
    assert_int_equal(ask_post(&a, "/api/v1/notes", "{\"login\":\"\xff\"}"), 400);
    assert_int_equal(ask_post(&a, "/api/v1/notes", "{\"login\":\"one\",\"x\":1}"), 422);
    assert_int_equal(ask_post(&a, "/api/v1/notes", "[]"), 422);
    assert_int_equal(ask_notes(&a), 0);
    ask_close(&a);
}

static void a_body_too_large_for_its_route_is_refused(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    char *large = arena_alloc(a.c->mem, (13 << 20) + 1);
    memset(large, ' ', 13 << 20);
    assert_int_equal(ask_post(&a, "/api/v1/raw", large), 413);
    ask_code(&a, "body.too_large");
    large[12 << 20] = '\0';
    assert_int_equal(ask_post(&a, "/api/v1/raw", large), 200);
    large[(64 << 10) + 1] = '\0';
    assert_int_equal(ask_post(&a, "/api/v1/notes", large), 413);
    ask_close(&a);
}

static void a_change_needs_the_current_version(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    struct pair h = {"If-Match", "\"v2\""};
    assert_int_equal(ask_raw(&a, "PATCH", "/api/v1/version", NULL, 0, NULL), 428);
    ask_code(&a, "version.missing");
    assert_int_equal(ask_raw(&a, "PATCH", "/api/v1/version", &h, 1, NULL), 412);
    ask_code(&a, "version.stale");
    h.value = "\"v3\"";
    assert_int_equal(ask_raw(&a, "PATCH", "/api/v1/version", &h, 1, NULL), 200);
    static const char *const odd[] = {"v3", "W/\"v3\"", "\"v0\"", "\"v-3\"", "*", "\"v3\", \"v4\""};
    for (size_t i = 0; i < LEN(odd); i++) {
        h.value = odd[i];
        assert_int_equal(ask_raw(&a, "PATCH", "/api/v1/version", &h, 1, NULL), 400);
    }
    ask_close(&a);
}

static void an_unchanged_version_is_not_sent_again(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get(&a, "/api/v1/version"), 200);
    assert_string_equal(a.reply.etag, "\"v3\"");
    static const char *const same[] = {"\"v3\"", "W/\"v3\"", "\"v1\", \"v3\"", "*"};
    for (size_t i = 0; i < LEN(same); i++) {
        assert_int_equal(ask_get_with(&a, "/api/v1/version", "If-None-Match", same[i]), 304);
        assert_int_equal(a.reply.body.n, 0);
    }
    assert_int_equal(ask_get_with(&a, "/api/v1/version", "If-None-Match", "\"v33\""), 200);
    ask_close(&a);
}

static void what_was_prepared_reaches_the_handler(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post(&a, "/api/v1/slow", "{}"), 200);
    assert_string_equal(ask_body(&a), "\"prepared\"");
    assert_int_equal(ask_get(&a, "/api/v1/slow"), 200);
    assert_string_equal(ask_body(&a), "\"prepared\"");
    ask_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stranger_is_asked_to_sign_in),
        cmocka_unit_test(a_caller_without_the_right_is_refused),
        cmocka_unit_test(a_caller_of_another_area_is_refused),
        cmocka_unit_test(a_caller_is_let_into_his_own_area),
        cmocka_unit_test(a_public_route_knows_who_is_signed_in),
        cmocka_unit_test(a_change_by_cookie_needs_our_own_header),
        cmocka_unit_test(a_body_must_be_json_that_fits),
        cmocka_unit_test(a_body_too_large_for_its_route_is_refused),
        cmocka_unit_test(a_change_needs_the_current_version),
        cmocka_unit_test(an_unchanged_version_is_not_sent_again),
        cmocka_unit_test(what_was_prepared_reaches_the_handler),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "http/ask.h"

#include <string.h>

#include "base/text.h"

static void a_path_parameter_reaches_the_handler_decoded(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get(&a, "/api/v1/hello/%E7%BD%91%2F%E6%A0%BC"), 200);
    assert_string_equal(ask_field(&a, "name"), "网/格");
    ask_close(&a);
}

static void a_literal_path_wins_over_a_parameter(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get(&a, "/api/v1/hello/near"), 200);
    assert_string_equal(ask_body(&a), "\"literal\"");
    ask_close(&a);
}

static void an_unknown_path_is_not_found(void **state)
{
    (void)state;
    struct ask a;
    static const char *const paths[] = {"/api/v1/nothing",  "/api/v1/hello/", "/api/v1/hello/a/b",
                                        "/api/v1//hello/a", "/api/v1/hello",  "*"};
    ask_open(&a);
    for (size_t i = 0; i < LEN(paths); i++) {
        assert_int_equal(ask_get(&a, paths[i]), 404);
        ask_code(&a, "http.route");
    }
    ask_close(&a);
}

static void a_wrong_method_is_told_the_right_ones(void **state)
{
    (void)state;
    struct ask a;
    static const char *const methods[] = {"POST", "PUT", "OPTIONS", "DELETE", "get"};
    ask_open(&a);
    for (size_t i = 0; i < LEN(methods); i++) {
        assert_int_equal(ask_raw(&a, methods[i], "/api/v1/version", NULL, 0, NULL), 405);
        ask_code(&a, "http.method");
        assert_string_equal(a.reply.allow, "GET, HEAD, PATCH");
    }
    ask_close(&a);
}

static void head_is_get_without_a_body(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_raw(&a, "HEAD", "/api/v1/version", NULL, 0, NULL), 200);
    assert_int_equal(a.reply.body.n, 0);
    assert_string_equal(a.reply.etag, "\"v3\"");
    ask_close(&a);
}

static void a_broken_path_or_query_is_malformed(void **state)
{
    (void)state;
    struct ask a;
    static const struct {
        const char *target, *code;
    } bad[] = {
        {"/api/v1/hello/%zz",               "http.path" },
        {"/api/v1/hello/%e7%bd",            "http.path" },
        {"/api/v1/hello/a%00b",             "http.path" },
        {"/api/v1/query?text=%",            "http.query"},
        {"/api/v1/query?text=%4",           "http.query"},
        {"/api/v1/query?text=%00",          "http.query"},
        {"/api/v1/query?text=%ff",          "http.query"},
        {"/api/v1/query?%c0%80=1",          "http.query"},
        {"/api/v1/query?text=\xed\xa0\x80", "http.query"},
    };
    ask_open(&a);
    for (size_t i = 0; i < LEN(bad); i++) {
        assert_int_equal(ask_get(&a, bad[i].target), 400);
        ask_code(&a, bad[i].code);
    }
    ask_close(&a);
}

static void a_query_is_read_by_type(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get(&a, "/api/v1/query?text=a+b%2B&limit=7&flag=true"), 200);
    assert_string_equal(ask_body(&a), "{\"text\":\"a b+\",\"limit\":7,\"flag\":true}");
    assert_int_equal(ask_get(&a, "/api/v1/query?text=x"), 200);
    assert_string_equal(ask_body(&a), "{\"text\":\"x\",\"limit\":-1,\"flag\":false}");
    ask_close(&a);
}

static void an_unknown_or_double_or_wrong_query_parameter_is_refused(void **state)
{
    (void)state;
    struct ask a;
    static const struct {
        const char *target, *code, *field;
    } bad[] = {
        {"/api/v1/query?text=a&sort=b",    "input.unknown_field", "sort" },
        {"/api/v1/query?text=a&text=b",    "input.twice",         "text" },
        {"/api/v1/query",                  "input.missing",       "text" },
        {"/api/v1/query?text=",            "input.length",        "text" },
        {"/api/v1/query?text=a&limit=0",   "input.range",         "limit"},
        {"/api/v1/query?text=a&limit=1.5", "input.type",          "limit"},
        {"/api/v1/query?text=a&flag=1",    "input.type",          "flag" },
    };
    ask_open(&a);
    for (size_t i = 0; i < LEN(bad); i++) {
        assert_int_equal(ask_get(&a, bad[i].target), 422);
        ask_code(&a, bad[i].code);
        assert_string_equal(ask_field(&a, "field"), bad[i].field);
    }
    ask_close(&a);
}

static void a_query_that_no_route_reads_is_refused(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get(&a, "/api/v1/version?x=1"), 422);
    ask_code(&a, "input.unknown_field");
    assert_int_equal(ask_post(&a, "/api/v1/notes?x=1", "{\"login\":\"one\"}"), 422);
    assert_int_equal(ask_notes(&a), 0);
    assert_int_equal(ask_get(&a, "/api/v1/version?"), 200);
    ask_close(&a);
}

static void a_double_or_odd_header_is_refused_at_the_door(void **state)
{
    (void)state;
    struct ask a;
    static const struct pair bad[][2] = {
        {{"Content-Length", "1"},                 {"content-length", "1"}          },
        {{"Content-Length", "1"},                 {"Transfer-Encoding", "chunked"} },
        {{"Transfer-Encoding", "gzip, chunked"},  {"A", "b"}                       },
        {{"Content-Length", "+1"},                {"A", "b"}                       },
        {{"Content-Length", "1,1"},               {"A", "b"}                       },
        {{"Host", "a"},                           {"Host", "a"}                    },
        {{"Host", "a b"},                         {"A", "b"}                       },
        {{"Authorization", "Bearer officer"},     {"Authorization", "Bearer guest"}},
        {{"Authorization", "Basic b2ZmaWNlcg=="}, {"A", "b"}                       },
        {{"If-Match", "\"v1\""},                  {"If-Match", "\"v2\""}           },
        {{"Bad name", "x"},                       {"A", "b"}                       },
        {{"", "x"},                               {"A", "b"}                       },
        {{"Naïve", "x"},                         {"A", "b"}                       },
        {{"A", "x\ry"},                           {"B", "b"}                       },
        {{"A", "\xff"},                           {"B", "b"}                       },
    };
    ask_open(&a);
    for (size_t i = 0; i < LEN(bad); i++) {
        assert_int_equal(ask_raw(&a, "GET", "/api/v1/version", bad[i], 2, NULL), 400);
        ask_code(&a, "http.header");
    }
    ask_close(&a);
}

static void a_forwarded_address_counts_from_a_local_proxy(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_get_with(&a, "/api/v1/hello/a", "X-Forwarded-For", "6.6.6.6, 10.1.2.3"),
                     200);
    assert_string_equal(ask_field(&a, "peer"), "10.1.2.3");
    ask_close(&a);
}

static void a_server_knows_where_its_caller_found_it(void **state)
{
    (void)state;
    struct ask a;
    static const struct pair plain[] = {
        {"Content-Type", "application/json"     },
        {"Host",         "grid.example.org:8080"}
    };
    static const struct pair behind[] = {
        {"Content-Type",      "application/json"},
        {"Host",              "grid.example.org"},
        {"X-Forwarded-Proto", "https"           }
    };
    ask_open(&a);
    assert_int_equal(
        ask_raw(&a, "POST", "/api/v1/papers", plain, LEN(plain), "{\"login\":\"one\"}"), 201);
    assert_string_equal(ask_body(&a), "http://grid.example.org:8080");
    assert_int_equal(
        ask_raw(&a, "POST", "/api/v1/papers", behind, LEN(behind), "{\"login\":\"two\"}"), 201);
    assert_string_equal(ask_body(&a), "https://grid.example.org");
    ask_close(&a);
}

static void a_problem_speaks_the_callers_language(void **state)
{
    (void)state;
    struct ask a;
    static const struct {
        const char *accept, *title;
    } cases[] = {
        {"en-GB,en;q=0.9,zh;q=0.8", "No such address"   },
        {"zh-CN,zh;q=0.9,en;q=0.8", "没有这个地址"},
        {"zh;q=0.5, en;q=0.7",      "No such address"   },
        {"fr",                      "没有这个地址"},
    };
    ask_open(&a);
    for (size_t i = 0; i < LEN(cases); i++) {
        assert_int_equal(ask_get_with(&a, "/nowhere", "Accept-Language", cases[i].accept), 404);
        assert_string_equal(ask_field(&a, "title"), cases[i].title);
    }
    ask_close(&a);
}

static void a_problem_is_valid_text_even_when_the_input_was_cut(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    /* 60 letters and a character of three bytes that the field of 64 cannot hold whole. */
    assert_int_equal(
        ask_get(&a, "/api/v1/query?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                    "%E7%BD%91=1"),
        422);
    assert_true(text_utf8_valid(ask_body(&a), a.reply.body.n));
    ask_code(&a, "input.unknown_field");
    ask_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_parameter_reaches_the_handler_decoded),
        cmocka_unit_test(a_literal_path_wins_over_a_parameter),
        cmocka_unit_test(an_unknown_path_is_not_found),
        cmocka_unit_test(a_wrong_method_is_told_the_right_ones),
        cmocka_unit_test(head_is_get_without_a_body),
        cmocka_unit_test(a_broken_path_or_query_is_malformed),
        cmocka_unit_test(a_query_is_read_by_type),
        cmocka_unit_test(an_unknown_or_double_or_wrong_query_parameter_is_refused),
        cmocka_unit_test(a_query_that_no_route_reads_is_refused),
        cmocka_unit_test(a_double_or_odd_header_is_refused_at_the_door),
        cmocka_unit_test(a_forwarded_address_counts_from_a_local_proxy),
        cmocka_unit_test(a_server_knows_where_its_caller_found_it),
        cmocka_unit_test(a_problem_speaks_the_callers_language),
        cmocka_unit_test(a_problem_is_valid_text_even_when_the_input_was_cut),
    };
    return UNIT_RUN(tests);
}

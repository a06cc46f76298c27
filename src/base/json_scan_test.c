/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_scan.h"

#include <string.h>

#include "base/macros.h"
#include "unit.h"

static struct json_slice slice(const char *text)
{
    return (struct json_slice){text, strlen(text)};
}

static void member(const char *text, const char *key, const char *wanted)
{
    struct json_slice found;
    assert_true(json_scan_member(slice(text), key, &found));
    assert_int_equal(found.n, strlen(wanted));
    assert_memory_equal(found.p, wanted, found.n);
}

static void a_members_value_is_found_as_it_stands(void **state)
{
    (void)state;
    member("{\"a\":1,\"b\":[1, 2]}", "b", "[1, 2]");
    member(" { \"a\" : -1.5e3 } ", "a", "-1.5e3");
    member("{\"a\":\"x\\\"}\",\"b\":\"]\"}", "b", "\"]\"");
    member("{\"a\":{\"b\":1},\"b\":{\"c\":\"}\"}}", "b", "{\"c\":\"}\"}");
    member("{\"ab\":1,\"a\":true}", "a", "true");
}

static void what_is_no_object_has_no_member(void **state)
{
    static const char *const texts[] = {
        "",          "[1]",      "{",           "{}",          "{\"b\":1}",         "{\"a\"",
        "{\"a\"",    "{\"a\":",  "{\"a\":\"x",  "{a:1}",       "{\"b\":1 \"a\":2}", "{\"a\\",
        "{\"b\":\"", "{\"a\":,", "{\"a\":[\"]", "{\"a\":\"\\",
    };
    struct json_slice found = {NULL, 0};
    (void)state;
    for (size_t i = 0; i < LEN(texts); i++)
        if (json_scan_member(slice(texts[i]), "a", &found))
            fail_msg("%s", texts[i]);
}

static void elements_come_one_after_the_other(void **state)
{
    static const char *const wanted[] = {"1", "{\"a\":[2,3]}", "\",\"", "[]"};
    struct json_slice one, list = slice(" [1, {\"a\":[2,3]} ,\",\",[] ]");
    const char *at = NULL;
    size_t n = 0;
    (void)state;
    for (; json_scan_element(list, &at, &one); n++) {
        assert_int_equal(one.n, strlen(wanted[n]));
        assert_memory_equal(one.p, wanted[n], one.n);
    }
    assert_int_equal(n, LEN(wanted));
    assert_non_null(at);
    at = NULL;
    assert_false(json_scan_element(slice("[ ]"), &at, &one));
    assert_non_null(at);
}

static void members_come_one_after_the_other(void **state)
{
    static const char *const wanted[] = {"a", "1", "b\\\"", "{\"a\":[2,3]}", "", "\",\""};
    static const char *const lies[] = {
        "", "[]", "{", "{\"a\":1", "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1 \"b\":2}"};
    struct json_slice key, one,
        object = slice(" {\"a\" : 1, \"b\\\"\":{\"a\":[2,3]} ,\"\":\",\" }");
    const char *at = NULL;
    size_t n = 0;
    (void)state;
    for (; json_scan_next(object, &at, &key, &one); n += 2) {
        assert_int_equal(key.n, strlen(wanted[n]));
        assert_memory_equal(key.p, wanted[n], key.n);
        assert_int_equal(one.n, strlen(wanted[n + 1]));
        assert_memory_equal(one.p, wanted[n + 1], one.n);
    }
    assert_int_equal(n, LEN(wanted));
    assert_non_null(at);
    at = NULL;
    assert_false(json_scan_next(slice("{ }"), &at, &key, &one));
    assert_non_null(at);
    for (size_t i = 0; i < LEN(lies); i++) {
        at = NULL;
        while (json_scan_next(slice(lies[i]), &at, &key, &one))
            continue;
        assert_null(at);
    }
}

static void lying_brackets_end_the_walk(void **state)
{
    static const char *const texts[] = {"",     "{}",   "[1",   "[1 2]", "[1,",
                                        "[,1]", "[1,]", "[[1]", "[\"]"};
    (void)state;
    for (size_t i = 0; i < LEN(texts); i++) {
        const char *at = NULL;
        struct json_slice one;
        size_t n = 0;
        while (json_scan_element(slice(texts[i]), &at, &one))
            n++;
        assert_null(at);
        assert_true(n <= 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_members_value_is_found_as_it_stands),
        cmocka_unit_test(what_is_no_object_has_no_member),
        cmocka_unit_test(elements_come_one_after_the_other),
        cmocka_unit_test(members_come_one_after_the_other),
        cmocka_unit_test(lying_brackets_end_the_walk),
    };
    return UNIT_RUN(tests);
}

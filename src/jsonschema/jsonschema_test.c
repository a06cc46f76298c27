/* SPDX-License-Identifier: Apache-2.0 */
/* What the official suite does not ask: what is refused and how it is told, and that the work is bounded. */
#include "jsonschema/jsonschema.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "unit.h"

static int start(void **state)
{
    struct ctx *c = calloc(1, sizeof *c);
    if (!c)
        return -1;
    c->mem = arena_new();
    *state = c;
    return 0;
}

static int stop(void **state)
{
    struct ctx *c = *state;
    arena_free(c->mem);
    free(c);
    return 0;
}

static const struct node *parse(struct ctx *c, const char *json)
{
    const struct node *v = NULL;
    if (json_parse(c, json, strlen(json), &v) != ERR_OK)
        fail_msg("%s: %s", json, c->problem.detail);
    return v;
}

static const struct jsonschema *schema(struct ctx *c, const char *json)
{
    const struct jsonschema *s = NULL;
    if (jsonschema_read(c, parse(c, json), JSONSCHEMA_FORMATS_CHECKED, &s) != ERR_OK)
        fail_msg("%s: %s %s", json, c->problem.field, c->problem.detail);
    return s;
}

static void refuses(void **state, const char *json, const char *at, const char *why)
{
    struct ctx *c = *state;
    const struct jsonschema *s;
    assert_int_equal(jsonschema_read(c, parse(c, json), JSONSCHEMA_FORMATS_CHECKED, &s),
                     ERR_INVALID);
    assert_string_equal(c->problem.code, "jsonschema.invalid");
    assert_string_equal(c->problem.field, at);
    if (!strstr(c->problem.detail, why))
        fail_msg("\"%s\" does not say \"%s\"", c->problem.detail, why);
}

static void faults(void **state, const char *s, const char *value, const char *at,
                   const char *keyword, const char *limit)
{
    struct jsonschema_fault why;
    assert_false(jsonschema_fits(*state, schema(*state, s), parse(*state, value), &why));
    assert_string_equal(why.keyword, keyword);
    assert_string_equal(why.at, at);
    assert_string_equal(why.limit, limit);
}

static void an_unknown_keyword_is_refused_with_its_place(void **state)
{
    refuses(state, "{\"properties\":{\"a\":{\"maxLenght\":3}}}", "/properties/a/maxLenght",
            "not a keyword");
    refuses(state, "{\"$defs\":{\"a\":{\"oops\":1}}}", "/$defs/a/oops", "not a keyword");
    refuses(state, "{\"unevaluatedItems\":false}", "/unevaluatedItems", "not a keyword");
}

static void a_keyword_of_another_type_is_refused(void **state)
{
    refuses(state, "{\"type\":\"text\"}", "/type", "no such type");
    refuses(state, "{\"type\":[]}", "/type", "names no type");
    refuses(state, "{\"maxLength\":-1}", "/maxLength", "a whole number");
    refuses(state, "{\"maxLength\":1.5}", "/maxLength", "a whole number");
    refuses(state, "{\"minimum\":\"1\"}", "/minimum", "a number");
    refuses(state, "{\"multipleOf\":0}", "/multipleOf", "a number above 0");
    refuses(state, "{\"uniqueItems\":1}", "/uniqueItems", "true or false");
    refuses(state, "{\"required\":[1]}", "/required/0", "a name");
    refuses(state, "{\"allOf\":[]}", "/allOf", "a list of schemas");
    refuses(state, "{\"items\":3}", "/items", "an object, true or false");
    refuses(state, "{\"enum\":[]}", "/enum", "a list of values");
    refuses(state, "{\"pattern\":\"(\"}", "/pattern", "no pattern: breaks at 1");
    refuses(state, "{\"patternProperties\":{\"[\":true}}", "/patternProperties/[", "no pattern");
    refuses(state, "{\"format\":\"email\"}", "/format", "date or date-time");
    refuses(state, "[]", "", "an object, true or false");
}

static void a_reference_stays_inside_and_ends(void **state)
{
    refuses(state, "{\"$ref\":\"other.json\"}", "/$ref", "only a reference inside");
    refuses(state, "{\"$ref\":\"#/$defs/gone\"}", "/$ref", "leads nowhere");
    refuses(state, "{\"$ref\":\"#/a~2\"}", "/$ref", "leads nowhere");
    refuses(state, "{\"$ref\":\"#/a%zz\"}", "/$ref", "leads nowhere");
    refuses(state, "{\"$ref\":\"#\"}", "", "refers to itself");
    refuses(state,
            "{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"not\":{\"$ref\":\"#\"}}}}",
            "", "refers to itself");
}

static void a_fault_says_where_which_keyword_and_what_it_asks(void **state)
{
    faults(state, "{\"maxLength\":2}", "\"门店名\"", "", "maxLength", "2");
    faults(state, "{\"properties\":{\"a\":{\"items\":{\"minimum\":0.5}}}}", "{\"a\":[1,0.25]}",
           "/a/1", "minimum", "0.5");
    faults(state, "{\"required\":[\"name\"]}", "{}", "", "required", "name");
    faults(state, "{\"additionalProperties\":false}", "{\"x\":1}", "/x", "additionalProperties",
           "");
    faults(state, "{\"type\":\"integer\"}", "1.5", "", "type", "integer");
    faults(state, "{\"pattern\":\"^a\"}", "\"b\"", "", "pattern", "^a");
    faults(state, "{\"format\":\"date\"}", "\"2023-02-30\"", "", "format", "date");
    /* What an alternative lacked is no fault of its own. */
    faults(state, "{\"anyOf\":[{\"minLength\":9},{\"type\":\"null\"}]}", "\"b\"", "", "anyOf", "");
}

static void a_long_place_is_cut_between_characters(void **state)
{
    struct ctx *c = *state;
    struct buf b = {.mem = c->mem};
    struct jsonschema_fault why;
    buf_text(&b, "{\"");
    for (int i = 0; i < 60; i++)
        buf_text(&b, "网格");
    buf_text(&b, "\":1}");
    assert_false(jsonschema_fits(c, schema(c, "{\"additionalProperties\":{\"type\":\"null\"}}"),
                                 parse(c, buf_str(&b)), &why));
    assert_true(strlen(why.at) > 100 && (strlen(why.at) - 1) % 3 == 0);
}

static void a_pattern_that_backtracks_without_end_finds_nothing_soon(void **state)
{
    struct jsonschema_fault why;
    const char *text =
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"";
    assert_false(jsonschema_fits(*state, schema(*state, "{\"pattern\":\"^(a+)+$\"}"),
                                 parse(*state, text), &why));
    assert_string_equal(why.keyword, "pattern");
}

/* Each level asks twice for the one below: 2^30 ways through 31 short lines. */
static void references_that_multiply_the_work_are_given_up(void **state)
{
    struct ctx *c = *state;
    struct buf b = {.mem = c->mem};
    struct jsonschema_fault why;
    buf_text(&b, "{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
    for (int i = 0; i < 30; i++)
        buf_printf(&b,
                   "\"a%d\":{\"allOf\":[{\"$ref\":\"#/$defs/a%d\"},{\"$ref\":\"#/$defs/a%d\"}]},",
                   i, i + 1, i + 1);
    buf_text(&b, "\"a30\":true}}");
    assert_false(jsonschema_fits(c, schema(c, buf_str(&b)), parse(c, "1"), &why));
    assert_string_equal(why.keyword, "steps");
}

static void ten_thousand_different_items_are_told_apart_quickly(void **state)
{
    struct ctx *c = *state;
    struct buf b = {.mem = c->mem};
    struct jsonschema_fault why;
    for (int i = 0; i < 10000; i++)
        buf_printf(&b, "%s%d,\"%d\",[%d]", i ? "," : "[", i, i, i);
    const char *all = buf_str(&b);
    const struct jsonschema *s = schema(c, "{\"uniqueItems\":true}");
    assert_true(jsonschema_fits(c, s, parse(c, arena_printf(c->mem, "%s]", all)), &why));
    assert_false(jsonschema_fits(c, s, parse(c, arena_printf(c->mem, "%s,[0.0]]", all)), &why));
}

static void a_multiple_is_reckoned_in_decimals(void **state)
{
    static const struct {
        const char *value, *by;
        bool fits;
    } cases[] = {
        {"0.3",                 "0.1",  true },
        {"1.15",                "0.01", true },
        {"1.155",               "0.01", false},
        {"-4.35",               "0.05", true },
        {"9223372036854775807", "7",    true },
        {"9223372036854775806", "7",    false},
        {"1e300",               "1e-9", true },
        {"0",                   "3",    true },
        {"25",                  "50",   false},
        {"100",                 "50",   true },
    };
    struct jsonschema_fault why;
    for (size_t i = 0; i < LEN(cases); i++) {
        struct ctx *c = *state;
        const char *s = arena_printf(c->mem, "{\"multipleOf\":%s}", cases[i].by);
        if (jsonschema_fits(c, schema(c, s), parse(c, cases[i].value), &why) != cases[i].fits)
            fail_msg("%s by %s", cases[i].value, cases[i].by);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_unknown_keyword_is_refused_with_its_place, start, stop),
        cmocka_unit_test_setup_teardown(a_keyword_of_another_type_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_reference_stays_inside_and_ends, start, stop),
        cmocka_unit_test_setup_teardown(a_fault_says_where_which_keyword_and_what_it_asks, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_long_place_is_cut_between_characters, start, stop),
        cmocka_unit_test_setup_teardown(a_pattern_that_backtracks_without_end_finds_nothing_soon,
                                        start, stop),
        cmocka_unit_test_setup_teardown(references_that_multiply_the_work_are_given_up, start,
                                        stop),
        cmocka_unit_test_setup_teardown(ten_thousand_different_items_are_told_apart_quickly, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_multiple_is_reckoned_in_decimals, start, stop),
    };
    return UNIT_RUN(tests);
}

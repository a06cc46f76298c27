/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"

struct doc {
    struct ctx c;
    struct buf out;
    struct json j;
};

static void doc_open(struct doc *d)
{
    *d = (struct doc){.c.mem = arena_new()};
    d->out.mem = d->c.mem;
    d->j.out = &d->out;
}

static void doc_close(struct doc *d)
{
    arena_free(d->c.mem);
}

/* ---- out ---- */

static void commas_stand_between_values_only(void **state)
{
    (void)state;
    struct doc d;
    doc_open(&d);
    json_object(&d.j);
    json_put_int(&d.j, "a", -1);
    json_key(&d.j, "b");
    json_array(&d.j);
    json_array_end(&d.j);
    json_key(&d.j, "c");
    json_array(&d.j);
    json_object(&d.j);
    json_end(&d.j);
    json_object(&d.j);
    json_put_bool(&d.j, "x", true);
    json_end(&d.j);
    json_null(&d.j);
    json_array_end(&d.j);
    json_put_text(&d.j, "d", NULL);
    json_put_raw(&d.j, "e", "{\"f\":1}");
    json_put_raw(&d.j, "g", NULL);
    json_end(&d.j);
    assert_string_equal(
        buf_str(&d.out),
        "{\"a\":-1,\"b\":[],\"c\":[{},{\"x\":true},null],\"d\":null,\"e\":{\"f\":1},\"g\":null}");
    doc_close(&d);
}

static void a_text_cannot_leave_its_quotes_or_its_page(void **state)
{
    (void)state;
    struct doc d;
    doc_open(&d);
    json_text(&d.j, "a\"b\\c\nd\te\x01\x7f</script>网");
    assert_string_equal(buf_str(&d.out),
                        "\"a\\\"b\\\\c\\nd\\u0009e\\u0001\\u007f\\u003c/script>网\"");
    const struct node *v;
    assert_int_equal(json_parse(&d.c, d.out.p, d.out.n, &v), ERR_OK);
    assert_string_equal(node_text(v), "a\"b\\c\nd\te\x01\x7f</script>网");
    doc_close(&d);
}

static void numbers_are_written_short(void **state)
{
    (void)state;
    static const struct {
        double v;
        int decimals;
        const char *text;
    } cases[] = {
        {113.6253,    7, "113.6253"               },
        {-0.5,        2, "-0.5"                   },
        {100,         7, "100"                    },
        {100,         0, "100"                    },
        {0.123456789, 7, "0.1234568"              },
        {1e300,       6, "1.0000000000000001e+300"},
        {-1e15,       0, "-1.0000000000000000e+15"},
        {HUGE_VAL,    6, "null"                   },
        {(double)NAN, 6, "null"                   },
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct doc d;
        doc_open(&d);
        json_real(&d.j, cases[i].v, cases[i].decimals);
        assert_string_equal(buf_str(&d.out), cases[i].text);
        doc_close(&d);
    }
}

static void degrees_are_written_exactly(void **state)
{
    (void)state;
    static const struct {
        int64_t e7;
        const char *text;
    } cases[] = {
        {0,           "0"          },
        {1,           "0.0000001"  },
        {-10,         "-0.000001"  },
        {10000000,    "1"          },
        {1136654321,  "113.6654321"},
        {-1800000000, "-180"       },
        {1136050000,  "113.605"    },
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct doc d;
        doc_open(&d);
        json_degrees(&d.j, cases[i].e7);
        assert_string_equal(buf_str(&d.out), cases[i].text);
        doc_close(&d);
    }
}

static void the_smallest_integer_is_written_whole(void **state)
{
    (void)state;
    struct doc d;
    doc_open(&d);
    json_int(&d.j, INT64_MIN);
    json_int(&d.j, INT64_MAX);
    assert_string_equal(buf_str(&d.out), "-9223372036854775808,9223372036854775807");
    doc_close(&d);
}

static void a_time_of_zero_is_null(void **state)
{
    (void)state;
    struct doc d;
    doc_open(&d);
    json_array(&d.j);
    json_time(&d.j, 0);
    json_time(&d.j, INT64_C(1795482000000000));
    json_array_end(&d.j);
    assert_string_equal(buf_str(&d.out), "[null,\"2026-11-24T09:00:00+08:00\"]");
    doc_close(&d);
}

/* ---- in ---- */

struct target {
    const char *text;
    int64_t number, time, as_of, end;
    double real;
    bool flag;
    const struct node *node;
};
static const struct field fields[] = {
    {"text",   FIELD_TEXT,  true,  offsetof(struct target, text),   2, 4  },
    {"number", FIELD_INT,   false, offsetof(struct target, number), 1, 200},
    {"time",   FIELD_TIME,  false, offsetof(struct target, time),   0, 0  },
    {"real",   FIELD_REAL,  false, offsetof(struct target, real),   0, 0  },
    {"flag",   FIELD_BOOL,  false, offsetof(struct target, flag),   0, 0  },
    {"node",   FIELD_NODE,  false, offsetof(struct target, node),   0, 0  },
    {"as_of",  FIELD_AS_OF, false, offsetof(struct target, as_of),  0, 0  },
    {"end",    FIELD_END,   false, offsetof(struct target, end),    0, 0  },
};

static enum err read_text(struct ctx *c, const char *text, struct target *out)
{
    const struct node *root;
    TRY(json_parse(c, text, strlen(text), &root));
    return json_read(c, root, fields, LEN(fields), out);
}

static void a_reference_is_written_as_it_is_read_over_the_phone(void **state)
{
    (void)state;
    struct doc d;
    char ref[TEXT_REF];
    doc_open(&d);
    text_ref(410105, 1234567890123, ref);
    json_object(&d.j);
    json_put_ref(&d.j, "of", 410105, 1234567890123);
    json_put_ref(&d.j, "none", 410105, 0);
    json_end(&d.j);
    assert_string_equal(buf_str(&d.out),
                        arena_printf(d.c.mem, "{\"of\":\"%s\",\"none\":null}", ref));
    doc_close(&d);
}

static void a_document_is_read_by_its_fields(void **state)
{
    (void)state;
    struct doc d;
    struct target t = {.text = NULL};
    doc_open(&d);
    assert_int_equal(
        read_text(&d.c,
                  "{\"text\":\"网格员\",\"number\":200,\"time\":\"2026-11-24\",\"real\":1,"
                  "\"flag\":true,\"node\":[1]}",
                  &t),
        ERR_OK);
    assert_string_equal(t.text, "网格员");
    assert_int_equal(t.number, 200);
    assert_true(t.real > 0.9 && t.real < 1.1);
    assert_true(t.flag);
    assert_int_equal(node_len(t.node), 1);
    doc_close(&d);
}

static void a_day_to_look_back_at_is_looked_at_from_its_end(void **state)
{
    (void)state;
    struct doc d;
    struct target t = {.text = NULL};
    int64_t next;
    doc_open(&d);
    assert_true(time_parse("2026-11-25", &next));
    d.c.now = next + TIME_DAY;
    assert_int_equal(read_text(&d.c, "{\"text\":\"ab\",\"as_of\":\"2026-11-24\"}", &t), ERR_OK);
    assert_int_equal(t.as_of, next - 1);
    assert_int_equal(
        read_text(&d.c, "{\"text\":\"ab\",\"as_of\":\"2026-11-25T00:00:00+08:00\"}", &t), ERR_OK);
    assert_int_equal(t.as_of, next);
    doc_close(&d);
}

static void to_look_back_at_what_lies_ahead_is_to_look_at_now(void **state)
{
    (void)state;
    struct doc d;
    struct target t = {.text = NULL};
    doc_open(&d);
    assert_true(time_parse("2026-11-24T12:00:00+08:00", &d.c.now));
    assert_int_equal(read_text(&d.c, "{\"text\":\"ab\",\"as_of\":\"2026-11-24\"}", &t), ERR_OK);
    assert_int_equal(t.as_of, 0);
    assert_int_equal(
        read_text(&d.c, "{\"text\":\"ab\",\"as_of\":\"2026-11-24T12:00:00+08:00\"}", &t), ERR_OK);
    assert_int_equal(t.as_of, 0);
    assert_int_equal(read_text(&d.c, "{\"text\":\"ab\",\"as_of\":\"2026-11-23\"}", &t), ERR_OK);
    assert_int_equal(t.as_of, d.c.now - TIME_DAY / 2 - 1);
    doc_close(&d);
}

static void the_end_of_a_span_may_lie_ahead(void **state)
{
    (void)state;
    struct doc d;
    struct target t = {.text = NULL};
    int64_t next;
    doc_open(&d);
    assert_true(time_parse("2026-11-25", &next));
    assert_true(time_parse("2026-11-24T12:00:00+08:00", &d.c.now));
    assert_int_equal(read_text(&d.c, "{\"text\":\"ab\",\"end\":\"2026-11-24\"}", &t), ERR_OK);
    assert_int_equal(t.end, next - 1);
    doc_close(&d);
}

static void what_was_not_given_is_marked_absent(void **state)
{
    (void)state;
    struct doc d;
    struct target t = {.text = NULL};
    doc_open(&d);
    assert_int_equal(read_text(&d.c, "{\"text\":\"ab\",\"number\":null}", &t), ERR_OK);
    assert_true(t.number == JSON_ABSENT && t.time == JSON_ABSENT);
    assert_true(isnan(t.real));
    assert_false(t.flag);
    assert_null(t.node);
    doc_close(&d);
}

static void a_value_that_does_not_fit_names_its_field(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code, *field;
    } bad[] = {
        {"{}",                                       "input.missing",       "text"  },
        {"{\"text\":null}",                          "input.missing",       "text"  },
        {"{\"text\":1}",                             "input.type",          "text"  },
        {"{\"text\":\"a\"}",                         "input.length",        "text"  },
        {"{\"text\":\"网格网格网\"}",           "input.length",        "text"  },
        {"{\"text\":\"ab\",\"number\":0}",           "input.range",         "number"},
        {"{\"text\":\"ab\",\"number\":201}",         "input.range",         "number"},
        {"{\"text\":\"ab\",\"number\":1.5}",         "input.type",          "number"},
        {"{\"text\":\"ab\",\"time\":\"yesterday\"}", "input.type",          "time"  },
        {"{\"text\":\"ab\",\"real\":\"1\"}",         "input.type",          "real"  },
        {"{\"text\":\"ab\",\"flag\":1}",             "input.type",          "flag"  },
        {"{\"text\":\"ab\",\"other\":1}",            "input.unknown_field", "other" },
        {"[]",                                       "input.type",          ""      },
    };
    for (size_t i = 0; i < LEN(bad); i++) {
        struct doc d;
        struct target t = {.text = NULL};
        doc_open(&d);
        assert_int_equal(read_text(&d.c, bad[i].text, &t), ERR_INVALID);
        assert_string_equal(d.c.problem.code, bad[i].code);
        assert_string_equal(d.c.problem.field, bad[i].field);
        doc_close(&d);
    }
}

static void a_malformed_document_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "{",
        "{\"a\":1,}", "{\"a\":1,\"a\":2}",
        "{'a':1}",    "{\"a\":\"\\ud800\"}",
        "[1] 2",      "{\"a\":NaN}",
        "\"\xff\"",   "{\"a\":\"\\u0000\"}",
        "nul",        "01",
    };
    for (size_t i = 0; i < LEN(bad); i++) {
        struct doc d;
        const struct node *v;
        doc_open(&d);
        assert_int_equal(json_parse(&d.c, bad[i], strlen(bad[i]), &v), ERR_INVALID);
        assert_string_equal(d.c.problem.code, "json.malformed");
        doc_close(&d);
    }
}

static void a_document_is_not_deeper_than_32(void **state)
{
    (void)state;
    struct doc d;
    const struct node *v;
    char text[80];
    doc_open(&d);
    memset(text, '[', 40);
    memset(text + 40, ']', 40);
    assert_int_equal(json_parse(&d.c, text + 8, 64, &v), ERR_OK);
    assert_int_equal(json_parse(&d.c, text, 80, &v), ERR_INVALID);
    assert_string_equal(d.c.problem.code, "json.too_deep");
    doc_close(&d);
}

static void a_tree_is_walked_in_document_order(void **state)
{
    (void)state;
    struct doc d;
    const struct node *v;
    static const char text[] = "{\"z\":1,\"a\":[true,null,2.5,\"x\"]}";
    int64_t i;
    double real;
    bool flag;
    doc_open(&d);
    assert_int_equal(json_parse(&d.c, text, strlen(text), &v), ERR_OK);
    assert_string_equal(node_key(v, 0), "z");
    assert_string_equal(node_key(v, 1), "a");
    assert_null(node_key(v, 2));
    assert_true(node_int(node_get(v, "z"), &i) && i == 1);
    assert_true(node_real(node_get(v, "z"), &real));
    const struct node *list = node_get(v, "a");
    assert_true(node_bool(node_at(list, 0), &flag) && flag);
    assert_int_equal(node_type(node_at(list, 1)), NODE_NULL);
    assert_false(node_int(node_at(list, 2), &i));
    assert_string_equal(node_text(node_at(list, 3)), "x");
    assert_null(node_at(list, 4));
    assert_null(node_get(v, "b"));
    assert_null(node_get(list, "a"));
    assert_int_equal(node_len(NULL), 0);
    doc_close(&d);
}

static void a_plain_text_is_read_by_the_same_rules(void **state)
{
    (void)state;
    struct doc d;
    struct target t = {.text = NULL};
    doc_open(&d);
    assert_int_equal(field_read_text(&d.c, &fields[0], "ab", &t), ERR_OK);
    assert_int_equal(field_read_text(&d.c, &fields[1], "7", &t), ERR_OK);
    assert_int_equal(field_read_text(&d.c, &fields[3], "-1.5", &t), ERR_OK);
    assert_int_equal(field_read_text(&d.c, &fields[4], "true", &t), ERR_OK);
    assert_true(t.number == 7 && t.real < -1.4 && t.flag);
    assert_int_equal(field_read_text(&d.c, &fields[4], "yes", &t), ERR_INVALID);
    assert_int_equal(field_read_text(&d.c, &fields[1], "7.0", &t), ERR_INVALID);
    assert_int_equal(field_read_text(&d.c, &fields[1], "201", &t), ERR_INVALID);
    assert_int_equal(field_read_text(&d.c, &fields[5], "[]", &t), ERR_INVALID);
    assert_int_equal(field_read_text(&d.c, &fields[0], NULL, &t), ERR_INVALID);
    assert_int_equal(field_read_text(&d.c, &fields[1], NULL, &t), ERR_OK);
    assert_true(t.number == JSON_ABSENT);
    doc_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_values_only),
        cmocka_unit_test(a_text_cannot_leave_its_quotes_or_its_page),
        cmocka_unit_test(numbers_are_written_short),
        cmocka_unit_test(degrees_are_written_exactly),
        cmocka_unit_test(the_smallest_integer_is_written_whole),
        cmocka_unit_test(a_time_of_zero_is_null),
        cmocka_unit_test(a_reference_is_written_as_it_is_read_over_the_phone),
        cmocka_unit_test(a_document_is_read_by_its_fields),
        cmocka_unit_test(a_day_to_look_back_at_is_looked_at_from_its_end),
        cmocka_unit_test(to_look_back_at_what_lies_ahead_is_to_look_at_now),
        cmocka_unit_test(the_end_of_a_span_may_lie_ahead),
        cmocka_unit_test(what_was_not_given_is_marked_absent),
        cmocka_unit_test(a_value_that_does_not_fit_names_its_field),
        cmocka_unit_test(a_malformed_document_is_refused),
        cmocka_unit_test(a_document_is_not_deeper_than_32),
        cmocka_unit_test(a_tree_is_walked_in_document_order),
        cmocka_unit_test(a_plain_text_is_read_by_the_same_rules),
    };
    return UNIT_RUN(tests);
}

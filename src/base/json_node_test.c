/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_node.h"

#include <string.h>

#include "base/arena.h"
#include "base/macros.h"
#include "unit.h"

static const char *canonical(struct ctx *c, const char *text)
{
    const struct node *v;
    assert_int_equal(json_parse(c, text, strlen(text), &v), ERR_OK);
    return json_node_text(c->mem, v);
}

static void equal_values_have_equal_texts(void **state)
{
    static const char *const pairs[][2] = {
        {"{ \"b\" : 1, \"a\" : [true, null] }", "{\"a\":[true,null],\"b\":1}"             },
        {"{\"a\":{\"d\":2,\"c\":\"<x>\\n\"}}",  "{\"a\":{\"c\":\"\\u003cx>\\n\",\"d\":2}}"},
        {"[1.0, 0.1, 1e2, -0.5, 123456789012]", "[1,0.1,100,-0.5,123456789012]"           },
        {"0.30000000000000004",                 "0.30000000000000004"                     },
        {"{\"\\u95e8\":\"\\u5e97\"}",           "{\"门\":\"店\"}"                       },
        {"{}",                                  "{}"                                      },
        {"[]",                                  "[]"                                      },
    };
    struct ctx c = {.mem = arena_new()};
    (void)state;
    for (size_t i = 0; i < LEN(pairs); i++) {
        const char *text = canonical(&c, pairs[i][0]);
        assert_string_equal(text, pairs[i][1]);
        assert_string_equal(canonical(&c, text), text);
    }
    arena_free(c.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_have_equal_texts),
    };
    return UNIT_RUN(tests);
}

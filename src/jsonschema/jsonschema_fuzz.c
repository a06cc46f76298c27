/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as [schema, value]: refused with a place, or judged the same twice, with a fault that has a keyword. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "jsonschema/jsonschema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(struct ctx *c, const struct jsonschema *s, const struct node *value)
{
    struct jsonschema_fault once, again;
    bool fits = jsonschema_fits(c, s, value, &once);
    assert(jsonschema_fits(c, s, value, &again) == fits);
    assert(fits || (once.keyword && once.keyword == again.keyword));
    assert(strcmp(once.at, again.at) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    const struct node *pair;
    const struct jsonschema *s;
    if (json_parse(&c, (const char *)data, size, &pair) == ERR_OK && node_len(pair) == 2) {
        if (jsonschema_read(&c, node_at(pair, 0), JSONSCHEMA_FORMATS_CHECKED, &s) == ERR_OK)
            judge(&c, s, node_at(pair, 1));
        else
            assert(strcmp(c.problem.code, "jsonschema.invalid") == 0);
    }
    arena_free(c.mem);
    return 0;
}

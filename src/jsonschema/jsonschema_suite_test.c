/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every case of the official JSON Schema test suite, draft 2020-12, for the keywords that are supported
 * (test/json-schema/README.md). What is skipped is named below with the reason, and a skip that is not needed fails.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/json_scan.h"
#include "jsonschema/jsonschema.h"
#include "unit.h"

enum { FILE_MAX = 1 << 20, CASES_MIN = 700 };

static const char suite_dir[] = "test/json-schema", optional_dir[] = "test/json-schema/optional";

struct skip {
    const char *file, *group; /* as the suite names it */
    const char *why;
};
static const char nul[] = "no text of ours has a NUL";
static const char big[] = "integers past 64 bits are refused where they are read";
static const char unevaluated[] = "unevaluated* is not supported";
static const char id[] = "$id, and with it other bases of references, is not supported";
static const char remote[] = "a schema stands alone: nothing outside of it is referred to";

static const struct skip skips[] = {
    {"bignum.json", "integer",                                                                big        },
    {"bignum.json", "maximum integer comparison",                                             big        },
    {"bignum.json", "minimum integer comparison",                                             big        },
    {"bignum.json", "number",                                                                 big        },
    {"bignum.json", "string",                                                                 big        },
    {"const.json",  "nul characters in strings",                                              nul        },
    {"defs.json",   "validate definition against metaschema",                                 remote     },
    {"enum.json",   "nul characters in strings",                                              nul        },
    {"not.json",    "collect annotations inside a 'not', even if collection is disabled",     unevaluated},
    {"ref.json",    "$id must be resolved against nearest parent, not just immediate parent", id         },
    {"ref.json",    "Recursive references between schemas",                                   id         },
    {"ref.json",    "URN base URI with NSS",                                                  id         },
    {"ref.json",    "URN base URI with URN and JSON pointer ref",                             id         },
    {"ref.json",    "URN base URI with URN and anchor ref",                                   id         },
    {"ref.json",    "URN base URI with f-component",                                          remote     },
    {"ref.json",    "URN base URI with q-component",                                          id         },
    {"ref.json",    "URN base URI with r-component",                                          id         },
    {"ref.json",    "URN ref with nested pointer ref",                                        remote     },
    {"ref.json",    "order of evaluation: $id and $anchor and $ref",                          id         },
    {"ref.json",    "order of evaluation: $id and $ref",                                      id         },
    {"ref.json",    "ref creates new scope when adjacent to keywords",                        unevaluated},
    {"ref.json",    "ref to else",                                                            remote     },
    {"ref.json",    "ref to if",                                                              remote     },
    {"ref.json",    "ref to then",                                                            remote     },
    {"ref.json",    "ref with absolute-path-reference",                                       id         },
    {"ref.json",    "refs with relative uris and defs",                                       id         },
    {"ref.json",    "relative refs with absolute uris and defs",                              id         },
    {"ref.json",    "remote ref, containing refs itself",                                     remote     },
    {"ref.json",    "simple URN base URI with $ref via the URN",                              id         },
    {"ref.json",    "simple URN base URI with JSON pointer",                                  id         },
};

struct run {
    struct ctx c;
    enum jsonschema_formats formats;
    const char *file;
    size_t cases, groups;
    bool used[LEN(skips)];
};

static const char *read_file(struct arena *mem, const char *path, size_t *out_n)
{
    char *text = arena_alloc(mem, FILE_MAX);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    *out_n = fread(text, 1, FILE_MAX, f);
    (void)fclose(f);
    assert_in_range(*out_n, 1, FILE_MAX - 1);
    return text;
}

static const struct skip *skipped(struct run *r, const char *group)
{
    for (size_t i = 0; i < LEN(skips); i++)
        if (strcmp(skips[i].file, r->file) == 0 && strcmp(skips[i].group, group) == 0) {
            r->used[i] = true;
            return &skips[i];
        }
    return NULL;
}

static void run_case(struct run *r, const char *group, const struct jsonschema *s,
                     const struct node *test)
{
    struct jsonschema_fault why;
    bool wanted = false;
    assert_true(node_bool(node_get(test, "valid"), &wanted));
    bool fits = jsonschema_fits(&r->c, s, node_get(test, "data"), &why);
    if (fits != wanted)
        fail_msg("%s: %s: %s: %s %s %s", r->file, group, node_text(node_get(test, "description")),
                 fits ? "fits" : "does not fit", fits ? "" : why.keyword, fits ? "" : why.at);
    assert_true(fits || (why.keyword && (why.at[0] == '\0' || why.at[0] == '/')));
    r->cases++;
}

/* A group is parsed apart from the others, since some hold what is no JSON here: NUL in a text, integers past 64 bits. */
static void run_group(struct run *r, struct json_slice text)
{
    const struct node *group = NULL, *tests;
    const struct jsonschema *s = NULL;
    struct json_slice name;
    assert_true(json_scan_member(text, "description", &name));
    const char *title = arena_copy_n(r->c.mem, name.p + 1, name.n - 2);
    bool read = json_parse(&r->c, text.p, text.n, &group) == ERR_OK &&
                jsonschema_read(&r->c, node_get(group, "schema"), r->formats, &s) == ERR_OK;
    if (skipped(r, title)) {
        if (read)
            fail_msg("%s: %s need not be skipped", r->file, title);
        return;
    }
    if (!read)
        fail_msg("%s: %s: %s %s", r->file, title, r->c.problem.field, r->c.problem.detail);
    tests = node_get(group, "tests");
    for (size_t i = 0; i < node_len(tests); i++)
        run_case(r, title, s, node_at(tests, i));
    r->groups++;
}

static void run_file(struct run *r, const char *dir, const char *file)
{
    const char *at = NULL;
    struct json_slice group, whole;
    r->file = file;
    r->c.mem = arena_new();
    whole.p = read_file(r->c.mem, arena_printf(r->c.mem, "%s/%s", dir, file), &whole.n);
    while (json_scan_element(whole, &at, &group))
        run_group(r, group);
    assert_non_null(at);
    arena_free(r->c.mem);
}

static void run_dir(struct run *r, const char *dir)
{
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (const struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n > 5 && strcmp(e->d_name + n - 5, ".json") == 0)
            run_file(r, dir, e->d_name);
    }
    (void)closedir(d);
}

static void the_official_suite_passes(void **state)
{
    struct run r = {.formats = JSONSCHEMA_FORMATS_TOLD};
    (void)state;
    run_dir(&r, suite_dir);
    /* Where formats bind. */
    r.formats = JSONSCHEMA_FORMATS_CHECKED;
    run_dir(&r, optional_dir);
    assert_in_range(r.cases, CASES_MIN, 10000);
    for (size_t i = 0; i < LEN(skips); i++)
        if (!r.used[i])
            fail_msg("%s: there is no %s", skips[i].file, skips[i].group);
    print_message("# %zu cases of %zu groups\n", r.cases, r.groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_official_suite_passes),
    };
    return UNIT_RUN(tests);
}

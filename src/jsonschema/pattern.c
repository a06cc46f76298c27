/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows PCRE2. A pattern is the operator's, a text is anybody's: the search is bounded. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/arena.h"
#include "jsonschema/schema.h"

enum { STEPS_MAX = 200000, DEPTH_MAX = 1000, HEAP_MAX_KB = 2048 };

struct pattern {
    pcre2_code *code;
};

static void *take(size_t n, void *mem)
{
    return arena_alloc(mem, n);
}

static void leave(void *p, void *mem)
{
    (void)p;
    (void)mem; /* the arena owns it */
}

struct pattern *pattern_read(struct arena *mem, const char *text, size_t *out_at)
{
    int why;
    pcre2_general_context *general = pcre2_general_context_create(take, leave, mem);
    pcre2_compile_context *how = pcre2_compile_context_create(general);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
                      PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_ALT_BSUX |
                          PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_UNSET_BACKREF,
                      &why, out_at, how);
    if (!code)
        return NULL;
    struct pattern *p = arena_alloc(mem, sizeof *p);
    p->code = code;
    return p;
}

bool pattern_finds(const struct pattern *p, const char *text)
{
    pcre2_match_context *how = pcre2_match_context_create(NULL);
    pcre2_match_data *where = pcre2_match_data_create(1, NULL);
    bool found = false;
    if (how && where) {
        (void)pcre2_set_match_limit(how, STEPS_MAX);
        (void)pcre2_set_depth_limit(how, DEPTH_MAX);
        (void)pcre2_set_heap_limit(how, HEAP_MAX_KB);
        found =
            pcre2_match(p->code, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, 0, where, how) >= 0;
    }
    pcre2_match_data_free(where);
    pcre2_match_context_free(how);
    return found;
}

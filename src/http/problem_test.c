/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <ctype.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "http/problem.h"
#include "http/reply.h"

/* Calls whose literals with a dot in them are codes. */
static const char *const calls[] = {"ctx_fail(", "exchange_refuse("};

static char *read_file(struct arena *mem, const char *path)
{
    FILE *f = fopen(path, "rb");
    struct buf b = {.mem = mem};
    char chunk[4096];
    size_t n;
    assert_non_null(f);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_bytes(&b, chunk, n);
    (void)fclose(f);
    buf_bytes(&b, "", 0);
    return b.p;
}

static bool is_code(const char *p, size_t n)
{
    size_t words = 1;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '.')
            words++;
        else if (!islower((unsigned char)p[i]) && p[i] != '_' &&
                 !(i && isdigit((unsigned char)p[i])))
            return false;
    }
    return words > 1 && n && islower((unsigned char)p[0]) && islower((unsigned char)p[n - 1]);
}

/* Every literal between the call and the end of its statement. */
static int check_call(const char *path, char *call)
{
    int wrong = 0;
    call[strcspn(call, ";")] = '\0';
    for (char *p = strchr(call, '"'); p; p = strchr(p, '"')) {
        size_t n = strcspn(++p, "\"");
        char *end = p + n;
        bool last = *end == '\0';
        *end = '\0';
        if (is_code(p, n) && !problem_text(p)) {
            print_error("%s uses %s, which has no words\n", path, p);
            wrong++;
        }
        if (last)
            break;
        p = end + 1;
    }
    return wrong;
}

static int check_file(const char *path)
{
    struct arena *mem = arena_new();
    int wrong = 0;
    for (size_t i = 0; i < LEN(calls); i++) {
        char *text = read_file(mem, path), *next;
        for (char *p = strstr(text, calls[i]); p; p = strstr(next, calls[i])) {
            next = p + strlen(calls[i]) + strcspn(p + strlen(calls[i]), ";");
            next += *next == ';';
            wrong += check_call(path, p);
        }
    }
    arena_free(mem);
    return wrong;
}

static void every_code_of_the_program_has_words(void **state)
{
    (void)state;
    char root[] = "src";
    char *const roots[] = {root, NULL};
    int files = 0, wrong = 0;
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    assert_non_null(tree);
    for (FTSENT *e = fts_read(tree); e; e = fts_read(tree)) {
        size_t n = strlen(e->fts_name);
        bool source = e->fts_info == FTS_F && n > 2 && strcmp(e->fts_name + n - 2, ".c") == 0;
        bool test = n > 7 && strcmp(e->fts_name + n - 7, "_test.c") == 0;
        if (!source || test)
            continue;
        files++;
        wrong += check_file(e->fts_path);
    }
    (void)fts_close(tree);
    assert_true(files > 20);
    assert_int_equal(wrong, 0);
}

static void a_code_without_words_is_noticed(void **state)
{
    (void)state;
    char good[] = "ctx_fail(c, ERR_LOGIN, \"session.needed\", \"\", \"%s\", \"\");";
    char bad[] =
        "ctx_fail(c, ERR_LOGIN, x ? \"session.needed\" : \"no.such_code\", \"\", \"1..%d\", 3);";
    assert_int_equal(check_call("good", good), 0);
    assert_int_equal(check_call("bad", bad), 1);
}

/* The table is searched by halves. */
static void the_codes_stand_in_order(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    const char *before = "";
    int rows = 0;
    char *save = NULL, *text = read_file(mem, "src/http/problem_text.c");
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        if (strncmp(line, "    {\"", 6) != 0)
            continue;
        char *code = line + 6;
        code[strcspn(code, "\"")] = '\0';
        if (strcmp(before, code) >= 0)
            fail_msg("%s stands behind %s", code, before);
        before = code;
        rows++;
    }
    assert_true(rows > 50);
    arena_free(mem);
}

static void an_unknown_code_has_no_words(void **state)
{
    (void)state;
    assert_null(problem_text("no.such_code"));
    assert_null(problem_text(""));
    assert_string_equal(problem_text("json.malformed")->en, "The body is not well-formed JSON");
}

static void an_unforeseen_failure_hides_its_detail(void **state)
{
    (void)state;
    struct ctx c = {.mem = arena_new()};
    struct req q = {.lang = LANG_EN, .id = "r-1"};
    struct reply out = {0};
    (void)ctx_fail(&c, ERR_INTERNAL, "db.failed", "", "%s", "secret path");
    problem_write(&c, &q, ERR_INTERNAL, &out);
    assert_int_equal(out.status, 500);
    assert_null(strstr(buf_str(&out.body), "secret path"));
    assert_non_null(strstr(buf_str(&out.body), "\"instance\":\"r-1\""));
    arena_free(c.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_of_the_program_has_words),
        cmocka_unit_test(a_code_without_words_is_noticed),
        cmocka_unit_test(the_codes_stand_in_order),
        cmocka_unit_test(an_unknown_code_has_no_words),
        cmocka_unit_test(an_unforeseen_failure_hides_its_detail),
    };
    return UNIT_RUN(tests);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue_world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

enum { FILE_MAX = 1 << 20 };

static const struct catalogue_options plain = {.source = "test.csv"};

struct catalogue_report bring_file(struct ctx *c, const void *p, size_t n,
                                   const struct catalogue_options *o)
{
    struct catalogue_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    if (catalogue_import(c, p, n, o ? o : &plain, &r) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

struct catalogue_report bring(struct ctx *c, const char *text, const struct catalogue_options *o)
{
    return bring_file(c, text, strlen(text), o);
}

struct catalogue_report bring_path(struct ctx *c, const char *path,
                                   const struct catalogue_options *o)
{
    char *text = arena_alloc(c->mem, FILE_MAX);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(text, 1, FILE_MAX, f);
    (void)fclose(f);
    return bring_file(c, text, n, o);
}

void refused_whole(struct ctx *c, const char *text, const char *code)
{
    struct catalogue_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(catalogue_import(c, text, strlen(text), &plain, &r), ERR_INVALID);
    assert_string_equal(c->problem.code, code);
    db_undo(c);
}

void counts(const struct catalogue_report *r, int64_t added, int64_t changed, int64_t ended,
            int64_t unchanged)
{
    assert_int_equal(r->added, added);
    assert_int_equal(r->changed, changed);
    assert_int_equal(r->ended, ended);
    assert_int_equal(r->unchanged, unchanged);
}

const char *findings(struct ctx *c, const struct catalogue_report *r)
{
    struct buf b = {.mem = c->mem};
    for (size_t i = 0; i < r->found.n; i++)
        buf_printf(&b, "%s%s %s;", r->found.v[i].error ? "!" : "", r->found.v[i].cell,
                   r->found.v[i].rule);
    return buf_str(&b);
}

static size_t list(struct ctx *c, int32_t district, const struct catalogue_row **out)
{
    size_t n;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(catalogue_rows(c, district, out, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

const char *rows(struct ctx *c, int32_t district)
{
    const struct catalogue_row *r;
    size_t n = list(c, district, &r);
    struct buf b = {.mem = c->mem};
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s.%s %s %s;", r[i].key, r[i].no, r[i].filing, r[i].limit_text);
    return buf_str(&b);
}

struct catalogue_row row_at(struct ctx *c, int32_t district, size_t i)
{
    const struct catalogue_row *r;
    size_t n = list(c, district, &r);
    assert_true(i < n);
    return r[i];
}

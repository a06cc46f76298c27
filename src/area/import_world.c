/* SPDX-License-Identifier: Apache-2.0 */
#include "area/import_world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

const struct import_options plain = {.dry_run = false};

/* One unit: imports, and commits what was applied. */
struct import_report take(struct ctx *c, const char *text, const struct import_options *o)
{
    struct import_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = area_import_csv(c, text, strlen(text), o, &r);
    if (err != ERR_OK)
        fail_msg("%s %s %s", c->problem.code, c->problem.field, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

/* "row code rule;" of all findings, errors with a '!' in front. */
const char *findings(struct ctx *c, const struct import_report *r)
{
    struct buf b = {.mem = c->mem};
    for (size_t i = 0; i < r->found.n; i++)
        buf_printf(&b, "%s%zu %s %s;", r->found.v[i].error ? "!" : "", r->found.v[i].row,
                   r->found.v[i].key, r->found.v[i].rule);
    return buf_str(&b);
}

void counts(const struct import_report *r, int64_t added, int64_t changed, int64_t unchanged)
{
    assert_int_equal(r->added, added);
    assert_int_equal(r->changed, changed);
    assert_int_equal(r->unchanged, unchanged);
}

struct db_rows journal_lines(struct ctx *c, int32_t district)
{
    struct db_rows r;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, SQL_JOURNAL_LIST,
                              ARGS(db_int(district), db_text("4"), db_text("5"), db_int(INT64_MAX),
                                   db_text("area"), db_int(100000)),
                              &r),
                     ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

/* What the journal says of an area: "action before? after?;" in order. */
const char *journal_says(struct ctx *c, const char *area)
{
    struct db_rows r = journal_lines(c, text_district(area));
    struct buf b = {.mem = c->mem};
    for (size_t i = r.n; i-- > 0;)
        if (strcmp(row_text(&r, i, 9), area) == 0)
            buf_printf(&b, "%s%s%s;", row_text(&r, i, 10), row_null(&r, i, 15) ? "" : " before",
                       row_null(&r, i, 16) ? "" : " after");
    return buf_str(&b);
}

int64_t generation(struct ctx *c)
{
    int64_t n;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(area_generation(c, &n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

struct area_row get(struct ctx *c, const char *code)
{
    struct area_row a;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(area_get(c, code, &a), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return a;
}

bool exists(struct ctx *c, const char *code)
{
    struct area_row a;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    enum err err = area_get(c, code, &a);
    assert_int_equal(db_end(c, true), ERR_OK);
    return err == ERR_OK;
}

struct import_report draw(struct ctx *c, const char *text, const struct import_options *o)
{
    struct import_report r;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = area_import_polygons(c, text, strlen(text), o, &r);
    if (err != ERR_OK)
        fail_msg("%s %s %s", c->problem.code, c->problem.field, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    return r;
}

char *read_shared(struct ctx *c, const char *name, size_t *out_n)
{
    const char *path = unit_shared(name);
    FILE *f = path ? fopen(path, "rb") : NULL;
    if (!f)
        skip();
    char *text = arena_alloc(c->mem, 2 << 20);
    *out_n = fread(text, 1, (2 << 20) - 1, f);
    (void)fclose(f);
    return text;
}

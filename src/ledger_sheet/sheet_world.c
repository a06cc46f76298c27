/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/sheet_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "ledger_sheet/columns.h"

static const struct ledger_import_options whole = {.area = DISTRICT_CODE, .source = "门店.csv"};

void desk_open(struct desk *d)
{
    *d = (struct desk){0};
    books_open(&d->b);
}

void desk_close(struct desk *d)
{
    books_close(&d->b);
}

void later(struct desk *d)
{
    d->b.w.c->now += TIME_SECOND;
}

static enum err bring_all(struct desk *d, const char *ledger, const void *p, size_t n,
                          const struct ledger_import_options *o)
{
    struct ctx *c = d->b.w.c;
    const struct ledger_plan *plan;
    later(d);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    enum err err =
        ledger_import_read(c, &d->b.w.app, programme_ledger(d->b.w.app.programmes, ledger), p, n,
                           o ? o : &whole, &plan, &d->report);
    if (err != ERR_OK) {
        db_undo(c);
        return err;
    }
    assert_int_equal(db_end(c, true), ERR_OK);
    city_begin(&d->b.w);
    return city_end(&d->b.w, ledger_import_apply(c, &d->b.w.app, plan, &d->report));
}

enum err bring_file(struct desk *d, const void *p, size_t n, const struct ledger_import_options *o)
{
    return bring_all(d, "shop", p, n, o);
}

void bring_to(struct desk *d, const char *ledger, const char *csv,
              const struct ledger_import_options *o)
{
    if (bring_all(d, ledger, csv, strlen(csv), o) != ERR_OK)
        fail_msg("%s %s", d->b.w.c->problem.code, d->b.w.c->problem.detail);
}

void bring(struct desk *d, const char *csv, const struct ledger_import_options *o)
{
    bring_to(d, "shop", csv, o);
}

void refused(struct desk *d, const char *csv, const struct ledger_import_options *o,
             const char *code)
{
    assert_int_equal(bring_file(d, csv, strlen(csv), o), ERR_INVALID);
    assert_string_equal(d->b.w.c->problem.code, code);
}

enum err undo(struct desk *d, int64_t import)
{
    later(d);
    city_begin(&d->b.w);
    return city_end(&d->b.w, ledger_import_undo(d->b.w.c, &d->b.w.app, DISTRICT, import, 1));
}

void counts(const struct desk *d, int64_t added, int64_t changed, int64_t unchanged)
{
    assert_int_equal(d->report.added, added);
    assert_int_equal(d->report.changed, changed);
    assert_int_equal(d->report.unchanged, unchanged);
}

const char *findings(struct desk *d)
{
    struct buf b = {.mem = d->b.w.c->mem};
    for (size_t i = 0; i < d->report.found.n; i++)
        buf_printf(&b, "%s%s %s;", d->report.found.v[i].error ? "!" : "", d->report.found.v[i].cell,
                   d->report.found.v[i].rule);
    return buf_str(&b);
}

const char *meanings(struct desk *d)
{
    struct buf b = {.mem = d->b.w.c->mem};
    for (size_t i = 0; i < d->report.columns->n; i++)
        buf_printf(&b, "%s %s;", d->report.columns->v[i].head,
                   column_meaning(&d->report.columns->v[i]));
    return buf_str(&b);
}

static const struct entry *list(struct desk *d, size_t *out_n)
{
    const struct entry_query q = {
        .ledger = "shop", .prefix = DISTRICT_CODE, .limit = ENTRY_PAGE_MAX};
    const struct entry *entries;
    bool more;
    assert_int_equal(db_begin(d->b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_list(d->b.w.c, &q, &entries, out_n, &more), ERR_OK);
    assert_int_equal(db_end(d->b.w.c, true), ERR_OK);
    return entries;
}

const char *shops(struct desk *d)
{
    size_t n;
    const struct entry *e = list(d, &n);
    struct buf b = {.mem = d->b.w.c->mem};
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s@%s %s;", e[i].name, e[i].area, e[i].fields);
    return buf_str(&b);
}

int64_t shop_called(struct desk *d, const char *name)
{
    size_t n;
    const struct entry *e = list(d, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(e[i].name, name) == 0)
            return e[i].id;
    fail_msg("no %s", name);
    return 0;
}

static void note_fault(void *arg, int32_t district, int64_t id)
{
    (void)district;
    *(int64_t *)arg = id;
}

int64_t faults(struct desk *d)
{
    int64_t n, last = 0;
    assert_int_equal(db_begin(d->b.w.c, DB_READ), ERR_OK);
    assert_int_equal(ledger_imports_verify(d->b.w.c, note_fault, &last, &n), ERR_OK);
    assert_int_equal(db_end(d->b.w.c, true), ERR_OK);
    return n;
}

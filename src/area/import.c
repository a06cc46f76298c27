/* SPDX-License-Identifier: Apache-2.0 */
#include "area/import_base.h"

#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"

enum { CODE_SHOWN = 40 };

void import_find(struct ctx *c, struct import_report *r, size_t row, const char *code, bool error,
                 const char *rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *detail = arena_vprintf(c->mem, fmt, args);
    va_end(args);
    findings_add(c->mem, &r->found,
                 &(struct finding){.row = row,
                                   .key = text_cut(c->mem, code, CODE_SHOWN),
                                   .error = error,
                                   .rule = rule,
                                   .detail = detail});
}

bool import_in_scope(struct ctx *c, struct import_report *r, size_t row, const char *code)
{
    if (!c->who || account_may(c->who, RIGHT_AREA_WRITE, code))
        return true;
    import_find(c, r, row, code, true, "scope", "%s", "");
    return false;
}

enum err import_check_note(struct ctx *c, const struct import_options *o)
{
    if (!area_note_is_known(o->note))
        return ctx_fail(c, ERR_INVALID, "import.option", "note", "%.30s", o->note);
    return ERR_OK;
}

enum err known_load(struct ctx *c, struct known_areas *k, int32_t district)
{
    struct db_rows r;
    for (size_t i = k->n_districts; i-- > 0;)
        if (k->districts[i] == district)
            return ERR_OK;
    k->districts =
        arena_grow(c->mem, k->districts, k->n_districts, &k->cap_districts, sizeof *k->districts);
    k->districts[k->n_districts++] = district;
    TRY(db_query(c, SQL_AREA_LIST, ARGS(db_int(district)), &r));
    for (size_t i = 0; i < r.n; i++) {
        k->rows = arena_grow(c->mem, k->rows, k->n, &k->cap, sizeof *k->rows);
        k->rows[k->n++] = area_from_row(&r, i);
    }
    return ERR_OK;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct area_row *)a)->code, ((const struct area_row *)b)->code);
}

void known_sort(struct known_areas *k)
{
    if (k->n > 0)
        qsort(k->rows, k->n, sizeof *k->rows, by_code);
}

const struct area_row *known_find(const struct known_areas *k, const char *code)
{
    struct area_row key = {.code = code};
    return k->n ? bsearch(&key, k->rows, k->n, sizeof *k->rows, by_code) : NULL;
}

enum err import_journal(struct ctx *c, const struct import_tally *t, const char *what,
                        const char *file_hash)
{
    if (t->added + t->changed == 0)
        return ERR_OK;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_int(&j, "added", t->added);
    json_put_int(&j, "changed", t->changed);
    json_put_text(&j, "file", file_hash);
    json_put_text(&j, "what", what);
    json_end(&j);
    return area_journal(c, arena_printf(c->mem, "%06d", (int)t->district), "import", 0, NULL,
                        buf_str(&b));
}

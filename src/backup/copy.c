/* SPDX-License-Identifier: Apache-2.0 */
#include "backup/copy.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

/* For each table tools/copy.awk writes three statements in this order. */
enum { COPY_ANY, COPY_READ, COPY_ADD };

static bool next_table(int *id)
{
    for ((*id)++; *id < SQL__COUNT; (*id)++)
        if (text_has_prefix(db_stmts[*id].name, "copy_any_"))
            return true;
    return false;
}

enum err copy_is_empty(struct ctx *c, bool *out)
{
    for (int id = -1; next_table(&id);) {
        struct db_rows r;
        TRY(db_query(c, (enum sql)(id + COPY_ANY), NO_ARGS, &r));
        if (r.n > 0) {
            *out = false;
            return ERR_OK;
        }
    }
    *out = true;
    return ERR_OK;
}

struct copying {
    struct ctx *to;
    enum sql add;
    int64_t rows;
};

static enum err add_row(void *arg, const struct db_value *row, size_t cols)
{
    struct copying *k = arg;
    TRY(db_exec(k->to, k->add, row, cols));
    arena_reset(k->to->mem);
    k->rows++;
    return ERR_OK;
}

static enum err copy_tables(struct ctx *from, struct copying *k, struct copy_count *out)
{
    for (int id = -1; next_table(&id);) {
        k->add = (enum sql)(id + COPY_ADD);
        TRY(db_each(from, (enum sql)(id + COPY_READ), NO_ARGS, add_row, k));
        out->tables++;
    }
    out->rows = k->rows;
    return ERR_OK;
}

/* Statements know the columns of this program's schema only. */
static enum err check_schema(struct ctx *from, struct ctx *to)
{
    struct db_rows a, b;
    TRY(db_query(to, SQL_MIGRATE_LIST, NO_ARGS, &b));
    if (db_query(from, SQL_MIGRATE_LIST, NO_ARGS, &a) != ERR_OK)
        return ctx_fail(from, ERR_INVALID, "backup.schema", "", "%s", "schema_version");
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++)
        same = strcmp(row_text(&a, i, 0), row_text(&b, i, 0)) == 0;
    if (same)
        return ERR_OK;
    return ctx_fail(from, ERR_INVALID, "backup.schema", "", "%s",
                    a.n ? row_text(&a, a.n - 1, 0) : "");
}

enum err copy_all(struct ctx *from, struct ctx *to, struct copy_count *out)
{
    bool empty = false;
    struct copying k = {.to = to};
    struct copy_count count = {0};
    enum err err = copy_is_empty(to, &empty);
    if (err == ERR_OK && !empty)
        err = ctx_fail(to, ERR_CONFLICT, "db.not_empty", "", "%s", "");
    if (err == ERR_OK)
        err = check_schema(from, to);
    if (err == ERR_OK)
        err = copy_tables(from, &k, &count);
    if (to->problem.code[0])
        from->problem = to->problem;
    if (err == ERR_OK)
        *out = count;
    return err;
}

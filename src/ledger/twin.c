/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/twin.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"

/* ';' follows ':', so that all twins of a key stand between the two. */
static const char mark[] = "|twin:", past[] = "|twin;";

const char *twin_key(struct ctx *c, const char *key, int64_t id)
{
    return arena_printf(c->mem, "%s%s%lld", key, mark, (long long)id);
}

const char *twin_base(struct ctx *c, const char *key)
{
    const char *at = strstr(key, mark);
    return at ? arena_copy_n(c->mem, key, (size_t)(at - key)) : key;
}

static struct db_value edge(struct ctx *c, const char *key, const char *end)
{
    return db_text(arena_printf(c->mem, "%s%s", key, end));
}

enum err twin_others(struct ctx *c, int32_t district, const char *ledger, const char *key,
                     int64_t id, const struct entry_twin **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_TWINS,
                 ARGS(db_int(district), db_text(ledger), db_int(id), db_text(key),
                      edge(c, key, mark), edge(c, key, past), db_int(ENTRY_TWINS_MAX)),
                 &r));
    struct entry_twin *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct entry_twin){row_int(&r, i, 0), row_text(&r, i, 1)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err entry_twins(struct ctx *c, int32_t district, int64_t id, const struct entry_twin **out,
                     size_t *out_n)
{
    struct db_rows r;
    *out_n = 0;
    TRY(db_query(c, SQL_ENTRY_KEY_OF, ARGS(db_int(district), db_int(id)), &r));
    return r.n ? twin_others(c, district, row_text(&r, 0, 0), twin_base(c, row_text(&r, 0, 1)), id,
                             out, out_n)
               : ERR_OK;
}

enum err twin_promote(struct ctx *c, int32_t district, const char *ledger, const char *key)
{
    return db_exec(c, SQL_ENTRY_TWIN_PROMOTE,
                   ARGS(db_int(district), db_text(ledger), db_text(key), edge(c, key, mark),
                        edge(c, key, past)));
}

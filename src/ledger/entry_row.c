/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/entry_row.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"

static const char *text(const struct db_value *v)
{
    return v->type == DB_TEXT ? v->p : NULL;
}

static int64_t number(const struct db_value *v)
{
    return v->type == DB_INT ? v->i : 0;
}

static void read_present(const struct db_value *row, struct entry *e)
{
    e->left_at = number(&row[COL_LEFT_AT]);
    e->left_reason = text(&row[COL_LEFT_REASON]);
    e->left_note = text(&row[COL_LEFT_NOTE]);
    e->successor = number(&row[COL_SUCCESSOR]);
    e->last_inspected = number(&row[COL_LAST_INSPECTED]);
    e->review_due = number(&row[COL_REVIEW_DUE]);
    e->open_items = number(&row[COL_OPEN_ITEMS]);
}

struct entry entry_from_row(const struct db_value *row, int64_t as_of)
{
    struct entry e = {
        .district = (int32_t)number(&row[COL_DISTRICT]),
        .id = number(&row[COL_ID]),
        .version = number(&row[COL_VERSION]),
        .n = number(&row[COL_N]),
        .ledger = text(&row[COL_LEDGER]),
        .area = text(&row[COL_AREA]),
        .name = text(&row[COL_NAME]),
        .facet = text(&row[COL_FACET]),
        .has_point = row[COL_X].type == DB_INT,
        .point = {(int32_t)number(&row[COL_X]), (int32_t)number(&row[COL_Y])},
        .post = number(&row[COL_POST]),
        .status = text(&row[COL_STATUS]),
        .status_since = number(&row[COL_STATUS_SINCE]),
        .fields = text(&row[COL_FIELDS]),
        .programme_version = number(&row[COL_PROGRAMME_VERSION]),
        .has_sealed = number(&row[COL_SEALED]) != 0,
        .has_owner = number(&row[COL_OWNER]) != 0,
        .since = number(&row[COL_SINCE]),
        .note = text(&row[COL_NOTE]),
        .created = number(&row[COL_CREATED]),
        .updated = number(&row[COL_UPDATED]),
        .gone = row[COL_LEFT_AT].type == DB_INT,
        .as_of = as_of,
    };
    if (!as_of)
        read_present(row, &e);
    return e;
}

const struct entry *entry_rows(struct ctx *c, const struct db_rows *r, int64_t as_of)
{
    struct entry *list = arena_array(c->mem, r->n, sizeof *list);
    for (size_t i = 0; i < r->n; i++)
        list[i] = entry_from_row(&r->v[i * r->cols], as_of);
    return list;
}

enum err entry_ledger(struct ctx *c, int32_t district, int64_t id, const char **out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_LEDGER, ARGS(db_int(district), db_int(id)), &r));
    *out = r.n ? row_text(&r, 0, 0) : NULL;
    return ERR_OK;
}

enum err entry_kind(struct ctx *c, const struct app *app, const struct entry *e,
                    const struct ledger_kind **out)
{
    *out = programme_ledger(app->programmes, e->ledger);
    return *out ? ERR_OK : ctx_fail(c, ERR_INTERNAL, "internal", "", "ledger %.40s", e->ledger);
}

enum err entry_next_district(struct ctx *c, const char *prefix, const char *after, int32_t *at,
                             bool *out_more)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    const char *from = after && strcmp(after, prefix) > 0 ? after : prefix;
    if (in.low == in.high) {
        *out_more = *at == 0;
        *at = in.low;
        return ERR_OK;
    }
    TRY(db_query(c, SQL_ENTRY_NEXT_DISTRICT,
                 ARGS(db_int(*at ? *at : text_district(from) - 1), db_int(in.high + 1)), &r));
    *out_more = !row_null(&r, 0, 0);
    if (*out_more)
        *at = (int32_t)row_int(&r, 0, 0);
    return ERR_OK;
}

const char *entry_aad(struct ctx *c, int32_t district, int64_t id)
{
    return arena_printf(c->mem, "entry %06d %lld", (int)district, (long long)id);
}

const char *entry_role(const struct ctx *c, const char *area)
{
    static const enum role roles[] = {ROLE_CLERK, ROLE_INSPECTOR, ROLE_SUPERVISOR};
    if (!c->who)
        return "operator";
    for (size_t i = 0; i < LEN(roles); i++)
        if (account_has_role(c->who, roles[i], area))
            return role_name(roles[i]);
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_api.h"

#include <stdlib.h>

#include "account/account.h"
#include "account/scope_api.h"
#include "base/arena.h"
#include "base/text.h"
#include "journal/journal.h"

enum { PAGE = 50, PAGE_MAX = 200, SCOPES_MAX = 32 };

struct list_in {
    const char *area, *noun, *cursor;
    int64_t limit;
};
static const struct field list_fields[] = {
    {"area",   FIELD_TEXT, false, offsetof(struct list_in, area),   1, TEXT_CODE_MAX - 1},
    {"noun",   FIELD_TEXT, false, offsetof(struct list_in, noun),   1, 20               },
    {"cursor", FIELD_TEXT, false, offsetof(struct list_in, cursor), 1, 20               },
    {"limit",  FIELD_INT,  false, offsetof(struct list_in, limit),  1, PAGE_MAX         },
};

static const char *id_text(struct ctx *c, int64_t id)
{
    return arena_printf(c->mem, "%lld", (long long)id);
}

static void put_row(struct ctx *c, struct json *j, const struct journal_row *row)
{
    char hex[2 * SECRET_HASH + 1];
    text_hex(row->hash, SECRET_HASH, hex);
    json_object(j);
    json_put_text(j, "id", id_text(c, row->id));
    json_put_text(j, "district", arena_printf(c->mem, "%06d", (int)row->district));
    if (row->seq)
        json_put_int(j, "seq", row->seq);
    else
        json_put_raw(j, "seq", NULL);
    json_put_time(j, "at", row->at);
    json_put_text(j, "who", row->who);
    json_put_text(j, "role", row->role);
    json_put_text(j, "noun", row->noun);
    json_put_ref(j, "noun_ref", row->district, row->noun_id);
    json_put_text(j, "area", row->area);
    json_put_text(j, "action", row->action);
    json_put_text(j, "state_from", row->state_from);
    json_put_text(j, "state_to", row->state_to);
    json_put_text(j, "reason", row->reason);
    json_put_text(j, "hash", row->seq ? hex : NULL);
    json_end(j);
}

static int newest_first(const void *a, const void *b)
{
    const struct journal_row *x = a, *y = b;
    return (x->id < y->id) - (x->id > y->id);
}

/* Without an area all of the caller's: the newest of each, and of those the newest. */
static enum err read_page(struct ctx *c, const struct list_in *in, int64_t before, int64_t limit,
                          struct journal_row **out, size_t *out_n)
{
    const char *areas[SCOPES_MAX] = {in->area};
    size_t n_areas = in->area ? 1 : account_scopes(c->who, RIGHT_JOURNAL_READ, areas, SCOPES_MAX);
    struct journal_row *rows = arena_array(c->mem, n_areas * (size_t)limit, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < n_areas; i++) {
        const struct journal_row *some;
        size_t n_some;
        TRY(journal_list(c, areas[i], in->noun, before, limit, &some, &n_some));
        for (size_t k = 0; k < n_some; k++)
            rows[n++] = some[k];
    }
    if (n_areas > 1)
        qsort(rows, n, sizeof *rows, newest_first);
    *out = rows;
    *out_n = n;
    return ERR_OK;
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    struct list_in in;
    struct journal_row *rows;
    size_t n;
    int64_t before = INT64_MAX;
    TRY(req_read_query(c, q, list_fields, LEN(list_fields), &in));
    if (in.cursor && (!text_int(in.cursor, &before) || before <= 0))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.30s", in.cursor);
    size_t limit = in.limit == JSON_ABSENT ? PAGE : (size_t)in.limit;
    TRY(read_page(c, &in, before, (int64_t)limit + 1, &rows, &n));
    struct json *j = &out->json;
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n && i < limit; i++)
        put_row(c, j, &rows[i]);
    json_array_end(j);
    json_put_text(j, "next", n > limit ? id_text(c, rows[limit - 1].id) : NULL);
    json_end(j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/journal", RIGHT_JOURNAL_READ, 0, scope_of_query, list, NULL},
};

const struct routes journal_routes = {table, LEN(table)};

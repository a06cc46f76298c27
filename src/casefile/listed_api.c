/* SPDX-License-Identifier: Apache-2.0 */
/* What is under the eyes of all (挂牌督办): which unit has it, since when, until when. Duties and places, never persons. */
#include <string.h>

#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/case_api.h"
#include "casefile/case_in.h"
#include "casefile/case_parts.h"
#include "casefile/casefile_list.h"
#include "db/db.h"

enum { PAGE = 50 };

struct listed_in {
    const char *area, *cursor;
};
static const struct field listed_fields[] = {
    {"area",   FIELD_TEXT, true,  offsetof(struct listed_in, area),   1, TEXT_CODE_MAX - 1},
    {"cursor", FIELD_TEXT, false, offsetof(struct listed_in, cursor), 1, 20               },
};

static enum err read_query(struct ctx *c, const struct case_view *v, const struct req *q,
                           struct listed_in *in, struct casefile_query *out)
{
    TRY(req_read_query(c, q, listed_fields, LEN(listed_fields), in));
    if (atlas_find(v->atlas, in->area) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in->area);
    *out = (struct casefile_query){.areas = &in->area,
                                   .n_areas = 1,
                                   .listed = true,
                                   .order = LIST_NEW,
                                   .before = INT64_MAX,
                                   .limit = PAGE};
    if (in->cursor && (!text_int(in->cursor, &out->before) || out->before <= 0))
        return ctx_fail(c, ERR_INVALID, "input.cursor", "cursor", "%.20s", in->cursor);
    return ERR_OK;
}

/* A team is a unit by its name; a person who holds a post alone is told by the post. */
static void put_unit(const struct case_view *v, const struct db_rows *r)
{
    struct json *j = v->j;
    json_key(j, "unit");
    if (row_null(r, 0, 3)) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "post_kind", row_text(r, 0, 3));
    json_put_text(j, "area_name", atlas_name(v->atlas, row_text(r, 0, 4)));
    json_put_text(j, "team", row_text(r, 0, 5));
    json_end(j);
}

static enum err put_case(const struct case_view *v, const struct casefile_key *key)
{
    struct json *j = v->j;
    struct db_rows r;
    TRY(db_query(v->c, SQL_LISTED_CASE,
                 ARGS(db_int(key->district), db_int(key->id), db_int(v->c->now)), &r));
    const struct case_kind *kind =
        r.n ? programme_kind(v->app->programmes, row_text(&r, 0, 0)) : NULL;
    if (!kind || kind->internal)
        return ERR_OK;
    int64_t due = row_null(&r, 0, 7) ? row_int(&r, 0, 8) : row_int(&r, 0, 7);
    json_object(j);
    json_put_ref(j, "ref", key->district, key->id);
    json_put_text(j, "kind", row_text(&r, 0, 0));
    json_put_text(j, "state", row_text(&r, 0, 1));
    json_put_text(j, "area", row_text(&r, 0, 2));
    area_put_chain(j, v->atlas, atlas_find(v->atlas, row_text(&r, 0, 2)));
    put_unit(v, &r);
    json_put_time(j, "since", row_int(&r, 0, 6));
    json_put_time(j, "due", due);
    json_put_bool(j, "overdue", due && due <= v->c->now);
    json_end(j);
    return ERR_OK;
}

static enum err listed(struct ctx *c, const struct req *q, struct reply *out)
{
    struct listed_in in;
    struct casefile_query query;
    struct casefile_keys page = {0};
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    TRY(read_query(c, &v, q, &in, &query));
    TRY(casefile_list(c, v.atlas, v.app->programmes, &query, &page));
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    for (size_t i = 0; i < page.n; i++)
        TRY(put_case(&v, &page.keys[i]));
    json_array_end(v.j);
    json_put_text(v.j, "next",
                  page.more ? arena_printf(c->mem, "%lld", (long long)page.keys[page.n - 1].id)
                            : NULL);
    json_end(v.j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/listed", RIGHT_PUBLIC, ROUTE_COSTLY, NULL, listed, NULL},
};

const struct routes listed_routes = {table, LEN(table)};

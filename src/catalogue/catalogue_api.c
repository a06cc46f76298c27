/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "catalogue/catalogue_json.h"
#include "catalogue/catalogue_sheet.h"
#include "catalogue/change_api.h"
#include "catalogue/row.h"

enum { QUERY_MAX = 40 };

struct look_in {
    const char *area, *q;
};
static const struct field look_fields[] = {
    {"area", FIELD_TEXT, false, offsetof(struct look_in, area), 1, TEXT_CODE_MAX - 1},
    {"q",    FIELD_TEXT, false, offsetof(struct look_in, q),    1, QUERY_MAX        },
};
enum { AREA_ONLY = 1 }; /* of those fields */

/* What holds for the area of the query; a caller who holds that version already gets 304 and no rows. */
struct look {
    struct look_in in;
    int32_t district; /* asked for */
    int32_t holds;    /* whose catalogue that is */
    int64_t version;
    bool known;
    const struct catalogue_row *rows;
    size_t n;
};

static enum err look(struct ctx *c, const struct req *q, size_t n_fields, struct look *l,
                     struct reply *out)
{
    struct catalogue_head head;
    *l = (struct look){0};
    TRY(req_read_query(c, q, look_fields, n_fields, &l->in));
    TRY(catalogue_district(c, l->in.area, &l->district));
    TRY(catalogue_holds(c, l->district, &l->holds));
    TRY(catalogue_head(c, l->holds, &head));
    l->version = head.version;
    out->etag = arena_printf(c->mem, "\"c%06d-%lld\"", (int)l->holds, (long long)head.version);
    out->cache = "no-cache";
    l->known = req_knows(q, out->etag);
    if (l->known) {
        out->status = 304;
        return ERR_OK;
    }
    return catalogue_rows(c, l->district, &l->rows, &l->n);
}

/* ---- the tree ---- */

static bool fits(const struct catalogue_row *r, const char *text)
{
    return !text || strncasecmp(r->key, text, strlen(text)) == 0 ||
           strcasestr(r->class_name, text) || strcasestr(r->sub_name, text) ||
           strcasestr(r->filing, text);
}

static size_t keep_fitting(struct ctx *c, struct look *l)
{
    struct catalogue_row *kept = arena_array(c->mem, l->n, sizeof *kept);
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (fits(&l->rows[i], l->in.q))
            kept[n++] = l->rows[i];
    l->rows = kept;
    return n;
}

static enum err get_tree(struct ctx *c, const struct req *q, struct reply *out)
{
    struct look l;
    struct json *j = &out->json;
    TRY(look(c, q, LEN(look_fields), &l, out));
    if (l.known)
        return ERR_OK;
    l.n = keep_fitting(c, &l);
    json_object(j);
    json_put_text(j, "district", l.holds ? arena_printf(c->mem, "%06d", (int)l.holds) : NULL);
    json_put_int(j, "version", l.version);
    json_put_int(j, "rows", (int64_t)l.n);
    json_key(j, "groups");
    catalogue_put_tree(c, j, l.rows, l.n);
    json_end(j);
    return ERR_OK;
}

static enum err get_row(struct ctx *c, const struct req *q, struct reply *out)
{
    struct look_in in;
    struct catalogue_row row;
    int32_t district;
    int64_t id;
    TRY(req_read_query(c, q, look_fields, AREA_ONLY, &in));
    TRY(catalogue_district(c, in.area, &district));
    if (!text_int(req_param(q, "id"), &id))
        return ctx_fail(c, ERR_NOT_FOUND, "catalogue.row_unknown", "", "%.30s", req_param(q, "id"));
    TRY(catalogue_get(c, district, id, &row));
    catalogue_put_row(c, &out->json, &row);
    return ERR_OK;
}

/* ---- versions and tiers ---- */

static void put_version(struct json *j, const struct catalogue_version *v)
{
    json_object(j);
    json_put_int(j, "version", v->version);
    json_put_time(j, "at", v->at);
    json_put_text(j, "by", v->by);
    json_put_text(j, "source", v->source);
    json_put_text(j, "hash", v->hash);
    json_key(j, "restored");
    if (v->restored == JSON_ABSENT)
        json_null(j);
    else
        json_int(j, v->restored);
    json_put_int(j, "rows", v->rows);
    json_put_int(j, "added", v->added);
    json_put_int(j, "changed", v->changed);
    json_put_int(j, "ended", v->ended);
    json_end(j);
}

static enum err district_asked(struct ctx *c, const struct req *q, int32_t *out)
{
    struct look_in in;
    TRY(req_read_query(c, q, look_fields, AREA_ONLY, &in));
    return catalogue_district(c, in.area, out);
}

static enum err get_versions(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct catalogue_version *list;
    struct json *j = &out->json;
    int32_t district;
    size_t n;
    int64_t current;
    TRY(district_asked(c, q, &district));
    TRY(catalogue_versions(c, district, &current, &list, &n));
    out->etag = arena_printf(c->mem, "\"v%lld\"", (long long)current);
    json_object(j);
    json_put_int(j, "version", current);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++)
        put_version(j, &list[i]);
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

static enum err get_tiers(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    TRY(district_asked(c, q, &district));
    return tiers_reply(c, district, out);
}

/* ---- files ---- */

static enum err open_file(struct ctx *c, const struct req *q, const char *end, struct look *l,
                          struct sheet_out *sheet, struct reply *out)
{
    TRY(look(c, q, AREA_ONLY, l, out));
    if (l->known)
        return ERR_OK;
    catalogue_sheet(c, l->rows, l->n, c->now, sheet);
    out->disposition = arena_printf(c->mem, "attachment; filename=\"catalogue-%06d-v%lld.%s\"",
                                    (int)l->holds, (long long)l->version, end);
    return ERR_OK;
}

static enum err get_csv(struct ctx *c, const struct req *q, struct reply *out)
{
    struct sheet_out sheet;
    struct look l;
    TRY(open_file(c, q, "csv", &l, &sheet, out));
    if (l.known)
        return ERR_OK;
    out->type = "text/csv; charset=utf-8";
    sheet_write_csv(&sheet, &out->body);
    return ERR_OK;
}

static enum err get_xlsx(struct ctx *c, const struct req *q, struct reply *out)
{
    struct sheet_out sheet;
    struct look l;
    TRY(open_file(c, q, "xlsx", &l, &sheet, out));
    if (l.known)
        return ERR_OK;
    out->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return sheet_write_xlsx(c, &sheet, &out->body);
}

/* clang-format off */
static const struct route table[] = {
    {METHOD_GET, "/api/v1/catalogue", RIGHT_PUBLIC, 0, NULL, get_tree, NULL},
    {METHOD_GET, "/api/v1/catalogue.csv", RIGHT_PUBLIC, ROUTE_COSTLY, NULL, get_csv, NULL},
    {METHOD_GET, "/api/v1/catalogue.xlsx", RIGHT_PUBLIC, ROUTE_COSTLY, NULL, get_xlsx, NULL},
    {METHOD_GET, "/api/v1/catalogue/rows/{id}", RIGHT_PUBLIC, 0, NULL, get_row, NULL},
    {METHOD_GET, "/api/v1/catalogue/versions", RIGHT_SIGNED_IN, 0, NULL, get_versions, NULL},
    {METHOD_GET, "/api/v1/catalogue/tiers", RIGHT_PUBLIC, 0, NULL, get_tiers, NULL},
    {METHOD_POST, "/api/v1/catalogue/tiers", RIGHT_RULE_WRITE, ROUTE_WRITE, change_place, change_tiers, NULL},
    {METHOD_POST, "/api/v1/catalogue/undo", RIGHT_RULE_WRITE, ROUTE_WRITE, change_place, change_undo, NULL},
    {METHOD_POST, "/api/v1/imports/catalogue", RIGHT_RULE_WRITE, ROUTE_WRITE | ROUTE_RAW_BODY, change_place,
     change_import, change_import_prepare},
};
/* clang-format on */

const struct routes catalogue_routes = {table, LEN(table)};

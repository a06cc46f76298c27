/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/change_api.h"

#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "catalogue/catalogue_json.h"
#include "catalogue/row.h"
#include "catalogue/tier.h"
#include "person/place.h"

enum { SHEET_NAME_MAX = 100, SOURCE_MAX = 200, CHOICE_MAX = 10 };

enum err catalogue_district(struct ctx *c, const char *area, int32_t *out)
{
    *out = 0;
    if (!area)
        return ERR_OK;
    if (!text_is_code(area) || strlen(area) < DIGITS_DISTRICT)
        return ctx_fail(c, ERR_INVALID, "catalogue.area", "area", "%.30s", area);
    *out = text_district(area);
    return ERR_OK;
}

enum err change_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct area_row area;
    struct db_rows r;
    int32_t district;
    TRY(catalogue_district(c, req_query(q, "area"), &district));
    if (district) {
        *out_area = arena_printf(c->mem, "%06d", (int)district);
        return place_check(c, *out_area, &area);
    }
    TRY(db_query(c, SQL_CATALOGUE_ROOTS, NO_ARGS, &r));
    for (size_t i = 0; i < r.n; i++)
        if (!account_may(c->who, RIGHT_RULE_WRITE, row_text(&r, i, 0)))
            return ctx_fail(c, ERR_DENIED, "right.missing", "", "%s", row_text(&r, i, 0));
    *out_area = r.n > 0 ? row_text(&r, 0, 0) : NULL;
    return ERR_OK;
}

/* ---- import ---- */

struct import_in {
    const char *area, *hours, *days, *sheet, *source;
    bool dry_run;
};
static const struct field import_fields[] = {
    {"area",    FIELD_TEXT, false, offsetof(struct import_in, area),    1, TEXT_CODE_MAX - 1},
    {"hours",   FIELD_TEXT, false, offsetof(struct import_in, hours),   1, CHOICE_MAX       },
    {"days",    FIELD_TEXT, false, offsetof(struct import_in, days),    1, CHOICE_MAX       },
    {"sheet",   FIELD_TEXT, false, offsetof(struct import_in, sheet),   1, SHEET_NAME_MAX   },
    {"source",  FIELD_TEXT, false, offsetof(struct import_in, source),  1, SOURCE_MAX       },
    {"dry_run", FIELD_BOOL, false, offsetof(struct import_in, dry_run), 0, 0                },
};

/* "work", or the other word. */
static enum err choose(struct ctx *c, const char *name, const char *text, const char *other,
                       bool *out)
{
    *out = text && strcmp(text, other) == 0;
    if (!text || *out || strcmp(text, "work") == 0)
        return ERR_OK;
    return ctx_fail(c, ERR_INVALID, "import.option", name, "%.20s", text);
}

struct prepared {
    struct catalogue_options options;
    struct catalogue_draft draft;
    struct catalogue_report report;
};

enum err change_import_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct prepared *p = arena_alloc(c->mem, sizeof *p);
    struct import_in in;
    TRY(req_read_query(c, q, import_fields, LEN(import_fields), &in));
    TRY(catalogue_district(c, in.area, &p->options.district));
    TRY(choose(c, "hours", in.hours, "urgent", &p->options.urgent_hours));
    TRY(choose(c, "days", in.days, "natural", &p->options.natural_days));
    p->options.dry_run = in.dry_run;
    p->options.sheet = in.sheet;
    p->options.source = in.source;
    TRY(catalogue_read(c, q->body_n ? q->body : "", q->body_n, &p->options, &p->draft, &p->report));
    *out = p;
    return ERR_OK;
}

/* The unit may run again: each time it counts from what was prepared. */
enum err change_import(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct prepared *p = q->prepared;
    struct catalogue_report report = p->report;
    TRY(catalogue_apply(c, &p->options, &p->draft, &report));
    catalogue_put_report(c, &out->json, &report);
    return ERR_OK;
}

/* ---- undo ---- */

struct undo_in {
    int64_t to;
};
static const struct field undo_fields[] = {
    {"to", FIELD_INT, false, offsetof(struct undo_in, to), 0, INT32_MAX},
};

enum err change_undo(struct ctx *c, const struct req *q, struct reply *out)
{
    struct undo_in in;
    struct catalogue_report report;
    int32_t district;
    int64_t version;
    TRY(catalogue_district(c, req_query(q, "area"), &district));
    TRY(req_read(c, q, undo_fields, LEN(undo_fields), &in));
    TRY(req_version(c, q, &version));
    if (in.to == JSON_ABSENT)
        TRY(catalogue_undo(c, district, version, &report));
    else
        TRY(catalogue_restore(c, district, version, in.to, &report));
    out->version = report.version;
    catalogue_put_report(c, &out->json, &report);
    return ERR_OK;
}

/* ---- tiers ---- */

struct tiers_in {
    const struct node *items;
};
static const struct field tiers_fields[] = {
    {"items", FIELD_NODE, true, offsetof(struct tiers_in, items), 0, 0},
};
static const struct field tier_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct tier_area, area), 1, TEXT_CODE_MAX - 1},
    {"tier", FIELD_TEXT, true, offsetof(struct tier_area, tier), 1, 1                },
};

enum err tiers_reply(struct ctx *c, int32_t district, struct reply *out)
{
    const struct tier_area *items;
    size_t n;
    struct json *j = &out->json;
    int64_t version;
    TRY(tiers_get(c, district, &version, &items, &n));
    out->etag = arena_printf(c->mem, "\"v%lld\"", (long long)version);
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_text(j, "area", items[i].area);
        json_put_text(j, "tier", items[i].tier);
        json_end(j);
    }
    json_array_end(j);
    json_put_int(j, "version", version);
    json_end(j);
    return ERR_OK;
}

/* Version 0 has no If-Match of its own: the first list of a district may come without. */
enum err change_tiers(struct ctx *c, const struct req *q, struct reply *out)
{
    struct tier_area *items;
    struct tiers_in in;
    int32_t district;
    TRY(catalogue_district(c, req_query(q, "area"), &district));
    TRY(req_read(c, q, tiers_fields, LEN(tiers_fields), &in));
    size_t n = node_len(in.items);
    if (node_type(in.items) != NODE_ARRAY || n > TIERS_MAX || district == 0)
        return ctx_fail(c, ERR_INVALID, district ? "input.range" : "catalogue.area", "items", "%d",
                        TIERS_MAX);
    items = arena_array(c->mem, n, sizeof *items);
    for (size_t i = 0; i < n; i++)
        TRY(json_read(c, node_at(in.items, i), tier_fields, LEN(tier_fields), &items[i]));
    TRY(tiers_set(c, district, q->if_match, items, n));
    return tiers_reply(c, district, out);
}

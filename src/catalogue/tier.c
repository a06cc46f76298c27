/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/tier.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "catalogue/row.h"
#include "journal/journal.h"
#include "person/place.h"

enum err tiers_get(struct ctx *c, int32_t district, int64_t *out_version,
                   const struct tier_area **out, size_t *out_n)
{
    struct catalogue_head head;
    struct db_rows r;
    TRY(catalogue_head(c, district, &head));
    TRY(db_query(c, SQL_CATALOGUE_TIERS, ARGS(db_int(district)), &r));
    struct tier_area *items = arena_array(c->mem, r.n, sizeof *items);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct tier_area){row_text(&r, i, 0), row_text(&r, i, 1)};
    *out_version = head.tiers_version;
    *out = items;
    *out_n = r.n;
    return ERR_OK;
}

static enum err check(struct ctx *c, int32_t district, const struct tier_area *items, size_t i)
{
    static const char *const tiers[CATALOGUE_TIERS] = {"A", "B", "C"};
    const struct tier_area *item = &items[i];
    struct area_row area;
    size_t k = 0;
    while (k < LEN(tiers) && strcmp(tiers[k], item->tier) != 0)
        k++;
    if (k == LEN(tiers))
        return ctx_fail(c, ERR_INVALID, "catalogue.tier", "tier", "%.10s", item->tier);
    if (!text_is_code(item->area) || strlen(item->area) < DIGITS_DISTRICT ||
        text_district(item->area) != district)
        return ctx_fail(c, ERR_INVALID, "catalogue.area", "area", "%.30s", item->area);
    for (size_t other = 0; other < i; other++)
        if (strcmp(items[other].area, item->area) == 0)
            return ctx_fail(c, ERR_INVALID, "catalogue.twice", "area", "%s", item->area);
    return place_check(c, item->area, &area);
}

static const char *document(struct ctx *c, const struct tier_area *items, size_t n)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_array(&j);
    for (size_t i = 0; i < n; i++) {
        json_object(&j);
        json_put_text(&j, "area", items[i].area);
        json_put_text(&j, "tier", items[i].tier);
        json_end(&j);
    }
    json_array_end(&j);
    return buf_str(&b);
}

static bool listed(const char *area, const struct tier_area *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(items[i].area, area) == 0)
            return true;
    return false;
}

static enum err replace(struct ctx *c, int32_t district, const struct tier_area *old, size_t n_old,
                        const struct tier_area *items, size_t n)
{
    for (size_t i = 0; i < n_old; i++)
        if (!listed(old[i].area, items, n))
            TRY(db_exec(c, SQL_CATALOGUE_TIER_END, ARGS(db_int(district), db_text(old[i].area))));
    for (size_t i = 0; i < n; i++)
        TRY(db_exec(c, SQL_CATALOGUE_TIER_SET,
                    ARGS(db_int(district), db_text(items[i].area), db_text(items[i].tier))));
    return ERR_OK;
}

enum err tiers_set(struct ctx *c, int32_t district, int64_t version, const struct tier_area *items,
                   size_t n)
{
    const struct tier_area *old;
    int64_t current;
    size_t n_old;
    struct db_rows r;
    for (size_t i = 0; i < n; i++)
        TRY(check(c, district, items, i));
    TRY(catalogue_head_need(c, district));
    TRY(db_query(c, SQL_CATALOGUE_TIERS_CHANGE, ARGS(db_int(district), db_int(version)), &r));
    TRY(tiers_get(c, district, &current, &old, &n_old));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)current);
    TRY(replace(c, district, old, n_old, items, n));
    const struct journal_entry e = {.district = district,
                                    .noun = "catalogue",
                                    .action = "tiers",
                                    .role = c->who ? "admin" : "operator",
                                    .area = arena_printf(c->mem, "%06d", (int)district),
                                    .before = document(c, old, n_old),
                                    .after = document(c, items, n)};
    return journal_append(c, &e);
}

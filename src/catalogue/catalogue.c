/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "catalogue/row.h"
#include "catalogue/words.h"

/* Places of the columns in catalogue.sql. */
enum {
    ID,
    VERSION_FROM,
    VERSION_TO,
    CODE,
    NO,
    CLASS_NAME,
    SUB_NAME,
    FILING,
    LIMITS, /* unit and ticks of each tier */
    CLOSING = LIMITS + 2 * CATALOGUE_TIERS,
    UNIT,
    DEPARTMENT,
    BASIS,
    DISTRICT
};

static const char first[] = "", last[] = "~"; /* around all codes */

enum err catalogue_head(struct ctx *c, int32_t district, struct catalogue_head *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CATALOGUE_HEAD, ARGS(db_int(district)), &r));
    *out = (struct catalogue_head){0};
    if (r.n > 0)
        *out = (struct catalogue_head){row_int(&r, 0, 0), row_int(&r, 0, 1), row_int(&r, 0, 2)};
    return ERR_OK;
}

enum err catalogue_head_need(struct ctx *c, int32_t district)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CATALOGUE_HEAD, ARGS(db_int(district)), &r));
    if (r.n > 0)
        return ERR_OK;
    TRY(db_query(c, SQL_CATALOGUE_HEAD_ADD, ARGS(db_int(district)), &r));
    return r.n > 0 ? ERR_OK : ctx_fail(c, ERR_BUSY, "db.busy", "", "%06d", (int)district);
}

enum err catalogue_holds(struct ctx *c, int32_t district, int32_t *out)
{
    struct catalogue_head head;
    TRY(catalogue_head(c, district, &head));
    *out = head.n_rows > 0 ? district : 0;
    return ERR_OK;
}

static bool read_limits(const struct db_rows *r, size_t i, struct limit out[CATALOGUE_TIERS])
{
    for (size_t k = 0; k < CATALOGUE_TIERS; k++) {
        out[k].ticks = row_int(r, i, LIMITS + 2 * k + 1);
        if (!limit_unit_parse(row_text(r, i, LIMITS + 2 * k), &out[k].unit) || out[k].ticks <= 0)
            return false;
    }
    return true;
}

static bool from_row(struct arena *mem, const struct db_rows *r, size_t i,
                     struct catalogue_row *out)
{
    const char *code = row_text(r, i, CODE);
    *out = (struct catalogue_row){
        .district = (int32_t)row_int(r, i, DISTRICT),
        .id = row_int(r, i, ID),
        .version = row_int(r, i, VERSION_FROM),
        .ended = row_int(r, i, VERSION_TO),
        .current = row_null(r, i, VERSION_TO),
        .key = code,
        .group = code[0] == 'c' ? "component" : "event",
        .class_name = row_text(r, i, CLASS_NAME),
        .sub_name = row_text(r, i, SUB_NAME),
        .no = arena_printf(mem, "%lld", (long long)row_int(r, i, NO)),
        .filing = row_text(r, i, FILING),
        .closing = row_text(r, i, CLOSING),
        .unit = row_text(r, i, UNIT),
        .department = row_text(r, i, DEPARTMENT),
        .basis = row_text(r, i, BASIS),
    };
    if (!read_limits(r, i, out->limits))
        return false;
    out->limit_text = words_of_limits(mem, out->limits);
    return true;
}

enum err catalogue_from_rows(struct ctx *c, const struct db_rows *r,
                             const struct catalogue_row **out, size_t *out_n)
{
    struct catalogue_row *rows = arena_array(c->mem, r->n, sizeof *rows);
    for (size_t i = 0; i < r->n; i++)
        if (!from_row(c->mem, r, i, &rows[i]))
            return ctx_fail(c, ERR_INTERNAL, "catalogue.row", "", "%lld",
                            (long long)row_int(r, i, ID));
    *out = rows;
    *out_n = r->n;
    return ERR_OK;
}

enum err catalogue_place(struct ctx *c, int32_t district, const char **out)
{
    struct db_rows r;
    if (district) {
        *out = arena_printf(c->mem, "%06d", (int)district);
        return ERR_OK;
    }
    TRY(db_query(c, SQL_CATALOGUE_ROOTS, NO_ARGS, &r));
    *out = r.n > 0 ? row_text(&r, 0, 0) : "0";
    return ERR_OK;
}

/* ---- reading ---- */

enum err catalogue_get(struct ctx *c, int32_t district, int64_t id, struct catalogue_row *out)
{
    const struct catalogue_row *rows;
    struct db_rows r;
    size_t n;
    TRY(db_query(c, SQL_CATALOGUE_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0 && district != 0)
        TRY(db_query(c, SQL_CATALOGUE_GET, ARGS(db_int(0), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "catalogue.row_unknown", "standard", "%lld",
                        (long long)id);
    TRY(catalogue_from_rows(c, &r, &rows, &n));
    *out = rows[0];
    return ERR_OK;
}

static enum err current(struct ctx *c, int32_t district, const char *from, const char *end,
                        const struct catalogue_row **out, size_t *out_n)
{
    struct db_rows r;
    int32_t holds;
    TRY(catalogue_holds(c, district, &holds));
    TRY(db_query(c, SQL_CATALOGUE_CURRENT, ARGS(db_int(holds), db_text(from), db_text(end)), &r));
    return catalogue_from_rows(c, &r, out, out_n);
}

/* Keys have all the same length, so nothing lies between one and the same with a character more. */
enum err catalogue_rows_of(struct ctx *c, int32_t district, const char *key,
                           const struct catalogue_row **out, size_t *out_n)
{
    return current(c, district, key, arena_printf(c->mem, "%s0", key), out, out_n);
}

enum err catalogue_rows(struct ctx *c, int32_t district, const struct catalogue_row **out,
                        size_t *out_n)
{
    return current(c, district, first, last, out, out_n);
}

/* Prefixes of one code come the shorter first: the last that fits is the longest. */
enum err catalogue_tier(struct ctx *c, int32_t district, const char *area, int *out_tier)
{
    struct db_rows r;
    int tier = 0;
    TRY(db_query(c, SQL_CATALOGUE_TIERS, ARGS(db_int(district)), &r));
    for (size_t i = 0; i < r.n; i++)
        if (text_has_prefix(area, row_text(&r, i, 0)))
            tier = row_text(&r, i, 1)[0] - 'A';
    *out_tier = tier;
    return ERR_OK;
}

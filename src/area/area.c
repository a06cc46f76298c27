/* SPDX-License-Identifier: Apache-2.0 */
#include "area/area.h"

#include <string.h>

#include "area/area_row.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "db/db.h"
#include "journal/journal.h"

struct area_row area_from_row(const struct db_rows *r, size_t i)
{
    return (struct area_row){
        .code = row_text(r, i, 0),
        .name = row_text(r, i, 1),
        .level = row_text(r, i, 2),
        .parent = row_text(r, i, 3),
        .note = row_text(r, i, 4),
        .households = row_opt(r, i, 5),
        .population = row_opt(r, i, 6),
        .valid_from = row_int(r, i, 7),
        .valid_to = row_int(r, i, 8),
        .version = row_int(r, i, 9),
    };
}

enum err area_get(struct ctx *c, const char *code, struct area_row *out)
{
    struct db_rows r;
    if (!text_is_code(code))
        return ctx_fail(c, ERR_INVALID, "area.code", "", "%.30s", code);
    TRY(db_query(c, SQL_AREA_GET, ARGS(db_int(text_district(code)), db_text(code)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "", "%s", code);
    *out = area_from_row(&r, 0);
    return ERR_OK;
}

bool area_note_is_known(const char *note)
{
    return !note || strcmp(note, "derived") == 0 || strcmp(note, "made_up") == 0;
}

bool area_name_is_text(const char *name)
{
    return text_is_name(name, AREA_NAME_MAX);
}

static enum err check_fields(struct ctx *c, const struct area_row *a)
{
    if (!text_is_code(a->code))
        return ctx_fail(c, ERR_INVALID, "area.code", "code", "%.30s", a->code);
    if (!area_name_is_text(a->name))
        return ctx_fail(c, ERR_INVALID, "area.name", "name", "1..%d", AREA_NAME_MAX);
    if (!area_level_is_word(a->level))
        return ctx_fail(c, ERR_INVALID, "area.level", "level", "a-z _ (1..%d)", AREA_LEVEL_MAX);
    if (!area_note_is_known(a->note))
        return ctx_fail(c, ERR_INVALID, "area.note", "note", "derived, made_up");
    return ERR_OK;
}

static enum err check_parent(struct ctx *c, const struct area_row *a, const char **out_level)
{
    struct area_row parent = {0};
    *out_level = NULL;
    if (!a->parent)
        return ERR_OK;
    if (!text_is_code(a->parent) || !text_has_prefix(a->code, a->parent) ||
        strlen(a->code) == strlen(a->parent))
        return ctx_fail(c, ERR_INVALID, "area.parent_prefix", "parent", "%.30s", a->parent);
    enum err err = area_get(c, a->parent, &parent);
    if (err == ERR_NOT_FOUND)
        return ctx_fail(c, ERR_INVALID, "area.parent_unknown", "parent", "%s", a->parent);
    TRY(err);
    *out_level = parent.level;
    return ERR_OK;
}

const char *area_document(struct ctx *c, const struct area_row *a)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "code", a->code);
    if (a->households != JSON_ABSENT)
        json_put_int(&j, "households", a->households);
    json_put_text(&j, "level", a->level);
    json_put_text(&j, "name", a->name);
    json_put_text(&j, "note", a->note);
    json_put_text(&j, "parent", a->parent);
    if (a->population != JSON_ABSENT)
        json_put_int(&j, "population", a->population);
    json_end(&j);
    return buf_str(&b);
}

enum err area_journal(struct ctx *c, const char *code, const char *action, int64_t version,
                      const char *before, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = text_district(code),
                                                     .noun = "area",
                                                     .action = action,
                                                     .role = c->who ? "admin" : "operator",
                                                     .version = version,
                                                     .area = code,
                                                     .before = before,
                                                     .after = after});
}

enum err area_add(struct ctx *c, const struct area_row *a)
{
    const char *parent_level;
    struct db_rows r;
    TRY(check_fields(c, a));
    TRY(check_parent(c, a, &parent_level));
    TRY(area_level_need(c, a->level, parent_level));
    TRY(db_query(c, SQL_AREA_ADD,
                 ARGS(db_int(text_district(a->code)), db_text(a->code), db_text(a->name),
                      db_text(a->level), db_text(a->parent), db_text(a->note),
                      db_opt(a->households), db_opt(a->population), db_int(c->now)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "area.exists", "code", "%s", a->code);
    return area_journal(c, a->code, "create", 1, NULL, area_document(c, a));
}

enum err area_polygon_get(struct ctx *c, const char *code, struct area_polygon *out)
{
    struct db_rows r;
    if (!text_is_code(code))
        return ctx_fail(c, ERR_INVALID, "area.code", "", "%.30s", code);
    TRY(db_query(c, SQL_AREA_POLYGON_GET,
                 ARGS(db_int(text_district(code)), db_text(code), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.no_polygon", "", "%s", code);
    *out = (struct area_polygon){.source = row_text(&r, 0, 0),
                                 .source_crs = row_text(&r, 0, 1),
                                 .note = row_text(&r, 0, 2),
                                 .valid_from = row_int(&r, 0, 3),
                                 .area_m2 = row_real(&r, 0, 4)};
    out->wkb = row_blob(&r, 0, 5, &out->wkb_n);
    return ERR_OK;
}

enum err area_publish(struct ctx *c)
{
    return db_exec(c, SQL_AREA_PUBLISH, NO_ARGS);
}

enum err area_generation(struct ctx *c, int64_t *out)
{
    struct db_rows r;
    int64_t generation = 0;
    TRY(db_query(c, SQL_AREA_GENERATION, NO_ARGS, &r));
    if (r.n > 0 && !text_int(row_text(&r, 0, 0), &generation))
        return ctx_fail(c, ERR_INTERNAL, "db.type", "", "areas_generation");
    *out = generation;
    return ERR_OK;
}

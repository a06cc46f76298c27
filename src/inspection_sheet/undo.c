/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection/inspection.h"
#include "inspection_sheet/import.h"
#include "journal/journal.h"
#include "ledger/draft.h"

enum { NAMES_SHOWN = 8, LIST_MAX = 200 };

/* ---- what was imported ---- */

static struct past_import from_row(const struct db_rows *r, size_t i)
{
    return (struct past_import){
        .district = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .at = row_int(r, i, 2),
        .added = row_int(r, i, 3),
        .unchanged = row_int(r, i, 4),
        .undone = row_int(r, i, 5),
        .version = row_int(r, i, 6),
        .ledger = row_text(r, i, 7),
        .area = row_text(r, i, 8),
        .who = row_text(r, i, 9),
        .source = row_text(r, i, 10),
        .part = row_text(r, i, 11),
    };
}

enum err past_imports(struct ctx *c, const char *ledger, const char *prefix,
                      const struct past_import **out, size_t *out_n)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    TRY(db_query(c, SQL_PAST_IMPORTS,
                 ARGS(db_int(in.low), db_int(in.high + 1), db_text(ledger), db_text(in.from),
                      db_text(in.end), db_int(LIST_MAX)),
                 &r));
    struct past_import *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = from_row(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err past_import_get(struct ctx *c, int32_t district, int64_t id, struct past_import *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PAST_IMPORT, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "import.unknown", "", "%lld", (long long)id);
    *out = from_row(&r, 0);
    return ERR_OK;
}

/* ---- taking it back ---- */

static enum err refuse_used(struct ctx *c, const struct past_import *i)
{
    struct db_rows r;
    struct buf b = {.mem = c->mem};
    TRY(db_query(c, SQL_PAST_UNDO_BLOCKED,
                 ARGS(db_int(i->district), db_int(i->id), db_int(NAMES_SHOWN + 1)), &r));
    if (r.n == 0)
        return ERR_OK;
    for (size_t k = 0; k < r.n && k < NAMES_SHOWN; k++)
        buf_printf(&b, "%s%s", k ? "、" : "", text_cut(c->mem, row_text(&r, k, 0), 16));
    if (r.n > NAMES_SHOWN)
        buf_text(&b, " …");
    return ctx_fail(c, ERR_CONFLICT, "import.changed_since", "", "%s", buf_str(&b));
}

/* Each entry is as if they had never been, from the first of them on. */
static enum err regrade_all(struct ctx *c, const struct app *app, const struct past_import *i,
                            const struct db_rows *entries)
{
    struct ctx scratch = {.mem = arena_new(), .db = c->db, .who = c->who, .now = c->now};
    enum err err = ERR_OK;
    for (size_t k = 0; k < entries->n && err == ERR_OK; k++) {
        arena_reset(scratch.mem);
        err = inspection_regrade(&scratch, app, i->district, row_int(entries, k, 0),
                                 row_int(entries, k, 1));
    }
    if (err != ERR_OK)
        c->problem = scratch.problem;
    arena_free(scratch.mem);
    return err;
}

static enum err take_back(struct ctx *c, const struct app *app, const struct past_import *i)
{
    struct db_rows entries;
    const struct db_value district = db_int(i->district), id = db_int(i->id);
    TRY(db_query(c, SQL_PAST_UNDO_ENTRIES, ARGS(district, id), &entries));
    TRY(db_exec(c, SQL_PAST_UNDO, ARGS(district, id)));
    return regrade_all(c, app, i, &entries);
}

enum err past_import_undo(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          int64_t version)
{
    struct past_import i = {0};
    struct db_rows r;
    TRY(past_import_get(c, district, id, &i));
    if (i.undone)
        return ctx_fail(c, ERR_CONFLICT, "import.undone", "", "%s", "");
    if (strcmp(i.part, "answers") == 0)
        return ctx_fail(c, ERR_CONFLICT, "import.answers", "", "%s", "");
    TRY(db_query(c, SQL_PAST_UNDO_MARK,
                 ARGS(db_int(district), db_int(id), db_int(version), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)i.version);
    TRY(refuse_used(c, &i));
    TRY(take_back(c, app, &i));
    return journal_append(c, &(struct journal_entry){.district = district,
                                                     .noun = "inspection_import",
                                                     .noun_id = id,
                                                     .version = row_int(&r, 0, 0),
                                                     .area = i.area,
                                                     .action = "undo",
                                                     .role = entry_role(c, i.area)});
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger_sheet/import.h"

enum { NAMES_SHOWN = 8, LIST_MAX = 200 };

/* ---- what was imported ---- */

static struct ledger_import from_row(const struct db_rows *r, size_t i)
{
    return (struct ledger_import){
        .district = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .at = row_int(r, i, 2),
        .added = row_int(r, i, 3),
        .changed = row_int(r, i, 4),
        .unchanged = row_int(r, i, 5),
        .undone = row_int(r, i, 6),
        .version = row_int(r, i, 7),
        .ledger = row_text(r, i, 8),
        .area = row_text(r, i, 9),
        .who = row_text(r, i, 10),
        .source = row_text(r, i, 11),
    };
}

enum err ledger_imports(struct ctx *c, const char *ledger, const char *prefix,
                        const struct ledger_import **out, size_t *out_n)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    TRY(db_query(c, SQL_SHEET_IMPORTS,
                 ARGS(db_int(in.low), db_int(in.high + 1), db_text(ledger), db_text(in.from),
                      db_text(in.end), db_int(LIST_MAX)),
                 &r));
    struct ledger_import *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = from_row(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err ledger_import_get(struct ctx *c, int32_t district, int64_t id, struct ledger_import *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_SHEET_IMPORT, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "import.unknown", "", "%lld", (long long)id);
    *out = from_row(&r, 0);
    return ERR_OK;
}

/* ---- taking it back ---- */

struct undoing {
    const struct app *app;
    const struct ledger_kind *kind;
    int32_t district;
    int64_t id;
};

static enum err refuse_blocked(struct ctx *c, const struct undoing *u, enum sql which)
{
    struct db_rows r;
    struct buf b = {.mem = c->mem};
    TRY(db_query(c, which, ARGS(db_int(u->district), db_int(u->id), db_int(NAMES_SHOWN + 1)), &r));
    if (r.n == 0)
        return ERR_OK;
    for (size_t i = 0; i < r.n && i < NAMES_SHOWN; i++)
        buf_printf(&b, "%s%s", i ? "、" : "", text_cut(c->mem, row_text(&r, i, 0), 16));
    if (r.n > NAMES_SHOWN)
        buf_text(&b, " …");
    return ctx_fail(c, ERR_CONFLICT, "import.changed_since", "", "%s", buf_str(&b));
}

/* What stood in sealed fields before is gone: half an undo is none. */
static enum err refuse_erased(struct ctx *c, const struct undoing *u)
{
    struct db_rows r;
    TRY(db_query(c, SQL_SHEET_UNDO_ERASED, ARGS(db_int(u->district), db_int(u->id)), &r));
    return row_int(&r, 0, 0) ? ctx_fail(c, ERR_CONFLICT, "import.erased", "", "%s", "") : ERR_OK;
}

/* Keys and dates are made by the program, so they come entry by entry: where they differ, and that is seldom. */
static enum err restore_one(struct ctx *c, const struct undoing *u, const struct db_rows *r,
                            size_t i)
{
    struct draft d = {.app = u->app, .kind = u->kind, .district = u->district};
    d.id = row_int(r, i, 0);
    TRY(fields_read(c, row_text(r, i, 2), &d.open));
    d.facts.area = row_text(r, i, 3);
    draft_fill(c, &d);
    if (strcmp(d.natural_key, row_text(r, i, 1)) != 0)
        TRY(db_exec(c, SQL_SHEET_UNDO_KEY,
                    ARGS(db_int(u->district), db_int(d.id), db_text(d.natural_key))));
    return draft_dates(c, &d, NULL);
}

static enum err restore_all(struct ctx *c, const struct undoing *u)
{
    struct db_rows r;
    TRY(db_query(c, SQL_SHEET_UNDO_BEFORE, ARGS(db_int(u->district), db_int(u->id)), &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(restore_one(c, u, &r, i));
    return ERR_OK;
}

static enum err take_back(struct ctx *c, const struct undoing *u)
{
    const struct db_value district = db_int(u->district), id = db_int(u->id), now = db_int(c->now);
    const char *who = account_name_of(c);
    TRY(db_exec(c, SQL_SHEET_UNDO_FIGURES, ARGS(district, id)));
    TRY(db_exec(c, SQL_SHEET_UNDO_DATES, ARGS(district, id)));
    TRY(db_exec(c, SQL_SHEET_UNDO_VERSIONS, ARGS(district, id)));
    TRY(db_exec(c, SQL_SHEET_UNDO_ADDED, ARGS(district, id, now)));
    TRY(restore_all(c, u));
    TRY(db_exec(c, SQL_SHEET_UNDO_SEALED, ARGS(district, id)));
    TRY(db_exec(c, SQL_SHEET_UNDO_END, ARGS(district, id, now)));
    TRY(db_exec(c, SQL_SHEET_UNDO_BEGIN, ARGS(district, id, now, db_text(who))));
    return db_exec(c, SQL_SHEET_UNDO_CHANGED, ARGS(district, id, now));
}

enum err ledger_import_undo(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                            int64_t version)
{
    struct ledger_import i;
    struct db_rows r;
    struct undoing u = {.app = app, .district = district, .id = id};
    TRY(ledger_import_get(c, district, id, &i));
    u.kind = programme_ledger(app->programmes, i.ledger);
    if (!u.kind)
        return ctx_fail(c, ERR_CONFLICT, "ledger.unknown", "", "%.40s", i.ledger);
    if (i.undone)
        return ctx_fail(c, ERR_CONFLICT, "import.undone", "", "%s", "");
    TRY(db_query(c, SQL_SHEET_UNDO_MARK,
                 ARGS(db_int(district), db_int(id), db_int(version), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)i.version);
    TRY(refuse_erased(c, &u));
    TRY(refuse_blocked(c, &u, SQL_SHEET_UNDO_BLOCKED));
    TRY(refuse_blocked(c, &u, SQL_SHEET_UNDO_CORRECTED));
    enum err err = take_back(c, &u);
    if (err == ERR_CONFLICT && strcmp(c->problem.code, "db.unique") == 0)
        return ctx_fail(c, ERR_CONFLICT, "import.changed_since", "", "%s", "");
    TRY(err);
    return journal_append(c, &(struct journal_entry){.district = district,
                                                     .noun = "ledger_import",
                                                     .noun_id = id,
                                                     .version = row_int(&r, 0, 0),
                                                     .area = i.area,
                                                     .action = "undo",
                                                     .role = entry_role(c, i.area)});
}

/* ---- forgetting ---- */

enum { SEALED_DAYS = 90, FORGET_MAX = 50 };

/* One district a round: a unit that writes names one. */
enum err ledger_import_forget(struct ctx *c)
{
    struct db_rows r;
    TRY(db_query(c, SQL_SHEET_SEALED_OLD,
                 ARGS(db_int(0), db_int(c->now - SEALED_DAYS * TIME_DAY), db_int(FORGET_MAX)), &r));
    for (size_t i = 0; i < r.n && row_int(&r, i, 0) == row_int(&r, 0, 0); i++) {
        TRY(db_exec(c, SQL_SHEET_SEALED_ERASE,
                    ARGS(db_int(row_int(&r, i, 0)), db_int(row_int(&r, i, 1)))));
        TRY(journal_append(c, &(struct journal_entry){.district = (int32_t)row_int(&r, i, 0),
                                                      .noun = "ledger_import",
                                                      .noun_id = row_int(&r, i, 1),
                                                      .version = row_int(&r, i, 3),
                                                      .area = row_text(&r, i, 2),
                                                      .action = "erase",
                                                      .role = "system"}));
    }
    return ERR_OK;
}

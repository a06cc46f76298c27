/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/confirm.h"

#include "account/account.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/entry_row.h"

enum err confirm_get(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                     struct confirmed *out)
{
    struct db_rows r;
    *out = (struct confirmed){0};
    if (!kind->confirm)
        return ERR_OK;
    TRY(db_query(c, SQL_CONFIRM_LAST,
                 ARGS(db_int(e->district), db_int(e->id), db_int(entry_moment(c, e))), &r));
    if (r.n) {
        out->at = row_int(&r, 0, 0);
        out->by_owner = row_int(&r, 0, 1) != 0;
    }
    if (!e->left_at)
        out->due = (out->at ? out->at : e->created) + kind->confirm * TIME_DAY;
    return ERR_OK;
}

/* Nothing of the row changes, so its version stays. */
static enum err tell(struct ctx *c, const struct entry *e, bool by_owner)
{
    return journal_append(
        c, &(struct journal_entry){.district = e->district,
                                   .noun = "entry",
                                   .noun_id = e->id,
                                   .area = e->area,
                                   .action = "confirm",
                                   .role = by_owner ? "owner" : entry_role(c, e->area)});
}

enum err confirm_add(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                     int64_t version, bool by_owner)
{
    const struct ledger_kind *kind;
    struct db_rows r;
    struct entry e;
    TRY(db_query(c, SQL_ENTRY_HOLD, ARGS(db_int(district), db_int(id)), &r));
    TRY(entry_get(c, district, id, 0, &e));
    TRY(entry_kind(c, app, &e, &kind));
    if (e.left_at)
        return ctx_fail(c, ERR_CONFLICT, "ledger.left", "", "%s", e.left_reason);
    if (!kind->confirm)
        return ctx_fail(c, ERR_CONFLICT, "ledger.no_confirm", "", "%s", e.ledger);
    if (version && version != e.version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)e.version);
    TRY(db_exec(c, SQL_CONFIRM_ADD,
                ARGS(db_int(district), db_int(id), db_int(c->now), db_int(by_owner),
                     db_text(by_owner || !c->who ? "" : c->who->name))));
    return tell(c, &e, by_owner);
}

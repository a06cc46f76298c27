/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/adopt.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_node.h"
#include "base/text.h"
#include "journal/journal.h"
#include "ledger/fields.h"
#include "ledger/rederive.h"
#include "programme/programme.h"

enum { BATCH = 100, DISTRICT_END = 1000000 };

/* ---- what a text derives ---- */

static void put_field(struct ctx *c, struct buf *b, const struct ledger_field *f)
{
    buf_printf(b, "%s %d %d %d %d %d %s ", f->field, (int)f->type, f->sealed, field_is_hidden(f),
               f->needed, f->remind > 0, f->ref ? f->ref : "");
    buf_text(b, f->source ? json_node_text(c->mem, f->source) : "");
    buf_char(b, '\n');
}

/* Two texts with the same hash derive the same, and take the same values. */
static const char *derivation_of(struct ctx *c, const struct ledger_kind *k)
{
    unsigned char hash[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    struct buf b = {.mem = c->mem};
    buf_printf(&b, "%s %s\n", k->title, k->facet ? k->facet : "");
    for (size_t i = 0; i < k->n_key; i++)
        buf_printf(&b, "%s ", k->key[i]);
    for (size_t i = 0; i < k->n_statuses; i++)
        buf_printf(&b, "\n%s", k->statuses[i].status);
    buf_char(&b, '\n');
    for (size_t i = 0; i < k->fields.n; i++)
        put_field(c, &b, &k->fields.v[i]);
    secret_hash(NULL, b.p, b.n, hash);
    text_hex(hash, sizeof hash, hex);
    return arena_copy(c->mem, hex);
}

static const char *derived_by(const struct db_rows *r, const char *ledger)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(row_text(r, i, 0), ledger) == 0)
            return row_text(r, i, 1);
    return "";
}

/* ---- a batch ---- */

static enum err begin(struct ctx *c, const struct adopting *a)
{
    TRY(db_exec(
        c, SQL_LEDGER_ADOPTION_BEGIN,
        ARGS(db_int(a->district), db_text(a->kind->ledger), db_text(a->derived), db_int(c->now))));
    return db_exec(c, SQL_ENTRY_MISFIT_FORGET, ARGS(db_int(a->district), db_text(a->kind->ledger)));
}

static int64_t count_of(const struct db_rows *r, const char *what)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(row_text(r, i, 0), what) == 0)
            return row_int(r, i, 1);
    return 0;
}

static const char *document(struct ctx *c, const struct adopting *a, const struct db_rows *misfits)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_int(&j, "changed", a->changed);
    json_put_int(&j, "entries", a->seen);
    json_put_text(&j, "ledger", a->kind->ledger);
    json_put_text(&j, "programme", a->kind->programme);
    json_put_int(&j, "programme_version", a->kind->version);
    json_put_int(&j, "same_key", count_of(misfits, "key"));
    json_put_int(&j, "unfit", count_of(misfits, "fields"));
    json_end(&j);
    return buf_str(&b);
}

static enum err journal(struct ctx *c, const struct adopting *a)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ENTRY_MISFIT_COUNT, ARGS(db_int(a->district), db_text(a->kind->ledger)),
                 &r));
    if (a->changed == 0 && r.n == 0)
        return ERR_OK;
    return journal_append(
        c, &(struct journal_entry){.district = a->district,
                                   .noun = "ledger",
                                   .area = arena_printf(c->mem, "%06d", (int)a->district),
                                   .action = "adopt",
                                   .role = "system",
                                   .after = document(c, a, &r)});
}

static enum err read_batch(struct ctx *c, const struct adopting *a, struct db_rows *out)
{
    return db_query(
        c, SQL_ENTRY_ADOPT_BATCH,
        ARGS(db_int(a->district), db_text(a->kind->ledger), db_int(a->after), db_int(BATCH)), out);
}

static enum err run_batch(struct ctx *c, struct adopting *a, const struct db_rows *entries)
{
    struct db_rows kept;
    int64_t from = a->after;
    TRY(rederive(c, a, entries));
    bool done = entries->n < BATCH;
    TRY(db_query(c, SQL_LEDGER_ADOPTION_STEP,
                 ARGS(db_int(a->district), db_text(a->kind->ledger), db_int(from), db_int(a->after),
                      db_int(a->seen), db_int(a->changed), done ? db_int(c->now) : db_null()),
                 &kept));
    if (kept.n == 0)
        return ctx_fail(c, ERR_BUSY, "db.busy", "", "%s", a->kind->ledger);
    return done ? journal(c, a) : ERR_OK;
}

/* *out_wrote false: all of this district are as the text wants them, or it has none. */
static enum err adopt_district(struct ctx *c, struct adopting *a, bool *out_wrote)
{
    struct db_rows r, entries;
    TRY(db_query(c, SQL_LEDGER_ADOPTION_GET, ARGS(db_int(a->district), db_text(a->kind->ledger)),
                 &r));
    bool same = r.n && strcmp(row_text(&r, 0, 0), a->derived) == 0;
    *out_wrote = false;
    if (same && !row_null(&r, 0, 4))
        return ERR_OK;
    a->after = same ? row_int(&r, 0, 1) : 0;
    a->seen = same ? row_int(&r, 0, 2) : 0;
    a->changed = same ? row_int(&r, 0, 3) : 0;
    TRY(read_batch(c, a, &entries));
    if (!same && entries.n == 0)
        return ERR_OK;
    if (!same)
        TRY(begin(c, a));
    *out_wrote = true;
    return run_batch(c, a, &entries);
}

/* The next batch of the ledger, or the word that none is left. */
static enum err adopt_ledger(struct ctx *c, struct adopting *a, bool *out_wrote)
{
    *out_wrote = false;
    while (!*out_wrote) {
        struct db_rows r;
        TRY(db_query(c, SQL_ENTRY_NEXT_DISTRICT, ARGS(db_int(a->district), db_int(DISTRICT_END)),
                     &r));
        if (row_null(&r, 0, 0))
            return db_exec(c, SQL_LEDGER_DERIVED_PUT,
                           ARGS(db_text(a->kind->ledger), db_text(a->derived), db_int(c->now)));
        a->district = (int32_t)row_int(&r, 0, 0);
        TRY(adopt_district(c, a, out_wrote));
    }
    return ERR_OK;
}

enum err ledger_adopt(struct ctx *c, const struct app *app, bool *out_more)
{
    const struct programmes *p = app->programmes;
    struct db_rows r;
    *out_more = false;
    TRY(db_query(c, SQL_LEDGER_DERIVED_LIST, NO_ARGS, &r));
    for (size_t i = 0; i < p->n_ledgers && !*out_more; i++) {
        struct adopting a = {.app = app, .kind = &p->ledgers[i]};
        a.derived = derivation_of(c, a.kind);
        if (strcmp(derived_by(&r, a.kind->ledger), a.derived) == 0)
            continue;
        TRY(adopt_ledger(c, &a, out_more));
    }
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What is sealed or restricted ends 90 days after its entry left, in the entry and in all that its versions ever said. */
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/time.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger/rewrite.h"

enum { KEPT_DAYS = 90, ERASE_MAX = 50 };

/* Places of the columns of entry_unerased. */
enum { COL_AT, COL_ENTRY, COL_IN, COL_OF, COL_TEXT, COL_BLOB };

struct erasing {
    const struct app *app;
    int32_t district;
    struct db_rows due;
    size_t n; /* of those rows, the ones of the first district */
};

struct one {
    const struct erasing *all;
    const struct ledger_kind *kind; /* NULL: no programme knows its ledger any more */
    int64_t id;
    struct field_set erased; /* fields that had something */
};

enum err entry_rewrite(struct ctx *c, const struct app *app, int32_t district,
                       const int64_t *entries, size_t n, entry_write_fn *write, void *arg)
{
    return app->rewrite ? app->rewrite->around(c, district, entries, n, write, arg) : write(c, arg);
}

/* ---- one entry ---- */

static bool is_to_go(const struct one *o, const struct field_value *v)
{
    const struct ledger_field *f = o->kind ? ledger_field(&o->kind->fields, v->field) : NULL;
    bool known = f != NULL;
    if (!known && o->kind)
        f = ledger_field(&o->kind->former, v->field);
    if (!f || !field_is_hidden(f) || field_is_erased(v->json))
        return false;
    return !known || !programme_counts_by(o->all->app->programmes, o->kind->ledger, f->field);
}

/* Into *text: the same with null where something is to go. */
static enum err blank(struct ctx *c, struct one *o, const char *was, const char **text)
{
    struct field_set set;
    struct field_set gone = {0};
    TRY(fields_read(c, was, &set));
    gone.v = arena_array(c->mem, set.n, sizeof *gone.v);
    for (size_t i = 0; i < set.n; i++)
        if (is_to_go(o, &set.v[i]))
            gone.v[gone.n++] = (struct field_value){set.v[i].field, "null"};
    o->erased = fields_merge(c, &o->erased, &gone);
    set = fields_merge(c, &set, &gone);
    *text = gone.n ? fields_text(c, &set) : was;
    return ERR_OK;
}

/* The names alone. What does not open (another key) had some, too, which nobody knows any more. */
static enum err blank_sealed(struct ctx *c, struct one *o, const void *blob, size_t n)
{
    const struct erasing *all = o->all;
    struct field_set set;
    const char *text =
        secret_open(c->mem, all->app->key, entry_aad(c, all->district, o->id), blob, n);
    TRY(fields_read(c, text, &set));
    for (size_t i = 0; i < set.n; i++)
        set.v[i].json = "null";
    o->erased = fields_merge(c, &o->erased, &set);
    return ERR_OK;
}

static enum err blank_versions(struct ctx *c, struct one *o)
{
    struct db_rows r;
    const char *text;
    size_t n;
    const struct db_value district = db_int(o->all->district), id = db_int(o->id);
    TRY(db_query(c, SQL_ENTRY_VERSION_TEXTS, ARGS(district, id), &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(blank(c, o, row_text(&r, i, 1), &text));
        const void *sealed = row_blob(&r, i, 2, &n);
        if (sealed)
            TRY(blank_sealed(c, o, sealed, n));
        if (sealed || text != row_text(&r, i, 1))
            TRY(db_exec(c, SQL_ENTRY_VERSION_REWRITE,
                        ARGS(district, id, db_int(row_int(&r, i, 0)), db_text(text), db_null())));
    }
    return ERR_OK;
}

/* Which fields had something, never what. */
static const char *document(struct ctx *c, const struct one *o)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_key(&j, "erased");
    json_array(&j);
    for (size_t i = 0; i < o->erased.n; i++)
        json_text(&j, o->erased.v[i].field);
    json_array_end(&j);
    json_end(&j);
    return buf_str(&b);
}

static enum err erase_one(struct ctx *c, const struct erasing *all, size_t i)
{
    struct one o = {.all = all,
                    .kind = programme_ledger(all->app->programmes, row_text(&all->due, i, COL_OF)),
                    .id = row_int(&all->due, i, COL_ENTRY)};
    const struct db_value district = db_int(all->district), id = db_int(o.id);
    const char *text;
    struct field_set set;
    struct db_rows r;
    size_t n;
    const void *blob = row_blob(&all->due, i, COL_BLOB, &n);
    TRY(blank(c, &o, row_text(&all->due, i, COL_TEXT), &text));
    TRY(blank_versions(c, &o));
    if (blob)
        TRY(blank_sealed(c, &o, blob, n));
    if (!blob && o.erased.n == 0)
        return db_exec(c, SQL_ENTRY_ERASE_NONE, ARGS(district, id, db_int(c->now)));
    TRY(fields_read(c, text, &set));
    set = fields_merge(c, &set, &o.erased);
    TRY(db_query(c, SQL_ENTRY_ERASE,
                 ARGS(district, id, db_int(c->now), db_text(fields_text(c, &set))), &r));
    return journal_append(c, &(struct journal_entry){.district = all->district,
                                                     .noun = "entry",
                                                     .noun_id = o.id,
                                                     .version = row_int(&r, 0, 0),
                                                     .area = row_text(&all->due, i, COL_IN),
                                                     .action = "erase",
                                                     .role = "system",
                                                     .after = document(c, &o)});
}

/* ---- all ---- */

static enum err erase_all(struct ctx *c, void *arg)
{
    const struct erasing *all = arg;
    for (size_t i = 0; i < all->n; i++)
        TRY(erase_one(c, all, i));
    return ERR_OK;
}

/* One district a round: a unit that writes names one. */
enum err entry_erase(struct ctx *c, const struct app *app)
{
    struct erasing all = {.app = app};
    int64_t entries[ERASE_MAX];
    TRY(db_query(c, SQL_ENTRY_UNERASED,
                 ARGS(db_int(0), db_int(c->now - KEPT_DAYS * TIME_DAY), db_int(ERASE_MAX)),
                 &all.due));
    if (all.due.n == 0)
        return ERR_OK;
    all.district = (int32_t)row_int(&all.due, 0, COL_AT);
    for (; all.n < all.due.n && row_int(&all.due, all.n, COL_AT) == all.district; all.n++)
        entries[all.n] = row_int(&all.due, all.n, COL_ENTRY);
    return entry_rewrite(c, app, all.district, entries, all.n, erase_all, &all);
}

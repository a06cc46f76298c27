/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/rederive.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/draft.h"
#include "ledger/key.h"
#include "ledger/misfit.h"
#include "ledger/rewrite.h"
#include "ledger/twin.h"

/* Behind the columns of an entry. */
enum { COL_KEY = COL__COUNT, COL_BLOB };

struct item {
    struct entry e;
    struct draft d;
    const char *key;   /* as it is kept */
    bool splits, says; /* other fields are sealed; it has another name or facet */
    bool fits;
};

struct batch {
    struct adopting *a;
    struct item *v;
    size_t n;
};

/* ---- what is open and what is sealed ---- */

/* What an earlier text had alone, and what was erased, stays where it is. */
static bool is_to_move(const struct ledger_fields *of, const struct field_value *v, bool to_sealed)
{
    const struct ledger_field *f = ledger_field(of, v->field);
    return f && f->sealed == to_sealed && !field_is_erased(v->json);
}

static struct field_set moving(struct ctx *c, const struct ledger_fields *of,
                               const struct field_set *set, bool to_sealed)
{
    struct field_set out = {.v = arena_array(c->mem, set->n, sizeof *out.v)};
    for (size_t i = 0; i < set->n; i++)
        if (is_to_move(of, &set->v[i], to_sealed))
            out.v[out.n++] = set->v[i];
    return out;
}

/* True: something changed sides. */
static bool split(struct ctx *c, const struct ledger_fields *of, struct field_set *open,
                  struct field_set *sealed)
{
    const struct field_set to_sealed = moving(c, of, open, true),
                           to_open = moving(c, of, sealed, false);
    if (to_sealed.n == 0 && to_open.n == 0)
        return false;
    *open = fields_without(c, open, &to_sealed);
    *open = fields_merge(c, open, &to_open);
    *sealed = fields_without(c, sealed, &to_open);
    *sealed = fields_merge(c, sealed, &to_sealed);
    return true;
}

static enum err open_blob(struct ctx *c, const struct item *it, const void *blob, size_t n,
                          struct field_set *out)
{
    const char *text = NULL;
    if (blob)
        text = secret_open(c->mem, it->d.app->key, entry_aad(c, it->d.district, it->d.id), blob, n);
    if (blob && !text)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "entry %lld does not open",
                        (long long)it->d.id);
    return fields_read(c, text, out);
}

/* ---- one entry ---- */

/* A name that the entry does not have is none: the one that it had stays. */
static void fill(struct ctx *c, struct item *it)
{
    struct draft *d = &it->d;
    draft_fill(c, d);
    if (!d->facts.name[0])
        d->facts.name = it->e.name;
    d->facts.name_key = key_fold(c->mem, d->facts.name);
    if (!it->fits)
        d->facts.programme_version = it->e.programme_version;
    it->says = strcmp(d->facts.name, it->e.name) != 0 || !text_same(d->facts.facet, it->e.facet);
}

static enum err read_item(struct ctx *c, const struct adopting *a, const struct db_value *row,
                          struct item *it)
{
    const struct misfit *misfits;
    size_t n;
    const struct db_value *blob = &row[COL_BLOB];
    it->e = entry_from_row(row, 0);
    it->key = row[COL_KEY].p;
    it->d = (struct draft){.app = a->app, .kind = a->kind, .district = a->district, .id = it->e.id};
    it->d.facts = (struct entry_facts){
        .area = it->e.area, .has_point = it->e.has_point, .point = it->e.point, .post = it->e.post};
    TRY(fields_read(c, it->e.fields, &it->d.open));
    TRY(open_blob(c, it, blob->type == DB_BLOB ? blob->p : NULL, blob->n, &it->d.sealed));
    it->splits = split(c, &a->kind->fields, &it->d.open, &it->d.sealed);
    struct entry now = it->e;
    now.fields = fields_text(c, &it->d.open);
    now.has_sealed = it->d.sealed.n > 0;
    TRY(misfits_of(c, a->kind, &now, &misfits, &n));
    it->fits = n == 0;
    fill(c, it);
    return ERR_OK;
}

static enum err put_misfit(struct ctx *c, const struct item *it, int64_t id, const char *what)
{
    return db_exec(c, SQL_ENTRY_MISFIT_PUT,
                   ARGS(db_int(it->d.district), db_text(it->e.ledger), db_int(id), db_text(what)));
}

/* The first keeps the key, whoever comes after shares it; both are told. */
static enum err choose_key(struct ctx *c, const struct item *it, const char **out)
{
    const struct entry_twin *others;
    size_t n;
    const char *key = it->d.natural_key;
    *out = key;
    if (it->e.left_at || strcmp(it->key, key) == 0)
        return ERR_OK;
    TRY(twin_others(c, it->d.district, it->e.ledger, key, it->d.id, &others, &n));
    if (n == 0)
        return ERR_OK;
    *out = twin_key(c, key, it->d.id);
    TRY(put_misfit(c, it, it->d.id, "key"));
    return put_misfit(c, it, others[0].id, "key");
}

static enum err rewrite_versions(struct ctx *c, const struct item *it)
{
    struct db_rows r;
    const struct db_value district = db_int(it->d.district), id = db_int(it->d.id);
    TRY(db_query(c, SQL_ENTRY_VERSION_TEXTS, ARGS(district, id), &r));
    for (size_t i = 0; i < r.n; i++) {
        struct draft then = it->d;
        size_t n;
        const void *blob = row_blob(&r, i, 2, &n);
        TRY(fields_read(c, row_text(&r, i, 1), &then.open));
        TRY(open_blob(c, it, blob, n, &then.sealed));
        if (split(c, &it->d.kind->fields, &then.open, &then.sealed))
            TRY(db_exec(c, SQL_ENTRY_VERSION_REWRITE,
                        ARGS(district, id, db_int(row_int(&r, i, 0)),
                             db_text(fields_text(c, &then.open)), draft_sealed(c, &then))));
    }
    return ERR_OK;
}

/* From now on; what was said of the days before stays. Whoever left says no more. */
static enum err say(struct ctx *c, const struct item *it, int64_t *out_n)
{
    struct timeline t;
    *out_n = it->e.n;
    if (it->e.left_at || !it->says)
        return ERR_OK;
    TRY(timeline_read(c, it->d.district, it->d.id, it->e.ledger, &t));
    timeline_set_facts(c, &t, c->now, &it->d.facts, "programme");
    TRY(timeline_write(c, &t));
    *out_n = timeline_last(&t)->n;
    return ERR_OK;
}

static enum err write_item(struct ctx *c, const struct item *it, const char *key)
{
    const struct entry_facts *f = &it->d.facts;
    bool shows = it->splits || it->says;
    int64_t n;
    struct db_rows r;
    if (it->splits)
        TRY(rewrite_versions(c, it));
    TRY(say(c, it, &n));
    TRY(db_query(c, SQL_ENTRY_ADOPT,
                 ARGS(db_int(it->d.district), db_int(it->d.id), db_int(it->e.version),
                      db_text(f->name), db_text(f->name_key), db_text(key), db_text(f->facet),
                      db_text(f->fields), draft_sealed(c, &it->d), db_int(n),
                      db_int(shows ? c->now : it->e.updated), db_int(shows)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_BUSY, "db.busy", "", "%lld", (long long)it->d.id);
    const char *gone = twin_base(c, it->key);
    return strcmp(gone, twin_base(c, key)) != 0
               ? twin_promote(c, it->d.district, it->e.ledger, gone)
               : ERR_OK;
}

/* Something that was for all readers is not any more: its time is over, too (ledger.h entry_erase). */
static enum err erase_again(struct ctx *c, const struct item *it)
{
    const struct field_set there = fields_there(c, &it->d.open);
    const struct field_set hidden =
        fields_where(c, &there, &it->d.kind->fields, field_is_hidden, false);
    return hidden.n + it->d.sealed.n
               ? db_exec(c, SQL_ENTRY_ERASE_AGAIN, ARGS(db_int(it->d.district), db_int(it->d.id)))
               : ERR_OK;
}

static enum err do_item(struct ctx *c, struct adopting *a, const struct item *it)
{
    const char *key;
    TRY(choose_key(c, it, &key));
    if (!it->fits && !it->e.left_at)
        TRY(put_misfit(c, it, it->d.id, "fields"));
    if (it->splits || it->says || strcmp(key, it->key) != 0) {
        TRY(write_item(c, it, key));
        a->changed++;
    }
    return it->e.left_at ? erase_again(c, it) : draft_dates(c, &it->d, NULL);
}

/* ---- all of them ---- */

static enum err do_batch(struct ctx *c, void *arg)
{
    struct batch *b = arg;
    for (size_t i = 0; i < b->n; i++)
        TRY(do_item(c, b->a, &b->v[i]));
    return ERR_OK;
}

enum err rederive(struct ctx *c, struct adopting *a, const struct db_rows *rows)
{
    struct batch b = {.a = a, .n = rows->n, .v = arena_array(c->mem, rows->n, sizeof(struct item))};
    int64_t *entries = arena_array(c->mem, rows->n, sizeof *entries);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        TRY(read_item(c, a, &rows->v[i * rows->cols], &b.v[i]));
        if (b.v[i].splits)
            entries[n++] = b.v[i].e.id;
    }
    if (b.n == 0)
        return ERR_OK;
    int64_t last = b.v[b.n - 1].e.id;
    TRY(db_exec(
        c, SQL_ENTRY_ADOPT_DATES,
        ARGS(db_int(a->district), db_int(a->after), db_int(last), db_text(a->kind->ledger))));
    TRY(entry_rewrite(c, a->app, a->district, entries, n, do_batch, &b));
    a->after = last;
    a->seen += (int64_t)b.n;
    return ERR_OK;
}

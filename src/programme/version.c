/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/version.h"

#include <string.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/db.h"

/* Places of the columns in version.sql. */
enum { PROGRAMME, VERSION, SEEN, HASH, TEXT };

enum { HASH_TEXT = 2 * SECRET_HASH + 1 };

static void hash_of(const struct programme *p, char out[HASH_TEXT])
{
    unsigned char hash[SECRET_HASH];
    secret_hash(NULL, p->text, p->n_text, hash);
    text_hex(hash, sizeof hash, out);
}

static enum err record(struct ctx *c, const struct programme *p)
{
    char hash[HASH_TEXT];
    struct programme_version kept;
    hash_of(p, hash);
    struct db_rows r;
    TRY(db_query(c, SQL_PROGRAMME_VERSION_ADD,
                 ARGS(db_text(p->programme), db_int(p->version), db_text(hash), db_text(p->text),
                      db_int(c->now)),
                 &r));
    TRY(programme_version_get(c, p->programme, p->version, &kept));
    if (strcmp(kept.hash, hash) == 0)
        return ERR_OK;
    return ctx_fail(c, ERR_CONFLICT, "programme.version_kept", "", "%s %lld", p->programme,
                    (long long)p->version);
}

enum err programmes_record(struct ctx *c, const struct programmes *p)
{
    for (size_t i = 0; i < p->n; i++)
        TRY(record(c, &p->v[i]));
    return ERR_OK;
}

static struct programme_version from_row(const struct db_rows *r, size_t i)
{
    return (struct programme_version){.programme = row_text(r, i, PROGRAMME),
                                      .version = row_int(r, i, VERSION),
                                      .seen = row_int(r, i, SEEN),
                                      .hash = row_text(r, i, HASH)};
}

static void from_rows(struct ctx *c, const struct db_rows *r, const struct programme_version **out,
                      size_t *out_n)
{
    struct programme_version *list = arena_array(c->mem, r->n, sizeof *list);
    for (size_t i = 0; i < r->n; i++)
        list[i] = from_row(r, i);
    *out = list;
    *out_n = r->n;
}

enum err programme_versions(struct ctx *c, const char *programme,
                            const struct programme_version **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PROGRAMME_VERSION_LIST, ARGS(db_text(programme)), &r));
    from_rows(c, &r, out, out_n);
    return ERR_OK;
}

enum err programme_version_get(struct ctx *c, const char *programme, int64_t version,
                               struct programme_version *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PROGRAMME_VERSION_GET, ARGS(db_text(programme), db_int(version)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "programme.version_unknown", "", "%.40s %lld", programme,
                        (long long)version);
    *out = from_row(&r, 0);
    out->text = row_text(&r, 0, TEXT);
    return ERR_OK;
}

/* ---- what is gone from the present text ---- */

/* Only a text that has the word is read whole. An old one may break a rule that is younger: then it has nothing. */
static enum err look_into(struct ctx *c, const struct programme_version *v, const char *quoted,
                          const struct programmes **out)
{
    struct programme_version kept;
    *out = NULL;
    TRY(programme_version_get(c, v->programme, v->version, &kept));
    if (!strstr(kept.text, quoted))
        return ERR_OK;
    enum err err = programme_read_alone(c, kept.programme, kept.text, strlen(kept.text), out);
    return err == ERR_INVALID ? ERR_OK : err;
}

/* Newest first, of all programmes: a ledger or a checklist may have moved from one file to another. */
static enum err kept_versions(struct ctx *c, const struct programme_version **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PROGRAMME_VERSION_ALL, NO_ARGS, &r));
    from_rows(c, &r, out, out_n);
    return ERR_OK;
}

static bool is_wanted(const struct checklist *l, int64_t version)
{
    return l && (version == 0 || l->version == version);
}

static enum err find_checklist(struct ctx *c, const char *checklist, int64_t version,
                               const struct checklist **out)
{
    const struct programme_version *versions;
    const char *quoted = arena_printf(c->mem, "\"%s\"", checklist);
    size_t n;
    *out = NULL;
    TRY(kept_versions(c, &versions, &n));
    for (size_t i = 0; i < n && !*out; i++) {
        const struct programmes *p;
        TRY(look_into(c, &versions[i], quoted, &p));
        const struct checklist *l = p ? programme_checklist(p, checklist) : NULL;
        if (is_wanted(l, version))
            *out = l;
    }
    return ERR_OK;
}

enum err checklist_at(struct ctx *c, const struct programmes *now, const char *checklist,
                      int64_t version, const struct checklist **out)
{
    const struct checklist *present = programme_checklist(now, checklist), *l = present;
    if (!is_wanted(l, version))
        TRY(find_checklist(c, checklist, version, &l));
    if (l) {
        *out = l;
        return ERR_OK;
    }
    if (present)
        return ctx_fail(c, ERR_NOT_FOUND, "checklist.version_unknown", "", "%.40s %lld", checklist,
                        (long long)version);
    return ctx_fail(c, ERR_NOT_FOUND, "checklist.unknown", "", "%.40s", checklist);
}

enum err checklist_followed(struct ctx *c, const char *checklist, int64_t version, int64_t *out)
{
    const struct programme_version *versions;
    const char *quoted = arena_printf(c->mem, "\"%s\"", checklist);
    size_t n;
    *out = 0;
    TRY(kept_versions(c, &versions, &n));
    for (size_t i = 0; i < n;
         i++) { /* newest first: the last that is found is the first that served */
        const struct programmes *p;
        TRY(look_into(c, &versions[i], quoted, &p));
        const struct checklist *l = p ? programme_checklist(p, checklist) : NULL;
        if (l && l->version > version)
            *out = versions[i].seen;
    }
    return ERR_OK;
}

/* Fields of the ledger in that text that neither the present text nor a newer one has. */
static void recall_fields(struct ctx *c, const struct ledger_kind *then, struct ledger_kind *now)
{
    const struct ledger_fields known = now->former;
    struct ledger_field *all = arena_array(c->mem, known.n + then->fields.n, sizeof *all);
    size_t n = 0;
    for (; n < known.n; n++)
        all[n] = known.v[n];
    for (size_t i = 0; i < then->fields.n; i++) {
        const struct ledger_field *f = &then->fields.v[i];
        if (!ledger_field(&now->fields, f->field) && !ledger_field(&known, f->field))
            all[n++] = *f;
    }
    now->former = (struct ledger_fields){all, n};
}

static void recall_ledger(struct ctx *c, const struct programmes *then, struct ledger_kind *now)
{
    const struct ledger_kind *k = then ? programme_ledger(then, now->ledger) : NULL;
    if (k)
        recall_fields(c, k, now);
}

enum err programmes_recall(struct ctx *c, const struct programmes *p, const struct programmes **out)
{
    struct programmes *all = arena_alloc(c->mem, sizeof *all);
    struct ledger_kind *ledgers = arena_array(c->mem, p->n_ledgers, sizeof *ledgers);
    const struct programme_version *versions;
    size_t n;
    TRY(kept_versions(c, &versions, &n));
    for (size_t i = 0; i < p->n_ledgers; i++)
        ledgers[i] = p->ledgers[i];
    for (size_t i = 0; i < n; i++) {
        const struct programmes *then;
        TRY(look_into(c, &versions[i], "\"ledgers\"", &then));
        for (size_t k = 0; k < p->n_ledgers; k++)
            recall_ledger(c, then, &ledgers[k]);
    }
    *all = *p;
    all->ledgers = ledgers;
    *out = all;
    return ERR_OK;
}

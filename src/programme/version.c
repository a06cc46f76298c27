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

enum err programme_at(struct ctx *c, const char *programme, int64_t version,
                      const struct programmes **out)
{
    struct programme_version kept;
    TRY(programme_version_get(c, programme, version, &kept));
    return programme_read_alone(c, kept.programme, kept.text, strlen(kept.text), out);
}

/* ---- what is gone from the present text ---- */

typedef bool has_fn(const struct programmes *p, const void *wanted, void *out);

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

/* Walks the kept texts, newest first, until one has what is looked for. */
static enum err find_kept(struct ctx *c, const char *word, has_fn *has, const void *wanted,
                          void *out, bool *found)
{
    const struct programme_version *versions;
    const char *quoted = arena_printf(c->mem, "\"%s\"", word);
    struct db_rows r;
    size_t n;
    *found = false;
    TRY(db_query(c, SQL_PROGRAMME_VERSION_ALL, NO_ARGS, &r));
    from_rows(c, &r, &versions, &n);
    for (size_t i = 0; i < n && !*found; i++) {
        const struct programmes *p;
        TRY(look_into(c, &versions[i], quoted, &p));
        *found = p && has(p, wanted, out);
    }
    return ERR_OK;
}

struct wanted_checklist {
    const char *checklist;
    int64_t version;
};

static bool has_checklist(const struct programmes *p, const void *wanted, void *out)
{
    const struct wanted_checklist *w = wanted;
    const struct checklist *l = programme_checklist(p, w->checklist);
    if (!l || (w->version && l->version != w->version))
        return false;
    *(const struct checklist **)out = l;
    return true;
}

enum err checklist_at(struct ctx *c, const struct programmes *now, const char *checklist,
                      int64_t version, const struct checklist **out)
{
    const struct wanted_checklist wanted = {checklist, version};
    bool found = has_checklist(now, &wanted, out);
    if (!found)
        TRY(find_kept(c, checklist, has_checklist, &wanted, out, &found));
    if (found)
        return ERR_OK;
    if (programme_checklist(now, checklist))
        return ctx_fail(c, ERR_NOT_FOUND, "checklist.version_unknown", "", "%.40s %lld", checklist,
                        (long long)version);
    return ctx_fail(c, ERR_NOT_FOUND, "checklist.unknown", "", "%.40s", checklist);
}

struct wanted_field {
    const char *ledger, *field;
};

static bool has_field(const struct programmes *p, const void *wanted, void *out)
{
    const struct wanted_field *w = wanted;
    const struct ledger_kind *k = programme_ledger(p, w->ledger);
    const struct ledger_field *f = k ? ledger_field(&k->fields, w->field) : NULL;
    if (f)
        *(const struct ledger_field **)out = f;
    return f != NULL;
}

enum err ledger_field_ever(struct ctx *c, const struct programmes *now, const char *ledger,
                           const char *field, const struct ledger_field **out)
{
    const struct wanted_field wanted = {ledger, field};
    bool found = has_field(now, &wanted, out);
    if (!found)
        TRY(find_kept(c, field, has_field, &wanted, out, &found));
    if (!found)
        *out = NULL;
    return ERR_OK;
}

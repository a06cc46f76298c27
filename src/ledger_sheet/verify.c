/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an import wrote is not in the journal row by row: a digest over it is. Here it is held against what stands there,
 * and said anew when something of that was erased.
 */
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/rewrite.h"
#include "ledger_sheet/digest.h"
#include "ledger_sheet/import.h"

/* ---- the digest over what an import wrote ---- */

struct recount {
    struct arena *mem;
    unsigned char digest[SECRET_HASH];
    struct digest_lines figures;
};

static enum err recount_row(void *arg, const struct db_value *row, size_t cols)
{
    struct recount *k = arg;
    (void)cols;
    const struct digest_row said = {.entry = row[0].i,
                                    .n = row[1].i,
                                    .area = row[2].p,
                                    .has_point = row[3].type == DB_INT,
                                    .x = row[3].i,
                                    .y = row[4].i,
                                    .status = row[5].p,
                                    .programme_version = row[6].i,
                                    .fields = row[7].p,
                                    .post = row[8].type == DB_INT ? row[8].i : 0};
    arena_reset(k->mem);
    digest_add(k->mem, &said, k->digest);
    return ERR_OK;
}

static enum err recount_period(void *arg, const struct db_value *row, size_t cols)
{
    struct recount *k = arg;
    (void)cols;
    digest_line(k->mem, &k->figures,
                digest_figures(k->mem, row[0].i, row[1].p, row[2].p, row[3].i, row[4].p));
    return ERR_OK;
}

enum { HEX = 2 * SECRET_HASH + 1 };

static enum err recount_all(struct ctx *c, int32_t district, int64_t id, const char *hash,
                            char out[HEX])
{
    struct recount k = {.mem = arena_new()};
    digest_start(hash, k.digest);
    enum err err =
        db_each(c, SQL_SHEET_IMPORT_VERSIONS, ARGS(db_int(district), db_int(id)), recount_row, &k);
    arena_reset(k.mem);
    if (err == ERR_OK)
        err = db_each(c, SQL_SHEET_IMPORT_PERIODS, ARGS(db_int(district), db_int(id)),
                      recount_period, &k);
    digest_all(&k.figures, k.digest);
    arena_free(k.mem);
    TRY(err);
    text_hex(k.digest, SECRET_HASH, out);
    return ERR_OK;
}

static enum err verify_one(struct ctx *c, int32_t district, int64_t id, const char *hash, bool *out)
{
    char hex[HEX];
    const char *digest;
    TRY(recount_all(c, district, id, hash, hex));
    TRY(digest_journalled(c, "ledger_import", district, id, &digest));
    *out = strcmp(hex, digest) == 0;
    return ERR_OK;
}

enum err ledger_imports_verify(struct ctx *c, ledger_import_fault_fn *report, void *arg,
                               int64_t *out_faults)
{
    struct db_rows r;
    int64_t faults = 0;
    TRY(db_query(c, SQL_SHEET_IMPORT_HASHES, NO_ARGS, &r));
    for (size_t i = 0; i < r.n; i++) {
        int32_t district = (int32_t)row_int(&r, i, 0);
        bool same;
        TRY(verify_one(c, district, row_int(&r, i, 1), row_text(&r, i, 2), &same));
        if (same)
            continue;
        faults++;
        report(arg, district, row_int(&r, i, 1));
    }
    *out_faults = faults;
    return ERR_OK;
}

/* ---- versions that are written anew ---- */

struct touched {
    int64_t id, version;
    const char *hash, *area;
    bool held; /* what it wrote was what the journal said, until now */
    char digest[HEX];
};

static bool is_known(const struct touched *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id)
            return true;
    return false;
}

static enum err find_imports(struct ctx *c, int32_t district, const int64_t *entries, size_t n,
                             struct touched **list, size_t *out_n)
{
    size_t cap = 0;
    *list = NULL;
    *out_n = 0;
    for (size_t i = 0; i < n; i++) {
        struct db_rows r;
        TRY(db_query(c, SQL_SHEET_IMPORTS_OF, ARGS(db_int(district), db_int(entries[i])), &r));
        for (size_t k = 0; k < r.n; k++) {
            if (is_known(*list, *out_n, row_int(&r, k, 0)))
                continue;
            *list = arena_grow(c->mem, *list, *out_n, &cap, sizeof **list);
            (*list)[(*out_n)++] = (struct touched){.id = row_int(&r, k, 0),
                                                   .version = row_int(&r, k, 1),
                                                   .area = row_text(&r, k, 2),
                                                   .hash = row_text(&r, k, 3)};
        }
    }
    return ERR_OK;
}

static const char *document(struct ctx *c, const char *digest)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "digest", digest);
    json_end(&j);
    return buf_str(&b);
}

/* An import that the journal contradicted before is not healed by this. */
static enum err say_digest(struct ctx *c, int32_t district, const struct touched *t)
{
    char digest[HEX];
    if (!t->held)
        return ERR_OK;
    TRY(recount_all(c, district, t->id, t->hash, digest));
    if (strcmp(digest, t->digest) == 0)
        return ERR_OK;
    return journal_append(c, &(struct journal_entry){.district = district,
                                                     .noun = "ledger_import",
                                                     .noun_id = t->id,
                                                     .version = t->version,
                                                     .area = t->area,
                                                     .action = "erase",
                                                     .role = "system",
                                                     .after = document(c, digest)});
}

static enum err around(struct ctx *c, int32_t district, const int64_t *entries, size_t n,
                       entry_write_fn *write, void *arg)
{
    struct touched *list;
    size_t found;
    TRY(find_imports(c, district, entries, n, &list, &found));
    for (size_t i = 0; i < found; i++) {
        const char *digest;
        TRY(recount_all(c, district, list[i].id, list[i].hash, list[i].digest));
        TRY(digest_journalled(c, "ledger_import", district, list[i].id, &digest));
        list[i].held = strcmp(list[i].digest, digest) == 0;
    }
    TRY(write(c, arg));
    for (size_t i = 0; i < found; i++)
        TRY(say_digest(c, district, &list[i]));
    return ERR_OK;
}

const struct entry_rewrite imports_rewrite = {around};

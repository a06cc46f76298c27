/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection_sheet/past_digest.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/text.h"
#include "db/db.h"
#include "inspection_sheet/import.h"

void past_digest_inspection(struct arena *mem, const struct past_fact *f,
                            struct digest_lines *lines)
{
    struct buf b = {.mem = mem};
    buf_printf(&b, "%lld %lld %lld %s %s %lld %s", (long long)f->id, (long long)f->entry,
               (long long)f->done, f->area, f->checklist, (long long)f->checklist_version, f->kind);
    if (f->given)
        buf_printf(&b, " %lld %lld %lld %lld", (long long)f->failed, (long long)f->must,
                   (long long)f->must_corrected, (long long)f->score);
    buf_printf(&b, "\n%s", f->note ? f->note : "");
    digest_line(mem, lines, buf_str(&b));
}

void past_digest_answer(struct arena *mem, int64_t inspection, const struct inspection_answer *a,
                        const char *note, struct digest_lines *lines)
{
    struct buf b = {.mem = mem};
    buf_printf(&b, "%lld %s %lld %s %d %d %lld %lld\n%s", (long long)inspection, a->item,
               (long long)a->n, a->answer, a->corrected, a->must, (long long)a->days,
               (long long)a->corrected_at, note ? note : "");
    digest_line(mem, lines, buf_str(&b));
}

/* ---- held against what stands there ---- */

struct recount {
    struct arena *mem;
    struct digest_lines lines;
};

static const char *text_of(const struct db_value *v)
{
    return v->type == DB_NULL ? NULL : v->p;
}

static int64_t int_of(const struct db_value *v, int64_t none)
{
    return v->type == DB_INT ? v->i : none;
}

static enum err recount_inspection(void *arg, const struct db_value *row, size_t cols)
{
    struct recount *k = arg;
    (void)cols;
    const struct past_fact fact = {.id = row[0].i,
                                   .entry = row[1].i,
                                   .done = row[2].i,
                                   .area = row[3].p,
                                   .checklist = row[4].p,
                                   .checklist_version = row[5].i,
                                   .kind = row[6].p,
                                   .given = row[7].i != 0,
                                   .failed = row[8].i,
                                   .must = row[9].i,
                                   .must_corrected = row[10].i,
                                   .score = int_of(&row[11], -1),
                                   .note = text_of(&row[12])};
    past_digest_inspection(k->mem, &fact, &k->lines);
    return ERR_OK;
}

static enum err recount_answer(void *arg, const struct db_value *row, size_t cols)
{
    struct recount *k = arg;
    (void)cols;
    const struct inspection_answer a = {.item = row[1].p,
                                        .n = row[2].i,
                                        .answer = row[3].p,
                                        .corrected = row[4].i != 0,
                                        .must = row[5].type == DB_NULL ? 0
                                                : row[5].i             ? 1
                                                                       : -1,
                                        .days = int_of(&row[6], 0),
                                        .corrected_at = int_of(&row[7], 0)};
    past_digest_answer(k->mem, row[0].i, &a, text_of(&row[8]), &k->lines);
    return ERR_OK;
}

static enum err verify_one(struct ctx *c, const struct db_rows *r, size_t i, bool *out_same)
{
    struct recount k = {.mem = arena_new()};
    unsigned char digest[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    const char *kept;
    const bool answers = row_text(r, i, 3)[0] == 'a';
    const struct db_value key[] = {db_int(row_int(r, i, 0)), db_int(row_int(r, i, 1))};
    struct db_rows differ;
    digest_start(row_text(r, i, 2), digest);
    enum err err = db_each(c, answers ? SQL_PAST_VERIFY_ANSWERS : SQL_PAST_VERIFY_INSPECTIONS, key,
                           LEN(key), answers ? recount_answer : recount_inspection, &k);
    digest_all(&k.lines, digest);
    arena_free(k.mem);
    TRY(err);
    TRY(db_query(c, SQL_PAST_VERIFY_GIVEN, key, LEN(key), &differ));
    TRY(digest_journalled(c, "inspection_import", (int32_t)key[0].i, key[1].i, &kept));
    text_hex(digest, SECRET_HASH, hex);
    *out_same = strcmp(hex, kept) == 0 && row_int(&differ, 0, 0) == 0;
    return ERR_OK;
}

enum err past_imports_verify(struct ctx *c, ledger_import_fault_fn *report, void *arg,
                             int64_t *out_faults)
{
    struct db_rows r;
    int64_t faults = 0;
    TRY(db_query(c, SQL_PAST_VERIFY_IMPORTS, NO_ARGS, &r));
    for (size_t i = 0; i < r.n; i++) {
        bool same;
        TRY(verify_one(c, &r, i, &same));
        if (same)
            continue;
        faults++;
        report(arg, (int32_t)row_int(&r, i, 0), row_int(&r, i, 1));
    }
    *out_faults = faults;
    return ERR_OK;
}

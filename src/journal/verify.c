/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recomputes the chains. Where a hash does not follow, the next rows tell what happened: if the chain goes on past the
 * row, the row was added; if rows fit each other's places, they were reordered; otherwise the row was changed.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "journal/row.h"

enum { MISFITS_MAX = 64 };

struct misfit { /* a row whose hash does not follow from the one before */
    int64_t seq, id;
    const char *text;
    size_t n;
    unsigned char prev[SECRET_HASH], hash[SECRET_HASH];
};

struct walk {
    struct ctx *c;
    journal_fault_fn *report;
    void *arg;
    struct journal_verdict *verdict;
    int32_t district;
    int64_t seq, id, top_id;           /* of the last row; the greatest id so far */
    bool whole, two_whole;             /* prev is known; before is known too */
    unsigned char before[SECRET_HASH]; /* the hash before prev */
    unsigned char prev[SECRET_HASH];
    struct tally *tally;
    struct buf text;
    struct misfit misfits[MISFITS_MAX];
    size_t n_misfits;
};

static void tell(struct walk *w, const char *what, int64_t seq, int64_t id, const char *fmt, ...)
    PRINTF(5, 6);

static void tell(struct walk *w, const char *what, int64_t seq, int64_t id, const char *fmt, ...)
{
    struct journal_fault fault = {.district = w->district, .seq = seq, .id = id, .what = what};
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(fault.detail, sizeof fault.detail, fmt, args);
    va_end(args);
    w->verdict->faults++;
    if (w->report)
        w->report(w->arg, &fault);
}

static bool follows(const unsigned char *prev, const void *p, size_t n, const unsigned char *hash)
{
    unsigned char made[SECRET_HASH];
    secret_hash(prev, p, n, made);
    return memcmp(made, hash, SECRET_HASH) == 0;
}

static void put_aside(struct walk *w, int64_t seq, int64_t id, const unsigned char *hash)
{
    if (w->n_misfits == MISFITS_MAX) {
        tell(w, "changed", seq, id, "the hash does not follow");
        return;
    }
    struct misfit *m = &w->misfits[w->n_misfits++];
    m->seq = seq;
    m->id = id;
    m->text = arena_copy_n(w->c->mem, w->text.p, w->text.n);
    m->n = w->text.n;
    memcpy(m->prev, w->prev, SECRET_HASH);
    memcpy(m->hash, hash, SECRET_HASH);
}

static void check_row(struct walk *w, int64_t seq, int64_t id, const unsigned char *hash)
{
    if (!w->whole || follows(w->prev, w->text.p, w->text.n, hash))
        return;
    if (memcmp(w->prev, hash, SECRET_HASH) == 0) {
        tell(w, "added", seq, id, "the chain stands still at this row");
        return;
    }
    if (w->two_whole && follows(w->before, w->text.p, w->text.n, hash)) {
        if (w->n_misfits > 0 && w->misfits[w->n_misfits - 1].seq == w->seq)
            w->n_misfits--;
        tell(w, "added", w->seq, w->id, "the chain goes on as if this row were not there");
        return;
    }
    put_aside(w, seq, id, hash);
}

static void check_seq(struct walk *w, int64_t seq)
{
    if (seq == w->seq + 1)
        return;
    tell(w, "removed", w->seq + 1, 0, "no seal %lld to %lld", (long long)w->seq + 1,
         (long long)seq - 1);
    w->whole = false;
}

static enum err walk_row(void *arg, const struct db_value *row, size_t cols)
{
    struct walk *w = arg;
    int64_t seq = row[ROW_SEQ].i, id = row[ROW_SEAL_ID].i;
    (void)cols;
    check_seq(w, seq);
    bool hashed = row[ROW_HASH].type == DB_BLOB && row[ROW_HASH].n == SECRET_HASH;
    if (!hashed)
        tell(w, "changed", seq, id, "the seal is no hash");
    if (row[ROW_ID].type == DB_NULL) {
        tell(w, "removed", seq, id, "the row of this seal is gone");
    } else {
        w->text.n = 0;
        row_canonical(&w->text, row);
        if (hashed)
            check_row(w, seq, id, row[ROW_HASH].p);
        if (row_is_case(row))
            tally_row(w->tally, row);
    }
    w->two_whole = w->whole;
    memcpy(w->before, w->prev, SECRET_HASH);
    w->whole = hashed;
    if (hashed)
        memcpy(w->prev, row[ROW_HASH].p, SECRET_HASH);
    w->seq = seq;
    w->id = id;
    if (id > w->top_id)
        w->top_id = id;
    w->verdict->sealed++;
    return ERR_OK;
}

/* Does the row a stand where b should, or behind a row that stands where b does? */
static bool is_swapped(const struct misfit *a, const struct misfit *b)
{
    return follows(b->prev, a->text, a->n, a->hash) || follows(b->hash, a->text, a->n, a->hash) ||
           follows(a->prev, b->text, b->n, a->hash);
}

static void settle_misfits(struct walk *w)
{
    for (size_t i = 0; i < w->n_misfits; i++) {
        const struct misfit *m = &w->misfits[i];
        bool swapped = false;
        for (size_t k = 0; k < w->n_misfits && !swapped; k++)
            swapped = k != i && is_swapped(m, &w->misfits[k]);
        tell(w, swapped ? "reordered" : "changed", m->seq, m->id, "%s",
             swapped ? "the row stands in another's place" : "the hash does not follow");
    }
}

static enum err check_chain(struct walk *w)
{
    struct ctx *c = w->c;
    struct db_rows r;
    size_t n;
    TRY(db_each(c, SQL_VERIFY_CHAIN, ARGS(db_int(w->district)), walk_row, w));
    settle_misfits(w);
    TRY(db_query(c, SQL_VERIFY_HEAD, ARGS(db_int(w->district)), &r));
    if (r.n == 0) {
        if (w->seq > 0)
            tell(w, "head", w->seq, w->id, "the chain has no head");
        return ERR_OK;
    }
    const void *hash = row_blob(&r, 0, 1, &n);
    if (row_int(&r, 0, 0) != w->seq)
        tell(w, "head", w->seq, w->id, "the head is at %lld, the chain ends at %lld",
             (long long)row_int(&r, 0, 0), (long long)w->seq);
    else if (!hash || n != SECRET_HASH || memcmp(hash, w->prev, SECRET_HASH) != 0)
        tell(w, "head", w->seq, w->id, "the head is not the hash of the last row");
    return ERR_OK;
}

static enum err unsealed_row(void *arg, const struct db_value *row, size_t cols)
{
    struct walk *w = arg;
    (void)cols;
    if (row[0].i < w->top_id - JOURNAL_LATE_S * JOURNAL_ID_SECOND)
        tell(w, "added", 0, row[0].i, "older than a day before the last sealed row");
    else
        w->verdict->unsealed++;
    return ERR_OK;
}

static int key_order(const struct tally_item *a, const struct db_value *row)
{
    int order = strcmp(a->area, row[0].p);
    if (order == 0)
        order = strcmp(a->kind, row[1].p);
    return order ? order : strcmp(a->state, row[2].p);
}

static void check_count(struct walk *w, const struct tally_item *i, int64_t stored)
{
    if (i->n != stored)
        tell(w, "count", 0, 0, "%.24s %.30s %.30s: counter %lld, journal %lld", i->area, i->kind,
             i->state, (long long)stored, (long long)i->n);
}

/* Both lists are in order of their keys; a key that only one has counts 0 in the other. */
static enum err check_counts(struct walk *w)
{
    struct db_rows r;
    size_t n, i = 0;
    const struct tally_item *items = tally_sorted(w->tally, &n);
    TRY(db_query(w->c, SQL_VERIFY_COUNTS, ARGS(db_int(w->district)), &r));
    for (size_t row = 0; row < r.n || i < n;) {
        const struct db_value *v = row < r.n ? &r.v[row * r.cols] : NULL;
        int order = !v ? -1 : i == n ? 1 : key_order(&items[i], v);
        struct tally_item none = {0};
        if (order > 0)
            none = (struct tally_item){v[0].p, v[1].p, v[2].p, 0};
        check_count(w, order > 0 ? &none : &items[i], order < 0 ? 0 : v[3].i);
        row += order >= 0;
        i += order <= 0;
    }
    return ERR_OK;
}

static enum err check_cases(struct walk *w)
{
    struct db_rows r;
    TRY(db_query(w->c, SQL_VERIFY_CASES, ARGS(db_int(w->district)), &r));
    for (size_t i = 0; i < r.n; i++) {
        if (row_null(&r, i, 3))
            tell(w, "case", 0, row_int(&r, i, 0), "a case without a row in the journal");
        else
            tell(w, "case", 0, row_int(&r, i, 0), "case %s v%lld, journal %s v%lld",
                 row_text(&r, i, 1), (long long)row_int(&r, i, 2),
                 row_text(&r, i, 4) ? row_text(&r, i, 4) : "-", (long long)row_int(&r, i, 5));
    }
    TRY(db_query(w->c, SQL_VERIFY_LOST_CASES, ARGS(db_int(w->district)), &r));
    for (size_t i = 0; i < r.n; i++)
        tell(w, "case", 0, row_int(&r, i, 0), "the case is gone");
    return ERR_OK;
}

static enum err check_district(struct ctx *c, int32_t district, journal_fault_fn *report, void *arg,
                               struct journal_verdict *verdict)
{
    struct walk *w = arena_alloc(c->mem, sizeof *w);
    w->c = c;
    w->report = report;
    w->arg = arg;
    w->verdict = verdict;
    w->district = district;
    w->whole = true;
    w->tally = tally_new(c->mem);
    w->text.mem = c->mem;
    TRY(check_chain(w));
    TRY(db_each(c, SQL_VERIFY_UNSEALED, ARGS(db_int(district)), unsealed_row, w));
    TRY(check_counts(w));
    return check_cases(w);
}

enum err journal_verify(struct ctx *c, journal_fault_fn *report, void *arg,
                        struct journal_verdict *out)
{
    struct db_rows r;
    struct journal_verdict verdict = {0};
    TRY(db_query(c, SQL_VERIFY_DISTRICTS, NO_ARGS, &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(check_district(c, (int32_t)row_int(&r, i, 0), report, arg, &verdict));
    verdict.districts = (int64_t)r.n;
    *out = verdict;
    return ERR_OK;
}

enum err journal_verify_heads(struct ctx *c, const struct journal_head *heads, size_t n,
                              journal_fault_fn *report, void *arg, int64_t *out_faults)
{
    struct journal_verdict verdict = {0};
    for (size_t i = 0; i < n; i++) {
        struct walk w = {.report = report, .arg = arg, .verdict = &verdict};
        struct db_rows r;
        size_t hash_n;
        w.district = heads[i].district;
        TRY(db_query(c, SQL_VERIFY_SEAL, ARGS(db_int(heads[i].district), db_int(heads[i].seq)),
                     &r));
        const void *hash = r.n ? row_blob(&r, 0, 0, &hash_n) : NULL;
        if (!hash)
            tell(&w, "head", heads[i].seq, 0, "the chain ends before this head");
        else if (hash_n != SECRET_HASH || memcmp(hash, heads[i].hash, SECRET_HASH) != 0)
            tell(&w, "head", heads[i].seq, 0, "another hash stands at this head's place");
    }
    *out_faults = verdict.faults;
    return ERR_OK;
}

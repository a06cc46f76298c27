/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealing: rows without a seal get the next numbers of their district's chain, in order of id, and the counters move by
 * what the rows say, once per batch.
 *
 * Which rows are looked at: ids grow with time. SQLite has one writer at a time, so what is new lies behind the last
 * sealed id, save for ids of the same millisecond by another process. On PostgreSQL a slower transaction may commit a
 * smaller id later; it gets the next number. WINDOW_S bounds how much later; journal_seal_all looks JOURNAL_LATE_S back.
 */
#include <string.h>

#include "base/arena.h"
#include "journal/row.h"

enum { BATCH = 4000, WINDOW_S = 60 };

struct chain {
    int32_t district;
    int64_t seq, last_id;
    unsigned char hash[SECRET_HASH];
    struct tally *tally;
    struct buf text; /* a row's canonical form, overwritten by the next */
};

static enum err chain_lock(struct ctx *c, int32_t district, struct chain *out)
{
    static const unsigned char start[SECRET_HASH];
    struct db_rows r;
    size_t n;
    TRY(db_query(c, SQL_CHAIN_LOCK,
                 ARGS(db_int(district), db_blob(start, sizeof start), db_int(c->now)), &r));
    const void *hash = row_blob(&r, 0, 1, &n);
    if (!hash || n != SECRET_HASH)
        return ctx_fail(c, ERR_INTERNAL, "journal.head", "", "%06d", (int)district);
    *out = (struct chain){.district = district,
                          .seq = row_int(&r, 0, 0),
                          .last_id = row_int(&r, 0, 2),
                          .tally = tally_new(c->mem),
                          .text.mem = c->mem};
    memcpy(out->hash, hash, n);
    return ERR_OK;
}

/* The smallest id that may have come late. A clock that was set back shows in a new id below the last one. */
static enum err first_id(struct ctx *c, const struct chain *k, int64_t window_s, int64_t *out)
{
    int64_t new_id;
    TRY(db_new_id(c, &new_id));
    bool set_back = new_id < k->last_id;
    if ((set_back || db_engine(c->db) == DB_POSTGRES) && window_s < WINDOW_S)
        window_s = WINDOW_S;
    int64_t from = (set_back ? new_id : k->last_id) - window_s * JOURNAL_ID_SECOND;
    *out = (from >> JOURNAL_ID_MS_SHIFT) * (INT64_C(1) << JOURNAL_ID_MS_SHIFT);
    return ERR_OK;
}

static enum err seal_row(struct ctx *c, struct chain *k, const struct db_value *row)
{
    k->text.n = 0;
    row_canonical(&k->text, row);
    secret_hash(k->hash, k->text.p, k->text.n, k->hash);
    k->seq++;
    if (row[ROW_ID].i > k->last_id)
        k->last_id = row[ROW_ID].i;
    if (row_is_case(row))
        tally_row(k->tally, row);
    return db_exec(c, SQL_SEAL_ADD,
                   ARGS(db_int(k->district), db_int(k->seq), db_int(row[ROW_ID].i),
                        db_blob(k->hash, sizeof k->hash)));
}

/* ---- what came late ---- */

struct late {
    struct arena *mem;
    int64_t *ids; /* of rows, in order; then of those without a seal */
    size_t n, cap;
    size_t at, kept; /* where the seals have come to; how many have none so far */
};

static enum err add_row(void *arg, const struct db_value *row, size_t cols)
{
    struct late *l = arg;
    (void)cols;
    if (l->n == l->cap)
        l->ids = arena_grow(l->mem, l->ids, l->n, &l->cap, sizeof *l->ids);
    l->ids[l->n++] = row[0].i;
    return ERR_OK;
}

/* Keeps the rows up to this seal's that are not its own. The last seal of the range is that of its last row. */
static enum err strike_seal(void *arg, const struct db_value *row, size_t cols)
{
    struct late *l = arg;
    (void)cols;
    for (; l->at < l->n && l->ids[l->at] <= row[0].i; l->at++)
        if (l->ids[l->at] != row[0].i)
            l->ids[l->kept++] = l->ids[l->at];
    return ERR_OK;
}

static enum err find_late(struct ctx *c, const struct chain *k, int64_t from, struct late *out)
{
    struct db_rows r;
    const struct db_value range[] = {db_int(k->district), db_int(from), db_int(k->last_id)};
    *out = (struct late){.mem = c->mem};
    TRY(db_query(c, SQL_JOURNAL_LATE_COUNT, range, LEN(range), &r));
    if (row_int(&r, 0, 0) == row_int(&r, 0, 1))
        return ERR_OK;
    TRY(db_each(c, SQL_JOURNAL_LATE_ROWS, range, LEN(range), add_row, out));
    TRY(db_each(c, SQL_JOURNAL_LATE_SEALS, range, LEN(range), strike_seal, out));
    return ERR_OK;
}

/* ---- sealing ---- */

static enum err seal_some(struct ctx *c, struct chain *k, const struct db_rows *r)
{
    for (size_t i = 0; i < r->n; i++)
        TRY(seal_row(c, k, &r->v[i * r->cols]));
    return ERR_OK;
}

static enum err seal_late(struct ctx *c, struct chain *k, int64_t from)
{
    struct late late;
    struct db_rows r;
    TRY(find_late(c, k, from, &late));
    for (size_t i = 0; i < late.kept; i++) {
        TRY(db_query(c, SQL_JOURNAL_ROW, ARGS(db_int(k->district), db_int(late.ids[i])), &r));
        TRY(seal_some(c, k, &r));
    }
    return ERR_OK;
}

/* Late rows first, for their ids are smaller; then what lies behind the greatest sealed id. */
static enum err seal_rows(struct ctx *c, struct chain *k, int64_t from)
{
    struct db_rows r = {.n = BATCH};
    TRY(seal_late(c, k, from));
    while (r.n == BATCH) {
        TRY(db_query(c, SQL_JOURNAL_NEW,
                     ARGS(db_int(k->district), db_int(k->last_id), db_int(BATCH)), &r));
        TRY(seal_some(c, k, &r));
    }
    return ERR_OK;
}

static enum err fold(struct ctx *c, struct chain *k)
{
    size_t n;
    const struct tally_item *items = tally_sorted(k->tally, &n);
    for (size_t i = 0; i < n; i++)
        if (items[i].n != 0)
            TRY(db_exec(c, SQL_CASE_COUNT_ADD,
                        ARGS(db_int(k->district), db_text(items[i].area), db_text(items[i].kind),
                             db_text(items[i].state), db_int(items[i].n))));
    return ERR_OK;
}

static enum err seal(struct ctx *c, int32_t district, int64_t window_s)
{
    struct chain k = {0};
    int64_t from;
    TRY(chain_lock(c, district, &k));
    TRY(first_id(c, &k, window_s, &from));
    int64_t seq = k.seq;
    TRY(seal_rows(c, &k, from));
    if (k.seq == seq)
        return ERR_OK;
    TRY(fold(c, &k));
    return db_exec(c, SQL_CHAIN_MOVE,
                   ARGS(db_int(district), db_int(k.seq), db_blob(k.hash, sizeof k.hash),
                        db_int(c->now), db_int(k.last_id)));
}

enum err journal_seal(struct ctx *c, int32_t district)
{
    return seal(c, district, 0);
}

enum err journal_seal_since(struct ctx *c, int64_t window_s)
{
    struct db_rows r;
    TRY(db_query(c, SQL_JOURNAL_PENDING, ARGS(db_int(window_s * JOURNAL_ID_SECOND)), &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(seal(c, (int32_t)row_int(&r, i, 0), window_s));
    return ERR_OK;
}

enum err journal_seal_all(struct ctx *c)
{
    return journal_seal_since(c, JOURNAL_LATE_S);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A node makes ids only for the milliseconds of its lease, and a lease starts after the end of the one before:
 * so ids stay unique whatever the clocks do. Time that runs backwards is waited out by counting on; a clock that was far
 * ahead and was set right again (or a server started after that) goes on behind the ids of the wrong time, so that the
 * journal stays in order.
 */
#include <string.h>
#include <sys/random.h>

#include "base/text.h"
#include "base/time.h"
#include "db/db_driver.h"

enum { NODES = 1024, SEQ_MAX = 4095, LEASE_MS = 60 * 1000, TRIES = 8 };

/* Leases that reach further ahead than clocks may differ. */
static const int64_t far_ms = INT64_C(6) * 3600 * 1000;

#define EPOCH_MS INT64_C(1704067200000) /* 2024-01-01 UTC */

static enum err take(struct ctx *c, int32_t node, int64_t old_until, int64_t until, bool *out_taken)
{
    unsigned char word[8];
    char owner[2 * sizeof word + 1];
    struct db_rows r;
    memset(word, 0, sizeof word);
    (void)!getrandom(word, sizeof word, 0);
    text_hex(word, sizeof word, owner);
    TRY(db_query(c, SQL_ID_NODE_TAKE,
                 ARGS(db_int(node), db_text(owner), db_int(until), db_int(old_until)), &r));
    *out_taken = r.n == 1;
    return ERR_OK;
}

static enum err read_leases(struct ctx *c, int64_t until[NODES], int64_t *out_last)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ID_NODE_LIST, NO_ARGS, &r));
    *out_last = -1;
    for (int i = 0; i < NODES; i++)
        until[i] = -1;
    for (size_t i = 0; i < r.n; i++) {
        int64_t node = row_int(&r, i, 0), ms = row_int(&r, i, 1);
        if (node >= 0 && node < NODES)
            until[node] = ms;
        *out_last = ms > *out_last ? ms : *out_last;
    }
    return ERR_OK;
}

/* A free node from a random place on, so that servers that start together seldom want the same one. */
static enum err pick(struct ctx *c, const int64_t until[NODES], int64_t ms, int32_t *out_node)
{
    uint16_t from = 0;
    (void)!getrandom(&from, sizeof from, 0);
    for (int i = 0; i < NODES; i++) {
        *out_node = (from + i) % NODES;
        if (until[*out_node] < ms)
            return ERR_OK;
    }
    return ctx_fail(c, ERR_BUSY, "db.nodes", "", "%d", NODES);
}

static enum err lease(struct ctx *c, int64_t *ms)
{
    struct db_ids *ids = &c->db->ids;
    bool taken = false;
    for (int i = 0; i < TRIES && !taken; i++) {
        int64_t until[NODES], last;
        int32_t node = ids->used.node;
        TRY(read_leases(c, until, &last));
        if (last > *ms + far_ms)
            *ms = last + 1;
        bool own = i == 0 && ids->used.until && until[node] == ids->used.until;
        if (!own)
            TRY(pick(c, until, *ms, &node));
        TRY(take(c, node, until[node], *ms + LEASE_MS, &taken));
        ids->used.node = node;
    }
    if (!taken)
        return ctx_fail(c, ERR_BUSY, "db.nodes", "", "%d", TRIES);
    ids->used.until = *ms + LEASE_MS;
    return ERR_OK;
}

enum err db_new_id(struct ctx *c, int64_t *out_id)
{
    struct db_ids *ids = &c->db->ids;
    if (ids->test_next) {
        *out_id = ids->test_next++;
        return ERR_OK;
    }
    int64_t ms = time_now() / 1000 - EPOCH_MS;
    int32_t seq = 0;
    if (ms <= ids->last) {
        seq = (ids->seq + 1) & SEQ_MAX;
        ms = ids->last + (seq == 0);
    }
    if (ms > ids->used.until)
        TRY(lease(c, &ms));
    ids->last = ms;
    ids->seq = seq;
    *out_id = ms << 22 | (int64_t)ids->used.node << 12 | seq;
    return ERR_OK;
}

void db_ids_end(struct db *db, bool committed)
{
    if (committed)
        db->ids.kept = db->ids.used;
    else
        db->ids.used = db->ids.kept;
}

void db_set_ids(struct db *db, int64_t start)
{
    db->ids.test_next = start;
}

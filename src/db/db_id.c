/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A node makes ids only for the milliseconds of its lease, and a lease starts after the end of the one before:
 * so ids stay unique whatever the clocks do. Time that runs backwards is waited out by counting on.
 */
#include <string.h>
#include <sys/random.h>

#include "base/text.h"
#include "base/time.h"
#include "db/db_driver.h"

enum { NODES = 1024, SEQ_MAX = 4095, LEASE_MS = 60 * 1000, TRIES = 8 };

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

/* A free node from a random place on, so that servers that start together seldom want the same one. */
static enum err pick(struct ctx *c, int64_t ms, int32_t *out_node, int64_t *out_old)
{
    int64_t until[NODES];
    uint16_t from = 0;
    struct db_rows r;
    TRY(db_query(c, SQL_ID_NODE_LIST, NO_ARGS, &r));
    for (int i = 0; i < NODES; i++)
        until[i] = -1;
    for (size_t i = 0; i < r.n; i++)
        if (row_int(&r, i, 0) >= 0 && row_int(&r, i, 0) < NODES)
            until[row_int(&r, i, 0)] = row_int(&r, i, 1);
    (void)!getrandom(&from, sizeof from, 0);
    for (int i = 0; i < NODES; i++) {
        int32_t node = (from + i) % NODES;
        if (until[node] >= ms)
            continue;
        *out_node = node;
        *out_old = until[node];
        return ERR_OK;
    }
    return ctx_fail(c, ERR_BUSY, "db.nodes", "", "%d", NODES);
}

static enum err lease(struct ctx *c, int64_t ms)
{
    struct db_ids *ids = &c->db->ids;
    bool taken = false;
    if (ids->used.until)
        TRY(take(c, ids->used.node, ids->used.until, ms + LEASE_MS, &taken));
    for (int i = 0; i < TRIES && !taken; i++) {
        int32_t node;
        int64_t old;
        TRY(pick(c, ms, &node, &old));
        TRY(take(c, node, old, ms + LEASE_MS, &taken));
        ids->used.node = node;
    }
    if (!taken)
        return ctx_fail(c, ERR_BUSY, "db.nodes", "", "%d", TRIES);
    ids->used.until = ms + LEASE_MS;
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
        TRY(lease(c, ms));
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

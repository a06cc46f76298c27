/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First answers to retried requests: the same Idempotency-Key gives the same answer for 30 days. The row is written in
 * the change's own unit. Neither the key nor the answer (it may hold a receipt's secret) stands there in the open: the
 * row is found by the key's hash, and the answer is sealed under another hash of it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/secret.h"
#include "http/reply.h"

struct replay {
    int32_t district;
    const char *scope; /* account id or "public" */
    const char *key;
    unsigned char fingerprint[SECRET_HASH]; /* of method, target and body */
};

/*
 * *out_found: the key was used before, and *out is its answer; the row is touched, so that the commit waits for the
 * standby like the first one did. ERR_INVALID idempotency.mismatch: it was used for another request.
 */
enum err replay_find(struct ctx *c, const struct replay *r, struct reply *out, bool *out_found)
    MUST_USE;
/* ERR_BUSY idempotency.twice: another unit kept its answer meanwhile; run again. */
enum err replay_keep(struct ctx *c, const struct replay *r, const struct reply *reply) MUST_USE;
enum err replay_purge(struct ctx *c) MUST_USE; /* forgets what is older than 30 days */

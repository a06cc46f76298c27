/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an owner says with the code of the notice, without an account: a reply to a result, the wish for a re-check, an
 * appeal, what is wrong in the entry ("correct": an officer corrects it and answers). An appeal is decided by somebody who did not inspect and was not of the team that did; granted, the inspection does not count any more; the
 * original stays, the correction is shown beside it (domain.md 8.14).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"

struct entry_request {
    int32_t district;
    int64_t id, version, entry, inspection;                  /* inspection 0: none */
    const char *kind, *body, *state, *answer, *decided_name; /* answer, decided_name NULL */
    int64_t made, decided;
};
/* The code was checked before. ERR_CONFLICT request.open (one of a kind at a time), request.once (an inspection is
 * appealed once), request.too_late (30 days after it was recorded). Journalled as the owner's, with a digest of the words. */
enum err request_add(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                     const char *kind, const char *body, int64_t inspection, int64_t *out_id)
    MUST_USE;
/* ERR_DENIED request.own_inspection (made by the decider, or by a team that he was of then); ERR_CONFLICT request.decided; ERR_STALE. A granted re-check asks for a visit: the
 * entry's review is due now. */
enum err request_decide(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                        int64_t version, bool grant, const char *answer) MUST_USE;
enum err request_get(struct ctx *c, int32_t district, int64_t id, struct entry_request *out)
    MUST_USE; /* ERR_NOT_FOUND request.unknown */
/* Newest first. body "": the words are erased. */
enum err request_of(struct ctx *c, int32_t district, int64_t entry,
                    const struct entry_request **out, size_t *out_n) MUST_USE;
/* Open ones inside the prefix, oldest first. */
enum err request_open(struct ctx *c, const char *prefix, int64_t after, size_t limit,
                      const struct entry_request **out, size_t *out_n) MUST_USE;
/* Erases words that are older than two years. */
enum err request_purge(struct ctx *c) MUST_USE;

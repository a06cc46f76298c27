/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every text of a programme file that ever served a database is kept there, so that old entries and inspections keep their
 * meaning: a field that was dropped keeps its name, a checklist that was changed can be read as it was.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "programme/programme.h"

struct programme_version {
    const char *programme;
    int64_t version, seen; /* seen: when it first served */
    const char *hash;      /* BLAKE2b-256 of the text, hex */
    const char *text;      /* NULL in lists */
};

/*
 * Keeps the texts of all programmes; in a writing unit, at start. ERR_CONFLICT programme.version_kept: a version that was
 * kept has another text now (detail: which): whoever changes a file raises its version.
 */
enum err programmes_record(struct ctx *c, const struct programmes *p) MUST_USE;

/* Newest first; none: ERR_OK and 0. */
enum err programme_versions(struct ctx *c, const char *programme,
                            const struct programme_version **out, size_t *out_n) MUST_USE;
/* ERR_NOT_FOUND programme.version_unknown. */
enum err programme_version_get(struct ctx *c, const char *programme, int64_t version,
                               struct programme_version *out) MUST_USE;

/*
 * A checklist as it was in one of its own versions; version 0: as it is now, or was last. ERR_NOT_FOUND
 * checklist.unknown, checklist.version_unknown.
 */
enum err checklist_at(struct ctx *c, const struct programmes *now, const char *checklist,
                      int64_t version, const struct checklist **out) MUST_USE;
/* When a later version of the checklist first served; 0: none has. What was filled in before then may come in after. */
enum err checklist_followed(struct ctx *c, const char *checklist, int64_t version, int64_t *out)
    MUST_USE;
/* The same programmes, and in each ledger the fields that kept texts had and this one dropped (ledger_kind.former). */
enum err programmes_recall(struct ctx *c, const struct programmes *p, const struct programmes **out)
    MUST_USE;

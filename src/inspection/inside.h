/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of inspections share among themselves. */
#pragma once

#include "inspection/standing.h"
#include "ledger/ledger.h"

/* Takes the entry's row for this unit: what is read afterwards does not change under it. ERR_NOT_FOUND ledger.entry_unknown. */
enum err inspection_lock(struct ctx *c, int32_t district, int64_t entry) MUST_USE;
/* All that was ever found at the entry by this checklist. */
enum err history_load(struct ctx *c, const struct app *app, const struct entry *e,
                      const struct checklist *list, struct history *out) MUST_USE;
/* Writes what follows for the entry and its inspections from that moment on. */
enum err history_regrade(struct ctx *c, const struct app *app, const struct entry *e,
                         const struct history *h, int64_t from) MUST_USE;
/* When it is due again after a full inspection then; done 0, or a list without a limit: 0, never. */
enum err review_due_after(struct ctx *c, const struct app *app, const struct entry *e,
                          const struct checklist *l, int64_t done, int64_t *out) MUST_USE;
/* A re-check that its owner asked for and was granted by `at` is due until somebody has been there: *out, or earlier. */
enum err review_asked_since(struct ctx *c, const struct entry *e, int64_t last, int64_t at,
                            int64_t *out) MUST_USE;
/* The checklist that grades the ledger, else the first that is of it; NULL: none. */
const struct checklist *checklist_of_ledger(const struct programmes *p, const char *ledger);
/* Was the person of the team at that moment? */
enum err team_had_member(struct ctx *c, int32_t district, int64_t team, int64_t person, int64_t at,
                         bool *out) MUST_USE;

struct inspection_round;
/* A row of the journal about a round; reason, before and after may be NULL. */
enum err round_tell(struct ctx *c, const struct inspection_round *r, const char *action,
                    const char *reason, const char *before, const char *after) MUST_USE;
/* The entry's rows of all checklists. */
enum err rectification_rows(struct ctx *c, int32_t district, int64_t entry,
                            struct rectification **out, size_t *out_n) MUST_USE;

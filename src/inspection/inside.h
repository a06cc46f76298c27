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
/* The entry's rows of all checklists. */
enum err rectification_rows(struct ctx *c, int32_t district, int64_t entry,
                            struct rectification **out, size_t *out_n) MUST_USE;

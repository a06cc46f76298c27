/* SPDX-License-Identifier: Apache-2.0 */
/* The status that is shown: what was set by hand, as the dates of its window have it on a day (programme/ledger_kind.h). */
#pragma once

#include "base/ctx.h"
#include "ledger/ledger.h"

struct node;

/* fields: the entry's, read; at: a moment of the day. */
const char *status_on(const struct ledger_kind *kind, const char *status, const struct node *fields,
                      int64_t at);
/* The same of an entry whose fields are read only where they matter; at its as_of, or now. */
enum err entry_status_on(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                         const char **out) MUST_USE;
/* A person who left: strangers are told no more of him, not even as of a day when he was there. */
bool entry_is_forgotten(const struct ledger_kind *kind, const struct entry *e);
/* May strangers know of it? It is not forgotten, and neither the status that was set nor the one of the day is hidden. */
enum err entry_is_told(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                       bool *out) MUST_USE;

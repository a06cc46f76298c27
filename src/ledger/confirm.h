/* SPDX-License-Identifier: Apache-2.0 */
/*
 * That somebody looked at all of an entry and said that it is still right (ledgers stay alive: domain.md 1.12, "a firm
 * confirms its own row yearly"). The programme's file says for how many days that holds (ledger_kind.confirm); until the first
 * time the clock runs from when the entry was written down. A change of one field confirms nothing of the others.
 */
#pragma once

#include "app.h"
#include "base/ctx.h"
#include "ledger/ledger.h"

struct confirmed {
    int64_t at;    /* 0: nobody since it came */
    bool by_owner; /* else an officer */
    int64_t
        due; /* when it is to be said again; 0: never, its ledger does not ask for it or it left */
};
/* At the entry's as_of, or now. */
enum err confirm_get(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                     struct confirmed *out) MUST_USE;
/* version: of the entry that was looked at. ERR_CONFLICT ledger.left, ledger.no_confirm; ERR_STALE. Journalled. */
enum err confirm_add(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                     int64_t version, bool by_owner) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ledgers: some entries as the present text of their programme derives them (ledger/adopt.h). */
#pragma once

#include "app.h"
#include "db/db.h"
#include "programme/ledger_kind.h"

struct adopting {
    const struct app *app;
    const struct ledger_kind *kind;
    const char *derived;
    int32_t district;
    int64_t after, seen, changed; /* the last entry; how many were looked at, and changed */
};

/* Rows of entry_adopt_batch; counts them in a. */
enum err rederive(struct ctx *c, struct adopting *a, const struct db_rows *rows) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What inspections do when an entry leaves its ledger, comes back, or is asked about as it was. They know ledgers; ledgers
 * do not know them: the program puts the two together (app.follow). Without it nothing follows.
 */
#pragma once

#include <stdint.h>

#include "app.h"
#include "base/ctx.h"

struct entry;

struct entry_follow {
    /* It leaves at that moment; the reason is in words. What was open about it ends. */
    enum err (*left)(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                     int64_t at, const char *reason);
    /* It stands there again from that moment on: what fails is to be put right again, and its status follows from it. */
    enum err (*returned)(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                         int64_t at);
    /* Fills last_inspected, review_due and open_items of an entry as of a past moment. */
    enum err (*then)(struct ctx *c, const struct app *app, struct entry *e);
};

/* As above; an entry as it is now has them already. */
enum err entry_then(struct ctx *c, const struct app *app, struct entry *e) MUST_USE;

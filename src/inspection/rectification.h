/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items that have to be put right (整改台账) and their cases: opened by an inspection in which they fail, struck off (销号)
 * by one in which they pass, opened again when they relapse, void when nothing is to be put right any more.
 */
#pragma once

#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "casefile/tick.h"

/* The entry leaves its ledger at that moment: what is open becomes void. The reason is the case's, in words. */
enum err rectification_void(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                            int64_t at, const char *reason) MUST_USE;

/* The scheduler's step: what is due on the case, and the grade of the entry when its time to put it right is over. */
enum err rectification_tick(struct ctx *c, const struct app *app, const struct tick *t) MUST_USE;

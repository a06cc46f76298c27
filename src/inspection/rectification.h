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
#include "ledger/entry_follow.h"

/* Of an entry that leaves its ledger what is open becomes void; of one that comes back what fails is opened again. */
extern const struct entry_follow inspections_follow;

/* The scheduler's step: what is due on the case, and the grade of the entry when its time to put it right is over. */
enum err rectification_tick(struct ctx *c, const struct app *app, const struct tick *t) MUST_USE;

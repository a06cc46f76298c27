/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in an entry's row beside its fields (name, keys, facet, what is sealed, dates that remind) was derived by the
 * programme text of its day. When a new text derives otherwise, this makes it anew: of all entries of the ledger, a batch a
 * unit, going on where it was when it is cut off. The past stays as it was: what is so by the new text begins now.
 * Nothing is lost: two entries that now have one key both stay (ledger/twin.h), values that fit no more stay
 * (ledger/misfit.h), and values of fields that are sealed now are sealed in the entry and in its past.
 */
#pragma once

#include <stdbool.h>

#include "app.h"
#include "base/ctx.h"

/*
 * The next batch, in a unit that writes; *out_more: come again. Journalled once for each district and ledger, with numbers,
 * where something came of it. ERR_BUSY: another server did this batch.
 */
enum err ledger_adopt(struct ctx *c, const struct app *app, bool *out_more) MUST_USE;

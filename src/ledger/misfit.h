/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the present programme text would not take any more of an entry that an older one took: a value, a status. Nothing is
 * lost or changed for it; it is told.
 */
#pragma once

#include <stddef.h>

#include "base/ctx.h"
#include "programme/ledger_kind.h"

struct entry;

struct misfit {
    const char *field; /* "status" for the status */
    const char *why;   /* code of what is wrong: ledger.field, ledger.field_needed, ... */
};
/* Sealed fields are only looked for, not into. None of an entry that was checked against the present text. */
enum err misfits_of(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                    const struct misfit **out, size_t *out_n) MUST_USE;

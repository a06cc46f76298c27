/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries with one natural key. While one programme text serves there are none: the second is refused. A new text may find
 * some among those that stand; they stay as they are, the office is told, and the key stands in one of them as it is and in
 * the others as 'KEY|twin:ID' (a folded key has no ':').
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { ENTRY_TWINS_MAX = 20 };
struct entry_twin {
    int64_t id;
    const char *name;
};

/* The key as a twin has it, and without that. */
const char *twin_key(struct ctx *c, const char *key, int64_t id);
const char *twin_base(struct ctx *c, const char *key);
/* Others that stand in the ledger with this key, in any form; at most ENTRY_TWINS_MAX. */
enum err twin_others(struct ctx *c, int32_t district, const char *ledger, const char *key,
                     int64_t id, const struct entry_twin **out, size_t *out_n) MUST_USE;
/* The same of an entry that stands. */
enum err entry_twins(struct ctx *c, int32_t district, int64_t id, const struct entry_twin **out,
                     size_t *out_n) MUST_USE;
/* An entry gave the key up: if nobody has it any more, the first of its twins does. */
enum err twin_promote(struct ctx *c, int32_t district, const char *ledger, const char *key)
    MUST_USE;

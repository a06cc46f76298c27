/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies a whole database row by row, between engines. The statements are made from the schema files (tools/copy.awk),
 * so a new table is copied without a word here. Memory is bounded by the largest row.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

struct copy_count {
    int64_t tables, rows;
};

/* No table that would be copied has a row. c in an open unit. */
enum err copy_is_empty(struct ctx *c, bool *out) MUST_USE;

/*
 * All rows of `from`, in an open read, into the empty `to`, in an open write. to->mem is reset as rows pass. The
 * reason of a failure on either side is in from->problem. ERR_CONFLICT db.not_empty; ERR_INVALID backup.schema when
 * the two are not of one schema version.
 */
enum err copy_all(struct ctx *from, struct ctx *to, struct copy_count *out) MUST_USE;

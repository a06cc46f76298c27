/* SPDX-License-Identifier: Apache-2.0 */
/* Inside catalogue: rows as a sheet has them. */
#pragma once

#include "catalogue/columns.h"
#include "catalogue/import.h"

/* The rows below the head; what is wrong with them stands in the report. ERR_INVALID import.too_large */
enum err draft_rows(struct ctx *c, const struct sheet *s, const struct columns *k,
                    const struct catalogue_options *o, struct catalogue_draft *out,
                    struct catalogue_report *report) MUST_USE;
bool draft_same(const struct catalogue_row *a, const struct catalogue_row *b);

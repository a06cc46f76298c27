/* SPDX-License-Identifier: Apache-2.0 */
/* Inside catalogue: rows and heads as the database has them. */
#pragma once

#include "catalogue/catalogue.h"
#include "db/db.h"

struct catalogue_head {
    int64_t version, n_rows, tiers_version; /* zeros: the district never had its own */
};

enum err catalogue_head(struct ctx *c, int32_t district, struct catalogue_head *out) MUST_USE;
/* Makes the head where there is none; ERR_BUSY when somebody else just did. */
enum err catalogue_head_need(struct ctx *c, int32_t district) MUST_USE;
/* The district whose catalogue holds: its own, or 0. */
enum err catalogue_holds(struct ctx *c, int32_t district, int32_t *out) MUST_USE;
/* ERR_INTERNAL catalogue.row when a row has a limit that is none. */
enum err catalogue_from_rows(struct ctx *c, const struct db_rows *r,
                             const struct catalogue_row **out, size_t *out_n) MUST_USE;
/* What the journal calls the place: the district, or the topmost area of the tree. */
enum err catalogue_place(struct ctx *c, int32_t district, const char **out) MUST_USE;

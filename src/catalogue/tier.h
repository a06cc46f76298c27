/* SPDX-License-Identifier: Apache-2.0 */
/* How strict the limits are where: A, B or C below an area prefix. */
#pragma once

#include "catalogue/catalogue.h"

enum { TIERS_MAX = 200 };

struct tier_area {
    const char *area, *tier; /* "A", "B", "C" */
};

/* By area. *out_version 0: nothing was ever set. */
enum err tiers_get(struct ctx *c, int32_t district, int64_t *out_version,
                   const struct tier_area **out, size_t *out_n) MUST_USE;
/*
 * All at once, journalled. ERR_STALE unless `version` is the current one; ERR_INVALID catalogue.tier, area.code,
 * area.unknown, catalogue.area (beyond the district), catalogue.twice.
 */
enum err tiers_set(struct ctx *c, int32_t district, int64_t version, const struct tier_area *items,
                   size_t n) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* No blind spot: for each leaf area and each required post kind somebody answers, on the leaf or above it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "programme/programme.h"

struct coverage_gap {
    const struct area *area; /* the leaf, in the view */
    const char *kind;        /* the post kind that nobody holds */
};

struct coverage {
    const char *const *required; /* post kinds marked so in the programmes */
    size_t n_required;
    int64_t leaves, covered; /* covered: by every required kind */
    int64_t gaps_found;
    struct coverage_gap *gaps; /* by code, then kind; the first n_gaps of gaps_found */
    size_t n_gaps;
};

/* Under the area (a code of the view), at the moment; at most max_gaps are listed. ERR_NOT_FOUND area.unknown. */
enum err coverage_check(struct ctx *c, const struct programmes *p, const struct atlas_view *v,
                        const char *area, int64_t at, size_t max_gaps, struct coverage *out)
    MUST_USE;

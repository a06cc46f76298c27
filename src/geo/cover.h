/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do neighbours tile their parent? Rounding is no fault: pieces below 1 m2, and slivers narrower than 10 cm on average
 * (twice the area by the length of the outline), do not count.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "geo/shape.h"

enum cover_fault {
    COVER_OVERLAP, /* of siblings a and b; one call for all their common ground */
    COVER_GAP, /* ground of the parent (or a hole among the siblings, without one) that no sibling has */
    COVER_OUTSIDE, /* of a outside the parent; one call for all of it */
};

/* area_m2 of all pieces that count, at: a point inside the largest. a, b: places in siblings; 0 where not meant. */
typedef void cover_fn(void *arg, enum cover_fault fault, size_t a, size_t b, double area_m2,
                      struct geo_point at);

/* Normal shapes; those without rings are passed over, invalid ones taken as repaired. parent NULL: not known. */
void cover_check(const struct geo_shape *parent, const struct geo_shape *siblings, size_t n,
                 cover_fn *fn, void *arg);

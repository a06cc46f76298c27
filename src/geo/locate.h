/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Point -> area by an in-memory index over polygons. Built once, then read by any number of threads.
 *
 * The rule for edges: a point belongs to a polygon when a ray towards +longitude crosses its rings an odd number of
 * times, each edge taken half open (the lower latitude end belongs to it, the upper does not) and crossings strictly
 * right of the point counted, with exact integer arithmetic. So a point on an edge that two polygons share belongs to
 * exactly one of them. Where polygons overlap the smallest id wins.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "geo/shape.h"

struct locate_item {
    uint32_t id; /* what locate_find returns; smaller wins where items overlap */
    struct geo_shape shape;
};

struct locate;

enum { LOCATE_NONE = -1 };

struct locate *locate_new(const struct locate_item *items, size_t n); /* copies what it needs */
void locate_free(struct locate *l);                                   /* takes NULL */
int64_t locate_find(const struct locate *l, struct geo_point p);      /* id or LOCATE_NONE */
/* n points at once, with prefetching: for bulk work. */
void locate_find_many(const struct locate *l, const struct geo_point *points, size_t n,
                      int64_t *out_ids);
/* The shape of items[i] as given to locate_new, without a second copy; lives as long as l. */
struct geo_shape locate_shape(const struct locate *l, size_t i);
size_t locate_bytes(const struct locate *l);

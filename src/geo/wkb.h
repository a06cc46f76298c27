/* SPDX-License-Identifier: Apache-2.0 */
/* Well-known binary of polygons and multipolygons: how boundaries lie in the database. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "geo/shape.h"

struct arena;

/* A normal shape as little-endian WKB degrees in mem. */
void wkb_write(struct arena *mem, struct geo_shape shape, void **out, size_t *out_n);
/* Polygon or MultiPolygon, either byte order, two dimensions. False: not one, or out of range; shape in mem. */
bool wkb_read(struct arena *mem, const void *wkb, size_t n, struct geo_shape *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up outlines for areas that have none: a polygon is cut among its children and the parts are imported. */
#pragma once

#include "base/buf.h"
#include "demo/demo_parts.h"
#include "geo/divide.h"
#include "geo/shape.h"

/* A centre that is not known. */
#define CUT_ANYWHERE ((struct divide_seed){0, 0})

struct cut_child {
    const char *code;
    struct divide_seed centre; /* WGS84; CUT_ANYWHERE: put somewhere */
};

/* Adds one feature to an open collection (`out`). note: "made_up", ... */
void cut_feature(struct buf *out, const char *code, const char *note, const char *geometry);
/*
 * Adds the parts of a shape. All is done in WGS84: a new corner on a straight border of the parent then lies on it, as it
 * would not after bending by the GCJ-02 formula.
 */
enum err cut_among(struct demo *d, struct geo_shape shape, const struct cut_child *children,
                   size_t n, struct buf *out) MUST_USE;
struct divide_seed cut_seed_of_gcj02(double lon, double lat);

/* Imports; any finding that is an error is an error of the demonstration's own data: ERR_INTERNAL demo.data. */
enum err cut_import(struct demo *d, const struct buf *features, const char *crs) MUST_USE;
enum err cut_import_tree(struct demo *d, const char *text, size_t n) MUST_USE;

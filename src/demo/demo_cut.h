/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up outlines for areas that have none: a polygon is cut among its children and the parts are imported. */
#pragma once

#include "base/buf.h"
#include "demo/demo_parts.h"
#include "geo/divide.h"

/* A centre that is not known. */
#define CUT_ANYWHERE ((struct divide_seed){0, 0})

struct cut_child {
    const char *code;
    struct divide_seed centre; /* GCJ-02; CUT_ANYWHERE: put somewhere */
};

/* Adds to an open feature collection in GCJ-02 (`out`): one feature, or the parts of a geometry. note: "made_up", ... */
void cut_feature(struct buf *out, const char *code, const char *note, const char *geometry);
enum err cut_among(struct demo *d, const char *geometry, const struct cut_child *children, size_t n,
                   struct buf *out) MUST_USE;

/* Imports; any finding that is an error is an error of the demonstration's own data: ERR_INTERNAL demo.data. */
enum err cut_import(struct demo *d, const struct buf *features) MUST_USE;
enum err cut_import_tree(struct demo *d, const char *text, size_t n) MUST_USE;

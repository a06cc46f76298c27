/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The area tree and the locate index in memory, read from the database at start and swapped as one when areas or
 * polygons change (setting areas_generation is polled, so that an import by another process is seen too). A reader
 * takes a snapshot and gives it back; a snapshot never changes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "geo/locate.h"

struct atlas;
struct atlas_view;

struct area {
    const char *code, *name, *level; /* level: a code of area_level */
    const char *note;                /* NULL, "derived", "made_up": of the area or its boundary */
    int64_t valid_from, valid_to;    /* valid_to 0: open */
    int64_t version;
    int32_t parent;                  /* index into the view, -1 at a root */
    int32_t first_child, n_children; /* children stand together, in order of code */
    int32_t rank;                    /* of the level, 1 = topmost */
    bool has_polygon, is_leaf;
    struct geo_point low, high; /* box of the polygon (or of the children's); equal when none */
};

struct atlas *atlas_new(void);
void atlas_free(struct atlas *a);
/* Reads the database when its generation differs from the one held; c in an open read. */
enum err atlas_refresh(struct atlas *a, struct ctx *c) MUST_USE;

const struct atlas_view *atlas_take(struct atlas *a);
void atlas_give(struct atlas *a, const struct atlas_view *v);

size_t atlas_len(const struct atlas_view *v);
const struct area *atlas_at(const struct atlas_view *v, int32_t i);   /* NULL for -1 */
int32_t atlas_find(const struct atlas_view *v, const char *code);     /* -1: unknown */
const char *atlas_name(const struct atlas_view *v, const char *code); /* unknown: the code itself */
/* Deepest area whose polygon holds the point (of now), or -1; of several as deep the smallest code. */
int32_t atlas_locate(const struct atlas_view *v, struct geo_point p);

/* Raised by every change of areas. */
int64_t atlas_generation(const struct atlas_view *v);
/* Of all that is in the view: another database with the same generation has another mark. Good for ETags. */
uint64_t atlas_mark(const struct atlas_view *v);
struct geo_shape atlas_shape(const struct atlas_view *v,
                             int32_t i); /* normal; no rings: no polygon */
/* Box of the polygons of the area and of all below it: for walks down the tree. */
struct geo_box atlas_reach(const struct atlas_view *v, int32_t i);
/* Areas in order of code: the k-th, and the place of the first code that is not below `code`. */
int32_t atlas_by_code(const struct atlas_view *v, size_t k); /* -1 behind the end */
size_t atlas_code_from(const struct atlas_view *v, const char *code);

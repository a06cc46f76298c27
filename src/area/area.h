/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Areas in the database: one tree, whose codes are the spine of everything. A code starts with its parent's code and
 * is never given twice. Reading the tree as a whole: area/atlas.h. Changing many at once: area/import.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { AREA_NAME_MAX = 100, AREA_LEVEL_MAX = 20 };

struct area_row {
    const char *code, *name, *level;
    const char *parent;             /* NULL: a root */
    const char *note;               /* NULL, "derived", "made_up" */
    int64_t households, population; /* JSON_ABSENT: not known */
    int64_t valid_from, valid_to;   /* 0: open */
    int64_t version;
};

/* ERR_NOT_FOUND area.unknown. */
enum err area_get(struct ctx *c, const char *code, struct area_row *out) MUST_USE;

/*
 * One area more, journalled; valid from the unit's now, version 1 (those two and valid_to are not read from `a`).
 * ERR_INVALID area.code, area.name, area.level, area.note, area.parent_unknown, area.parent_prefix;
 * ERR_CONFLICT area.exists. Call area_publish once at the end of the unit.
 */
enum err area_add(struct ctx *c, const struct area_row *a) MUST_USE;

struct area_polygon {
    const char *source, *source_crs, *note;
    int64_t valid_from;
    double area_m2;
    const void *wkb;
    size_t wkb_n;
};
/* Of now. ERR_NOT_FOUND area.no_polygon. */
enum err area_polygon_get(struct ctx *c, const char *code, struct area_polygon *out) MUST_USE;

struct area_level {
    const char *level, *name_zh, *name_en;
    int64_t rank; /* 1 = topmost */
};
/* By rank. */
enum err area_levels(struct ctx *c, const struct area_level **out, size_t *out_n) MUST_USE;
/* Does nothing when the level exists. */
enum err area_level_add(struct ctx *c, const struct area_level *level) MUST_USE;

/* Raises the generation, so that every server reads the atlas anew. */
enum err area_publish(struct ctx *c) MUST_USE;
enum err area_generation(struct ctx *c, int64_t *out) MUST_USE;

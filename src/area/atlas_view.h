/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the atlas: a view, and how it is read from the database (atlas_view.c). */
#pragma once

#include "area/area.h"
#include "area/atlas.h"

struct atlas_view {
    struct atlas_view *self;
    int holders;        /* the atlas counts as one */
    int64_t generation; /* -1: nothing was read yet */
    uint64_t mark;      /* sum over the rows, which come in no order */
    struct arena *mem;  /* texts and arrays */
    struct area *areas; /* breadth first: roots by code, then each one's children by code */
    size_t n;
    int32_t *by_code;
    struct geo_box *reach;
    struct locate *locate; /* ids: deepest areas first, then by code */
    int32_t *rank;         /* of an area: its id in locate, -1 without polygon */
    int32_t *by_rank;
};

struct atlas_view *view_new(void); /* without areas, held once */
void view_free(struct atlas_view *v);
enum err view_load(struct ctx *c, int64_t generation, struct atlas_view **out) MUST_USE;

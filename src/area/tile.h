/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Boundaries as vector tiles: layer "areas" with code, name, level, note; the id is the area's place in the view. Below
 * zoom 9 districts are drawn, from 9 on towns, from 12 on communities, from 14 on their cells as well; where nothing
 * that fine is known, the next coarser.
 */
#pragma once

#include "area/atlas.h"
#include "base/buf.h"
#include "geo/mvt.h"

/* Appends to out; nothing when the tile is empty. */
void area_draw_tile(const struct atlas_view *v, struct tile t, struct buf *out);

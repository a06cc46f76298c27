/* SPDX-License-Identifier: Apache-2.0 */
/* Open cases that have a point, as a layer "cases" of a vector tile: ref, kind, state, open. */
#pragma once

#include <stddef.h>

#include "area/atlas.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "geo/mvt.h"

enum { TILE_CASES_MAX = 20000 }; /* of the newest, where a tile has more */

/* Only cases of these areas (prefixes, none inside another). Appends nothing when there is nothing to see. */
enum err casefile_tile(struct ctx *c, const struct atlas_view *v, const char *const *areas,
                       size_t n_areas, struct tile t, struct buf *out) MUST_USE;

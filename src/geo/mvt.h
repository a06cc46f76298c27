/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mapbox Vector Tiles 2.1, one layer at a time, extent 4096. A feature is opened by mvt_polygon or mvt_point; the
 * properties that follow are its own. Neighbours keep their common edges: points are put on the tile's grid one by
 * one, edges are cut at the tile's margin the same way from both ends, and only repeats and points on a straight line
 * are dropped.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "geo/shape.h"

enum { MVT_EXTENT = 4096, MVT_BUFFER = 64, MVT_ZOOM_MAX = 22 };

#define MVT_TYPE "application/vnd.mapbox-vector-tile"

struct tile {
    uint32_t z, x, y;
};

/* "14", "13375", "6536" to a tile; false: not three numbers, or no such tile. */
bool tile_parse(const char *z, const char *x, const char *y, struct tile *out);
/* What the tile and its margin show: for queries. */
struct geo_box tile_box(struct tile t);

struct mvt;

struct mvt *mvt_open(struct arena *mem, const char *layer, struct tile t);
/* A normal shape. False: nothing of it is seen in the tile, and no feature was opened. */
bool mvt_polygon(struct mvt *m, uint64_t id, struct geo_shape shape);
bool mvt_point(struct mvt *m, uint64_t id, struct geo_point p);
/* key: a literal, 16 of them at most in a layer; NULL value: nothing is written. Not before a feature was opened. */
void mvt_text(struct mvt *m, const char *key, const char *value);
void mvt_bool(struct mvt *m, const char *key, bool value);
/* Appends the layer to the tile; nothing when it has no feature. Layers may follow each other in one buf. */
void mvt_close(struct mvt *m, struct buf *out);

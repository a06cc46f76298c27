/* SPDX-License-Identifier: Apache-2.0 */
/* Inside geo: shapes to GEOS and back. Coordinates there are grid units, which doubles hold exactly. */
#pragma once

#include <geos_c.h>

#include "geo/shape.h"

struct arena;

struct geos {
    GEOSContextHandle_t h;
};

struct geos geos_start(void);
void geos_end(struct geos *g); /* for CLEANUP */

/* A polygon or multipolygon of a normal shape; NULL: GEOS refuses it (a ring of fewer than three points). */
GEOSGeometry *geos_of_shape(struct geos *g, struct geo_shape s);
/* All polygons of the geometry as a normal shape on the grid; what is not an area is left out. */
struct geo_shape geos_to_shape(struct geos *g, struct arena *mem, const GEOSGeometry *geometry);

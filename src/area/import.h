/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The area tree from CSV and boundaries from GeoJSON: whole or not at all. Each finding names its row; one error and
 * nothing is applied. The same file again changes nothing.
 *
 * CSV: a header with code, name, level, parent and, if wanted, note, households, population; a column that is not there
 * leaves what is known. An area whose parent lies above all areas becomes a root. Areas that the file does not name stay
 * as they are.
 * GeoJSON: each feature names its area by a property. Invalid rings are repaired, with a warning; the geometry as it
 * came is kept beside the repaired one. A new boundary ends the one before it.
 *
 * Rules, CSV: cells, code, name, level, note, number, prefix, parent_unknown, parent_level, root, duplicate, scope,
 * moved, column. Rules, GeoJSON: no_code, area_unknown, duplicate, scope, vanished, repaired, invalid_ring and the
 * faults of geo/geojson.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/finding.h"

struct import_options {
    bool dry_run;         /* look, write nothing */
    const char *crs;      /* polygons: "wgs84" (NULL), "cgcs2000" or "gcj02" */
    const char *property; /* polygons: the property that names the area; NULL: code, else adcode */
    const char *note; /* NULL, "derived", "made_up": of all rows that do not say it themselves */
};

enum { IMPORT_ROWS_MAX = 300000 };

struct import_report {
    bool applied; /* false: dry run, or errors */
    int64_t rows, added, changed, unchanged;
    struct findings
        found; /* row: line of the CSV file, number of the feature; key: the area's code */
};

/*
 * In an open write unit (a read one will do for a dry run). Rows beyond the caller's areas (c->who, RIGHT_AREA_WRITE)
 * are errors; who NULL is the operator. ERR_OK also when errors were found: then nothing was written. ERR_INVALID only
 * when the file as a whole cannot be read (csv.*, json.*, geojson.*, geo.crs, import.column, import.option,
 * import.too_large).
 */
enum err area_import_csv(struct ctx *c, const char *text, size_t n, const struct import_options *o,
                         struct import_report *out) MUST_USE;
enum err area_import_polygons(struct ctx *c, const char *text, size_t n,
                              const struct import_options *o, struct import_report *out) MUST_USE;

/* The same in two steps, for the server: the slow reading (no database), then the quick writing. */
struct polygon_batch;
/* text and options must outlive the batch. */
enum err area_read_polygons(struct ctx *c, const char *text, size_t n,
                            const struct import_options *o, struct polygon_batch **out) MUST_USE;
enum err area_apply_polygons(struct ctx *c, const struct polygon_batch *batch,
                             struct import_report *out) MUST_USE;

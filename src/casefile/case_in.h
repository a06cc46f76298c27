/* SPDX-License-Identifier: Apache-2.0 */
/* What the routes of cases read from requests, and the view that they answer with. */
#pragma once

#include "casefile/case_json.h"
#include "http/route.h"

/* [{upload, token}], at most MEDIA_PER_STEP; NULL: none. ERR_INVALID input.type, media.too_many. */
enum err case_read_uploads(struct ctx *c, const struct node *list, const struct media_claim **out,
                           size_t *out_n) MUST_USE;
/* Degrees in a system of coordinates (NULL: wgs84); both NAN: no point. ERR_INVALID input.missing, input.range, geo.crs. */
enum err case_read_point(struct ctx *c, double lon, double lat, const char *crs, bool *out_has,
                         struct geo_point *out) MUST_USE;

/* Holds a snapshot of the areas until its end. */
struct case_view case_view_of(struct ctx *c, const struct req *q, struct reply *out);
void case_view_end(const struct case_view *v);

/* GET /tiles/cases/{z}/{x}/{y} */
enum err case_tile(struct ctx *c, const struct req *q, struct reply *out) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside area: the handlers of imports and checks, for the table in area_api.c. */
#pragma once

#include "http/route.h"

enum err import_areas(struct ctx *c, const struct req *q, struct reply *out);
enum err import_polygons_prepare(struct ctx *c, const struct req *q, const void **out);
enum err import_polygons(struct ctx *c, const struct req *q, struct reply *out);
enum err check_place(struct ctx *c, const struct req *q, const char **out_area);
enum err check_areas_prepare(struct ctx *c, const struct req *q, const void **out);
enum err check_areas(struct ctx *c, const struct req *q, struct reply *out);

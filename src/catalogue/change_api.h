/* SPDX-License-Identifier: Apache-2.0 */
/* Inside catalogue: the handlers of what changes it, for the table in catalogue_api.c. */
#pragma once

#include "http/route.h"

/* The district of ?area=; none: 0. ERR_INVALID catalogue.area */
enum err catalogue_district(struct ctx *c, const char *area, int32_t *out) MUST_USE;

/* The whole district, or for the catalogue for all every root of the tree: rules are not made for a part. */
enum err change_place(struct ctx *c, const struct req *q, const char **out_area);
enum err change_import_prepare(struct ctx *c, const struct req *q, const void **out);
enum err change_import(struct ctx *c, const struct req *q, struct reply *out);
enum err change_undo(struct ctx *c, const struct req *q, struct reply *out);
enum err change_tiers(struct ctx *c, const struct req *q, struct reply *out);
enum err tiers_reply(struct ctx *c, int32_t district, struct reply *out);

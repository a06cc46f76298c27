/* SPDX-License-Identifier: Apache-2.0 */
/* How areas look in replies, for every noun that shows them. */
#pragma once

#include "area/atlas.h"
#include "base/json.h"

/* {code,name,level,note,parent,is_leaf,has_polygon,n_children} as a value; or its members into an open object. */
void area_put_summary(struct json *j, const struct atlas_view *v, int32_t area);
void area_put_members(struct json *j, const struct atlas_view *v, int32_t area);
/* "area" and "area_name" of a code; the code again where it names none. */
void area_put_code(struct json *j, const struct atlas_view *v, const char *code);
/* "chain": the areas from this one up to the root, [{code,name,level,note}]; [] for -1. */
void area_put_chain(struct json *j, const struct atlas_view *v, int32_t area);

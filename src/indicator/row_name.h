/* SPDX-License-Identifier: Apache-2.0 */
/* How the rows of a table are called: outside by a text, inside by a number (count.h). */
#pragma once

#include "indicator/count.h"

#define ROW_NONE "none" /* what belongs to no unit, post ... */

/* "area", "unit", "post", "kind"; NULL is area. False: none of them. */
bool row_by_parse(const char *word, enum indicator_by *out);
/* Of areas the code, of kinds their word, of posts and units a reference. */
const char *row_key(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                    enum indicator_by by, const struct indicator_row *row);
bool row_key_parse(const struct atlas_view *v, const struct programmes *p, enum indicator_by by,
                   const char *text, int64_t *out);
/* For people; posts and units as they were at `at`. */
enum err row_name(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                  const struct indicator_query *q, const struct indicator_row *row, bool english,
                  const char **out) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Counting the parts of indicators over an area and a period, and the cases that a number is made of. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "indicator/indicator.h"
#include "programme/programme.h"

/* A repeated case: one of the same kind in the same area was filed so many days before it, not further away than this. */
enum { REPEAT_DAYS = 30, REPEAT_M = 50 };

enum indicator_by { BY_AREA, BY_UNIT, BY_POST, BY_KIND };

struct indicator_query {
    const char *area; /* and all below it */
    struct indicator_period period;
    enum indicator_by by;
};

enum { INDICATOR_ROWS = 1000, INDICATOR_HIDDEN = -1 };

struct indicator_row {
    int64_t
        key; /* an area or a kind by its place in view or programmes, a post, a team; -1: none */
    int32_t district;          /* of post and team */
    int64_t part[PART__COUNT]; /* INDICATOR_HIDDEN: withheld */
};

struct indicator_table {
    struct indicator_row *rows; /* in the order in which they were met */
    size_t n;
    struct indicator_row total;
    bool withheld;
};
/* One statement a district. ERR_INVALID indicator.too_wide: more than INDICATOR_ROWS rows. */
enum err indicator_count(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                         const struct indicator_query *q, struct indicator_table *out) MUST_USE;
/* Withholds what the public is not told: 1 to 4, and what would give it away within the table. */
void indicator_withhold(struct indicator_table *t);

struct indicator_pick {
    enum indicator_part part;
    bool one; /* only the cases of this row */
    int64_t key;
    int64_t before_case, before_cycle; /* INT64_MAX: from the newest */
    size_t limit;
};
struct indicator_item {
    int32_t district;
    int64_t casefile, cycle, counts;
};
/* The cases that a number is made of, the newest first. out_sum: of all of them, not only of those on this page. */
enum err indicator_cases(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                         const struct indicator_query *q, const struct indicator_pick *pick,
                         const struct indicator_item **out, size_t *out_n, int64_t *out_sum)
    MUST_USE;

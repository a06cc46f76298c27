/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the indicators: the one walk over the facts that sums and lists are both made from. */
#pragma once

#include "indicator/count.h"

struct hit {
    enum indicator_part part;
    int32_t district;
    int64_t casefile, cycle;
    int64_t key;    /* as of indicator_row */
    int64_t counts; /* not 0 */
};
typedef enum err hit_fn(void *arg, const struct hit *h);

/* Tells what counts in the part, or in all for PART_NONE. fn must not use the connection. */
enum err indicator_visit(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                         const struct indicator_query *q, enum indicator_part part, hit_fn *fn,
                         void *arg) MUST_USE;

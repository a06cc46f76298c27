/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the public is told: whole months that are over, so that no number follows from two periods that overlap, and with
 * the holes of the table above, so that none follows from another level. What is told of a month that is over does not
 * change (ADR 9), so a table is counted once a day at most and kept in memory.
 */
#pragma once

#include "indicator/count.h"

/* Is the period one calendar month in Shanghai that is over by now? */
bool indicator_is_month(const struct indicator_period *p, int64_t now);

struct indicator_cache;
struct indicator_cache *indicator_cache_new(void);
void indicator_cache_free(struct indicator_cache *cache); /* takes NULL */

/* The table with what is withheld, in c->mem. cache NULL: it is counted each time. From any thread. */
enum err indicator_public(struct ctx *c, struct indicator_cache *cache, const struct atlas_view *v,
                          const struct programmes *p, const struct indicator_query *q,
                          struct indicator_table *out) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendars as they were: what a version was compiled from is kept before the next one takes its place, so that a due time
 * can be computed again by the calendar that it was computed by. A version of before this was kept is not known.
 */
#pragma once

#include "base/ctx.h"
#include "calendar/calendar.h"

/* The version in force, or with back 1 the one that was before a change that only raised it as yet. Twice is once. */
enum err calendar_keep(struct ctx *c, int32_t district, int64_t back) MUST_USE;
/* Of all, and of each district that has one of its own. */
enum err calendar_keep_all(struct ctx *c, int64_t back) MUST_USE;

/* In c->mem's time. *out NULL: it was not kept. */
enum err calendar_past(struct ctx *c, int32_t district, int64_t version,
                       const struct calendar **out) MUST_USE;

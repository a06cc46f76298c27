/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calendars of all districts: read from the database when their version changed, compiled once and kept, so that a
 * calendar once given stays valid until the program ends. A district without settings of its own shares the one for all.
 */
#pragma once

#include <stdint.h>

#include "base/ctx.h"
#include "calendar/calendar.h"

struct calendars;

struct calendars *calendars_new(void);
void calendars_free(struct calendars *all); /* takes NULL; what units still hold goes with them */

/*
 * The calendar in force for a district, as the open unit sees it (district 0: the one for all). Reads the versions only,
 * unless they changed. It lives as long as c->mem. From any thread.
 */
enum err calendar_for(struct ctx *c, struct calendars *all, int32_t district,
                      const struct calendar **out) MUST_USE;

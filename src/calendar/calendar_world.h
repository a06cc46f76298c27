/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of calendars and clocks: moments as texts, and plans that are easily changed. */
#pragma once

#include "unit.h"

#include "base/arena.h"
#include "calendar/calendar.h"
#include "calendar/clock.h"

/* "2014-09-26 17:00" or with seconds, in Shanghai. Fails the test when it is not that. */
int64_t moment(const char *text);
/* The other way round, for messages; "never". Good until the arena ends. */
const char *moment_text(struct arena *mem, int64_t t);
struct limit limit_of(const char *text);

/* Office 08:00-12:00, 14:00-18:00, Monday to Friday, the bundled holidays, and the rules. */
struct calendar *usual(enum day_rule work_day, enum day_rule natural_day);
/* The plan of it, to change before calendar_new; in mem. */
struct calendar_plan usual_plan(struct arena *mem);

/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of the closed loop: acts at given times, refusals, and the scheduler's look. */
#pragma once

#include "calendar/calendar_world.h"
#include "casefile/case_loop.h"
#include "casefile/case_world.h"

/* The next unit happens then: "2026-11-24 10:00". The city opens at 09:00 of that day, a Tuesday. */
void loop_at(struct city *w, const char *time);
/* A step at that time, with all that it needs; it must succeed. */
void loop_do(struct city *w, struct receipt r, enum actor who, const char *action,
             const char *time);
/* The same whenever it is. */
void loop_go(struct city *w, struct receipt r, enum actor who, const char *action);
/* It is refused by this rule, and nothing has changed. */
void loop_no(struct city *w, struct receipt r, enum actor who, const char *action,
             const char *code);
/* The same with other inputs than the usual ones. */
void loop_no_with(struct city *w, struct receipt r, enum actor who, struct casefile_act act,
                  const char *code);
void loop_go_with(struct city *w, struct receipt r, enum actor who, struct casefile_act act);
/* The usual inputs, to be changed. */
struct casefile_act loop_input(struct city *w, struct receipt r, const char *action);
/* "2026-11-27 18:00", for a due time. */
void assert_due(struct city *w, struct receipt r, const char *time);

/* One look of the scheduler at that time, each case in a unit of its own; how many had something due. */
size_t loop_tick(struct city *w, const char *time);
/* The last use of a clock. */
struct loop_clock loop_clock(struct city *w, struct receipt r, const char *clock);
/* How many rows of the journal tell of that action on the case. */
size_t loop_rows(struct city *w, struct receipt r, const char *action);
void loop_sql(struct city *w, const char *sql);

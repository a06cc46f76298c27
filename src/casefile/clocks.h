/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks of a case under way: instances with the spans in which they ran. One runs at a time, that of the state; when
 * a step names another, the running one is stopped, and the new one goes on or begins. What lists and the scheduler need
 * of the running one is mirrored in the case's row.
 */
#pragma once

#include "calendar/clock.h"
#include "casefile/fact.h"
#include "casefile/step.h"

/* One instance of a clock. */
struct clock_use {
    int64_t n, cycle; /* n 0: none */
    const char *clock;
    int unit;                  /* enum limit_unit; -1: until a date, then in wall clock */
    int64_t ticks, base_ticks; /* with extensions; one original limit */
    const char *limit_text;
    const char *rule; /* canonical JSON; NULL: the flow's own limit */
    int64_t started, ended, due, used;
    bool late, provisional;
    bool late_before; /* another use of it in this cycle went over its limit */
    int64_t post;     /* of handling: in whose hands it runs, and may go on; 0: none */
    enum case_light light;
    int64_t
        calendar; /* version of the calendar that due was computed by; 0: no calendar is asked */
    struct clock_run *runs;
    size_t n_runs;
};

/* When something becomes of it; CLOCK_NEVER: nothing does. */
struct clock_times {
    int64_t due, yellow, red;
    int64_t next_mark; /* the first mark of the system behind `now` ... */
    int64_t last_mark; /* ... and the last one up to it */
    bool provisional;
};

/* The calendar of the case's district, if a limit in this unit asks for one; else NULL. */
enum err clock_calendar(struct ctx *c, const struct app *app, int32_t district, int unit,
                        const struct calendar **out) MUST_USE;
struct clock_times clock_times(const struct calendar *cal, const struct flow *flow,
                               const struct clock_use *k, int64_t now);
/* When so many percent of its limit are used; above 100 they are whole limits. CLOCK_NEVER: it is paused before. */
int64_t clock_at_percent(const struct calendar *cal, const struct clock_use *k, int percent);
/* The one whose limit is that of the case's kind or standard. */
bool clock_is_handling(const struct flow *flow, const char *clock);
/* When a limit that starts now is used up; 0: there is no such limit. */
enum err clock_from_now(struct ctx *c, const struct app *app, int32_t district, struct limit limit,
                        int64_t *out) MUST_USE;

/* Those of this cycle, with their runs, in order of n. */
enum err clocks_of(struct ctx *c, const struct casefile *f, struct clock_use **out, size_t *out_n)
    MUST_USE;

/* Has one of the first n gone over its limit? */
bool clock_was_late(const struct clock_use *uses, size_t n, const char *clock);

/* What a step does to the clocks. */
struct clock_change {
    const struct app *app;
    const struct flow *flow;
    const struct case_kind *kind;
    const struct casefile *before;
    struct casefile *after; /* in: as decided; out: with clock, due, light, next_at, late, rule */
    enum step_clock way;
    int clock_kind;   /* in flow.clocks; -1: none */
    unsigned effects; /* of step.h */
    bool unmerges;
    int64_t until; /* of a clock that runs until a date */
};
/* Carries it out. *out_stopped is the clock that stood still by it (clock NULL: none did). */
enum err clocks_follow(struct ctx *c, const struct clock_change *change,
                       struct fact_clock *out_stopped) MUST_USE;

/* The first clock of a case that is being filed, mirrored in f; written when the case's row is there. */
enum err clock_first(struct ctx *c, const struct app *app, const struct flow *flow,
                     const struct case_kind *kind, struct casefile *f, struct clock_use *out)
    MUST_USE;
enum err clock_first_write(struct ctx *c, const struct casefile *f, const struct clock_use *k)
    MUST_USE;

/* Writes due, light and what hangs on it of an instance, and mirrors the running one in the case. */
void clock_mirror(const struct flow *flow, const struct clock_use *k, const struct clock_times *t,
                  int64_t now, struct casefile *f);
enum err clock_store(struct ctx *c, const struct casefile *f, const struct clock_use *k) MUST_USE;

/* Begins the clock of a case that waits and has none: one from before clocks, or a settled one that is still there. */
enum err clocks_begin(struct ctx *c, const struct app *app, const struct flow *flow,
                      const struct case_kind *kind, struct casefile *f) MUST_USE;

/* The rule that holds for a case from now on: its limit, and all that people will ask about (rule.c). */
struct case_rule {
    struct limit limit;
    const char *text; /* canonical JSON */
};
enum err rule_now(struct ctx *c, const struct case_kind *kind, const struct casefile *f,
                  struct case_rule *out) MUST_USE;
/* The limit for rework in a case's rule; ticks 0: none of its own. */
enum err rule_rework(struct ctx *c, const char *rule, struct limit *out) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts: what the indicators count. One row a case and cycle; each step of the case adds what changed, with its time, and
 * takes nothing away, so that the facts can be read as they stood at any moment.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "calendar/limit.h"
#include "casefile/casefile.h"

/* The clock that a step stopped, at the moment it stopped. */
struct fact_clock {
    const char
        *clock; /* its name in the flow: "accept", "verify", "dispatch", "handle", "check", ... */
    bool late;  /* over its limit */
    int64_t due;
    int64_t used; /* ticks of the limit's unit, in the run that ended */
    int unit;     /* enum limit_unit; -1: a date was given */
};

struct fact_step {
    const struct casefile *before, *after;
    const char *action;
    const char *milestone;          /* of the state entered; NULL: none, or the state stayed */
    const struct fact_clock *clock; /* NULL: none stopped */
    const char *out_as;             /* the final state entered when it is not "closed", else NULL */
    bool fixed;                     /* of the reason it was closed with */
    bool misdirected;               /* the unit handed it back as not its own */
};

/* A new case, or a new cycle (f as it stands in it): before fact_step of the step that begins the cycle. */
enum err fact_open(struct ctx *c, const struct casefile *f) MUST_USE;
/* After every step that was written, also the scheduler's, and after a due time was computed anew. */
enum err fact_step(struct ctx *c, const struct fact_step *s) MUST_USE;

/* A case and cycle as it stood at a moment; times 0: not by then. */
struct fact {
    int32_t district;
    int64_t casefile, cycle;
    const char *kind, *area;
    int64_t post;    /* 0: none */
    bool from_below; /* a desk below passed its own case up: this one is the same matter */
    bool has_point;
    struct geo_point point;
    /*
     * The first time of each in the cycle. In a flow that does not file, accepting is filing; in one that does not
     * accept, dispatching is both.
     */
    int64_t opened, accepted, filed, dispatched;
    bool file_late, dispatch_late;
    bool is_dispatched; /* by a desk that has a clock for it: its flow knows one */
    int64_t due;      /* of handling, extensions included; 0: not dispatched, or the clock stands */
    int64_t last_due; /* the same, but kept while the clock stands */
    int64_t disposed; /* the last time */
    bool stands;      /* disposed, and nobody sent it back since */
    bool late;        /* handling went over its limit */
    int64_t late_post; /* the last in whose hands it did; 0: not late, or with none */
    int64_t closed;    /* the last time; 0: not closed, or opened again */
    int64_t ended;     /* closed or out; 0: alive */
    int64_t misdirected, reworks, extensions, suspensions;
    bool suspended;
    const char *out_as, *closed_as,
        *verdict; /* NULL: none; "superseded" when the next cycle took over */
    bool fixed, exempt;
    int64_t rating, rated; /* 0: none */
    /* By the clocks of handling in each unit: what the post that handed it in last took, rework included. */
    bool timed[LIMIT_UNIT__COUNT];
    int64_t used[LIMIT_UNIT__COUNT];                     /* ticks */
    int64_t verifies, verify_lates, checks, check_lates; /* tasks finished in the period */
    int64_t verify_due, check_due;                       /* of the task under way, 0: none */
};

/* Which facts, and as of when. */
struct fact_span {
    int64_t since; /* alive, or ended then or later; at most `from` */
    int64_t from;  /* the period in which finished tasks count */
    int64_t to;    /* opened before; everything is as it stood just before */
};
/* Of a district, in no order. The strings die when fn returns; fn must not use the connection. */
typedef enum err fact_fn(void *arg, const struct fact *f);
enum err fact_each(struct ctx *c, const struct programmes *p, int32_t district,
                   const struct fact_span *span, fact_fn *fn, void *arg) MUST_USE;

/* Holds the facts of a district against its cases and the journal; tells each that differs. */
typedef void fact_fault_fn(void *arg, int64_t casefile, const char *what);
enum err facts_check(struct ctx *c, const struct programmes *p, int32_t district, fact_fault_fn *fn,
                     void *arg) MUST_USE;

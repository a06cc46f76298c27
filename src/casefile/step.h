/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One step of a flow, decided: from a case, an actor, what was said and a few numbers to the case as it will be and what
 * else has to happen, or to the rule that forbids it. Pure: nothing is looked up, nothing is kept, nothing allocated. The
 * engine (casefile_act.c) carries it out, the pages are offered what step_open allows, a test explores all interleavings.
 */
#pragma once

#include "casefile/casefile.h"

struct step_actor {
    /* Held here and now: bits 1 << enum role (ROLE_HANDLER only together with the case's post), FLOW_REPORTER,
     * FLOW_CO_HANDLER (with an open part in this case), FLOW_SYSTEM, FLOW_INSPECTION, FLOW_LATE_HANDLER. */
    unsigned roles;
    bool is_hand; /* has worked on the case in this cycle */
    int64_t id;   /* the human: the person behind the login, else the login; 0: reporter, system */
    const char *name; /* NULL: has none */
};

/* What depends on a calendar, on photos or on other tables; whoever calls knows which of them the action asks about. */
struct step_facts {
    int64_t now;
    int64_t return_until;                /* a signed case may be returned until then; 0: no bound */
    int64_t suspension_max;              /* latest date of a suspension asked now; 0: no bound */
    int64_t confirm_until, reopen_until; /* of a closing now; 0: none */
    int64_t appeal_until;                /* the same */
    int64_t review_until;                /* when what is asked for now should be decided */
    bool has_before;                     /* a photo of how it was is there */
    bool unanswered;                     /* a mark asks for an answer */
    bool has_standards;                  /* the catalogue has rows for the case's class */
    bool rework_limit;     /* the rule of this case has a limit of its own for rework */
    int64_t new_upper;     /* id that a case passed up will have */
    int64_t upper_handler; /* who did the work in the case above; 0 none */
    const char *upper_handler_name;
};

struct step_in {
    const struct flow *flow;
    const struct case_kind *kind; /* NULL: no longer known; then it asks for nothing */
    const struct flow_action *action;
    const struct casefile *file;
    const struct casefile_act *act; /* reason and note without blanks, NULL: none */
    struct step_actor actor;
    struct step_facts facts;
};

enum step_clock {
    STEP_CLOCK_STAYS, /* the same one runs on */
    STEP_CLOCK_GOES_ON, /* that of the new state, with what is left; anew when there is none to go on with */
    STEP_CLOCK_POST, /* that of the new state, with what the post left of it in this cycle; else anew */
    STEP_CLOCK_ANEW,   /* that of the new state */
    STEP_CLOCK_REWORK, /* that of the new state, anew, with the limit for rework */
    STEP_CLOCK_STOPS   /* all of them */
};

enum {
    STEP_ADDS_HAND = 1 << 0,       /* the actor has worked on it */
    STEP_CANCELS_REQUEST = 1 << 1, /* what the unit asked for is moot */
    STEP_ENDS_MARKS = 1 << 2,
    STEP_SETTLES_AGENDA = 1 << 3,
    STEP_ENDS_HANDLING = 1 << 4, /* another standard: handling will begin anew */
    STEP_EXTENDS = 1 << 5,       /* one original limit more */
    STEP_MISDIRECTED = 1 << 6
};

struct step_out {
    struct casefile next; /* clock, due, light and next_at still those of before */
    const char *role;     /* the one that was used */
    enum step_clock clock;
    int clock_kind; /* in flow.clocks: the one to run; -1: none */
    unsigned effects;
};

/* The rule that forbids it. */
struct step_refusal {
    enum err err; /* ERR_OK: nothing forbids it */
    const char *code, *field;
};

/* May the actor do this now, inputs apart? */
struct step_refusal step_open(const struct step_in *in, const char **out_role);
/* The same with the inputs; on ERR_OK *out is written. */
struct step_refusal step_take(const struct step_in *in, struct step_out *out);

/* For step_take: the case after a step that is allowed. */
void step_next(const struct step_in *in, const char *role, struct step_out *out);

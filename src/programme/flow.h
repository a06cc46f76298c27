/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A flow as data (flows/ JSON files): states, the one clock that each of them runs, and the actions between them: who may
 * do them, what they need, when they are open, what they do. The words stand in flow_words.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "calendar/limit.h"
#include "programme/flow_words.h"

struct name_pair {
    const char *zh, *en;
};

enum flow_limit { FLOW_LIMIT_FIXED, FLOW_LIMIT_KIND, FLOW_LIMIT_DATE };

/* A kind of clock; a case has instances of it (casefile/clocks.h). */
struct flow_clock {
    const char *clock;
    struct name_pair name;
    enum flow_limit
        source; /* the limit below, the handling limit of the case, or a date that an act names */
    struct limit limit;
};

/* A mark that the system makes when so much of a clock's limit is used. */
struct flow_mark {
    int clock; /* in flow.clocks */
    int at;    /* percent */
    int level; /* as casefile marks: 1 urge, 2 supervise, 3 list */
    int up;    /* so many area levels above the case's community are told */
};

struct close_reason {
    const char *reason;
    struct name_pair name;
    bool fixed; /* false: closed for other reasons, counted apart */
};

/* What is not said has ticks 0 or is 0: there is no such bound, or no such possibility (extensions). */
struct flow_options {
    int return_guard; /* after so many returns a returned case is the duty chief's */
    int extensions;
    struct limit return_within; /* after signing */
    struct limit confirm;       /* after closing: the reporter may confirm, rate, dispute */
    struct limit reopen;        /* after closing */
    struct limit suspension_max;
    struct limit appeal; /* after closing: the last moment to appeal against "late" */
    struct limit
        review; /* after asking: when a request should be decided, each review for itself */
};

struct flow_state {
    const char *state;
    struct name_pair name;
    bool final, open; /* open: not final */
    bool
        checked; /* somebody other than the handler has looked: only not_handler actions lead here */
    int clock;   /* in flow.clocks: the one that runs here; -1: none, in final states only */
    enum flow_milestone milestone; /* reached by entering */
};

struct flow_action {
    const char *action;
    const char *to; /* NULL: the state stays */
    struct name_pair name;
    const char *const *from;
    size_t n_from;
    unsigned roles;  /* bits 1 << enum role, and FLOW_REPORTER ... */
    unsigned needs;  /* bits of flow_need */
    unsigned offers; /* the same: taken when given */
    unsigned when;   /* bits of flow_when */
    unsigned does;   /* bits of flow_does */
    enum flow_restart restart;
    bool not_handler; /* who handled the case in this cycle may not do it */
    bool records_handler, records_checker, new_cycle;
    bool told; /* its reason or note is for the reporter to read; of all others he reads none */
    const char *style; /* "main", "quiet", "danger": how the UI draws it */
    char key;          /* the desk's shortcut, a..z; 0: none */
};

struct flow {
    const char *flow, *start;
    const struct flow_clock *clocks;
    size_t n_clocks;
    int still; /* in clocks: runs in a settled case that somebody says is still there, until he
                        is answered; -1: nobody answers */
    int yellow, red; /* percent of a limit at which the lights change */
    const struct flow_mark *marks;
    size_t n_marks;
    struct flow_options options;
    const struct close_reason *close_reasons;
    size_t n_close_reasons;
    const struct flow_state *states;
    size_t n_states;
    const struct flow_action *actions;
    size_t n_actions;
};

const struct flow_state *flow_state(const struct flow *f, const char *state); /* NULL: none */
/* In f->clocks: the one that runs in a state; woken: somebody said that it is still there. -1: none. */
int flow_clock_in(const struct flow *f, const char *state, bool woken);
const struct flow_action *flow_action(const struct flow *f, const char *action);
const struct close_reason *flow_close_reason(const struct flow *f, const char *reason);
/* May the action be taken in that state? */
bool flow_starts_from(const struct flow_action *a, const char *state);
/* The word of one bit; NULL: no such bit. Of a milestone, MILESTONE_NONE: NULL. */
const char *flow_need_word(unsigned bit);
const char *flow_when_word(unsigned bit);
const char *flow_does_word(unsigned bit);
const char *flow_milestone_word(enum flow_milestone m);

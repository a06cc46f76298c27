/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programmes and flows are data (programmes/ and flows/ JSON files, built into the binary), read once at start and
 * checked as strictly as code: an unknown key, state or role refuses the start with file and reason.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

struct name_pair {
    const char *zh, *en;
};

struct post_kind {
    const char *kind;
    struct name_pair name;
    const char *const *on; /* levels where such a post may stand */
    size_t n_on;
    bool required; /* every leaf area must have one, on it or above it (post/coverage.h) */
};

struct case_kind {
    const char *kind;
    struct name_pair name, examples;
    const char *flow;
    const char *icon;
    bool urgent, needs_photo_after;
    const char *const
        *route; /* post kinds that answer, best first, tried area by area from the leaf up */
    size_t n_route;
};

enum flow_need {
    NEED_REASON = 1,
    NEED_NOTE = 2,
    NEED_PHOTO_AFTER = 4,
    NEED_POST = 8,
    NEED_INTO = 16
};
enum { FLOW_REPORTER = 1 << 15 }; /* in flow_action.roles: the resident with the receipt's secret */

struct flow_state {
    const char *state;
    struct name_pair name;
    bool final, open; /* open: not final */
    bool
        checked; /* somebody other than the handler has looked: only not_handler actions lead here */
};

struct flow_action {
    const char *action, *to;
    struct name_pair name;
    const char *const *from;
    size_t n_from;
    unsigned roles; /* bits 1 << enum role, and FLOW_REPORTER */
    unsigned
        needs; /* bits of flow_need; NEED_PHOTO_AFTER only binds when the case's kind asks for it */
    bool not_handler; /* who handled the case in this cycle may not do it */
    bool records_handler, records_checker, new_cycle;
    const char *style; /* "main", "quiet", "danger": how the UI draws it */
};

struct flow {
    const char *flow, *start;
    const struct flow_state *states;
    size_t n_states;
    const struct flow_action *actions;
    size_t n_actions;
};

struct programmes {
    const struct post_kind *posts;
    size_t n_posts;
    const struct case_kind *kinds;
    size_t n_kinds;
    const struct flow *flows;
    size_t n_flows;
};

struct embedded;

/* From the embedded files; memory in c's arena. ERR_INVALID programme.invalid with file, path and reason. */
enum err programmes_load(struct ctx *c, const struct programmes **out) MUST_USE;
/* The same from any files: those below "flows/" and "programmes/" are read, others are skipped. */
enum err programmes_read(struct ctx *c, const struct embedded *files, size_t n,
                         const struct programmes **out) MUST_USE;

const struct case_kind *programme_kind(const struct programmes *p,
                                       const char *kind); /* NULL: unknown */
const struct post_kind *programme_post(const struct programmes *p, const char *kind);
const struct flow *programme_flow(const struct programmes *p, const char *flow);
const struct flow_state *flow_state(const struct flow *f, const char *state);
const struct flow_action *flow_action(const struct flow *f, const char *action);

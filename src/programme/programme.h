/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programmes and flows are data (programmes/ and flows/ JSON files, built into the binary), read once at start and
 * checked as strictly as code: an unknown key, state or role refuses the start with file and reason.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "programme/flow.h"

struct post_kind {
    const char *kind;
    struct name_pair name;
    const char *const *on; /* levels where such a post may stand */
    size_t n_on;
    bool required; /* every leaf area must have one, on it or above it (post/coverage.h) */
};

struct case_kind {
    const char *kind;
    struct name_pair name, examples, closing; /* closing: the condition; zh NULL: none said */
    const char *flow;
    const char *icon;
    const char *class; /* sub-class of the catalogue: "e0110"; NULL: none */
    bool urgent, needs_photo_after, minor, direct_close;
    struct limit limit, rework_limit; /* of handling, and after a failed check; ticks 0: none */
    const char *programme; /* where it stands, and that file's version: what a case keeps */
    int64_t version;
    const char *const
        *route; /* post kinds that answer, best first, tried area by area from the leaf up */
    size_t n_route;
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

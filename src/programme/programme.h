/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programmes and flows are data (programmes/ and flows/ JSON files, built into the binary), read once at start and
 * checked as strictly as code: an unknown key, state or role refuses the start with file and reason.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "programme/checklist.h"
#include "programme/figure_kind.h"
#include "programme/flow.h"
#include "programme/ledger_kind.h"

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
    bool engineering; /* more time for it is the duty chief's to grant, also the first time */
    bool internal;    /* opened by the system itself (an inspection), never reported by anybody */
    struct limit limit, rework_limit; /* of handling, and after a failed check; ticks 0: none */
    const char *programme; /* where it stands, and that file's version: what a case keeps */
    int64_t version;
    const char *const
        *route; /* post kinds that answer, best first, tried area by area from the leaf up */
    size_t n_route;
};

/* A programme as a whole: what its file says of itself. */
struct programme {
    const char *programme;
    int64_t version;
    struct name_pair name, about; /* about: what it is for; zh NULL none */
    struct bulletin_kind bulletin;
    const char *text; /* the file as it stands */
    size_t n_text;
};

/* What a programme does in meetings, courses, clinic days; planned and recorded by the nouns that hold them. */
struct activity_kind {
    const char *kind, *programme;
    struct name_pair name;
};

struct programmes {
    const struct programme *v;
    size_t n;
    const struct post_kind *posts;
    size_t n_posts;
    const struct case_kind *kinds;
    size_t n_kinds;
    const struct flow *flows;
    size_t n_flows;
    const struct ledger_kind *ledgers;
    size_t n_ledgers;
    const struct checklist *checklists;
    size_t n_checklists;
    const struct figure_kind *figures;
    size_t n_figures;
    const struct activity_kind *activities;
    size_t n_activities;
    uint64_t sum; /* over all programme texts: tells one set from another, for caches */
};

struct embedded;

/* From the embedded files; memory in c's arena. ERR_INVALID programme.invalid with file, path and reason. */
enum err programmes_load(struct ctx *c, const struct programmes **out) MUST_USE;
/* The same from any files: those below "flows/" and "programmes/" are read, others are skipped. */
enum err programmes_read(struct ctx *c, const struct embedded *files, size_t n,
                         const struct programmes **out) MUST_USE;

/*
 * The embedded ones and those of a folder: its NAME.json files, of which one replaces the embedded one of its name.
 * ERR_NOT_FOUND programme.folder; ERR_INVALID programme.invalid. dir NULL: the embedded ones alone.
 */
enum err programmes_load_with(struct ctx *c, const char *dir, const struct programmes **out)
    MUST_USE;
/* One text alone, whose references to other files are not looked up: what a kept version said. */
enum err programme_read_alone(struct ctx *c, const char *programme, const char *text, size_t n,
                              const struct programmes **out) MUST_USE;

const struct case_kind *programme_kind(const struct programmes *p,
                                       const char *kind); /* NULL: unknown */
const struct post_kind *programme_post(const struct programmes *p, const char *kind);
const struct flow *programme_flow(const struct programmes *p, const char *flow);
const struct programme *programme_get(const struct programmes *p, const char *programme);
const struct ledger_kind *programme_ledger(const struct programmes *p, const char *ledger);
const struct checklist *programme_checklist(const struct programmes *p, const char *checklist);
const struct figure_kind *programme_figure(const struct programmes *p, const char *figure);

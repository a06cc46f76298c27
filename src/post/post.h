/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A post ties a duty to an area and, through dated holdings, to a person or team. Routing, access and the question
 * "who answers for this place" are all asked here. Who publishes an answer writes it with post/post_json.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "person/person.h"
#include "programme/programme.h"

struct post_holder {
    int64_t holding;              /* 0: nobody */
    int64_t person, team, deputy; /* 0: none; person or team is set */
    const char *name, *deputy_name;
    struct sealed contact, deputy_contact; /* only with consent to publish, else none */
    int64_t valid_from, valid_to;          /* valid_to 0: open */
};

struct post {
    int32_t district;
    int64_t id, version;
    const char *kind, *area, *title; /* title NULL: none */
    int64_t created, ended;          /* ended 0: stands */
    struct post_holder holder;       /* at the moment that was asked for */
};

struct post_answer {
    bool found;
    int32_t district;
    int64_t post;
    const char *kind, *area;
    struct post_holder holder;
};

/*
 * Who answers for this area, at this moment, for this kind of matter: from the area up to its root, at each the kind's
 * post kinds in order; the first post held at that moment. found false: nobody up to the root. `at` may be past.
 */
enum err post_answer(struct ctx *c, const struct atlas_view *v, int32_t area,
                     const struct case_kind *kind, int64_t at, struct post_answer *out) MUST_USE;
/* All held posts of the kind's route from the area up to its root, in that order: the first is the answer. */
enum err post_candidates(struct ctx *c, const struct atlas_view *v, int32_t area,
                         const struct case_kind *kind, int64_t at, const struct post_answer **out,
                         size_t *out_n) MUST_USE;
/* The answer for each case kind of p, in p's order: out has p->n_kinds places. */
enum err post_answers(struct ctx *c, const struct atlas_view *v, int32_t area,
                      const struct programmes *p, int64_t at, struct post_answer *out) MUST_USE;
/* Is the person holder, deputy, or member of the holding team of the post at that moment? */
enum err post_is_held_by(struct ctx *c, int32_t district, int64_t post, int64_t person, int64_t at,
                         bool *out) MUST_USE;

struct post_new {
    const char *kind, *area, *title; /* title NULL: none */
    int64_t created;                 /* 0: now; may be past */
};
/* Journalled. ERR_INVALID post.kind_unknown, area.code, area.unknown, post.level (such a post may not stand there). */
enum err post_add(struct ctx *c, const struct programmes *p, const struct post_new *post,
                  int64_t *out_id) MUST_USE;

struct post_hold {
    int32_t district;
    int64_t post, version;        /* version 0: whatever it is */
    int64_t person, team, deputy; /* person or team, exactly one; deputy 0: none */
    int64_t from, to;             /* from 0: now; to 0: open */
};
/*
 * Gives the post to a holder. A holding that still runs at `from` ends there; any other overlap is refused.
 * ERR_CONFLICT post.overlap, post.ended; ERR_INVALID post.holder, post.period; ERR_NOT_FOUND post.unknown,
 * person.unknown, team.unknown; ERR_STALE. Journalled.
 */
enum err post_hold(struct ctx *c, const struct post_hold *h) MUST_USE;
/* Ends the running holding at `at` (0: now). ERR_CONFLICT post.vacant. Journalled. */
enum err post_vacate(struct ctx *c, int32_t district, int64_t post, int64_t version, int64_t at)
    MUST_USE;
/* Abolishes the post at `at` (0: now) and ends its holding. ERR_CONFLICT post.ended, post.held_later. Journalled. */
enum err post_end(struct ctx *c, int32_t district, int64_t post, int64_t version, int64_t at)
    MUST_USE;

/* With the holder at `at`. ERR_NOT_FOUND post.unknown. */
enum err post_get(struct ctx *c, int32_t district, int64_t id, int64_t at, struct post *out)
    MUST_USE;
struct post_wanted {
    const char *prefix;   /* of their areas */
    bool here;            /* on that very area, not below it */
    const char *kind;     /* NULL: all */
    int64_t at;           /* those that stood then, with the holder of then */
    int64_t after, limit; /* by id, behind `after`; at most so many */
};
enum err post_list(struct ctx *c, const struct post_wanted *wanted, const struct post **out,
                   size_t *out_n) MUST_USE;
/* All holdings, oldest first. */
enum err post_history(struct ctx *c, int32_t district, int64_t id, const struct post_holder **out,
                      size_t *out_n) MUST_USE;

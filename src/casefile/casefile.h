/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A case is one matter in the closed loop: reported at a place, routed to the post that answers for it, handled,
 * checked by someone who did not handle it, closed. What may happen when, and by whom, is the flow of its kind
 * (programme.h); this file is the engine. Every change is one row of the journal.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "geo/locate.h"
#include "media/media.h"
#include "post/post.h"
#include "programme/programme.h"

enum case_light { LIGHT_NONE, LIGHT_YELLOW, LIGHT_RED };
enum { CASEFILE_SECRET = 12 }; /* "K7M2P-9QXTA" and a NUL */

struct casefile {
    int32_t district;
    int64_t id, version;
    const char *kind, *flow, *state, *area;
    const char *address; /* NULL: none */
    const char *body;
    bool is_open, has_point, has_contact;
    struct geo_point point;    /* WGS84 */
    int64_t post, merged_into; /* 0: none */
    /* Of this cycle: a person, or an account without one; 0: nobody yet. */
    int64_t handler, checker;
    const char *handler_name; /* NULL: nobody yet */
    int64_t cycle, supports, photos;
    int64_t opened, updated, closed; /* closed 0: open */

    /* The clock that runs in this state; NULL none, then clock_n and due are 0. */
    const char *clock;
    int64_t clock_n, due;
    int64_t next_at;    /* when the scheduler has to look; 0: never */
    int64_t handle_due; /* of the handling clock; 0: it does not run */
    enum case_light light;
    bool provisional, late; /* late: handling went over its limit in this cycle */
    int64_t late_post;      /* the last in whose hands it did; 0: none */
    int64_t standard;       /* row of the catalogue, 0: the kind's own limit */
    int32_t standard_district;
    const char *rule; /* canonical JSON of what holds for this case; NULL: not dispatched yet */

    /* Of this cycle. */
    int64_t returns, reworks, extensions, suspensions, joint_open;
    bool insisted, returned_later;
    int64_t signed_at, assigned; /* 0: not yet; assigned: a person */
    int64_t still_there, woken;  /* how many said so; when the last one did, 0: answered */
    const char *request; /* open: "extension", "suspension", "appeal", "appeal_2"; NULL none */
    int64_t request_due; /* when it should be decided; 0: none is open */
    bool request_late;   /* that moment passed */

    int64_t supervised;     /* 0, 1 urged, 2 supervised, 3 listed */
    int64_t mark_due;       /* first date by which a mark wants its answer; 0: none */
    bool mark_late, exempt; /* mark_late: one passed without an answer */
    int64_t upper, lower;   /* linked cases of the district, 0: none */
    const char *source; /* "resident", "desk", "patrol", "hotline", "online", "leader", "media" */
    const char *external_to, *external_number; /* NULL: none */
    int64_t external_due;                      /* their time limit; 0: none is known */

    /* Proof of closing. */
    const char *closed_as;               /* reason of the flow; NULL: not closed */
    int64_t confirm_until, reopen_until; /* 0: not closed */
    int64_t appeal_until;                /* last moment to appeal against "late"; 0: none is set */
    int64_t closed_first;                /* when what is disputed was closed; 0: nothing is */
    const char *verdict;                 /* "confirmed", "disputed", "upheld"; NULL: nothing said */
    int64_t rating, appeals;             /* rating: 1..5, 0: none */
};

struct casefile_new {
    const char *kind, *body;
    const char *address; /* NULL none */
    bool has_point;
    struct geo_point point;   /* WGS84 */
    const char *area;         /* NULL: from the point */
    const char *name, *phone; /* the reporter's, NULL none; stored sealed */
    const struct media_claim *uploads;
    size_t n_uploads;
    const char *source;                        /* NULL: a resident; checked by the caller */
    const char *external_to, *external_number; /* both or none */
    int64_t external_due;                      /* 0: none is known */
};

struct casefile_receipt {
    int32_t district;
    int64_t id;
    char secret[CASEFILE_SECRET]; /* only the reporter has it: the database keeps a hash */
    const char *area, *state;
    int64_t opened;
    struct post_answer answer;
};

/*
 * Files a case at c->now; c->who, when signed in, is recorded as the filer. ERR_INVALID case.kind_unknown, place.missing,
 * place.outside_grid, place.mismatch (the area is not the point's), area.unknown, input.range, media.unknown.
 */
enum err casefile_file(struct ctx *c, const struct app *app, const struct casefile_new *in,
                       struct casefile_receipt *out) MUST_USE;

/* ERR_NOT_FOUND case.unknown. */
enum err casefile_get(struct ctx *c, int32_t district, int64_t id, struct casefile *out) MUST_USE;
enum err casefile_area(struct ctx *c, int32_t district, int64_t id, const char **out) MUST_USE;
/* The same for whoever has the receipt; ERR_NOT_FOUND follow.unknown for a wrong number or a wrong secret alike. */
enum err casefile_follow(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                         const char *secret, struct casefile *out) MUST_USE;

/* Somebody takes the case out as a file. ERR_INVALID case.reason_needed: blanks are no reason. */
enum err casefile_taken(struct ctx *c, const struct casefile *f, const char *reason) MUST_USE;

/* One more "me too" on an open case. ERR_CONFLICT case.closed. */
enum err casefile_support(struct ctx *c, int32_t district, int64_t id, int64_t *out_supports)
    MUST_USE;

#include "casefile/casefile_act.h"

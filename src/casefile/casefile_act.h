/* SPDX-License-Identifier: Apache-2.0 */
/* Acting on a case: the steps of its flow, and what anybody may say about it. Reached through casefile/casefile.h. */
#pragma once

#include "casefile/casefile.h"

struct casefile_act {
    const char *action;
    int64_t version;           /* the one the actor saw */
    const char *reason, *note; /* NULL none */
    int64_t post, into;        /* of the case's district, 0 none */
    const struct media_claim *uploads;
    size_t n_uploads;
    const char *secret; /* the reporter acts by it; NULL: c->who acts */

    /* What else an action may need or offer; posts and the person are of the case's district. */
    const int64_t *co_posts;
    size_t n_co_posts;
    int64_t person, until; /* 0 none */
    int64_t standard; /* row of the catalogue; 0 none, standard_district 0 is the one for all */
    int32_t standard_district;
    const char *referral_to;     /* "12345", "110", "119", "120", "other"; NULL none */
    const char *referral_number; /* NULL: none known yet */
    int64_t referral_due;        /* their time limit; 0: none known */
    const char *close_reason;    /* as said; the flow knows which there are */
    const char *finding;         /* "confirmed", "not_confirmed" */
    int64_t rating;              /* 1..5; 0 none */
    const char *kind;            /* as said */
    bool has_point;              /* the place: a point, an area, or both */
    struct geo_point point;
    const char *area;
};

/* Most posts that one act asks for help. */
enum { CASEFILE_CO_POSTS = 8 };

/*
 * One step of the flow, by c->who or the reporter. ERR_CONFLICT case.action_not_now; ERR_DENIED case.role,
 * case.checker_is_handler; ERR_INVALID case.action_unknown, case.reason_needed, .note_needed, .photo_needed,
 * .post_needed, .post_unknown, .into_needed, .into_unknown, .into_closed; ERR_STALE version.stale.
 */
enum err casefile_act(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      const struct casefile_act *act) MUST_USE;

/* The actions open to who now (reporter true: to whoever holds the receipt), in the flow's order. */
enum err casefile_actions(struct ctx *c, const struct app *app, const struct casefile *file,
                          const struct account *who, bool reporter, const struct flow_action ***out,
                          size_t *out_n) MUST_USE;

/*
 * "It is still there", from anybody: wakes whoever has the case. A settled one can be woken while it may be reopened; a
 * clock runs then until somebody answers, by words or by reopening it.
 * ERR_CONFLICT case.too_late; ERR_INVALID media.unknown, media.too_many. The version stays, as with support.
 */
struct still_there {
    const char *note; /* NULL: none */
    const struct media_claim *uploads;
    size_t n_uploads;
};
enum err casefile_still_there(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                              const struct still_there *said, int64_t *out_n,
                              const char **out_state) MUST_USE;

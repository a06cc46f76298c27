/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the engine: one step under way, from what was said to what is written. */
#pragma once

#include "casefile/clocks.h"
#include "casefile/step.h"

struct account;

struct deed {
    const struct app *app;
    const struct flow *flow;
    const struct case_kind *kind; /* NULL: no longer known */
    const struct flow_action *action;
    struct casefile file; /* as it is */
    struct casefile_act act;
    const struct account *who; /* NULL: the reporter, or the system */
    int64_t voice; /* by whose receipt: of the case itself, or of one merged into it; 0: none */
    bool is_system, is_inspection;
    struct limit limit; /* of handling that begins anew; ticks 0: the kind's */
    int64_t joint_post; /* the actor's own among those that were asked to help; 0: none */
    struct step_in in;
    struct step_out out;
    int64_t until; /* of a suspension that is granted */
};

/* ---- actor.c ---- */

struct actor_source {
    const struct app *app;
    const struct casefile *file;
    const struct account *who; /* NULL: the reporter, or the system */
    bool reporter, is_system, is_inspection;
};
/* What is found out about an actor: of the roles, those that are asked for; whether a hand, if that is asked. */
enum err actor_facts(struct ctx *c, const struct actor_source *s, unsigned roles, bool hand,
                     struct step_actor *out, int64_t *out_joint_post) MUST_USE;
/* The numbers that the action asks about. */
enum err deed_facts(struct ctx *c, struct deed *d, const struct casefile *upper) MUST_USE;
/* Is what was named there? Posts, the person, the standard. */
enum err deed_check_names(struct ctx *c, struct deed *d) MUST_USE;

/* ---- deed_write.c ---- */

/* The case, its clocks, its journal row and its facts. */
enum err deed_write(struct ctx *c, struct deed *d) MUST_USE;
/* ERR_STALE with what happened meanwhile. */
enum err deed_stale(struct ctx *c, int32_t district, int64_t id) MUST_USE;

/* ---- deed_side.c ---- */

/* Requests, marks, units that help, hands, the agenda. */
enum err deed_side(struct ctx *c, const struct deed *d) MUST_USE;
/* The date of the suspension that is asked for. */
enum err request_until(struct ctx *c, const struct casefile *f, int64_t *out) MUST_USE;

struct mark_new {
    int64_t level; /* 0 still there, 1 urged, 2 supervised, 3 listed */
    const char *by_name, *role, *area, *reason;
    int64_t due; /* 0: none */
};
enum err mark_add(struct ctx *c, const struct casefile *f, const struct mark_new *mark) MUST_USE;
/* The area of the case, or that so many levels above its community: 0 community, 1 town, 2 district. */
const char *area_up(struct ctx *c, const char *area, int up);

/* ---- deed_link.c ---- */

/* Other cases that change with this one: before it is written, and after. */
enum err deed_link_before(struct ctx *c, struct deed *d) MUST_USE;
enum err deed_link_after(struct ctx *c, struct deed *d) MUST_USE;

/* ---- casefile_act.c ---- */

/* A step of the system on a case; upper: the case above that it follows from, or NULL. */
enum err casefile_act_system(struct ctx *c, const struct app *app, const struct casefile *f,
                             const struct flow_action *action, const struct casefile *upper)
    MUST_USE;

/* ---- casefile_file.c ---- */

/* Files the case of the desk above: same matter, area `code`, with the id that the case below points to already. */
enum err casefile_file_upper(struct ctx *c, const struct app *app, const struct casefile *lower,
                             const char *code, int64_t id) MUST_USE;

/* Kind, flow, area, point and post of f as an act corrects them. ERR_INVALID case.kind_unknown, case.place_district and
 * what filing says of places; ERR_CONFLICT case.kind_flow. */
enum err casefile_correct(struct ctx *c, const struct app *app, const struct casefile_act *act,
                          struct casefile *f) MUST_USE;

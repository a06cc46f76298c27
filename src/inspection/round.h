/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rotation rounds (推磨): the communities of a town are shared out among teams so that nobody inspects at home: neither
 * where the team is said to be at home, nor where a member answers for the entries. The sharing out is a pure function of
 * seed, teams, homes, entries and the two rounds before: the same again gives the same. It makes loads even, and as far as
 * an unevenness of about one community allows gives no team what it had the last time, and sends teams round in a ring
 * (A to B, B to C) rather than to each other. The reply states the spread, and how often that could not be. It may be
 * adjusted by hand, with a reason, but never to a team said to be at home there (domain.md 1.6); where only some member
 * answers for the entries, another member may look.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "inspection/round_share.h"

struct entry;

struct inspection_round {
    int32_t district;
    int64_t id, version, starts, ends, seed, created;
    const char *ledger, *checklist, *area, *name, *state;
};
struct round_new {
    const char *ledger, *checklist, *area, *name;
    int64_t starts, ends; /* us; it is open from starts until before ends */
    int64_t seed;         /* 0: from the id */
    const struct round_home *teams;
    size_t n_teams;
};
/*
 * Makes a draft and shares out. What stands on no community of the area is a task of its own. ERR_INVALID round.teams (two
 * to 64, each once; teams and homes of the district), round.period (ends behind starts and now), round.area (no community,
 * or more than 2,000), ledger.unknown, inspection.unknown_checklist, area.unknown, input.length (name). Journalled.
 */
enum err round_add(struct ctx *c, const struct app *app, const struct round_new *in,
                   int64_t *out_id) MUST_USE;
/* ERR_DENIED round.home; ERR_INVALID round.reason, round.task_unknown, round.teams (none of the round's); ERR_CONFLICT
 * round.state (closed); ERR_NOT_FOUND round.unknown; ERR_STALE. Journalled. */
enum err round_move(struct ctx *c, int32_t district, int64_t id, int64_t version, const char *area,
                    int64_t team, const char *reason) MUST_USE;
/* draft -> open -> closed. ERR_CONFLICT round.state, round.unshared (detail: an area where something stands and that has no
 * team); ERR_NOT_FOUND round.unknown; ERR_STALE. Journalled. */
enum err round_set_state(struct ctx *c, int32_t district, int64_t id, int64_t version,
                         const char *state) MUST_USE;
enum err round_get(struct ctx *c, int32_t district, int64_t id, struct inspection_round *out)
    MUST_USE; /* ERR_NOT_FOUND round.unknown */
/* Inside the prefix, by id, behind `after`; at most limit. */
enum err round_list(struct ctx *c, const char *prefix, int64_t after, size_t limit,
                    const struct inspection_round **out, size_t *out_n) MUST_USE;

struct round_task {
    const char *area;
    int64_t team, entries; /* team 0: nobody may */
    int64_t inspected;  /* entries that were looked at in this round, by inspections that count */
    int64_t not_let_in; /* entries where so far nobody was: refused, or the door closed */
    bool by_hand;
};
enum err round_tasks(struct ctx *c, int32_t district, int64_t id, const struct round_task **out,
                     size_t *out_n) MUST_USE;
enum err round_teams(struct ctx *c, int32_t district, int64_t id, const struct round_home **out,
                     size_t *out_n) MUST_USE;
/* Homes of its teams that come from posts of their members, as they were when it was made. */
enum err round_own(struct ctx *c, int32_t district, int64_t id, const struct round_own **out,
                   size_t *out_n) MUST_USE;
/* How far its tasks, as they are now, rotate against the round before, and in a ring. */
enum err round_rotation_of(struct ctx *c, const struct inspection_round *r,
                           struct round_rotation *out) MUST_USE;
/* Does this person answer for the entry: as holder, deputy, or of the team that holds the post? */
enum err round_is_own(struct ctx *c, const struct app *app, const struct entry *e, int64_t person,
                      int64_t at, bool *out) MUST_USE;
/* May this person inspect this entry in the round? ERR_DENIED inspection.own_area, inspection.not_your_task; ERR_CONFLICT
 * round.state (a draft, or not in its time); ERR_NOT_FOUND round.unknown, ledger.entry_unknown. */
enum err round_check(struct ctx *c, const struct app *app, int32_t district, int64_t round,
                     int64_t entry, int64_t person, int64_t at, int64_t *out_team) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rotation rounds (推磨): the communities of a town are shared out among teams so that nobody inspects at home. The sharing
 * out is a pure function of seed, teams and entries: the same again gives the same; loads differ by as little as a
 * greedy assignment with improvement can reach, and the reply states the spread. It may be adjusted by hand, with a
 * reason, but never to a team at home there (domain.md 1.6).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"

enum { ROUND_TEAMS_MAX = 64, ROUND_AREAS_MAX = 2000 };

struct round_area {
    const char *area;
    int64_t entries;
    int team; /* index; -1: none may */
    bool by_hand;
};
struct round_home {
    int64_t team;
    const char *home; /* prefix */
};
/* Is the area the team's own, wholly or in part? */
bool round_at_home(const char *home, const char *area);
/* Pure; ROUND_TEAMS_MAX, ROUND_AREAS_MAX at most. Nobody gets what is his own; by_hand ones stay where they are. */
void round_share(const struct round_home *teams, size_t n_teams, struct round_area *areas,
                 size_t n_areas, uint64_t seed);
/* Entries of the team that has most, and of the one that has least. */
void round_spread(const struct round_area *areas, size_t n_areas, size_t n_teams, int64_t *out_most,
                  int64_t *out_least);

struct inspection_round {
    int32_t district;
    int64_t id, version, starts, ends, seed, created;
    const char *ledger, *checklist, *area, *name, *state;
};
struct round_new {
    const char *ledger, *checklist, *area, *name;
    int64_t starts, ends, seed; /* seed 0: from the id */
    const struct round_home *teams;
    size_t n_teams;
};
/* Makes a draft and shares out. ERR_INVALID round.teams (two at least; all of the district), round.period, ledger.* */
enum err round_add(struct ctx *c, const struct app *app, const struct round_new *in,
                   int64_t *out_id) MUST_USE;
/* ERR_DENIED round.home; ERR_INVALID round.reason; ERR_STALE. Journalled. */
enum err round_move(struct ctx *c, int32_t district, int64_t id, int64_t version, const char *area,
                    int64_t team, const char *reason) MUST_USE;
/* draft -> open -> closed. ERR_CONFLICT round.state, round.unshared (an area without a team). */
enum err round_set_state(struct ctx *c, int32_t district, int64_t id, int64_t version,
                         const char *state) MUST_USE;
enum err round_get(struct ctx *c, int32_t district, int64_t id, struct inspection_round *out)
    MUST_USE;
enum err round_list(struct ctx *c, const char *prefix, int64_t after, size_t limit,
                    const struct inspection_round **out, size_t *out_n) MUST_USE;

struct round_task {
    const char *area;
    int64_t team, entries,
        inspected; /* team 0: nobody may; inspected: entries with a result in this round */
    bool by_hand;
};
enum err round_tasks(struct ctx *c, int32_t district, int64_t id, const struct round_task **out,
                     size_t *out_n) MUST_USE;
enum err round_teams(struct ctx *c, int32_t district, int64_t id, const struct round_home **out,
                     size_t *out_n) MUST_USE;
/* May this person inspect this entry in the round? ERR_DENIED inspection.own_area, inspection.not_your_task */
enum err round_check(struct ctx *c, const struct app *app, int32_t district, int64_t round,
                     int64_t entry, int64_t person, int64_t at, int64_t *out_team) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* The sharing out of a round: pure, needs no database. Reached through inspection/round.h, which says by what rules. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
/* Where a member of the team answers for the entries; exact: on that very area, not below it. */
struct round_own {
    int64_t team;
    const char *area;
    bool exact;
};
/* Who had an area in an earlier round: ago 1 the last, 2 the one before. */
struct round_past {
    int64_t team;
    const char *area;
    int ago;
};
struct round_sharing {
    const struct round_home *teams; /* each once */
    size_t n_teams;
    const struct round_own *own; /* further homes of theirs */
    size_t n_own;
    const struct round_past *past;
    size_t n_past;
    uint64_t seed;
};
struct round_rotation {
    int64_t again;  /* areas whose team had them in the last round, too */
    int64_t mutual; /* pairs of teams that inspect at each other's homes */
};
/* Is the area the team's own, wholly or in part? */
bool round_at_home(const char *home, const char *area);
bool round_is_own_area(const struct round_own *own, const char *area);
/* A task of an area above a community is of what stands on it itself, not of what is below it. */
bool round_task_is_exact(const char *area);
/* Pure; ROUND_TEAMS_MAX, ROUND_AREAS_MAX at most. Nobody gets what is his own; by_hand ones stay where they are. */
void round_share(const struct round_sharing *in, struct round_area *areas, size_t n_areas,
                 struct round_rotation *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* Teams: units, party groups, volunteer teams, inspection groups. Members come and go with dates; nothing is erased. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct team {
    int32_t district;
    int64_t id, version;
    const char *name, *kind, *area;
    const char *note; /* NULL, "made_up" */
};

struct team_new {
    const char *name, *kind, *area;
    const char *note; /* NULL, "made_up" */
};

struct team_member {
    int64_t person;
    const char *name;
    int64_t valid_from, valid_to; /* valid_to 0: open */
};

/* Journalled. ERR_INVALID team.name, team.kind, area.code, area.unknown. */
enum err team_add(struct ctx *c, const struct team_new *t, int64_t *out_id) MUST_USE;
/* NULL: as it is. ERR_STALE; ERR_INVALID team.other_district. */
enum err team_change(struct ctx *c, int32_t district, int64_t id, int64_t version, const char *name,
                     const char *area) MUST_USE;
/* ERR_NOT_FOUND team.unknown */
enum err team_get(struct ctx *c, int32_t district, int64_t id, struct team *out) MUST_USE;
/* Inside the prefix, by id, behind `after`; q: part of the name, NULL all; at most limit rows. */
enum err team_list(struct ctx *c, const char *prefix, const char *q, int64_t after, int64_t limit,
                   const struct team **out, size_t *out_n) MUST_USE;
/* All that ever were, in order of joining. */
enum err team_members(struct ctx *c, int32_t district, int64_t id, const struct team_member **out,
                      size_t *out_n) MUST_USE;
/*
 * from 0: now; to 0: open. Journalled. ERR_CONFLICT team.member_already when the periods overlap; ERR_INVALID
 * team.period; ERR_NOT_FOUND person.unknown (also for a person of another district).
 */
enum err team_member_add(struct ctx *c, int32_t district, int64_t team, int64_t person,
                         int64_t from, int64_t to) MUST_USE;
/* at 0: now. Journalled. ERR_CONFLICT team.not_member. */
enum err team_member_end(struct ctx *c, int32_t district, int64_t team, int64_t person, int64_t at)
    MUST_USE;

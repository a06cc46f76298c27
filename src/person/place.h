/* SPDX-License-Identifier: Apache-2.0 */
/* What persons, teams and posts have in common: each stands on an area, and somebody answers for changing it. */
#pragma once

#include "area/area.h"
#include "base/ctx.h"

/* The area that new input names, of now. ERR_INVALID area.code, area.unknown. */
enum err place_check(struct ctx *c, const char *code, struct area_row *out) MUST_USE;
/* The role for the journal: "admin" or "intake", whichever the caller holds there; "operator" without a caller. */
const char *place_role(const struct ctx *c, const char *code);

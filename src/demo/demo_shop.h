/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the shops' stage: a visit with the checklist, the round of the street, what owners say. */
#pragma once

#include "demo/demo_names.h"
#include "demo/demo_parts.h"
#include "inspection/inspection.h"

struct shop_visit {
    int32_t district;
    int64_t entry;
    const char *trade;
    const struct checklist *list;
    enum inspection_kind kind;
    enum inspection_result result;
    int points_lost; /* items fail until so many points are lost; a re-check passes all that is open */
};
/* By c->who, now. */
enum err demo_visit(struct demo *d, const struct shop_visit *visit) MUST_USE;
/* Teams of the street, and a round that is under way. */
enum err demo_shop_round(struct demo *d, const char *town) MUST_USE;
/* Some owners reply, ask for a re-check, appeal. */
enum err demo_shop_owners(struct demo *d, int32_t district, const char *town) MUST_USE;
/* Whoever signs in by that name. */
enum err demo_login(struct demo *d, const char *login, const struct account **out) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the building leads of a community have to talk about when they meet next: cases whose closing is disputed and
 * still undecided when their time for it is over.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "calendar/calendar.h"
#include "casefile/casefile.h"

/* Puts the case on the list of its community, or of the wider area it stands in: once a cycle and reason, however often. */
enum err agenda_add(struct ctx *c, const struct casefile *f, const char *why) MUST_USE;
/* Takes it off: the case went on. Nothing when it is not there. */
enum err agenda_settle(struct ctx *c, int32_t district, int64_t casefile) MUST_USE;

enum { AGENDA_MAX = 200 };

struct agenda_item {
    int32_t district;
    int64_t id, casefile;
    const char *community, *why; /* why: "dispute_open" */
    int64_t since;
};
/* Open items of cases inside the area, by district and in the order they came; AGENDA_MAX at most. */
enum err agenda_list(struct ctx *c, const struct atlas_view *v, const char *area,
                     const struct agenda_item **out, size_t *out_n) MUST_USE;

/* The day of the next meeting: the first working day after the one that holds t; yyyymmdd, 0: none is known. */
int32_t agenda_meeting_day(const struct calendar *cal, int64_t t);

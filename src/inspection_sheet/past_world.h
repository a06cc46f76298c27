/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For the tests of inspections from an earlier system: the programme test/programmes/food-safety.json in a district of its
 * own, 990101, cut into four towns 990101001..4 (no boundaries of any real place), and 990101999 for what is nowhere.
 */
#pragma once

#include "inspection_sheet/import.h"
#include "ledger/ledger.h"
#include "post/post_world.h"

#define PLACE "990101"
#define NOWHERE "990101999"
enum { PLACE_DISTRICT = 990101 };

struct past_world {
    struct city w;
    const struct ledger_kind *kind;
    struct ledger_report entries; /* of the last sheets brought in */
    struct past_report past;
};

void past_open(struct past_world *p);
void past_close(struct past_world *p);

/* Reads in a reading unit, applies in a writing one, as the server does; they must succeed. mapping NULL: guessed. */
void past_bring_entries(struct past_world *p, const char *csv, size_t n, const char *mapping,
                        bool dry_run);
void past_bring(struct past_world *p, enum past_part part, const char *csv, size_t n,
                const char *mapping, bool dry_run);
/* "C17 rule;" of all findings, errors with a '!' in front. */
const char *past_findings(struct past_world *p, const struct ledger_report *r);

int64_t past_day_of(const char *day);
/* How many stand in that status; as_of 0: now. */
int64_t past_count_of(struct past_world *p, const char *status, int64_t as_of);
/* All of them, in order of area and id; in a unit of its own. */
const struct entry *past_entries(struct past_world *p, size_t *out_n);

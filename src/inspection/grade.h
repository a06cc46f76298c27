/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From answers to score and status: pure, needs no database. Reached through inspection/inspection.h.
 *
 * The score and the status say how the place was left: what was put right on the spot keeps its points, opens no case and
 * breaks no must-pass rule, as if a re-check had found it right (nobody may fare worse for putting a thing right at once
 * than for leaving it: domain.md 1.6). What was found stands beside it (inspection_score_found). The score is rounded down,
 * so that what is shown and what the rules see are on the same side of every whole threshold.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "programme/checklist.h"

struct inspection;
struct inspection_answer;

/* Does the item take this answer (a JSON scalar)? *out_passed: 1, 0, or -1 for "not applicable". */
bool inspection_judge(const struct check_item *item, const char *answer, int *out_passed);

struct grade {
    int64_t score; /* -1: nothing was asked that has points */
    int64_t failed, must_failed, must_corrected;
    const char *status; /* of the first rule that holds */
};
/* Of answers, each with `passed`, `points` and `corrected`; items that the list does not know or ask are left out. */
void inspection_grade(const struct checklist *l, const char *facet,
                      const struct inspection_answer *answers, size_t n, int64_t open_items,
                      bool overdue, struct grade *out);
/* Of counts, and a score or -1, that an earlier system gave. */
void inspection_grade_given(const struct checklist *l, const struct inspection *i,
                            int64_t open_items, bool overdue, struct grade *out);
/* Of one inspection's own answers, before anything was put right on the spot; -1: nothing had points. */
int64_t inspection_score_found(const struct inspection_answer *answers, size_t n);
/* The status after so many vain tries in a row; NULL: they change none. */
const char *inspection_vain_status(const struct checklist *l, int64_t tries);

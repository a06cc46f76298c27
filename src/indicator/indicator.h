/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Indicators: numbers over a period by which areas, units, posts and kinds of cases are compared. Each number is a part:
 * what of a case (casefile/fact.h) counts in it, expressed once, for the sum and for the list behind it alike. A period's
 * numbers are those of its end: what happens later does not change them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "casefile/fact.h"
#include "programme/flow.h"

enum indicator_part {
    PART_NONE = -1,
    PART_REPORTS,
    PART_REPORTS_VALID,
    PART_ACCEPTED,
    PART_ACCEPTED_FILED,
    PART_FILED,
    PART_FILED_TIMELY,
    PART_FILED_EXTENDED,
    PART_FILED_REPEATED,
    PART_TO_DISPATCH,
    PART_DISPATCHED_RIGHT,
    PART_DISPATCHED_TIMELY,
    PART_TO_DISPOSE,
    PART_DISPOSED,
    PART_DISPOSED_TIMELY,
    PART_DISPOSED_EXEMPT,
    PART_TO_CLOSE,
    PART_CLOSED,
    PART_CLOSED_TIMELY,
    PART_CLOSED_EXEMPT,
    PART_CLOSED_LATE,
    PART_TO_CLOSE_UNDEFERRED,
    PART_CLOSED_TIMELY_UNDEFERRED,
    PART_OVERDUE_OPEN,
    PART_OVERDUE_SUSPENDED,
    PART_HANDED_IN,
    PART_HANDED_IN_REWORKED,
    PART_VERIFY_DUE,
    PART_VERIFY_TIMELY,
    PART_CHECK_DUE,
    PART_CHECK_TIMELY,
    PART_RATED,
    PART_SATISFIED,
    PART_UNRATED,
    PART_CONFIRMED,
    PART_CLOSED_OTHER,
    PART_TIMED, /* four of each, by enum limit_unit */
    PART_TIMED_LAST = PART_TIMED + LIMIT_UNIT__COUNT - 1,
    PART_SECONDS,
    PART_SECONDS_LAST = PART_SECONDS + LIMIT_UNIT__COUNT - 1,
    PART__COUNT
};

struct indicator_period {
    int64_t from, to;
};
/* How much the case counts: 0 or 1, a number of tasks, or seconds. */
typedef int64_t indicator_fn(const struct fact *f, const struct indicator_period *p);

struct indicator_part_row {
    indicator_fn *fn; /* NULL: known only by looking at other cases (PART_FILED_REPEATED) */
    struct name_pair says;
};
extern const struct indicator_part_row indicator_parts[PART__COUNT];

enum { UNIT_CASES = -2, UNIT_PERCENT = -1 };

struct indicator {
    const char *id;
    struct name_pair name, formula;
    int unit;                  /* of the value: UNIT_CASES, UNIT_PERCENT, else an enum limit_unit */
    enum indicator_part n, d;  /* d PART_NONE: a plain number */
    enum indicator_part aside; /* told beside it; PART_NONE: nothing */
    const char *aside_id;
};
enum { INDICATORS = 25 };
extern const struct indicator indicators[INDICATORS];
extern const struct name_pair indicator_notes;          /* what holds for all of them */
const struct indicator *indicator_find(const char *id); /* NULL: none */
/* False: there is no value, as nothing should have been. */
bool indicator_value(const struct indicator *i, int64_t n, int64_t d, double *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside calendar: what both readers of holiday files share. */
#pragma once

#include "calendar/holidays.h"

/* An entry as it stands in the file. */
struct holiday_line {
    size_t row;
    int16_t year; /* 0: not said */
    const char *date, *name;
    int off; /* -1: not readable */
};

/* Checks an entry and keeps it, or notes what is wrong. */
enum err holidays_add(struct ctx *c, struct holiday_sheet *s, const struct holiday_line *line)
    MUST_USE;
/* detail is cut. */
void holidays_find(struct ctx *c, struct holiday_sheet *s, size_t row, bool error, const char *rule,
                   const char *detail);
enum err holidays_read_csv(struct ctx *c, const char *text, size_t n, struct holiday_sheet *s)
    MUST_USE;

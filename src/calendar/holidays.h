/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holidays as files: the JSON of a year as holiday-cn has it ({year, days:[{name, date, isOffDay}]}, or several in
 * {years:{"2026":{days}}}) and CSV with the columns date, name, is_off and, if wanted, year. A year's list may hold days of
 * the December before. A CSV without the column year is one year's list.
 *
 * Rules, errors: date, name, off, year, twice, cells, empty. Warnings: weekday (a make-up day that is worked anyway),
 * column.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/finding.h"
#include "calendar/calendar.h"

struct holiday_entry {
    int16_t year; /* under which it was published */
    size_t row;
    struct holiday day;
};

enum { HOLIDAYS_MAX = 5000 };

struct holiday_sheet {
    struct holiday_entry *entries; /* by year, then date */
    size_t n, cap;
    struct findings found; /* in the order found; row: entry, or line of the CSV */
    int64_t rows;          /* of the file, those with errors too */
};

/*
 * Reads a file of either kind; findings are not failures. ERR_INVALID when it cannot be read at all: json.*, csv.*,
 * import.column, import.too_large.
 */
enum err holidays_read(struct ctx *c, const char *text, size_t n, bool csv,
                       struct holiday_sheet *out) MUST_USE;

/* The holidays built into the program (calendars/holidays-cn.json), and the number of that edition. */
enum { HOLIDAYS_EDITION = 1 };
enum err holidays_bundled(struct ctx *c, struct holiday_sheet *out) MUST_USE;

/* The years of a sheet, ascending. */
size_t holidays_years(const struct holiday_sheet *sheet, int16_t *out, size_t max);

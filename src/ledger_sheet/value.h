/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside ledger_sheet: what an office typed into a cell, as its field wants it. Numbers with signs for thousands, their
 * unit or wide digits; days as 2026-11-30, 2026/11/30, 2026.11.30, 2026年11月30日, 20261130 or as the number of a day;
 * choices by value or by either name, also without its brackets; yes and no in the usual words.
 */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "programme/ledger_field.h"

/* In which order a day's numbers stand where the year comes last: 5/31/2019, 31/5/2019. Nobody can tell by looking, so
 * without a word such a day is none. */
enum day_order { DAY_YEAR_FIRST, DAY_MONTH_FIRST, DAY_DAY_FIRST };
struct day_form {
    bool from_1904; /* of days that are numbers */
    enum day_order order;
};
/* "mdy", "dmy"; NULL: the year stands first. False: another word. */
bool value_day_order(const char *word, enum day_order *out);

/*
 * Appends the value as JSON; text is not empty. NULL, or the rule that it breaks, and then nothing was appended:
 * number, integer, date, bool, choice, too_long, digits_lost (18 digits that became 1.23E+17), zero_lost.
 * Whether the field's own schema likes the value is asked elsewhere.
 */
const char *value_read(struct arena *mem, const struct ledger_field *f, const char *text,
                       struct day_form days, struct buf *out);
/* As value_read reads it back: for exports. json: of the field, NULL when there is none. */
struct node;
const char *value_show(struct arena *mem, const struct ledger_field *f, const struct node *value);

/* "2026-11-30"; NULL: no day. */
const char *value_day(struct arena *mem, const char *text, struct day_form days);
/* A number as people type it, unit NULL none. False: none. */
bool value_number(struct arena *mem, const char *text, const char *unit, double *out);

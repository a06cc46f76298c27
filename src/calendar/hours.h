/* SPDX-License-Identifier: Apache-2.0 */
/* Office hours and day rules as texts. */
#pragma once

#include "calendar/calendar.h"

enum { HOURS_TEXT = 64, HOURS_ENTRIES_MAX = 100 };

/* "08:00-12:00,14:00-18:00": ascending, apart, within the day ("24:00" ends it). Leaves from and weekday alone. */
bool hours_parse(const char *text, struct office_hours *out);
void hours_format(const struct office_hours *hours, char text[HOURS_TEXT]);
/* Windows as hours_parse wants them, at least one; some day of the week. */
bool hours_are_sound(const struct office_hours *hours);
/* Monday to Friday, 08:00-12:00 and 14:00-18:00: what holds where nobody said anything. */
extern const struct office_hours hours_usual;

const char *day_rule_word(enum day_rule rule); /* "nth_end", "rolling" */
bool day_rule_parse(const char *word, enum day_rule *out);

/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars as JSON: what a person needs to count by hand. */
#pragma once

#include "calendar/calendar.h"

struct json;

/* Rules, office hours, known years, the days of `year` that a notice names, version, warning; as members. */
void calendar_put(struct json *j, const struct calendar *cal, int year, int64_t now);

/* [{date, kind, name, hours}] of every day from the one that holds `from` to that of `to`, 800 at most. */
void calendar_put_days(struct json *j, const struct calendar *cal, int64_t from, int64_t to);

/* {missing_year, from} or null. */
void calendar_put_warning(struct json *j, const struct calendar *cal, int64_t now);

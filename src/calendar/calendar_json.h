/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars as JSON: what a person needs to count by hand. */
#pragma once

#include "calendar/calendar.h"

struct json;

/* Rules, office hours, known years, the days of `year` that a notice names, version, warning; as members. */
void calendar_put(struct json *j, const struct calendar *cal, int year, int64_t now);

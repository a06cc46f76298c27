/* SPDX-License-Identifier: Apache-2.0 */
/* Inside calendar: the handlers of holiday imports, for the table in calendar_api.c. */
#pragma once

#include "calendar/change.h"
#include "http/route.h"

enum err holidays_post(struct ctx *c, const struct req *q, struct reply *out);
enum err holidays_undo(struct ctx *c, const struct req *q, struct reply *out);
/* Whose calendar a request changes, by its query parameter area; without one that of all. */
enum err calendar_at_of(struct ctx *c, const struct req *q, struct calendar_at *out) MUST_USE;

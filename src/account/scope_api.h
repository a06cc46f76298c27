/* SPDX-License-Identifier: Apache-2.0 */
/* Which area a request concerns when it says so itself. Both fit route.place; ERR_INVALID area.code. */
#pragma once

#include "http/route.h"

/* ?area=CODE; without it no particular area. */
enum err scope_of_query(struct ctx *c, const struct req *q, const char **out_area);
/* {"area": CODE} of the body; without it no particular area: the handler finds the member missing. */
enum err scope_of_body(struct ctx *c, const struct req *q, const char **out_area);

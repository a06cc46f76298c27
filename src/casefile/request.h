/* SPDX-License-Identifier: Apache-2.0 */
/* What a unit asks for, when the unit is another one by then. */
#pragma once

#include <stdint.h>

#include "base/ctx.h"

/* More time and suspensions that were asked for by who held the post then, and holds it no longer, are cancelled: their
 * reasons were his. Each is a new version of its case, and a row of the journal. */
enum err casefile_cancel_requests(struct ctx *c, int32_t district, int64_t post) MUST_USE;

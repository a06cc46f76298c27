/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of inspections, of what owners ask, and of rounds. */
#pragma once

#include "http/route.h"

extern const struct routes inspection_routes, round_routes;

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of inspections, of what is to be inspected, of rounds, of the door and what owners ask there. */
#pragma once

#include "http/route.h"

extern const struct routes inspection_routes, task_routes, round_routes, door_routes,
    rectification_routes;

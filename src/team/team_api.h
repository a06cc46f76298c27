/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of teams. */
#pragma once

#include "http/route.h"

extern const struct routes team_routes;

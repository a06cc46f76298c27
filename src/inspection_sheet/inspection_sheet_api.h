/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of inspections that an earlier system had: in, and back. */
#pragma once

#include "http/route.h"

extern const struct routes inspection_sheet_routes;

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of inspections that an earlier system had: in, and back; and of the ledger of rectification: out. */
#pragma once

#include "http/route.h"

extern const struct routes inspection_sheet_routes, rectification_sheet_routes;

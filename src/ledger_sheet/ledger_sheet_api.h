/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of ledgers' sheets: in, out, back. */
#pragma once

#include "http/route.h"

extern const struct routes ledger_sheet_routes;

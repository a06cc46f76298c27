/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of ledgers and their entries. */
#pragma once

#include "http/route.h"

extern const struct routes ledger_routes, entry_routes, confirm_routes;

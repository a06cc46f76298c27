/* SPDX-License-Identifier: Apache-2.0 */
/* What programmes, ledgers and checklists are: open to all, since they are rules and hold nobody's data. */
#pragma once

#include "http/route.h"

extern const struct routes programme_routes;

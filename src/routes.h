/* SPDX-License-Identifier: Apache-2.0 */
/* All route tables of the program in one list: what the server serves and what the tests walk. */
#pragma once

#include "http/route.h"

enum { ROUTES_TABLES = 35 };

void routes_all(struct routes out[ROUTES_TABLES]);

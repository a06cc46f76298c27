/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the journal. */
#pragma once

#include "http/route.h"

extern const struct routes journal_routes;

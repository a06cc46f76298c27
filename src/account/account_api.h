/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of sessions and accounts. */
#pragma once

#include "http/route.h"

extern const struct routes account_routes;

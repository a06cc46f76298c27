/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of indicators: the table for everybody, the cases behind a number for officers. */
#pragma once

#include "http/route.h"

extern const struct routes indicator_routes;

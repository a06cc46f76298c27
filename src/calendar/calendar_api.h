/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "http/route.h"

extern const struct routes calendar_routes;

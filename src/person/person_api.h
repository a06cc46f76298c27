/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of persons. */
#pragma once

#include "http/route.h"

extern const struct routes person_routes;

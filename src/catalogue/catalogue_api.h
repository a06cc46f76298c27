/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of the class catalogue. */
#pragma once

#include "http/route.h"

extern const struct routes catalogue_routes;

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of uploads and photos. */
#pragma once

#include "http/route.h"

extern const struct routes media_routes;

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of posts, of answers and of coverage. */
#pragma once

#include "http/route.h"

extern const struct routes post_routes;

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of posts, and of the questions that posts answer: who answers here, is every cell covered. */
#pragma once

#include "http/route.h"

extern const struct routes post_routes;
extern const struct routes answer_routes; /* open to all, but for coverage */

/* SPDX-License-Identifier: Apache-2.0 */
/* Routes about the server itself: health, its document, the names of all codes, the heads of the journal's chains. */
#pragma once

#include "http/route.h"

extern const struct routes meta_routes;

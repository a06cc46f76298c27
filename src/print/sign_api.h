/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of paper: door signs one by one and for a whole street, notices of inspections. */
#pragma once

#include "http/route.h"

extern const struct routes sign_routes;

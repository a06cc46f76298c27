/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of figures and bulletins. Public ones are open to all; rows are for who may read the ledger there. */
#pragma once

#include "http/route.h"

extern const struct routes figure_routes;

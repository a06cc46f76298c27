/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of cases: for staff, for reporters, the public figures. */
#pragma once

#include "http/route.h"

extern const struct routes casefile_routes; /* staff */
extern const struct routes case_list_routes;
extern const struct routes report_routes; /* filing and following, open to all */
extern const struct routes figures_routes;
extern const struct routes agenda_routes;
extern const struct routes listed_routes; /* under the eyes of all, open to all */

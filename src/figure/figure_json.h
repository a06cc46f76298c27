/* SPDX-License-Identifier: Apache-2.0 */
/* How figures leave. */
#pragma once

#include "base/json.h"
#include "figure/figure.h"

/* Members into an open object: what the figure is, and what it comes to. */
void figure_put_kind(struct json *j, const struct programmes *p, const struct figure_kind *kind);
/* point: of a series, whose "period" is the point's own. */
void figure_put_value(struct json *j, const struct figure_value *v, bool point);
/* What a part by that field is called: as the programme says, or the value itself. */
struct name_pair figure_label(const struct programmes *p, const struct figure_kind *kind,
                              const char *by, const char *label);

/* SPDX-License-Identifier: Apache-2.0 */
/* How figures leave. */
#pragma once

#include "base/json.h"
#include "figure/figure.h"

/* Members into an open object: what the figure is, and what it comes to. */
void figure_put_kind(struct json *j, const struct figure_kind *kind);
void figure_put_value(struct json *j, const struct figure_value *v);

/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue and what an import says of it, as JSON. */
#pragma once

#include "base/json.h"
#include "catalogue/import.h"

void catalogue_put_row(struct ctx *c, struct json *j, const struct catalogue_row *r);
/* Groups, classes, sub-classes, standards; rows come by key. */
void catalogue_put_tree(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n);
void catalogue_put_report(struct ctx *c, struct json *j, const struct catalogue_report *r);

/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue as a sheet that an import reads back as "unchanged". */
#pragma once

#include "catalogue/catalogue.h"
#include "sheet/sheet_out.h"

/* at: when it was so. The rows must outlive *out. */
void catalogue_sheet(struct ctx *c, const struct catalogue_row *rows, size_t n, int64_t at,
                     struct sheet_out *out);

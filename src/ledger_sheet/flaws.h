/* SPDX-License-Identifier: Apache-2.0 */
/* Inside imports: cells that have no text but an error, a picture or a formula that nobody computed; and what a file has
 * beside the cells that are read. */
#pragma once

#include "ledger_sheet/rows.h"

/* Does the row under way have a flaw in a column that means something? */
bool flaws_any(const struct reader *r);
/* Errors at such cells: cell_error, image, formula_empty. */
void flaws_of_row(struct reader *r);
/* Once for the sheet, warnings at its head: images (in columns that mean nothing), drawings, rows_hidden; sheets_more unless
 * it was named by whoever brought it. */
void flaws_of_sheet(struct reader *r, size_t head, bool named);

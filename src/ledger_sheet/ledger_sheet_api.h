/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of ledgers' sheets: in, out, back; and what other sheets of a ledger (inspection_sheet/) read and say alike. */
#pragma once

#include "http/route.h"
#include "ledger_sheet/export.h"

struct ledger_kind;
struct ledger_report;

extern const struct routes ledger_sheet_routes, ledger_export_routes;

/* The {ledger} of the path. ERR_NOT_FOUND ledger.unknown. */
enum err ledger_sheet_kind(struct ctx *c, const struct req *q, const struct ledger_kind **out)
    MUST_USE;
/* ?area=CODE, which must be given; fits route.place. ERR_INVALID input.missing, area.* */
enum err ledger_sheet_place(struct ctx *c, const struct req *q, const char **out_area) MUST_USE;
/* The same for an area that stands elsewhere; NULL: not given. */
enum err ledger_sheet_area(struct ctx *c, const char *area, const char **out_area) MUST_USE;
/* ERR_INVALID export.format */
enum err ledger_sheet_format(struct ctx *c, const char *word, enum export_format *out) MUST_USE;
/* Content-Disposition; what: the name without its ending. */
const char *ledger_sheet_attachment(struct ctx *c, const char *what, enum export_format format);
/* "sheet": the one that was read, "sheets": all that the file has. */
void ledger_sheet_put_sheet(struct json *j, const struct ledger_report *r);

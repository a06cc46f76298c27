/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of ledgers' sheets: in, out, back; and what other sheets of a ledger (inspection_sheet/) read and say alike. */
#pragma once

#include "http/route.h"

struct ledger_kind;
struct ledger_report;

extern const struct routes ledger_sheet_routes;

/* The {ledger} of the path. ERR_NOT_FOUND ledger.unknown. */
enum err ledger_sheet_kind(struct ctx *c, const struct req *q, const struct ledger_kind **out)
    MUST_USE;
/* ?area=CODE, which must be given; fits route.place. ERR_INVALID input.missing, area.* */
enum err ledger_sheet_place(struct ctx *c, const struct req *q, const char **out_area) MUST_USE;
/* "sheet": the one that was read, "sheets": all that the file has. */
void ledger_sheet_put_sheet(struct json *j, const struct ledger_report *r);
/* "findings": [...] */
void ledger_sheet_put_findings(struct json *j, const struct ledger_report *r);

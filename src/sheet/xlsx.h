/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: XLSX (ECMA-376) as far as texts and numbers go. Formulas give the value stored with them. */
#pragma once

#include "sheet/sheet.h"

/* As sheet_read, for an XLSX file; texts are not trimmed. */
enum err xlsx_read(struct ctx *c, const void *p, size_t n, const char *name, struct sheet *out)
    MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside ledger_sheet: words of heads, choices and places, made comparable; the rest of it is ledger/key.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Wide forms of ASCII made narrow, wide blanks made blanks: "１２，３４５" is "12,345". */
const char *plain_narrow(struct arena *mem, const char *text);
/* Folded (ledger/key.h) without what stands in brackets: "* 店 名（必填）" is "店名". */
const char *plain_cut(struct arena *mem, const char *text);

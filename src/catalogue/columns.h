/* SPDX-License-Identifier: Apache-2.0 */
/* Inside catalogue: which column of a sheet means what, found by the words in its head. */
#pragma once

#include <stdbool.h>

#include "sheet/sheet.h"

enum column {
    COLUMN_GROUP,
    COLUMN_CLASS_CODE,
    COLUMN_CLASS, /* a name, a code, or both */
    COLUMN_SUB_CODE,
    COLUMN_SUB,
    COLUMN_KEY, /* a code of both levels, or of the sub-class */
    COLUMN_FILING,
    COLUMN_LIMIT, /* of all tiers, or A of three columns */
    COLUMN_LIMIT_B,
    COLUMN_LIMIT_C,
    COLUMN_CLOSING,
    COLUMN_UNIT,
    COLUMN_DEPARTMENT,
    COLUMN_BASIS,
    COLUMN__COUNT
};

struct columns {
    size_t at[COLUMN__COUNT]; /* SIZE_MAX: not there */
    size_t head, first;       /* rows: of the head, of the data */
    const char *limit_unit;   /* from the head: 处置时限（工作日）; NULL none */
};

/*
 * The head is the first row that names a sub-class, a filing condition, a limit and a closing condition; a second row
 * below may go on with it. ERR_INVALID catalogue.header, catalogue.tiers
 */
enum err columns_find(struct ctx *c, const struct sheet *s, struct columns *out) MUST_USE;

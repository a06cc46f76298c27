/* SPDX-License-Identifier: Apache-2.0 */
/* Inside export: which columns a file has, what each holds, and the sheet that explains them. */
#pragma once

#include <stdbool.h>

#include "programme/ledger_kind.h"
#include "sheet/sheet_out.h"

struct arena;

/* What a file says of an entry beside its fields. */
enum export_fixed {
    EXPORT_REF,
    EXPORT_AREA,
    EXPORT_AREA_NAME,
    EXPORT_STATUS,
    EXPORT_POST, /* named by hand */
    EXPORT_LON,
    EXPORT_LAT,
    /* what an import leaves alone: no head of a sheet that comes in means one of these */
    EXPORT_SINCE,
    EXPORT_STATUS_SINCE,
    EXPORT_INSPECTED,
    EXPORT_REVIEW,
    EXPORT_OPEN,
    EXPORT_LEFT,
    EXPORT_REASON,
    EXPORT_FIXED
};

struct export_column {
    const struct ledger_field *field;   /* NULL: fixed */
    const struct ledger_series *series; /* of figures: then the field is one of its */
    const char *period;
    enum export_fixed fixed;
};

struct export_columns {
    struct export_column *v;
    struct sheet_column *sheet;
    size_t n;
};

struct export_wish {
    bool restricted, sealed; /* such fields, too */
    bool past;               /* as of a past day: what is due now was not so then */
    bool left;               /* also entries that left */
    size_t more;             /* room for so many columns beside */
};
/* All fields of a series for a period; the columns must have room for them. */
void export_add_figures(struct arena *mem, const struct ledger_series *series, const char *period,
                        bool restricted, struct export_columns *out);
void export_columns(struct arena *mem, const struct ledger_kind *kind, struct export_wish wish,
                    struct export_columns *out);
/* To be filled in: no reference, no names that follow from others; what is needed has a star. */
void export_template(struct arena *mem, const struct ledger_kind *kind, struct export_columns *out);
void export_help(struct arena *mem, const struct ledger_kind *kind, struct sheet_out *out);
/* 31 characters, without those that no sheet may have in its name. */
const char *export_sheet_name(struct arena *mem, const char *name);

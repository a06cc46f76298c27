/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside ledger_sheet: which column of a sheet means what. Guessed by the words of the heads, in up to three rows below
 * titles; remembered from the last import with the same heads; corrected by whoever brings the sheet.
 *
 * What a column may mean: a field of the ledger by its name, or "@ref" (the entry's reference), "@area" (code or name),
 * "@lon", "@lat", "@status", "@post" (who answers for it by name), "@SERIES.PERIOD.FIELD"
 * ("@year.2024.revenue"); "" is nothing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "programme/ledger_kind.h"
#include "sheet/sheet.h"

struct node;

enum column_role {
    COLUMN_NOTHING,
    COLUMN_FIELD,
    COLUMN_REF,
    COLUMN_AREA,
    COLUMN_LON,
    COLUMN_LAT,
    COLUMN_STATUS,
    COLUMN_POST,
    COLUMN_SERIES, /* as many as there are periods and fields */
    COLUMN_ROLES
};

struct column {
    const char *
        head; /* as people see it; where one comes twice the later ones have their letter behind: "电话 (F)" */
    enum column_role role;
    const struct ledger_field *field;   /* of COLUMN_FIELD and COLUMN_SERIES, else NULL */
    const struct ledger_series *series; /* of COLUMN_SERIES */
    const char *period, *word;          /* of COLUMN_SERIES: "2024", "@year.2024.revenue" */
};

struct columns {
    struct column *v;
    size_t n;                /* as the sheet has columns */
    size_t at[COLUMN_ROLES]; /* the column of a role but FIELD and SERIES; SIZE_MAX: none */
    size_t head, first;      /* rows: of the last head, of the data */
    const char *hash;        /* of the heads, hex: how the mapping is remembered */
    const char *source;      /* "guessed", "remembered", "given" */
};

/* The heads, and what they seem to mean. Never fails: a sheet without known heads has columns that mean nothing. */
void columns_guess(struct ctx *c, const struct ledger_kind *k, const struct sheet *s,
                   struct columns *out);
/*
 * What the mapping says, {"head": meaning}, over what was guessed; heads that it does not name keep their guess unless
 * another column has their meaning now. ERR_INVALID import.mapping: an unknown head, meaning or form, a meaning twice.
 */
enum err columns_map(struct ctx *c, const struct ledger_kind *k, const struct node *mapping,
                     struct columns *columns) MUST_USE;
/* The same by the columns' letters, "A:name,C:@area,D:". */
enum err columns_place(struct ctx *c, const struct ledger_kind *k, const char *letters,
                       struct columns *columns) MUST_USE;
/* The word of what a column means: "name", "@area", ""; and a mapping of all columns, canonical JSON. */
const char *column_meaning(const struct column *column);
const char *columns_text(struct ctx *c, const struct columns *columns);
/* The column of a field; SIZE_MAX: none. */
size_t columns_of(const struct columns *columns, const struct ledger_field *field);

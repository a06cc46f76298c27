/* SPDX-License-Identifier: Apache-2.0 */
/* Inside import: what the rows of a sheet say, before it is held against the ledger. */
#pragma once

#include "ledger_sheet/columns.h"
#include "ledger_sheet/import.h"
#include "ledger_sheet/places.h"
#include "ledger_sheet/posts.h"

struct figures_said;

struct said {
    size_t row;                  /* of the sheet */
    int64_t ref;                 /* of the reference column; 0: none */
    const char *fields, *sealed; /* canonical JSON of what the row says, sealed ones apart; "{}" */
    const char *key; /* natural key; NULL: the row does not say all of it, or the ledger has none */
    const char *area_text; /* "" when the row says no place at all */
    bool has_place, has_point;
    struct geo_point point;
    const char *area, *status;          /* NULL: not said */
    int64_t post;                       /* 0: not said */
    const struct figures_said *figures; /* NULL: none */
};

struct reader {
    struct ctx *c;
    struct ctx scratch; /* forgotten row by row */
    const struct ledger_kind *k;
    const struct sheet *s;
    const struct columns *columns;
    const bool *meant; /* the columns that mean something */
    const struct ledger_import_options *o;
    struct places places;
    struct posts posts; /* where a column names them */
    int32_t district;
    struct ledger_report *report;
    struct said *rows;
    size_t n, cap, row; /* row: the one under way */
    bool bad;           /* it has an error */
};

/* Notes something at a cell; col SIZE_MAX: the row's first. An error makes the row bad. */
void rows_note(struct reader *r, size_t row, size_t col, bool error, const char *rule,
               const char *detail);
/* What a cell of the row under way says of a field; *out NULL: nothing, or a finding says what is wrong. Of the scratch. */
enum err rows_field(struct reader *r, size_t col, const struct ledger_field *f, const char **out)
    MUST_USE;
/* Into a set that has room for it, in order of names. */
struct field_set;
void rows_put(struct field_set *set, const char *field, const char *json);
/* All rows that are no remarks and have no errors; by row. */
enum err rows_read(struct reader *r) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ledger as a file for offices, as it is or as it was, and the empty sheet to fill in. Heads are the names of the fields;
 * what is exported comes back in as unchanged. A line says who took it out, when, and what moment it shows. Restricted
 * and sealed fields only with `secret`, and sealed ones only as they are now: they have no past.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "ledger/ledger.h"
#include "programme/ledger_kind.h"

enum { EXPORT_ROWS_MAX = 149000, EXPORT_FIGURES = 36 };
enum export_format { EXPORT_XLSX, EXPORT_CSV, EXPORT_GB18030, EXPORT__COUNT };

struct ledger_export {
    const struct ledger_kind *kind;
    struct entry_query
        which; /* as a list asks; prefix, as_of 0: now. ledger, after_area and limit are ignored */
    enum export_format format;
    const char *
        figures; /* "year.2024,jobs.2024-10": columns for what they have, at most EXPORT_FIGURES; NULL none */
    bool secret;
};
/* ERR_INVALID export.figures */
enum err ledger_export_figures_check(struct ctx *c, const struct ledger_export *x) MUST_USE;

/* "xlsx", "csv", "csv_gb18030". False: none of them. */
bool export_format_parse(const char *word, enum export_format *out);
const char *export_type(enum export_format format);   /* Content-Type */
const char *export_ending(enum export_format format); /* "xlsx", "csv" */

/* In an open unit that reads. ERR_INVALID export.too_large: more than EXPORT_ROWS_MAX. */
enum err ledger_export_make(struct ctx *c, const struct app *app, const struct ledger_export *x,
                            struct buf *out, size_t *out_rows) MUST_USE;
/* One row of the journal: who took out how much of what. In an open unit that writes. */
enum err ledger_export_journal(struct ctx *c, const struct ledger_export *x, size_t rows) MUST_USE;
/* Heads alone; as XLSX with the choices at hand, and what each field is for in a second sheet. */
enum err ledger_template(struct ctx *c, const struct ledger_kind *kind, enum export_format format,
                         struct buf *out) MUST_USE;

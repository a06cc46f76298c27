/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ledger from an office's sheet, whole or not at all. A row is an entry: one that stands in the ledger with the same
 * reference or natural key is changed where the sheet says something else, others are added; an empty cell says nothing.
 * The same sheet again changes nothing. What an import did can be taken back as a whole.
 *
 * In two steps: reading (slow, nothing is written) makes a plan, applying writes it in one unit. Looking only (dry_run) is
 * the same without the last step.
 *
 * Rules of findings, errors: column_missing, field (the detail says which rule of the field), number, integer, date, bool,
 * choice, code, digits_lost, zero_lost, too_long, needed, ref, ref_unknown, left, key_twice, ref_twice, key_taken,
 * elsewhere, area_needed, area_unknown, area_ambiguous, area_level, scope, point, point_outside, status,
 * post_unknown, post_ambiguous, cell_error (#REF!), image (in a cell), id_number (of a resident), period (of figures), formula_empty (nobody stored what it gives).
 * Warnings: row_ignored (a total or a remark), status_graded, status_kept, same_twice, name_says_nothing ("***", "无"); of the sheet as a whole, at its head:
 * images (in columns that are not read), drawings (pictures above the cells), rows_hidden (they are read), sheets_more.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "base/finding.h"
#include "ledger_sheet/value.h"
#include "programme/ledger_kind.h"

struct columns;
struct node;
struct sheet;

enum { LEDGER_SAMPLES = 20, LEDGER_FINDING_DETAIL = 200 };

struct ledger_import_options {
    const char *area; /* six digits or more: rows beyond it are errors */
    bool dry_run;     /* look, write nothing */
    const char *sheet,
        *source; /* of the file: which sheet (NULL: the first), what the file is called (NULL) */
    const char *crs;            /* of its points: NULL or "wgs84", "gcj02" */
    const struct node *mapping; /* columns.h; NULL: remembered or guessed */
    const char *columns;        /* the same by letters, NULL */
    enum day_order dates;
    int64_t since; /* when those that are added came into the ledger; 0: now */
};

struct ledger_sample {
    size_t row;
    bool added;                  /* else changed */
    const char *fields, *before; /* JSON of what anybody with the ledger sees; before NULL: added */
};

struct ledger_report {
    bool applied;   /* false: dry run, or errors, or nothing to do */
    int64_t import; /* 0: none was made */
    int64_t rows, added, changed, unchanged;
    int64_t figures;           /* periods that come in */
    const struct sheet *sheet; /* that was read: its name, and what else the file has */
    const struct columns *columns;
    const char *const *head_samples; /* of each column: the first text below the head */
    struct findings found;
    struct ledger_sample samples[LEDGER_SAMPLES];
    size_t n_samples;
};

struct ledger_plan;

/*
 * In an open unit that reads. ERR_INVALID import.area, import.option, import.mapping, import.empty, sheet.*, csv.*.
 * ERR_OK also when errors were found.
 */
enum err ledger_import_read(struct ctx *c, const struct app *app, const struct ledger_kind *k,
                            const void *p, size_t n, const struct ledger_import_options *o,
                            const struct ledger_plan **out, struct ledger_report *report) MUST_USE;
/*
 * In an open unit that writes; does nothing on a dry run and after errors. Journalled as one row with a digest of all that
 * it did. ERR_CONFLICT import.meanwhile: somebody changed one of the entries since it was read.
 */
enum err ledger_import_apply(struct ctx *c, const struct app *app, const struct ledger_plan *plan,
                             struct ledger_report *report) MUST_USE;

struct ledger_import {
    int32_t district;
    int64_t id, at, added, changed, unchanged, undone, version; /* undone 0: it holds */
    const char *ledger, *area, *who, *source;                   /* source NULL */
};
/* Inside the prefix, newest first, at most 200. */
enum err ledger_imports(struct ctx *c, const char *ledger, const char *prefix,
                        const struct ledger_import **out, size_t *out_n) MUST_USE;
/* ERR_NOT_FOUND import.unknown. */
enum err ledger_import_get(struct ctx *c, int32_t district, int64_t id, struct ledger_import *out)
    MUST_USE;

/*
 * Takes an import back: what it added is as never having been, what it changed has its earlier content again, as a new
 * version. Journalled as one row. ERR_STALE; ERR_CONFLICT import.undone, import.changed_since: entries that were changed
 * or used since, the detail names some; import.erased: what it replaced in sealed fields is gone.
 */
enum err ledger_import_undo(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                            int64_t version) MUST_USE;
/* Erases what imports of 90 days ago and more replaced in sealed fields: a few at a time, journalled. */
enum err ledger_import_forget(struct ctx *c) MUST_USE;
/*
 * Holds each import that holds against the digest that the journal has of it: `wangge verify`. *out_faults counts what
 * differs; each is reported.
 */
extern const struct entry_rewrite imports_rewrite; /* says the digests anew: for app.rewrite */
typedef void ledger_import_fault_fn(void *arg, int32_t district, int64_t id);
enum err ledger_imports_verify(struct ctx *c, ledger_import_fault_fn *report, void *arg,
                               int64_t *out_faults) MUST_USE;

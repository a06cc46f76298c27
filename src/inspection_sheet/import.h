/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an earlier system knew of a ledger's inspections, from an office's sheets: whole or not at all. Two parts, two
 * sheets, in this order: the inspections, then what they found. An inspection has its number there, and by it the same
 * sheet again changes nothing. Which sorts of inspection are full ones is said by whoever brings them; all others are
 * visits: they speak for themselves and do not move the next review (inspection/inspection.h).
 *
 * Statuses are not taken over: they are graded by the ledger's checklist as all others are, from what was found or, until
 * that is brought in too, from the counts and the score that the earlier system gave; a score that it gave stays. A finding that it says was put right counts so from
 * the inspection on. Nothing is demanded of anybody: no case is opened for what was found then.
 *
 * In two steps: reading (slow, nothing is written) makes a plan, applying writes it in one unit.
 *
 * What a column may mean. Inspections: the ledger's key fields by their names, "@number", "@date", "@sort", "@failed",
 * "@must", "@must_corrected" (counts), "@score", "@note". Answers: "@number", "@item" (a word or a name of the checklist),
 * "@corrected", "@corrected_date", "@days", "@must" (yes or no), "@note". "" is nothing.
 *
 * Rules of findings, errors: column_missing, no_key (the ledger's entries have none), needed, too_long, date, future,
 * number, bool, counts, number_twice, number_taken, number_unknown, entry_unknown, not_in_ledger (at that time), elsewhere,
 * item_unknown, answers_differ. Warnings: corrected_before (the inspection), counts_differ (from what was found).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "ledger_sheet/import.h"

struct checklist;

enum past_part { PAST_INSPECTIONS, PAST_ANSWERS };

struct past_options {
    const char *area; /* six digits or more: entries beyond it are errors */
    enum past_part part;
    bool dry_run;
    const char *sheet,
        *source; /* of the file: which sheet (NULL: the first), what it is called (NULL) */
    const struct node *mapping; /* {"head": meaning}; NULL: guessed by the words of the heads */
    const char *columns;        /* the same by letters, "A:@number,C:", NULL */
    const struct node *full;    /* sorts that are full inspections, a list; NULL: those called so */
    enum day_order dates;
};

struct past_head {
    const char *head, *meaning, *sample; /* meaning "": none */
    size_t col;
};
struct past_sort {
    const char *sort;
    int64_t n;
    bool full;
};
struct past_status {
    const char *status;
    int64_t n;
};
/* How soon the findings with a date of correction were put right: days after the inspection against those given. */
struct past_corrections {
    int64_t same_day, in_time, late, before,
        unlimited; /* unlimited: later, and no days were given */
};

struct past_report {
    struct ledger_report common; /* all but columns, changed and samples */
    const struct past_head *heads;
    size_t n_heads;
    struct past_sort *sorts; /* of the inspections in the sheet */
    size_t n_sorts, cap_sorts;
    struct past_status
        *statuses; /* of the inspections that the sheet is about, each taken by itself */
    size_t n_statuses, cap_statuses;
    struct past_corrections corrections;
};

struct past_plan;

/*
 * In an open unit that reads. ERR_INVALID import.area, import.option, import.mapping, import.empty,
 * inspection.unknown_checklist (the ledger is not graded by one), sheet.*, csv.*. ERR_OK also when errors were found.
 */
enum err past_import_read(struct ctx *c, const struct app *app, const struct ledger_kind *k,
                          const void *p, size_t n, const struct past_options *o,
                          const struct past_plan **out, struct past_report *report) MUST_USE;
/* In an open unit that writes; does nothing on a dry run and after errors. Journalled as one row. ERR_CONFLICT
 * import.meanwhile: somebody brought one of them in since it was read. */
enum err past_import_apply(struct ctx *c, const struct app *app, const struct past_plan *plan,
                           struct past_report *report) MUST_USE;

struct past_import {
    int32_t district;
    int64_t id, at, added, unchanged, undone, version; /* undone 0: it holds */
    const char *ledger, *area, *who, *source,
        *part; /* source NULL; part "inspections", "answers" */
};
/* Inside the prefix, newest first, at most 200. */
enum err past_imports(struct ctx *c, const char *ledger, const char *prefix,
                      const struct past_import **out, size_t *out_n) MUST_USE;
/* ERR_NOT_FOUND import.unknown. */
enum err past_import_get(struct ctx *c, int32_t district, int64_t id, struct past_import *out)
    MUST_USE;

/*
 * Takes an import of inspections back, with all that they found: as if they had never been. Journalled as one row.
 * ERR_STALE; ERR_CONFLICT import.undone, import.answers (answers go with their inspections), import.changed_since:
 * owners asked about one of them, or an entry left the ledger; the detail names some.
 */
enum err past_import_undo(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          int64_t version) MUST_USE;
/* Holds each import that was not taken back against the digest that the journal has of it, as ledger_imports_verify does. */
enum err past_imports_verify(struct ctx *c, ledger_import_fault_fn *report, void *arg,
                             int64_t *out_faults) MUST_USE;

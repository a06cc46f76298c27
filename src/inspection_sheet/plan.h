/* SPDX-License-Identifier: Apache-2.0 */
/* Inside inspection_sheet: what is to be written, row by row; only what is not there yet. */
#pragma once

#include "inspection/inspection.h"
#include "inspection_sheet/heads.h"
#include "inspection_sheet/import.h"
#include "ledger_sheet/rows.h"

struct past_inspection {
    size_t row; /* of the sheet */
    const char *number, *key, *area, *note;
    int64_t entry, done, failed, must, must_corrected, score; /* score -1: none */
    bool full, given;
};

struct past_answer {
    size_t row;
    const char *number, *note;
    int64_t inspection, entry, done; /* done: of the inspection */
    const struct check_item *item;
    struct inspection_answer said;
};

struct past_plan {
    const struct ledger_kind *kind;
    const struct checklist *list;
    const struct past_options *o;
    int32_t district;
    const char *hash;                    /* of the file, hex */
    struct past_inspection *inspections; /* by entry, time and number */
    size_t n_inspections, cap_inspections;
    struct past_answer *answers; /* by entry and inspection, in the order of the sheet */
    size_t n_answers, cap_answers;
};

/* One reading under way. */
struct past {
    struct reader r; /* c, scratch, k, s, report: for notes */
    const struct past_options *o;
    const struct past_heads *heads;
    struct past_plan *plan;
    struct past_report *report;
};

const char *past_cell(const struct past *p, enum past_column column); /* of the row under way */
/* Notes an error at the cell of the row under way. */
void past_refuse(struct past *p, enum past_column column, const char *rule, const char *detail);
/* "" is fine and leaves *out. Otherwise false: a finding says what is wrong. */
bool past_count(struct past *p, enum past_column column, int64_t *out);
bool past_flag(struct past *p, enum past_column column, bool *out);
bool past_day(struct past *p, enum past_column column, int64_t *out);
/* The number of the inspection and the note. False: there is none, or too long. */
bool past_texts(struct past *p, const char **out_number, const char **out_note);
void past_tally_status(struct past *p, const char *status);

enum { PAST_AT_ONCE = 64 };

enum err past_read_inspections(struct past *p) MUST_USE;
enum err past_read_answers(struct past *p) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside ledger_sheet: figures per year or month in columns of their own, "2024年营业收入" or "@year.2024.revenue". An empty
 * cell says nothing; what a row says is laid over what stands there for that period, and kept as the next row of it.
 */
#pragma once

#include "ledger_sheet/plan.h"

/* "@year.2024.revenue". False: no such series, period or field. */
bool figures_meaning(struct arena *mem, const struct ledger_kind *k, const char *word,
                     struct column *out);
/* By the words of a head that has a year or a month in it. */
bool figures_guess(struct arena *mem, const struct ledger_kind *k, const char *head,
                   struct column *out);
/* "2024年营业收入（万元）": as figures_guess reads it. */
const char *figures_head(struct arena *mem, const struct ledger_series *series, const char *period,
                         const struct ledger_field *field);

/* Periods that are none, or lie ahead: an error at the head, once a column. */
void figures_check(struct reader *r);

/* One period of one series, as a row says it. */
struct figures_said {
    const struct ledger_series *series;
    const char *period, *fields; /* canonical JSON of what the row says */
    size_t col;                  /* the first that says it */
    const struct figures_said *next;
};
enum err figures_read(struct reader *r, struct said *out) MUST_USE;

/* A row that is kept, and the entry that it means; id 0: to be added. unchanged: but for its figures. */
struct figures_row {
    const struct said *said;
    int64_t id;
    bool unchanged;
};
/* Holds them against what stands there; of one district, at most 64. */
enum err figures_match(struct reader *r, struct ledger_plan *plan, const struct figures_row *rows,
                       size_t n) MUST_USE;

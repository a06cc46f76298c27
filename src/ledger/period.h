/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of an entry per year or month. A correction is a new row and the old one stays; the last confirmed one counts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "programme/programme.h"

struct node;

struct entry_period {
    const char *series, *period, *fields, *who, *source, *state;
    int64_t n, ends, recorded;
};
/* `ends` is the first moment of the next period; a day, a month, a year is asked for as of its last one. */
bool period_had_ended(int64_t ends, int64_t as_of);
/* From its first moment to that of the next one: "2014" for a series by year, "2014-10" for one by month. False: none. */
bool period_read(struct ctx *c, const char *period, enum series_every every, int64_t *out_begins,
                 int64_t *out_ends);
struct entry_period_new {
    const char *series, *period; /* "2014", "2014-10" */
    const struct node *fields;
    const char *source; /* 'office', 'owner', 'import' */
    const char *who;    /* NULL: c->who's name */
};
/* Journalled. ERR_INVALID ledger.series, ledger.period (form, or it has not ended: a month may be given from its first
 * day on), ledger.field. An owner's is 'proposed'. */
enum err period_add(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    const struct entry_period_new *in) MUST_USE;
/* Confirms or refuses what an owner proposed. ERR_CONFLICT ledger.period_decided. */
enum err period_decide(struct ctx *c, int32_t district, int64_t id, const char *series,
                       const char *period, int64_t n, bool confirm) MUST_USE;
/* All rows, newest period first. */
enum err period_list(struct ctx *c, int32_t district, int64_t id, const struct entry_period **out,
                     size_t *out_n) MUST_USE;
/* Row by row over a ledger inside the prefix: per entry the last confirmed period that ended by as_of (and was recorded
 * by whatever time), optionally the one of exactly `period`. */
struct period_row {
    int64_t entry;
    const char *area, *name, *facet, *period, *fields;
};
typedef enum err period_fn(void *arg, const struct period_row *row);
enum err period_each(struct ctx *c, const char *ledger, const char *prefix, const char *series,
                     const char *period, int64_t as_of, period_fn *fn, void *arg) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of the programmes, reckoned from facts as of a date and for an area; each with its definition, numerator,
 * denominator and the list behind it that sums exactly to it; and the bulletin's sentence made of them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"
#include "base/ctx.h"
#include "programme/programme.h"

/* Whoever a figure is told to: by what he may read. */
enum figure_reader { FIGURE_FOR_PUBLIC, FIGURE_FOR_OFFICER, FIGURE_FOR_SECRET };

struct figure_value {
    const struct figure_kind *kind;
    bool known;        /* false: a ratio over nothing, a sum over entries that have no value */
    bool withheld;     /* would tell of too few: see figure/withhold.h */
    bool sides_hidden; /* of a ratio: it is told, but not the sums that it is made of */
    double value;      /* a percent for unit "%" */
    double over,
        under; /* of a ratio; of a growth: this period and the one before, of those that have both */
    const char
        *period; /* "2025": that was summed; of a ratio its numerator's. NULL: no single one */
    const char *under_period;
    int64_t entries; /* it is about so many entries */
    int64_t reported,
        under_reported; /* so many of them had a value; of a ratio on either of its sides */
    int64_t as_of;
};
/* So many entries it rests on: of a ratio the fewer. */
int64_t figure_reported(const struct figure_value *v);
/* as_of 0, and what lies ahead: now. ERR_NOT_FOUND area.unknown */
enum err figure_now(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                    const char *area, int64_t as_of, struct figure_value *out) MUST_USE;

struct figure_part {
    const char *label;
    struct figure_value value;
};

/*
 * The same for each child area (by NULL), or by one of the figure's `by` fields. label: area code, the choice's value. What stands on the area
 * itself and on none of its children, has no value there or one that is no choice any more, is a part of its own: label
 * the area's code, or "". Parts of counts and sums sum to the whole. ERR_INVALID figure.no_parts: it has no such field.
 */
enum err figure_parts(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const char *area, int64_t as_of, const char *by, struct figure_part **out,
                      size_t *out_n) MUST_USE;

/* A row behind it: what it adds to the figure. Ratios: rows of the numerator when over, else of the denominator. */
struct figure_row {
    int32_t district;
    int64_t entry;
    bool is_case;                              /* of a figure of cases: a case's number */
    const char *name, *area, *status, *period; /* period NULL unless summed over one */
    double adds;
};
/* Where a page of rows ended. area NULL: from the first. */
struct figure_mark {
    int part; /* of the walk; -1: there is nothing more */
    const char *area;
    int64_t id;
};
struct figure_page {
    const char *area;
    int64_t as_of;
    bool over;
    size_t limit;
};
enum err figure_rows(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                     const struct figure_page *page, struct figure_mark *mark,
                     const struct figure_row **out, size_t *out_n) MUST_USE;

/* The value as it is printed, rounded half up: decimals of its kind, and "%"; other units are words of the sentence. "—"
 * when it is not known or withheld. */
void figure_format(const struct figure_value *v, char out[64]);

struct bulletin_ask {
    const char *area, *area_name;
    int64_t as_of;
    bool english;
    enum figure_reader reader;
};
/* ERR_NOT_FOUND figure.no_bulletin */
enum err bulletin_text(struct ctx *c, const struct app *app, const struct programme *p,
                       const struct bulletin_ask *ask, const char **out) MUST_USE;

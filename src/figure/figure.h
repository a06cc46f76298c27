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

struct figure_value {
    const struct figure_kind *kind;
    bool known;         /* false: a ratio over nothing, or nothing to sum */
    bool withheld;      /* public answers about persons: below 5 */
    double value;       /* a percent for unit "%" */
    double over, under; /* of a ratio */
    int64_t as_of;
};
/* as_of 0: now. ERR_INVALID figure.unknown */
enum err figure_now(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                    const char *area, int64_t as_of, struct figure_value *out) MUST_USE;
/* The same for each child area, and by the figure's `by` field. label: area code or the choice's value. */
struct figure_part {
    const char *label;
    struct figure_value value;
};
enum err figure_parts(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const char *area, int64_t as_of, bool by_area, const struct figure_part **out,
                      size_t *out_n) MUST_USE;
/* A row behind it: what it adds to the figure. Ratios: rows of the numerator when over, else of the denominator. */
struct figure_row {
    int32_t district;
    int64_t entry;
    const char *name, *area, *status, *period; /* period NULL unless summed over one */
    double adds;
};
enum err figure_rows(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                     const char *area, int64_t as_of, bool over, int64_t after, size_t limit,
                     const struct figure_row **out, size_t *out_n) MUST_USE;
/* The value as it is printed: decimals and unit of its kind; "—" when not known. */
void figure_format(const struct figure_value *v, char out[64]);
/* ERR_NOT_FOUND figure.no_bulletin. lang "zh" or "en". */
enum err bulletin_text(struct ctx *c, const struct app *app, const struct programme *p,
                       const char *area, const char *area_name, int64_t as_of, const char *lang,
                       const char **out) MUST_USE;

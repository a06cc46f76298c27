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

enum { FIGURE_ROWS = 100, FIGURE_SMALL_PERSONS = 5 };

struct figure_value {
    const struct figure_kind *kind;
    bool known;         /* false: a ratio over nothing, a sum over entries that have no value */
    bool withheld;      /* public answers about persons: from 1 to 4 */
    double value;       /* a percent for unit "%" */
    double over, under; /* of a ratio; of a growth: this period and the one before */
    int64_t as_of;
};
/* as_of 0, and what lies ahead: now. ERR_NOT_FOUND area.unknown */
enum err figure_now(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                    const char *area, int64_t as_of, struct figure_value *out) MUST_USE;
/* Does it speak of persons: is one of its ledgers by_person? */
bool figure_by_person(const struct programmes *p, const struct figure_kind *kind);
/* Takes away what would tell of fewer than five persons. Of parts: one hole alone could be solved, so it gets a second. */
struct figure_part {
    const char *label;
    struct figure_value value;
};
void figure_withhold(struct figure_value *v);
void figure_withhold_parts(struct figure_part *parts, size_t n);

/*
 * The same for each child area, or by the figure's `by` field. label: area code, the choice's value. What stands on the area
 * itself and on none of its children, has no value there or one that is no choice any more, is a part of its own: label
 * the area's code, or "". Parts of counts and sums sum to the whole. ERR_INVALID figure.no_parts: it has no such field.
 */
enum err figure_parts(struct ctx *c, const struct app *app, const struct figure_kind *kind,
                      const char *area, int64_t as_of, bool by_area, struct figure_part **out,
                      size_t *out_n) MUST_USE;

/* A row behind it: what it adds to the figure. Ratios: rows of the numerator when over, else of the denominator. */
struct figure_row {
    int32_t district;
    int64_t entry;
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
    bool withhold; /* for the public */
};
/* ERR_NOT_FOUND figure.no_bulletin */
enum err bulletin_text(struct ctx *c, const struct app *app, const struct programme *p,
                       const struct bulletin_ask *ask, const char **out) MUST_USE;

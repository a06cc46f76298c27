/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of figures: the ledgers of ledger_world.h with figures over them, and short ways to ask. */
#pragma once

#include "figure/figure.h"
#include "ledger/ledger_world.h"

enum {
    TOTAL,
    RECTIFIED,
    RATE,
    EVER,
    NIGHT,
    TRADED,
    STAFF,
    JOBS,
    GROWTH,
    PER_HEAD,
    HEADS,
    DESK__FIGURES
};

extern const struct figure_kind desk_kinds[DESK__FIGURES];

void desk_open(struct books *b);
void desk_must(struct books *b, enum err err);
void desk_begin(struct books *b); /* a unit that reads */
void desk_end(struct books *b);

/* kind: of desk_kinds. as_of 0: now. */
struct figure_value desk_now(struct books *b, int kind, const char *area, int64_t as_of);
const char *desk_text(struct books *b, int kind, const char *area,
                      int64_t as_of); /* as it is printed */
double desk_rows(struct books *b, int kind, bool over, int64_t as_of, size_t limit); /* their sum */
bool desk_is(double a, double b);

/* So many people in a period of a series of a tenant. */
void desk_give_in(struct books *b, const char *series, int64_t tenant, const char *period,
                  int people);
void desk_give(struct books *b, int64_t tenant, const char *year, int people);
int64_t desk_moment(const char *text);

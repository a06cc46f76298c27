/* SPDX-License-Identifier: Apache-2.0 */
/* Inside columns: how well the words of a head name a field or something else of an entry. */
#pragma once

#include "ledger_sheet/columns.h"

/* Ways to read a head of one row or two, folded. */
struct head_words {
    const char *v[6];
    size_t n;
};

struct head_words heads_words(struct arena *mem, const char *top, const char *below);

/* What a field is called, folded once for all heads. */
struct name_words {
    const char *exact[3], *cut[2]; /* cut: without what stands in brackets */
    const char *with_unit;         /* "" without a unit */
    const char *title[3];          /* of the title field, else "" */
    const char *const *usual;      /* what offices call such things; NULL none */
    size_t n_usual;
    enum ledger_code code;
};
struct name_words heads_names(struct arena *mem, const struct ledger_kind *k,
                              const struct ledger_field *f);

/* 0: not at all. The best is the name itself; then the name with its unit; then a usual word for the same thing. */
int heads_field(const struct name_words *k, const struct head_words *w);
int heads_role(enum column_role role, const struct head_words *w);

/* SPDX-License-Identifier: Apache-2.0 */
/* What a figure must not tell: single persons, and what single entries have in fields that the reader may not see. */
#pragma once

#include "figure/figure.h"

enum { FIGURE_SMALL_PERSONS = 5, FIGURE_SMALL_ENTRIES = 3 };

/*
 * What must not be told to somebody. persons: an entry is a person; from 1 to 4 are withheld. single: fields that he may
 * not read decide what it comes to; what rests on fewer than 3 entries is withheld, and of people fewer than 5.
 */
struct figure_guard {
    bool persons, single, people;
};
/* by: the field it is cut by; NULL none. */
struct figure_guard figure_guard(const struct programmes *p, const struct figure_kind *kind,
                                 const char *by, enum figure_reader reader);
void figure_withhold(struct figure_value *v, const struct figure_guard *guard);
/* Of parts: what is withheld must not be found by taking the others from the whole, so that the next smallest go with it
 * until all that is withheld is two parts or more, and no fewer than the guard asks for. */
void figure_withhold_parts(struct figure_part *parts, size_t n, const struct figure_guard *guard);

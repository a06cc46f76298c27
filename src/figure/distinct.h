/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of what entries refer to: how many different ones, however often each is named. */
#pragma once

#include "figure/inside.h"

enum err distinct_tally(const struct reckon *r, struct tallies *out) MUST_USE;
/* A page of those that are referred to, in order of their numbers; mark.id says how many came before. */
enum err distinct_rows(const struct reckon *r, size_t limit, struct figure_mark *mark,
                       const struct figure_row **out, size_t *out_n) MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of matters that were brought: questions, reports; by their kind and by the channel they came by. */
#pragma once

#include "figure/inside.h"

/* by: NULL, "kind" or "source". */
enum err cases_tally(const struct reckon *r, struct tallies *out) MUST_USE;
/* A page of them; mark.part is the kind that is being walked over. Names are those of the kinds. */
enum err cases_rows(const struct reckon *r, size_t limit, struct figure_mark *mark,
                    const struct figure_row **out, size_t *out_n) MUST_USE;
/* How a channel or a kind is called. */
struct name_pair cases_label(const struct programmes *p, const char *by, const char *label);

/* SPDX-License-Identifier: Apache-2.0 */
/* Where villages really lie, for the few whose place the file of 2016 knows. */
#pragma once

#include "demo/demo_cut.h"

enum err places_read(struct demo *d) MUST_USE;
/* CUT_ANYWHERE when not known. */
struct divide_seed places_village(const struct demo *d, const char *code);
/* Typed by hand in the script, else in the middle of those of its villages that are known, else CUT_ANYWHERE. */
struct divide_seed places_town(const struct demo *d, const char *code);

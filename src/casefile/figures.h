/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of cases. Down to the community they come from case_count, folded when the journal is sealed, so they are
 * exact as of a number of the public chain; cells are counted from the cases themselves.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "area/atlas.h"
#include "base/ctx.h"
#include "programme/programme.h"

enum { FIGURE_SMALL = 5, FIGURE_STATES = 32 }; /* what the public is not told: 1 to 4 */
enum { FIGURE_HIDDEN = -1 };

struct figure_counts {
    int64_t open, closed, all; /* FIGURE_HIDDEN: withheld */
};

struct figure_child {
    int32_t area; /* of the view */
    struct figure_counts n;
};

struct figure_state {
    const char *state;
    bool open;
    int64_t n;
};

struct figures {
    struct figure_counts n;
    struct figure_state states[FIGURE_STATES];
    size_t n_states;
    struct figure_child *children; /* those below the area, in order of code, also empty ones */
    size_t n_children;
    int64_t
        as_of; /* until when all is counted: now, unless rows wait for their seal; 0: nothing sealed yet */
    int64_t seq; /* 0: nothing sealed yet, or several districts are meant */
    bool suppressed;
};

enum err casefile_figures(struct ctx *c, const struct atlas_view *v, const struct programmes *p,
                          int32_t area, struct figures *out) MUST_USE;

/*
 * Withholds small numbers, and as many others as are needed so that within this answer no sum gives them away. What
 * several answers together tell is not looked at.
 */
void figures_suppress(struct figures *f);

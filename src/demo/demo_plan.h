/* SPDX-License-Identifier: Apache-2.0 */
/* What will happen: all cases of the demonstration and each step of their way, in order of time. */
#pragma once

#include "casefile/casefile.h"
#include "demo/demo_parts.h"

struct plan_case {
    const char *kind, *flow;
    const struct area *area; /* cell, or village without cells */
    const char *desk;        /* code of the area whose intake and checkers see to it */
    const char *unit;        /* post kind to which intake may route it; NULL: stays where it is */
    const struct plan_case *twin; /* the case that this one repeats; NULL: none */
    int64_t opened;
    int pace; /* percent: how long those who handle it take of what they might */
    /* once it is filed: */
    int32_t district;
    int64_t id;
    int64_t own_post; /* answers for the place */
    char secret[CASEFILE_SECRET];
};

/*
 * F filed, U supported, T still there, M merged into the twin; the other letters are actions of the case's flow
 * (demo_deeds.c).
 */
struct plan_step {
    int64_t at;
    struct plan_case *file;
    char what;
};

struct plan {
    struct plan_case *cases;
    size_t n_cases;
    struct plan_step *steps;
    size_t n_steps, cap_steps;
};

enum err plan_make(struct demo *d, struct plan *out) MUST_USE;

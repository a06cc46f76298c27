/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of facts: cases that are led by hand through whatever the engine could do with them, step by step. */
#pragma once

#include "casefile/case_world.h"
#include "casefile/fact.h"

struct led {
    struct city *w;
    struct casefile is; /* as it stands */
    bool batch;         /* the caller has a unit open, and sets the time */
};

/* A made-up second cycle of a new case, in the full flow. */
struct led led_cycle(struct city *w);
/* A new case, filed in the open unit at w->c->now. */
struct led led_new(struct city *w, const char *kind, const char *area);
/* The next cycle of it in that flow, in the open unit. */
struct led led_again(const struct led *l, const char *flow);

void led_take(struct led *l, const struct casefile *next, struct fact_step step);
/* Into a state; the clock without a name: none stopped. */
void led_stage(struct led *l, const char *state, const char *milestone, struct fact_clock clock);
void led_dispatch(struct led *l, int64_t due);
void led_dispose(struct led *l, bool late, int64_t used);
void led_finish(struct led *l, const char *state, bool fixed);
void led_rate(struct led *l, int64_t rating, const char *verdict);

/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/fact_world.h"

#include <string.h>

struct led led_cycle(struct city *w)
{
    struct led l = {.w = w, .is = city_case(w, city_report(w, NOISE, CELL_1))};
    w->facts_made_up = true;
    l.is.flow = "full";
    l.is.cycle = 2;
    l.is.state = "reported";
    city_begin(w);
    assert_int_equal(fact_open(w->c, &l.is), ERR_OK);
    assert_int_equal(city_end(w, true), ERR_OK);
    return l;
}

void led_take(struct led *l, const struct casefile *next, struct fact_step step)
{
    l->w->facts_made_up = true;
    step.before = &l->is;
    step.after = next;
    if (!l->batch)
        city_begin(l->w);
    assert_int_equal(fact_step(l->w->c, &step), ERR_OK);
    if (!l->batch)
        assert_int_equal(city_end(l->w, true), ERR_OK);
    l->is = *next;
}

void led_stage(struct led *l, const char *state, const char *milestone, struct fact_clock clock)
{
    struct casefile next = l->is;
    next.state = state;
    led_take(l, &next,
             (struct fact_step){.milestone = milestone, .clock = clock.clock ? &clock : NULL});
}

void led_dispatch(struct led *l, int64_t due)
{
    struct casefile next = l->is;
    next.state = "dispatched";
    next.clock = "handle";
    next.handle_due = next.due = due;
    led_take(l, &next, (struct fact_step){.milestone = "dispatched"});
}

void led_dispose(struct led *l, bool late, int64_t used)
{
    const struct fact_clock clock = {.clock = "handle", .late = late, .used = used, .unit = 1};
    struct casefile next = l->is;
    next.state = "disposed";
    next.clock = "arrange";
    next.handle_due = 0;
    next.late = late;
    led_take(l, &next, (struct fact_step){.milestone = "disposed", .clock = &clock});
}

void led_finish(struct led *l, const char *state, bool fixed)
{
    struct casefile next = l->is;
    bool closed = strcmp(state, "closed") == 0;
    next.state = state;
    next.is_open = false;
    next.handle_due = 0;
    next.closed_as = closed ? (fixed ? "fixed" : "planned") : NULL;
    led_take(l, &next,
             (struct fact_step){.milestone = closed ? "closed" : NULL,
                                .out_as = closed ? NULL : state,
                                .fixed = fixed});
}

struct led led_new(struct city *w, const char *kind, const char *area)
{
    struct casefile_receipt made;
    struct led l = {.w = w, .batch = true};
    const struct casefile_new in = {.kind = kind, .body = "夜里很吵", .area = area};
    assert_int_equal(casefile_file(w->c, &w->app, &in, &made), ERR_OK);
    assert_int_equal(casefile_get(w->c, made.district, made.id, &l.is), ERR_OK);
    return l;
}

struct led led_again(const struct led *l, const char *flow)
{
    struct led next = *l;
    next.is.flow = flow;
    next.is.cycle++;
    assert_int_equal(fact_open(l->w->c, &next.is), ERR_OK);
    return next;
}

void led_rate(struct led *l, int64_t rating, const char *verdict)
{
    struct casefile next = l->is;
    next.rating = rating;
    next.verdict = verdict;
    led_take(l, &next, (struct fact_step){0});
}

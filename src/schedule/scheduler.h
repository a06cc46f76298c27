/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does what time alone makes due: once a second it asks which cases have something due, gives the writer one unit for each
 * and waits for them. It keeps no list of its own: what is due stands in the database, and a step that is not due any more
 * changes nothing, so neither a restart nor a second server loses or doubles one. A case whose step fails is tried again
 * later and holds up no other.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "casefile/tick.h"
#include "schedule/watch.h"

struct scheduler;
struct writer;

struct schedule_setup {
    const char *url;
    struct writer *writer;
    const struct app *app;
    /* casefile_ticks (casefile/tick.h) and rectification_tick (inspection/rectification.h). */
    enum err (*due)(struct ctx *c, struct tick *out, size_t max, size_t *out_n);
    enum err (*step)(struct ctx *c, const struct app *app, const struct tick *t);
    const struct schedule_clock *clock; /* NULL: the machine's */
};

enum err scheduler_open(const struct schedule_setup *setup, struct scheduler **out,
                        char problem[256]) MUST_USE;
/* From now on it looks by itself, on a thread of its own. */
enum err scheduler_start(struct scheduler *s, char problem[256]) MUST_USE;
/* Ends what it has begun, then stops; before the writer closes. Takes NULL. */
void scheduler_close(struct scheduler *s);

/* One look, and a batch of what is due, done or failed: what the thread does, for tests without it. True: there is more. */
bool scheduler_round(struct scheduler *s);

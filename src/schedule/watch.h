/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Can the wall clock be believed? It is held against a clock that nobody sets. After a jump forward of more than two
 * minutes it is not, until the new time has held for a minute: else one wrong setting would make a year's steps due at
 * once. A jump back makes nothing due, so it is only told.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Both in us; any thread. Tests bring their own. */
struct schedule_clock {
    int64_t (*wall)(void *arg), (*steady)(void *arg);
    void *arg;
};
extern const struct schedule_clock schedule_machine_clock;

struct watch {
    const struct schedule_clock *clock;
    bool looked, holding;
    int64_t wall, steady; /* when it was looked at last */
    int64_t until;        /* steady; holding ends */
};

/* False: not now. *out_now: the wall clock's. */
bool watch_look(struct watch *w, int64_t *out_now);
/* Has it jumped forward since the last look? Changes nothing. */
bool watch_jumped(const struct watch *w);

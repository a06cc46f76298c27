/* SPDX-License-Identifier: Apache-2.0 */
#include "schedule/watch.h"

#include <stddef.h>

#include "base/log.h"
#include "base/time.h"

static const int64_t jump = 120 * TIME_SECOND, hold = 60 * TIME_SECOND;

static int64_t machine_wall(void *arg)
{
    (void)arg;
    return time_now();
}

static int64_t machine_steady(void *arg)
{
    (void)arg;
    return time_steady();
}

const struct schedule_clock schedule_machine_clock = {machine_wall, machine_steady, NULL};

/* By how much the wall clock went further than the steady one since the last look. */
static int64_t drift(const struct watch *w, int64_t wall, int64_t steady)
{
    return w->looked ? (wall - w->wall) - (steady - w->steady) : 0;
}

static void note_jump(struct watch *w, int64_t by, int64_t steady)
{
    long long seconds = (long long)(by / TIME_SECOND);
    if (by < 0 && !w->holding) {
        log_line(LOG_WARN, "schedule: the clock was set back by %lld s", -seconds);
        return;
    }
    w->holding = true;
    w->until = steady + hold;
    log_line(LOG_WARN, "schedule: the clock jumped by %lld s; nothing is stepped until it holds",
             seconds);
}

bool watch_look(struct watch *w, int64_t *out_now)
{
    int64_t wall = w->clock->wall(w->clock->arg), steady = w->clock->steady(w->clock->arg);
    int64_t by = drift(w, wall, steady);
    w->looked = true;
    w->wall = wall;
    w->steady = steady;
    if (by > jump || by < -jump)
        note_jump(w, by, steady);
    if (w->holding && steady >= w->until) {
        w->holding = false;
        log_line(LOG_INFO, "schedule: the clock holds, it goes on");
    }
    *out_now = wall;
    return !w->holding;
}

bool watch_jumped(const struct watch *w)
{
    return drift(w, w->clock->wall(w->clock->arg), w->clock->steady(w->clock->arg)) > jump;
}

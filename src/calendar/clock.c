/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/clock.h"

#include "calendar/inside.h"
#include "calendar/meter.h"

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Whole days are used up when a day ends while the clock runs. */
static int64_t used_days(const struct meter *m, const struct clock_run *runs, size_t n,
                         int64_t until)
{
    int64_t sum = 0, at_end = 0;
    for (size_t i = 0; i < n && runs[i].from < until; i++) {
        int64_t from = runs[i].from, to = earlier(runs[i].to, until);
        int64_t end = meter_last_end(m, from, to);
        if (end > from)
            at_end = sum + meter_gain(m, from, end);
        sum += meter_gain(m, from, to);
    }
    return meter_ticks(m, at_end);
}

int64_t clock_used(const struct calendar *cal, struct limit limit, const struct clock_run *runs,
                   size_t n, int64_t until)
{
    int64_t sum = 0;
    if (n == 0)
        return 0;
    struct meter m = meter_of(cal, limit, runs[0].from);
    if (m.days != METER_NO_DAYS)
        return used_days(&m, runs, n, until);
    for (size_t i = 0; i < n && runs[i].from < until; i++)
        sum += meter_gain(&m, runs[i].from, earlier(runs[i].to, until));
    return meter_ticks(&m, sum);
}

/* When the meter has risen by `need`; out_left is what the runs that are over leave of it. */
static int64_t moment(const struct meter *m, int64_t need, const struct clock_run *runs, size_t n,
                      int64_t *out_left)
{
    *out_left = need;
    for (size_t i = 0; i < n; i++) {
        int64_t at = runs[i].from + 1; /* the first moment that a day can end at */
        int64_t gain =
            runs[i].to == CLOCK_NEVER ? *out_left : meter_gain(m, runs[i].from, runs[i].to);
        if (gain < *out_left) {
            *out_left -= gain;
            continue;
        }
        if (*out_left > 0) {
            int64_t before = meter_read(m, runs[i].from);
            before = before < m->floor ? m->floor : before;
            at = meter_moment(m, runs[i].from, before + *out_left);
            *out_left = 0;
        }
        if (m->days != METER_NO_DAYS && at != CLOCK_NEVER)
            at = meter_day_end(m, at);
        if (at <= runs[i].to)
            return at;
    }
    return CLOCK_NEVER;
}

/* The same for the whole limit. */
static int64_t limit_moment(const struct meter *m, const struct clock_run *runs, size_t n,
                            int64_t *out_left)
{
    if (m->days == METER_NO_DAYS || m->straight > runs[0].to)
        return moment(m, m->need, runs, n, out_left);
    *out_left = 0;
    return m->straight;
}

static bool provisional(const struct calendar *cal, enum limit_unit unit, int64_t from, int64_t to)
{
    if (unit != LIMIT_WORK_HOUR && unit != LIMIT_WORK_DAY)
        return false;
    if (from < CALENDAR_START || to >= CALENDAR_END)
        return true;
    return cal->unknown[calendar_index(to) + 1] > cal->unknown[calendar_index(from)];
}

/* Ticks that the runs which are over did not use up. */
static int64_t ticks_left(const struct meter *m, struct limit limit, const struct clock_run *runs,
                          size_t n, int64_t left)
{
    if (m->days == METER_NO_DAYS)
        return left == m->need ? limit.ticks : meter_ticks(m, left);
    size_t over = runs[n - 1].to == CLOCK_NEVER ? n - 1 : n;
    int64_t ticks = limit.ticks - used_days(m, runs, over, CLOCK_NEVER);
    return ticks < 0 ? 0 : ticks;
}

struct clock_due clock_due(const struct calendar *cal, struct limit limit,
                           const struct clock_run *runs, size_t n)
{
    struct clock_due out = {.due = CLOCK_NEVER, .left = limit.ticks};
    if (n == 0)
        return out;
    struct meter m = meter_of(cal, limit, runs[0].from);
    int64_t left;
    out.due = limit_moment(&m, runs, n, &left);
    out.left = ticks_left(&m, limit, runs, n, left);
    int64_t end = out.due != CLOCK_NEVER ? out.due : runs[n - 1].to;
    out.provisional = provisional(cal, limit.unit, runs[0].from, end);
    return out;
}

/* That many percent of a need, rounded up, without overflow. */
static int64_t share_of(int64_t need, int percent)
{
    return need / 100 * percent + (need % 100 * percent + 99) / 100;
}

/* Where whole days count: the share of the running time between the start and the due. */
static int64_t share_of_days(const struct meter *days, const struct clock_run *runs, size_t n,
                             int percent)
{
    int64_t left, total = 0;
    struct clock_run last = {runs[n - 1].from, CLOCK_NEVER};
    int64_t due = moment(days, days->need, runs, n - 1, &left);
    if (due == CLOCK_NEVER)
        due = moment(days, left, &last, 1, &left);
    if (due == CLOCK_NEVER)
        return CLOCK_NEVER;
    struct meter m = {.cal = days->cal, .kind = days->kind, .floor = INT64_MIN};
    for (size_t i = 0; i < n && runs[i].from < due; i++)
        total += meter_gain(&m, runs[i].from, i + 1 < n ? earlier(runs[i].to, due) : due);
    return moment(&m, share_of(total, percent), runs, n, &left);
}

int64_t clock_at_share(const struct calendar *cal, struct limit limit, const struct clock_run *runs,
                       size_t n, int percent)
{
    int64_t left;
    if (n == 0)
        return CLOCK_NEVER;
    struct meter m = meter_of(cal, limit, runs[0].from);
    if (m.days != METER_NO_DAYS)
        return share_of_days(&m, runs, n, percent);
    return moment(&m, share_of(m.need, percent), runs, n, &left);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/meter.h"

#include "calendar/inside.h"

int64_t meter_close(const struct calendar *cal, int32_t day)
{
    const struct office_hours *h = hours_of(cal, day);
    return midnight(day) + h->windows[h->n - 1].to * CALENDAR_MINUTE;
}

static int32_t clip_day(int32_t day)
{
    return day < 0 ? 0 : day >= DAYS ? DAYS - 1 : day;
}

static int32_t day_minutes(const struct calendar *cal, int32_t day)
{
    const struct office_hours *h = hours_of(cal, clip_day(day));
    int32_t sum = 0;
    for (size_t i = 0; i < h->n; i++)
        sum += h->windows[i].to - h->windows[i].from;
    return sum;
}

/* ---- readings ---- */

static int64_t read_office(const struct calendar *cal, int64_t t)
{
    if (t <= CALENDAR_START)
        return 0;
    if (t >= CALENDAR_END)
        return cal->office[DAYS] * CALENDAR_MINUTE;
    int32_t day = calendar_index(t);
    int64_t sum = cal->office[day] * CALENDAR_MINUTE, since = t - midnight(day);
    if (!is_worked(cal, day))
        return sum;
    const struct office_hours *h = hours_of(cal, day);
    for (size_t i = 0; i < h->n; i++) {
        int64_t from = h->windows[i].from * CALENDAR_MINUTE;
        int64_t to = h->windows[i].to * CALENDAR_MINUTE;
        if (since > from)
            sum += (since < to ? since : to) - from;
    }
    return sum;
}

static int64_t read_closes(const struct calendar *cal, int64_t t)
{
    if (t <= CALENDAR_START)
        return 0;
    if (t >= CALENDAR_END)
        return cal->worked[DAYS];
    int32_t day = calendar_index(t);
    return cal->worked[t >= meter_close(cal, day) ? day + 1 : day];
}

int64_t meter_read(const struct meter *m, int64_t t)
{
    return m->kind == METER_OFFICE ? read_office(m->cal, t) : t;
}

int64_t meter_gain(const struct meter *m, int64_t from, int64_t to)
{
    int64_t before = meter_read(m, from), after = meter_read(m, to);
    before = before < m->floor ? m->floor : before;
    return after > before ? after - before : 0;
}

/* ---- moments ---- */

/*
 * The first day at whose end the sum has reached `wanted`; DAYS: none. Sums are of so many per day; the day is near, so
 * the step is doubled first and halved then.
 */
static int32_t reach(const int32_t *sums, int32_t from, int64_t wanted)
{
    int32_t low = from, step = 1;
    while (low + step < DAYS && sums[low + step] < wanted) {
        low += step;
        step *= 2;
    }
    int32_t high = low + step < DAYS ? low + step : DAYS;
    if (sums[high] < wanted)
        return DAYS;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (sums[middle] < wanted)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int64_t office_moment(const struct calendar *cal, int32_t from, int64_t reading)
{
    int64_t minutes = reading / CALENDAR_MINUTE + (reading % CALENDAR_MINUTE > 0);
    int32_t day = reach(cal->office, from, minutes);
    if (day == DAYS)
        return CLOCK_NEVER;
    const struct office_hours *h = hours_of(cal, day);
    int64_t left = reading - cal->office[day] * CALENDAR_MINUTE;
    size_t i = 0;
    for (; i + 1 < h->n; i++) {
        int64_t length = (h->windows[i].to - h->windows[i].from) * CALENDAR_MINUTE;
        if (left <= length)
            break;
        left -= length;
    }
    return midnight(day) + h->windows[i].from * CALENDAR_MINUTE + left;
}

int64_t meter_moment(const struct meter *m, int64_t near, int64_t reading)
{
    return m->kind == METER_OFFICE ? office_moment(m->cal, clip_day(calendar_index(near)), reading)
                                   : reading;
}

/* ---- ends of days ---- */

/* How many days had ended by t; of no meaning but in differences. */
static int64_t read_ends(const struct meter *m, int64_t t)
{
    return m->days == METER_CLOSES ? read_closes(m->cal, t) : calendar_index(t);
}

/* The moment at which that reading is reached, which is not below that of `near`'s day. */
static int64_t end_moment(const struct meter *m, int64_t near, int64_t reading)
{
    if (m->days == METER_MIDNIGHTS)
        return CALENDAR_START + reading * TIME_DAY;
    int32_t day = reach(m->cal->worked, clip_day(calendar_index(near)), reading);
    return day == DAYS ? CLOCK_NEVER : meter_close(m->cal, day);
}

int64_t meter_day_end(const struct meter *m, int64_t t)
{
    return end_moment(m, t - 1, read_ends(m, t - 1) + 1);
}

int64_t meter_last_end(const struct meter *m, int64_t from, int64_t to)
{
    int64_t ended = read_ends(m, to);
    return ended > read_ends(m, from) ? end_moment(m, from, ended) : from;
}

/* ---- meters of limits ---- */

/* The index behind the start's own day, within the calendar. */
static int32_t behind(int32_t own)
{
    return own < 0 ? 0 : own >= DAYS ? DAYS : own + 1;
}

static struct meter working_days(const struct calendar *cal, int64_t days, int64_t start)
{
    int32_t first = behind(calendar_index(start));
    int32_t last = reach(cal->worked, first, cal->worked[first] + days);
    struct meter m = {.cal = cal, .kind = METER_OFFICE, .days = METER_CLOSES, .first = first};
    m.floor = cal->office[first] * CALENDAR_MINUTE;
    m.straight = last == DAYS ? CLOCK_NEVER : meter_close(cal, last);
    /* beyond the calendar: more than it holds */
    m.need = last == DAYS ? CALENDAR_END : cal->office[last + 1] * CALENDAR_MINUTE - m.floor;
    return m;
}

static struct meter natural_days(const struct calendar *cal, struct limit limit, int64_t start)
{
    struct meter m = {.cal = cal, .kind = METER_WALL, .days = METER_MIDNIGHTS, .need = limit.ticks};
    m.floor = midnight(calendar_index(start) + 1);
    m.straight = m.floor + m.need;
    return m;
}

static struct meter work_days(const struct calendar *cal, struct limit limit, int64_t start)
{
    if (cal->work_day == DAY_RULE_NTH_END && limit.ticks % TIME_DAY == 0)
        return working_days(cal, limit.ticks / TIME_DAY, start);
    int32_t minutes = day_minutes(cal, calendar_index(start));
    return (struct meter){.cal = cal,
                          .kind = METER_OFFICE,
                          .need = (limit.ticks * minutes + MINUTES - 1) / MINUTES,
                          .day_minutes = minutes};
}

struct meter meter_of(const struct calendar *cal, struct limit limit, int64_t start)
{
    if (limit.unit == LIMIT_WORK_DAY)
        return work_days(cal, limit, start);
    if (limit.unit == LIMIT_NATURAL_DAY && cal->natural_day == DAY_RULE_NTH_END &&
        limit.ticks % TIME_DAY == 0)
        return natural_days(cal, limit, start);
    if (limit.unit == LIMIT_WORK_HOUR)
        return (struct meter){.cal = cal, .kind = METER_OFFICE, .need = limit.ticks};
    return (struct meter){.cal = cal, .kind = METER_WALL, .need = limit.ticks, .floor = INT64_MIN};
}

/* How many working days behind the start's own are full with so much office time. */
static int64_t full_days(const struct meter *m, int64_t measured)
{
    int64_t minutes = (m->floor + measured) / CALENDAR_MINUTE;
    int32_t under_way = reach(m->cal->office, m->first, minutes + 1);
    return m->cal->worked[under_way] - m->cal->worked[m->first];
}

int64_t meter_ticks(const struct meter *m, int64_t measured)
{
    if (m->days == METER_CLOSES)
        return full_days(m, measured) * TIME_DAY;
    if (m->days == METER_MIDNIGHTS)
        return measured / TIME_DAY * TIME_DAY;
    return m->day_minutes ? measured * MINUTES / m->day_minutes : measured;
}

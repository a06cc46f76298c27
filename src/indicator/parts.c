/* SPDX-License-Identifier: Apache-2.0 */
#include "indicator/parts.h"

#include <string.h>

#include "base/time.h"

static bool in(const struct indicator_period *p, int64_t t)
{
    return t && p->from <= t && t < p->to;
}

/* What was taken back or belongs to another case is no case of its own. */
static bool counts(const struct fact *f)
{
    static const char *const none[] = {"void", "withdrawn", "merged"};
    for (size_t i = 0; f->out_as && i < LEN(none); i++)
        if (strcmp(f->out_as, none[i]) == 0)
            return false;
    return true;
}

/* ---- reports and filing ---- */

int64_t part_reports(const struct fact *f, const struct indicator_period *p)
{
    return f->cycle == 1 && in(p, f->opened);
}

int64_t part_reports_valid(const struct fact *f, const struct indicator_period *p)
{
    return part_reports(f, p) && f->accepted && counts(f);
}

int64_t part_accepted(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->accepted) && counts(f);
}

int64_t part_accepted_filed(const struct fact *f, const struct indicator_period *p)
{
    return part_accepted(f, p) && f->filed;
}

int64_t part_filed(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->filed) && counts(f);
}

int64_t part_filed_timely(const struct fact *f, const struct indicator_period *p)
{
    return part_filed(f, p) && !f->file_late;
}

int64_t part_filed_extended(const struct fact *f, const struct indicator_period *p)
{
    return part_filed(f, p) && f->extensions;
}

/* ---- dispatching ---- */

static bool dispatched(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->dispatched) && f->is_dispatched && counts(f);
}

int64_t part_to_dispatch(const struct fact *f, const struct indicator_period *p)
{
    return dispatched(f, p) || (f->is_dispatched && f->filed && !f->dispatched && !f->ended);
}

int64_t part_dispatched_right(const struct fact *f, const struct indicator_period *p)
{
    return dispatched(f, p) && !f->misdirected;
}

int64_t part_dispatched_timely(const struct fact *f, const struct indicator_period *p)
{
    return dispatched(f, p) && !f->dispatch_late;
}

/* ---- disposal and closing ---- */

/* The deadline falls into the period, and nothing has taken it away: what was late cannot be handed away. */
static bool falls_due(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->late ? f->last_due : f->due) && !f->out_as && !f->suspended;
}

static bool closed_before(const struct fact *f, const struct indicator_period *p)
{
    return f->closed && f->closed < p->from;
}

static bool disposed_before(const struct fact *f, const struct indicator_period *p)
{
    return closed_before(f, p) || (f->stands && f->disposed < p->from);
}

static bool timely(const struct fact *f)
{
    return !f->late || f->exempt;
}

int64_t part_to_dispose(const struct fact *f, const struct indicator_period *p)
{
    return part_disposed(f, p) || (falls_due(f, p) && !disposed_before(f, p));
}

int64_t part_disposed(const struct fact *f, const struct indicator_period *p)
{
    return f->stands && in(p, f->disposed) && counts(f);
}

int64_t part_disposed_timely(const struct fact *f, const struct indicator_period *p)
{
    return part_disposed(f, p) && timely(f);
}

int64_t part_disposed_exempt(const struct fact *f, const struct indicator_period *p)
{
    return part_disposed_timely(f, p) && f->late;
}

int64_t part_to_close(const struct fact *f, const struct indicator_period *p)
{
    return part_closed(f, p) || (falls_due(f, p) && !closed_before(f, p));
}

int64_t part_closed(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->closed);
}

int64_t part_closed_timely(const struct fact *f, const struct indicator_period *p)
{
    return part_closed(f, p) && timely(f);
}

int64_t part_closed_exempt(const struct fact *f, const struct indicator_period *p)
{
    return part_closed_timely(f, p) && f->late;
}

int64_t part_closed_late(const struct fact *f, const struct indicator_period *p)
{
    return part_closed(f, p) && !timely(f);
}

int64_t part_to_close_undeferred(const struct fact *f, const struct indicator_period *p)
{
    return part_to_close(f, p) && !f->suspensions;
}

int64_t part_closed_timely_undeferred(const struct fact *f, const struct indicator_period *p)
{
    return part_closed_timely(f, p) && !f->suspensions;
}

int64_t part_overdue_open(const struct fact *f, const struct indicator_period *p)
{
    bool over = f->late || (f->due && f->due < p->to);
    return over && !f->ended && !f->stands;
}

int64_t part_overdue_suspended(const struct fact *f, const struct indicator_period *p)
{
    return part_overdue_open(f, p) && f->suspended;
}

int64_t part_handed_in(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->disposed) && counts(f);
}

int64_t part_handed_in_reworked(const struct fact *f, const struct indicator_period *p)
{
    return part_handed_in(f, p) && f->reworks;
}

/* ---- tasks ---- */

static int64_t missed(const struct fact *f, const struct indicator_period *p, int64_t due)
{
    return due && due < p->to && !f->ended;
}

int64_t part_verify_due(const struct fact *f, const struct indicator_period *p)
{
    return f->verifies + missed(f, p, f->verify_due);
}

int64_t part_verify_timely(const struct fact *f, const struct indicator_period *p)
{
    (void)p;
    return f->verifies - f->verify_lates;
}

int64_t part_check_due(const struct fact *f, const struct indicator_period *p)
{
    return f->checks + missed(f, p, f->check_due);
}

int64_t part_check_timely(const struct fact *f, const struct indicator_period *p)
{
    (void)p;
    return f->checks - f->check_lates;
}

/* ---- what the reporter says ---- */

enum { SATISFIED = 4 };

int64_t part_rated(const struct fact *f, const struct indicator_period *p)
{
    return in(p, f->rated);
}

int64_t part_satisfied(const struct fact *f, const struct indicator_period *p)
{
    return part_rated(f, p) && f->rating >= SATISFIED;
}

int64_t part_unrated(const struct fact *f, const struct indicator_period *p)
{
    return part_closed(f, p) && !f->rated;
}

/* A flow that asks for no reason closes what is done. */
static bool other_reason(const struct fact *f)
{
    return f->closed_as && f->closed_as[0] && !f->fixed;
}

int64_t part_confirmed(const struct fact *f, const struct indicator_period *p)
{
    return part_closed(f, p) && !other_reason(f) && f->verdict &&
           strcmp(f->verdict, "confirmed") == 0;
}

int64_t part_closed_other(const struct fact *f, const struct indicator_period *p)
{
    return part_closed(f, p) && other_reason(f);
}

/* ---- time of handling ---- */

static bool timed(const struct fact *f, const struct indicator_period *p, enum limit_unit unit)
{
    return part_disposed(f, p) && f->timed[unit];
}

static int64_t seconds(const struct fact *f, const struct indicator_period *p, enum limit_unit unit)
{
    return timed(f, p, unit) ? f->used[unit] / TIME_SECOND : 0;
}

int64_t part_timed_urgent(const struct fact *f, const struct indicator_period *p)
{
    return timed(f, p, LIMIT_URGENT_HOUR);
}

int64_t part_timed_hour(const struct fact *f, const struct indicator_period *p)
{
    return timed(f, p, LIMIT_WORK_HOUR);
}

int64_t part_timed_day(const struct fact *f, const struct indicator_period *p)
{
    return timed(f, p, LIMIT_WORK_DAY);
}

int64_t part_timed_natural(const struct fact *f, const struct indicator_period *p)
{
    return timed(f, p, LIMIT_NATURAL_DAY);
}

int64_t part_seconds_urgent(const struct fact *f, const struct indicator_period *p)
{
    return seconds(f, p, LIMIT_URGENT_HOUR);
}

int64_t part_seconds_hour(const struct fact *f, const struct indicator_period *p)
{
    return seconds(f, p, LIMIT_WORK_HOUR);
}

int64_t part_seconds_day(const struct fact *f, const struct indicator_period *p)
{
    return seconds(f, p, LIMIT_WORK_DAY);
}

int64_t part_seconds_natural(const struct fact *f, const struct indicator_period *p)
{
    return seconds(f, p, LIMIT_NATURAL_DAY);
}

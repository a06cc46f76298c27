/* SPDX-License-Identifier: Apache-2.0 */
/* What hangs on a case beside its row, for showing: clocks with their runs, requests, marks, units that help. */
#pragma once

#include "calendar/clock.h"
#include "casefile/casefile.h"

struct loop_clock {
    int64_t n, cycle;
    const char *clock;
    bool by_date;             /* until a date that was given: limit says nothing */
    struct limit limit, base; /* with extensions; one original limit */
    const char *limit_text;
    const char *rule;            /* canonical JSON; NULL: the flow's own limit */
    int64_t started, ended, due; /* ended 0: may go on; due 0: stands */
    int64_t used;                /* ticks when it last paused or ended */
    enum case_light light;
    bool late, provisional;
    int64_t calendar;
    const struct clock_run *runs;
    size_t n_runs;
};
enum err loop_clocks(struct ctx *c, int32_t district, int64_t id, const struct loop_clock **out,
                     size_t *out_n) MUST_USE;

/* What is used up at `now`. Of one that ended it is what counted then, whatever the calendar says today. */
int64_t loop_clock_used(const struct loop_clock *k, const struct calendar *cal, int64_t now);
/* Ended, and the calendar of now would come to another sum. */
bool loop_clock_differs(const struct loop_clock *k, const struct calendar *cal);

struct loop_request {
    int64_t id, cycle, asked;
    const char *kind, *asked_name, *reason;
    int64_t until, reviewed, decided; /* 0: none, not yet */
    const char *reviewed_name, *decided_name, *decision, *note;
};
enum err loop_requests(struct ctx *c, int32_t district, int64_t id, const struct loop_request **out,
                       size_t *out_n) MUST_USE;

struct loop_mark {
    int64_t level, made, due, answered, ended; /* 0: none, not yet */
    const char *by_name, *role, *area, *reason, *answer;
};
enum err loop_marks(struct ctx *c, int32_t district, int64_t id, const struct loop_mark **out,
                    size_t *out_n) MUST_USE;

struct loop_joint {
    int64_t cycle, post, asked, done; /* done 0: has not answered */
    const char *kind, *holder, *note; /* of the post; holder NULL: nobody now */
};
enum err loop_joints(struct ctx *c, int32_t district, int64_t id, const struct loop_joint **out,
                     size_t *out_n) MUST_USE;

struct loop_person {
    int64_t id;
    const char *name;
};
/* Who may be sent: the post's holder, deputy, and members of the team that holds it. */
enum err loop_crew(struct ctx *c, int32_t district, int64_t post, const struct loop_person **out,
                   size_t *out_n) MUST_USE;

/* Name of a person of the district; NULL: none such. */
enum err loop_person_name(struct ctx *c, int32_t district, int64_t person, const char **out)
    MUST_USE;

/* SPDX-License-Identifier: Apache-2.0 */
/* Proves a flow sound: nothing out of reach, no dead end, no wait without a clock, no check by whoever did the work. */
#include <string.h>

#include "programme/read.h"

enum { STATES_MAX = 64 };

static size_t index_of(const struct flow *f, const char *state)
{
    return (size_t)(flow_state(f, state) - f->states);
}

/* ---- where one can get ---- */

/* Is there a way to the state from the flow's start? Marks grow until nothing is added. */
static void mark_reachable(const struct flow *f, bool *reached)
{
    bool grew = true;
    reached[index_of(f, f->start)] = true;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < f->n_actions; i++) {
            const struct flow_action *a = &f->actions[i];
            size_t to = a->to ? index_of(f, a->to) : 0;
            for (size_t s = 0; a->to && s < a->n_from && !reached[to]; s++)
                if (reached[index_of(f, a->from[s])])
                    grew = reached[to] = true;
        }
    }
}

/* Does a way lead from the state to a final one? The same, backwards. */
static void mark_ending(const struct flow *f, bool *ends)
{
    bool grew = true;
    for (size_t i = 0; i < f->n_states; i++)
        ends[i] = f->states[i].final;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < f->n_actions; i++) {
            const struct flow_action *a = &f->actions[i];
            for (size_t s = 0; a->to && ends[index_of(f, a->to)] && s < a->n_from; s++) {
                bool *from = &ends[index_of(f, a->from[s])];
                grew = grew || !*from;
                *from = true;
            }
        }
    }
}

static bool has_way_out(const struct flow *f, const char *state)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (flow_starts_from(&f->actions[i], state) && f->actions[i].to &&
            strcmp(f->actions[i].to, state) != 0)
            return true;
    return false;
}

static enum err check_ways(const struct reader *r, const struct flow *f)
{
    bool reached[STATES_MAX] = {false}, ends[STATES_MAX] = {false}, any_final = false;
    mark_reachable(f, reached);
    mark_ending(f, ends);
    for (size_t i = 0; i < f->n_states; i++) {
        const struct flow_state *s = &f->states[i];
        const char *at = read_item(r, "states", i);
        if (!reached[i])
            return read_fail(r, at, "no way leads to %s", s->state);
        if (!s->final && !has_way_out(f, s->state))
            return read_fail(r, at, "no way out of %s, which is not final", s->state);
        any_final = any_final || s->final;
    }
    if (!any_final)
        return read_fail(r, "states", "none is final");
    for (size_t i = 0; i < f->n_states; i++)
        if (!ends[i])
            return read_fail(r, read_item(r, "states", i), "no way leads from %s to an end",
                             f->states[i].state);
    return ERR_OK;
}

/* ---- clocks ---- */

static bool asks_until(const struct flow *f)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (f->actions[i].needs & NEED_UNTIL && f->actions[i].does & DOES_ASK_SUSPENSION)
            return true;
    return false;
}

static enum err check_state_clocks(const struct reader *r, const struct flow *f)
{
    for (size_t i = 0; i < f->n_states; i++) {
        const struct flow_state *s = &f->states[i];
        const char *at = read_item(r, "states", i);
        if (!s->final && s->clock < 0)
            return read_fail(r, at, "%s waits without a clock", s->state);
        if (s->final && s->clock >= 0)
            return read_fail(r, at, "no clock runs in %s, which is final", s->state);
    }
    return ERR_OK;
}

static bool is_merged_away(const struct flow *f, const char *state)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (f->actions[i].does & DOES_MERGE && strcmp(f->actions[i].to, state) == 0)
            return true;
    return false;
}

static bool answers_still_in(const struct flow *f, const char *state)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (f->actions[i].does & DOES_ANSWER_STILL && flow_starts_from(&f->actions[i], state))
            return true;
    return false;
}

/* Of a settled case anybody may say that it is still there; what was merged into another lives on there. */
static enum err check_still(const struct reader *r, const struct flow *f, unsigned all_does)
{
    bool answers = all_does & DOES_ANSWER_STILL;
    if (answers != (f->still >= 0))
        return read_fail(r, "clocks",
                         answers ? "none is for still_there: it would wait without one"
                                 : "nobody answers that it is still there");
    if (!answers)
        return ERR_OK;
    if (f->clocks[f->still].source != FLOW_LIMIT_FIXED)
        return read_fail(r, read_at(r, read_item(r, "clocks", (size_t)f->still), "limit"),
                         "still_there has a limit of its own");
    for (size_t i = 0; i < f->n_states; i++) {
        const struct flow_state *s = &f->states[i];
        if (s->clock == f->still)
            return read_fail(r, read_at(r, read_item(r, "states", i), "clock"),
                             "%s is for still_there alone", f->clocks[f->still].clock);
        if (s->final && !is_merged_away(f, s->state) && !answers_still_in(f, s->state))
            return read_fail(r, read_item(r, "states", i), "nobody answers in %s", s->state);
    }
    return ERR_OK;
}

static enum err check_clocks(const struct reader *r, const struct flow *f, unsigned all_does)
{
    int kinds = 0;
    TRY(check_still(r, f, all_does));
    TRY(check_state_clocks(r, f));
    for (size_t i = 0; i < f->n_clocks; i++) {
        const struct flow_clock *k = &f->clocks[i];
        bool used = f->still == (int)i;
        for (size_t s = 0; s < f->n_states; s++)
            used = used || f->states[s].clock == (int)i;
        if (!used)
            return read_fail(r, read_item(r, "clocks", i), "%s runs in no state", k->clock);
        kinds += k->source == FLOW_LIMIT_KIND;
        if (k->source == FLOW_LIMIT_DATE && !asks_until(f))
            return read_fail(r, read_item(r, "clocks", i), "no action names the date of %s",
                             k->clock);
    }
    return kinds == 1 ? ERR_OK
                      : read_fail(r, "clocks", "one has the limit \"kind\": that of handling");
}

static enum err check_restart(const struct reader *r, const char *at, const struct flow *f,
                              const struct flow_action *a)
{
    const struct flow_state *to = a->to ? flow_state(f, a->to) : NULL;
    if (a->restart == RESTART_NO)
        return ERR_OK;
    if (!to || to->clock < 0)
        return read_fail(r, read_at(r, at, "restart"), "leads to no clock");
    if (a->restart == RESTART_REWORK && f->clocks[to->clock].source != FLOW_LIMIT_KIND)
        return read_fail(r, read_at(r, at, "restart"), "%s is no handling clock",
                         f->clocks[to->clock].clock);
    return ERR_OK;
}

/* ---- handler and checker ---- */

/* Whoever did the work may neither call it checked nor be written down as the checker. */
static enum err check_checker(const struct reader *r, const char *at, const struct flow *f,
                              const struct flow_action *a)
{
    bool guarded = (a->to && flow_state(f, a->to)->checked) || a->records_checker;
    if (guarded && !a->not_handler)
        return read_fail(r, read_at(r, at, "not_handler"),
                         "must be true: the checker is never the handler");
    return ERR_OK;
}

/* A rule against the handler is void when nothing ever says who that was. */
static enum err check_handler(const struct reader *r, const struct flow *f)
{
    bool asked = false, recorded = false;
    for (size_t i = 0; i < f->n_actions; i++) {
        asked = asked || f->actions[i].not_handler;
        recorded = recorded || f->actions[i].records_handler;
    }
    return asked && !recorded ? read_fail(r, "actions", "none records the handler") : ERR_OK;
}

/* ---- words that go together ---- */

static const struct {
    unsigned does, needs; /* whoever does it needs that */
} inputs_of[] = {
    {DOES_ASK_SUSPENSION, NEED_REASON | NEED_UNTIL    },
    {DOES_ASK_EXTENSION,  NEED_REASON                 },
    {DOES_ASK_APPEAL,     NEED_REASON                 },
    {DOES_REFUSE_REQUEST, NEED_REASON                 },
    {DOES_REFUSE_APPEAL,  NEED_REASON                 },
    {DOES_ASSIGN,         NEED_PERSON                 },
    {DOES_INSIST,         NEED_POST | NEED_REASON     },
    {DOES_COUNT_RETURN,   NEED_REASON                 },
    {DOES_COUNT_REWORK,   NEED_REASON                 },
    {DOES_ESCALATE,       NEED_REASON                 },
    {DOES_REFER,          NEED_REFERRAL               },
    {DOES_MERGE,          NEED_INTO                   },
    {DOES_MARK_URGE,      NEED_REASON                 },
    {DOES_MARK_SUPERVISE, NEED_REASON | NEED_UNTIL    },
    {DOES_MARK_LIST,      NEED_REASON | NEED_UNTIL    },
    {DOES_ANSWER_MARK,    NEED_NOTE                   },
    {DOES_DISPUTE,        NEED_REASON                 },
    {DOES_UPHOLD,         NEED_REASON                 },
    {DOES_SELF_HANDLE,    NEED_NOTE | NEED_PHOTO_AFTER},
    {DOES_VERIFY,         NEED_FINDING                },
    {DOES_CORRECT,        NEED_REASON                 },
    {DOES_RELEASE_JOINT,  NEED_REASON                 },
};

static const struct {
    unsigned does, after; /* it answers one of these, which some action must do */
} answers[] = {
    {DOES_GRANT_EXTENSION,  DOES_ASK_EXTENSION                                   },
    {DOES_GRANT_SUSPENSION, DOES_ASK_SUSPENSION                                  },
    {DOES_REFUSE_REQUEST,   DOES_ASK_EXTENSION | DOES_ASK_SUSPENSION             },
    {DOES_UNESCALATE,       DOES_ESCALATE                                        },
    {DOES_UNMERGE,          DOES_MERGE                                           },
    {DOES_ANSWER_MARK,      DOES_MARK_URGE | DOES_MARK_SUPERVISE | DOES_MARK_LIST},
    {DOES_UPHOLD,           DOES_DISPUTE                                         },
    {DOES_PASS_APPEAL,      DOES_ASK_APPEAL                                      },
    {DOES_GRANT_APPEAL,     DOES_PASS_APPEAL                                     },
    {DOES_REFUSE_APPEAL,    DOES_ASK_APPEAL                                      },
};

static const struct {
    unsigned does, when; /* it must not be open otherwise */
} conditions_of[] = {
    {DOES_COUNT_RETURN,     WHEN_MAY_RETURN                                        },
    {DOES_ASK_EXTENSION,    WHEN_NO_REQUEST | WHEN_EXTENSION_LEFT | WHEN_BEFORE_DUE},
    {DOES_ASK_SUSPENSION,   WHEN_NO_REQUEST | WHEN_SUSPENSION_LEFT                 },
    {DOES_GRANT_SUSPENSION, WHEN_SUSPENSION_ASKED                                  },
    {DOES_REFUSE_REQUEST,   WHEN_REQUEST_OPEN                                      },
    {DOES_JOINT_ANSWER,     WHEN_JOINT_OPEN                                        },
    {DOES_RELEASE_JOINT,    WHEN_JOINT_OPEN                                        },
    {DOES_ANSWER_MARK,      WHEN_MARKED                                            },
    {DOES_ANSWER_STILL,     WHEN_WOKEN                                             },
    {DOES_DISPUTE,          WHEN_CONFIRM_OPEN                                      },
    {DOES_ASK_APPEAL,       WHEN_APPEAL_OPEN                                       },
    {DOES_PASS_APPEAL,      WHEN_APPEAL_ASKED                                      },
    {DOES_GRANT_APPEAL,     WHEN_APPEAL_REVIEWED                                   },
    {DOES_REFUSE_APPEAL,    WHEN_APPEAL_PENDING                                    },
    {DOES_SELF_HANDLE,      WHEN_MINOR                                             },
};

static unsigned lowest(unsigned bits)
{
    return bits & -bits;
}

static enum err check_words(const struct reader *r, const char *at, const struct flow_action *a,
                            unsigned all_does)
{
    for (size_t i = 0; i < LEN(inputs_of); i++) {
        unsigned missing = a->does & inputs_of[i].does ? inputs_of[i].needs & ~a->needs : 0;
        if (missing)
            return read_fail(r, read_at(r, at, "needs"), "%s needs %s",
                             flow_does_word(inputs_of[i].does), flow_need_word(lowest(missing)));
    }
    for (size_t i = 0; i < LEN(conditions_of); i++) {
        unsigned missing = a->does & conditions_of[i].does ? conditions_of[i].when & ~a->when : 0;
        if (missing)
            return read_fail(r, read_at(r, at, "when"), "%s is for %s only",
                             flow_does_word(conditions_of[i].does),
                             flow_when_word(lowest(missing)));
    }
    for (size_t i = 0; i < LEN(answers); i++)
        if (a->does & answers[i].does && !(all_does & answers[i].after))
            return read_fail(r, read_at(r, at, "does"), "%s answers what no action asks",
                             flow_does_word(answers[i].does));
    if (a->does & DOES_GRANT_EXTENSION &&
        !(a->when & (WHEN_EXTENSION_FIRST | WHEN_EXTENSION_SECOND)))
        return read_fail(r, read_at(r, at, "when"),
                         "grant_extension is for extension_first or extension_second only");
    return ERR_OK;
}

/* What the reporter or the system may do must be open to them alone where it tells who spoke. */
static enum err check_speakers(const struct reader *r, const char *at, const struct flow_action *a)
{
    if (a->roles & FLOW_CO_HANDLER && !(a->does & DOES_JOINT_ANSWER))
        return read_fail(r, read_at(r, at, "roles"), "a co_handler only answers");
    if (a->does & DOES_UNESCALATE && a->roles != FLOW_SYSTEM)
        return read_fail(r, read_at(r, at, "roles"), "unescalate is the system's");
    if (a->does & DOES_DISPUTE && a->roles != FLOW_REPORTER)
        return read_fail(r, read_at(r, at, "roles"), "dispute is the reporter's");
    bool appeals = a->does & DOES_ASK_APPEAL, late = a->roles & FLOW_LATE_HANDLER;
    if (appeals ? a->roles != FLOW_LATE_HANDLER : late)
        return read_fail(r, read_at(r, at, "roles"),
                         "to appeal is the late_handler's, and all he may");
    bool rates = (a->needs | a->offers) & NEED_RATING;
    if ((a->does & DOES_CONFIRM || rates) && a->roles != FLOW_REPORTER)
        return read_fail(r, read_at(r, at, "roles"), "to confirm and to rate is the reporter's");
    return ERR_OK;
}

/* ---- requests ---- */

/* What is asked for waits for an answer, and no wait is without a clock; an appeal has a last day. */
static enum err check_requests(const struct reader *r, const struct flow *f, unsigned all_does)
{
    bool asks = all_does & (DOES_ASK_EXTENSION | DOES_ASK_SUSPENSION | DOES_ASK_APPEAL);
    if (asks != (f->options.review.ticks > 0))
        return read_fail(r, "options.review",
                         asks ? "is missing: a request would wait without a clock"
                              : "nothing is asked for");
    bool appeals = all_does & DOES_ASK_APPEAL;
    if (appeals != (f->options.appeal.ticks > 0))
        return read_fail(r, "options.appeal",
                         appeals ? "is missing: there is no last day to appeal"
                                 : "no action appeals");
    return ERR_OK;
}

/* ---- the return guard ---- */

/* Gives the case to a unit, the same one or another: what is for the duty chief alone once it came back too often. */
static bool hands_out(const struct flow *f, const struct flow_action *a)
{
    const struct flow_state *to = a->to ? flow_state(f, a->to) : NULL;
    bool handled = to && to->clock >= 0 && f->clocks[to->clock].source == FLOW_LIMIT_KIND;
    return !(a->does & DOES_INSIST) && (handled || a->needs & NEED_POST);
}

static enum err check_guarded(const struct reader *r, const struct flow *f, const char *state)
{
    bool decided = false;
    for (size_t i = 0; i < f->n_actions; i++) {
        const struct flow_action *a = &f->actions[i];
        if (!flow_starts_from(a, state))
            continue;
        decided = decided || a->does & DOES_INSIST;
        if (hands_out(f, a) && !(a->when & WHEN_GUARD_OPEN))
            return read_fail(r, read_at(r, read_item(r, "actions", i), "when"),
                             "what was returned is given out for guard_open only");
    }
    return decided ? ERR_OK
                   : read_fail(r, "options.return_guard", "nobody decides on what comes back to %s",
                               state);
}

/* What comes back from units too often is decided by somebody, and by him alone. */
static enum err check_guard(const struct reader *r, const struct flow *f)
{
    bool returns = false;
    for (size_t i = 0; i < f->n_actions; i++) {
        const struct flow_action *a = &f->actions[i];
        if (!(a->does & DOES_COUNT_RETURN) || !a->to)
            continue;
        returns = true;
        TRY(check_guarded(r, f, a->to));
    }
    if (returns != (f->options.return_guard > 0))
        return read_fail(r, "options.return_guard",
                         returns ? "is missing: what is returned goes round"
                                 : "no action returns a case");
    return ERR_OK;
}

/* ---- ends ---- */

/* Of what is merged into another nothing more is done: it would be handled twice. */
static enum err check_merge(const struct reader *r, const char *at, const struct flow *f,
                            const struct flow_action *a)
{
    bool ends = a->to && flow_state(f, a->to)->final;
    return a->does & DOES_MERGE && !ends
               ? read_fail(r, read_at(r, at, "to"), "merge: it does not end the case")
               : ERR_OK;
}

/* Second eyes are another's: agreeing first makes a hand of one, and no hand may agree last. */
static enum err check_appeal(const struct reader *r, const char *at, const struct flow_action *a)
{
    return a->does & DOES_GRANT_APPEAL && !a->not_handler
               ? read_fail(r, read_at(r, at, "not_handler"),
                           "must be true: nobody grants what he passed")
               : ERR_OK;
}

static enum err check_closing(const struct reader *r, const char *at, const struct flow *f,
                              const struct flow_action *a)
{
    bool fixed = false;
    for (size_t i = 0; i < f->n_close_reasons; i++)
        fixed = fixed || f->close_reasons[i].fixed;
    const struct flow_state *to = a->to ? flow_state(f, a->to) : NULL;
    bool closes = to && to->final && to->checked;
    if ((closes || a->needs & NEED_CLOSE_REASON) && !fixed)
        return read_fail(r, "close_reasons", "none says that it is fixed");
    if (a->needs & NEED_CLOSE_REASON && !closes)
        return read_fail(r, read_at(r, at, "needs"), "close_reason: it does not close");
    return ERR_OK;
}

static enum err check_keys(const struct reader *r, const struct flow *f)
{
    for (size_t i = 0; i < f->n_actions; i++)
        for (size_t k = 0; k < i; k++) {
            const struct flow_action *a = &f->actions[i], *b = &f->actions[k];
            bool clash = false;
            for (size_t s = 0; a->key && a->key == b->key && s < a->n_from; s++)
                clash = clash || flow_starts_from(b, a->from[s]);
            if (clash)
                return read_fail(r, read_at(r, read_item(r, "actions", i), "key"),
                                 "%c is %s's in the same state", a->key, b->action);
        }
    return ERR_OK;
}

static enum err check_action(const struct reader *r, const char *at, const struct flow *f,
                             const struct flow_action *a, unsigned all_does)
{
    TRY(check_checker(r, at, f, a));
    TRY(check_restart(r, at, f, a));
    TRY(check_words(r, at, a, all_does));
    TRY(check_speakers(r, at, a));
    TRY(check_merge(r, at, f, a));
    TRY(check_appeal(r, at, a));
    return check_closing(r, at, f, a);
}

enum err check_flow(const struct reader *r, const struct flow *f)
{
    const struct flow_state *start = flow_state(f, f->start);
    unsigned all_does = 0;
    if (!start || start->final || start->checked)
        return read_fail(r, "start", "not a state to start in: %.40s", f->start);
    for (size_t i = 0; i < f->n_actions; i++)
        all_does |= f->actions[i].does;
    for (size_t i = 0; i < f->n_actions; i++)
        TRY(check_action(r, read_item(r, "actions", i), f, &f->actions[i], all_does));
    TRY(check_ways(r, f));
    TRY(check_clocks(r, f, all_does));
    TRY(check_keys(r, f));
    TRY(check_requests(r, f, all_does));
    TRY(check_guard(r, f));
    return check_handler(r, f);
}

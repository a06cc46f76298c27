/* SPDX-License-Identifier: Apache-2.0 */
/* The case after a step that is allowed, and what else has to happen. */
#include <string.h>

#include "account/account.h"
#include "casefile/step.h"

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

/* ---- the deeds, each for itself ---- */

static void end_request(struct casefile *f)
{
    f->request = NULL;
    f->request_due = 0;
    f->request_late = false;
}

static void request_deeds(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    unsigned does = in->action->does;
    if (does & DOES_ASK_EXTENSION)
        f->request = "extension";
    if (does & DOES_ASK_SUSPENSION)
        f->request = "suspension";
    if (does & DOES_ASK_APPEAL) {
        f->request = "appeal";
        f->appeals++;
    }
    if (does & DOES_PASS_APPEAL)
        f->request = "appeal_2";
    if (does & (DOES_ASK_EXTENSION | DOES_ASK_SUSPENSION | DOES_ASK_APPEAL | DOES_PASS_APPEAL)) {
        f->request_due = in->facts.review_until;
        f->request_late = false;
    }
    if (does & (DOES_GRANT_EXTENSION | DOES_GRANT_SUSPENSION | DOES_REFUSE_REQUEST |
                DOES_GRANT_APPEAL | DOES_REFUSE_APPEAL))
        end_request(f);
    if (does & DOES_GRANT_EXTENSION) {
        f->extensions++;
        out->effects |= STEP_EXTENDS;
    }
    f->suspensions += does & DOES_GRANT_SUSPENSION ? 1 : 0;
    f->exempt = f->exempt || does & DOES_GRANT_APPEAL;
}

/* A request dies with its reason: when the case moves on, or when another is to do the work. */
static void cancel_request(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    bool of_handling = is(f->request, "extension") || is(f->request, "suspension");
    bool reassigned = in->action->does & DOES_ASSIGN && in->file->assigned &&
                      in->file->assigned != in->act->person;
    bool moved = in->action->to && strcmp(in->action->to, in->file->state) != 0;
    if (f->request && (in->action->new_cycle || (of_handling && (moved || reassigned)))) {
        end_request(f);
        out->effects |= STEP_CANCELS_REQUEST;
    }
}

static int64_t mark_level(unsigned does)
{
    if (does & DOES_MARK_LIST)
        return 3;
    if (does & DOES_MARK_SUPERVISE)
        return 2;
    return does & DOES_MARK_URGE ? 1 : 0;
}

/* A mark with a date waits for its answer; the soonest is looked at first. */
static void mark_deeds(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    int64_t level = mark_level(in->action->does), due = in->act->until;
    if (f->is_open && level > f->supervised)
        f->supervised = level;
    if (f->is_open && level && due && (!f->mark_due || due < f->mark_due))
        f->mark_due = due;
    if (in->action->does & DOES_ANSWER_MARK) {
        f->mark_due = 0;
        f->mark_late = false;
    }
}

/* Whoever said that it is still there is answered by words, or by the case moving on. What time does is no answer. */
static void answer_still(const struct step_in *in, const char *role, struct step_out *out)
{
    struct casefile *f = &out->next;
    bool moved = strcmp(f->state, in->file->state) != 0 && !is(role, "system");
    if (moved || in->action->does & DOES_ANSWER_STILL)
        f->woken = 0;
    /* What a settled case was marked with was about this alone. */
    if (!in->file->is_open && in->file->woken && !f->woken) {
        f->supervised = 0;
        out->effects |= STEP_ENDS_MARKS;
    }
}

static void verdict_deeds(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    unsigned does = in->action->does;
    if (does & DOES_CONFIRM)
        f->verdict = "confirmed";
    if (does & DOES_DISPUTE)
        f->verdict = "disputed";
    if (does & DOES_UPHOLD)
        f->verdict = "upheld";
    if (in->act->rating)
        f->rating = in->act->rating;
    if (is(in->file->verdict, "disputed") && in->action->to)
        out->effects |= STEP_SETTLES_AGENDA;
}

static void link_deeds(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    unsigned does = in->action->does;
    if (in->act->into)
        f->merged_into = in->act->into;
    if (does & DOES_UNMERGE) {
        f->merged_into = 0;
        f->reopen_until = 0;
    }
    if (does & DOES_ESCALATE)
        f->upper = in->facts.new_upper;
    if (does & DOES_UNESCALATE)
        f->upper = 0;
    if (does & DOES_REFER) {
        f->external_to = in->act->referral_to;
        f->external_number = in->act->referral_number;
        f->external_due = in->act->referral_due;
    }
}

/* ---- who has it ---- */

/* Another unit starts with a clean sheet; the same one keeps what it used up. */
static void give_to_post(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    unsigned takes = in->action->needs | in->action->offers;
    if (in->act->post) {
        if (in->act->post != f->post) {
            f->returned_later = false;
            f->assigned = 0;
        }
        f->post = in->act->post;
        f->signed_at = 0;
    }
    if (takes & NEED_CO_POSTS)
        f->joint_open = (int64_t)in->act->n_co_posts;
    if (in->action->does & DOES_JOINT_ANSWER)
        f->joint_open--;
    if (in->action->does & DOES_RELEASE_JOINT)
        f->joint_open = 0;
    if (in->action->does & DOES_ASSIGN)
        f->assigned = in->act->person;
    if (in->action->does & DOES_INSIST)
        f->insisted = true;
}

static void count_ways_back(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    if (in->action->does & DOES_COUNT_RETURN) {
        f->returns++;
        f->returned_later = f->returned_later || f->signed_at;
        f->signed_at = 0;
        f->assigned = 0;
        out->effects |= STEP_MISDIRECTED;
    }
    f->reworks += in->action->does & DOES_COUNT_REWORK ? 1 : 0;
}

static bool is_unit(const char *role)
{
    return is(role, role_name(ROLE_HANDLER));
}

static bool handles(const struct step_in *in, const char *state)
{
    int clock = flow_state(in->flow, state)->clock;
    return clock >= 0 && in->flow->clocks[clock].source == FLOW_LIMIT_KIND;
}

/*
 * Handing a case back is not working on it; all else that its unit does is. Who agrees to an appeal first has had his
 * part in it, too: the second look is another's.
 */
static void remember_hand(const struct step_in *in, const char *role, struct step_out *out)
{
    struct casefile *f = &out->next;
    bool works = is_unit(role) || is(role, "co_handler") || is(role, "late_handler") ||
                 in->action->records_handler || in->action->does & DOES_PASS_APPEAL;
    if (works && in->actor.id && !(in->action->does & DOES_COUNT_RETURN))
        out->effects |= STEP_ADDS_HAND;
    if (is_unit(role) && in->action->to && !f->signed_at &&
        !(in->action->does & DOES_COUNT_RETURN) && handles(in, in->action->to))
        f->signed_at = in->facts.now;
    if (in->action->records_handler) {
        bool above = in->action->does & DOES_UNESCALATE;
        f->handler = above ? in->facts.upper_handler : in->actor.id;
        f->handler_name = above ? in->facts.upper_handler_name : in->actor.name;
        f->checker = 0;
    }
    if (in->action->records_checker)
        f->checker = in->actor.id;
}

/* ---- the state, and the time it opens or closes ---- */

static void begin_cycle(struct casefile *f)
{
    f->cycle++;
    f->handler = f->checker = 0;
    f->handler_name = NULL;
    f->late_post = f->appeal_until = f->closed_first = 0;
    f->late = f->exempt = f->insisted = f->returned_later = false;
    f->standard = 0;
    f->standard_district = 0;
    f->rule = NULL;
    f->returns = f->reworks = f->extensions = f->suspensions = f->joint_open = 0;
    f->signed_at = f->assigned = 0;
    f->closed_as = f->verdict = NULL;
    f->appeals = 0;
    f->confirm_until = f->reopen_until = f->rating = 0;
    f->merged_into = 0;
    f->supervised = f->mark_due = f->still_there = f->woken = 0;
    f->mark_late = false;
}

static const char *first_fixed(const struct flow *flow)
{
    for (size_t i = 0; i < flow->n_close_reasons; i++)
        if (flow->close_reasons[i].fixed)
            return flow->close_reasons[i].reason;
    return NULL;
}

/* An upheld closing is the one of before, and of that time: the reporter has had his say. */
static void settle(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    bool upheld = in->action->does & DOES_UPHOLD && f->closed_first;
    f->closed = upheld ? f->closed_first : in->facts.now;
    f->closed_first = 0;
    f->supervised = f->mark_due = 0;
    f->mark_late = false;
    out->effects |= STEP_ENDS_MARKS;
    if (upheld)
        return;
    f->reopen_until = in->facts.reopen_until;
    if (!flow_state(in->flow, f->state)->checked)
        return;
    f->confirm_until = in->facts.confirm_until;
    f->appeal_until = in->facts.appeal_until;
    f->closed_as = in->act->close_reason ? in->act->close_reason : first_fixed(in->flow);
}

static void enter(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    const struct flow_state *to = flow_state(in->flow, in->action->to ? in->action->to : f->state);
    f->state = to->state;
    f->is_open = to->open;
    if (in->action->new_cycle) {
        begin_cycle(f);
        out->effects |= STEP_ENDS_MARKS;
    }
    if (in->action->does & DOES_DISPUTE)
        f->closed_first = in->file->closed;
    if (f->is_open)
        f->closed = 0;
    else if (in->file->is_open)
        settle(in, out);
}

/* ---- its clock ---- */

/* `runs`: so does the clock of the new state. Otherwise whose it was tells what is left of it. */
static enum step_clock restarted(const struct step_in *in, bool runs)
{
    bool other = in->act->post && in->act->post != in->file->post;
    switch (in->action->restart) {
    case RESTART_ALWAYS:
        return STEP_CLOCK_ANEW;
    case RESTART_OTHER_POST:
        return other || !runs ? STEP_CLOCK_POST : STEP_CLOCK_GOES_ON;
    case RESTART_REWORK:
        return in->facts.rework_limit ? STEP_CLOCK_REWORK : STEP_CLOCK_GOES_ON;
    case RESTART_NO:
    default:
        return STEP_CLOCK_GOES_ON;
    }
}

static enum step_clock clock_of(const struct step_in *in, const struct step_out *out)
{
    if (out->clock_kind < 0)
        return in->file->is_open || in->file->clock ? STEP_CLOCK_STOPS : STEP_CLOCK_STAYS;
    if (in->action->new_cycle)
        return STEP_CLOCK_ANEW;
    bool runs = is(in->file->clock, in->flow->clocks[out->clock_kind].clock);
    if (out->clock_kind == in->flow->still)
        return runs ? STEP_CLOCK_STAYS : STEP_CLOCK_ANEW;
    enum step_clock way = restarted(in, runs);
    return way == STEP_CLOCK_GOES_ON && runs ? STEP_CLOCK_STAYS : way;
}

/* A standard is of one kind; another kind is another matter, whose time has not begun. */
static void choose_standard(const struct step_in *in, struct step_out *out)
{
    struct casefile *f = &out->next;
    if (in->action->does & DOES_CORRECT && in->act->kind) {
        f->standard = 0;
        f->standard_district = 0;
        out->effects |= STEP_ENDS_HANDLING;
    }
    if (!in->act->standard || in->act->standard == f->standard)
        return;
    f->standard = in->act->standard;
    f->standard_district = in->act->standard_district;
    out->effects |= STEP_ENDS_HANDLING;
}

void step_next(const struct step_in *in, const char *role, struct step_out *out)
{
    *out = (struct step_out){.next = *in->file, .role = role};
    struct casefile *f = &out->next;
    f->version++;
    f->updated = in->facts.now;
    f->photos += (int64_t)in->act->n_uploads;
    enter(in, out);
    count_ways_back(in, out);
    give_to_post(in, out);
    request_deeds(in, out);
    cancel_request(in, out);
    verdict_deeds(in, out);
    link_deeds(in, out);
    choose_standard(in, out);
    remember_hand(in, role, out);
    mark_deeds(in, out);
    answer_still(in, role, out);
    out->clock_kind = flow_clock_in(in->flow, f->state, f->woken != 0);
    out->clock = clock_of(in, out);
}

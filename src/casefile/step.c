/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what when, and what must be said with it. */
#include "casefile/step.h"

#include <string.h>

#include "account/account.h"
#include "base/macros.h"
#include "base/text.h"

static const struct step_refusal allowed = {ERR_OK, NULL, NULL};

static struct step_refusal refuse(enum err err, const char *code, const char *field)
{
    return (struct step_refusal){err, code, field};
}

/* ---- role ---- */

static const char *pseudo_role(unsigned roles)
{
    if (roles & FLOW_CO_HANDLER)
        return "co_handler";
    if (roles & FLOW_REPORTER)
        return "reporter";
    if (roles & FLOW_INSPECTION)
        return "inspection";
    if (roles & FLOW_LATE_HANDLER)
        return "late_handler";
    return roles & FLOW_SYSTEM ? "system" : NULL;
}

/* The first of the action's roles that the actor has here; NULL: none. */
static const char *role_for(const struct step_in *in)
{
    unsigned both = in->action->roles & in->actor.roles;
    for (int role = 0; role < ROLE__COUNT; role++)
        if (both & 1U << role)
            return role_name((enum role)role);
    return pseudo_role(both);
}

/* ---- conditions ---- */

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

/* A unit that has signed may find out a little later that it is not its own matter, once. */
static const char *may_return(const struct step_in *in)
{
    const struct casefile *f = in->file;
    int guard = in->flow->options.return_guard;
    if (f->insisted)
        return "case.insisted";
    if (guard && f->returns >= guard)
        return "case.guard_returns";
    if (f->signed_at && f->returned_later)
        return "case.returned_before";
    bool late = f->signed_at && in->facts.return_until && in->facts.now > in->facts.return_until;
    return late ? "case.return_late" : NULL;
}

static const char *guard_open(const struct step_in *in)
{
    int guard = in->flow->options.return_guard;
    return guard && in->file->returns >= guard ? "case.guard_returns" : NULL;
}

static const char *extension_first(const struct step_in *in)
{
    if (!is(in->file->request, "extension"))
        return "case.not_asked";
    if (in->kind && in->kind->engineering)
        return "case.extension_engineering";
    return in->file->extensions > 0 ? "case.extension_second" : NULL;
}

static const char *extension_left(const struct step_in *in)
{
    return in->file->extensions >= in->flow->options.extensions ? "case.extensions_used" : NULL;
}

static const char *extension_second(const struct step_in *in)
{
    bool first = in->file->extensions == 0 && !(in->kind && in->kind->engineering);
    if (!is(in->file->request, "extension") || first)
        return "case.not_asked";
    return extension_left(in);
}

static const char *before_due(const struct step_in *in)
{
    return !in->file->due || in->facts.now < in->file->due ? NULL : "case.extension_late";
}

static const char *suspension_left(const struct step_in *in)
{
    return in->file->suspensions > 0 ? "case.suspension_used" : NULL;
}

static const char *no_request(const struct step_in *in)
{
    return in->file->request ? "case.request_open" : NULL;
}

static const char *suspension_asked(const struct step_in *in)
{
    return is(in->file->request, "suspension") ? NULL : "case.not_asked";
}

static const char *request_open(const struct step_in *in)
{
    bool extension = is(in->file->request, "extension");
    return extension || !suspension_asked(in) ? NULL : "case.not_asked";
}

static const char *joint_open(const struct step_in *in)
{
    return in->file->joint_open > 0 ? NULL : "case.joint_none";
}

static const char *joint_done(const struct step_in *in)
{
    return in->file->joint_open > 0 ? "case.joint_open" : NULL;
}

static const char *minor(const struct step_in *in)
{
    return in->kind && in->kind->minor ? NULL : "case.not_minor";
}

static const char *direct_close(const struct step_in *in)
{
    return in->kind && in->kind->direct_close ? NULL : "case.no_direct_close";
}

static const char *confirm_open(const struct step_in *in)
{
    const struct casefile *f = in->file;
    if (is(f->verdict, "disputed") || is(f->verdict, "upheld"))
        return "case.verdict_given";
    return in->facts.now <= f->confirm_until ? NULL : "case.confirm_over";
}

/* A disputed case is open, whatever time it takes to decide. */
static const char *reopen_open(const struct step_in *in)
{
    const struct casefile *f = in->file;
    return f->is_open || !f->reopen_until || in->facts.now <= f->reopen_until ? NULL
                                                                              : "case.too_late";
}

static const char *appeal_open(const struct step_in *in)
{
    const struct casefile *f = in->file;
    if (f->appeals > 0)
        return "case.appealed";
    if (f->appeal_until && in->facts.now > f->appeal_until)
        return "case.appeal_over";
    return f->late && !f->exempt ? NULL : "case.not_late";
}

static const char *appeal_asked(const struct step_in *in)
{
    return is(in->file->request, "appeal") ? NULL : "case.not_asked";
}

static const char *appeal_reviewed(const struct step_in *in)
{
    return is(in->file->request, "appeal_2") ? NULL : "case.not_asked";
}

static const char *appeal_pending(const struct step_in *in)
{
    return appeal_asked(in) && appeal_reviewed(in) ? "case.not_asked" : NULL;
}

static const char *marked(const struct step_in *in)
{
    return in->file->supervised > 0 && in->facts.unanswered ? NULL : "case.not_marked";
}

/* Nobody speaks for the reporter before his time is over. */
static const char *clock_over(const struct step_in *in)
{
    return in->file->due && in->facts.now >= in->file->due ? NULL : "case.clock_runs";
}

static const char *woken(const struct step_in *in)
{
    return in->file->woken ? NULL : "case.not_woken";
}

static const char *elsewhere(const struct step_in *in)
{
    return in->file->external_to ? NULL : "case.not_elsewhere";
}

static const struct {
    unsigned when;
    const char *(*rule)(
        const struct step_in *in); /* NULL: it holds; else the code of what forbids */
} conditions[] = {
    {WHEN_MAY_RETURN,       may_return      },
    {WHEN_GUARD_OPEN,       guard_open      },
    {WHEN_EXTENSION_FIRST,  extension_first },
    {WHEN_EXTENSION_SECOND, extension_second},
    {WHEN_EXTENSION_LEFT,   extension_left  },
    {WHEN_BEFORE_DUE,       before_due      },
    {WHEN_SUSPENSION_LEFT,  suspension_left },
    {WHEN_NO_REQUEST,       no_request      },
    {WHEN_SUSPENSION_ASKED, suspension_asked},
    {WHEN_REQUEST_OPEN,     request_open    },
    {WHEN_JOINT_OPEN,       joint_open      },
    {WHEN_JOINT_DONE,       joint_done      },
    {WHEN_MINOR,            minor           },
    {WHEN_DIRECT_CLOSE,     direct_close    },
    {WHEN_CONFIRM_OPEN,     confirm_open    },
    {WHEN_REOPEN_OPEN,      reopen_open     },
    {WHEN_APPEAL_OPEN,      appeal_open     },
    {WHEN_APPEAL_ASKED,     appeal_asked    },
    {WHEN_APPEAL_REVIEWED,  appeal_reviewed },
    {WHEN_APPEAL_PENDING,   appeal_pending  },
    {WHEN_MARKED,           marked          },
    {WHEN_CLOCK_OVER,       clock_over      },
    {WHEN_WOKEN,            woken           },
    {WHEN_ELSEWHERE,        elsewhere       },
};

struct step_refusal step_open(const struct step_in *in, const char **out_role)
{
    if (!flow_starts_from(in->action, in->file->state))
        return refuse(ERR_CONFLICT, "case.action_not_now", "action");
    const char *role = role_for(in);
    if (!role)
        return refuse(ERR_DENIED, "case.role", "action");
    if (in->action->not_handler && in->actor.is_hand)
        return refuse(ERR_DENIED, "case.checker_is_handler", "action");
    for (size_t i = 0; i < LEN(conditions); i++) {
        const char *code = in->action->when & conditions[i].when ? conditions[i].rule(in) : NULL;
        if (code)
            return refuse(ERR_CONFLICT, code, "action");
    }
    *out_role = role;
    return allowed;
}

/* ---- what is said with it ---- */

static const struct {
    unsigned bit;
    const char *code, *field;
} inputs[] = {
    {NEED_REASON,       "case.reason_needed",       "reason"      },
    {NEED_NOTE,         "case.note_needed",         "note"        },
    {NEED_POST,         "case.post_needed",         "post"        },
    {NEED_INTO,         "case.into_needed",         "into"        },
    {NEED_PHOTO_AFTER,  "case.photo_needed",        "uploads"     },
    {NEED_PHOTO,        "case.picture_needed",      "uploads"     },
    {NEED_CO_POSTS,     "case.co_posts_needed",     "co_posts"    },
    {NEED_PERSON,       "case.person_needed",       "person"      },
    {NEED_UNTIL,        "case.until_needed",        "until"       },
    {NEED_STANDARD,     "case.standard_needed",     "standard"    },
    {NEED_REFERRAL,     "case.referral_needed",     "referral"    },
    {NEED_CLOSE_REASON, "case.close_reason_needed", "close_reason"},
    {NEED_FINDING,      "case.finding_needed",      "finding"     },
    {NEED_RATING,       "case.rating_needed",       "rating"      },
    {NEED_KIND,         "case.kind_needed",         "kind"        },
    {NEED_PLACE,        "case.place_needed",        "area"        },
};

/* What was given, as bits of flow_need. */
static unsigned given_in(const struct casefile_act *act)
{
    return (act->reason ? NEED_REASON : 0U) | (act->note ? NEED_NOTE : 0U) |
           (act->post ? NEED_POST : 0U) | (act->into ? NEED_INTO : 0U) |
           (act->n_uploads ? NEED_PHOTO_AFTER | NEED_PHOTO : 0U) |
           (act->n_co_posts ? NEED_CO_POSTS : 0U) | (act->person ? NEED_PERSON : 0U) |
           (act->until ? NEED_UNTIL : 0U) | (act->standard ? NEED_STANDARD : 0U) |
           (act->referral_to ? NEED_REFERRAL : 0U) | (act->close_reason ? NEED_CLOSE_REASON : 0U) |
           (act->finding ? NEED_FINDING : 0U) | (act->rating ? NEED_RATING : 0U) |
           (act->kind ? NEED_KIND : 0U) | (act->has_point || act->area ? NEED_PLACE : 0U);
}

/* A photo of the result is asked for by the kind, and by whoever settles a thing alone; a standard where there are some. */
static unsigned binding(const struct step_in *in)
{
    unsigned needs = in->action->needs;
    if (!(in->kind && in->kind->needs_photo_after) && !(in->action->does & DOES_SELF_HANDLE))
        needs &= ~(unsigned)NEED_PHOTO_AFTER;
    if (!in->facts.has_standards)
        needs &= ~(unsigned)NEED_STANDARD;
    return needs;
}

static struct step_refusal check_given(const struct step_in *in)
{
    unsigned given = given_in(in->act), needs = binding(in);
    unsigned takes = in->action->needs | in->action->offers;
    if (takes & (NEED_PHOTO | NEED_PHOTO_AFTER))
        takes |= NEED_PHOTO | NEED_PHOTO_AFTER;
    for (size_t i = 0; i < LEN(inputs); i++)
        if (needs & inputs[i].bit && !(given & inputs[i].bit))
            return refuse(ERR_INVALID, inputs[i].code, inputs[i].field);
    if (in->action->does & DOES_CORRECT && !(given & (NEED_KIND | NEED_PLACE)))
        return refuse(ERR_INVALID, "case.kind_needed", "kind");
    for (size_t i = 0; i < LEN(inputs); i++)
        if (given & inputs[i].bit && !(takes & inputs[i].bit))
            return refuse(ERR_INVALID, "input.unknown_field", inputs[i].field);
    return allowed;
}

static struct step_refusal check_words(const struct step_in *in)
{
    static const char *const desks[] = {"12345", "110", "119", "120", "other"};
    static const char *const findings[] = {"confirmed", "not_confirmed"};
    const struct casefile_act *act = in->act;
    if (act->close_reason && !flow_close_reason(in->flow, act->close_reason))
        return refuse(ERR_INVALID, "case.close_reason_unknown", "close_reason");
    if (act->referral_to && !text_is_among(act->referral_to, desks, LEN(desks)))
        return refuse(ERR_INVALID, "case.referral_unknown", "referral");
    bool number_needed = is(act->referral_to, "12345") || (act->referral_to && !in->action->to);
    if (number_needed && !act->referral_number)
        return refuse(ERR_INVALID, "case.referral_number_needed", "referral.number");
    if (act->referral_due && act->referral_due <= in->facts.now)
        return refuse(ERR_INVALID, "case.referral_due", "referral.due");
    if (act->finding && !text_is_among(act->finding, findings, LEN(findings)))
        return refuse(ERR_INVALID, "case.finding_unknown", "finding");
    if (act->rating < 0 || act->rating > 5)
        return refuse(ERR_INVALID, "input.range", "rating");
    return allowed;
}

/* Who helps is not who leads, and nobody is asked twice. */
static struct step_refusal check_co_posts(const struct casefile_act *act)
{
    if (act->n_co_posts > CASEFILE_CO_POSTS)
        return refuse(ERR_INVALID, "input.range", "co_posts");
    for (size_t i = 0; i < act->n_co_posts; i++) {
        bool twice = act->co_posts[i] == act->post;
        for (size_t k = 0; k < i; k++)
            twice = twice || act->co_posts[k] == act->co_posts[i];
        if (twice)
            return refuse(ERR_INVALID, "case.co_post_twice", "co_posts");
    }
    return allowed;
}

static struct step_refusal check_dates(const struct step_in *in)
{
    const struct step_facts *t = &in->facts;
    if (!in->act->until)
        return allowed;
    bool beyond = in->action->does & DOES_ASK_SUSPENSION && t->suspension_max &&
                  in->act->until > t->suspension_max;
    if (in->act->until <= t->now || beyond)
        return refuse(ERR_INVALID, "case.until_range", "until");
    return allowed;
}

/* Closing wants to see how it was, or to hear why nobody took a photo. */
static struct step_refusal check_proof(const struct step_in *in)
{
    const struct step_in *s = in;
    bool asked = s->action->needs & NEED_CLOSE_REASON && s->kind && s->kind->needs_photo_after;
    if (asked && !s->facts.has_before && !s->act->note)
        return refuse(ERR_INVALID, "case.before_photo_needed", "note");
    /* Who settles a thing alone shows it twice: nobody else has seen it. */
    if (s->action->does & DOES_SELF_HANDLE && !s->facts.has_before && s->act->n_uploads < 2)
        return refuse(ERR_INVALID, "case.both_photos_needed", "uploads");
    return allowed;
}

struct step_refusal step_take(const struct step_in *in, struct step_out *out)
{
    const char *role;
    struct step_refusal no = step_open(in, &role);
    if (no.err == ERR_OK)
        no = check_given(in);
    if (no.err == ERR_OK)
        no = check_words(in);
    if (no.err == ERR_OK)
        no = check_co_posts(in->act);
    if (no.err == ERR_OK)
        no = check_dates(in);
    if (no.err == ERR_OK)
        no = check_proof(in);
    if (no.err == ERR_OK)
        step_next(in, role, out);
    return no;
}

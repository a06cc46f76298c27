/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_deeds.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "catalogue/catalogue.h"
#include "demo/demo_photos.h"
#include "post/post.h"
#include "team/team.h"

enum by { BY_DESK, BY_HOLDER, BY_JOINT, BY_REPORTER, BY_DISTRICT };

enum with {
    WITH_REASON = 1,
    WITH_NOTE = 2,
    WITH_PHOTO_AFTER = 4,
    WITH_UNIT = 8,      /* the post of the unit that the plan names */
    WITH_OWN_POST = 16, /* the post that answers for the place */
    WITH_JOINT = 32,    /* the own post helps */
    WITH_STANDARD = 64,
    WITH_TWIN = 128,
    WITH_FIXED = 256,
    WITH_RATING = 512,
    WITH_UNTIL = 1024,
    WITH_FINDING = 2048,
    WITH_REFERRAL = 4096,
    WITH_UNANSWERED = 8192
};

struct deed {
    char what;
    const char *action;
    enum by by;
    enum role role; /* of the desk or the district */
    unsigned with;
};

static const struct deed short_deeds[] = {
    {'I', "withdraw",        BY_REPORTER, ROLE_INTAKE,     0                           },
    {'A', "accept",          BY_DESK,     ROLE_INTAKE,     0                           },
    {'R', "route",           BY_DESK,     ROLE_INTAKE,     WITH_UNIT                   },
    {'X', "reject",          BY_DESK,     ROLE_INTAKE,     WITH_REASON                 },
    {'M', "merge",           BY_DESK,     ROLE_INTAKE,     WITH_TWIN                   },
    {'S', "start",           BY_HOLDER,   ROLE_HANDLER,    0                           },
    {'B', "return",          BY_HOLDER,   ROLE_HANDLER,    WITH_REASON                 },
    {'E', "ask_extension",   BY_HOLDER,   ROLE_HANDLER,    WITH_REASON                 },
    {'e', "grant_extension", BY_DESK,     ROLE_INTAKE,     0                           },
    {'L', "escalate",        BY_DESK,     ROLE_INTAKE,     WITH_REASON                 },
    {'Q', "refer",           BY_DESK,     ROLE_INTAKE,     WITH_REASON | WITH_REFERRAL },
    {'D', "dispose",         BY_HOLDER,   ROLE_HANDLER,    WITH_NOTE | WITH_PHOTO_AFTER},
    {'W', "rework",          BY_DESK,     ROLE_CHECKER,    WITH_REASON                 },
    {'P', "pass",            BY_DESK,     ROLE_CHECKER,    0                           },
    {'C', "close",           BY_DESK,     ROLE_INTAKE,     WITH_FIXED                  },
    {'O', "reopen",          BY_DISTRICT, ROLE_SUPERVISOR, WITH_REASON                 },
    {'Y', "confirm",         BY_REPORTER, ROLE_INTAKE,     WITH_RATING                 },
    {'N', "dispute",         BY_REPORTER, ROLE_INTAKE,     WITH_REASON                 },
    {'Z', "uphold",          BY_DISTRICT, ROLE_SUPERVISOR, WITH_REASON                 },
};

static const struct deed full_deeds[] = {
    {'A', "accept",                 BY_DESK,     ROLE_INTAKE,      0                           },
    {'V', "ask_verify",             BY_DESK,     ROLE_INTAKE,      0                           },
    {'v', "submit_verify",          BY_DESK,     ROLE_GRID_WORKER, WITH_FINDING | WITH_NOTE    },
    {'X', "reject",                 BY_DESK,     ROLE_INTAKE,      WITH_REASON                 },
    {'K', "not_file",               BY_DESK,     ROLE_DUTY_CHIEF,  WITH_REASON                 },
    {'I', "withdraw",               BY_REPORTER, ROLE_INTAKE,      0                           },
    {'M', "merge",                  BY_DESK,     ROLE_INTAKE,      WITH_TWIN                   },
    {'f', "file_case",              BY_DESK,     ROLE_INTAKE,      WITH_STANDARD               },
    {'Q', "refer",                  BY_DESK,     ROLE_INTAKE,      WITH_REASON | WITH_REFERRAL },
    {'L', "escalate",               BY_DESK,     ROLE_INTAKE,      WITH_REASON                 },
    {'d', "dispatch",               BY_DESK,     ROLE_DISPATCHER,  WITH_OWN_POST               },
    {'r', "dispatch",               BY_DESK,     ROLE_DISPATCHER,  WITH_UNIT                   },
    {'q', "dispatch",               BY_DESK,     ROLE_DISPATCHER,  WITH_UNIT | WITH_JOINT      },
    {'g', "redispatch",             BY_DESK,     ROLE_DISPATCHER,  WITH_UNIT                   },
    {'S', "sign",                   BY_HOLDER,   ROLE_HANDLER,     0                           },
    {'B', "return",                 BY_HOLDER,   ROLE_HANDLER,     WITH_REASON                 },
    {'j', "joint_answer",           BY_JOINT,    ROLE_HANDLER,     WITH_NOTE                   },
    {'E', "ask_extension",          BY_HOLDER,   ROLE_HANDLER,     WITH_REASON                 },
    {'e', "grant_extension",        BY_DESK,     ROLE_DISPATCHER,  0                           },
    {'w', "grant_second_extension", BY_DESK,     ROLE_DUTY_CHIEF,  WITH_NOTE                   },
    {'H', "ask_suspension",         BY_HOLDER,   ROLE_HANDLER,     WITH_REASON | WITH_UNTIL    },
    {'h', "grant_suspension",       BY_DESK,     ROLE_DUTY_CHIEF,  0                           },
    {'G', "supervise",              BY_DISTRICT, ROLE_SUPERVISOR,  WITH_REASON | WITH_UNTIL    },
    {'D', "feedback",               BY_HOLDER,   ROLE_HANDLER,     WITH_NOTE | WITH_PHOTO_AFTER},
    {'k', "send_check",             BY_DESK,     ROLE_DISPATCHER,  0                           },
    {'W', "fail",                   BY_DESK,     ROLE_CHECKER,     WITH_REASON                 },
    {'P', "pass",                   BY_DESK,     ROLE_CHECKER,     0                           },
    {'C', "close",                  BY_DESK,     ROLE_INTAKE,      WITH_FIXED                  },
    {'O', "reopen",                 BY_DISTRICT, ROLE_SUPERVISOR,  WITH_REASON                 },
    {'Y', "confirm",                BY_REPORTER, ROLE_INTAKE,      WITH_RATING                 },
    {'N', "dispute",                BY_REPORTER, ROLE_INTAKE,      WITH_REASON                 },
    {'Z', "uphold",                 BY_DESK,     ROLE_DUTY_CHIEF,  WITH_REASON                 },
};

static const struct deed order_deeds[] = {
    {'S', "claim",             BY_HOLDER,   ROLE_HANDLER,    0              },
    {'B', "give_back",         BY_HOLDER,   ROLE_HANDLER,    WITH_REASON    },
    {'D', "finish",            BY_HOLDER,   ROLE_HANDLER,    WITH_NOTE      },
    {'Y', "confirm_done",      BY_REPORTER, ROLE_INTAKE,     WITH_RATING    },
    {'c', "close_unconfirmed", BY_DESK,     ROLE_INTAKE,     WITH_UNANSWERED},
    {'n', "dispute",           BY_REPORTER, ROLE_INTAKE,     WITH_REASON    },
    {'Z', "uphold",            BY_DISTRICT, ROLE_SUPERVISOR, WITH_REASON    },
    {'N', "not_done",          BY_REPORTER, ROLE_INTAKE,     WITH_REASON    },
    {'I', "withdraw",          BY_REPORTER, ROLE_INTAKE,     0              },
    {'X', "decline",           BY_DESK,     ROLE_INTAKE,     WITH_REASON    },
};

static const struct deed *deed_of(const char *flow, char what)
{
    const struct deed *list = short_deeds;
    size_t n = LEN(short_deeds);
    if (strcmp(flow, "full") == 0) {
        list = full_deeds;
        n = LEN(full_deeds);
    } else if (strcmp(flow, "order") == 0) {
        list = order_deeds;
        n = LEN(order_deeds);
    }
    for (size_t i = 0; i < n; i++)
        if (list[i].what == what)
            return &list[i];
    return NULL;
}

enum err demo_post_holder(struct demo *d, int32_t district, int64_t of, const struct account **out)
{
    struct ctx *c = d->c;
    struct post post;
    const struct team_member *members;
    size_t n;
    TRY(post_get(c, district, of, c->now, &post));
    int64_t person = post.holder.person;
    if (!person) {
        TRY(team_members(c, district, post.holder.team, &members, &n));
        person = n ? members[0].person : 0;
    }
    /* A grid worker may look after several cells of one village: the login is for all of them. */
    const char *area = arena_printf(c->mem, "%.*s", DIGITS_COMMUNITY, post.area);
    return demo_holder(d, district, person, area, out);
}

static enum err unit_post(struct demo *d, const struct plan_case *file, int64_t *out)
{
    const struct post *posts;
    size_t n;
    TRY(post_list(d->c,
                  &(struct post_wanted){
                      .prefix = file->desk, .kind = file->unit, .at = d->c->now, .limit = 1},
                  &posts, &n));
    *out = n ? posts[0].id : 0;
    return ERR_OK;
}

/* ---- with what in the hand ---- */

static enum err take_posts(struct demo *d, const struct plan_step *step, unsigned with,
                           struct casefile_act *act)
{
    if (with & WITH_OWN_POST)
        act->post = step->file->own_post;
    if (with & WITH_UNIT)
        TRY(unit_post(d, step->file, &act->post));
    if (with & WITH_JOINT && act->post != step->file->own_post) {
        act->co_posts = &step->file->own_post;
        act->n_co_posts = 1;
    }
    return ERR_OK;
}

static enum err take_standard(struct demo *d, const struct casefile *at, struct casefile_act *act)
{
    const struct case_kind *kind = programme_kind(d->app->programmes, at->kind);
    const struct catalogue_row *rows;
    size_t n;
    TRY(catalogue_rows_of(d->c, at->district, kind->class, &rows, &n));
    if (n == 0)
        return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", kind->class);
    act->standard = rows[0].id;
    act->standard_district = rows[0].district;
    return ERR_OK;
}

static enum err take_things(struct demo *d, const struct plan_step *step, const struct deed *deed,
                            const struct casefile *at, struct casefile_act *act,
                            struct media_claim *photo)
{
    unsigned with = deed->with;
    if (with & WITH_REASON)
        act->reason = demo_reason(d, deed->action);
    if (with & WITH_NOTE)
        act->note = with & WITH_FINDING ? demo_reason(d, "finding")
                                        : demo_text(d, step->file->kind, "note");
    if (with & WITH_FINDING)
        act->finding = "confirmed";
    if (with & WITH_TWIN)
        act->into = step->file->twin->id;
    if (with & WITH_FIXED) {
        act->close_reason = "fixed";
        act->note = demo_reason(d, "close");
    }
    if (with & WITH_UNANSWERED)
        act->close_reason = "no_answer";
    if (with & WITH_RATING)
        act->rating = demo_chance(d, 85) ? 5 - (int64_t)demo_random(d, 2) : 3;
    if (with & WITH_UNTIL)
        act->until = d->c->now + (int64_t)(3 + demo_random(d, 20)) * TIME_DAY;
    if (with & WITH_REFERRAL) {
        act->referral_to = "12345";
        act->referral_number =
            arena_printf(d->c->mem, "ZZ%lld", (long long)step->file->id % 100000000);
    }
    if (!(with & WITH_PHOTO_AFTER))
        return ERR_OK;
    act->uploads = photo;
    return photos_claim(d, step->file->kind, "after", at->has_point ? &at->point : NULL, photo,
                        &act->n_uploads);
}

static enum err take_part(struct demo *d, const struct plan_step *step, const struct deed *deed,
                          const struct casefile *at, struct casefile_act *act)
{
    struct ctx *c = d->c;
    const char *desk = step->file->desk;
    switch (deed->by) {
    case BY_HOLDER:
        return demo_post_holder(d, at->district, at->post, &c->who);
    case BY_JOINT:
        return demo_post_holder(d, at->district, step->file->own_post, &c->who);
    case BY_REPORTER:
        act->secret = step->file->secret;
        return ERR_OK;
    case BY_DISTRICT:
        return demo_staff(d, deed->role, arena_printf(c->mem, "%.*s", DIGITS_DISTRICT, desk),
                          &c->who);
    case BY_DESK:
    default:
        return demo_staff(d, deed->role, desk, &c->who);
    }
}

/*
 * More time is asked for before the limit is reached or not at all, and then there is nothing to grant; nothing is merged
 * into what was settled meanwhile.
 */
static enum err is_moot(struct demo *d, const struct plan_step *step, const struct casefile *at,
                        bool *out)
{
    struct casefile twin;
    *out = (step->what == 'E' && at->due <= step->at) || (step->what == 'e' && !at->request);
    if (step->what != 'M')
        return ERR_OK;
    TRY(casefile_get(d->c, at->district, step->file->twin->id, &twin));
    *out = !twin.is_open;
    return ERR_OK;
}

/* More time for engineering works is granted by another. */
static char letter_of(const struct demo *d, const struct plan_step *step, const struct casefile *at)
{
    bool engineering = programme_kind(d->app->programmes, at->kind)->engineering;
    if (step->what == 'e' && engineering)
        return 'w';
    return step->what;
}

enum err deeds_do(struct demo *d, const struct plan_step *step, const struct casefile *at)
{
    const struct deed *deed = deed_of(at->flow, letter_of(d, step, at));
    struct casefile_act act = {.version = at->version};
    struct media_claim photo;
    bool moot;
    if (!deed)
        return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%c in %s", step->what, at->flow);
    TRY(is_moot(d, step, at, &moot));
    if (moot)
        return ERR_OK;
    act.action = deed->action;
    TRY(take_posts(d, step, deed->with, &act));
    if (deed->with & WITH_STANDARD)
        TRY(take_standard(d, at, &act));
    TRY(take_things(d, step, deed, at, &act, &photo));
    TRY(take_part(d, step, deed, at, &act));
    return casefile_act(d->c, d->app, at->district, at->id, &act);
}

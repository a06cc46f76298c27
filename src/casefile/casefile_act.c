/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: which steps are open to whom, and carrying one out. */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "casefile/casefile_demand.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "db/db.h"

/* ---- what is offered ---- */

static unsigned roles_from(const struct flow *flow, const char *state, bool *out_hand)
{
    unsigned roles = 0;
    *out_hand = false;
    for (size_t i = 0; i < flow->n_actions; i++) {
        if (!flow_starts_from(&flow->actions[i], state))
            continue;
        roles |= flow->actions[i].roles;
        *out_hand = *out_hand || flow->actions[i].not_handler;
    }
    return roles;
}

enum err casefile_actions(struct ctx *c, const struct app *app, const struct casefile *file,
                          const struct account *who, bool reporter, const struct flow_action ***out,
                          size_t *out_n)
{
    const struct flow *flow = programme_flow(app->programmes, file->flow);
    size_t n = 0;
    if (!flow)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "flow %s", file->flow);
    const struct flow_action **list = arena_array(c->mem, flow->n_actions, sizeof(void *));
    struct deed d = {.app = app,
                     .flow = flow,
                     .file = *file,
                     .kind = programme_kind(app->programmes, file->kind)};
    const struct actor_source source = {.app = app, .file = file, .who = who, .reporter = reporter};
    bool hand;
    unsigned roles = roles_from(flow, file->state, &hand);
    TRY(actor_facts(c, &source, roles, hand, &d.in.actor, &d.joint_post));
    for (size_t i = 0; i < flow->n_actions; i++) {
        const char *role;
        d.action = &flow->actions[i];
        if (!flow_starts_from(d.action, file->state) || !(d.action->roles & d.in.actor.roles))
            continue;
        d.in =
            (struct step_in){flow, d.kind, d.action, &d.file, &d.act, d.in.actor, {.now = c->now}};
        if (d.action->when & (WHEN_MAY_RETURN | WHEN_MARKED))
            TRY(deed_facts(c, &d, NULL));
        if (step_open(&d.in, &role).err == ERR_OK)
            list[n++] = d.action;
    }
    *out = list;
    *out_n = n;
    return ERR_OK;
}

/* ---- one step ---- */

/* Blanks are no reason. */
static const char *said(struct ctx *c, const char *text)
{
    const char *words = text ? casefile_trim(c, text) : "";
    return words[0] ? words : NULL;
}

static enum err check_photos(struct ctx *c, const struct deed *d)
{
    if (d->act.n_uploads > MEDIA_PER_STEP ||
        d->file.photos + (int64_t)d->act.n_uploads > MEDIA_PER_CASE)
        return ctx_fail(c, ERR_INVALID, "media.too_many", "uploads", "%d, %d", MEDIA_PER_STEP,
                        MEDIA_PER_CASE);
    return ERR_OK;
}

/* Each receipt rates once a cycle; the case shows their mean, rounded. */
static enum err rate(struct ctx *c, struct deed *d)
{
    struct db_rows own, all;
    const struct casefile *f = &d->file;
    if (!d->voice || !d->act.rating)
        return ERR_OK;
    TRY(db_query(c, SQL_VOICE_GET,
                 ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle), db_int(d->voice)),
                 &own));
    if (own.n && !row_null(&own, 0, 1))
        return ctx_fail(c, ERR_CONFLICT, "case.rated", "rating", "%lld",
                        (long long)row_int(&own, 0, 1));
    TRY(db_query(c, SQL_VOICE_RATINGS, ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle)),
                 &all));
    int64_t n = row_int(&all, 0, 0) + 1, sum = row_int(&all, 0, 1) + d->act.rating;
    d->out.next.rating = (2 * sum + n) / (2 * n);
    return ERR_OK;
}

static enum err decide(struct ctx *c, struct deed *d, const struct casefile *upper)
{
    const struct actor_source source = {
        d->app, &d->file, d->who, d->act.secret != NULL, d->is_system, d->is_inspection};
    struct step_actor actor;
    TRY(actor_facts(c, &source, d->action->roles, d->action->not_handler, &actor, &d->joint_post));
    d->in = (struct step_in){.flow = d->flow,
                             .kind = d->kind,
                             .action = d->action,
                             .file = &d->file,
                             .act = &d->act,
                             .actor = actor};
    TRY(deed_facts(c, d, upper));
    const struct step_refusal no = step_take(&d->in, &d->out);
    if (no.err == ERR_CONFLICT)
        return ctx_fail(c, no.err, no.code, no.field, "%s", d->file.state);
    if (no.err != ERR_OK)
        return ctx_fail(c, no.err, no.code, no.field, "%s", d->action->action);
    TRY(check_photos(c, d));
    TRY(rate(c, d));
    if (d->action->does & DOES_GRANT_SUSPENSION)
        TRY(request_until(c, &d->file, &d->until));
    if (d->action->does & DOES_CORRECT)
        TRY(casefile_correct(c, d->app, &d->act, &d->out.next));
    return deed_check_names(c, d);
}

/* What its photos show. The evidence by which a case is begun anew is how it was then. */
static const char *moment_of(const struct flow_action *a)
{
    if (a->does & DOES_DISPUTE)
        return "dispute";
    if (a->new_cycle || a->does & DOES_VERIFY)
        return "before";
    if (a->records_handler || (a->needs | a->offers) & NEED_PHOTO_AFTER)
        return "after";
    return a->records_checker || a->does & DOES_COUNT_REWORK ? "check" : "during";
}

/* Where nobody took one before, the first photo of who settles a thing alone shows how it was. */
static enum err attach(struct ctx *c, const struct deed *d)
{
    const struct casefile *f = &d->out.next;
    bool both = d->action->does & DOES_SELF_HANDLE && !d->in.facts.has_before;
    size_t first = both && d->act.n_uploads > 0 ? 1 : 0;
    TRY(casefile_attach(c, f, "before", d->act.uploads, first));
    if (d->act.n_uploads == first)
        return ERR_OK;
    return casefile_attach(c, f, moment_of(d->action), d->act.uploads + first,
                           d->act.n_uploads - first);
}

/* All that changes: what the case leans on first, then the case, then what hangs on it. */
static enum err carry_out(struct ctx *c, struct deed *d)
{
    TRY(deed_link_before(c, d));
    TRY(deed_write(c, d));
    TRY(deed_side(c, d));
    TRY(attach(c, d));
    return deed_link_after(c, d);
}

/* The kind, with the limit that holds for this case where it has one of its own. */
static const struct case_kind *kind_for(struct ctx *c, const struct deed *d)
{
    const struct case_kind *kind = programme_kind(d->app->programmes, d->file.kind);
    if (!kind || !d->limit.ticks)
        return kind;
    struct case_kind *own = arena_alloc(c->mem, sizeof *own);
    *own = *kind;
    own->limit = d->limit;
    return own;
}

static enum err act_on(struct ctx *c, struct deed *d, const struct casefile_act *act,
                       const struct casefile *upper)
{
    d->act = *act;
    d->act.reason = said(c, act->reason);
    d->act.note = said(c, act->note);
    d->flow = programme_flow(d->app->programmes, d->file.flow);
    d->kind = kind_for(c, d);
    d->action = d->flow ? flow_action(d->flow, act->action) : NULL;
    if (!d->action)
        return ctx_fail(c, ERR_INVALID, "case.action_unknown", "action", "%.40s", act->action);
    if (act->version != d->file.version)
        return deed_stale(c, d->file.district, d->file.id);
    TRY(decide(c, d, upper));
    return carry_out(c, d);
}

enum err casefile_voiced(struct ctx *c, const struct app *app, const struct casefile *f,
                         struct casefile *out)
{
    struct casefile at;
    TRY(casefile_living(c, f, &at));
    const struct flow *flow = programme_flow(app->programmes, at.flow);
    const struct flow_state *state = flow ? flow_state(flow, at.state) : NULL;
    *out = state && state->final && state->checked ? at : *f;
    return ERR_OK;
}

enum err casefile_act(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      const struct casefile_act *act)
{
    struct deed d = {.app = app, .who = act->secret ? NULL : c->who};
    if (act->secret) {
        struct casefile own;
        TRY(casefile_follow(c, app, district, id, act->secret, &own));
        TRY(casefile_voiced(c, app, &own, &d.file));
        d.voice = own.id;
    } else {
        TRY(casefile_get(c, district, id, &d.file));
    }
    return act_on(c, &d, act, NULL);
}

enum err casefile_act_system(struct ctx *c, const struct app *app, const struct casefile *f,
                             const struct flow_action *action, const struct casefile *upper)
{
    const struct account *who = c->who;
    const struct casefile_act act = {.action = action->action, .version = f->version};
    struct deed d = {.app = app, .file = *f, .is_system = true};
    c->who = NULL;
    enum err err = act_on(c, &d, &act, upper);
    c->who = who;
    if (err == ERR_STALE) /* it has seen no page that could be old */
        return ctx_fail(c, ERR_BUSY, "busy", "", "%s", "");
    return err;
}

enum err casefile_rule(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                       const struct casefile_ruling *ruling)
{
    struct deed d = {.app = app, .who = c->who, .is_inspection = true, .limit = ruling->limit};
    TRY(casefile_get(c, district, id, &d.file));
    const struct casefile_act act = {
        .action = ruling->action, .reason = ruling->reason, .version = d.file.version};
    enum err err = act_on(c, &d, &act, NULL);
    if (err == ERR_STALE) /* the inspector has seen no page of the case that could be old */
        return ctx_fail(c, ERR_BUSY, "busy", "", "%s", "");
    return err;
}

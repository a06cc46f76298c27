/* SPDX-License-Identifier: Apache-2.0 */
/* What has to be looked up for a step: the actor, the numbers, whether what was named is there. */
#include <string.h>

#include "account/account.h"
#include "casefile/casefile_demand.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "catalogue/catalogue.h"
#include "db/db.h"

/* ---- the actor ---- */

static enum err holds(struct ctx *c, const struct actor_source *s, int64_t post, bool *out)
{
    *out = false;
    if (!post || !s->who->person || s->who->person_district != s->file->district)
        return ERR_OK;
    return post_is_held_by(c, s->file->district, post, s->who->person, c->now, out);
}

/* The first open part in the case that is the actor's own. */
static enum err own_joint_post(struct ctx *c, const struct actor_source *s, int64_t *out)
{
    struct db_rows r;
    *out = 0;
    TRY(db_query(c, SQL_JOINT_OPEN,
                 ARGS(db_int(s->file->district), db_int(s->file->id), db_int(s->file->cycle)), &r));
    for (size_t i = 0; i < r.n && !*out; i++) {
        bool own;
        TRY(holds(c, s, row_int(&r, i, 0), &own));
        if (own)
            *out = row_int(&r, i, 0);
    }
    return ERR_OK;
}

/* Handling needs more than the role: the case must be with a post of one's own. */
static enum err account_roles(struct ctx *c, const struct actor_source *s, unsigned wanted,
                              struct step_actor *out, int64_t *out_joint_post)
{
    bool own = false;
    for (int role = 0; role < ROLE__COUNT; role++)
        if (account_has_role(s->who, (enum role)role, s->file->area))
            out->roles |= 1U << role;
    if (!(out->roles & 1U << ROLE_HANDLER))
        return ERR_OK;
    if (wanted & FLOW_CO_HANDLER && s->file->joint_open > 0) {
        TRY(own_joint_post(c, s, out_joint_post));
        out->roles |= *out_joint_post ? FLOW_CO_HANDLER : 0U;
    }
    if (wanted & FLOW_LATE_HANDLER) {
        bool late;
        TRY(holds(c, s, s->file->late_post, &late));
        out->roles |= late ? FLOW_LATE_HANDLER : 0U;
    }
    if (wanted & 1U << ROLE_HANDLER)
        TRY(holds(c, s, s->file->post, &own));
    if (!own)
        out->roles &= ~(1U << ROLE_HANDLER);
    return ERR_OK;
}

/* Two logins of one person are one human: only then does "never the handler" mean something. */
static enum err is_hand(struct ctx *c, const struct actor_source *s, int64_t human, bool *out)
{
    struct db_rows r;
    const struct casefile *f = s->file;
    TRY(db_query(c, SQL_CASE_HAND_IS,
                 ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle), db_int(human),
                      db_int(s->who->id)),
                 &r));
    *out = r.n > 0 || f->handler == human || f->handler == s->who->id;
    return ERR_OK;
}

enum err casefile_is_handling(struct ctx *c, const struct casefile *f, bool *out)
{
    const struct actor_source s = {.file = f, .who = c->who};
    const unsigned handles = 1U << ROLE_HANDLER | FLOW_CO_HANDLER;
    struct step_actor a;
    int64_t none;
    TRY(actor_facts(c, &s, handles, false, &a, &none));
    *out = (a.roles & handles) != 0;
    return ERR_OK;
}

enum err casefile_is_hand(struct ctx *c, const struct casefile *f, bool *out)
{
    const struct actor_source s = {.file = f, .who = c->who};
    *out = false;
    return c->who ? is_hand(c, &s, c->who->person ? c->who->person : c->who->id, out) : ERR_OK;
}

enum err actor_facts(struct ctx *c, const struct actor_source *s, unsigned roles, bool hand,
                     struct step_actor *out, int64_t *out_joint_post)
{
    struct step_actor a = {0};
    *out_joint_post = 0;
    if (s->is_system)
        a.roles = FLOW_SYSTEM;
    else if (s->reporter)
        a.roles = FLOW_REPORTER;
    else if (s->is_inspection)
        a.roles = FLOW_INSPECTION;
    if (s->who && !a.roles)
        TRY(account_roles(c, s, roles, &a, out_joint_post));
    if (s->who && !s->is_system && !s->reporter) {
        a.id = s->who->person ? s->who->person : s->who->id;
        a.name = s->who->name;
        if (hand)
            TRY(is_hand(c, s, a.id, &a.is_hand));
    }
    *out = a;
    return ERR_OK;
}

/* ---- the numbers ---- */

static enum err return_until(struct ctx *c, const struct deed *d, int64_t *out)
{
    const struct calendar *cal;
    const struct limit within = d->flow->options.return_within;
    const struct clock_run run = {d->file.signed_at, CLOCK_NEVER};
    if (!within.ticks || !d->file.signed_at)
        return ERR_OK;
    TRY(clock_calendar(c, d->app, d->file.district, (int)within.unit, &cal));
    *out = clock_due(cal, within, &run, 1).due;
    return ERR_OK;
}

static enum err closing_times(struct ctx *c, const struct deed *d, struct step_facts *t)
{
    const struct flow_state *to = d->action->to ? flow_state(d->flow, d->action->to) : NULL;
    if (!to || !to->final || !d->file.is_open)
        return ERR_OK;
    TRY(clock_from_now(c, d->app, d->file.district, d->flow->options.confirm, &t->confirm_until));
    TRY(clock_from_now(c, d->app, d->file.district, d->flow->options.appeal, &t->appeal_until));
    return clock_from_now(c, d->app, d->file.district, d->flow->options.reopen, &t->reopen_until);
}

static enum err has_before(struct ctx *c, const struct deed *d, bool *out)
{
    struct db_rows r;
    bool closes = d->action->needs & NEED_CLOSE_REASON && d->kind && d->kind->needs_photo_after;
    if (!closes && !(d->action->does & DOES_SELF_HANDLE))
        return ERR_OK;
    TRY(db_query(c, SQL_CASEFILE_HAS_BEFORE,
                 ARGS(db_int(d->file.district), db_int(d->file.id), db_int(d->file.cycle)), &r));
    *out = r.n > 0;
    return ERR_OK;
}

static enum err unanswered(struct ctx *c, const struct deed *d, bool *out)
{
    struct db_rows r;
    if (!(d->action->when & WHEN_MARKED) || d->file.supervised == 0)
        return ERR_OK;
    TRY(db_query(c, SQL_MARK_UNANSWERED, ARGS(db_int(d->file.district), db_int(d->file.id)), &r));
    *out = r.n > 0;
    return ERR_OK;
}

static enum err has_standards(struct ctx *c, const struct deed *d, bool *out)
{
    const struct catalogue_row *rows;
    size_t n;
    if (!(d->action->needs & NEED_STANDARD) || !d->kind || !d->kind->class)
        return ERR_OK;
    TRY(catalogue_rows_of(c, d->file.district, d->kind->class, &rows, &n));
    *out = n > 0;
    return ERR_OK;
}

/* Until when what is asked for now may be asked, and should be decided. */
static enum err request_times(struct ctx *c, const struct deed *d, struct step_facts *t)
{
    const unsigned asks =
        DOES_ASK_EXTENSION | DOES_ASK_SUSPENSION | DOES_ASK_APPEAL | DOES_PASS_APPEAL;
    const struct flow_options *o = &d->flow->options;
    if (d->action->does & DOES_ASK_SUSPENSION)
        TRY(clock_from_now(c, d->app, d->file.district, o->suspension_max, &t->suspension_max));
    if (!(d->action->does & asks))
        return ERR_OK;
    return clock_from_now(c, d->app, d->file.district, o->review, &t->review_until);
}

enum err deed_facts(struct ctx *c, struct deed *d, const struct casefile *upper)
{
    struct step_facts t = {.now = c->now};
    struct limit rework = {0};
    if (d->action->when & WHEN_MAY_RETURN)
        TRY(return_until(c, d, &t.return_until));
    TRY(request_times(c, d, &t));
    TRY(closing_times(c, d, &t));
    TRY(has_before(c, d, &t.has_before));
    TRY(unanswered(c, d, &t.unanswered));
    TRY(has_standards(c, d, &t.has_standards));
    if (d->action->restart == RESTART_REWORK)
        TRY(rule_rework(c, d->file.rule, &rework));
    t.rework_limit = rework.ticks > 0;
    if (d->action->does & DOES_ESCALATE)
        TRY(db_new_id(c, &t.new_upper));
    if (upper) {
        t.upper_handler = upper->handler;
        t.upper_handler_name = upper->handler_name;
    }
    d->in.facts = t;
    return ERR_OK;
}

/* ---- what was named ---- */

static enum err check_post(struct ctx *c, const struct deed *d, int64_t id, const char *field)
{
    struct post post;
    enum err err = post_get(c, d->file.district, id, c->now, &post);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && post.ended && post.ended <= c->now))
        return ctx_fail(c, ERR_INVALID, "case.post_unknown", field, "%s", "");
    return err;
}

/* Whom a unit sets to work is one of its own. */
static enum err check_person(struct ctx *c, const struct deed *d)
{
    bool own = false;
    if (d->file.post)
        TRY(post_is_held_by(c, d->file.district, d->file.post, d->act.person, c->now, &own));
    return own ? ERR_OK : ctx_fail(c, ERR_INVALID, "case.person_unknown", "person", "%s", "");
}

/* The catalogue for all holds no longer where the district has its own. */
static enum err standard_holds(struct ctx *c, const struct deed *d, bool *out, bool *out_other)
{
    struct catalogue_row row;
    const struct catalogue_row *rows;
    size_t n;
    int32_t whose = d->act.standard_district;
    *out = *out_other = false;
    enum err err = whose && whose != d->file.district
                       ? ERR_NOT_FOUND
                       : catalogue_get(c, whose, d->act.standard, &row);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    *out_other = d->kind && d->kind->class && strcmp(row.key, d->kind->class) != 0;
    TRY(catalogue_rows_of(c, d->file.district, row.key, &rows, &n));
    for (size_t i = 0; i < n; i++)
        *out = *out || (rows[i].id == row.id && rows[i].district == whose);
    return ERR_OK;
}

static enum err check_standard(struct ctx *c, const struct deed *d)
{
    bool holds, other;
    TRY(standard_holds(c, d, &holds, &other));
    if (!holds)
        return ctx_fail(c, ERR_INVALID, "case.standard_unknown", "standard", "%s", "");
    /* The kind says what the matter is: who files it as another says why, or corrects the kind. */
    if (other && !d->act.reason)
        return ctx_fail(c, ERR_INVALID, "case.standard_class", "reason", "%s", d->kind->class);
    return ERR_OK;
}

enum err deed_check_names(struct ctx *c, struct deed *d)
{
    if (d->act.post)
        TRY(check_post(c, d, d->act.post, "post"));
    for (size_t i = 0; i < d->act.n_co_posts; i++)
        TRY(check_post(c, d, d->act.co_posts[i], "co_posts"));
    if (d->act.person)
        TRY(check_person(c, d));
    if (d->act.standard)
        TRY(check_standard(c, d));
    return ERR_OK;
}

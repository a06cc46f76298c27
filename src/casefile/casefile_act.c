/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: one step of a flow, and which steps are open to whom. */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "journal/journal.h"

static const char reporter_role[] = "reporter";

/* Who acts on which case, and what has been found out about the two. */
struct actor {
    const struct casefile *file;
    const struct account *who;
    bool reporter;
    int64_t id; /* the human: the person behind the login, else the login itself; 0: the reporter */
    bool asked_post, holds_post;
    bool asked_hand, is_hand;
};

/* Two logins of one person are one human: only then does "never the handler" mean something. */
static struct actor actor_of(const struct casefile *file, const struct account *who, bool reporter)
{
    struct actor a = {.file = file, .who = who, .reporter = reporter};
    if (who && !reporter)
        a.id = who->person ? who->person : who->id;
    return a;
}

static enum err holds_post(struct ctx *c, struct actor *a, bool *out)
{
    if (!a->asked_post && a->file->post && a->who->person &&
        a->who->person_district == a->file->district)
        TRY(post_is_held_by(c, a->file->district, a->file->post, a->who->person, c->now,
                            &a->holds_post));
    a->asked_post = true;
    *out = a->holds_post;
    return ERR_OK;
}

/* Handling needs more than the role: the case must be with a post of one's own. */
static enum err may_use(struct ctx *c, struct actor *a, enum role role, bool *out)
{
    *out = account_has_role(a->who, role, a->file->area);
    return *out && role == ROLE_HANDLER ? holds_post(c, a, out) : ERR_OK;
}

/* The first of the action's roles that the actor has here; NULL: none. */
static enum err role_for(struct ctx *c, struct actor *a, const struct flow_action *action,
                         const char **out)
{
    *out = NULL;
    if (a->reporter) {
        *out = action->roles & FLOW_REPORTER ? reporter_role : NULL;
        return ERR_OK;
    }
    for (int role = 0; a->who && role < ROLE__COUNT; role++) {
        bool may;
        if (!(action->roles & (1u << role)))
            continue;
        TRY(may_use(c, a, (enum role)role, &may));
        if (may) {
            *out = role_name((enum role)role);
            return ERR_OK;
        }
    }
    return ERR_OK;
}

/* Has the actor worked on the case in this cycle? Whoever did is never the one who says that it is done. */
static enum err is_hand(struct ctx *c, struct actor *a, bool *out)
{
    struct db_rows r;
    if (!a->asked_hand && a->who && !a->reporter) {
        TRY(db_query(c, SQL_CASE_HAND_IS,
                     ARGS(db_int(a->file->district), db_int(a->file->id), db_int(a->file->cycle),
                          db_int(a->id), db_int(a->who->id)),
                     &r));
        a->is_hand = r.n > 0 || a->file->handler == a->id || a->file->handler == a->who->id;
    }
    a->asked_hand = true;
    *out = a->is_hand;
    return ERR_OK;
}

static bool starts_from(const struct flow_action *action, const char *state)
{
    for (size_t i = 0; i < action->n_from; i++)
        if (strcmp(action->from[i], state) == 0)
            return true;
    return false;
}

enum err casefile_actions(struct ctx *c, const struct app *app, const struct casefile *file,
                          const struct account *who, bool reporter, const struct flow_action ***out,
                          size_t *out_n)
{
    const struct flow *flow = programme_flow(app->programmes, file->flow);
    struct actor a = actor_of(file, who, reporter);
    size_t n = 0;
    if (!flow)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "flow %s", file->flow);
    const struct flow_action **list = arena_array(c->mem, flow->n_actions, sizeof(void *));
    for (size_t i = 0; i < flow->n_actions; i++) {
        const struct flow_action *action = &flow->actions[i];
        const char *role;
        bool hand = false;
        if (!starts_from(action, file->state))
            continue;
        TRY(role_for(c, &a, action, &role));
        if (role && action->not_handler)
            TRY(is_hand(c, &a, &hand));
        if (role && !hand)
            list[n++] = action;
    }
    *out = list;
    *out_n = n;
    return ERR_OK;
}

/* ---- one step ---- */

struct step {
    const struct app *app;
    const struct casefile_act *act;
    const struct flow *flow;
    const struct flow_action *action;
    struct casefile file; /* as it is */
    struct casefile next; /* as it will be */
    struct actor actor;
    const char *role;
    const char *reason, *note; /* NULL: nothing was said */
};

/* Blanks are no reason. */
static const char *said(struct ctx *c, const char *text)
{
    const char *words = text ? casefile_trim(c, text) : "";
    return words[0] ? words : NULL;
}

static enum err check_allowed(struct ctx *c, struct step *s)
{
    bool hand = false;
    if (s->act->version != s->file.version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)s->file.version);
    if (!starts_from(s->action, s->file.state))
        return ctx_fail(c, ERR_CONFLICT, "case.action_not_now", "action", "%s", s->file.state);
    TRY(role_for(c, &s->actor, s->action, &s->role));
    if (!s->role)
        return ctx_fail(c, ERR_DENIED, "case.role", "action", "%s", s->action->action);
    if (s->action->not_handler)
        TRY(is_hand(c, &s->actor, &hand));
    if (hand)
        return ctx_fail(c, ERR_DENIED, "case.checker_is_handler", "action", "%s",
                        s->action->action);
    return ERR_OK;
}

static bool needs_photo(const struct step *s)
{
    const struct case_kind *kind = programme_kind(s->app->programmes, s->file.kind);
    return (s->action->needs & NEED_PHOTO_AFTER) && kind && kind->needs_photo_after;
}

static enum err check_post(struct ctx *c, const struct step *s)
{
    struct post post;
    enum err err = post_get(c, s->file.district, s->act->post, c->now, &post);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && post.ended && post.ended <= c->now))
        return ctx_fail(c, ERR_INVALID, "case.post_unknown", "post", "%s", "");
    return err;
}

static enum err check_needs(struct ctx *c, const struct step *s)
{
    const struct casefile_act *act = s->act;
    unsigned needs = s->action->needs;
    const struct {
        bool missing;
        const char *code, *field;
    } rules[] = {
        {(needs & NEED_REASON) && !s->reason, "case.reason_needed", "reason" },
        {(needs & NEED_NOTE) && !s->note,     "case.note_needed",   "note"   },
        {(needs & NEED_POST) && !act->post,   "case.post_needed",   "post"   },
        {(needs & NEED_INTO) && !act->into,   "case.into_needed",   "into"   },
        {needs_photo(s) && !act->n_uploads,   "case.photo_needed",  "uploads"},
    };
    for (size_t i = 0; i < LEN(rules); i++)
        if (rules[i].missing)
            return ctx_fail(c, ERR_INVALID, rules[i].code, rules[i].field, "%s", "");
    if ((act->post && !(needs & NEED_POST)) || (act->into && !(needs & NEED_INTO)))
        return ctx_fail(c, ERR_INVALID, "input.unknown_field", act->post ? "post" : "into", "%s",
                        s->action->action);
    if (act->n_uploads > MEDIA_PER_STEP ||
        s->file.photos + (int64_t)act->n_uploads > MEDIA_PER_CASE)
        return ctx_fail(c, ERR_INVALID, "media.too_many", "uploads", "%d, %d", MEDIA_PER_STEP,
                        MEDIA_PER_CASE);
    return needs & NEED_POST ? check_post(c, s) : ERR_OK;
}

/* The other case takes over those who reported this one. It must be one that the actor may merge into, too. */
static enum err absorb(struct ctx *c, const struct step *s)
{
    struct casefile into;
    int64_t supports;
    enum err err = casefile_get(c, s->file.district, s->act->into, &into);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && into.id == s->file.id))
        return ctx_fail(c, ERR_INVALID, "case.into_unknown", "into", "%s", "");
    TRY(err);
    if (!into.is_open)
        return ctx_fail(c, ERR_INVALID, "case.into_closed", "into", "%s", into.state);
    struct actor a = actor_of(&into, s->actor.who, s->actor.reporter);
    const char *role;
    TRY(role_for(c, &a, s->action, &role));
    if (!role)
        return ctx_fail(c, ERR_DENIED, "case.role", "into", "%s", into.area);
    return casefile_add_supports(c, into.district, into.id, 1 + s->file.supports, "absorb", role,
                                 &supports);
}

static void decide(struct ctx *c, struct step *s)
{
    struct casefile *f = &s->next;
    const struct flow_action *action = s->action;
    *f = s->file;
    f->version++;
    f->state = action->to ? action->to : s->file.state;
    f->is_open = flow_state(s->flow, f->state)->open;
    f->updated = c->now;
    f->closed = f->is_open ? 0 : c->now;
    f->photos += (int64_t)s->act->n_uploads;
    if (action->needs & NEED_POST)
        f->post = s->act->post;
    if (action->needs & NEED_INTO)
        f->merged_into = s->act->into;
    if (action->new_cycle)
        f->cycle++;
    if (action->new_cycle || action->records_handler) {
        f->handler = action->records_handler ? s->actor.id : 0;
        f->handler_name = action->records_handler ? s->actor.who->name : NULL;
        f->checker = 0;
    }
    if (action->records_checker)
        f->checker = s->actor.id;
}

static struct db_value id_or_null(int64_t id)
{
    return id ? db_int(id) : db_null();
}

static enum err write_step(struct ctx *c, const struct step *s)
{
    const struct casefile *f = &s->next;
    struct db_rows r;
    TRY(db_query(c, SQL_CASEFILE_STEP,
                 ARGS(db_int(f->district), db_int(f->id), db_int(s->file.version),
                      db_text(f->state), db_int(f->is_open), id_or_null(f->post),
                      id_or_null(f->handler), db_text(f->handler_name), id_or_null(f->checker),
                      db_int(f->cycle), id_or_null(f->merged_into), db_int(f->photos),
                      db_int(f->updated), id_or_null(f->closed)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%s", "");
    return ERR_OK;
}

/* Handing a case back before anything was done is not working on it; all else that a handler does is. */
static enum err remember_hand(struct ctx *c, const struct step *s)
{
    if (s->actor.reporter || strcmp(s->role, role_name(ROLE_HANDLER)) != 0 ||
        strcmp(s->next.state, s->flow->start) == 0)
        return ERR_OK;
    return db_exec(c, SQL_CASE_HAND_ADD,
                   ARGS(db_int(s->file.district), db_int(s->file.id), db_int(s->next.cycle),
                        db_int(s->actor.id)));
}

static const char *document(struct ctx *c, const struct casefile *f, const char *note)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    casefile_put_id(&j, "checker", f->checker);
    json_put_int(&j, "cycle", f->cycle);
    casefile_put_id(&j, "handler", f->handler);
    casefile_put_id(&j, "merged_into", f->merged_into);
    if (note)
        json_put_text(&j, "note", note);
    json_put_int(&j, "photos", f->photos);
    casefile_put_id(&j, "post", f->post);
    json_end(&j);
    return buf_str(&b);
}

static enum err journal_step(struct ctx *c, const struct step *s)
{
    return journal_append(c, &(struct journal_entry){.district = s->file.district,
                                                     .noun = "casefile",
                                                     .noun_id = s->file.id,
                                                     .version = s->next.version,
                                                     .area = s->file.area,
                                                     .action = s->action->action,
                                                     .role = s->role,
                                                     .kind = s->file.kind,
                                                     .state_from = s->file.state,
                                                     .state_to = s->next.state,
                                                     .reason = s->reason,
                                                     .before = document(c, &s->file, NULL),
                                                     .after = document(c, &s->next, s->note)});
}

/* All that changes: the other case of a merge first, then this one, then what hangs on it. */
static enum err carry_out(struct ctx *c, struct step *s)
{
    const char *moment = s->action->needs & NEED_PHOTO_AFTER ? "after" : "before";
    if (s->action->needs & NEED_INTO)
        TRY(absorb(c, s));
    decide(c, s);
    TRY(write_step(c, s));
    TRY(remember_hand(c, s));
    TRY(casefile_attach(c, s->file.district, s->file.id, moment, s->act->uploads,
                        s->act->n_uploads));
    return journal_step(c, s);
}

enum err casefile_act(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      const struct casefile_act *act)
{
    struct step s = {
        .app = app, .act = act, .reason = said(c, act->reason), .note = said(c, act->note)};
    if (act->secret)
        TRY(casefile_follow(c, app, district, id, act->secret, &s.file));
    else
        TRY(casefile_get(c, district, id, &s.file));
    s.actor = actor_of(&s.file, c->who, act->secret != NULL);
    s.flow = programme_flow(app->programmes, s.file.flow);
    s.action = s.flow ? flow_action(s.flow, act->action) : NULL;
    if (!s.action)
        return ctx_fail(c, ERR_INVALID, "case.action_unknown", "action", "%.40s", act->action);
    TRY(check_allowed(c, &s));
    TRY(check_needs(c, &s));
    return carry_out(c, &s);
}

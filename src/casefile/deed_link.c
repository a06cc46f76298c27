/* SPDX-License-Identifier: Apache-2.0 */
/* Cases that change together: one merged into another, one passed up to the desk above. */
#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "journal/journal.h"

enum { CHAIN_MAX = 50 };

/* ---- merging ---- */

/* Must be one that the actor may merge into, too. */
static enum err may_merge_into(struct ctx *c, const struct deed *d, const struct casefile *into)
{
    struct step_actor a;
    int64_t none;
    const struct actor_source source = {.app = d->app, .file = into, .who = d->who};
    TRY(actor_facts(c, &source, d->action->roles, false, &a, &none));
    if (!(a.roles & d->action->roles))
        return ctx_fail(c, ERR_DENIED, "case.role", "into", "%s", into->area);
    return ERR_OK;
}

/* A case cannot go into one that waits for it, through however many desks: nobody would be left to hand it down. */
static enum err check_free(struct ctx *c, const struct deed *d, int64_t upper)
{
    for (int i = 0; upper && i < CHAIN_MAX; i++) {
        struct casefile above;
        if (upper == d->file.id)
            return ctx_fail(c, ERR_INVALID, "case.into_waits", "into", "%s", "");
        TRY(casefile_get(c, d->file.district, upper, &above));
        upper = above.upper;
    }
    return ERR_OK;
}

static enum err journal_supports(struct ctx *c, const struct deed *d, int64_t id,
                                 const char *action, const struct db_rows *r, int64_t more)
{
    int64_t supports = row_int(r, 0, 0);
    return journal_append(
        c, &(struct journal_entry){
               .district = d->file.district,
               .noun = "casefile",
               .noun_id = id,
               .area = row_text(r, 0, 3),
               .action = action,
               .role = d->out.role,
               .kind = row_text(r, 0, 1),
               .state_from = row_text(r, 0, 2),
               .state_to = row_text(r, 0, 2),
               .before = arena_printf(c->mem, "{\"supports\":%lld}", (long long)(supports - more)),
               .after = arena_printf(c->mem, "{\"supports\":%lld}", (long long)supports)});
}

/*
 * The other case takes over those who reported this one, and the case below that waits for it. How many they are is asked
 * now that the row is written: one may have been added since it was read, and from now on nobody is.
 */
static enum err absorb(struct ctx *c, const struct deed *d)
{
    struct casefile into, now;
    struct db_rows r;
    TRY(casefile_get(c, d->file.district, d->file.id, &now));
    int64_t more = 1 + now.supports;
    enum err err = casefile_get(c, d->file.district, d->act.into, &into);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && into.id == d->file.id))
        return ctx_fail(c, ERR_INVALID, "case.into_unknown", "into", "%s", "");
    TRY(err);
    if (!into.is_open)
        return ctx_fail(c, ERR_INVALID, "case.into_closed", "into", "%s", into.state);
    TRY(may_merge_into(c, d, &into));
    TRY(db_query(c, SQL_CASEFILE_ABSORB,
                 ARGS(db_int(into.district), db_int(into.id), db_int(more), db_int(c->now),
                      d->file.lower ? db_int(d->file.lower) : db_null()),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_INVALID, "case.into_closed", "into", "%s", "");
    TRY(check_free(c, d, row_int(&r, 0, 4)));
    return journal_supports(c, d, into.id, "absorb", &r, more);
}

/* Back from wherever they went: the other may have been merged on. */
static enum err give_back(struct ctx *c, const struct deed *d)
{
    int64_t id = d->file.merged_into, more = 1 + d->file.supports;
    for (int i = 0; id && i < CHAIN_MAX; i++) {
        struct db_rows r;
        TRY(db_query(c, SQL_CASEFILE_GIVE_BACK,
                     ARGS(db_int(d->file.district), db_int(id), db_int(more), db_int(c->now),
                          db_int(d->file.lower)),
                     &r));
        if (r.n == 0)
            return ERR_OK;
        TRY(journal_supports(c, d, id, "give_back", &r, -more));
        id = row_int(&r, 0, 4);
    }
    return ERR_OK;
}

/* ---- the case above ---- */

/* Those below that wait for `from` wait for `to` from now on; a new version, for their pages would show the wrong one. */
static enum err relink(struct ctx *c, const struct deed *d, int64_t lower, int64_t from, int64_t to)
{
    struct db_rows r;
    TRY(db_query(
        c, SQL_CASEFILE_RELINK,
        ARGS(db_int(d->file.district), db_int(lower), db_int(from), db_int(to), db_int(c->now)),
        &r));
    if (r.n == 0)
        return ERR_OK;
    return journal_append(
        c, &(struct journal_entry){
               .district = d->file.district,
               .noun = "casefile",
               .noun_id = lower,
               .version = row_int(&r, 0, 0),
               .area = row_text(&r, 0, 3),
               .action = "upper_moved",
               .role = "system",
               .kind = row_text(&r, 0, 1),
               .state_from = row_text(&r, 0, 2),
               .state_to = row_text(&r, 0, 2),
               .before = arena_printf(c->mem, "{\"upper\":\"%lld\"}", (long long)from),
               .after = arena_printf(c->mem, "{\"upper\":\"%lld\"}", (long long)to)});
}

static enum err waiting(struct ctx *c, int32_t district, int64_t upper, struct db_rows *out)
{
    return db_query(c, SQL_CASEFILE_WAITING, ARGS(db_int(district), db_int(upper)), out);
}

static enum err follow_merge(struct ctx *c, const struct deed *d)
{
    struct db_rows r;
    TRY(waiting(c, d->file.district, d->file.id, &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(relink(c, d, row_int(&r, i, 0), d->file.id, d->act.into));
    return ERR_OK;
}

/* The action of the system that takes a case back from above; `done`: with the work done. */
static const struct flow_action *way_back(const struct flow *flow, const char *state, bool done)
{
    for (size_t i = 0; i < flow->n_actions; i++) {
        const struct flow_action *a = &flow->actions[i];
        if (a->does & DOES_UNESCALATE && a->records_handler == done && flow_starts_from(a, state))
            return a;
    }
    return NULL;
}

static enum err copy_hands(struct ctx *c, const struct casefile *from, const struct casefile *to)
{
    return db_exec(c, SQL_CASE_HAND_COPY,
                   ARGS(db_int(to->district), db_int(to->id), db_int(to->cycle), db_int(from->id),
                        db_int(from->cycle)));
}

/* What the desk above has settled comes back as done; what it would not take comes back to be accepted. */
static enum err hand_back(struct ctx *c, const struct deed *d, int64_t id, bool done)
{
    struct casefile lower;
    TRY(casefile_get(c, d->file.district, id, &lower));
    const struct flow *flow = programme_flow(d->app->programmes, lower.flow);
    const struct flow_action *a = flow ? way_back(flow, lower.state, done) : NULL;
    if (!a)
        return ERR_OK;
    if (done)
        TRY(copy_hands(c, &d->out.next, &lower));
    TRY(casefile_act_system(c, d->app, &lower, a, &d->out.next));
    return done ? casefile_copy_result(c, &d->out.next, &lower) : ERR_OK;
}

static enum err hand_down(struct ctx *c, const struct deed *d)
{
    bool done = flow_state(d->flow, d->out.next.state)->checked;
    struct db_rows r;
    TRY(waiting(c, d->file.district, d->file.id, &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(hand_back(c, d, row_int(&r, i, 0), done));
    return ERR_OK;
}

/* The area whose desk takes it: the one that was named, or the town, or the district. */
static enum err upper_area(struct ctx *c, const struct deed *d, const char **out)
{
    const char *area = d->file.area, *wanted = d->act.area;
    size_t n = strlen(area);
    if (d->act.has_point)
        return ctx_fail(c, ERR_INVALID, "input.unknown_field", "lon", "%s", d->action->action);
    if (!wanted && n > DIGITS_DISTRICT)
        wanted = arena_copy_n(c->mem, area, n > DIGITS_TOWN ? DIGITS_TOWN : DIGITS_DISTRICT);
    if (!wanted)
        return ctx_fail(c, ERR_CONFLICT, "case.no_upper", "action", "%s", area);
    size_t m = strlen(wanted);
    if (!text_has_prefix(area, wanted) || m >= n || m < DIGITS_DISTRICT || m > DIGITS_COMMUNITY)
        return ctx_fail(c, ERR_INVALID, "case.upper_area", "area", "%.24s", wanted);
    *out = wanted;
    return ERR_OK;
}

static enum err pass_up(struct ctx *c, const struct deed *d)
{
    const char *area = NULL;
    TRY(upper_area(c, d, &area));
    return casefile_file_upper(c, d->app, &d->file, area, d->in.facts.new_upper);
}

/* ---- the order of things ---- */

enum err deed_link_before(struct ctx *c, struct deed *d)
{
    if (d->action->does & DOES_UNMERGE)
        TRY(give_back(c, d));
    return d->action->does & DOES_ESCALATE ? pass_up(c, d) : ERR_OK;
}

/* Who waits is asked now that the row is written: somebody may have been merged in since it was read. */
enum err deed_link_after(struct ctx *c, struct deed *d)
{
    if (d->action->does & DOES_MERGE)
        TRY(absorb(c, d));
    if (d->action->does & DOES_UNMERGE)
        return d->file.lower ? relink(c, d, d->file.lower, d->file.merged_into, d->file.id)
                             : ERR_OK;
    if (!d->file.is_open || d->out.next.is_open)
        return ERR_OK;
    return d->action->does & DOES_MERGE ? follow_merge(c, d) : hand_down(c, d);
}

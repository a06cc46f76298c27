/* SPDX-License-Identifier: Apache-2.0 */
/* What hangs on a case and changes with a step: requests, marks, units that help, hands, the agenda. */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "casefile/agenda.h"
#include "casefile/deed.h"
#include "db/db.h"

static const char *name_of(const struct deed *d)
{
    if (d->who)
        return d->who->name;
    return d->is_system ? "系统" : "居民";
}

/* ---- requests ---- */

static enum err ask(struct ctx *c, const struct deed *d, const char *kind)
{
    int64_t id;
    TRY(db_new_id(c, &id));
    return db_exec(c, SQL_REQUEST_ADD,
                   ARGS(db_int(d->file.district), db_int(id), db_int(d->file.id),
                        db_int(d->file.cycle), db_text(kind), db_int(c->now),
                        db_int(d->who ? d->who->id : 0), db_text(name_of(d)),
                        db_text(d->act.reason), db_or_null(d->act.until)));
}

static enum err decide(struct ctx *c, const struct deed *d, const char *decision, const char *note)
{
    return db_exec(c, SQL_REQUEST_DECIDE,
                   ARGS(db_int(d->file.district), db_int(d->file.id), db_int(c->now),
                        db_text(name_of(d)), db_text(decision), db_text(note)));
}

enum err request_until(struct ctx *c, const struct casefile *f, int64_t *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_REQUEST_UNTIL, ARGS(db_int(f->district), db_int(f->id)), &r));
    *out = r.n ? row_int(&r, 0, 0) : c->now;
    return ERR_OK;
}

static enum err requests(struct ctx *c, const struct deed *d)
{
    unsigned does = d->action->does;
    if (d->out.effects & STEP_CANCELS_REQUEST)
        TRY(decide(c, d, "cancelled", NULL));
    if (does & DOES_ASK_EXTENSION)
        TRY(ask(c, d, "extension"));
    if (does & DOES_ASK_SUSPENSION)
        TRY(ask(c, d, "suspension"));
    if (does & DOES_ASK_APPEAL)
        TRY(ask(c, d, "appeal"));
    if (does & DOES_PASS_APPEAL)
        TRY(db_exec(c, SQL_REQUEST_REVIEW,
                    ARGS(db_int(d->file.district), db_int(d->file.id), db_int(c->now),
                         db_text(name_of(d)))));
    if (does & (DOES_GRANT_EXTENSION | DOES_GRANT_SUSPENSION | DOES_GRANT_APPEAL))
        TRY(decide(c, d, "granted", d->act.note));
    if (does & (DOES_REFUSE_REQUEST | DOES_REFUSE_APPEAL))
        TRY(decide(c, d, "refused", d->act.reason));
    return ERR_OK;
}

/* ---- marks ---- */

const char *area_up(struct ctx *c, const char *area, int up)
{
    static const size_t digits[] = {12, 9, 6};
    size_t n = digits[up < (int)LEN(digits) ? up : (int)LEN(digits) - 1];
    return strlen(area) <= n ? area : arena_copy_n(c->mem, area, n);
}

enum err mark_add(struct ctx *c, const struct casefile *f, const struct mark_new *mark)
{
    int64_t id;
    TRY(db_new_id(c, &id));
    return db_exec(c, SQL_MARK_ADD,
                   ARGS(db_int(f->district), db_int(id), db_int(f->id), db_int(f->cycle),
                        db_int(mark->level), db_int(c->now), db_text(mark->by_name),
                        db_text(mark->role), db_text(mark->area), db_or_null(mark->due),
                        db_text(mark->reason)));
}

static enum err marks(struct ctx *c, const struct deed *d)
{
    static const struct {
        unsigned does;
        int64_t level;
    } levels[] = {
        {DOES_MARK_URGE,      1},
        {DOES_MARK_SUPERVISE, 2},
        {DOES_MARK_LIST,      3},
    };
    for (size_t i = 0; i < LEN(levels); i++) {
        const struct mark_new mark = {.level = levels[i].level,
                                      .by_name = name_of(d),
                                      .role = d->out.role,
                                      .area = area_up(c, d->file.area, 0),
                                      .reason = d->act.reason,
                                      .due = d->act.until};
        if (d->action->does & levels[i].does)
            TRY(mark_add(c, &d->file, &mark));
    }
    if (d->action->does & DOES_ANSWER_MARK)
        TRY(db_exec(c, SQL_MARK_ANSWER,
                    ARGS(db_int(d->file.district), db_int(d->file.id), db_int(c->now),
                         db_text(d->act.note))));
    if (d->action->does & DOES_ANSWER_STILL)
        TRY(db_exec(c, SQL_STILL_THERE_ANSWER,
                    ARGS(db_int(d->file.district), db_int(d->file.id), db_int(c->now),
                         db_text(d->act.note))));
    if (d->out.effects & STEP_ENDS_MARKS)
        TRY(db_exec(c, SQL_MARK_END,
                    ARGS(db_int(d->file.district), db_int(d->file.id), db_int(c->now))));
    return ERR_OK;
}

/* ---- units that help ---- */

/* Who was asked before and has not answered is asked no more, unless named again. */
static enum err joint(struct ctx *c, const struct deed *d)
{
    const struct casefile *f = &d->out.next;
    bool anew = (d->action->needs | d->action->offers) & NEED_CO_POSTS;
    if ((anew || d->action->does & DOES_RELEASE_JOINT) && d->file.joint_open > 0)
        TRY(db_exec(c, SQL_JOINT_DROP, ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle))));
    for (size_t i = 0; i < d->act.n_co_posts; i++)
        TRY(db_exec(c, SQL_JOINT_ADD,
                    ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle),
                         db_int(d->act.co_posts[i]), db_int(c->now))));
    if (d->action->does & DOES_JOINT_ANSWER)
        TRY(db_exec(c, SQL_JOINT_ANSWER,
                    ARGS(db_int(f->district), db_int(f->id), db_int(f->cycle),
                         db_int(d->joint_post), db_int(c->now), db_text(d->act.note))));
    return ERR_OK;
}

/* ---- hands ---- */

static enum err add_hand(struct ctx *c, const struct deed *d, int64_t hand)
{
    return db_exec(c, SQL_CASE_HAND_ADD,
                   ARGS(db_int(d->file.district), db_int(d->file.id), db_int(d->out.next.cycle),
                        db_int(hand)));
}

/* Whom the unit set to work counts as a hand, whoever reports that it is done. */
static enum err hands(struct ctx *c, const struct deed *d)
{
    if (d->out.effects & STEP_ADDS_HAND)
        TRY(add_hand(c, d, d->in.actor.id));
    if (d->action->does & DOES_ASSIGN)
        TRY(add_hand(c, d, d->act.person));
    return ERR_OK;
}

/* ---- what each of several reporters says ---- */

static enum err voice(struct ctx *c, const struct deed *d)
{
    unsigned does = d->action->does;
    const char *verdict = does & DOES_CONFIRM   ? "confirmed"
                          : does & DOES_DISPUTE ? "disputed"
                                                : NULL;
    if (!d->voice || !(verdict || d->act.rating))
        return ERR_OK;
    return db_exec(c, SQL_VOICE_PUT,
                   ARGS(db_int(d->file.district), db_int(d->file.id), db_int(d->file.cycle),
                        db_int(d->voice), db_text(verdict), db_or_null(d->act.rating)));
}

enum err deed_side(struct ctx *c, const struct deed *d)
{
    TRY(requests(c, d));
    TRY(marks(c, d));
    TRY(joint(c, d));
    TRY(hands(c, d));
    TRY(voice(c, d));
    if (d->out.effects & STEP_SETTLES_AGENDA)
        TRY(agenda_settle(c, d->file.district, d->file.id));
    return ERR_OK;
}

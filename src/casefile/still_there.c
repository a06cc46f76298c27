/* SPDX-License-Identifier: Apache-2.0 */
/* "It is still there": no step of the flow, but nobody can overlook it. */

#include "account/account.h"
#include "base/arena.h"
#include "casefile/clocks.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "journal/journal.h"

static enum err check_open(struct ctx *c, const struct casefile *f, const struct still_there *said)
{
    bool over = !f->is_open && (!f->reopen_until || c->now > f->reopen_until);
    if (over)
        return ctx_fail(c, ERR_CONFLICT, "case.too_late", "", "%s", f->state);
    /* Strangers' photos leave room for those that closing needs. */
    if (said->n_uploads > MEDIA_PER_STEP ||
        f->photos + (int64_t)said->n_uploads > MEDIA_OF_STRANGERS)
        return ctx_fail(c, ERR_INVALID, "media.too_many", "uploads", "%d, %d", MEDIA_PER_STEP,
                        MEDIA_OF_STRANGERS);
    return ERR_OK;
}

/* The words stand in the mark alone, so that they can be erased; the journal has the fact. */
static enum err keep(struct ctx *c, const struct casefile *f, const char *note)
{
    int64_t id;
    TRY(db_new_id(c, &id));
    return db_exec(
        c, SQL_STILL_THERE_MARK,
        ARGS(db_int(f->district), db_int(id), db_int(f->id), db_int(f->cycle), db_int(c->now),
             db_text(c->who ? c->who->name : "居民"),
             db_text(c->who && c->who->n_roles ? role_name(c->who->roles[0].role) : "resident"),
             db_text(area_up(c, f->area, 0)), db_text(note)));
}

static enum err journal(struct ctx *c, const struct casefile *f, int64_t n)
{
    return journal_append(
        c, &(struct journal_entry){
               .district = f->district,
               .noun = "casefile",
               .noun_id = f->id,
               .area = f->area,
               .action = "still_there",
               .kind = f->kind,
               .state_from = f->state,
               .state_to = f->state,
               .before = arena_printf(c->mem, "{\"still_there\":%lld}", (long long)(n - 1)),
               .after = arena_printf(c->mem, "{\"still_there\":%lld}", (long long)n)});
}

/* Somebody else was here meanwhile: the unit is run again. */
static enum err busy(struct ctx *c)
{
    return ctx_fail(c, ERR_BUSY, "busy", "", "%s", "");
}

static enum err count(struct ctx *c, const struct casefile *f, size_t n_uploads, int64_t *out_n)
{
    struct db_rows r;
    TRY(db_query(
        c, SQL_STILL_THERE_COUNT,
        ARGS(db_int(f->district), db_int(f->id), db_int(c->now), db_int((int64_t)n_uploads)), &r));
    bool moved = (row_int(&r, 0, 1) != 0) != f->is_open;
    bool answered = !f->is_open && row_int(&r, 0, 2) != f->clock_n;
    if (moved || answered)
        return busy(c);
    *out_n = row_int(&r, 0, 0);
    return ERR_OK;
}

/* A case in hand waits by its own clock; a settled one begins one, from the first who has no answer yet. */
static enum err begin_wait(struct ctx *c, const struct app *app, const struct casefile *f)
{
    const struct flow *flow = programme_flow(app->programmes, f->flow);
    struct casefile is = *f;
    struct db_rows r;
    if (f->is_open || f->clock || !flow || flow->still < 0)
        return ERR_OK;
    is.woken = c->now;
    TRY(clocks_begin(c, app, flow, programme_kind(app->programmes, f->kind), &is));
    casefile_look_by(&is, f->next_at);
    TRY(db_query(c, SQL_STILL_THERE_CLOCK,
                 ARGS(db_int(is.district), db_int(is.id), db_int(is.version), db_int(f->next_at),
                      db_text(is.clock), db_int(is.clock_n), db_or_null(is.due),
                      db_int(is.provisional), db_int(is.light), db_or_null(is.next_at)),
                 &r));
    return r.n ? ERR_OK : busy(c);
}

enum err casefile_still_there(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                              const struct still_there *said, int64_t *out_n,
                              const char **out_state)
{
    struct casefile f;
    TRY(casefile_get(c, district, id, &f));
    TRY(casefile_living(c, &f, &f));
    TRY(check_open(c, &f, said));
    TRY(count(c, &f, said->n_uploads, out_n));
    *out_state = f.state;
    TRY(begin_wait(c, app, &f));
    TRY(keep(c, &f, said->note ? casefile_trim(c, said->note) : NULL));
    TRY(casefile_attach(c, &f, "dispute", said->uploads, said->n_uploads));
    return journal(c, &f, *out_n);
}

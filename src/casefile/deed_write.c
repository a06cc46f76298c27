/* SPDX-License-Identifier: Apache-2.0 */
/* Writing a step: the case, conditional on what the step was decided on, its clocks, its journal row and its facts. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "casefile/said.h"
#include "db/db.h"
#include "journal/journal.h"

/* ---- the row ---- */

enum err deed_stale(struct ctx *c, int32_t district, int64_t id)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CASEFILE_LAST_STEP, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%s", "");
    return ctx_fail(c, ERR_STALE, "version.stale", "", "%s, %s, %s", row_text(&r, 0, 1),
                    row_text(&r, 0, 0), row_text(&r, 0, 2));
}

/* The scheduler changes lights without a new version: a step that was decided before that is decided again. */
static enum err beaten(struct ctx *c, const struct deed *d)
{
    struct casefile now;
    TRY(casefile_get(c, d->file.district, d->file.id, &now));
    if (now.version == d->file.version)
        return ctx_fail(c, ERR_BUSY, "busy", "", "%s", "");
    return deed_stale(c, d->file.district, d->file.id);
}

static enum err write_row(struct ctx *c, const struct deed *d)
{
    const struct casefile *f = &d->out.next;
    struct db_rows r;
    TRY(db_query(
        c, SQL_CASEFILE_STEP,
        ARGS(db_int(f->district), db_int(f->id), db_int(d->file.version), db_int(d->file.next_at),
             db_text(f->state), db_int(f->is_open), db_or_null(f->post), db_or_null(f->handler),
             db_text(f->handler_name), db_or_null(f->checker), db_int(f->cycle),
             db_or_null(f->merged_into), db_int((int64_t)d->act.n_uploads), db_int(f->updated),
             db_or_null(f->closed), db_text(f->clock), db_or_null(f->clock_n), db_or_null(f->due),
             db_int(f->provisional), db_int(f->light), db_or_null(f->next_at),
             db_or_null(f->handle_due), db_int(f->late), db_or_null(f->standard),
             f->standard ? db_int(f->standard_district) : db_null(), db_text(f->rule),
             db_int(f->returns), db_int(f->reworks), db_int(f->extensions), db_int(f->suspensions),
             db_int(f->insisted), db_or_null(f->signed_at), db_int(f->returned_later),
             db_or_null(f->assigned), db_text(f->request), db_int(f->joint_open),
             db_int(f->supervised), db_or_null(f->upper), db_text(f->external_to),
             db_text(f->external_number), db_text(f->closed_as), db_or_null(f->confirm_until),
             db_or_null(f->reopen_until), db_text(f->verdict), db_or_null(f->rating),
             db_int(f->appeals), db_int(f->exempt), db_or_null(f->late_post),
             db_or_null(f->appeal_until), db_or_null(f->request_due), db_int(f->request_late),
             db_or_null(f->closed_first), db_or_null(f->mark_due), db_int(f->mark_late),
             db_int(f->woken ? 0 : d->file.woken),
             db_int(f->cycle == d->file.cycle ? 0 : d->file.still_there),
             db_or_null(f->external_due)),
        &r));
    if (r.n == 0)
        return beaten(c, d);
    /* Somebody else said that it is still there meanwhile, and no clock would run for him. */
    bool unheard = !f->is_open && !f->woken && !row_null(&r, 0, 0) && d->flow->still >= 0;
    return unheard ? ctx_fail(c, ERR_BUSY, "busy", "", "%s", "") : ERR_OK;
}

/* ---- what the reporter said ---- */

static struct said said_of_step(const struct deed *d)
{
    return (struct said){.version = d->out.next.version,
                         .reason = d->act.reason,
                         .note = d->act.note,
                         .voice = d->voice == d->file.id ? 0 : d->voice};
}

static bool has_said(const struct deed *d)
{
    return d->act.secret && (d->act.reason || d->act.note);
}

static enum err keep_said(struct ctx *c, const struct deed *d)
{
    const struct said said = said_of_step(d);
    return has_said(d) ? said_add(c, &d->out.next, &said) : ERR_OK;
}

static const char *digest_of(struct ctx *c, const struct deed *d)
{
    const struct said said = said_of_step(d);
    return has_said(d) ? said_digest(c, d->app, &d->file, d->act.secret, &said) : NULL;
}

/* ---- the journal ---- */

static void put_count(struct json *j, const char *key, int64_t v)
{
    if (v)
        json_put_int(j, key, v);
}

static void put_word(struct json *j, const char *key, const char *word)
{
    if (word)
        json_put_text(j, key, word);
}

static void put_flag(struct json *j, const char *key, bool set)
{
    if (set)
        json_put_bool(j, key, true);
}

static void put_opt_id(struct json *j, const char *key, int64_t id)
{
    if (id)
        casefile_put_id(j, key, id);
}

static void put_co_posts(struct json *j, const struct deed *d)
{
    if (!d || d->act.n_co_posts == 0)
        return;
    json_key(j, "co_posts");
    json_array(j);
    for (size_t i = 0; i < d->act.n_co_posts; i++) {
        struct buf b = {.mem = j->out->mem};
        buf_int(&b, d->act.co_posts[i]);
        json_text(j, buf_str(&b));
    }
    json_array_end(j);
}

/* `moved`: kind or place are another. */
static void put_a_to_m(struct json *j, const struct casefile *f, const struct deed *d, bool moved)
{
    put_count(j, "appeals", f->appeals);
    put_word(j, "area", moved ? f->area : NULL);
    put_opt_id(j, "assigned", f->assigned);
    casefile_put_id(j, "checker", f->checker);
    put_word(j, "closed_as", f->closed_as);
    put_co_posts(j, d);
    json_put_int(j, "cycle", f->cycle);
    put_flag(j, "exempt", f->exempt);
    put_count(j, "extensions", f->extensions);
    if (f->external_due)
        json_put_time(j, "external_due", f->external_due);
    put_word(j, "external_number", f->external_number);
    put_word(j, "external_to", f->external_to);
    put_word(j, "finding", d ? d->act.finding : NULL);
    casefile_put_id(j, "handler", f->handler);
    put_flag(j, "insisted", f->insisted);
    put_count(j, "joint_open", f->joint_open);
    put_word(j, "kind", moved ? f->kind : NULL);
    put_flag(j, "late", f->late);
    casefile_put_id(j, "merged_into", f->merged_into);
}

/* Canonical: keys in order. What is not there is none; the oldest members always stand there. */
static const char *document(struct ctx *c, const struct casefile *f, const struct deed *d,
                            bool moved)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    put_a_to_m(&j, f, d, moved);
    put_word(&j, "note", d && !d->act.secret ? d->act.note : NULL);
    json_put_int(&j, "photos", f->photos);
    casefile_put_id(&j, "post", f->post);
    put_count(&j, "rating", f->rating);
    put_word(&j, "request", f->request);
    put_count(&j, "returns", f->returns);
    put_count(&j, "reworks", f->reworks);
    if (f->rule)
        json_put_raw(&j, "rule", f->rule);
    put_word(&j, "said", d ? digest_of(c, d) : NULL);
    put_opt_id(&j, "standard", f->standard);
    put_count(&j, "supervised", f->supervised);
    put_count(&j, "suspensions", f->suspensions);
    if (d && d->act.until)
        json_put_time(&j, "until", d->act.until);
    put_opt_id(&j, "upper", f->upper);
    put_word(&j, "verdict", f->verdict);
    json_end(&j);
    return buf_str(&b);
}

static struct journal_entry entry_of(const struct deed *d, const struct casefile *f)
{
    return (struct journal_entry){.district = f->district,
                                  .noun = "casefile",
                                  .noun_id = f->id,
                                  .area = f->area,
                                  .action = d->action->action,
                                  .role = d->out.role,
                                  .kind = f->kind,
                                  .reason = d->act.secret ? NULL : d->act.reason};
}

/* The counters are folded by area and kind: the case leaves those of before, and arrives in the others. */
static enum err journal_step(struct ctx *c, const struct deed *d)
{
    bool moved = (d->action->does & DOES_CORRECT) != 0;
    struct journal_entry e = entry_of(d, &d->out.next);
    if (moved) {
        struct journal_entry left = entry_of(d, &d->file);
        left.state_from = d->file.state;
        TRY(journal_append(c, &left));
    }
    e.version = d->out.next.version;
    e.state_from = moved ? NULL : d->file.state;
    e.state_to = d->out.next.state;
    e.before = document(c, &d->file, NULL, moved);
    e.after = document(c, &d->out.next, d, moved);
    return journal_append(c, &e);
}

/* ---- kind and place ---- */

static enum err move(struct ctx *c, const struct deed *d)
{
    const struct casefile *f = &d->out.next;
    if (!(d->action->does & DOES_CORRECT))
        return ERR_OK;
    return db_exec(c, SQL_CASEFILE_MOVE,
                   ARGS(db_int(f->district), db_int(f->id), db_text(f->kind), db_text(f->flow),
                        db_text(f->area), db_text(casefile_prefix(c, f->area, DIGITS_TOWN)),
                        db_text(casefile_prefix(c, f->area, DIGITS_COMMUNITY)),
                        f->has_point ? db_int(f->point.lon_e7) : db_null(),
                        f->has_point ? db_int(f->point.lat_e7) : db_null()));
}

/* ---- facts ---- */

static enum err write_facts(struct ctx *c, const struct deed *d, const struct fact_clock *stopped)
{
    const struct casefile *after = &d->out.next;
    const struct flow_state *state = flow_state(d->flow, after->state);
    bool entered = strcmp(after->state, d->file.state) != 0;
    const struct close_reason *reason =
        after->closed_as ? flow_close_reason(d->flow, after->closed_as) : NULL;
    if (d->action->new_cycle)
        TRY(fact_open(c, after));
    return fact_step(c,
                     &(struct fact_step){
                         .before = &d->file,
                         .after = after,
                         .action = d->action->action,
                         .milestone = entered ? flow_milestone_word(state->milestone) : NULL,
                         .clock = stopped->clock ? stopped : NULL,
                         .out_as = entered && state->final && !state->checked ? state->state : NULL,
                         .fixed = reason && reason->fixed,
                         .misdirected = (d->out.effects & STEP_MISDIRECTED) != 0});
}

enum err deed_write(struct ctx *c, struct deed *d)
{
    struct fact_clock stopped;
    const struct clock_change change = {.app = d->app,
                                        .flow = d->flow,
                                        .kind = d->kind,
                                        .before = &d->file,
                                        .after = &d->out.next,
                                        .way = d->out.clock,
                                        .clock_kind = d->out.clock_kind,
                                        .effects = d->out.effects,
                                        .unmerges = (d->action->does & DOES_UNMERGE) != 0,
                                        .until = d->until};
    TRY(clocks_follow(c, &change, &stopped));
    if (!d->out.next.is_open) {
        d->out.next.next_at = d->out.next.clock ? d->out.next.next_at : 0;
        casefile_look_by(&d->out.next, casefile_forget_at(&d->out.next));
    }
    casefile_look_ahead(&d->out.next);
    TRY(write_row(c, d));
    TRY(move(c, d));
    TRY(keep_said(c, d));
    TRY(journal_step(c, d));
    return write_facts(c, d, &stopped);
}

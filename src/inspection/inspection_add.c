/* SPDX-License-Identifier: Apache-2.0 */
/* Recording an inspection: what was answered, by whom, and all that follows, in one unit. */
#include <string.h>

#include "account/account.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "inspection/follow.h"
#include "inspection/round.h"
#include "journal/journal.h"
#include "ledger/entry_json.h"
#include "programme/version.h"

/* So far a phone's clock may be ahead of ours. */
static const int64_t clock_ahead = 600 * TIME_SECOND;

/* One inspection under way. */
struct adding {
    const struct app *app;
    const struct inspection_new *in;
    const struct checklist *list;  /* the present one, by which the entry is graded */
    const struct checklist *asked; /* the version that was filled in */
    struct entry e;                /* as it is */
    const char *area;              /* where it was then */
    const char *facet;             /* what it was then */
    int64_t id, done, team;
    struct inspection_answer *answers; /* judged */
    struct item_photo *photos;
    size_t n_photos;
};

/* ---- what was answered ---- */

static enum err wrong(struct ctx *c, const char *item, const char *why)
{
    return ctx_fail(c, ERR_INVALID, "inspection.answers", "answers", "%.40s: %s", item, why);
}

static enum err judge(struct ctx *c, struct adding *a, size_t i)
{
    struct inspection_answer *said = &a->answers[i];
    const struct check_item *item = checklist_item(a->asked, said->item);
    if (!item || !check_item_asked(item, a->facet))
        return wrong(c, said->item, "not asked");
    for (size_t k = 0; k < i; k++)
        if (strcmp(a->answers[k].item, said->item) == 0)
            return wrong(c, said->item, "twice");
    if (!inspection_judge(item, said->answer, &said->passed))
        return wrong(c, said->item, said->answer);
    if (said->corrected && said->passed != 0)
        return wrong(c, said->item, "corrected, though it does not fail");
    if (item->photo && said->passed == 0 && said->n_uploads == 0)
        return ctx_fail(c, ERR_INVALID, "inspection.photo_needed", "answers", "%s", said->item);
    said->points = item->points;
    said->n = 1;
    return ERR_OK;
}

static enum err check_whole(struct ctx *c, const struct adding *a)
{
    for (size_t i = 0; i < a->asked->n_items; i++) {
        const struct check_item *item = &a->asked->items[i];
        bool answered = !check_item_asked(item, a->facet);
        for (size_t k = 0; k < a->in->n_answers; k++)
            answered = answered || strcmp(a->answers[k].item, item->item) == 0;
        if (!answered)
            return wrong(c, item->item, "missing");
    }
    return ERR_OK;
}

/* A re-check is of what is open; whatever else the inspector sees is for a full inspection. */
static enum err check_open(struct ctx *c, const struct adding *a)
{
    struct history h;
    struct standing s;
    TRY(history_load(c, a->app, &a->e, a->list, &h));
    standing_at(c->mem, &h, a->done, &s);
    if (s.open_items == 0 || a->in->n_answers == 0)
        return ctx_fail(c, ERR_INVALID, "inspection.nothing_open", "answers", "%s", "");
    for (size_t i = 0; i < a->in->n_answers; i++)
        if (!standing_open(&h, a->answers[i].item, a->done) &&
            !standing_fails(&s, a->answers[i].item))
            return wrong(c, a->answers[i].item, "not open");
    return ERR_OK;
}

static enum err check_answers(struct ctx *c, struct adding *a)
{
    size_t uploads = a->in->n_uploads;
    a->answers = arena_array(c->mem, a->in->n_answers, sizeof *a->answers);
    if (a->in->result != INSPECTION_DONE && a->in->n_answers > 0)
        return wrong(c, a->in->answers[0].item, "nobody was let in");
    for (size_t i = 0; i < a->in->n_answers; i++) {
        a->answers[i] = a->in->answers[i];
        uploads += a->answers[i].n_uploads;
        TRY(judge(c, a, i));
    }
    if (uploads > MEDIA_PER_CASE)
        return ctx_fail(c, ERR_INVALID, "media.too_many", "uploads", "%d", MEDIA_PER_CASE);
    a->photos = arena_array(c->mem, uploads, sizeof *a->photos);
    if (a->in->result != INSPECTION_DONE)
        return ERR_OK;
    return a->in->kind == INSPECTION_FULL ? check_whole(c, a) : check_open(c, a);
}

/* ---- of what, when, by whom ---- */

/* A sheet that was filled in before a newer version served is taken by the version that it was filled in with. */
static enum err find_asked(struct ctx *c, struct adding *a)
{
    int64_t version = a->in->checklist_version, followed;
    a->asked = a->list;
    if (a->list->version == version)
        return ERR_OK;
    TRY(checklist_followed(c, a->list->checklist, version, &followed));
    if (version < a->list->version && a->in->done && a->in->done < followed) {
        enum err err = checklist_at(c, a->app->programmes, a->list->checklist, version, &a->asked);
        if (err != ERR_NOT_FOUND)
            return err;
    }
    return ctx_fail(c, ERR_CONFLICT, "inspection.checklist_changed", "checklist_version", "%lld",
                    (long long)a->list->version);
}

static enum err check_list(struct ctx *c, struct adding *a)
{
    a->list = programme_checklist(a->app->programmes, a->in->checklist);
    if (!a->list || strcmp(a->list->ledger, a->e.ledger) != 0)
        return ctx_fail(c, ERR_INVALID, "inspection.unknown_checklist", "checklist", "%.40s",
                        a->in->checklist);
    return find_asked(c, a);
}

/* The place and the kind of shop are those of the moment: both may be others since. */
static enum err check_time(struct ctx *c, struct adding *a)
{
    struct entry then;
    a->done = a->in->done ? a->in->done : c->now;
    if (a->done > c->now && a->done <= c->now + clock_ahead)
        a->done = c->now;
    if (a->done > c->now || a->done < a->e.since)
        return ctx_fail(c, ERR_INVALID, "inspection.done_at", "done", "%s", "");
    enum err err = entry_get(c, a->e.district, a->e.id, a->done, &then);
    if (err == ERR_NOT_FOUND)
        return ctx_fail(c, ERR_INVALID, "inspection.done_at", "done", "%s", "");
    TRY(err);
    a->area = then.area;
    a->facet = then.facet;
    return ERR_OK;
}

static enum err check(struct ctx *c, struct adding *a, int32_t district, int64_t entry)
{
    if (a->in->kind == INSPECTION_VISIT)
        return ctx_fail(c, ERR_INVALID, "inspection.kind", "kind", "%s",
                        inspection_kind_word(a->in->kind));
    TRY(inspection_lock(c, district, entry));
    TRY(entry_get(c, district, entry, 0, &a->e));
    if (a->e.left_at)
        return ctx_fail(c, ERR_CONFLICT, "ledger.left", "", "%s", "");
    TRY(check_list(c, a));
    TRY(check_time(c, a));
    if (a->in->round)
        TRY(round_check(c, a->app, district, a->in->round, entry, c->who ? c->who->person : 0,
                        a->done, &a->team));
    return check_answers(c, a);
}

/* ---- the rows ---- */

static enum err add_photos(struct ctx *c, struct adding *a, const char *item,
                           const struct media_claim *claims, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct item_photo *p = &a->photos[a->n_photos++];
        p->item = item;
        TRY(media_attach_inspection(c, &claims[i], a->e.district, a->id, item, &p->photo));
    }
    return ERR_OK;
}

static enum err add_answers(struct ctx *c, struct adding *a)
{
    for (size_t i = 0; i < a->in->n_answers; i++) {
        const struct inspection_answer *said = &a->answers[i];
        TRY(db_exec(c, SQL_INSPECTION_ANSWER_ADD,
                    ARGS(db_int(a->e.district), db_int(a->id), db_text(said->item), db_int(said->n),
                         db_text(said->answer), said->passed < 0 ? db_null() : db_int(said->passed),
                         db_int(said->points), db_int(said->corrected), db_text(said->note))));
        TRY(add_photos(c, a, said->item, said->uploads, said->n_uploads));
    }
    return add_photos(c, a, NULL, a->in->uploads, a->in->n_uploads);
}

static enum err add_rows(struct ctx *c, struct adding *a)
{
    const struct inspection_new *in = a->in;
    TRY(db_new_id(c, &a->id));
    TRY(db_exec(c, SQL_INSPECTION_ADD,
                ARGS(db_int(a->e.district), db_int(a->id), db_int(a->e.id), db_text(a->e.ledger),
                     db_text(a->area), db_text(a->asked->checklist), db_int(a->asked->version),
                     db_text(inspection_kind_word(in->kind)),
                     db_text(inspection_result_word(in->result)), db_int(a->done), db_int(c->now),
                     c->who ? db_int(c->who->id) : db_null(),
                     c->who ? db_or_null(c->who->person) : db_null(), db_text(account_name_of(c)),
                     db_or_null(a->team), db_or_null(in->round), db_text(in->note))));
    return add_answers(c, a);
}

/* ---- the journal ---- */

static void put_failed(struct json *j, const struct adding *a)
{
    json_key(j, "failed");
    json_array(j);
    for (size_t i = 0; i < a->in->n_answers; i++)
        if (a->answers[i].passed == 0)
            json_text(j, a->answers[i].item);
    json_array_end(j);
}

static enum err tell(struct ctx *c, const struct adding *a, const struct standing *s)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "checklist", a->asked->checklist);
    json_put_int(&j, "checklist_version", a->asked->version);
    json_put_time(&j, "done", a->done);
    json_put_ref(&j, "entry", a->e.district, a->e.id);
    put_failed(&j, a);
    json_put_text(&j, "kind", inspection_kind_word(a->in->kind));
    json_put_int(&j, "photos", (int64_t)a->n_photos);
    json_put_text(&j, "result", inspection_result_word(a->in->result));
    json_put_ref(&j, "round", a->e.district, a->in->round);
    if (s->grade.score >= 0)
        json_put_int(&j, "score", s->grade.score);
    json_put_text(&j, "status", s->status);
    json_end(&j);
    return journal_append(c, &(struct journal_entry){.district = a->e.district,
                                                     .noun = "inspection",
                                                     .noun_id = a->id,
                                                     .version = 1,
                                                     .area = a->area,
                                                     .action = "inspect",
                                                     .after = buf_str(&b)});
}

/* ---- the whole ---- */

static const struct visit *visit_of(const struct history *h, int64_t id)
{
    for (size_t i = 0; i < h->n_visits; i++)
        if (h->visits[i].i.id == id)
            return &h->visits[i];
    return NULL;
}

static enum err follow(struct ctx *c, const struct adding *a)
{
    struct history h;
    struct standing s;
    TRY(history_load(c, a->app, &a->e, a->list, &h));
    const struct following f = {.app = a->app,
                                .e = &a->e,
                                .h = &h,
                                .v = visit_of(&h, a->id),
                                .at = a->done,
                                .photos = a->photos,
                                .n_photos = a->n_photos};
    TRY(follow_inspection(c, &f));
    TRY(history_load(c, a->app, &a->e, a->list, &h)); /* with what was opened and struck off */
    TRY(history_regrade(c, a->app, &a->e, &h, a->done));
    standing_at(c->mem, &h, a->done, &s);
    return tell(c, a, &s);
}

enum err inspection_add(struct ctx *c, const struct app *app, int32_t district, int64_t entry,
                        const struct inspection_new *in, int64_t *out_id)
{
    struct adding a = {.app = app, .in = in};
    TRY(check(c, &a, district, entry));
    TRY(add_rows(c, &a));
    TRY(follow(c, &a));
    *out_id = a.id;
    return ERR_OK;
}

/* ---- taking back ---- */

static enum err tell_annulled(struct ctx *c, const struct inspection *i, const char *reason)
{
    return journal_append(c, &(struct journal_entry){.district = i->district,
                                                     .noun = "inspection",
                                                     .noun_id = i->id,
                                                     .version = i->version + 1,
                                                     .area = i->area,
                                                     .action = "annul",
                                                     .reason = reason});
}

static enum err annul(struct ctx *c, const struct app *app, const struct inspection *i)
{
    const struct checklist *list = programme_checklist(app->programmes, i->checklist);
    struct entry e;
    struct history h;
    TRY(entry_get(c, i->district, i->entry, 0, &e));
    if (!list || e.left_at) /* nobody grades it any more */
        return ERR_OK;
    TRY(history_load(c, app, &e, list, &h));
    const struct following f = {
        .app = app, .e = &e, .h = &h, .v = visit_of(&h, i->id), .at = c->now};
    TRY(follow_annulment(c, &f));
    TRY(history_load(c, app, &e, list, &h));
    return history_regrade(c, app, &e, &h, c->now);
}

enum err inspection_annul(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char *reason)
{
    struct inspection i;
    struct db_rows r;
    TRY(inspection_get(c, district, id, &i));
    TRY(inspection_lock(c, district, i.entry));
    TRY(db_query(c, SQL_INSPECTION_ANNUL, ARGS(db_int(district), db_int(id), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "inspection.annulled", "", "%s", "");
    TRY(annul(c, app, &i));
    return tell_annulled(c, &i, reason);
}

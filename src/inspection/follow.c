/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/follow.h"

#include <string.h>

#include "casefile/casefile_demand.h"
#include "db/db.h"

/* ---- rows ---- */

static const struct rectification *last_row(const struct history *h, const char *item)
{
    const struct rectification *last = NULL;
    for (size_t i = 0; i < h->n_items; i++)
        if (strcmp(h->items[i].item, item) == 0)
            last = &h->items[i];
    return last;
}

static enum err add_row(struct ctx *c, const struct following *f, const char *item,
                        const struct rectification *before, int64_t casefile)
{
    bool relapse = before && before->struck_by;
    struct casefile file;
    TRY(casefile_get(c, f->e->district, casefile, &file));
    return db_exec(c, SQL_RECTIFICATION_ADD,
                   ARGS(db_int(f->e->district), db_int(f->e->id), db_text(f->h->list->checklist),
                        db_text(item), db_int(before ? before->n + 1 : 1), db_int(casefile),
                        db_int(f->at), db_int(f->v->i.id),
                        db_int(before ? before->relapses + relapse : 0),
                        db_or_null(file.handle_due)));
}

/* by 0: nobody found it right. A re-check that was made before the item was opened anew ends it there and then. */
static enum err strike(struct ctx *c, const struct following *f, const struct rectification *r,
                       int64_t at, int64_t by)
{
    return db_exec(c, SQL_RECTIFICATION_STRIKE,
                   ARGS(db_int(f->e->district), db_int(f->e->id), db_text(r->checklist),
                        db_text(r->item), db_int(r->n), db_int(at > r->opened ? at : r->opened),
                        db_or_null(by)));
}

/* ---- cases ---- */

static enum err rule(struct ctx *c, const struct following *f, int64_t casefile, const char *action,
                     const char *reason, struct limit limit)
{
    const struct casefile_ruling ruling = {.action = action, .reason = reason, .limit = limit};
    return casefile_rule(c, f->app, f->e->district, casefile, &ruling);
}

static enum err show_photos(struct ctx *c, const struct following *f, const char *item,
                            int64_t casefile)
{
    for (size_t i = 0; i < f->n_photos; i++)
        if (f->photos[i].item && strcmp(f->photos[i].item, item) == 0)
            TRY(casefile_show(c, f->e->district, casefile, f->photos[i].photo));
    return ERR_OK;
}

/* "兴达小吃:垃圾桶未加盖。补充说明" */
static const char *body_of(struct ctx *c, const struct following *f, const struct check_item *item,
                           const struct inspection_answer *a)
{
    const char *what = arena_printf(c->mem, "%s:检查不合格——%s", f->e->name, item->name.zh);
    return a->note ? arena_printf(c->mem, "%s。%s", what, a->note) : what;
}

static enum err open_case(struct ctx *c, const struct following *f, const struct check_item *item,
                          const struct inspection_answer *a)
{
    struct post_answer answer;
    int64_t id;
    TRY(entry_answer(c, f->app, f->e, c->now, &answer));
    const struct casefile_demand demand = {.kind = f->h->list->case_kind,
                                           .area = f->e->area,
                                           .body = body_of(c, f, item, a),
                                           .has_point = f->e->has_point,
                                           .point = f->e->point,
                                           .limit = item->limit,
                                           .post = answer.found ? answer.post : 0};
    TRY(casefile_demand(c, f->app, &demand, &id));
    TRY(show_photos(c, f, item->item, id));
    return add_row(c, f, item->item, NULL, id);
}

static enum err still_fails(struct ctx *c, const struct following *f, const struct check_item *item,
                            const struct rectification *r)
{
    bool waits = strcmp(r->case_state, "disposed") == 0;
    TRY(rule(c, f, r->casefile, waits ? "rework" : "still_wrong", item->name.zh,
             (struct limit){0}));
    return show_photos(c, f, item->item, r->casefile);
}

static enum err fails_again(struct ctx *c, const struct following *f, const struct check_item *item,
                            const struct rectification *r)
{
    TRY(rule(c, f, r->casefile, "relapse", item->name.zh, item->limit));
    TRY(show_photos(c, f, item->item, r->casefile));
    return add_row(c, f, item->item, r, r->casefile);
}

static enum err item_fails(struct ctx *c, const struct following *f,
                           const struct inspection_answer *a)
{
    const struct check_item *item = checklist_item(f->h->list, a->item);
    const struct rectification *r = last_row(f->h, a->item);
    if (!item)
        return ERR_OK;
    if (!r)
        return open_case(c, f, item, a);
    return r->struck ? fails_again(c, f, item, r) : still_fails(c, f, item, r);
}

/* Whoever put it right only reports it: another strikes it off. */
static enum err item_passes(struct ctx *c, const struct following *f,
                            const struct inspection_answer *a)
{
    const struct rectification *r = last_row(f->h, a->item);
    struct casefile file;
    bool hand;
    if (!r || r->struck)
        return ERR_OK;
    TRY(casefile_get(c, f->e->district, r->casefile, &file));
    TRY(casefile_is_hand(c, &file, &hand));
    if (hand && f->v->i.kind == INSPECTION_FULL)
        return ERR_OK;
    if (hand)
        return ctx_fail(c, ERR_DENIED, "inspection.handler", "answers", "%s", a->item);
    TRY(rule(c, f, r->casefile, "pass", NULL, (struct limit){0}));
    return strike(c, f, r, f->v->i.done, f->v->i.id);
}

static enum err make_void(struct ctx *c, const struct following *f, const struct rectification *r,
                          const char *reason)
{
    TRY(rule(c, f, r->casefile, "void_case", reason, (struct limit){0}));
    return strike(c, f, r, c->now, 0);
}

/* What is not asked of such an entry any more cannot be looked at again. */
static enum err drop_unasked(struct ctx *c, const struct following *f)
{
    for (size_t i = 0; i < f->h->n_items; i++) {
        const struct rectification *r = &f->h->items[i];
        const struct check_item *item = checklist_item(f->h->list, r->item);
        if (!r->struck && !(item && check_item_asked(item, f->h->facet)))
            TRY(make_void(c, f, r, "检查表不再要求此项"));
    }
    return ERR_OK;
}

enum err follow_inspection(struct ctx *c, const struct following *f)
{
    if (!f->h->list->case_kind || f->v->i.result != INSPECTION_DONE)
        return ERR_OK;
    for (size_t i = 0; i < f->v->n; i++) {
        const struct inspection_answer *a = &f->v->answers[i];
        if (standing_seen_later(f->h, f->v, a->item, c->now))
            continue;
        bool right = a->passed != 0 || a->corrected;
        TRY(right ? item_passes(c, f, a) : item_fails(c, f, a));
    }
    return f->v->i.kind == INSPECTION_FULL ? drop_unasked(c, f) : ERR_OK;
}

static const struct inspection_answer *failing(const struct standing *s, const char *item)
{
    for (size_t i = 0; i < s->n_answers; i++)
        if (strcmp(s->answers[i].item, item) == 0 && !s->answers[i].passed &&
            !s->answers[i].corrected)
            return &s->answers[i];
    return NULL;
}

enum err follow_annulment(struct ctx *c, const struct following *f)
{
    struct standing s;
    standing_at(c->mem, f->h, f->at, &s);
    for (size_t i = 0; f->h->list->case_kind && i < f->v->n; i++) {
        const struct rectification *r = last_row(f->h, f->v->answers[i].item);
        const struct inspection_answer *before = failing(&s, f->v->answers[i].item);
        bool open = r && !r->struck;
        if (open && !before)
            TRY(make_void(c, f, r, "检查结果经申诉撤销"));
        if (!open && before)
            TRY(item_fails(c, f, before));
    }
    return ERR_OK;
}

/* The last that said so of the item; there is one, or the answer would not be effective. */
static const struct visit *visit_that_said(const struct history *h, const char *item, int64_t at)
{
    const struct visit *last = NULL;
    for (size_t i = 0; i < h->n_visits; i++) {
        const struct visit *v = &h->visits[i];
        bool counts = v->i.done <= at && !v->i.annulled && v->i.result == INSPECTION_DONE;
        for (size_t k = 0; counts && k < v->n; k++)
            last = strcmp(v->answers[k].item, item) == 0 ? v : last;
    }
    return last;
}

enum err follow_return(struct ctx *c, const struct following *f)
{
    struct following one = *f;
    struct standing s;
    standing_at(c->mem, f->h, f->at, &s);
    for (size_t i = 0; f->h->list->case_kind && i < s.n_answers; i++) {
        const struct inspection_answer *a = &s.answers[i];
        const struct check_item *item = checklist_item(f->h->list, a->item);
        one.v = visit_that_said(f->h, a->item, f->at);
        if (one.v && item && check_item_asked(item, f->h->facet) && failing(&s, a->item) == a &&
            !standing_open(f->h, a->item, f->at))
            TRY(item_fails(c, &one, a));
    }
    return ERR_OK;
}

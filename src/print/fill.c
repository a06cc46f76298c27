/* SPDX-License-Identifier: Apache-2.0 */
#include "print/fill.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "inspection/inspection.h"
#include "print/inside.h"
#include "team/team.h"

static const struct ledger_status *status_of(const struct app *app, const struct entry *e,
                                             const struct ledger_kind **out_kind)
{
    *out_kind = programme_ledger(app->programmes, e->ledger);
    return *out_kind ? ledger_status(*out_kind, e->status) : NULL;
}

bool fill_is_on_sign(const struct app *app, const struct entry *e)
{
    const struct ledger_kind *kind;
    const struct ledger_status *s = status_of(app, e, &kind);
    return s && kind->signs && s->on_sign && !e->left_at;
}

/* ---- places ---- */

/* "淮河路街道兑周社区": from the town down to the community. */
static const char *place_name(const struct filling *f, const char *code)
{
    const struct area *a = atlas_at(f->atlas, atlas_find(f->atlas, code));
    const char *name = "";
    for (; a && strlen(a->code) > DIGITS_DISTRICT; a = atlas_at(f->atlas, a->parent))
        if (strcmp(a->level, "town") == 0 || strcmp(a->level, "village") == 0)
            name = arena_printf(f->c->mem, "%s%s", a->name, name);
    return name;
}

/* The office of the sub-district or the government of the town, else of the district. */
static const char *issuer(const struct filling *f, const char *code)
{
    const struct area *a = atlas_at(f->atlas, atlas_find(f->atlas, code));
    while (a && a->parent >= 0 && strcmp(a->level, "town") != 0 &&
           strcmp(a->level, "district") != 0)
        a = atlas_at(f->atlas, a->parent);
    if (!a)
        return "";
    if (text_has_end(a->name, "街道"))
        return arena_printf(f->c->mem, "%s办事处", a->name);
    if (text_has_end(a->name, "办事处") || text_has_end(a->name, "管委会") ||
        text_has_end(a->name, "管理委员会"))
        return a->name;
    return arena_printf(f->c->mem, "%s人民政府", a->name);
}

/* ---- the sign ---- */

static const char *facet_name(const struct ledger_kind *kind, const struct entry *e)
{
    const struct ledger_field *field =
        kind->facet && e->facet ? ledger_field(&kind->fields, kind->facet) : NULL;
    for (size_t i = 0; field && i < field->n_choices; i++)
        if (strcmp(field->choices[i].value, e->facet) == 0)
            return field->choices[i].name.zh;
    return NULL;
}

/* The public text field of that name; NULL: the ledger or the entry has none. */
static enum err public_text(struct filling *f, const struct ledger_kind *kind,
                            const struct entry *e, const char *name, const char **out)
{
    const struct ledger_field *field = ledger_field(&kind->fields, name);
    const struct node *fields;
    *out = NULL;
    if (!field || field->visibility != VISIBLE_PUBLIC)
        return ERR_OK;
    TRY(json_parse(f->c, e->fields, strlen(e->fields), &fields));
    const struct node *value = node_get(fields, name);
    *out = value ? node_text(value) : NULL;
    return ERR_OK;
}

static enum err answering(struct filling *f, const struct entry *e, struct sign *s)
{
    struct post_answer a;
    if (!e->post && f->last.area && strcmp(f->last.area, e->area) == 0) {
        s->answers = f->last.answers;
        s->answers_phone = f->last.phone;
        return ERR_OK;
    }
    TRY(entry_answer(f->c, f->app, e, f->as_of, &a));
    if (a.found) {
        const struct post_kind *kind = programme_post(f->app->programmes, a.kind);
        s->answers = arena_printf(f->c->mem, "%s · %s", kind ? kind->name.zh : a.kind,
                                  a.holder.name ? a.holder.name : "暂缺");
        s->answers_phone =
            person_phone(f->c, f->app->key, a.district, a.holder.person, a.holder.contact);
    }
    if (!e->post) {
        f->last.area = e->area;
        f->last.answers = s->answers;
        f->last.phone = s->answers_phone;
    }
    return ERR_OK;
}

static bool counts(const struct filling *f, const struct inspection *i)
{
    return !i->annulled || i->annulled > f->as_of;
}

static const char *checklist_text(const struct filling *f, const struct inspection *i)
{
    const struct checklist *l = programme_checklist(f->app->programmes, i->checklist);
    return arena_printf(f->c->mem, "%s 第%lld版", l ? l->name.zh : i->checklist,
                        (long long)i->checklist_version);
}

/* The full inspection that the status rests on. */
static void last_full(const struct filling *f, const struct inspection *list, size_t n,
                      struct sign *s)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind != INSPECTION_FULL || list[i].result != INSPECTION_DONE ||
            !counts(f, &list[i]))
            continue;
        s->inspected = list[i].done;
        s->checklist = checklist_text(f, &list[i]);
        return;
    }
}

static enum err fill(struct filling *f, const struct entry *e, const struct ledger_kind *kind,
                     const struct ledger_status *status, struct sign *out)
{
    char ref[TEXT_REF];
    const struct programme *p = programme_get(f->app->programmes, kind->programme);
    text_ref(e->district, e->id, ref);
    *out = (struct sign){.programme = p ? p->name.zh : kind->name.zh,
                         .kind = facet_name(kind, e),
                         .name = e->name,
                         .area = place_name(f, e->area),
                         .status = status->name.zh,
                         .colour = status->sign,
                         .as_of = f->as_of,
                         .version = e->n,
                         .issuer = issuer(f, e->area),
                         .number = arena_copy(f->c->mem, ref)};
    out->url = arena_printf(f->c->mem, "%s/e/%s?p=%s-%d", f->origin, ref, e->status,
                            (int)time_day(f->as_of));
    TRY(public_text(f, kind, e, "address", &out->address));
    return answering(f, e, out);
}

enum err fill_sign(struct filling *f, const struct entry *e, struct sign *out)
{
    const struct ledger_kind *kind;
    const struct ledger_status *status = status_of(f->app, e, &kind);
    const struct inspection *list;
    size_t n;
    if (!kind || !kind->signs)
        return ctx_fail(f->c, ERR_INVALID, "print.no_signs", "", "%s", e->ledger);
    if (!fill_is_on_sign(f->app, e))
        return ctx_fail(f->c, ERR_INVALID, "print.not_on_sign", "", "%s", e->status);
    TRY(fill(f, e, kind, status, out));
    TRY(inspection_of(f->c, e->district, e->id, f->as_of, &list, &n));
    last_full(f, list, n, out);
    return ERR_OK;
}

/* ---- the notice ---- */

static const char *why_not(enum inspection_result result)
{
    if (result == INSPECTION_REFUSED)
        return "被拒绝进入";
    return result == INSPECTION_DOOR_CLOSED ? "无人在场" : NULL;
}

static const char *until(const struct filling *f, const struct check_item *item,
                         const struct rectification *r)
{
    char date[PRINT_DATE], limit[LIMIT_TEXT];
    if (!r || !r->due)
        return NULL;
    print_date(r->due, date);
    if (!item || item->limit.ticks == 0)
        return arena_printf(f->c->mem, "至%s", date);
    limit_say(item->limit, false, limit);
    return arena_printf(f->c->mem, "%s，至%s", limit, date);
}

static enum err add_failed(struct filling *f, const struct entry *e, const struct inspection *i,
                           struct notice *out)
{
    const struct checklist *l = programme_checklist(f->app->programmes, i->checklist);
    const struct inspection_answer *answers;
    const struct rectification *open;
    size_t n, n_open;
    TRY(inspection_answers(f->c, i->district, i->id, &answers, &n));
    TRY(rectification_of(f->c, e->district, e->id, 0, &open, &n_open));
    struct notice_item *items = arena_array(f->c->mem, n, sizeof *items);
    for (size_t k = 0; k < n; k++) {
        const struct check_item *item = l ? checklist_item(l, answers[k].item) : NULL;
        const struct rectification *r = NULL;
        if (answers[k].passed != 0)
            continue;
        for (size_t o = 0; o < n_open; o++)
            if (!open[o].struck && strcmp(open[o].item, answers[k].item) == 0)
                r = &open[o];
        items[out->n_failed].name = item ? item->name.zh : answers[k].item;
        items[out->n_failed++].limit = answers[k].corrected ? "已当场改正" : until(f, item, r);
    }
    out->failed = items;
    return ERR_OK;
}

static enum err inspector(struct filling *f, const struct inspection *i, const char **out)
{
    struct team team;
    *out = i->who;
    if (!i->team)
        return ERR_OK;
    TRY(team_get(f->c, i->district, i->team, &team));
    *out = team.name;
    return ERR_OK;
}

enum err fill_notice(struct filling *f, const struct entry *e, const char *code, struct notice *out)
{
    const struct ledger_kind *kind;
    const struct ledger_status *status = status_of(f->app, e, &kind);
    const struct inspection *list, *last = NULL;
    size_t n;
    if (!status)
        return ctx_fail(f->c, ERR_INVALID, "print.not_on_sign", "", "%s", e->status);
    TRY(inspection_of(f->c, e->district, e->id, f->as_of, &list, &n));
    for (size_t i = 0; i < n && !last; i++)
        if (counts(f, &list[i]))
            last = &list[i];
    if (!last)
        return ctx_fail(f->c, ERR_CONFLICT, "print.not_inspected", "", "%s", e->name);
    *out = (struct notice){.result = why_not(last->result), .score = last->score};
    TRY(fill(f, e, kind, status, &out->of));
    out->of.inspected = last->done;
    out->of.checklist = checklist_text(f, last);
    out->code = code;
    out->code_url = arena_printf(f->c->mem, "%s/e/%s#k=%s", f->origin, out->of.number, code);
    TRY(inspector(f, last, &out->inspector));
    return last->result == INSPECTION_DONE ? add_failed(f, e, last, out) : ERR_OK;
}

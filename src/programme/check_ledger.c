/* SPDX-License-Identifier: Apache-2.0 */
/* Proves a ledger sound: what it names exists, every status can be reached, nothing that is hidden is used in the open. */
#include <string.h>

#include "programme/parts.h"

enum { STATUSES_MAX = 32 };

static enum err fail_at(const struct part_place *at, const char *key, const char *why,
                        const char *name)
{
    return read_fail(at->r, read_at(at->r, at->at, key), "%s: %.60s", why, name);
}

/* ---- fields with an office ---- */

static enum err check_title(const struct part_place *at, const struct ledger_kind *k)
{
    const struct ledger_field *f = ledger_field(&k->fields, k->title);
    if (!f)
        return fail_at(at, "title", "no such field", k->title);
    if (!f->needed || f->type != LEDGER_TEXT || f->visibility == VISIBLE_RESTRICTED)
        return fail_at(at, "title", "must be a needed text that is not restricted", k->title);
    if (f->visibility != VISIBLE_PUBLIC && (k->is_public || k->signs || k->owners))
        return fail_at(at, "title", "strangers see it: must be public", k->title);
    return ERR_OK;
}

static enum err check_key(const struct part_place *at, const struct ledger_kind *k)
{
    if (k->by_person && k->n_key)
        return fail_at(at, "key", "persons have no key", k->ledger);
    for (size_t i = 0; i < k->n_key; i++) {
        const struct ledger_field *f = ledger_field(&k->fields, k->key[i]);
        const char *place = read_item(at->r, read_at(at->r, at->at, "key"), i);
        if (!f)
            return read_fail(at->r, place, "no such field: %s", k->key[i]);
        if (!f->needed || (f->type != LEDGER_TEXT && f->type != LEDGER_CHOICE) ||
            f->visibility == VISIBLE_RESTRICTED)
            return read_fail(at->r, place, "must be a needed text that is not restricted: %s",
                             k->key[i]);
    }
    return ERR_OK;
}

static enum err check_facet(const struct part_place *at, const struct ledger_kind *k)
{
    const struct ledger_field *f = k->facet ? ledger_field(&k->fields, k->facet) : NULL;
    if (!k->facet)
        return ERR_OK;
    if (!f)
        return fail_at(at, "facet", "no such field", k->facet);
    if (f->type != LEDGER_CHOICE || f->visibility == VISIBLE_RESTRICTED)
        return fail_at(at, "facet", "must be a choice that is not restricted", k->facet);
    return ERR_OK;
}

static enum err check_reminders(const struct part_place *at, const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->fields.n; i++) {
        const struct ledger_field *f = &k->fields.v[i];
        const char *place = read_at(at->r, read_at(at->r, at->at, "fields"), f->field);
        for (size_t n = 0; n < f->n_remind_in; n++)
            if (!ledger_status(k, f->remind_in[n]))
                return read_fail(at->r, read_item(at->r, read_at(at->r, place, "remind_in"), n),
                                 "no such status: %s", f->remind_in[n]);
    }
    return ERR_OK;
}

static enum err check_asked(const struct part_place *at, const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->fields.n; i++)
        if (k->fields.v[i].asked && !k->apply)
            return read_fail(
                at->r,
                read_at(at->r,
                        read_at(at->r, read_at(at->r, at->at, "fields"), k->fields.v[i].field),
                        "asked"),
                "nobody may apply");
    return ERR_OK;
}

static enum err check_refs(const struct part_place *at, const struct programmes *p,
                           const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->fields.n; i++) {
        const struct ledger_field *f = &k->fields.v[i];
        const char *place = read_at(at->r, read_at(at->r, at->at, "fields"), f->field);
        if (f->ref && !programme_ledger(p, f->ref))
            return read_fail(at->r, read_at(at->r, place, "ref"), "no such ledger: %.40s", f->ref);
    }
    for (size_t i = 0; i < k->n_posts; i++)
        if (!programme_post(p, k->posts[i]))
            return read_fail(at->r, read_item(at->r, read_at(at->r, at->at, "posts"), i),
                             "no such post kind: %s", k->posts[i]);
    return ERR_OK;
}

/* ---- statuses ---- */

static enum err check_window_date(const struct part_place *at, const struct ledger_kind *k,
                                  const char *place, const char *field)
{
    const struct ledger_field *f = field ? ledger_field(&k->fields, field) : NULL;
    if (field && (!f || f->type != LEDGER_DATE || f->visibility == VISIBLE_RESTRICTED))
        return read_fail(at->r, place, "must be a date that is not restricted: %.40s", field);
    return ERR_OK;
}

static enum err check_window_status(const struct part_place *at, const struct ledger_kind *k,
                                    const char *place, const char *status)
{
    const struct ledger_status *s = status ? ledger_status(k, status) : NULL;
    if (status && (!s || s->window.from || s->window.to))
        return read_fail(at->r, place, "must be a status without a window: %.40s", status);
    return ERR_OK;
}

static enum err check_window(const struct part_place *at, const struct ledger_kind *k,
                             const char *place, const struct ledger_window *w)
{
    const struct reader *r = at->r;
    if ((w->from || w->to) && k->graded_by)
        return read_fail(r, place, "a graded status goes by its inspections");
    TRY(check_window_date(at, k, read_at(r, place, "from"), w->from));
    TRY(check_window_status(at, k, read_at(r, place, "before"), w->before));
    TRY(check_window_date(at, k, read_at(r, place, "to"), w->to));
    return check_window_status(at, k, read_at(r, place, "after"), w->after);
}

static enum err check_windows(const struct part_place *at, const struct ledger_kind *k)
{
    const char *statuses = read_at(at->r, at->at, "statuses");
    for (size_t i = 0; i < k->n_statuses; i++)
        TRY(check_window(at, k, read_at(at->r, read_item(at->r, statuses, i), "window"),
                         &k->statuses[i].window));
    return ERR_OK;
}

static void reach(const struct ledger_kind *k, bool *reached, const char *status)
{
    if (status)
        reached[ledger_status(k, status) - k->statuses] = true;
}

/* By hand and by date: marks grow until nothing is added. */
static void reach_by_steps(const struct ledger_kind *k, bool *reached)
{
    bool grew = true;
    for (size_t i = 0; i < k->n_statuses; i++) {
        reach(k, reached, k->statuses[i].window.before);
        reach(k, reached, k->statuses[i].window.after);
    }
    while (grew) {
        grew = false;
        for (size_t i = 0; i < k->n_actions; i++) {
            const struct ledger_action *a = &k->actions[i];
            bool *to = &reached[ledger_status(k, a->to) - k->statuses];
            for (size_t s = 0; s < a->n_from && !*to; s++)
                if (reached[ledger_status(k, a->from[s]) - k->statuses])
                    grew = *to = true;
        }
    }
}

/* By the checklist that grades it; a status that is none of this ledger's is check_checklist's finding. */
static void reach_by_grades(const struct ledger_kind *k, const struct checklist *l, bool *reached)
{
    for (size_t i = 0; i < l->n_rules; i++)
        if (ledger_status(k, l->rules[i].status))
            reach(k, reached, l->rules[i].status);
    if (l->not_done && ledger_status(k, l->not_done))
        reach(k, reached, l->not_done);
}

static enum err check_ways(const struct part_place *at, const struct ledger_kind *k,
                           const struct checklist *grades)
{
    bool reached[STATUSES_MAX] = {false};
    reach(k, reached, k->start);
    reach(k, reached, k->apply);
    if (grades)
        reach_by_grades(k, grades, reached);
    reach_by_steps(k, reached);
    for (size_t i = 0; i < k->n_statuses; i++)
        if (!reached[i])
            return read_fail(at->r, read_item(at->r, read_at(at->r, at->at, "statuses"), i),
                             "nothing leads to %s", k->statuses[i].status);
    return ERR_OK;
}

static enum err check_statuses(const struct part_place *at, const struct programmes *p,
                               const struct ledger_kind *k)
{
    const struct checklist *grades = k->graded_by ? programme_checklist(p, k->graded_by) : NULL;
    if (!ledger_status(k, k->start))
        return fail_at(at, "start", "no such status", k->start);
    if (k->apply && !ledger_status(k, k->apply))
        return fail_at(at, "apply", "no such status", k->apply);
    if (k->graded_by && !grades)
        return fail_at(at, "graded_by", "no such checklist", k->graded_by);
    if (grades && strcmp(grades->ledger, k->ledger) != 0)
        return fail_at(at, "graded_by", "is a checklist of another ledger", k->graded_by);
    if (grades && k->n_actions)
        return fail_at(at, "actions", "a graded status is never set by hand", k->ledger);
    return check_ways(at, k, grades);
}

static enum err check_signs(const struct part_place *at, const struct ledger_kind *k)
{
    bool any = false;
    for (size_t i = 0; i < k->n_statuses; i++) {
        any = any || k->statuses[i].on_sign;
        if (k->statuses[i].on_sign && !k->signs)
            return read_fail(
                at->r,
                read_at(at->r, read_item(at->r, read_at(at->r, at->at, "statuses"), i), "on_sign"),
                "the ledger has no signs");
    }
    return k->signs && !any ? fail_at(at, "signs", "no status is on_sign", k->ledger) : ERR_OK;
}

enum err check_ledger(const struct part_place *at, const struct programmes *p,
                      const struct ledger_kind *k)
{
    TRY(check_title(at, k));
    TRY(check_key(at, k));
    TRY(check_facet(at, k));
    TRY(check_refs(at, p, k));
    TRY(check_reminders(at, k));
    TRY(check_asked(at, k));
    TRY(check_windows(at, k));
    TRY(check_statuses(at, p, k));
    return check_signs(at, k);
}

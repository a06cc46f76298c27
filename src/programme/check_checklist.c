/* SPDX-License-Identifier: Apache-2.0 */
/* Proves a checklist sound: its ledger, the kinds it is asked of, the case it opens, the statuses that its rules give. */
#include <math.h>
#include <string.h>

#include "programme/parts.h"

static const char rectify_flow[] = "rectify"; /* the one that inspections know how to drive */

static enum err check_only(const struct part_place *at, const struct ledger_kind *k,
                           const struct check_item *item, size_t i)
{
    const char *place = read_item(at->r, read_at(at->r, at->at, "items"), i);
    const struct ledger_field *facet = k->facet ? ledger_field(&k->fields, k->facet) : NULL;
    place = read_at(at->r, place, "only");
    if (item->n_only && !facet)
        return read_fail(at->r, place, "the ledger %s has no facet", k->ledger);
    for (size_t n = 0; n < item->n_only; n++)
        if (!named(facet->choices, facet->n_choices, sizeof *facet->choices, item->only[n]))
            return read_fail(at->r, read_item(at->r, place, n), "%s has no such choice: %.60s",
                             k->facet, item->only[n]);
    return ERR_OK;
}

static enum err check_case_kind(const struct part_place *at, const struct programmes *p,
                                const struct checklist *l)
{
    const struct case_kind *kind = l->case_kind ? programme_kind(p, l->case_kind) : NULL;
    const char *place = read_at(at->r, at->at, "case");
    if (!l->case_kind)
        return ERR_OK;
    if (!kind)
        return read_fail(at->r, place, "no such case kind: %.40s", l->case_kind);
    if (strcmp(kind->flow, rectify_flow) != 0)
        return read_fail(at->r, place, "%s goes by the flow %s, not %s", kind->kind, kind->flow,
                         rectify_flow);
    return ERR_OK;
}

static enum err check_review(const struct part_place *at, const struct ledger_kind *k,
                             const struct checklist *l)
{
    const struct ledger_field *f =
        l->review_field ? ledger_field(&k->fields, l->review_field) : NULL;
    if (l->review_field && (!f || f->type != LEDGER_INTEGER || f->sealed))
        return read_fail(at->r, read_at(at->r, at->at, "review_field"),
                         "no integer field of %s: %.40s", k->ledger, l->review_field);
    return ERR_OK;
}

static bool asks_nothing(const struct grade_rule *g)
{
    return isnan(g->score_from) && isnan(g->score_below) && g->must_passed < 0 &&
           g->open_items < 0 && g->overdue < 0;
}

static enum err check_rule(const struct part_place *at, const struct ledger_kind *k,
                           const struct checklist *l, size_t i)
{
    const struct grade_rule *g = &l->rules[i];
    const char *place = read_item(at->r, read_at(at->r, at->at, "rules"), i);
    bool last = i + 1 == l->n_rules;
    if (!ledger_status(k, g->status))
        return read_fail(at->r, read_at(at->r, place, "status"), "%s has no such status: %s",
                         k->ledger, g->status);
    if (last && !asks_nothing(g))
        return read_fail(at->r, place, "the last rule asks for nothing");
    if (!last && asks_nothing(g))
        return read_fail(at->r, place, "only the last rule asks for nothing");
    if (!l->case_kind && (g->open_items >= 0 || g->overdue >= 0))
        return read_fail(at->r, place, "open_items, overdue: the checklist opens no case");
    return ERR_OK;
}

static enum err check_rules(const struct part_place *at, const struct ledger_kind *k,
                            const struct checklist *l)
{
    bool grades = k->graded_by && strcmp(k->graded_by, l->checklist) == 0;
    const char *place = read_at(at->r, at->at, "rules");
    if (grades && l->n_rules == 0)
        return read_fail(at->r, place, "%s is graded by it", k->ledger);
    if (!grades && l->n_rules)
        return read_fail(at->r, place, "%s is not graded by it", k->ledger);
    for (size_t i = 0; i < l->n_rules; i++)
        TRY(check_rule(at, k, l, i));
    if (l->not_done && (!grades || !ledger_status(k, l->not_done)))
        return read_fail(at->r, read_at(at->r, at->at, "not_done"),
                         "%s has no such status, or is not graded by it: %.40s", k->ledger,
                         l->not_done);
    return ERR_OK;
}

enum err check_checklist(const struct part_place *at, const struct programmes *p,
                         const struct checklist *l)
{
    const struct ledger_kind *k = programme_ledger(p, l->ledger);
    if (!k)
        return read_fail(at->r, read_at(at->r, at->at, "ledger"), "no such ledger: %.40s",
                         l->ledger);
    for (size_t i = 0; i < l->n_items; i++)
        TRY(check_only(at, k, &l->items[i], i));
    TRY(check_case_kind(at, p, l));
    TRY(check_review(at, k, l));
    return check_rules(at, k, l);
}

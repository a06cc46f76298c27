/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/ledger_kind.h"

#include <string.h>

#include "base/text.h"
#include "programme/checklist.h"
#include "programme/read.h"

const struct ledger_field *ledger_field(const struct ledger_fields *fields, const char *field)
{
    return named(fields->v, fields->n, sizeof *fields->v, field);
}

bool ledger_has_windows(const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->n_statuses; i++)
        if (k->statuses[i].window.from || k->statuses[i].window.to)
            return true;
    return false;
}

bool ledger_has_hidden(const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->n_statuses; i++)
        if (k->statuses[i].hidden)
            return true;
    return false;
}

const char *ledger_status_on(const struct ledger_status *s, const char *from, const char *to,
                             const char *day)
{
    if (s->window.from && from && strcmp(day, from) < 0)
        return s->window.before;
    if (s->window.to && to && strcmp(day, to) > 0)
        return s->window.after;
    return s->status;
}

const struct ledger_status *ledger_status(const struct ledger_kind *k, const char *status)
{
    return named(k->statuses, k->n_statuses, sizeof *k->statuses, status);
}

const struct ledger_action *ledger_action(const struct ledger_kind *k, const char *action)
{
    return named(k->actions, k->n_actions, sizeof *k->actions, action);
}

const struct ledger_reason *ledger_reason(const struct ledger_kind *k, const char *reason)
{
    return named(k->reasons, k->n_reasons, sizeof *k->reasons, reason);
}

const struct ledger_series *ledger_series(const struct ledger_kind *k, const char *series)
{
    return named(k->series, k->n_series, sizeof *k->series, series);
}

const struct check_item *checklist_item(const struct checklist *l, const char *item)
{
    return named(l->items, l->n_items, sizeof *l->items, item);
}

bool check_item_asked(const struct check_item *item, const char *facet)
{
    return item->n_only == 0 || text_is_among(facet, item->only, item->n_only);
}

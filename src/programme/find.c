/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the parts of programmes by their names: the lists are short, so they are walked. */
#include <string.h>

#include "programme/programme.h"

const struct ledger_field *ledger_field(const struct ledger_fields *fields, const char *field)
{
    for (size_t i = 0; i < fields->n; i++)
        if (strcmp(fields->v[i].field, field) == 0)
            return &fields->v[i];
    return NULL;
}

const struct ledger_status *ledger_status(const struct ledger_kind *k, const char *status)
{
    for (size_t i = 0; i < k->n_statuses; i++)
        if (strcmp(k->statuses[i].status, status) == 0)
            return &k->statuses[i];
    return NULL;
}

const struct ledger_action *ledger_action(const struct ledger_kind *k, const char *action)
{
    for (size_t i = 0; i < k->n_actions; i++)
        if (strcmp(k->actions[i].action, action) == 0)
            return &k->actions[i];
    return NULL;
}

const struct ledger_reason *ledger_reason(const struct ledger_kind *k, const char *reason)
{
    for (size_t i = 0; i < k->n_reasons; i++)
        if (strcmp(k->reasons[i].reason, reason) == 0)
            return &k->reasons[i];
    return NULL;
}

const struct ledger_series *ledger_series(const struct ledger_kind *k, const char *series)
{
    for (size_t i = 0; i < k->n_series; i++)
        if (strcmp(k->series[i].series, series) == 0)
            return &k->series[i];
    return NULL;
}

const struct ledger_kind *programme_ledger(const struct programmes *p, const char *ledger)
{
    for (size_t i = 0; i < p->n_ledgers; i++)
        if (strcmp(p->ledgers[i].ledger, ledger) == 0)
            return &p->ledgers[i];
    return NULL;
}

const struct checklist *programme_checklist(const struct programmes *p, const char *checklist)
{
    for (size_t i = 0; i < p->n_checklists; i++)
        if (strcmp(p->checklists[i].checklist, checklist) == 0)
            return &p->checklists[i];
    return NULL;
}

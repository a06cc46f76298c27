/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/status_on.h"

#include <stdio.h>
#include <string.h>

#include "base/json_in.h"
#include "base/time.h"

enum { DATE_TEXT = 16 };

static const char *date_of(const struct node *fields, const char *field)
{
    const struct node *value = field && fields ? node_get(fields, field) : NULL;
    return value ? node_text(value) : NULL;
}

const char *status_on(const struct ledger_kind *kind, const char *status, const struct node *fields,
                      int64_t at)
{
    const struct ledger_status *s = ledger_status(kind, status);
    char day[DATE_TEXT];
    int number = time_day(at);
    if (!s)
        return status;
    (void)snprintf(day, sizeof day, "%04d-%02d-%02d", number / 10000, number / 100 % 100,
                   number % 100);
    return ledger_status_on(s, date_of(fields, s->window.from), date_of(fields, s->window.to), day);
}

enum err entry_status_on(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                         const char **out)
{
    const struct node *fields = NULL;
    *out = e->status;
    if (!ledger_has_windows(kind))
        return ERR_OK;
    TRY(json_parse(c, e->fields, strlen(e->fields), &fields));
    *out = status_on(kind, e->status, fields, entry_moment(c, e));
    return ERR_OK;
}

static bool is_hidden(const struct ledger_kind *kind, const char *status)
{
    const struct ledger_status *s = ledger_status(kind, status);
    return s && s->hidden;
}

bool entry_is_forgotten(const struct ledger_kind *kind, const struct entry *e)
{
    return kind->by_person && e->gone;
}

enum err entry_is_told(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                       bool *out)
{
    const char *shown;
    TRY(entry_status_on(c, kind, e, &shown));
    *out = !entry_is_forgotten(kind, e) && !is_hidden(kind, e->status) && !is_hidden(kind, shown);
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a flow or a programme file: refused with a place and a reason, or sound. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "programme/programme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_action(const struct flow *f, const struct flow_action *a)
{
    if (a->to) {
        const struct flow_state *to = flow_state(f, a->to);
        assert(to && (!to->checked || a->not_handler));
    }
    for (size_t i = 0; i < a->n_from; i++)
        assert(flow_state(f, a->from[i]));
}

static void check_flow(const struct flow *f)
{
    assert(flow_state(f, f->start));
    for (size_t i = 0; i < f->n_actions; i++)
        check_action(f, &f->actions[i]);
}

static void check_fields(const struct programmes *p, const struct ledger_fields *fields)
{
    for (size_t i = 0; i < fields->n; i++) {
        const struct ledger_field *f = &fields->v[i];
        assert(f->schema && f->source);
        assert(!f->ref || programme_ledger(p, f->ref));
    }
}

static void check_ledger(const struct programmes *p, const struct ledger_kind *k)
{
    const struct ledger_field *title = ledger_field(&k->fields, k->title);
    assert(title && title->needed);
    assert(ledger_status(k, k->start) && k->n_posts > 0);
    for (size_t i = 0; i < k->n_key; i++)
        assert(ledger_field(&k->fields, k->key[i]));
    check_fields(p, &k->fields);
}

static void check_steps(const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->n_actions; i++)
        assert(ledger_status(k, k->actions[i].to));
}

static void check_checklist(const struct programmes *p, const struct checklist *l)
{
    const struct ledger_kind *k = programme_ledger(p, l->ledger);
    assert(k && l->n_items > 0);
    for (size_t i = 0; i < l->n_rules; i++)
        assert(ledger_status(k, l->rules[i].status));
}

static void check_parts(const struct programmes *p)
{
    for (size_t i = 0; i < p->n_ledgers; i++)
        check_ledger(p, &p->ledgers[i]);
    for (size_t i = 0; i < p->n_ledgers; i++)
        check_steps(&p->ledgers[i]);
    for (size_t i = 0; i < p->n_checklists; i++)
        check_checklist(p, &p->checklists[i]);
    for (size_t i = 0; i < p->n_figures; i++)
        assert(p->figures[i].form == FIGURE_RATIO ? !!programme_figure(p, p->figures[i].over)
                                                  : !!programme_ledger(p, p->figures[i].ledger));
}

static void check(const struct programmes *p)
{
    check_parts(p);
    for (size_t i = 0; i < p->n_flows; i++)
        check_flow(&p->flows[i]);
    for (size_t i = 0; i < p->n_kinds; i++) {
        assert(programme_flow(p, p->kinds[i].flow) && p->kinds[i].n_route > 0);
        for (size_t k = 0; k < p->kinds[i].n_route; k++)
            assert(programme_post(p, p->kinds[i].route[k]));
    }
}

static void read_as(const char *path, const char *text, size_t n)
{
    struct ctx c = {.mem = arena_new()};
    const struct programmes *p = NULL;
    const struct embedded *flow = embed_find("flows/short.json");
    const struct embedded files[] = {
        {path, text, n},
        *flow,
    };
    bool alone = strcmp(path, flow->path) == 0;
    if (programmes_read(&c, files, alone ? 1 : 2, &p) == ERR_OK)
        check(p);
    else
        assert(strcmp(c.problem.code, "programme.invalid") == 0 &&
               strstr(c.problem.detail, ".json:"));
    arena_free(c.mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_as("flows/short.json", (const char *)data, size);
    read_as("programmes/grid.json", (const char *)data, size);
    read_as("programmes/kiosks.json", (const char *)data, size);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the actions of a flow, whose states and clocks are known already; and finds things in a flow. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "programme/read.h"

enum { NAME_LEN = 40, ACTIONS_MAX = 128 };

struct action_doc {
    const char *action, *to, *records, *style, *restart, *key;
    const struct node *name, *from, *roles, *needs, *offers, *when, *does;
    bool not_handler, new_cycle, told;
};
static const struct field action_fields[] = {
    {"action",      FIELD_TEXT, true,  offsetof(struct action_doc, action),      0, 0},
    {"name",        FIELD_NODE, true,  offsetof(struct action_doc, name),        0, 0},
    {"from",        FIELD_NODE, true,  offsetof(struct action_doc, from),        0, 0},
    {"to",          FIELD_TEXT, false, offsetof(struct action_doc, to),          0, 0},
    {"roles",       FIELD_NODE, true,  offsetof(struct action_doc, roles),       0, 0},
    {"needs",       FIELD_NODE, false, offsetof(struct action_doc, needs),       0, 0},
    {"offers",      FIELD_NODE, false, offsetof(struct action_doc, offers),      0, 0},
    {"when",        FIELD_NODE, false, offsetof(struct action_doc, when),        0, 0},
    {"does",        FIELD_NODE, false, offsetof(struct action_doc, does),        0, 0},
    {"restart",     FIELD_TEXT, false, offsetof(struct action_doc, restart),     0, 0},
    {"not_handler", FIELD_BOOL, false, offsetof(struct action_doc, not_handler), 0, 0},
    {"records",     FIELD_TEXT, false, offsetof(struct action_doc, records),     0, 0},
    {"new_cycle",   FIELD_BOOL, false, offsetof(struct action_doc, new_cycle),   0, 0},
    {"told",        FIELD_BOOL, false, offsetof(struct action_doc, told),        0, 0},
    {"key",         FIELD_TEXT, false, offsetof(struct action_doc, key),         0, 0},
    {"style",       FIELD_TEXT, true,  offsetof(struct action_doc, style),       0, 0},
};

static enum err read_records(const struct reader *r, const char *at, const char *records,
                             struct flow_action *a)
{
    a->records_handler = records && strcmp(records, "handler") == 0;
    a->records_checker = records && strcmp(records, "checker") == 0;
    if (records && !a->records_handler && !a->records_checker)
        return read_fail(r, read_at(r, at, "records"), "handler or checker, not %.40s", records);
    return ERR_OK;
}

static enum err check_style(const struct reader *r, const char *at, const char *style)
{
    if (strcmp(style, "main") == 0 || strcmp(style, "quiet") == 0 || strcmp(style, "danger") == 0)
        return ERR_OK;
    return read_fail(r, read_at(r, at, "style"), "main, quiet or danger, not %.40s", style);
}

static enum err read_key(const struct reader *r, const char *at, const char *key, char *out)
{
    if (!key)
        return ERR_OK;
    if (key[0] < 'a' || key[0] > 'z' || key[1])
        return read_fail(r, read_at(r, at, "key"), "one letter a-z, not %.40s", key);
    *out = key[0];
    return ERR_OK;
}

static enum err check_places(const struct reader *r, const char *at, const struct flow *f,
                             const struct flow_action *a)
{
    for (size_t i = 0; i < a->n_from; i++)
        if (!flow_state(f, a->from[i]))
            return read_fail(r, read_item(r, read_at(r, at, "from"), i), "no such state: %s",
                             a->from[i]);
    if (a->to && !flow_state(f, a->to))
        return read_fail(r, read_at(r, at, "to"), "no such state: %.40s", a->to);
    return ERR_OK;
}

/* Who may do it, what it needs, when it is open and what it does. */
static enum err read_terms(const struct reader *r, const char *at, const struct action_doc *in,
                           struct flow_action *a)
{
    TRY(read_roles(r, read_at(r, at, "roles"), in->roles, &a->roles));
    TRY(read_inputs(r, read_at(r, at, "needs"), in->needs, &a->needs));
    TRY(read_inputs(r, read_at(r, at, "offers"), in->offers, &a->offers));
    if (a->needs & a->offers)
        return read_fail(r, read_at(r, at, "offers"), "is needed already");
    TRY(read_conditions(r, read_at(r, at, "when"), in->when, &a->when));
    TRY(read_deeds(r, read_at(r, at, "does"), in->does, &a->does));
    TRY(read_restart(r, read_at(r, at, "restart"), in->restart, &a->restart));
    TRY(read_records(r, at, in->records, a));
    TRY(read_key(r, at, in->key, &a->key));
    return check_style(r, at, in->style);
}

static enum err read_action(const struct reader *r, const char *at, const struct node *v,
                            const struct flow *f, struct flow_action *out)
{
    struct action_doc in;
    TRY(read_object(r, at, v, action_fields, LEN(action_fields), &in));
    TRY(read_word(r, read_at(r, at, "action"), in.action));
    if (flow_action(f, in.action))
        return read_fail(r, read_at(r, at, "action"), "stands twice: %s", in.action);
    *out = (struct flow_action){.action = in.action,
                                .to = in.to,
                                .not_handler = in.not_handler,
                                .new_cycle = in.new_cycle,
                                .told = in.told,
                                .style = in.style};
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name));
    TRY(read_words(r, read_at(r, at, "from"), in.from, &out->from, &out->n_from));
    TRY(read_terms(r, at, &in, out));
    return check_places(r, at, f, out);
}

enum err read_actions(const struct reader *r, const struct node *list, struct flow *f)
{
    size_t n = node_len(list);
    if (node_type(list) != NODE_ARRAY || n == 0 || n > ACTIONS_MAX)
        return read_fail(r, "actions", "a list of 1..%d actions", ACTIONS_MAX);
    struct flow_action *actions = arena_array(r->c->mem, n, sizeof *actions);
    f->actions = actions;
    for (size_t i = 0; i < n; i++) {
        TRY(read_action(r, read_item(r, "actions", i), node_at(list, i), f, &actions[i]));
        f->n_actions = i + 1;
    }
    return ERR_OK;
}

const struct flow_state *flow_state(const struct flow *f, const char *state)
{
    for (size_t i = 0; i < f->n_states; i++)
        if (strcmp(f->states[i].state, state) == 0)
            return &f->states[i];
    return NULL;
}

int flow_clock_in(const struct flow *f, const char *state, bool woken)
{
    const struct flow_state *s = flow_state(f, state);
    return s && s->final && woken ? f->still : s ? s->clock : -1;
}

const struct flow_action *flow_action(const struct flow *f, const char *action)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (strcmp(f->actions[i].action, action) == 0)
            return &f->actions[i];
    return NULL;
}

const struct close_reason *flow_close_reason(const struct flow *f, const char *reason)
{
    for (size_t i = 0; i < f->n_close_reasons; i++)
        if (strcmp(f->close_reasons[i].reason, reason) == 0)
            return &f->close_reasons[i];
    return NULL;
}

bool flow_starts_from(const struct flow_action *a, const char *state)
{
    return text_is_among(state, a->from, a->n_from);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a flow and proves it sound: no dead end, no state out of reach, no check by whoever did the work. */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "programme/read.h"

enum { NAME_LEN = 40, STATES_MAX = 64, ACTIONS_MAX = 128 };

struct flow_doc {
    const char *flow, *start;
    const struct node *states, *actions;
};
static const struct field flow_fields[] = {
    {"flow",    FIELD_TEXT, true, offsetof(struct flow_doc, flow),    0, 0},
    {"start",   FIELD_TEXT, true, offsetof(struct flow_doc, start),   0, 0},
    {"states",  FIELD_NODE, true, offsetof(struct flow_doc, states),  0, 0},
    {"actions", FIELD_NODE, true, offsetof(struct flow_doc, actions), 0, 0},
};

struct state_doc {
    const char *state;
    const struct node *name;
    bool final, checked;
};
static const struct field state_fields[] = {
    {"state",   FIELD_TEXT, true,  offsetof(struct state_doc, state),   0, 0},
    {"name",    FIELD_NODE, true,  offsetof(struct state_doc, name),    0, 0},
    {"final",   FIELD_BOOL, false, offsetof(struct state_doc, final),   0, 0},
    {"checked", FIELD_BOOL, false, offsetof(struct state_doc, checked), 0, 0},
};

struct action_doc {
    const char *action, *to, *records, *style;
    const struct node *name, *from, *roles, *needs;
    bool not_handler, new_cycle;
};
static const struct field action_fields[] = {
    {"action",      FIELD_TEXT, true,  offsetof(struct action_doc, action),      0, 0},
    {"name",        FIELD_NODE, true,  offsetof(struct action_doc, name),        0, 0},
    {"from",        FIELD_NODE, true,  offsetof(struct action_doc, from),        0, 0},
    {"to",          FIELD_TEXT, true,  offsetof(struct action_doc, to),          0, 0},
    {"roles",       FIELD_NODE, true,  offsetof(struct action_doc, roles),       0, 0},
    {"needs",       FIELD_NODE, false, offsetof(struct action_doc, needs),       0, 0},
    {"not_handler", FIELD_BOOL, false, offsetof(struct action_doc, not_handler), 0, 0},
    {"records",     FIELD_TEXT, false, offsetof(struct action_doc, records),     0, 0},
    {"new_cycle",   FIELD_BOOL, false, offsetof(struct action_doc, new_cycle),   0, 0},
    {"style",       FIELD_TEXT, true,  offsetof(struct action_doc, style),       0, 0},
};

static const struct {
    const char *word;
    enum flow_need need;
} needs_known[] = {
    {"reason",      NEED_REASON     },
    {"note",        NEED_NOTE       },
    {"photo_after", NEED_PHOTO_AFTER},
    {"post",        NEED_POST       },
    {"into",        NEED_INTO       },
};

static enum err read_states(const struct reader *r, const struct node *list, struct flow *f)
{
    size_t n = node_len(list);
    if (node_type(list) != NODE_ARRAY || n == 0 || n > STATES_MAX)
        return read_fail(r, "states", "a list of 1..%d states", STATES_MAX);
    struct flow_state *states = arena_array(r->c->mem, n, sizeof *states);
    f->states = states;
    for (size_t i = 0; i < n; i++) {
        const char *at = read_item(r, "states", i);
        struct state_doc in;
        TRY(read_object(r, at, node_at(list, i), state_fields, LEN(state_fields), &in));
        TRY(read_word(r, read_at(r, at, "state"), in.state));
        if (flow_state(f, in.state))
            return read_fail(r, read_at(r, at, "state"), "stands twice: %s", in.state);
        TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &states[i].name));
        states[i].state = in.state;
        states[i].final = in.final;
        states[i].open = !in.final;
        states[i].checked = in.checked;
        f->n_states = i + 1;
    }
    return ERR_OK;
}

static enum err read_roles(const struct reader *r, const char *at, const struct node *v,
                           unsigned *out)
{
    const char *const *words;
    size_t n;
    enum role role;
    TRY(read_words(r, at, v, &words, &n));
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], "reporter") == 0)
            *out |= FLOW_REPORTER;
        else if (role_parse(words[i], &role))
            *out |= 1U << role;
        else
            return read_fail(r, read_item(r, at, i), "no such role: %s", words[i]);
    }
    return ERR_OK;
}

static enum err read_needs(const struct reader *r, const char *at, const struct node *v,
                           unsigned *out)
{
    const char *const *words;
    size_t n;
    *out = 0;
    if (!v)
        return ERR_OK;
    TRY(read_words(r, at, v, &words, &n));
    for (size_t i = 0; i < n; i++) {
        unsigned bit = 0;
        for (size_t k = 0; k < LEN(needs_known); k++)
            if (strcmp(words[i], needs_known[k].word) == 0)
                bit = needs_known[k].need;
        if (!bit)
            return read_fail(r, read_item(r, at, i), "no such need: %s", words[i]);
        *out |= bit;
    }
    return ERR_OK;
}

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

/* Whoever did the work may neither call it checked nor be written down as the checker. */
static enum err check_checker(const struct reader *r, const char *at, const struct flow *f,
                              const struct flow_action *a)
{
    bool guarded = flow_state(f, a->to)->checked || a->records_checker;
    if (guarded && !a->not_handler)
        return read_fail(r, read_at(r, at, "not_handler"),
                         "must be true: the checker is never the handler");
    return ERR_OK;
}

static enum err check_places(const struct reader *r, const char *at, const struct flow *f,
                             const struct flow_action *a)
{
    for (size_t i = 0; i < a->n_from; i++)
        if (!flow_state(f, a->from[i]))
            return read_fail(r, read_item(r, read_at(r, at, "from"), i), "no such state: %s",
                             a->from[i]);
    if (!flow_state(f, a->to))
        return read_fail(r, read_at(r, at, "to"), "no such state: %.40s", a->to);
    return ERR_OK;
}

/* Who may do it and what it needs. */
static enum err read_terms(const struct reader *r, const char *at, const struct action_doc *in,
                           struct flow_action *a)
{
    TRY(read_roles(r, read_at(r, at, "roles"), in->roles, &a->roles));
    TRY(read_needs(r, read_at(r, at, "needs"), in->needs, &a->needs));
    TRY(read_records(r, at, in->records, a));
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
                                .style = in.style};
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name));
    TRY(read_words(r, read_at(r, at, "from"), in.from, &out->from, &out->n_from));
    TRY(read_terms(r, at, &in, out));
    TRY(check_places(r, at, f, out));
    return check_checker(r, at, f, out);
}

static enum err read_actions(const struct reader *r, const struct node *list, struct flow *f)
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

static bool leads_from(const struct flow_action *a, const char *state)
{
    for (size_t i = 0; i < a->n_from; i++)
        if (strcmp(a->from[i], state) == 0)
            return true;
    return false;
}

/* Is there a way to the state from the flow's start? Marks grow until nothing is added. */
static void mark_reachable(const struct flow *f, bool *reached)
{
    bool grew = true;
    reached[flow_state(f, f->start) - f->states] = true;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < f->n_actions; i++) {
            size_t to = (size_t)(flow_state(f, f->actions[i].to) - f->states);
            for (size_t s = 0; s < f->n_states && !reached[to]; s++)
                if (reached[s] && leads_from(&f->actions[i], f->states[s].state))
                    grew = reached[to] = true;
        }
    }
}

static bool has_way_out(const struct flow *f, const char *state)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (leads_from(&f->actions[i], state) && strcmp(f->actions[i].to, state) != 0)
            return true;
    return false;
}

static enum err check_states(const struct reader *r, const struct flow *f)
{
    bool reached[STATES_MAX] = {false}, any_final = false;
    mark_reachable(f, reached);
    for (size_t i = 0; i < f->n_states; i++) {
        const struct flow_state *s = &f->states[i];
        if (!reached[i])
            return read_fail(r, read_item(r, "states", i), "no way leads to %s", s->state);
        if (!s->final && !has_way_out(f, s->state))
            return read_fail(r, read_item(r, "states", i), "no way out of %s, which is not final",
                             s->state);
        any_final = any_final || s->final;
    }
    return any_final ? ERR_OK : read_fail(r, "states", "none is final");
}

/* A rule against the handler is void when nothing ever says who that was. */
static enum err check_handler(const struct reader *r, const struct flow *f)
{
    bool asked = false, recorded = false;
    for (size_t i = 0; i < f->n_actions; i++) {
        asked = asked || f->actions[i].not_handler;
        recorded = recorded || f->actions[i].records_handler;
    }
    return asked && !recorded ? read_fail(r, "actions", "none records the handler") : ERR_OK;
}

enum err read_flow(const struct reader *r, const struct node *root, struct flow *out)
{
    struct flow_doc in;
    struct flow f = {0};
    TRY(read_object(r, "", root, flow_fields, LEN(flow_fields), &in));
    TRY(read_word(r, "flow", in.flow));
    f.flow = in.flow;
    f.start = in.start;
    TRY(read_states(r, in.states, &f));
    const struct flow_state *start = flow_state(&f, f.start);
    if (!start || start->final || start->checked)
        return read_fail(r, "start", "not a state to start in: %.40s", f.start);
    TRY(read_actions(r, in.actions, &f));
    TRY(check_states(r, &f));
    TRY(check_handler(r, &f));
    *out = f;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a flow. What its parts mean together is held against the rules in flow_check.c. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "programme/read.h"

enum { NAME_LEN = 40, STATES_MAX = 64, ACTIONS_MAX = 128, CLOCKS_MAX = 16, LIST_MAX = 32 };
enum { PERCENT_MAX = 1000, LEVELS_UP_MAX = 3, GUARD_MAX = 20, EXTENSIONS_MAX = 9 };

struct flow_doc {
    const char *flow, *start;
    const struct node *clocks, *lights, *marks, *options, *close_reasons, *states, *actions;
};
static const struct field flow_fields[] = {
    {"flow",          FIELD_TEXT, true,  offsetof(struct flow_doc, flow),          0, 0},
    {"start",         FIELD_TEXT, true,  offsetof(struct flow_doc, start),         0, 0},
    {"clocks",        FIELD_NODE, true,  offsetof(struct flow_doc, clocks),        0, 0},
    {"lights",        FIELD_NODE, true,  offsetof(struct flow_doc, lights),        0, 0},
    {"marks",         FIELD_NODE, false, offsetof(struct flow_doc, marks),         0, 0},
    {"options",       FIELD_NODE, false, offsetof(struct flow_doc, options),       0, 0},
    {"close_reasons", FIELD_NODE, false, offsetof(struct flow_doc, close_reasons), 0, 0},
    {"states",        FIELD_NODE, true,  offsetof(struct flow_doc, states),        0, 0},
    {"actions",       FIELD_NODE, true,  offsetof(struct flow_doc, actions),       0, 0},
};

/* ---- clocks, lights, marks ---- */

struct clock_doc {
    const char *clock, *limit, *for_what;
    const struct node *name;
};
static const struct field clock_fields[] = {
    {"clock", FIELD_TEXT, true,  offsetof(struct clock_doc, clock),    0, 0},
    {"name",  FIELD_NODE, true,  offsetof(struct clock_doc, name),     0, 0},
    {"limit", FIELD_TEXT, true,  offsetof(struct clock_doc, limit),    0, 0},
    {"for",   FIELD_TEXT, false, offsetof(struct clock_doc, for_what), 0, 0},
};

enum err read_limit(const struct reader *r, const char *at, const char *text, struct limit *out)
{
    if (limit_parse(text, out))
        return ERR_OK;
    return read_fail(r, at, "a limit is like \"4 work_hour\", not %.40s", text);
}

static int find_clock(const struct flow *f, const char *clock)
{
    for (size_t i = 0; i < f->n_clocks; i++)
        if (strcmp(f->clocks[i].clock, clock) == 0)
            return (int)i;
    return -1;
}

/* All others are for the states that name them. */
static enum err read_for(const struct reader *r, const char *at, const char *what, int clock,
                         struct flow *f)
{
    if (!what)
        return ERR_OK;
    if (strcmp(what, "still_there") != 0 || f->still >= 0)
        return read_fail(r, read_at(r, at, "for"), "one is for still_there, not %.40s", what);
    f->still = clock;
    return ERR_OK;
}

static enum err read_clock(const struct reader *r, const char *at, const struct node *v,
                           struct flow *f, struct flow_clock *out)
{
    struct clock_doc in;
    TRY(read_object(r, at, v, clock_fields, LEN(clock_fields), &in));
    TRY(read_word(r, read_at(r, at, "clock"), in.clock));
    if (find_clock(f, in.clock) >= 0)
        return read_fail(r, read_at(r, at, "clock"), "stands twice: %s", in.clock);
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name));
    TRY(read_for(r, at, in.for_what, (int)f->n_clocks, f));
    out->clock = in.clock;
    out->source = strcmp(in.limit, "kind") == 0   ? FLOW_LIMIT_KIND
                  : strcmp(in.limit, "date") == 0 ? FLOW_LIMIT_DATE
                                                  : FLOW_LIMIT_FIXED;
    if (out->source != FLOW_LIMIT_FIXED)
        return ERR_OK;
    return read_limit(r, read_at(r, at, "limit"), in.limit, &out->limit);
}

static enum err read_clocks(const struct reader *r, const struct node *list, struct flow *f)
{
    size_t n;
    TRY(read_list(r, "clocks", list, 0, CLOCKS_MAX, &n));
    struct flow_clock *clocks = arena_array(r->c->mem, n ? n : 1, sizeof *clocks);
    f->clocks = clocks;
    for (size_t i = 0; i < n; i++) {
        TRY(read_clock(r, read_item(r, "clocks", i), node_at(list, i), f, &clocks[i]));
        f->n_clocks = i + 1;
    }
    return ERR_OK;
}

struct lights_doc {
    int64_t yellow, red;
};
static const struct field lights_fields[] = {
    {"yellow", FIELD_INT, true, offsetof(struct lights_doc, yellow), 1, 100},
    {"red",    FIELD_INT, true, offsetof(struct lights_doc, red),    1, 100},
};

static enum err read_lights(const struct reader *r, const struct node *v, struct flow *f)
{
    struct lights_doc in;
    TRY(read_object(r, "lights", v, lights_fields, LEN(lights_fields), &in));
    if (in.yellow > in.red)
        return read_fail(r, "lights.yellow", "comes after red");
    f->yellow = (int)in.yellow;
    f->red = (int)in.red;
    return ERR_OK;
}

struct mark_doc {
    const char *clock, *mark;
    int64_t at, up;
};
static const struct field mark_fields[] = {
    {"clock", FIELD_TEXT, true, offsetof(struct mark_doc, clock), 0, 0            },
    {"at",    FIELD_INT,  true, offsetof(struct mark_doc, at),    1, PERCENT_MAX  },
    {"mark",  FIELD_TEXT, true, offsetof(struct mark_doc, mark),  0, 0            },
    {"up",    FIELD_INT,  true, offsetof(struct mark_doc, up),    0, LEVELS_UP_MAX},
};

static enum err read_mark(const struct reader *r, const char *at, const struct node *v,
                          const struct flow *f, struct flow_mark *out)
{
    static const char *const levels[] = {"urge", "supervise", "list"};
    struct mark_doc in;
    TRY(read_object(r, at, v, mark_fields, LEN(mark_fields), &in));
    *out = (struct flow_mark){.clock = find_clock(f, in.clock), .at = (int)in.at, .up = (int)in.up};
    if (out->clock < 0)
        return read_fail(r, read_at(r, at, "clock"), "no such clock: %.40s", in.clock);
    if (in.at > 100 && in.at % 100 != 0)
        return read_fail(r, read_at(r, at, "at"), "above 100 only whole limits: 200, 300");
    for (size_t i = 0; i < LEN(levels); i++)
        if (strcmp(levels[i], in.mark) == 0)
            out->level = (int)i + 1;
    if (!out->level)
        return read_fail(r, read_at(r, at, "mark"), "urge, supervise or list, not %.40s", in.mark);
    return ERR_OK;
}

static enum err read_marks(const struct reader *r, const struct node *list, struct flow *f)
{
    TRY(read_list(r, "marks", list, 0, LIST_MAX, &f->n_marks));
    struct flow_mark *marks = arena_array(r->c->mem, f->n_marks ? f->n_marks : 1, sizeof *marks);
    f->marks = marks;
    for (size_t i = 0; i < f->n_marks; i++)
        TRY(read_mark(r, read_item(r, "marks", i), node_at(list, i), f, &marks[i]));
    return ERR_OK;
}

/* ---- options and reasons ---- */

struct options_doc {
    int64_t return_guard, extensions;
    const char *return_within, *confirm, *reopen, *suspension_max, *appeal, *review;
};
static const struct field options_fields[] = {
    {"return_guard",   FIELD_INT,  false, offsetof(struct options_doc, return_guard),   1, GUARD_MAX     },
    {"extensions",     FIELD_INT,  false, offsetof(struct options_doc, extensions),     0, EXTENSIONS_MAX},
    {"return_within",  FIELD_TEXT, false, offsetof(struct options_doc, return_within),  0, 0             },
    {"confirm",        FIELD_TEXT, false, offsetof(struct options_doc, confirm),        0, 0             },
    {"reopen",         FIELD_TEXT, false, offsetof(struct options_doc, reopen),         0, 0             },
    {"suspension_max", FIELD_TEXT, false, offsetof(struct options_doc, suspension_max), 0, 0             },
    {"appeal",         FIELD_TEXT, false, offsetof(struct options_doc, appeal),         0, 0             },
    {"review",         FIELD_TEXT, false, offsetof(struct options_doc, review),         0, 0             },
};

static enum err read_options(const struct reader *r, const struct node *v, struct flow_options *out)
{
    struct options_doc in;
    if (!v)
        return ERR_OK;
    TRY(read_object(r, "options", v, options_fields, LEN(options_fields), &in));
    const struct {
        const char *at, *text;
        struct limit *out;
    } limits[] = {
        {"options.return_within",  in.return_within,  &out->return_within },
        {"options.confirm",        in.confirm,        &out->confirm       },
        {"options.reopen",         in.reopen,         &out->reopen        },
        {"options.suspension_max", in.suspension_max, &out->suspension_max},
        {"options.appeal",         in.appeal,         &out->appeal        },
        {"options.review",         in.review,         &out->review        },
    };
    out->return_guard = (int)json_given(in.return_guard);
    out->extensions = (int)json_given(in.extensions);
    for (size_t i = 0; i < LEN(limits); i++)
        if (limits[i].text)
            TRY(read_limit(r, limits[i].at, limits[i].text, limits[i].out));
    return ERR_OK;
}

struct reason_doc {
    const char *reason;
    const struct node *name;
    bool fixed;
};
static const struct field reason_fields[] = {
    {"reason", FIELD_TEXT, true, offsetof(struct reason_doc, reason), 0, 0},
    {"name",   FIELD_NODE, true, offsetof(struct reason_doc, name),   0, 0},
    {"fixed",  FIELD_BOOL, true, offsetof(struct reason_doc, fixed),  0, 0},
};

static enum err read_reasons(const struct reader *r, const struct node *list, struct flow *f)
{
    size_t n;
    TRY(read_list(r, "close_reasons", list, 0, LIST_MAX, &n));
    struct close_reason *reasons = arena_array(r->c->mem, n ? n : 1, sizeof *reasons);
    f->close_reasons = reasons;
    for (size_t i = 0; i < n; i++) {
        const char *at = read_item(r, "close_reasons", i);
        struct reason_doc in;
        TRY(read_object(r, at, node_at(list, i), reason_fields, LEN(reason_fields), &in));
        TRY(read_word(r, read_at(r, at, "reason"), in.reason));
        if (flow_close_reason(f, in.reason))
            return read_fail(r, read_at(r, at, "reason"), "stands twice: %s", in.reason);
        TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &reasons[i].name));
        reasons[i].reason = in.reason;
        reasons[i].fixed = in.fixed;
        f->n_close_reasons = i + 1;
    }
    return ERR_OK;
}

/* ---- states ---- */

struct state_doc {
    const char *state, *clock, *milestone;
    const struct node *name;
    bool final, checked;
};
static const struct field state_fields[] = {
    {"state",     FIELD_TEXT, true,  offsetof(struct state_doc, state),     0, 0},
    {"name",      FIELD_NODE, true,  offsetof(struct state_doc, name),      0, 0},
    {"final",     FIELD_BOOL, false, offsetof(struct state_doc, final),     0, 0},
    {"checked",   FIELD_BOOL, false, offsetof(struct state_doc, checked),   0, 0},
    {"clock",     FIELD_TEXT, false, offsetof(struct state_doc, clock),     0, 0},
    {"milestone", FIELD_TEXT, false, offsetof(struct state_doc, milestone), 0, 0},
};

static enum err read_state(const struct reader *r, const char *at, const struct node *v,
                           const struct flow *f, struct flow_state *out)
{
    struct state_doc in;
    TRY(read_object(r, at, v, state_fields, LEN(state_fields), &in));
    TRY(read_word(r, read_at(r, at, "state"), in.state));
    if (flow_state(f, in.state))
        return read_fail(r, read_at(r, at, "state"), "stands twice: %s", in.state);
    *out = (struct flow_state){.state = in.state,
                               .final = in.final,
                               .open = !in.final,
                               .checked = in.checked,
                               .clock = in.clock ? find_clock(f, in.clock) : -1};
    if (in.clock && out->clock < 0)
        return read_fail(r, read_at(r, at, "clock"), "no such clock: %.40s", in.clock);
    TRY(read_milestone(r, read_at(r, at, "milestone"), in.milestone, &out->milestone));
    return read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name);
}

static enum err read_states(const struct reader *r, const struct node *list, struct flow *f)
{
    size_t n = node_len(list);
    if (node_type(list) != NODE_ARRAY || n == 0 || n > STATES_MAX)
        return read_fail(r, "states", "a list of 1..%d states", STATES_MAX);
    struct flow_state *states = arena_array(r->c->mem, n, sizeof *states);
    f->states = states;
    for (size_t i = 0; i < n; i++) {
        TRY(read_state(r, read_item(r, "states", i), node_at(list, i), f, &states[i]));
        f->n_states = i + 1;
    }
    return ERR_OK;
}

/* ---- the whole ---- */

/* What is measured and said, then what happens. */
static enum err read_measures(const struct reader *r, const struct flow_doc *in, struct flow *f)
{
    TRY(read_clocks(r, in->clocks, f));
    TRY(read_lights(r, in->lights, f));
    TRY(read_marks(r, in->marks, f));
    TRY(read_options(r, in->options, &f->options));
    return read_reasons(r, in->close_reasons, f);
}

enum err read_flow(const struct reader *r, const struct node *root, struct flow *out)
{
    struct flow_doc in;
    struct flow f = {.still = -1};
    TRY(read_object(r, "", root, flow_fields, LEN(flow_fields), &in));
    TRY(read_word(r, "flow", in.flow));
    f.flow = in.flow;
    f.start = in.start;
    TRY(read_measures(r, &in, &f));
    TRY(read_states(r, in.states, &f));
    TRY(read_actions(r, in.actions, &f));
    TRY(check_flow(r, &f));
    *out = f;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what an entry of a ledger goes through: statuses, steps between them, reasons for leaving. */
#include <string.h>

#include "base/arena.h"
#include "programme/parts.h"

enum { NAME_LEN = 40, STATUSES_MAX = 32, ACTIONS_MAX = 64, REASONS_MAX = 32 };

struct status_doc {
    const char *status, *sign;
    const struct node *name, *is_public, *window;
    bool on_sign;
};
static const struct field status_fields[] = {
    {"status",  FIELD_TEXT, true,  offsetof(struct status_doc, status),    0, 0},
    {"name",    FIELD_NODE, true,  offsetof(struct status_doc, name),      0, 0},
    {"sign",    FIELD_TEXT, true,  offsetof(struct status_doc, sign),      0, 0},
    {"on_sign", FIELD_BOOL, false, offsetof(struct status_doc, on_sign),   0, 0},
    {"public",  FIELD_NODE, false, offsetof(struct status_doc, is_public), 0, 0},
    {"window",  FIELD_NODE, false, offsetof(struct status_doc, window),    0, 0},
};

static const struct field window_fields[] = {
    {"from",   FIELD_TEXT, false, offsetof(struct ledger_window, from),   0, 0},
    {"before", FIELD_TEXT, false, offsetof(struct ledger_window, before), 0, 0},
    {"to",     FIELD_TEXT, false, offsetof(struct ledger_window, to),     0, 0},
    {"after",  FIELD_TEXT, false, offsetof(struct ledger_window, after),  0, 0},
};

static enum err read_window(const struct reader *r, const char *at, const struct node *v,
                            struct ledger_window *out)
{
    if (!v)
        return ERR_OK;
    TRY(read_object(r, at, v, window_fields, LEN(window_fields), out));
    if (!out->from != !out->before || !out->to != !out->after || (!out->from && !out->to))
        return read_fail(r, at, "from with before, to with after, one of the two at least");
    return ERR_OK;
}

/* Where strangers apply nobody else is told of it, unless a status says so; elsewhere all statuses are public. */
static enum err read_hidden(const struct reader *r, const char *at, const struct node *v,
                            const struct ledger_kind *k, bool *out)
{
    bool shown = !k->apply;
    if (v && (node_type(v) != NODE_BOOL || !node_bool(v, &shown)))
        return read_fail(r, at, "true or false");
    *out = !shown;
    return ERR_OK;
}

static enum err read_status(const struct reader *r, const char *at, const struct node *v,
                            const struct ledger_kind *k, struct ledger_status *out)
{
    static const char *const signs[] = {"green", "yellow", "red", "grey"};
    struct status_doc in;
    int sign;
    TRY(read_object(r, at, v, status_fields, LEN(status_fields), &in));
    TRY(read_word(r, read_at(r, at, "status"), in.status));
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name));
    TRY(read_choice(r, read_at(r, at, "sign"), in.sign, signs, LEN(signs), &sign));
    out->status = in.status;
    out->sign = signs[sign];
    out->on_sign = in.on_sign;
    TRY(read_hidden(r, read_at(r, at, "public"), in.is_public, k, &out->hidden));
    return read_window(r, read_at(r, at, "window"), in.window, &out->window);
}

enum err read_statuses(const struct reader *r, const char *at, const struct node *v,
                       struct ledger_kind *k)
{
    size_t n;
    TRY(read_list(r, at, v, 1, STATUSES_MAX, &n));
    struct ledger_status *statuses = arena_array(r->c->mem, n, sizeof *statuses);
    k->statuses = statuses;
    for (size_t i = 0; i < n; i++) {
        const char *place = read_item(r, at, i);
        TRY(read_status(r, place, node_at(v, i), k, &statuses[i]));
        if (ledger_status(k, statuses[i].status))
            return read_fail(r, read_at(r, place, "status"), "stands twice: %s",
                             statuses[i].status);
        k->n_statuses = i + 1;
    }
    return ERR_OK;
}

struct reason_doc {
    const char *reason;
    const struct node *name;
    bool successor;
};
static const struct field reason_fields[] = {
    {"reason",    FIELD_TEXT, true,  offsetof(struct reason_doc, reason),    0, 0},
    {"name",      FIELD_NODE, true,  offsetof(struct reason_doc, name),      0, 0},
    {"successor", FIELD_BOOL, false, offsetof(struct reason_doc, successor), 0, 0},
};

enum err read_reasons(const struct reader *r, const char *at, const struct node *v,
                      struct ledger_kind *k)
{
    size_t n;
    TRY(read_list(r, at, v, 1, REASONS_MAX, &n));
    struct ledger_reason *reasons = arena_array(r->c->mem, n, sizeof *reasons);
    k->reasons = reasons;
    for (size_t i = 0; i < n; i++) {
        const char *place = read_item(r, at, i);
        struct reason_doc in;
        TRY(read_object(r, place, node_at(v, i), reason_fields, LEN(reason_fields), &in));
        TRY(read_word(r, read_at(r, place, "reason"), in.reason));
        if (ledger_reason(k, in.reason))
            return read_fail(r, read_at(r, place, "reason"), "stands twice: %s", in.reason);
        reasons[i].reason = in.reason;
        reasons[i].successor = in.successor;
        TRY(read_name(r, read_at(r, place, "name"), in.name, NAME_LEN, &reasons[i].name));
        k->n_reasons = i + 1;
    }
    return ERR_OK;
}

struct action_doc {
    const char *action, *to, *leave;
    const struct node *name, *from;
    bool needs_reason;
};
static const struct field action_fields[] = {
    {"action",       FIELD_TEXT, true,  offsetof(struct action_doc, action),       0, 0},
    {"name",         FIELD_NODE, true,  offsetof(struct action_doc, name),         0, 0},
    {"from",         FIELD_NODE, true,  offsetof(struct action_doc, from),         0, 0},
    {"to",           FIELD_TEXT, true,  offsetof(struct action_doc, to),           0, 0},
    {"needs_reason", FIELD_BOOL, false, offsetof(struct action_doc, needs_reason), 0, 0},
    {"leave",        FIELD_TEXT, false, offsetof(struct action_doc, leave),        0, 0},
};

/* A step that leaves names a reason, and no reason that asks for a successor: a step has none to name. */
static enum err check_leave(const struct reader *r, const char *at, const struct ledger_kind *k,
                            const char *leave)
{
    const struct ledger_reason *reason = leave ? ledger_reason(k, leave) : NULL;
    if (!leave)
        return ERR_OK;
    if (!reason)
        return read_fail(r, at, "no such reason: %.40s", leave);
    return reason->successor ? read_fail(r, at, "%s needs a successor", leave) : ERR_OK;
}

static enum err read_action(const struct reader *r, const char *at, const struct node *v,
                            const struct ledger_kind *k, struct ledger_action *out)
{
    struct action_doc in;
    TRY(read_object(r, at, v, action_fields, LEN(action_fields), &in));
    TRY(read_word(r, read_at(r, at, "action"), in.action));
    if (ledger_action(k, in.action))
        return read_fail(r, read_at(r, at, "action"), "stands twice: %s", in.action);
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name));
    TRY(read_words(r, read_at(r, at, "from"), in.from, &out->from, &out->n_from));
    for (size_t i = 0; i < out->n_from; i++)
        if (!ledger_status(k, out->from[i]))
            return read_fail(r, read_item(r, read_at(r, at, "from"), i), "no such status: %s",
                             out->from[i]);
    if (!ledger_status(k, in.to))
        return read_fail(r, read_at(r, at, "to"), "no such status: %.40s", in.to);
    TRY(check_leave(r, read_at(r, at, "leave"), k, in.leave));
    out->action = in.action;
    out->to = in.to;
    out->needs_reason = in.needs_reason;
    out->leave = in.leave;
    return ERR_OK;
}

enum err read_steps(const struct reader *r, const char *at, const struct node *v,
                    struct ledger_kind *k)
{
    size_t n;
    TRY(read_list(r, at, v, 1, ACTIONS_MAX, &n));
    struct ledger_action *actions = arena_array(r->c->mem, n, sizeof *actions);
    k->actions = actions;
    for (size_t i = 0; i < n; i++) {
        TRY(read_action(r, read_item(r, at, i), node_at(v, i), k, &actions[i]));
        k->n_actions = i + 1;
    }
    return ERR_OK;
}

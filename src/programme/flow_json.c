/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/flow_json.h"

#include "account/account.h"

void name_put(struct json *j, const char *key, const struct name_pair *name)
{
    json_key(j, key);
    if (!name->zh) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "zh", name->zh);
    json_put_text(j, "en", name->en);
    json_end(j);
}

void flow_put_needs(struct json *j, const char *key, unsigned needs)
{
    json_key(j, key);
    json_array(j);
    for (unsigned bit = NEED_REASON; bit <= NEED_PLACE; bit <<= 1)
        if (needs & bit)
            json_text(j, flow_need_word(bit));
    json_array_end(j);
}

void flow_put_key(struct json *j, const struct flow_action *a)
{
    const char key[2] = {a->key, '\0'};
    json_put_text(j, "key", a->key ? key : NULL);
}

static void put_clock(struct json *j, const struct flow_clock *k)
{
    json_object(j);
    json_put_text(j, "clock", k->clock);
    name_put(j, "name", &k->name);
    if (k->source == FLOW_LIMIT_FIXED)
        limit_put(j, "limit", k->limit);
    else
        json_put_text(j, "limit", k->source == FLOW_LIMIT_KIND ? "kind" : "date");
    json_end(j);
}

static void put_state(struct json *j, const struct flow *f, const struct flow_state *s)
{
    json_object(j);
    json_put_text(j, "state", s->state);
    name_put(j, "name", &s->name);
    json_put_bool(j, "final", s->final);
    json_put_bool(j, "open", s->open);
    json_put_text(j, "clock", s->clock >= 0 ? f->clocks[s->clock].clock : NULL);
    json_put_text(j, "milestone", s->milestone ? flow_milestone_word(s->milestone) : NULL);
    json_end(j);
}

static void put_roles(struct json *j, unsigned roles)
{
    json_key(j, "roles");
    json_array(j);
    for (int role = 0; role < ROLE__COUNT; role++)
        if (roles & 1U << role)
            json_text(j, role_name((enum role)role));
    if (roles & FLOW_REPORTER)
        json_text(j, "reporter");
    if (roles & FLOW_CO_HANDLER)
        json_text(j, "co_handler");
    if (roles & FLOW_SYSTEM)
        json_text(j, "system");
    if (roles & FLOW_INSPECTION)
        json_text(j, "inspection");
    if (roles & FLOW_LATE_HANDLER)
        json_text(j, "late_handler");
    json_array_end(j);
}

static void put_action(struct json *j, const struct flow_action *a)
{
    json_object(j);
    json_put_text(j, "action", a->action);
    name_put(j, "name", &a->name);
    json_key(j, "from");
    json_array(j);
    for (size_t i = 0; i < a->n_from; i++)
        json_text(j, a->from[i]);
    json_array_end(j);
    json_put_text(j, "to", a->to);
    put_roles(j, a->roles);
    flow_put_needs(j, "needs", a->needs);
    flow_put_needs(j, "offers", a->offers);
    json_put_text(j, "style", a->style);
    json_put_bool(j, "told", a->told);
    flow_put_key(j, a);
    json_end(j);
}

static void put_reason(struct json *j, const struct close_reason *r)
{
    json_object(j);
    json_put_text(j, "reason", r->reason);
    name_put(j, "name", &r->name);
    json_put_bool(j, "fixed", r->fixed);
    json_end(j);
}

void flow_put(struct json *j, const struct flow *f)
{
    json_object(j);
    json_put_text(j, "flow", f->flow);
    json_key(j, "clocks");
    json_array(j);
    for (size_t i = 0; i < f->n_clocks; i++)
        put_clock(j, &f->clocks[i]);
    json_array_end(j);
    json_key(j, "states");
    json_array(j);
    for (size_t i = 0; i < f->n_states; i++)
        put_state(j, f, &f->states[i]);
    json_array_end(j);
    json_key(j, "actions");
    json_array(j);
    for (size_t i = 0; i < f->n_actions; i++)
        put_action(j, &f->actions[i]);
    json_array_end(j);
    json_key(j, "close_reasons");
    json_array(j);
    for (size_t i = 0; i < f->n_close_reasons; i++)
        put_reason(j, &f->close_reasons[i]);
    json_array_end(j);
    limit_put(j, "confirm", f->options.confirm);
    limit_put(j, "reopen", f->options.reopen);
    json_end(j);
}

void kind_put(struct json *j, const struct case_kind *k)
{
    json_object(j);
    json_put_text(j, "kind", k->kind);
    name_put(j, "name", &k->name);
    name_put(j, "examples", &k->examples);
    json_put_text(j, "flow", k->flow);
    json_put_text(j, "icon", k->icon);
    json_put_bool(j, "urgent", k->urgent);
    json_put_bool(j, "needs_photo_after", k->needs_photo_after);
    limit_put(j, "limit", k->limit);
    limit_put(j, "rework_limit", k->rework_limit);
    name_put(j, "closing", &k->closing);
    json_put_text(j, "class", k->class);
    json_put_bool(j, "minor", k->minor);
    json_put_bool(j, "direct_close", k->direct_close);
    json_put_bool(j, "engineering", k->engineering);
    json_put_bool(j, "internal", k->internal);
    json_put_int(j, "version", k->version);
    json_end(j);
}

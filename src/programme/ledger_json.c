/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/ledger_json.h"

#include <math.h>
#include <string.h>

#include "base/json_node.h"
#include "programme/flow_json.h"

enum { DECIMALS = 6 };

static const char *ledger_type_word(enum ledger_type type)
{
    static const char *const words[] = {
        [LEDGER_TEXT] = "text", [LEDGER_INTEGER] = "integer", [LEDGER_NUMBER] = "number",
        [LEDGER_BOOL] = "bool", [LEDGER_DATE] = "date",       [LEDGER_CHOICE] = "choice",
        [LEDGER_LIST] = "list", [LEDGER_REF] = "ref",         [LEDGER_REFS] = "refs",
    };
    return words[type];
}

static const char *visibility_word(enum visibility v)
{
    return v == VISIBLE_PUBLIC ? "public" : v == VISIBLE_INTERNAL ? "internal" : "restricted";
}

static const char *ledger_code_word(enum ledger_code code)
{
    return code == LEDGER_CODE_USCC ? "uscc" : code == LEDGER_CODE_PHONE ? "phone" : NULL;
}

static void words_put(struct json *j, const char *key, const char *const *words, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_text(j, words[i]);
    json_array_end(j);
}

/* ---- ledgers ---- */

static void choices_put(struct json *j, const struct ledger_field *f)
{
    json_key(j, "choices");
    json_array(j);
    for (size_t i = 0; i < f->n_choices; i++) {
        json_object(j);
        json_put_text(j, "value", f->choices[i].value);
        name_put(j, "name", &f->choices[i].name);
        json_end(j);
    }
    json_array_end(j);
}

static void field_put(struct json *j, const struct ledger_field *f)
{
    json_object(j);
    json_put_text(j, "field", f->field);
    name_put(j, "name", &f->name);
    name_put(j, "why", &f->why);
    json_put_text(j, "type", ledger_type_word(f->type));
    json_put_text(j, "visibility", visibility_word(f->visibility));
    json_put_bool(j, "needed", f->needed);
    json_put_bool(j, "asked", f->asked || f->needed);
    json_put_bool(j, "sealed", f->sealed);
    json_put_bool(j, "multiline", f->multiline);
    json_put_text(j, "unit", f->unit);
    json_put_text(j, "code", ledger_code_word(f->code));
    json_put_text(j, "ref", f->ref);
    choices_put(j, f);
    json_put_int(j, "remind", f->remind);
    json_key(j, "remind_in");
    json_array(j);
    for (size_t i = 0; i < f->n_remind_in; i++)
        json_text(j, f->remind_in[i]);
    json_array_end(j);
    json_key(j, "schema");
    json_put_node(j, f->source);
    json_end(j);
}

static void fields_put(struct json *j, const char *key, const struct ledger_fields *fields)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < fields->n; i++)
        field_put(j, &fields->v[i]);
    json_array_end(j);
}

static void window_put(struct json *j, const struct ledger_window *w)
{
    json_key(j, "window");
    if (!w->from && !w->to) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "from", w->from);
    json_put_text(j, "before", w->before);
    json_put_text(j, "to", w->to);
    json_put_text(j, "after", w->after);
    json_end(j);
}

static void statuses_put(struct json *j, const struct ledger_kind *k)
{
    json_key(j, "statuses");
    json_array(j);
    for (size_t i = 0; i < k->n_statuses; i++) {
        const struct ledger_status *s = &k->statuses[i];
        json_object(j);
        json_put_text(j, "status", s->status);
        name_put(j, "name", &s->name);
        json_put_text(j, "sign", s->sign);
        json_put_bool(j, "on_sign", s->on_sign);
        json_put_bool(j, "public", !s->hidden);
        window_put(j, &s->window);
        json_end(j);
    }
    json_array_end(j);
}

static void actions_put(struct json *j, const struct ledger_kind *k)
{
    json_key(j, "actions");
    json_array(j);
    for (size_t i = 0; i < k->n_actions; i++) {
        const struct ledger_action *a = &k->actions[i];
        json_object(j);
        json_put_text(j, "action", a->action);
        name_put(j, "name", &a->name);
        words_put(j, "from", a->from, a->n_from);
        json_put_text(j, "to", a->to);
        json_put_bool(j, "needs_reason", a->needs_reason);
        json_put_text(j, "leave", a->leave);
        json_end(j);
    }
    json_array_end(j);
}

static void reasons_put(struct json *j, const struct ledger_kind *k)
{
    json_key(j, "reasons");
    json_array(j);
    for (size_t i = 0; i < k->n_reasons; i++) {
        json_object(j);
        json_put_text(j, "reason", k->reasons[i].reason);
        name_put(j, "name", &k->reasons[i].name);
        json_put_bool(j, "successor", k->reasons[i].successor);
        json_end(j);
    }
    json_array_end(j);
}

static void series_put(struct json *j, const struct ledger_kind *k)
{
    json_key(j, "series");
    json_array(j);
    for (size_t i = 0; i < k->n_series; i++) {
        const struct ledger_series *s = &k->series[i];
        json_object(j);
        json_put_text(j, "series", s->series);
        name_put(j, "name", &s->name);
        json_put_text(j, "every", s->every == SERIES_YEAR ? "year" : "month");
        json_put_bool(j, "by_owner", s->by_owner);
        fields_put(j, "fields", &s->fields);
        json_end(j);
    }
    json_array_end(j);
}

void ledger_put(struct json *j, const struct ledger_kind *k)
{
    json_object(j);
    json_put_text(j, "ledger", k->ledger);
    json_put_text(j, "programme", k->programme);
    json_put_int(j, "version", k->version);
    name_put(j, "name", &k->name);
    name_put(j, "entry", &k->entry);
    json_put_text(j, "icon", k->icon);
    words_put(j, "on", k->on, k->n_on);
    json_put_text(j, "title", k->title);
    words_put(j, "key", k->key, k->n_key);
    json_put_text(j, "facet", k->facet);
    json_put_bool(j, "public", k->is_public);
    json_put_bool(j, "by_person", k->by_person);
    json_put_text(j, "graded_by", k->graded_by);
    json_put_text(j, "start", k->start);
    json_put_bool(j, "apply", k->apply != NULL);
    json_key(j, "confirm");
    if (k->confirm)
        json_int(j, k->confirm);
    else
        json_null(j);
    json_put_bool(j, "owners", k->owners);
    json_put_bool(j, "signs", k->signs);
    fields_put(j, "fields", &k->fields);
    statuses_put(j, k);
    actions_put(j, k);
    reasons_put(j, k);
    series_put(j, k);
    words_put(j, "posts", k->posts, k->n_posts);
    json_end(j);
}

/* ---- checklists ---- */

static void bound_put(struct json *j, const char *key, double bound)
{
    json_key(j, key);
    if (isfinite(bound))
        json_real(j, bound, DECIMALS);
    else
        json_null(j);
}

static void item_put(struct json *j, const struct check_item *item)
{
    static const char *const types[] = {
        [ANSWER_PASS] = "pass", [ANSWER_NUMBER] = "number", [ANSWER_CHOICE] = "choice"};
    json_object(j);
    json_put_text(j, "item", item->item);
    name_put(j, "name", &item->name);
    name_put(j, "hint", &item->hint);
    json_put_text(j, "group", item->group);
    json_put_text(j, "type", types[item->type]);
    bound_put(j, "min", item->type == ANSWER_NUMBER ? item->min : UNBOUND);
    bound_put(j, "max", item->type == ANSWER_NUMBER ? item->max : UNBOUND);
    json_put_text(j, "unit", item->unit);
    json_key(j, "choices");
    json_array(j);
    for (size_t i = 0; i < item->n_choices; i++) {
        json_object(j);
        json_put_text(j, "value", item->choices[i].value);
        name_put(j, "name", &item->choices[i].name);
        json_put_bool(j, "passes", item->choices[i].passes);
        json_end(j);
    }
    json_array_end(j);
    json_put_int(j, "points", item->points);
    json_put_bool(j, "must", item->must);
    json_put_bool(j, "focus", item->focus);
    json_put_bool(j, "photo", item->photo);
    json_put_bool(j, "may_skip", item->may_skip);
    limit_put(j, "limit", item->limit);
    words_put(j, "only", item->only, item->n_only);
    json_end(j);
}

static void flag_put(struct json *j, const char *key, int flag)
{
    json_key(j, key);
    if (flag < 0)
        json_null(j);
    else
        json_bool(j, flag == 1);
}

static void rules_put(struct json *j, const struct checklist *l)
{
    json_key(j, "rules");
    json_array(j);
    for (size_t i = 0; i < l->n_rules; i++) {
        const struct grade_rule *g = &l->rules[i];
        json_object(j);
        json_put_text(j, "status", g->status);
        bound_put(j, "score_from", g->score_from);
        bound_put(j, "score_below", g->score_below);
        flag_put(j, "must_passed", g->must_passed);
        flag_put(j, "open_items", g->open_items);
        flag_put(j, "overdue", g->overdue);
        json_end(j);
    }
    json_array_end(j);
}

void checklist_put(struct json *j, const struct checklist *l)
{
    json_object(j);
    json_put_text(j, "checklist", l->checklist);
    json_put_text(j, "programme", l->programme);
    json_put_int(j, "version", l->version);
    name_put(j, "name", &l->name);
    json_put_text(j, "ledger", l->ledger);
    json_key(j, "groups");
    json_array(j);
    for (size_t i = 0; i < l->n_groups; i++) {
        json_object(j);
        json_put_text(j, "group", l->groups[i].group);
        name_put(j, "name", &l->groups[i].name);
        json_end(j);
    }
    json_array_end(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < l->n_items; i++)
        item_put(j, &l->items[i]);
    json_array_end(j);
    json_put_text(j, "case", l->case_kind);
    limit_put(j, "review", l->review);
    json_put_text(j, "review_field", l->review_field);
    json_put_text(j, "not_done", l->not_done);
    json_put_int(j, "vain_tries", l->vain_tries);
    rules_put(j, l);
    json_end(j);
}

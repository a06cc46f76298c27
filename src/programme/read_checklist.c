/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a checklist of a programme file. What it names elsewhere is looked up in check_checklist.c. */
#include <math.h>

#include "base/arena.h"
#include "base/text.h"
#include "programme/parts.h"

enum {
    NAME_LEN = 40,
    ITEM_LEN = 120,
    HINT_LEN = 300,
    UNIT_LEN = 12,
    VALUE_LEN = 60,
    GROUPS_MAX = 32,
    ITEMS_MAX = 300,
    CHOICES_MAX = 32,
    RULES_MAX = 16,
    POINTS_MAX = 100,
    TRIES_MAX = 10,
    VERSION_MAX = 1000000
};

/* ---- items ---- */

struct item_doc {
    const char *item, *group, *type, *unit, *limit;
    const struct node *name, *hint, *choices, *only;
    double min, max;
    int64_t points;
    bool must, focus, photo, may_skip;
};
static const struct field item_fields[] = {
    {"item",     FIELD_TEXT, true,  offsetof(struct item_doc, item),     0, 0         },
    {"name",     FIELD_NODE, true,  offsetof(struct item_doc, name),     0, 0         },
    {"hint",     FIELD_NODE, false, offsetof(struct item_doc, hint),     0, 0         },
    {"group",    FIELD_TEXT, false, offsetof(struct item_doc, group),    0, 0         },
    {"type",     FIELD_TEXT, true,  offsetof(struct item_doc, type),     0, 0         },
    {"min",      FIELD_REAL, false, offsetof(struct item_doc, min),      0, 0         },
    {"max",      FIELD_REAL, false, offsetof(struct item_doc, max),      0, 0         },
    {"unit",     FIELD_TEXT, false, offsetof(struct item_doc, unit),     1, UNIT_LEN  },
    {"choices",  FIELD_NODE, false, offsetof(struct item_doc, choices),  0, 0         },
    {"points",   FIELD_INT,  true,  offsetof(struct item_doc, points),   0, POINTS_MAX},
    {"must",     FIELD_BOOL, false, offsetof(struct item_doc, must),     0, 0         },
    {"focus",    FIELD_BOOL, false, offsetof(struct item_doc, focus),    0, 0         },
    {"photo",    FIELD_BOOL, false, offsetof(struct item_doc, photo),    0, 0         },
    {"may_skip", FIELD_BOOL, false, offsetof(struct item_doc, may_skip), 0, 0         },
    {"limit",    FIELD_TEXT, false, offsetof(struct item_doc, limit),    0, 0         },
    {"only",     FIELD_NODE, false, offsetof(struct item_doc, only),     0, 0         },
};

struct choice_doc {
    const char *value;
    const struct node *name;
    bool passes;
};
static const struct field choice_fields[] = {
    {"value",  FIELD_TEXT, true, offsetof(struct choice_doc, value),  1, VALUE_LEN},
    {"name",   FIELD_NODE, true, offsetof(struct choice_doc, name),   0, 0        },
    {"passes", FIELD_BOOL, true, offsetof(struct choice_doc, passes), 0, 0        },
};

static enum err read_choices(const struct reader *r, const char *at, const struct node *v,
                             struct check_item *out)
{
    size_t n, passing = 0;
    if (!v)
        return read_fail(r, at, "a choice has choices");
    TRY(read_list(r, at, v, 2, CHOICES_MAX, &n));
    struct item_choice *choices = arena_array(r->c->mem, n, sizeof *choices);
    for (size_t i = 0; i < n; i++) {
        const char *place = read_item(r, at, i);
        struct choice_doc in;
        TRY(read_object(r, place, node_at(v, i), choice_fields, LEN(choice_fields), &in));
        if (named(choices, i, sizeof *choices, in.value))
            return read_fail(r, read_at(r, place, "value"), "stands twice: %s", in.value);
        choices[i].value = in.value;
        choices[i].passes = in.passes;
        passing += in.passes;
        TRY(read_name(r, read_at(r, place, "name"), in.name, ITEM_LEN, &choices[i].name));
    }
    if (passing == 0 || passing == n)
        return read_fail(r, at, "some pass and some fail");
    out->choices = choices;
    out->n_choices = n;
    return ERR_OK;
}

/* What belongs to the type of answer, and nothing of another type. */
static enum err read_answer(const struct reader *r, const char *at, const struct item_doc *in,
                            struct check_item *out)
{
    static const char *const types[] = {
        [ANSWER_PASS] = "pass", [ANSWER_NUMBER] = "number", [ANSWER_CHOICE] = "choice"};
    int type;
    bool bounds = !isnan(in->min) || !isnan(in->max);
    TRY(read_choice(r, read_at(r, at, "type"), in->type, types, LEN(types), &type));
    out->type = (enum answer_type)type;
    out->min = isnan(in->min) ? -(double)INFINITY : in->min;
    out->max = isnan(in->max) ? (double)INFINITY : in->max;
    out->unit = in->unit;
    if ((type == ANSWER_NUMBER) != bounds)
        return read_fail(r, at, "min or max: for numbers, and for each of them");
    if (out->min > out->max)
        return read_fail(r, read_at(r, at, "min"), "is above max");
    if (in->unit && type != ANSWER_NUMBER)
        return read_fail(r, read_at(r, at, "unit"), "only for numbers");
    if (type == ANSWER_CHOICE)
        return read_choices(r, read_at(r, at, "choices"), in->choices, out);
    return in->choices ? read_fail(r, read_at(r, at, "choices"), "only for a choice") : ERR_OK;
}

/* Values of a choice field; which ones there are is looked up later. */
static enum err read_values(const struct reader *r, const char *at, const struct node *v,
                            const char *const **out, size_t *out_n)
{
    size_t n;
    TRY(read_list(r, at, v, 1, CHOICES_MAX, &n));
    const char **values = arena_array(r->c->mem, n, sizeof *values);
    for (size_t i = 0; i < n; i++) {
        values[i] = node_text(node_at(v, i));
        if (!values[i])
            return read_fail(r, read_item(r, at, i), "a text");
        if (text_is_among(values[i], values, i))
            return read_fail(r, read_item(r, at, i), "stands twice: %.60s", values[i]);
    }
    *out = values;
    *out_n = n;
    return ERR_OK;
}

static enum err read_item_of(const struct reader *r, const char *at, const struct node *v,
                             const struct checklist *l, struct check_item *out)
{
    struct item_doc in;
    TRY(read_object(r, at, v, item_fields, LEN(item_fields), &in));
    TRY(read_word(r, read_at(r, at, "item"), in.item));
    if (checklist_item(l, in.item))
        return read_fail(r, read_at(r, at, "item"), "stands twice: %s", in.item);
    if (in.group && !named(l->groups, l->n_groups, sizeof *l->groups, in.group))
        return read_fail(r, read_at(r, at, "group"), "no such group: %.40s", in.group);
    *out = (struct check_item){.item = in.item,
                               .group = in.group,
                               .points = (int)in.points,
                               .must = in.must,
                               .focus = in.focus,
                               .photo = in.photo,
                               .may_skip = in.may_skip};
    TRY(read_name(r, read_at(r, at, "name"), in.name, ITEM_LEN, &out->name));
    if (in.hint)
        TRY(read_name(r, read_at(r, at, "hint"), in.hint, HINT_LEN, &out->hint));
    if (in.limit)
        TRY(read_limit(r, read_at(r, at, "limit"), in.limit, &out->limit));
    if (in.only)
        TRY(read_values(r, read_at(r, at, "only"), in.only, &out->only, &out->n_only));
    return read_answer(r, at, &in, out);
}

static enum err read_items(const struct reader *r, const char *at, const struct node *v,
                           struct checklist *l)
{
    size_t n;
    TRY(read_list(r, at, v, 1, ITEMS_MAX, &n));
    struct check_item *items = arena_array(r->c->mem, n, sizeof *items);
    l->items = items;
    for (size_t i = 0; i < n; i++) {
        TRY(read_item_of(r, read_item(r, at, i), node_at(v, i), l, &items[i]));
        l->n_items = i + 1;
    }
    return ERR_OK;
}

/* ---- groups and rules ---- */

struct group_doc {
    const char *group;
    const struct node *name;
};
static const struct field group_fields[] = {
    {"group", FIELD_TEXT, true, offsetof(struct group_doc, group), 0, 0},
    {"name",  FIELD_NODE, true, offsetof(struct group_doc, name),  0, 0},
};

static enum err read_groups(const struct reader *r, const char *at, const struct node *v,
                            struct checklist *l)
{
    size_t n;
    TRY(read_list(r, at, v, 1, GROUPS_MAX, &n));
    struct item_group *groups = arena_array(r->c->mem, n, sizeof *groups);
    for (size_t i = 0; i < n; i++) {
        const char *place = read_item(r, at, i);
        struct group_doc in;
        TRY(read_object(r, place, node_at(v, i), group_fields, LEN(group_fields), &in));
        TRY(read_word(r, read_at(r, place, "group"), in.group));
        if (named(groups, i, sizeof *groups, in.group))
            return read_fail(r, read_at(r, place, "group"), "stands twice: %s", in.group);
        groups[i].group = in.group;
        TRY(read_name(r, read_at(r, place, "name"), in.name, NAME_LEN, &groups[i].name));
    }
    l->groups = groups;
    l->n_groups = n;
    return ERR_OK;
}

struct rule_doc {
    const char *status;
    double score_from, score_below;
    const struct node *must_passed, *open_items, *overdue;
};
static const struct field rule_fields[] = {
    {"status",      FIELD_TEXT, true,  offsetof(struct rule_doc, status),      0, 0},
    {"score_from",  FIELD_REAL, false, offsetof(struct rule_doc, score_from),  0, 0},
    {"score_below", FIELD_REAL, false, offsetof(struct rule_doc, score_below), 0, 0},
    {"must_passed", FIELD_NODE, false, offsetof(struct rule_doc, must_passed), 0, 0},
    {"open_items",  FIELD_NODE, false, offsetof(struct rule_doc, open_items),  0, 0},
    {"overdue",     FIELD_NODE, false, offsetof(struct rule_doc, overdue),     0, 0},
};

/* 1, 0, and -1 for what is not asked. */
static enum err read_flag(const struct reader *r, const char *at, const struct node *v, int *out)
{
    bool flag = false;
    if (v && !node_bool(v, &flag))
        return read_fail(r, at, "true or false");
    *out = v ? (int)flag : -1;
    return ERR_OK;
}

static enum err check_score(const struct reader *r, const char *at, double score)
{
    return score < 0 || score > 100 ? read_fail(r, at, "a score is 0..100") : ERR_OK;
}

static enum err read_rule(const struct reader *r, const char *at, const struct node *v,
                          struct grade_rule *out)
{
    struct rule_doc in;
    TRY(read_object(r, at, v, rule_fields, LEN(rule_fields), &in));
    TRY(read_word(r, read_at(r, at, "status"), in.status));
    TRY(check_score(r, read_at(r, at, "score_from"), in.score_from));
    TRY(check_score(r, read_at(r, at, "score_below"), in.score_below));
    if (in.score_from >= in.score_below)
        return read_fail(r, read_at(r, at, "score_from"), "is not below score_below");
    out->status = in.status;
    out->score_from = in.score_from;
    out->score_below = in.score_below;
    TRY(read_flag(r, read_at(r, at, "must_passed"), in.must_passed, &out->must_passed));
    TRY(read_flag(r, read_at(r, at, "open_items"), in.open_items, &out->open_items));
    return read_flag(r, read_at(r, at, "overdue"), in.overdue, &out->overdue);
}

static enum err read_rules(const struct reader *r, const char *at, const struct node *v,
                           struct checklist *l)
{
    size_t n;
    TRY(read_list(r, at, v, 1, RULES_MAX, &n));
    struct grade_rule *rules = arena_array(r->c->mem, n, sizeof *rules);
    for (size_t i = 0; i < n; i++)
        TRY(read_rule(r, read_item(r, at, i), node_at(v, i), &rules[i]));
    l->rules = rules;
    l->n_rules = n;
    return ERR_OK;
}

/* ---- the checklist ---- */

struct checklist_doc {
    const char *checklist, *ledger, *case_kind, *review, *review_field, *not_done;
    const struct node *name, *groups, *items, *rules;
    int64_t version, vain_tries;
};
static const struct field checklist_fields[] = {
    {"checklist",    FIELD_TEXT, true,  offsetof(struct checklist_doc, checklist),    0, 0          },
    {"version",      FIELD_INT,  true,  offsetof(struct checklist_doc, version),      1, VERSION_MAX},
    {"name",         FIELD_NODE, true,  offsetof(struct checklist_doc, name),         0, 0          },
    {"ledger",       FIELD_TEXT, true,  offsetof(struct checklist_doc, ledger),       0, 0          },
    {"groups",       FIELD_NODE, false, offsetof(struct checklist_doc, groups),       0, 0          },
    {"items",        FIELD_NODE, true,  offsetof(struct checklist_doc, items),        0, 0          },
    {"case",         FIELD_TEXT, false, offsetof(struct checklist_doc, case_kind),    0, 0          },
    {"review",       FIELD_TEXT, false, offsetof(struct checklist_doc, review),       0, 0          },
    {"review_field", FIELD_TEXT, false, offsetof(struct checklist_doc, review_field), 0, 0          },
    {"not_done",     FIELD_TEXT, false, offsetof(struct checklist_doc, not_done),     0, 0          },
    {"vain_tries",   FIELD_INT,  false, offsetof(struct checklist_doc, vain_tries),   1, TRIES_MAX  },
    {"rules",        FIELD_NODE, false, offsetof(struct checklist_doc, rules),        0, 0          },
};

enum err read_checklist(const struct reader *r, const char *at, const struct node *v,
                        struct parts *parts)
{
    struct checklist_doc in;
    TRY(read_object(r, at, v, checklist_fields, LEN(checklist_fields), &in));
    TRY(read_word(r, read_at(r, at, "checklist"), in.checklist));
    if (programme_checklist(parts->p, in.checklist))
        return read_fail(r, read_at(r, at, "checklist"), "stands twice: %s", in.checklist);
    struct checklist l = {.checklist = in.checklist,
                          .programme = parts->now->programme,
                          .version = in.version,
                          .ledger = in.ledger,
                          .case_kind = in.case_kind,
                          .review_field = in.review_field,
                          .not_done = in.not_done,
                          .vain_tries = (int)json_given(in.vain_tries)};
    if (!l.not_done != !l.vain_tries)
        return read_fail(r, at, "not_done and vain_tries stand together");
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &l.name));
    if (in.review)
        TRY(read_limit(r, read_at(r, at, "review"), in.review, &l.review));
    TRY(read_groups(r, read_at(r, at, "groups"), in.groups, &l));
    TRY(read_items(r, read_at(r, at, "items"), in.items, &l));
    TRY(read_rules(r, read_at(r, at, "rules"), in.rules, &l));
    parts->checklist_at[parts->p->n_checklists] = (struct part_place){r, at};
    parts->checklists[parts->p->n_checklists++] = l;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reads posts, kinds of cases and kinds of activities of a programme file. */
#include <string.h>

#include "programme/parts.h"

enum { NAME_LEN = 40, EXAMPLES_LEN = 120, CLASS_LEN = 5 };

struct post_doc {
    const char *kind;
    const struct node *name, *on;
    bool required;
};
static const struct field post_fields[] = {
    {"kind",     FIELD_TEXT, true,  offsetof(struct post_doc, kind),     0, 0},
    {"name",     FIELD_NODE, true,  offsetof(struct post_doc, name),     0, 0},
    {"on",       FIELD_NODE, true,  offsetof(struct post_doc, on),       0, 0},
    {"required", FIELD_BOOL, false, offsetof(struct post_doc, required), 0, 0},
};

enum err read_post(const struct reader *r, const char *at, const struct node *v,
                   struct parts *parts)
{
    struct post_doc in;
    struct post_kind post = {0};
    TRY(read_object(r, at, v, post_fields, LEN(post_fields), &in));
    TRY(read_word(r, read_at(r, at, "kind"), in.kind));
    if (programme_post(parts->p, in.kind))
        return read_fail(r, read_at(r, at, "kind"), "stands twice: %s", in.kind);
    post.kind = in.kind;
    post.required = in.required;
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &post.name));
    TRY(read_words(r, read_at(r, at, "on"), in.on, &post.on, &post.n_on));
    parts->posts[parts->p->n_posts++] = post;
    return ERR_OK;
}

struct activity_doc {
    const char *kind;
    const struct node *name;
};
static const struct field activity_fields[] = {
    {"kind", FIELD_TEXT, true, offsetof(struct activity_doc, kind), 0, 0},
    {"name", FIELD_NODE, true, offsetof(struct activity_doc, name), 0, 0},
};

enum err read_activity(const struct reader *r, const char *at, const struct node *v,
                       struct parts *parts)
{
    struct activity_doc in;
    struct activity_kind activity = {0};
    TRY(read_object(r, at, v, activity_fields, LEN(activity_fields), &in));
    TRY(read_word(r, read_at(r, at, "kind"), in.kind));
    if (named(parts->activities, parts->p->n_activities, sizeof activity, in.kind))
        return read_fail(r, read_at(r, at, "kind"), "stands twice: %s", in.kind);
    activity.kind = in.kind;
    activity.programme = parts->now->programme;
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &activity.name));
    parts->activities[parts->p->n_activities++] = activity;
    return ERR_OK;
}

struct case_doc {
    const char *kind, *flow, *icon, *class, *limit, *rework_limit;
    const struct node *name, *examples, *closing, *route;
    bool urgent, photo_after, minor, direct_close, engineering, internal;
};
static const struct field case_fields[] = {
    {"kind",         FIELD_TEXT, true,  offsetof(struct case_doc, kind),         0, 0},
    {"name",         FIELD_NODE, true,  offsetof(struct case_doc, name),         0, 0},
    {"examples",     FIELD_NODE, true,  offsetof(struct case_doc, examples),     0, 0},
    {"flow",         FIELD_TEXT, true,  offsetof(struct case_doc, flow),         0, 0},
    {"icon",         FIELD_TEXT, true,  offsetof(struct case_doc, icon),         0, 0},
    {"class",        FIELD_TEXT, false, offsetof(struct case_doc, class),        0, 0},
    {"limit",        FIELD_TEXT, true,  offsetof(struct case_doc, limit),        0, 0},
    {"rework_limit", FIELD_TEXT, false, offsetof(struct case_doc, rework_limit), 0, 0},
    {"closing",      FIELD_NODE, true,  offsetof(struct case_doc, closing),      0, 0},
    {"urgent",       FIELD_BOOL, false, offsetof(struct case_doc, urgent),       0, 0},
    {"photo_after",  FIELD_BOOL, false, offsetof(struct case_doc, photo_after),  0, 0},
    {"minor",        FIELD_BOOL, false, offsetof(struct case_doc, minor),        0, 0},
    {"direct_close", FIELD_BOOL, false, offsetof(struct case_doc, direct_close), 0, 0},
    {"engineering",  FIELD_BOOL, false, offsetof(struct case_doc, engineering),  0, 0},
    {"internal",     FIELD_BOOL, false, offsetof(struct case_doc, internal),     0, 0},
    {"route",        FIELD_NODE, true,  offsetof(struct case_doc, route),        0, 0},
};

/* "e0110": group letter, class, sub-class. */
static enum err check_class(const struct reader *r, const char *at, const char *class)
{
    if (!class || ((class[0] == 'e' || class[0] == 'c') && strlen(class) == CLASS_LEN &&
                   strspn(class + 1, "0123456789") == CLASS_LEN - 1))
        return ERR_OK;
    return read_fail(r, read_at(r, at, "class"), "e or c and four digits, not %.40s", class);
}

/* How long it may take, and what must be so at the end. */
static enum err read_case_rules(const struct reader *r, const char *at, const struct case_doc *in,
                                struct case_kind *out)
{
    TRY(check_class(r, at, in->class));
    TRY(read_limit(r, read_at(r, at, "limit"), in->limit, &out->limit));
    if (in->rework_limit)
        TRY(read_limit(r, read_at(r, at, "rework_limit"), in->rework_limit, &out->rework_limit));
    return read_name(r, read_at(r, at, "closing"), in->closing, EXAMPLES_LEN, &out->closing);
}

enum err read_case(const struct reader *r, const char *at, const struct node *v,
                   struct parts *parts)
{
    struct case_doc in;
    TRY(read_object(r, at, v, case_fields, LEN(case_fields), &in));
    TRY(read_word(r, read_at(r, at, "kind"), in.kind));
    TRY(read_word(r, read_at(r, at, "icon"), in.icon));
    if (programme_kind(parts->p, in.kind))
        return read_fail(r, read_at(r, at, "kind"), "stands twice: %s", in.kind);
    struct case_kind kind = {.kind = in.kind,
                             .flow = in.flow,
                             .icon = in.icon,
                             .class = in.class,
                             .programme = parts->now->programme,
                             .version = parts->now->version,
                             .urgent = in.urgent,
                             .needs_photo_after = in.photo_after,
                             .minor = in.minor,
                             .direct_close = in.direct_close,
                             .engineering = in.engineering,
                             .internal = in.internal};
    TRY(read_case_rules(r, at, &in, &kind));
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &kind.name));
    TRY(read_name(r, read_at(r, at, "examples"), in.examples, EXAMPLES_LEN, &kind.examples));
    TRY(read_words(r, read_at(r, at, "route"), in.route, &kind.route, &kind.n_route));
    parts->kind_at[parts->p->n_kinds] = (struct part_place){r, at};
    parts->kinds[parts->p->n_kinds++] = kind;
    return ERR_OK;
}

static bool asks_about(const struct flow *f, unsigned when)
{
    for (size_t i = 0; i < f->n_actions; i++)
        if (f->actions[i].when & when)
            return true;
    return false;
}

/* A flow that files under a standard, or grants more time, must find what it needs in the kind. */
static enum err check_flow_of(const struct part_place *at, const struct flow *f,
                              const struct case_kind *k)
{
    bool files = false;
    for (size_t i = 0; i < f->n_actions; i++)
        files = files || f->actions[i].needs & NEED_STANDARD;
    if (files && !k->class)
        return read_fail(at->r, read_at(at->r, at->at, "class"),
                         "is missing: %s files under a standard", f->flow);
    bool stuck = asks_about(f, WHEN_EXTENSION_LEFT) && !asks_about(f, WHEN_EXTENSION_SECOND);
    if (k->engineering && stuck)
        return read_fail(at->r, read_at(at->r, at->at, "engineering"),
                         "nobody may grant it more time in %s", f->flow);
    return ERR_OK;
}

enum err check_case(const struct part_place *at, const struct programmes *p,
                    const struct case_kind *k)
{
    if (!programme_flow(p, k->flow))
        return read_fail(at->r, read_at(at->r, at->at, "flow"), "no such flow: %.40s", k->flow);
    TRY(check_flow_of(at, programme_flow(p, k->flow), k));
    for (size_t n = 0; n < k->n_route; n++)
        if (!programme_post(p, k->route[n]))
            return read_fail(at->r, read_item(at->r, read_at(at->r, at->at, "route"), n),
                             "no such post kind: %s", k->route[n]);
    return ERR_OK;
}

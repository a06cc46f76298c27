/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/programme.h"

#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/text.h"
#include "programme/read.h"

enum { NAME_LEN = 40, EXAMPLES_LEN = 120, ITEMS_MAX = 200, VERSION_MAX = 1000000, CLASS_LEN = 5 };

static const char flows_dir[] = "flows/", programmes_dir[] = "programmes/", ending[] = ".json";

struct programme_doc {
    const char *programme;
    int64_t version;
    const struct node *name, *posts, *cases;
};
static const struct field programme_fields[] = {
    {"programme", FIELD_TEXT, true, offsetof(struct programme_doc, programme), 0, 0          },
    {"version",   FIELD_INT,  true, offsetof(struct programme_doc, version),   1, VERSION_MAX},
    {"name",      FIELD_NODE, true, offsetof(struct programme_doc, name),      0, 0          },
    {"posts",     FIELD_NODE, true, offsetof(struct programme_doc, posts),     0, 0          },
    {"cases",     FIELD_NODE, true, offsetof(struct programme_doc, cases),     0, 0          },
};

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

struct case_doc {
    const char *kind, *flow, *icon, *class, *limit, *rework_limit;
    const struct node *name, *examples, *closing, *route;
    bool urgent, photo_after, minor, direct_close, internal;
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
    {"internal",     FIELD_BOOL, false, offsetof(struct case_doc, internal),     0, 0},
    {"route",        FIELD_NODE, true,  offsetof(struct case_doc, route),        0, 0},
};

static const struct post_kind *find_post(const struct post_kind *posts, size_t n, const char *kind)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(posts[i].kind, kind) == 0)
            return &posts[i];
    return NULL;
}

static const struct case_kind *find_kind(const struct case_kind *kinds, size_t n, const char *kind)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return &kinds[i];
    return NULL;
}

static const struct flow *find_flow(const struct flow *flows, size_t n, const char *flow)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(flows[i].flow, flow) == 0)
            return &flows[i];
    return NULL;
}

static enum err read_post(const struct reader *r, const char *at, const struct node *v,
                          struct programme_lists *lists)
{
    struct post_doc in;
    struct post_kind post = {0};
    TRY(read_object(r, at, v, post_fields, LEN(post_fields), &in));
    TRY(read_word(r, read_at(r, at, "kind"), in.kind));
    if (find_post(lists->posts, lists->n_posts, in.kind))
        return read_fail(r, read_at(r, at, "kind"), "stands twice: %s", in.kind);
    post.kind = in.kind;
    post.required = in.required;
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &post.name));
    TRY(read_words(r, read_at(r, at, "on"), in.on, &post.on, &post.n_on));
    if (lists->n_posts == lists->cap_posts)
        lists->posts = arena_grow(r->c->mem, lists->posts, lists->n_posts, &lists->cap_posts,
                                  sizeof *lists->posts);
    lists->posts[lists->n_posts++] = post;
    return ERR_OK;
}

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

static enum err read_case(const struct reader *r, const char *at, const struct node *v,
                          struct programme_lists *lists)
{
    struct case_doc in;
    TRY(read_object(r, at, v, case_fields, LEN(case_fields), &in));
    TRY(read_word(r, read_at(r, at, "kind"), in.kind));
    TRY(read_word(r, read_at(r, at, "icon"), in.icon));
    if (find_kind(lists->kinds, lists->n_kinds, in.kind))
        return read_fail(r, read_at(r, at, "kind"), "stands twice: %s", in.kind);
    struct case_kind kind = {.kind = in.kind,
                             .flow = in.flow,
                             .icon = in.icon,
                             .class = in.class,
                             .programme = lists->programme,
                             .version = lists->version,
                             .urgent = in.urgent,
                             .needs_photo_after = in.photo_after,
                             .minor = in.minor,
                             .direct_close = in.direct_close,
                             .internal = in.internal};
    TRY(read_case_rules(r, at, &in, &kind));
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &kind.name));
    TRY(read_name(r, read_at(r, at, "examples"), in.examples, EXAMPLES_LEN, &kind.examples));
    TRY(read_words(r, read_at(r, at, "route"), in.route, &kind.route, &kind.n_route));
    if (lists->n_kinds == lists->cap_kinds)
        lists->kinds = arena_grow(r->c->mem, lists->kinds, lists->n_kinds, &lists->cap_kinds,
                                  sizeof *lists->kinds);
    if (lists->n_kinds == lists->cap_files)
        lists->kind_files = arena_grow(r->c->mem, lists->kind_files, lists->n_kinds,
                                       &lists->cap_files, sizeof *lists->kind_files);
    lists->kind_files[lists->n_kinds] = arena_printf(r->c->mem, "%s: %s", r->file, at);
    lists->kinds[lists->n_kinds++] = kind;
    return ERR_OK;
}

typedef enum err read_item_fn(const struct reader *r, const char *at, const struct node *v,
                              struct programme_lists *lists);

static enum err read_each(const struct reader *r, const char *at, const struct node *list,
                          read_item_fn *item, struct programme_lists *lists)
{
    if (node_type(list) != NODE_ARRAY || node_len(list) > ITEMS_MAX)
        return read_fail(r, at, "a list of at most %d", ITEMS_MAX);
    for (size_t i = 0; i < node_len(list); i++)
        TRY(item(r, read_item(r, at, i), node_at(list, i), lists));
    return ERR_OK;
}

/* The file is named after what it holds, so that a newcomer finds it. */
static enum err check_file_name(const struct reader *r, const char *at, const char *dir,
                                const char *name)
{
    const char *wanted = arena_printf(r->c->mem, "%s%s%s", dir, name, ending);
    return strcmp(wanted, r->file) == 0 ? ERR_OK
                                        : read_fail(r, at, "does not match the file: %.40s", name);
}

enum err read_programme(const struct reader *r, const struct node *root,
                        struct programme_lists *lists)
{
    struct programme_doc in;
    struct name_pair name;
    TRY(read_object(r, "", root, programme_fields, LEN(programme_fields), &in));
    TRY(read_word(r, "programme", in.programme));
    TRY(check_file_name(r, "programme", programmes_dir, in.programme));
    lists->programme = in.programme;
    lists->version = in.version;
    TRY(read_name(r, "name", in.name, NAME_LEN, &name));
    TRY(read_each(r, "posts", in.posts, read_post, lists));
    return read_each(r, "cases", in.cases, read_case, lists);
}

/* A kind may name a flow or a post of any file, so this waits until all are read. */
static enum err check_kinds(struct ctx *c, const struct programmes *p,
                            const struct programme_lists *lists)
{
    for (size_t i = 0; i < p->n_kinds; i++) {
        const struct reader r = {c, lists->kind_files[i]};
        const struct case_kind *k = &p->kinds[i];
        if (!programme_flow(p, k->flow))
            return read_fail(&r, "flow", "no such flow: %.40s", k->flow);
        for (size_t n = 0; n < k->n_route; n++)
            if (!programme_post(p, k->route[n]))
                return read_fail(&r, read_item(&r, "route", n), "no such post kind: %s",
                                 k->route[n]);
    }
    return ERR_OK;
}

static bool is_in(const struct embedded *file, const char *dir)
{
    size_t n = strlen(file->path), end = strlen(ending);
    return text_has_prefix(file->path, dir) && n > end && strcmp(file->path + n - end, ending) == 0;
}

static enum err parse(const struct reader *r, const struct embedded *file, const struct node **out)
{
    if (json_parse(r->c, file->text, file->n, out) == ERR_OK)
        return ERR_OK;
    return read_fail(r, "", "%s", arena_copy(r->c->mem, r->c->problem.detail));
}

static enum err read_flow_file(const struct reader *r, const struct embedded *file,
                               struct programmes *p, struct flow *flows)
{
    const struct node *root;
    TRY(parse(r, file, &root));
    TRY(read_flow(r, root, &flows[p->n_flows]));
    TRY(check_file_name(r, "flow", flows_dir, flows[p->n_flows].flow));
    if (find_flow(flows, p->n_flows, flows[p->n_flows].flow))
        return read_fail(r, "flow", "stands twice: %s", flows[p->n_flows].flow);
    p->n_flows++;
    return ERR_OK;
}

enum err programmes_read(struct ctx *c, const struct embedded *files, size_t n,
                         const struct programmes **out)
{
    struct programmes *p = arena_alloc(c->mem, sizeof *p);
    struct programme_lists lists = {0};
    struct flow *flows = arena_array(c->mem, n, sizeof *flows);
    p->flows = flows;
    for (size_t i = 0; i < n; i++) {
        const struct reader r = {c, files[i].path};
        const struct node *root;
        if (is_in(&files[i], flows_dir))
            TRY(read_flow_file(&r, &files[i], p, flows));
        if (!is_in(&files[i], programmes_dir))
            continue;
        TRY(parse(&r, &files[i], &root));
        TRY(read_programme(&r, root, &lists));
    }
    p->posts = lists.posts;
    p->n_posts = lists.n_posts;
    p->kinds = lists.kinds;
    p->n_kinds = lists.n_kinds;
    TRY(check_kinds(c, p, &lists));
    *out = p;
    return ERR_OK;
}

enum err programmes_load(struct ctx *c, const struct programmes **out)
{
    return programmes_read(c, embedded, embedded_n, out);
}

const struct case_kind *programme_kind(const struct programmes *p, const char *kind)
{
    return find_kind(p->kinds, p->n_kinds, kind);
}

const struct post_kind *programme_post(const struct programmes *p, const char *kind)
{
    return find_post(p->posts, p->n_posts, kind);
}

const struct flow *programme_flow(const struct programmes *p, const char *flow)
{
    return find_flow(p->flows, p->n_flows, flow);
}

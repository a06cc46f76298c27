/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/programme.h"

#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/text.h"
#include "programme/parts.h"

enum {
    NAME_LEN = 40,
    ABOUT_LEN = 300,
    BULLETIN_LEN = 2000,
    ITEMS_MAX = 200,
    VERSION_MAX = 1000000
};

static const char flows_dir[] = "flows/", programmes_dir[] = "programmes/", ending[] = ".json";

struct programme_doc {
    const char *programme;
    int64_t version;
    const struct node *name, *about, *posts, *cases, *ledgers, *checklists, *activities, *figures,
        *bulletin;
};
static const struct field programme_fields[] = {
    {"programme",  FIELD_TEXT, true,  offsetof(struct programme_doc, programme),  0, 0          },
    {"version",    FIELD_INT,  true,  offsetof(struct programme_doc, version),    1, VERSION_MAX},
    {"name",       FIELD_NODE, true,  offsetof(struct programme_doc, name),       0, 0          },
    {"about",      FIELD_NODE, false, offsetof(struct programme_doc, about),      0, 0          },
    {"posts",      FIELD_NODE, true,  offsetof(struct programme_doc, posts),      0, 0          },
    {"cases",      FIELD_NODE, true,  offsetof(struct programme_doc, cases),      0, 0          },
    {"ledgers",    FIELD_NODE, false, offsetof(struct programme_doc, ledgers),    0, 0          },
    {"checklists", FIELD_NODE, false, offsetof(struct programme_doc, checklists), 0, 0          },
    {"activities", FIELD_NODE, false, offsetof(struct programme_doc, activities), 0, 0          },
    {"figures",    FIELD_NODE, false, offsetof(struct programme_doc, figures),    0, 0          },
    {"bulletin",   FIELD_NODE, false, offsetof(struct programme_doc, bulletin),   0, 0          },
};

/* A file on its way: what it is and its tree. */
struct file {
    struct reader r;
    const struct node *root;
    bool flow;
};

/* ---- one file ---- */

typedef enum err read_item_fn(const struct reader *r, const char *at, const struct node *v,
                              struct parts *parts);

static enum err read_each(const struct reader *r, const char *at, const struct node *list,
                          read_item_fn *item, struct parts *parts)
{
    size_t n;
    TRY(read_list(r, at, list, 0, ITEMS_MAX, &n));
    for (size_t i = 0; i < n; i++)
        TRY(item(r, read_item(r, at, i), node_at(list, i), parts));
    return ERR_OK;
}

/* The file is named after what it holds, so that a newcomer finds it. */
static enum err check_file_name(const struct reader *r, const char *at, const char *name)
{
    const char *slash = strrchr(r->file, '/');
    const char *wanted = arena_printf(r->c->mem, "%s%s", name, ending);
    return strcmp(wanted, slash ? slash + 1 : r->file) == 0
               ? ERR_OK
               : read_fail(r, at, "does not match the file: %.40s", name);
}

static enum err read_head(const struct reader *r, const struct programme_doc *in,
                          struct programme *out)
{
    *out = (struct programme){.programme = in->programme,
                              .version = in->version,
                              .bulletin.programme = in->programme,
                              .text = r->text,
                              .n_text = r->n};
    TRY(read_word(r, "programme", in->programme));
    TRY(check_file_name(r, "programme", in->programme));
    TRY(read_name(r, "name", in->name, NAME_LEN, &out->name));
    if (in->about)
        TRY(read_name(r, "about", in->about, ABOUT_LEN, &out->about));
    if (in->bulletin)
        TRY(read_name(r, "bulletin", in->bulletin, BULLETIN_LEN, &out->bulletin.text));
    return ERR_OK;
}

static enum err read_programme(const struct reader *r, const struct node *root, struct parts *parts)
{
    struct programme_doc in;
    struct programme head;
    TRY(read_object(r, "", root, programme_fields, LEN(programme_fields), &in));
    TRY(read_head(r, &in, &head));
    if (programme_get(parts->p, head.programme))
        return read_fail(r, "programme", "stands twice: %s", head.programme);
    parts->programme_at[parts->p->n] = (struct part_place){r, ""};
    parts->now = &parts->programmes[parts->p->n];
    parts->programmes[parts->p->n++] = head;
    TRY(read_each(r, "posts", in.posts, read_post, parts));
    TRY(read_each(r, "cases", in.cases, read_case, parts));
    TRY(read_each(r, "ledgers", in.ledgers, read_ledger, parts));
    TRY(read_each(r, "checklists", in.checklists, read_checklist, parts));
    TRY(read_each(r, "activities", in.activities, read_activity, parts));
    return read_each(r, "figures", in.figures, read_figure, parts);
}

static enum err read_flow_file(const struct reader *r, const struct node *root,
                               struct programmes *p, struct flow *flows)
{
    struct flow flow = {0};
    TRY(read_flow(r, root, &flow));
    TRY(check_file_name(r, "flow", flow.flow));
    if (programme_flow(p, flow.flow))
        return read_fail(r, "flow", "stands twice: %s", flow.flow);
    flows[p->n_flows++] = flow;
    return ERR_OK;
}

/* ---- all files ---- */

/* A part may name what stands in any file, so this waits until all are read. */
static enum err check_rules(const struct programmes *p, const struct parts *parts)
{
    for (size_t i = 0; i < p->n_kinds; i++)
        TRY(check_case(&parts->kind_at[i], p, &p->kinds[i]));
    for (size_t i = 0; i < p->n_ledgers; i++)
        TRY(check_ledger(&parts->ledger_at[i], p, &p->ledgers[i]));
    for (size_t i = 0; i < p->n_checklists; i++)
        TRY(check_checklist(&parts->checklist_at[i], p, &p->checklists[i]));
    return ERR_OK;
}

static enum err check_parts(const struct programmes *p, const struct parts *parts)
{
    TRY(check_rules(p, parts));
    for (size_t i = 0; i < p->n_figures; i++)
        TRY(check_figure(&parts->figure_at[i], p, &p->figures[i]));
    for (size_t i = 0; i < p->n; i++)
        TRY(check_bulletin(&parts->programme_at[i], p, &p->v[i]));
    return ERR_OK;
}

static size_t count_of(const struct file *files, size_t n, const char *key)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += node_len(node_get(files[i].root, key));
    return sum;
}

static void make_room(struct arena *mem, const struct file *files, size_t n, struct parts *parts)
{
    size_t posts = count_of(files, n, "posts"), kinds = count_of(files, n, "cases"),
           ledgers = count_of(files, n, "ledgers"), lists = count_of(files, n, "checklists"),
           figures = count_of(files, n, "figures"), activities = count_of(files, n, "activities");
    struct programmes *p = parts->p;
    p->v = parts->programmes = arena_array(mem, n, sizeof *parts->programmes);
    p->posts = parts->posts = arena_array(mem, posts, sizeof *parts->posts);
    p->kinds = parts->kinds = arena_array(mem, kinds, sizeof *parts->kinds);
    p->ledgers = parts->ledgers = arena_array(mem, ledgers, sizeof *parts->ledgers);
    p->checklists = parts->checklists = arena_array(mem, lists, sizeof *parts->checklists);
    p->figures = parts->figures = arena_array(mem, figures, sizeof *parts->figures);
    p->activities = parts->activities = arena_array(mem, activities, sizeof *parts->activities);
    parts->programme_at = arena_array(mem, n, sizeof(struct part_place));
    parts->kind_at = arena_array(mem, kinds, sizeof(struct part_place));
    parts->ledger_at = arena_array(mem, ledgers, sizeof(struct part_place));
    parts->checklist_at = arena_array(mem, lists, sizeof(struct part_place));
    parts->figure_at = arena_array(mem, figures, sizeof(struct part_place));
}

static enum err parse(struct file *f)
{
    const struct reader *r = &f->r;
    if (json_parse(r->c, r->text, r->n, &f->root) == ERR_OK)
        return ERR_OK;
    /* Its own detail begins with the line: "3:14 '}' expected". */
    const char *why = arena_copy(r->c->mem, r->c->problem.detail);
    return ctx_fail(r->c, ERR_INVALID, "programme.invalid", "", "%s:%s%s", r->file,
                    why[0] >= '0' && why[0] <= '9' ? "" : "1: json.too_deep ", why);
}

static enum err read_files(struct ctx *c, struct file *files, size_t n, struct parts *parts)
{
    struct flow *flows = arena_array(c->mem, n, sizeof *flows);
    parts->p->flows = flows;
    for (size_t i = 0; i < n; i++)
        TRY(parse(&files[i]));
    make_room(c->mem, files, n, parts);
    for (size_t i = 0; i < n; i++)
        TRY(files[i].flow ? read_flow_file(&files[i].r, files[i].root, parts->p, flows)
                          : read_programme(&files[i].r, files[i].root, parts));
    return ERR_OK;
}

/* FNV-1a. */
static uint64_t sum_of(const struct programmes *p)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->v[i].n_text; k++)
            sum = (sum ^ (unsigned char)p->v[i].text[k]) * UINT64_C(0x100000001b3);
    return sum;
}

static bool is_in(const struct embedded *file, const char *dir)
{
    size_t n = strlen(file->path), end = strlen(ending);
    return text_has_prefix(file->path, dir) && n > end && strcmp(file->path + n - end, ending) == 0;
}

/* A file is of the folder when the embedded one of the same name is not wanted. */
static bool is_replaced(const struct embedded *file, const struct embedded *own, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(strrchr(own[i].path, '/'), strrchr(file->path, '/')) == 0)
            return true;
    return false;
}

static enum err read_all(struct ctx *c, const struct embedded *files, size_t n,
                         const struct embedded *own, size_t n_own, const struct programmes **out)
{
    struct parts parts = {.p = arena_alloc(c->mem, sizeof *parts.p)};
    struct file *wanted = arena_array(c->mem, n + n_own, sizeof *wanted);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool flow = is_in(&files[i], flows_dir), programme = is_in(&files[i], programmes_dir);
        if (flow || (programme && !is_replaced(&files[i], own, n_own)))
            wanted[k++] = (struct file){
                .r = {c, files[i].path, files[i].text, files[i].n},
                  .flow = flow
            };
    }
    for (size_t i = 0; i < n_own; i++)
        wanted[k++] = (struct file){
            .r = {c, own[i].path, own[i].text, own[i].n}
        };
    TRY(read_files(c, wanted, k, &parts));
    TRY(check_parts(parts.p, &parts));
    parts.p->sum = sum_of(parts.p);
    *out = parts.p;
    return ERR_OK;
}

enum err programmes_read(struct ctx *c, const struct embedded *files, size_t n,
                         const struct programmes **out)
{
    return read_all(c, files, n, NULL, 0, out);
}

enum err programmes_load(struct ctx *c, const struct programmes **out)
{
    return programmes_read(c, embedded, embedded_n, out);
}

enum err programmes_load_with(struct ctx *c, const char *dir, const struct programmes **out)
{
    const struct embedded *own = NULL;
    size_t n = 0;
    if (dir)
        TRY(folder_read(c, dir, ending, &own, &n));
    return read_all(c, embedded, embedded_n, own, n, out);
}

enum err programme_read_alone(struct ctx *c, const char *programme, const char *text, size_t n,
                              const struct programmes **out)
{
    struct parts parts = {.p = arena_alloc(c->mem, sizeof *parts.p)};
    struct file *file = arena_alloc(c->mem, sizeof *file);
    *file = (struct file){
        .r = {c, arena_printf(c->mem, "%s%s%s", programmes_dir, programme, ending), text, n}
    };
    TRY(read_files(c, file, 1, &parts));
    *out = parts.p;
    return ERR_OK;
}

/* ---- looking up ---- */

const struct case_kind *programme_kind(const struct programmes *p, const char *kind)
{
    return named(p->kinds, p->n_kinds, sizeof *p->kinds, kind);
}

const struct post_kind *programme_post(const struct programmes *p, const char *kind)
{
    return named(p->posts, p->n_posts, sizeof *p->posts, kind);
}

const struct flow *programme_flow(const struct programmes *p, const char *flow)
{
    return named(p->flows, p->n_flows, sizeof *p->flows, flow);
}

const struct programme *programme_get(const struct programmes *p, const char *programme)
{
    return named(p->v, p->n, sizeof *p->v, programme);
}

const struct ledger_kind *programme_ledger(const struct programmes *p, const char *ledger)
{
    return named(p->ledgers, p->n_ledgers, sizeof *p->ledgers, ledger);
}

const struct checklist *programme_checklist(const struct programmes *p, const char *checklist)
{
    return named(p->checklists, p->n_checklists, sizeof *p->checklists, checklist);
}

const struct figure_kind *programme_figure(const struct programmes *p, const char *figure)
{
    return named(p->figures, p->n_figures, sizeof *p->figures, figure);
}

/* ---- what figures rest on ---- */

static bool counts_by(const struct figure_kind *f, const char *field)
{
    for (size_t i = 0; i < f->n_where; i++)
        if (f->where[i].field && strcmp(f->where[i].field, field) == 0)
            return true;
    return text_is_among(field, f->by, f->n_by) ||
           (!f->series && f->field && strcmp(f->field, field) == 0);
}

bool programme_counts_by(const struct programmes *p, const char *ledger, const char *field)
{
    for (size_t i = 0; i < p->n_figures; i++) {
        const struct figure_kind *f = &p->figures[i];
        if (f->ledger && strcmp(f->ledger, ledger) == 0 && counts_by(f, field))
            return true;
    }
    return false;
}

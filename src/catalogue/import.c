/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/secret.h"
#include "catalogue/draft.h"
#include "catalogue/row.h"
#include "catalogue/version.h"
#include "sheet/sheet.h"

static const char starter[] = "catalogue/starter.csv";

/* ---- reading a file ---- */

enum err catalogue_read(struct ctx *c, const void *p, size_t n, const struct catalogue_options *o,
                        struct catalogue_draft *out, struct catalogue_report *report)
{
    struct sheet sheet;
    struct columns columns;
    *out = (struct catalogue_draft){.source = o->source};
    *report = (struct catalogue_report){0};
    TRY(sheet_read(c, p, n, o->sheet, &sheet));
    TRY(sheet_sound(c, &sheet));
    TRY(columns_find(c, &sheet, &columns));
    TRY(draft_rows(c, &sheet, &columns, o, out, report));
    if (report->rows == 0)
        return ctx_fail(c, ERR_INVALID, "catalogue.empty", "", "%s", sheet.name);
    findings_sort(&report->found);
    out->hash = secret_hash_text(c->mem, NULL, p, n);
    return ERR_OK;
}

/* ---- what is there against what shall be ---- */

/* Both lists come by key; within a key each new row looks for the old one that it goes on from. */
struct origin {
    const struct catalogue_row *row; /* NULL: none */
};

struct match {
    const struct catalogue_row *old;
    size_t n_old;
    bool *taken; /* of old */
    const struct catalogue_row *new;
    size_t n_new;
    struct origin *from; /* of new */
};

typedef bool alike_fn(const struct catalogue_row *a, const struct catalogue_row *b);

static bool same_filing(const struct catalogue_row *a, const struct catalogue_row *b)
{
    return strcmp(a->filing, b->filing) == 0;
}

static bool any(const struct catalogue_row *a, const struct catalogue_row *b)
{
    return a != b;
}

/* Two sorted lists side by side: only rows of the same key are compared. */
static void match_by(struct match *m, alike_fn *alike)
{
    size_t start = 0;
    for (size_t i = 0; i < m->n_new; i++) {
        while (start < m->n_old && strcmp(m->old[start].key, m->new[i].key) < 0)
            start++;
        for (size_t k = start; !m->from[i].row && k < m->n_old; k++) {
            if (strcmp(m->old[k].key, m->new[i].key) != 0)
                break;
            if (m->taken[k] || !alike(&m->old[k], &m->new[i]))
                continue;
            m->taken[k] = true;
            m->from[i].row = &m->old[k];
        }
    }
}

/*
 * First those that stay as they are, then those with the same filing condition, then the others in order: what is said
 * anew of a sub-class replaces what was said before.
 */
static void match_all(struct ctx *c, struct match *m)
{
    m->taken = arena_array(c->mem, m->n_old, sizeof *m->taken);
    m->from = arena_array(c->mem, m->n_new, sizeof *m->from);
    match_by(m, draft_same);
    match_by(m, same_filing);
    match_by(m, any);
}

static void sample(struct catalogue_sample *samples, int64_t n, const struct catalogue_row *before,
                   const struct catalogue_row *after)
{
    if (n <= CATALOGUE_SAMPLES)
        samples[n - 1] = (struct catalogue_sample){before, after};
}

static void count(const struct match *m, struct catalogue_report *r)
{
    for (size_t i = 0; i < m->n_new; i++) {
        const struct catalogue_row *from = m->from[i].row, *to = &m->new[i];
        if (!from)
            sample(r->added_samples, ++r->added, NULL, to);
        else if (draft_same(from, to))
            r->unchanged++;
        else
            sample(r->changed_samples, ++r->changed, from, to);
    }
    for (size_t k = 0; k < m->n_old; k++)
        if (!m->taken[k])
            sample(r->ended_samples, ++r->ended, &m->old[k], NULL);
}

/* ---- applying ---- */

static enum err write_changes(struct ctx *c, struct version *v, const struct match *m)
{
    for (size_t k = 0; k < m->n_old; k++)
        if (!m->taken[k])
            TRY(version_end(c, v, &m->old[k]));
    for (size_t i = 0; i < m->n_new; i++) {
        if (m->from[i].row && draft_same(m->from[i].row, &m->new[i]))
            continue;
        if (m->from[i].row)
            TRY(version_end(c, v, m->from[i].row));
        TRY(version_add(c, v, &m->new[i], m->from[i].row));
    }
    return ERR_OK;
}

static enum err apply(struct ctx *c, struct version *v, const struct catalogue_draft *draft,
                      bool dry_run, struct catalogue_report *report)
{
    struct match m = {.new = draft->rows, .n_new = draft->n};
    struct catalogue_head head;
    struct db_rows r;
    TRY(catalogue_head(c, v->district, &head));
    TRY(db_query(c, SQL_CATALOGUE_AT, ARGS(db_int(v->district), db_int(head.version)), &r));
    TRY(catalogue_from_rows(c, &r, &m.old, &m.n_old));
    match_all(c, &m);
    count(&m, report);
    report->version = head.version;
    if (report->found.errors > 0 || dry_run)
        return ERR_OK;
    report->applied = true;
    if (report->added + report->changed + report->ended == 0)
        return ERR_OK;
    TRY(version_begin(c, v, head.version, (int64_t)draft->n));
    TRY(write_changes(c, v, &m));
    report->version = v->version;
    return version_finish(c, v, report);
}

enum err catalogue_apply(struct ctx *c, const struct catalogue_options *o,
                         const struct catalogue_draft *draft, struct catalogue_report *report)
{
    struct version v = {.district = o->district, .source = draft->source, .hash = draft->hash};
    return apply(c, &v, draft, o->dry_run, report);
}

enum err catalogue_import(struct ctx *c, const void *p, size_t n, const struct catalogue_options *o,
                          struct catalogue_report *out)
{
    struct catalogue_draft draft;
    TRY(catalogue_read(c, p, n, o, &draft, out));
    return catalogue_apply(c, o, &draft, out);
}

/* ---- going back ---- */

enum err catalogue_restore(struct ctx *c, int32_t district, int64_t version, int64_t to,
                           struct catalogue_report *out)
{
    struct catalogue_draft draft = {0};
    struct catalogue_head head;
    const struct catalogue_row *rows;
    struct db_rows r;
    TRY(catalogue_head(c, district, &head));
    if (head.version == 0)
        return ctx_fail(c, ERR_CONFLICT, "catalogue.nothing_to_undo", "", "%06d", (int)district);
    if (version != head.version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)head.version);
    if (to < 0 || to >= head.version)
        return ctx_fail(c, ERR_INVALID, "catalogue.version", "to", "%lld", (long long)to);
    TRY(db_query(c, SQL_CATALOGUE_AT, ARGS(db_int(district), db_int(to)), &r));
    TRY(catalogue_from_rows(c, &r, &rows, &draft.n));
    draft.rows = arena_array(c->mem, draft.n, sizeof *draft.rows);
    if (draft.n > 0)
        memcpy(draft.rows, rows, draft.n * sizeof *draft.rows);
    *out = (struct catalogue_report){.rows = (int64_t)draft.n};
    struct version v = {.district = district, .restores = true, .restored = to};
    return apply(c, &v, &draft, false, out);
}

enum err catalogue_undo(struct ctx *c, int32_t district, int64_t version,
                        struct catalogue_report *out)
{
    struct catalogue_head head;
    TRY(catalogue_head(c, district, &head));
    return catalogue_restore(c, district, version, head.version - 1, out);
}

enum err catalogue_seed(struct ctx *c)
{
    const struct catalogue_options o = {.source = starter};
    const struct embedded *file = embed_find(starter);
    struct catalogue_report report;
    struct catalogue_head head;
    TRY(catalogue_head(c, 0, &head));
    if (head.version > 0 || !file)
        return ERR_OK;
    TRY(catalogue_import(c, file->text, file->n, &o, &report));
    return report.applied ? ERR_OK
                          : ctx_fail(c, ERR_INTERNAL, "catalogue.starter", "", "%s %s",
                                     report.found.v[0].cell, report.found.v[0].rule);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/import.h"

#include <string.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "ledger_sheet/flaws.h"
#include "ledger_sheet/plan.h"
#include "sheet/sheet.h"

/* ---- columns ---- */

static enum err remembered(struct ctx *c, const struct reader *r, struct columns *columns)
{
    struct db_rows rows;
    const struct node *mapping;
    struct columns again = *columns;
    again.v = arena_array(c->mem, columns->n, sizeof *again.v);
    memcpy(again.v, columns->v, columns->n * sizeof *again.v);
    TRY(db_query(c, SQL_SHEET_MAPPING,
                 ARGS(db_int(r->district), db_text(r->k->ledger), db_text(columns->hash)), &rows));
    if (rows.n == 0)
        return ERR_OK;
    const char *text = row_text(&rows, 0, 0);
    TRY(json_parse(c, text, strlen(text), &mapping));
    /* A field that the programme no longer has: then it is guessed anew. */
    if (columns_map(c, r->k, mapping, &again) != ERR_OK)
        return ERR_OK;
    *columns = again;
    columns->source = "remembered";
    return ERR_OK;
}

static enum err find_columns(struct ctx *c, struct reader *r, struct columns *out)
{
    columns_guess(c, r->k, r->s, out);
    TRY(remembered(c, r, out));
    if (r->o->mapping || r->o->columns)
        out->source = "given";
    if (r->o->mapping)
        TRY(columns_map(c, r->k, r->o->mapping, out));
    return r->o->columns ? columns_place(c, r->k, r->o->columns, out) : ERR_OK;
}

static bool finds_entries(const struct ledger_kind *k, const struct ledger_field *f)
{
    return text_is_among(f->field, k->key, k->n_key) || strcmp(k->title, f->field) == 0;
}

/* Without references the key says which entry a row means. What new ones need besides shows when there are some. */
static void check_columns(struct reader *r)
{
    const struct ledger_fields *of = &r->k->fields;
    for (size_t i = 0; i < of->n; i++)
        if (finds_entries(r->k, &of->v[i]) && r->columns->at[COLUMN_REF] == SIZE_MAX &&
            columns_of(r->columns, &of->v[i]) == SIZE_MAX)
            rows_note(r, r->columns->head, SIZE_MAX, true, "column_missing", of->v[i].name.zh);
}

static const bool *meant(const struct reader *r)
{
    bool *list = arena_array(r->c->mem, r->s->cols, sizeof *list);
    for (size_t col = 0; col < r->columns->n; col++)
        list[col] = r->columns->v[col].role != COLUMN_NOTHING;
    return list;
}

static void sample_heads(struct reader *r)
{
    const char **samples = arena_array(r->c->mem, r->columns->n, sizeof *samples);
    for (size_t col = 0; col < r->columns->n; col++) {
        samples[col] = "";
        for (size_t row = r->columns->first; row < r->s->rows && !samples[col][0]; row++)
            samples[col] = sheet_cell(r->s, row, col);
    }
    r->report->head_samples = samples;
}

/* ---- reading ---- */

static enum err check_options(struct ctx *c, const struct atlas_view *view,
                              const struct ledger_import_options *o)
{
    if (!o->area || !text_is_code(o->area) || strlen(o->area) < DIGITS_DISTRICT ||
        atlas_find(view, o->area) < 0)
        return ctx_fail(c, ERR_INVALID, "import.area", "area", "%.30s", o->area ? o->area : "");
    if (o->crs && strcmp(o->crs, "wgs84") != 0 && strcmp(o->crs, "gcj02") != 0)
        return ctx_fail(c, ERR_INVALID, "import.option", "crs", "%.20s", o->crs);
    if (o->since > c->now)
        return ctx_fail(c, ERR_INVALID, "ledger.at", "since", "%s", "");
    return ERR_OK;
}

static enum err read_rows(struct reader *r, const struct app *app, struct ledger_plan *plan)
{
    if (r->s->rows == 0)
        return ctx_fail(r->c, ERR_INVALID, "import.empty", "", "%s", r->s->name);
    sample_heads(r);
    flaws_of_sheet(r, r->columns->head, r->o->sheet != NULL);
    check_columns(r);
    TRY(rows_read(r));
    if (r->report->rows == 0 && r->report->found.errors == 0)
        return ctx_fail(r->c, ERR_INVALID, "import.empty", "", "%s", r->s->name);
    TRY(plan_match(r, app, plan));
    findings_sort(&r->report->found);
    return ERR_OK;
}

static enum err read_sheet(struct reader *r, const struct app *app, struct ledger_plan *plan,
                           const struct atlas_view *view)
{
    struct columns *columns = arena_alloc(r->c->mem, sizeof *columns);
    TRY(find_columns(r->c, r, columns));
    r->columns = r->report->columns = columns;
    r->meant = meant(r);
    plan->heads = columns->hash;
    plan->mapping = columns_text(r->c, columns);
    places_open(r->c, view, r->k, r->o->area, &r->places);
    if (columns->at[COLUMN_POST] != SIZE_MAX)
        TRY(posts_open(r->c, app->programmes, view, r->k, r->district, &r->posts));
    /* What is tried out row by row is forgotten row by row. */
    r->scratch =
        (struct ctx){.mem = arena_new(), .db = r->c->db, .who = r->c->who, .now = r->c->now};
    enum err err = read_rows(r, app, plan);
    if (err != ERR_OK && r->scratch.problem.code[0])
        r->c->problem = r->scratch.problem;
    arena_free(r->scratch.mem);
    return err;
}

enum err ledger_import_read(struct ctx *c, const struct app *app, const struct ledger_kind *k,
                            const void *p, size_t n, const struct ledger_import_options *o,
                            const struct ledger_plan **out, struct ledger_report *report)
{
    struct ledger_plan *plan = arena_alloc(c->mem, sizeof *plan);
    struct sheet *sheet = arena_alloc(c->mem, sizeof *sheet);
    struct reader r = {.c = c, .k = k, .s = sheet, .o = o, .report = report};
    const struct atlas_view *view = atlas_take(app->atlas);
    *report = (struct ledger_report){0};
    enum err err = check_options(c, view, o);
    if (err == ERR_OK)
        err = sheet_read(c, p, n, o->sheet, sheet);
    if (err == ERR_OK) {
        r.district = text_district(o->area);
        report->sheet = sheet;
        *plan = (struct ledger_plan){.kind = k, .o = o, .district = r.district};
        plan->hash = secret_hash_text(c->mem, NULL, p, n);
        err = read_sheet(&r, app, plan, view);
    }
    atlas_give(app->atlas, view);
    *out = plan;
    return err;
}

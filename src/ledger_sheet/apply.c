/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one unit that writes an import. Nothing is asked row by row, so that 100,000 rows cost no round trip each; whether
 * somebody was there first shows at the end, by counting.
 */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger_sheet/digest.h"
#include "ledger_sheet/plan.h"

struct writing {
    struct ctx *c;
    struct ctx scratch; /* forgotten row by row */
    const struct app *app;
    const struct ledger_plan *plan;
    const char *who;
    int64_t import;
    bool reminds; /* a field of the ledger does */
    unsigned char digest[SECRET_HASH];
    int64_t *added; /* by row of the sheet: the entry that it added */
    struct digest_lines figures;
};

static struct db_value opt_degree(const struct entry_facts *f, int32_t v)
{
    return f->has_point ? db_int(v) : db_null();
}

static struct db_value sealed(struct writing *w, const struct plan_row *row, int64_t id)
{
    struct ctx *c = &w->scratch;
    unsigned char *blob;
    size_t n;
    if (!row->sealed)
        return db_null();
    secret_seal(c->mem, w->app->key, entry_aad(c, w->plan->district, id), row->sealed, &blob, &n);
    return db_blob(blob, n);
}

static const char *key_of(struct writing *w, const struct plan_row *row, int64_t id)
{
    return row->natural_key ? row->natural_key
                            : arena_printf(w->scratch.mem, "id:%lld", (long long)id);
}

/* When what is written begins to be so. */
static int64_t begin_of(const struct writing *w, const struct plan_row *row)
{
    return !row->id && w->plan->o->since ? w->plan->o->since : w->c->now;
}

static enum err add_row(struct writing *w, const struct plan_row *row, int64_t id)
{
    const struct entry_facts *f = &row->facts;
    return db_exec(w->c, SQL_ENTRY_ADD,
                   ARGS(db_int(w->plan->district), db_int(id), db_text(w->plan->kind->ledger),
                        db_text(f->area), db_text(f->name), db_text(f->name_key),
                        db_text(key_of(w, row, id)), db_text(f->facet),
                        opt_degree(f, f->point.lon_e7), opt_degree(f, f->point.lat_e7),
                        db_or_null(f->post), db_text(row->status), db_int(begin_of(w, row)),
                        db_text(f->fields), db_int(f->programme_version), sealed(w, row, id),
                        db_int(begin_of(w, row)), db_null(), db_int(w->c->now)));
}

static enum err change_row(struct writing *w, const struct plan_row *row)
{
    const struct entry_facts *f = &row->facts;
    TRY(db_exec(w->c, SQL_ENTRY_VERSION_END,
                ARGS(db_int(w->plan->district), db_int(row->id), db_int(row->n), db_int(w->c->now),
                     db_int(row->status_since))));
    return db_exec(w->c, SQL_ENTRY_CHANGE,
                   ARGS(db_int(w->plan->district), db_int(row->id), db_int(row->version),
                        db_text(f->area), db_text(f->name), db_text(f->name_key),
                        db_text(key_of(w, row, row->id)), db_text(f->facet),
                        opt_degree(f, f->point.lon_e7), opt_degree(f, f->point.lat_e7),
                        db_or_null(f->post), db_text(row->status), db_int(row->status_since),
                        db_text(f->fields), db_int(f->programme_version), sealed(w, row, row->id),
                        db_int(row->last + 1), db_int(w->c->now)));
}

static enum err keep_sealed(struct writing *w, const struct plan_row *row)
{
    return db_exec(w->c, SQL_SHEET_SEALED_KEEP,
                   ARGS(db_int(w->plan->district), db_int(w->import), db_int(row->id),
                        db_int(w->c->now), db_int(row->version + 1),
                        row->sealed_n ? db_blob(row->sealed_was, row->sealed_n) : db_null()));
}

static enum err add_version(struct writing *w, const struct plan_row *row, int64_t id)
{
    const struct entry_facts *f = &row->facts;
    int64_t since = row->id ? row->status_since : begin_of(w, row);
    return db_exec(w->c, SQL_ENTRY_VERSION_ADD,
                   ARGS(db_int(w->plan->district), db_int(id), db_int(row->last + 1),
                        db_text(w->plan->kind->ledger), db_int(begin_of(w, row)), db_null(),
                        db_text(f->area), db_text(f->name), db_text(f->name_key), db_text(f->facet),
                        opt_degree(f, f->point.lon_e7), opt_degree(f, f->point.lat_e7),
                        db_or_null(f->post), db_text(row->status), db_int(since),
                        db_text(f->fields), db_int(f->programme_version), db_int(w->c->now),
                        db_text(w->who), db_text("import")));
}

/* Only where a field of the ledger reminds somebody of its date. */
static enum err put_dates(struct writing *w, const struct plan_row *row, int64_t id)
{
    struct draft d = {
        .app = w->app, .kind = w->plan->kind, .district = w->plan->district, .id = id};
    struct ctx *c = &w->scratch;
    d.facts = row->facts;
    TRY(fields_read(c, row->facts.fields, &d.open));
    return draft_dates(c, &d, NULL);
}

static enum err write_row(struct writing *w, const struct plan_row *row)
{
    int64_t id = row->id;
    arena_reset(w->scratch.mem);
    if (!id)
        TRY(db_new_id(w->c, &id));
    TRY(row->id ? change_row(w, row) : add_row(w, row, id));
    if (row->reseals)
        TRY(keep_sealed(w, row));
    TRY(add_version(w, row, id));
    const struct digest_row said = {.entry = id,
                                    .n = row->last + 1,
                                    .post = row->facts.post,
                                    .area = row->facts.area,
                                    .status = row->status,
                                    .fields = row->facts.fields,
                                    .has_point = row->facts.has_point,
                                    .x = row->facts.point.lon_e7,
                                    .y = row->facts.point.lat_e7,
                                    .programme_version = row->facts.programme_version};
    digest_add(w->scratch.mem, &said, w->digest);
    TRY(db_exec(w->c, SQL_SHEET_IMPORT_ROW,
                ARGS(db_int(w->plan->district), db_int(w->import), db_int(id), db_int(row->n),
                     db_int(row->last + 1))));
    if (w->added)
        w->added[row->row] = id;
    return w->reminds ? put_dates(w, row, id) : ERR_OK;
}

/* ---- figures ---- */

static enum err write_period(struct writing *w, const struct plan_period *p)
{
    const int64_t id = p->id ? p->id : w->added[p->row];
    TRY(db_exec(w->c, SQL_PERIOD_ADD,
                ARGS(db_int(w->plan->district), db_int(id), db_text(p->series), db_text(p->period),
                     db_int(p->n), db_text(p->fields), db_int(p->ends), db_int(w->c->now),
                     db_text(w->who), db_text("import"), db_text("confirmed"))));
    digest_line(w->c->mem, &w->figures,
                digest_figures(w->c->mem, id, p->series, p->period, p->n, p->fields));
    return db_exec(w->c, SQL_SHEET_IMPORT_PERIOD,
                   ARGS(db_int(w->plan->district), db_int(w->import), db_int(id),
                        db_text(p->series), db_text(p->period), db_int(p->n)));
}

static size_t last_row(const struct ledger_plan *plan)
{
    size_t last = 0;
    for (size_t i = 0; i < plan->n; i++)
        last = plan->rows[i].row > last ? plan->rows[i].row : last;
    return last;
}

static const char *document(struct ctx *c, const struct writing *w,
                            const struct ledger_report *report)
{
    char hex[2 * SECRET_HASH + 1];
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    text_hex(w->digest, SECRET_HASH, hex);
    json_object(&j);
    json_put_int(&j, "added", report->added);
    json_put_text(&j, "area", w->plan->o->area);
    json_put_int(&j, "changed", report->changed);
    json_put_text(&j, "digest", hex);
    if (report->figures)
        json_put_int(&j, "figures", report->figures);
    json_put_text(&j, "ledger", w->plan->kind->ledger);
    json_put_int(&j, "unchanged", report->unchanged);
    json_end(&j);
    return buf_str(&b);
}

static enum err finish(struct ctx *c, struct writing *w, const struct ledger_report *report)
{
    const struct ledger_plan *plan = w->plan;
    struct db_rows r;
    TRY(db_query(c, SQL_SHEET_IMPORT_COUNT, ARGS(db_int(plan->district), db_int(w->import)), &r));
    if (row_int(&r, 0, 0) != (int64_t)plan->n)
        return ctx_fail(c, ERR_CONFLICT, "import.meanwhile", "", "%lld",
                        (long long)((int64_t)plan->n - row_int(&r, 0, 0)));
    TRY(db_exec(c, SQL_SHEET_MAPPING_KEEP,
                ARGS(db_int(plan->district), db_text(plan->kind->ledger), db_text(plan->heads),
                     db_text(plan->mapping), db_int(c->now))));
    return journal_append(c, &(struct journal_entry){.district = plan->district,
                                                     .noun = "ledger_import",
                                                     .noun_id = w->import,
                                                     .version = 1,
                                                     .area = plan->o->area,
                                                     .action = "import",
                                                     .role = entry_role(c, plan->o->area),
                                                     .after = document(c, w, report)});
}

static enum err write_all(struct ctx *c, struct writing *w, const struct ledger_report *report)
{
    const struct ledger_plan *plan = w->plan;
    TRY(db_exec(c, SQL_SHEET_IMPORT_ADD,
                ARGS(db_int(plan->district), db_int(w->import), db_text(plan->kind->ledger),
                     db_text(plan->o->area), db_int(c->now), db_text(w->who),
                     db_text(plan->o->source), db_text(plan->hash), db_int(report->added),
                     db_int(report->changed), db_int(report->unchanged))));
    if (plan->n_periods)
        w->added = arena_array(c->mem, last_row(plan) + 1, sizeof *w->added);
    for (size_t i = 0; i < plan->n; i++)
        TRY(write_row(w, &plan->rows[i]));
    for (size_t i = 0; i < plan->n_periods; i++)
        TRY(write_period(w, &plan->periods[i]));
    digest_all(&w->figures, w->digest);
    return finish(c, w, report);
}

static bool reminds(const struct ledger_kind *k)
{
    for (size_t i = 0; i < k->fields.n; i++)
        if (k->fields.v[i].remind && !k->fields.v[i].sealed)
            return true;
    return false;
}

enum err ledger_import_apply(struct ctx *c, const struct app *app, const struct ledger_plan *plan,
                             struct ledger_report *report)
{
    struct writing w = {.c = c, .app = app, .plan = plan, .reminds = reminds(plan->kind)};
    if (plan->o->dry_run || report->found.errors > 0)
        return ERR_OK;
    report->applied = true;
    if (plan->n == 0 && plan->n_periods == 0)
        return ERR_OK;
    TRY(db_new_id(c, &w.import));
    w.who = account_name_of(c);
    w.scratch = (struct ctx){.mem = arena_new(), .db = c->db, .who = c->who, .now = c->now};
    digest_start(plan->hash, w.digest);
    enum err err = write_all(c, &w, report);
    if (err != ERR_OK && w.scratch.problem.code[0])
        c->problem = w.scratch.problem;
    arena_free(w.scratch.mem);
    report->import = w.import;
    /* Between reading and writing somebody added the same entry or changed one of these. */
    if (err == ERR_CONFLICT && text_has_prefix(c->problem.code, "db."))
        return ctx_fail(c, ERR_CONFLICT, "import.meanwhile", "", "%s", "");
    return err;
}

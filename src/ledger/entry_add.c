/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "journal/journal.h"
#include "ledger/draft.h"

struct adding {
    const struct entry_new *in;
    struct draft d;
    const char *status;
    int64_t at;
};

static enum err read_kind(struct ctx *c, struct adding *a)
{
    const struct ledger_kind *kind = programme_ledger(a->d.app->programmes, a->in->ledger);
    if (!kind)
        return ctx_fail(c, ERR_INVALID, "ledger.unknown", "ledger", "%.40s", a->in->ledger);
    a->d.kind = kind;
    a->status = a->in->applied ? kind->apply : a->in->status ? a->in->status : kind->start;
    if (!a->status)
        return ctx_fail(c, ERR_CONFLICT, "ledger.no_application", "", "%s", kind->ledger);
    if (!ledger_status(kind, a->status))
        return ctx_fail(c, ERR_INVALID, "ledger.status", "status", "%.40s", a->status);
    if (a->in->status && kind->graded_by && !a->in->applied)
        return ctx_fail(c, ERR_CONFLICT, "ledger.graded", "status", "%s", kind->graded_by);
    return ERR_OK;
}

static enum err read_fields(struct ctx *c, struct adding *a)
{
    const struct ledger_fields *of = &a->d.kind->fields;
    struct field_set given, all;
    TRY(fields_check(c, of, a->in->fields, &given));
    all = fields_merge(c, &(struct field_set){0}, &given);
    TRY(fields_complete(c, of, &all));
    a->d.open = fields_where(c, &all, of, field_is_open, false);
    a->d.sealed = fields_where(c, &all, of, field_is_sealed, false);
    return ERR_OK;
}

static enum err read_place(struct ctx *c, struct adding *a)
{
    const struct entry_new *in = a->in;
    const struct entry_where where = {in->has_point, in->point, in->area};
    struct entry_facts *f = &a->d.facts;
    TRY(draft_place(c, a->d.app, a->d.kind, &where, &f->area));
    f->has_point = in->has_point;
    f->point = in->point;
    f->post = in->post;
    a->d.district = text_district(f->area);
    return draft_post(c, a->d.district, in->post);
}

/* The unique index decides between two at once; who looks first can name the other. */
static enum err add_row(struct ctx *c, const struct adding *a)
{
    const struct draft *d = &a->d;
    const struct entry_facts *f = &d->facts;
    const struct db_value none = db_null();
    struct db_rows r;
    TRY(db_query(
        c, SQL_ENTRY_ADD,
        ARGS(db_int(d->district), db_int(d->id), db_text(d->kind->ledger), db_text(f->area),
             db_text(f->name), db_text(f->name_key), db_text(d->natural_key), db_text(f->facet),
             f->has_point ? db_int(f->point.lon_e7) : none,
             f->has_point ? db_int(f->point.lat_e7) : none, db_or_null(f->post), db_text(a->status),
             db_int(a->at), db_text(f->fields), db_int(f->programme_version), draft_sealed(c, d),
             db_int(a->at), db_text(a->in->note), db_int(c->now)),
        &r));
    if (r.n)
        return ERR_OK;
    if (a->in->applied) /* who it is that stands there is no stranger's business */
        return ctx_fail(c, ERR_CONFLICT, "ledger.twice", "", "%s", "");
    TRY(draft_key_free(c, d->district, d->kind->ledger, d->natural_key, 0));
    return ctx_fail(c, ERR_BUSY, "db.busy", "", "%.100s", d->natural_key);
}

static enum err journal(struct ctx *c, const struct adding *a)
{
    const struct draft *d = &a->d;
    return journal_append(c, &(struct journal_entry){
                                 .district = d->district,
                                 .noun = "entry",
                                 .noun_id = d->id,
                                 .version = 1,
                                 .area = d->facts.area,
                                 .action = a->in->applied ? "apply" : "add",
                                 .role = a->in->applied ? "resident" : entry_role(c, d->facts.area),
                                 .state_to = a->status,
                                 .after = draft_document(c, d)});
}

static enum err write_rows(struct ctx *c, const struct adding *a)
{
    const struct draft *d = &a->d;
    struct timeline t;
    TRY(add_row(c, a));
    timeline_start(c, d->district, d->id, d->kind->ledger, a->in->applied ? "居民" : NULL, &t);
    timeline_add(c, &t, a->at, &d->facts, a->status, a->in->why ? a->in->why : "added");
    TRY(timeline_write(c, &t));
    return draft_dates(c, d, NULL);
}

enum err entry_add(struct ctx *c, const struct app *app, const struct entry_new *in,
                   int64_t *out_id)
{
    struct adding a = {.in = in, .d = {.app = app}};
    TRY(read_kind(c, &a));
    TRY(draft_at(c, in->at, 1, &a.at));
    TRY(read_fields(c, &a));
    TRY(read_place(c, &a));
    TRY(db_new_id(c, &a.d.id));
    draft_fill(c, &a.d);
    TRY(draft_check_name(c, &a.d));
    TRY(write_rows(c, &a));
    TRY(journal(c, &a));
    *out_id = a.d.id;
    return ERR_OK;
}

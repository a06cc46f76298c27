/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/json_in.h"
#include "base/text.h"
#include "journal/journal.h"
#include "ledger/draft.h"
#include "ledger/twin.h"

struct changing {
    const struct entry_change *in;
    struct entry was;
    struct draft before, d; /* as it was, and as it is going to be */
    struct timeline t;
    int64_t at;
};

static enum err check_open(struct ctx *c, const struct changing *h)
{
    if (h->in->version && h->in->version != h->was.version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)h->was.version);
    if (h->was.left_at)
        return ctx_fail(c, ERR_CONFLICT, "ledger.left", "", "%s", h->was.left_reason);
    return ERR_OK;
}

/* A text that comes as it was is no change, so each given field is checked, and only then laid over what was. */
static enum err read_fields(struct ctx *c, struct changing *h)
{
    struct draft *d = &h->d;
    const struct ledger_fields *of = &d->kind->fields;
    struct field_set given, open, sealed;
    if (!h->in->fields)
        return ERR_OK;
    TRY(fields_check(c, of, h->in->fields, &given));
    open = fields_where(c, &given, of, field_is_open, false);
    sealed = fields_where(c, &given, of, field_is_sealed, false);
    d->open = fields_merge(c, &d->open, &open);
    /* What is sealed now stands there alone, also where an erased one of its name had left a mark. */
    d->open = fields_without(c, &d->open, &sealed);
    d->sealed = fields_merge(c, &d->sealed, &sealed);
    return ERR_OK;
}

static enum err read_place(struct ctx *c, struct changing *h)
{
    const struct entry_change *in = h->in;
    struct entry_facts *f = &h->d.facts;
    if (in->move) {
        const struct entry_where where = {in->has_point, in->point, in->area};
        TRY(draft_place(c, h->d.app, h->d.kind, &where, &f->area));
        f->has_point = in->has_point;
        f->point = in->point;
        if (text_district(f->area) != h->d.district)
            return ctx_fail(c, ERR_INVALID, "ledger.other_district", "area", "%s", f->area);
    }
    if (in->post == JSON_ABSENT || in->post == f->post)
        return ERR_OK;
    f->post = in->post;
    return draft_post(c, h->d.district, in->post);
}

static enum err write_row(struct ctx *c, struct changing *h, int64_t *out_version)
{
    const struct draft *d = &h->d;
    const struct piece *last = timeline_last(&h->t);
    const struct entry_facts *f = &last->facts;
    const struct db_value none = db_null();
    struct db_rows r;
    enum err err = db_query(
        c, SQL_ENTRY_CHANGE,
        ARGS(db_int(d->district), db_int(d->id), db_int(h->was.version), db_text(f->area),
             db_text(f->name), db_text(f->name_key), db_text(d->natural_key), db_text(f->facet),
             f->has_point ? db_int(f->point.lon_e7) : none,
             f->has_point ? db_int(f->point.lat_e7) : none, db_or_null(f->post),
             db_text(last->status), db_int(last->status_since), db_text(f->fields),
             db_int(f->programme_version), draft_sealed(c, d), db_int(last->n), db_int(c->now)),
        &r);
    TRY(draft_key_lost(c, err, d->natural_key));
    if (r.n == 0)
        return h->in->version ? ctx_fail(c, ERR_STALE, "version.stale", "", "%s", "")
                              : ctx_fail(c, ERR_BUSY, "db.busy", "", "%lld", (long long)d->id);
    *out_version = row_int(&r, 0, 0);
    return ERR_OK;
}

static enum err journal(struct ctx *c, const struct changing *h, int64_t version)
{
    return journal_append(c, &(struct journal_entry){.district = h->d.district,
                                                     .noun = "entry",
                                                     .noun_id = h->d.id,
                                                     .version = version,
                                                     .area = h->d.facts.area,
                                                     .action = h->in->why ? h->in->why : "change",
                                                     .role = entry_role(c, h->d.facts.area),
                                                     .before = draft_document(c, &h->before),
                                                     .after = draft_document(c, &h->d)});
}

static enum err write(struct ctx *c, struct changing *h)
{
    int64_t version = 0;
    struct draft *d = &h->d;
    TRY(timeline_read(c, d->district, d->id, h->was.ledger, &h->t));
    TRY(draft_at(c, h->in->at, timeline_facts_from(&h->t), &h->at));
    if (strcmp(d->natural_key, h->before.natural_key) != 0)
        TRY(draft_key_free(c, d->district, d->kind->ledger, d->natural_key, d->id));
    timeline_set_facts(c, &h->t, h->at, &d->facts, h->in->why ? h->in->why : "changed");
    TRY(timeline_write(c, &h->t));
    TRY(write_row(c, h, &version));
    if (strcmp(d->natural_key, h->before.natural_key) != 0)
        TRY(twin_promote(c, d->district, d->kind->ledger, h->before.natural_key));
    TRY(draft_dates(c, d, &h->before.open));
    return journal(c, h, version);
}

enum err entry_change(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                      const struct entry_change *change)
{
    struct changing h = {.in = change};
    TRY(draft_of(c, app, district, id, &h.was, &h.before));
    TRY(check_open(c, &h));
    h.d = h.before;
    TRY(read_fields(c, &h));
    TRY(read_place(c, &h));
    draft_fill(c, &h.d);
    TRY(draft_check_name(c, &h.d));
    bool same_sealed = strcmp(fields_text(c, &h.before.sealed), fields_text(c, &h.d.sealed)) == 0;
    if (same_sealed && timeline_same_facts(&h.before.facts, &h.d.facts))
        return ERR_OK;
    return write(c, &h);
}

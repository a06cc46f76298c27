/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/entry_json.h"

#include <string.h>

#include "area/area_json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "ledger/confirm.h"
#include "ledger/draft.h"
#include "ledger/entry_follow.h"
#include "ledger/status_on.h"
#include "post/post_json.h"

void entry_put_name(struct json *j, const char *key, const struct name_pair *name)
{
    json_key(j, key);
    json_object(j);
    json_put_text(j, "zh", name->zh);
    json_put_text(j, "en", name->en);
    json_end(j);
}

/* ---- fields ---- */

static bool any_field(const struct ledger_field *f)
{
    (void)f;
    return true;
}

static void put_set(const struct entry_view *v, const char *key, const struct ledger_fields *of,
                    const struct field_set *set, entry_field_test *shown)
{
    json_key(v->j, key);
    json_object(v->j);
    for (size_t i = 0; i < of->n; i++) {
        const char *json = fields_json(set, of->v[i].field);
        if (json && !field_is_erased(json) && shown(&of->v[i]))
            json_put_raw(v->j, of->v[i].field, json);
    }
    json_end(v->j);
}

enum err entry_put_fields(const struct entry_view *v, const char *key,
                          const struct ledger_fields *of, const char *fields,
                          entry_field_test *shown)
{
    struct field_set set;
    TRY(fields_read(v->c, fields, &set));
    put_set(v, key, of, &set, shown);
    return ERR_OK;
}

/* Kept by an earlier programme: the present one has no such field any more; who may see it is what that one said. */
static const struct ledger_field *former(const struct ledger_kind *kind,
                                         const struct field_set *set, size_t i)
{
    const struct ledger_field *f = ledger_field(&kind->former, set->v[i].field);
    return !ledger_field(&kind->fields, set->v[i].field) && f && field_is_shown(f) &&
                   !field_is_erased(set->v[i].json)
               ? f
               : NULL;
}

static void put_old(const struct entry_view *v, const struct ledger_kind *kind,
                    const struct field_set *set)
{
    json_key(v->j, "old_fields");
    json_object(v->j);
    for (size_t i = 0; i < set->n; i++)
        if (former(kind, set, i))
            json_put_raw(v->j, set->v[i].field, set->v[i].json);
    json_end(v->j);
    json_key(v->j, "old_names");
    json_object(v->j);
    for (size_t i = 0; i < set->n; i++)
        if (former(kind, set, i))
            entry_put_name(v->j, set->v[i].field, &former(kind, set, i)->name);
    json_end(v->j);
}

/* What it has that is seen by a look alone; and what it had, until its time was over. */
static void put_hidden(const struct entry_view *v, const struct ledger_fields *of,
                       const struct field_set *set)
{
    json_key(v->j, "hidden");
    json_array(v->j);
    for (size_t i = 0; i < of->n; i++)
        if (field_is_hidden(&of->v[i]) && !of->v[i].sealed &&
            fields_plain(v->c, set, of->v[i].field))
            json_text(v->j, of->v[i].field);
    json_array_end(v->j);
    json_key(v->j, "erased");
    json_array(v->j);
    for (size_t i = 0; i < set->n; i++)
        if (field_is_erased(set->v[i].json))
            json_text(v->j, set->v[i].field);
    json_array_end(v->j);
}

/* ---- members ---- */

static void put_point(struct json *j, const struct entry *e)
{
    json_key(j, "point");
    if (!e->has_point) {
        json_null(j);
        return;
    }
    json_object(j);
    json_key(j, "lat");
    json_degrees(j, e->point.lat_e7);
    json_key(j, "lon");
    json_degrees(j, e->point.lon_e7);
    json_end(j);
}

/* status: what was set, which decides what may be done; the name and the colour are those of the day. */
static enum err put_status(const struct entry_view *v, const struct ledger_kind *kind,
                           const struct entry *e)
{
    const char *shown;
    TRY(entry_status_on(v->c, kind, e, &shown));
    const struct ledger_status *s = ledger_status(kind, shown);
    const struct name_pair unknown = {shown, shown};
    json_put_text(v->j, "status", e->status);
    json_put_text(v->j, "shown_status", shown);
    entry_put_name(v->j, "status_name", s ? &s->name : &unknown);
    json_put_text(v->j, "sign", s ? s->sign : "grey");
    json_put_time(v->j, "status_since", e->status_since);
    return ERR_OK;
}

static void put_left(struct json *j, const struct ledger_kind *kind, const struct entry *e,
                     bool is_public)
{
    const struct ledger_reason *r = e->left_at ? ledger_reason(kind, e->left_reason) : NULL;
    const struct name_pair unknown = {e->left_reason, e->left_reason};
    json_key(j, "left");
    if (!e->left_at) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_time(j, "at", e->left_at);
    json_put_text(j, "reason", e->left_reason);
    entry_put_name(j, "reason_name", r ? &r->name : &unknown);
    if (!is_public)
        json_put_text(j, "note", e->left_note);
    json_put_ref(j, "successor", e->district, e->successor);
    json_end(j);
}

static enum err put_head(const struct entry_view *v, const struct ledger_kind *kind,
                         const struct entry *e)
{
    json_put_ref(v->j, "ref", e->district, e->id);
    json_put_text(v->j, "ledger", e->ledger);
    json_put_text(v->j, "name", e->name);
    area_put_code(v->j, v->atlas, e->area);
    json_put_text(v->j, "facet", e->facet);
    put_point(v->j, e);
    return put_status(v, kind, e);
}

static void put_rest(const struct entry_view *v, const struct ledger_kind *kind,
                     const struct entry *e)
{
    struct json *j = v->j;
    json_put_bool(j, "sealed", e->has_sealed);
    json_put_bool(j, "owner_code", e->has_owner);
    json_put_ref(j, "post", e->district, e->post);
    json_put_time(j, "since", e->since);
    put_left(j, kind, e, false);
    json_put_time(j, "last_inspected", e->last_inspected);
    json_put_time(j, "review_due", e->review_due);
    json_put_int(j, "open_items", e->open_items);
    json_put_text(j, "note", e->note);
    json_put_int(j, "programme_version", e->programme_version);
    json_put_int(j, "version", e->version);
    json_put_time(j, "as_of", e->as_of);
    json_put_time(j, "created", e->created);
    json_put_time(j, "updated", e->updated);
}

static enum err put_line_members(const struct entry_view *v, const struct ledger_kind *kind,
                                 const struct entry *e)
{
    struct field_set set;
    struct entry then = *e;
    TRY(fields_read(v->c, e->fields, &set));
    TRY(entry_then(v->c, v->app, &then));
    TRY(put_head(v, kind, e));
    put_set(v, "fields", &kind->fields, &set, field_is_shown);
    put_hidden(v, &kind->fields, &set);
    put_old(v, kind, &set);
    put_rest(v, kind, &then);
    return ERR_OK;
}

enum err entry_put_line(const struct entry_view *v, const struct entry *e)
{
    const struct ledger_kind *kind;
    TRY(entry_kind(v->c, v->app, e, &kind));
    json_object(v->j);
    TRY(put_line_members(v, kind, e));
    json_end(v->j);
    return ERR_OK;
}

/* ---- what its fields refer to ---- */

static enum err put_ref(const struct entry_view *v, const char *ref, bool is_public)
{
    const struct ledger_kind *kind;
    struct entry e;
    int32_t district;
    int64_t id;
    bool told = true;
    if (!ref || !text_ref_parse(ref, &district, &id))
        return ERR_OK;
    enum err err = entry_get(v->c, district, id, 0, &e);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    kind = programme_ledger(v->app->programmes, e.ledger);
    if (is_public && kind)
        TRY(entry_is_told(v->c, kind, &e, &told));
    if (is_public && !(told && kind && kind->is_public))
        return ERR_OK;
    json_object(v->j);
    json_put_ref(v->j, "ref", district, id);
    json_put_text(v->j, "name", e.name);
    json_end(v->j);
    return ERR_OK;
}

static enum err put_field_refs(const struct entry_view *v, const char *json, bool is_public)
{
    const struct node *value;
    TRY(json_parse(v->c, json, strlen(json), &value));
    TRY(put_ref(v, node_text(value), is_public));
    for (size_t i = 0; node_type(value) == NODE_ARRAY && i < node_len(value); i++)
        TRY(put_ref(v, node_text(node_at(value, i)), is_public));
    return ERR_OK;
}

enum err entry_put_refs(const struct entry_view *v, const struct entry *e, bool is_public)
{
    const struct ledger_kind *kind;
    struct field_set set;
    TRY(entry_kind(v->c, v->app, e, &kind));
    TRY(fields_read(v->c, e->fields, &set));
    json_key(v->j, "refs");
    json_array(v->j);
    for (size_t i = 0; i < kind->fields.n; i++) {
        const struct ledger_field *f = &kind->fields.v[i];
        const char *json = f->ref ? fields_json(&set, f->field) : NULL;
        if (json && (is_public ? field_is_public(f) : field_is_shown(f)))
            TRY(put_field_refs(v, json, is_public));
    }
    json_array_end(v->j);
    return ERR_OK;
}

enum err entry_put_confirmed(const struct entry_view *v, const struct entry *e)
{
    const struct ledger_kind *kind;
    struct confirmed is;
    TRY(entry_kind(v->c, v->app, e, &kind));
    TRY(confirm_get(v->c, kind, e, &is));
    json_key(v->j, "confirmed");
    if (!kind->confirm) {
        json_null(v->j);
        return ERR_OK;
    }
    json_object(v->j);
    json_put_time(v->j, "at", is.at);
    json_put_bool(v->j, "by_owner", is.by_owner);
    json_put_time(v->j, "due", is.due);
    json_put_bool(v->j, "overdue", is.due && is.due <= entry_moment(v->c, e));
    json_end(v->j);
    return ERR_OK;
}

static void put_actions(const struct entry_view *v, const struct ledger_kind *kind,
                        const struct entry *e)
{
    bool now = !e->as_of && !e->left_at && !kind->graded_by;
    json_key(v->j, "actions");
    json_array(v->j);
    for (size_t i = 0; now && i < kind->n_actions; i++) {
        const struct ledger_action *a = &kind->actions[i];
        if (text_is_among(e->status, a->from, a->n_from))
            json_text(v->j, a->action);
    }
    json_array_end(v->j);
}

void entry_put_before(const struct entry_view *v, const struct ledger_kind *kind, int32_t district,
                      const struct entry_before *b)
{
    const struct ledger_reason *r = ledger_reason(kind, b->reason);
    const struct name_pair unknown = {b->reason, b->reason};
    json_put_ref(v->j, "ref", district, b->id);
    json_put_text(v->j, "name", b->name);
    json_put_time(v->j, "at", b->left_at);
    entry_put_name(v->j, "reason_name", r ? &r->name : &unknown);
}

static enum err put_predecessors(const struct entry_view *v, const struct ledger_kind *kind,
                                 const struct entry *e)
{
    const struct entry_before *list;
    size_t n;
    TRY(entry_before(v->c, e->district, e->id, &list, &n));
    json_key(v->j, "predecessors");
    json_array(v->j);
    for (size_t i = 0; i < n; i++) {
        json_object(v->j);
        entry_put_before(v, kind, e->district, &list[i]);
        json_end(v->j);
    }
    json_array_end(v->j);
    return ERR_OK;
}

/* What only the page of one entry tells. */
static enum err put_around(const struct entry_view *v, const struct ledger_kind *kind,
                           const struct entry *e)
{
    put_actions(v, kind, e);
    TRY(entry_put_refs(v, e, false));
    TRY(put_predecessors(v, kind, e));
    TRY(entry_put_confirmed(v, e));
    TRY(entry_put_misfit(v, kind, e));
    return entry_put_history(v, kind, e, false);
}

enum err entry_put(const struct entry_view *v, const struct entry *e)
{
    const struct ledger_kind *kind;
    struct post_answer answer;
    TRY(entry_kind(v->c, v->app, e, &kind));
    TRY(entry_answer(v->c, v->app, e, entry_moment(v->c, e), &answer));
    json_object(v->j);
    TRY(put_line_members(v, kind, e));
    json_key(v->j, "answer");
    post_put_answer(v->c, v->app, v->atlas, v->j, &answer);
    TRY(put_around(v, kind, e));
    json_end(v->j);
    return ERR_OK;
}

enum err entry_put_public(const struct entry_view *v, const struct entry *e)
{
    const struct ledger_kind *kind;
    const struct ledger_field *facet;
    TRY(entry_kind(v->c, v->app, e, &kind));
    json_put_ref(v->j, "ref", e->district, e->id);
    json_put_text(v->j, "ledger", e->ledger);
    json_put_text(v->j, "name", e->name);
    area_put_code(v->j, v->atlas, e->area);
    json_put_text(v->j, "facet", e->facet);
    facet = kind->facet ? ledger_field(&kind->fields, kind->facet) : NULL;
    const struct name_pair *facet_name = NULL;
    for (size_t i = 0; facet && e->facet && i < facet->n_choices; i++)
        if (strcmp(facet->choices[i].value, e->facet) == 0)
            facet_name = &facet->choices[i].name;
    if (facet_name)
        entry_put_name(v->j, "facet_name", facet_name);
    else
        json_put_raw(v->j, "facet_name", NULL);
    TRY(put_status(v, kind, e));
    TRY(entry_put_fields(v, "fields", &kind->fields, e->fields, field_is_public));
    put_left(v->j, kind, e, true);
    return ERR_OK;
}

/* ---- periods ---- */

static enum err put_period(const struct entry_view *v, const struct ledger_kind *kind,
                           const struct entry_period *p, entry_field_test *shown)
{
    const struct ledger_series *series = ledger_series(kind, p->series);
    const struct ledger_fields none = {NULL, 0};
    json_object(v->j);
    json_put_text(v->j, "series", p->series);
    json_put_text(v->j, "period", p->period);
    json_put_int(v->j, "n", p->n);
    TRY(entry_put_fields(v, "fields", series ? &series->fields : &none, p->fields, shown));
    json_put_time(v->j, "ends", p->ends);
    json_put_time(v->j, "recorded", p->recorded);
    json_put_text(v->j, "who", p->who);
    json_put_text(v->j, "source", p->source);
    json_put_text(v->j, "state", p->state);
    json_end(v->j);
    return ERR_OK;
}

enum err entry_put_periods(const struct entry_view *v, const struct ledger_kind *kind,
                           int32_t district, int64_t id, entry_field_test *shown)
{
    const struct entry_period *list;
    size_t n;
    TRY(period_list(v->c, district, id, &list, &n));
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        TRY(put_period(v, kind, &list[i], shown));
    json_array_end(v->j);
    return ERR_OK;
}

enum err entry_put_owner(const struct entry_view *v, const struct entry *e)
{
    const struct ledger_kind *kind;
    struct field_set open, sealed, all;
    TRY(entry_kind(v->c, v->app, e, &kind));
    TRY(fields_read(v->c, e->fields, &open));
    TRY(draft_open(v->c, v->app, e->district, e->id, &sealed));
    all = fields_merge(v->c, &open, &sealed);
    TRY(put_head(v, kind, e));
    put_set(v, "fields", &kind->fields, &all, any_field);
    put_rest(v, kind, e);
    TRY(entry_put_confirmed(v, e));
    json_key(v->j, "periods");
    return entry_put_periods(v, kind, e->district, e->id, any_field);
}

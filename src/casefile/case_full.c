/* SPDX-License-Identifier: Apache-2.0 */
/* The officers' view of a case. */
#include <string.h>

#include "base/arena.h"
#include "casefile/case_parts.h"
#include "casefile/words.h"
#include "journal/journal.h"
#include "person/phone.h"

static void put_facts(const struct case_view *v, const struct casefile *f,
                      const struct post_answer *answer)
{
    struct json *j = v->j;
    case_put_ref(j, "ref", f->district, f->id);
    json_put_text(j, "kind", f->kind);
    json_put_text(j, "state", f->state);
    json_put_bool(j, "open", f->is_open);
    case_put_place(v, f);
    json_put_text(j, "area_name", case_area_name(v, f->area));
    json_put_text(j, "address", f->address);
    json_put_text(j, "body", f->body);
    json_put_time(j, "opened", f->opened);
    json_put_time(j, "updated", f->updated);
    json_put_time(j, "closed", f->closed);
    json_put_int(j, "version", f->version);
    if (answer->found)
        case_put_post(j, f->district, f->post, answer->kind, answer->holder.name);
    else
        json_put_raw(j, "post", NULL);
    json_put_text(j, "handler_name", f->handler_name);
    json_put_int(j, "supports", f->supports);
    if (f->has_point) {
        case_put_degrees(j, "lon", f->point.lon_e7);
        case_put_degrees(j, "lat", f->point.lat_e7);
    } else {
        json_put_raw(j, "lon", NULL);
        json_put_raw(j, "lat", NULL);
    }
    json_put_int(j, "cycle", f->cycle);
    if (f->merged_into)
        case_put_ref(j, "merged_into", f->district, f->merged_into);
    else
        json_put_raw(j, "merged_into", NULL);
}

/* 王小明 -> 王**: enough to be sure that one calls the right person, after opening it. */
static const char *masked_name(const struct case_view *v, const char *name)
{
    size_t n = 1;
    if (!name)
        return NULL;
    while (((unsigned char)name[n] & 0xc0) == 0x80)
        n++;
    return arena_printf(v->c->mem, "%.*s**", (int)n, name);
}

static enum err put_contact(const struct case_view *v, const struct casefile *f)
{
    const char *name, *phone;
    struct json *j = v->j;
    json_put_bool(j, "has_contact", f->has_contact);
    json_key(j, "contact_masked");
    if (!f->has_contact) {
        json_null(j);
        return ERR_OK;
    }
    TRY(casefile_contact(v->c, v->app, f->district, f->id, &name, &phone));
    json_object(j);
    json_put_text(j, "name", masked_name(v, name));
    json_put_text(j, "phone", phone_mask(v->c->mem, phone));
    json_end(j);
    return ERR_OK;
}

static enum err put_step(const struct case_view *v, const struct flow *flow,
                         const struct journal_row *row)
{
    struct json *j = v->j;
    const char *note;
    TRY(case_note_of(v->c, row, &note));
    json_object(j);
    json_put_text(j, "id", arena_printf(v->c->mem, "%lld", (long long)row->id));
    json_put_time(j, "at", row->at);
    json_put_text(j, "who", row->who);
    json_put_text(j, "role", row->role);
    case_put_name(j, "role_name", role_words(row->role));
    json_put_text(j, "action", row->action);
    case_put_name(j, "action_name", action_words(flow, row->action));
    json_put_text(j, "state_from", row->state_from);
    json_put_text(j, "state_to", row->state_to);
    json_put_text(j, "reason", row->reason);
    json_put_text(j, "note", note);
    json_put_bool(j, "sealed", row->seq > 0);
    json_key(j, "seq");
    if (row->seq)
        json_int(j, row->seq);
    else
        json_null(j);
    json_end(j);
    return ERR_OK;
}

static enum err put_history(const struct case_view *v, const struct casefile *f)
{
    const struct journal_row *rows;
    size_t n;
    const struct flow *flow = programme_flow(v->app->programmes, f->flow);
    TRY(journal_of(v->c, f->district, "casefile", f->id, &rows, &n));
    json_key(v->j, "history");
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        TRY(put_step(v, flow, &rows[i]));
    json_array_end(v->j);
    return ERR_OK;
}

static enum err put_duplicates(const struct case_view *v, const struct casefile *f)
{
    const struct near_query q = {.kind = f->kind,
                                 .has_point = f->has_point,
                                 .point = f->point,
                                 .area = f->area,
                                 .except = f->id};
    struct near near[NEAR_MAX];
    size_t n = 0;
    if (f->is_open)
        TRY(casefile_near(v->c, v->atlas, &q, near, &n));
    json_key(v->j, "duplicates");
    json_array(v->j);
    case_put_near(v, near, n);
    json_array_end(v->j);
    return ERR_OK;
}

enum err case_put_full(const struct case_view *v, const struct casefile *f,
                       const struct account *who)
{
    struct post_answer answer;
    TRY(case_find_answer(v, f, &answer));
    json_object(v->j);
    put_facts(v, f, &answer);
    TRY(put_contact(v, f));
    json_key(v->j, "photos");
    json_array(v->j);
    TRY(case_put_photos(v, f, NULL));
    json_array_end(v->j);
    TRY(put_history(v, f));
    TRY(case_put_actions(v, f, who, false));
    case_put_answer(v, &answer);
    TRY(put_duplicates(v, f));
    json_end(v->j);
    return ERR_OK;
}

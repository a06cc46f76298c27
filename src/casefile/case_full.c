/* SPDX-License-Identifier: Apache-2.0 */
/* The officers' view of a case. */
#include <string.h>

#include "area/area_json.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "casefile/case_loop.h"
#include "casefile/case_parts.h"
#include "casefile/contact.h"
#include "casefile/words.h"
#include "journal/journal.h"
#include "person/phone.h"

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

/* Which clock's lamp turned to what: the row's own words, not what the case shows now. */
static enum err put_lamp(const struct case_view *v, const char *flow, const struct journal_row *row)
{
    struct json *j = v->j;
    const struct node *doc = NULL;
    if (strcmp(row->action, "light") == 0 && row->after)
        TRY(json_parse(v->c, row->after, strlen(row->after), &doc));
    const char *clock = doc ? node_text(node_get(doc, "clock")) : NULL;
    json_key(j, "lamp");
    if (!clock) {
        json_null(j);
        return ERR_OK;
    }
    json_object(j);
    json_put_text(j, "clock", clock);
    name_put(j, "name", case_clock_name(v, flow, clock));
    json_put_text(j, "light", node_text(node_get(doc, "light")));
    json_end(j);
    return ERR_OK;
}

static enum err put_step(const struct case_view *v, const struct casefile *f,
                         const struct journal_row *row, const struct said *words)
{
    struct json *j = v->j;
    const struct flow *flow = programme_flow(v->app->programmes, f->flow);
    json_object(j);
    json_put_text(j, "id", arena_printf(v->c->mem, "%lld", (long long)row->id));
    json_put_time(j, "at", row->at);
    json_put_text(j, "who", row->who);
    json_put_text(j, "role", row->role);
    name_put(j, "role_name", role_words(row->role));
    json_put_text(j, "action", row->action);
    name_put(j, "action_name", action_words(flow, row->action));
    json_put_text(j, "state_from", case_state_from(row));
    json_put_text(j, "state_to", row->state_to);
    json_put_text(j, "reason", words->reason);
    json_put_text(j, "note", words->note);
    TRY(put_lamp(v, f->flow, row));
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
    const struct said *said;
    struct said words;
    size_t n, n_said;
    const struct flow *flow = programme_flow(v->app->programmes, f->flow);
    TRY(journal_of(v->c, f->district, "casefile", f->id, &rows, &n));
    TRY(said_of(v->c, f->district, f->id, &said, &n_said));
    bool erased = false;
    json_key(v->j, "history");
    json_array(v->j);
    for (size_t i = 0; i < n; i++) {
        TRY(case_words_of(v->c, &rows[i], said, n_said, &words));
        if (rows[i].state_to)
            TRY(put_step(v, f, &rows[i], &words));
        erased = erased || strcmp(rows[i].action, "erase_contact") == 0;
    }
    json_array_end(v->j);
    json_put_bool(v->j, "contact_erased", erased);
    return case_put_ping_pong(v, flow, rows, n);
}

static enum err put_duplicates(const struct case_view *v, const struct casefile *f,
                               const struct account *who)
{
    const struct near_query q = {
        .kind = f->kind,
        .has_point = f->has_point,
        .point = f->point,
        .area = f->area,
        .except = {f->id, f->upper, f->lower},
        .reader = who,
    };
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

static enum err put_loop(const struct case_view *v, const struct casefile *f)
{
    struct json *j = v->j;
    TRY(case_put_rule(v, f->rule));
    TRY(case_put_standard(v, f));
    TRY(case_put_requests(v, f));
    TRY(case_put_marks(v, f));
    TRY(case_put_joint(v, f));
    TRY(case_put_crew(v, f));
    TRY(case_put_proof(v, f));
    json_put_time(j, "confirm_until", f->confirm_until);
    json_put_time(j, "reopen_until", f->reopen_until);
    json_put_int(j, "suspensions", f->suspensions);
    json_put_bool(j, "insisted", f->insisted);
    json_put_int(j, "appeals", f->appeals);
    json_put_bool(j, "exempt", f->exempt);
    return ERR_OK;
}

/* What stands in lists, too, and what shows the place. */
static enum err put_summary(const struct case_view *v, const struct casefile *f,
                            const struct post_answer *answer)
{
    struct case_names names = {.post_kind = answer->found ? answer->kind : NULL,
                               .holder = answer->holder.name};
    TRY(loop_person_name(v->c, f->district, f->assigned, &names.assigned));
    TRY(case_put_clocks(v, f, &names.limit_text));
    case_put_facts(v, f, &names);
    json_key(v->j, "photos");
    json_array(v->j);
    TRY(case_put_photos(v, f, NULL));
    json_array_end(v->j);
    return ERR_OK;
}

enum err case_put_full(const struct case_view *v, const struct casefile *f,
                       const struct account *who)
{
    struct post_answer answer;
    TRY(case_find_answer(v, f, &answer));
    json_object(v->j);
    TRY(put_summary(v, f, &answer));
    area_put_chain(v->j, v->atlas, atlas_find(v->atlas, f->area));
    json_put_ref(v->j, "merged_into", f->district, f->merged_into);
    TRY(put_contact(v, f));
    TRY(put_loop(v, f));
    TRY(put_history(v, f));
    TRY(case_put_actions(v, f, who, false));
    case_put_answer(v, &answer);
    TRY(put_duplicates(v, f, who));
    json_end(v->j);
    return ERR_OK;
}

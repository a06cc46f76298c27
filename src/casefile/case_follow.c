/* SPDX-License-Identifier: Apache-2.0 */
/* The reporter's view of a case. */
#include <string.h>

#include "base/text.h"
#include "casefile/case_parts.h"
#include "casefile/inside.h"
#include "casefile/words.h"
#include "db/db.h"
#include "journal/journal.h"

static bool is_residents(const struct journal_row *row)
{
    return strcmp(row->role, "reporter") == 0 || strcmp(row->role, "resident") == 0;
}

static bool is_told(const struct flow *flow, const struct journal_row *row)
{
    const struct flow_action *a = flow ? flow_action(flow, row->action) : NULL;
    return a && a->told;
}

/* What moved the case, what residents did, and what concerns them. How an office works at it, and its lights, is its own. */
static bool is_shown(const struct flow *flow, const struct journal_row *row, bool own)
{
    static const char *const theirs[] = {"support", "give_back", "still_there", "erase_contact",
                                         "erase_words"};
    if (!row->state_to)
        return false;
    if (!row->state_from || strcmp(row->state_from, row->state_to) != 0)
        return true;
    if (strcmp(row->action, "absorb") == 0)
        return own; /* else it is this very case that was merged in */
    return text_is_among(row->action, theirs, LEN(theirs)) || is_residents(row) ||
           is_told(flow, row);
}

/* The officers' words only where the flow says that they are for the reporter; another reporter's never. */
static void put_step(const struct case_view *v, const struct flow *flow,
                     const struct journal_row *row, const struct said *words, bool mine)
{
    struct json *j = v->j;
    bool shown = is_residents(row) ? mine : is_told(flow, row);
    const char *said = words->reason ? words->reason : words->note;
    json_object(j);
    json_put_time(j, "at", row->at);
    json_put_text(j, "role", row->role);
    name_put(j, "role_name", role_words(row->role));
    json_put_text(j, "action", row->action);
    name_put(j, "action_name", action_words(flow, row->action));
    json_put_text(j, "state_to", row->state_to);
    json_put_text(j, "reason", shown ? said : NULL);
    json_end(j);
}

/* Rows behind `after`; *out_last: the last one's id. reader: the case whose reporter looks. */
static enum err put_steps(const struct case_view *v, const struct casefile *f, int64_t reader,
                          int64_t after, int64_t *out_last)
{
    const struct journal_row *rows;
    const struct said *said;
    struct said words;
    size_t n, n_said;
    const struct flow *flow = programme_flow(v->app->programmes, f->flow);
    *out_last = after;
    TRY(journal_of(v->c, f->district, "casefile", f->id, &rows, &n));
    TRY(said_of(v->c, f->district, f->id, &said, &n_said));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].id <= after || !is_shown(flow, &rows[i], f->id == reader))
            continue;
        TRY(case_words_of(v->c, &rows[i], said, n_said, &words));
        put_step(v, flow, &rows[i], &words, (words.voice ? words.voice : f->id) == reader);
        *out_last = rows[i].id;
    }
    return ERR_OK;
}

static enum err put_history(const struct case_view *v, const struct casefile *f,
                            const struct casefile *living)
{
    int64_t last;
    json_key(v->j, "history");
    json_array(v->j);
    TRY(put_steps(v, f, f->id, 0, &last));
    if (living->id != f->id)
        TRY(put_steps(v, living, f->id, last, &last));
    json_array_end(v->j);
    return ERR_OK;
}

static enum err put_photos(const struct case_view *v, const struct casefile *f,
                           const struct casefile *living)
{
    json_key(v->j, "photos");
    json_array(v->j);
    TRY(case_put_photos(v, f, NULL));
    if (living->id != f->id)
        TRY(case_put_photos(v, living, "after"));
    json_array_end(v->j);
    return ERR_OK;
}

static const struct name_pair *state_words(const struct case_view *v, const struct casefile *f)
{
    const struct flow *flow = programme_flow(v->app->programmes, f->flow);
    const struct flow_state *state = flow ? flow_state(flow, f->state) : NULL;
    static const struct name_pair none = {"", ""};
    return state ? &state->name : &none;
}

static void put_closed_as(const struct case_view *v, const struct casefile *f)
{
    const struct flow *flow = programme_flow(v->app->programmes, f->flow);
    const struct close_reason *reason =
        flow && f->closed_as ? flow_close_reason(flow, f->closed_as) : NULL;
    struct json *j = v->j;
    json_key(j, "closed_as");
    if (!reason) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "code", reason->reason);
    name_put(j, "name", &reason->name);
    json_put_bool(j, "fixed", reason->fixed);
    json_end(j);
}

static void put_clock(const struct case_view *v, const struct casefile *f)
{
    struct json *j = v->j;
    json_key(j, "clock");
    if (!f->clock) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "clock", f->clock);
    name_put(j, "name", case_clock_name(v, f->flow, f->clock));
    json_put_time(j, "due", f->due);
    json_put_bool(j, "provisional", f->provisional);
    json_end(j);
}

/* What this receipt said of the closing; of a case from before that is known from the case alone. */
static enum err put_voice(const struct case_view *v, const struct casefile *at, int64_t reader)
{
    struct db_rows r;
    struct json *j = v->j;
    TRY(db_query(v->c, SQL_VOICE_GET,
                 ARGS(db_int(at->district), db_int(at->id), db_int(at->cycle), db_int(reader)),
                 &r));
    const char *verdict = r.n ? row_text(&r, 0, 0) : NULL;
    bool upheld = verdict && strcmp(verdict, "disputed") == 0 && at->verdict &&
                  strcmp(at->verdict, "upheld") == 0;
    case_put_opt_int(j, "rating", r.n ? row_int(&r, 0, 1) : 0);
    json_put_text(j, "verdict", upheld ? at->verdict : verdict);
    return ERR_OK;
}

/* What is asked of whoever reported it, until when; of what others said only that they said it is told (history). */
static enum err put_verdict(const struct case_view *v, const struct casefile *f, int64_t reader)
{
    struct json *j = v->j;
    json_put_time(j, "confirm_until", f->confirm_until);
    json_put_time(j, "reopen_until", f->reopen_until);
    TRY(put_voice(v, f, reader));
    put_closed_as(v, f);
    put_clock(v, f);
    json_put_int(j, "still_there", f->still_there);
    return case_put_proof(v, f);
}

enum err case_put_followed(const struct case_view *v, const struct casefile *f)
{
    struct casefile at, voiced;
    struct post_answer answer;
    struct json *j = v->j;
    TRY(casefile_living(v->c, f, &at));
    TRY(casefile_voiced(v->c, v->app, f, &voiced));
    TRY(case_find_answer(v, &at, &answer));
    json_object(j);
    json_put_ref(j, "ref", f->district, f->id);
    json_put_text(j, "kind", f->kind);
    json_put_text(j, "state", at.state);
    name_put(j, "state_name", state_words(v, &at));
    json_put_bool(j, "open", at.is_open);
    case_put_place(v, f);
    json_put_text(j, "address", f->address);
    json_put_text(j, "body", f->body);
    json_put_time(j, "opened", f->opened);
    json_put_time(j, "updated", at.updated);
    json_put_time(j, "closed", at.closed);
    TRY(put_photos(v, f, &at));
    TRY(put_history(v, f, &at));
    case_put_answer(v, &answer);
    TRY(case_put_actions(v, &voiced, NULL, true));
    TRY(put_verdict(v, &at, f->id));
    json_put_int(j, "supports", at.supports);
    json_put_int(j, "version", voiced.version);
    json_end(j);
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the code on the door leads to: for anybody how the place stands and what was found, without a name of an officer and
 * without a word of the owner; for the owner, with the code of the notice, his own data, and the right to speak.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "inspection/inspection_api.h"
#include "inspection/inspection_json.h"
#include "ledger/entry_follow.h"
#include "ledger/status_on.h"
#include "post/post_json.h"

enum { CODE_MAX = 40, BODY_MAX = 1000, WORD_MAX = 60, PAPER_DATE = 8, DATE_TEXT = 12 };

/* ---- the paper on the door ---- */

struct paper {
    char status[WORD_MAX];
    char date[DATE_TEXT]; /* "2026-11-20" */
    int64_t ends;         /* when that day was over */
};

/* "compliant-20261120": what the paper says and the day it was printed. */
static bool read_paper(const char *text, struct paper *out)
{
    const char *dash = text ? strrchr(text, '-') : NULL;
    size_t n = dash ? (size_t)(dash - text) : 0;
    int64_t begins;
    if (n == 0 || n >= sizeof out->status || strlen(dash + 1) != PAPER_DATE ||
        strspn(dash + 1, "0123456789") != PAPER_DATE)
        return false;
    memcpy(out->status, text, n);
    out->status[n] = '\0';
    (void)snprintf(out->date, sizeof out->date, "%.4s-%.2s-%s", dash + 1, dash + 5, dash + 7);
    if (!time_parse(out->date, &begins))
        return false;
    out->ends = begins + TIME_DAY - 1;
    return true;
}

/* It still says what is so: the same grade and none other in between, and what it calls the place and its kind. */
static enum err is_current(struct ctx *c, const struct entry *e, const struct paper *p, bool *out)
{
    struct entry then;
    *out = strcmp(p->status, e->status) == 0 && e->status_since <= p->ends && !e->left_at &&
           p->ends - TIME_DAY < c->now;
    if (!*out)
        return ERR_OK;
    enum err err = entry_get(c, e->district, e->id, p->ends, &then);
    if (err == ERR_NOT_FOUND) {
        *out = false;
        return ERR_OK;
    }
    TRY(err);
    *out = strcmp(then.name, e->name) == 0 && text_same(then.facet, e->facet);
    return ERR_OK;
}

/* Whoever asks for a past day asks for that, not for the paper. */
static enum err put_paper(const struct entry_view *v, const struct entry *e, const char *text)
{
    struct paper p;
    bool current;
    struct json *j = v->j;
    json_key(j, "paper");
    if (e->as_of || !read_paper(text, &p)) {
        json_null(j);
        return ERR_OK;
    }
    TRY(is_current(v->c, e, &p, &current));
    json_object(j);
    json_put_text(j, "status", p.status);
    json_put_text(j, "date", p.date);
    json_put_bool(j, "current", current);
    json_end(j);
    return ERR_OK;
}

/* ---- for anybody ---- */

/* Had it been annulled by then? */
static bool was_annulled(const struct entry *e, const struct inspection *i)
{
    return i->annulled && (!e->as_of || i->annulled <= e->as_of);
}

/* In the version that the grade rests on: of the last inspection or visit that counts. Before the first: the present one. */
static enum err find_list(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct entry *e, const struct checklist **out)
{
    const struct inspection *list;
    size_t n;
    *out = kind->graded_by ? programme_checklist(v->app->programmes, kind->graded_by) : NULL;
    TRY(inspection_of(v->c, e->district, e->id, e->as_of, &list, &n));
    for (size_t i = 0; *out && i < n; i++) {
        bool rests = list[i].result == INSPECTION_DONE && list[i].kind != INSPECTION_RECHECK &&
                     !was_annulled(e, &list[i]) && strcmp(list[i].checklist, kind->graded_by) == 0;
        if (rests)
            return checklist_of_inspection(v, &list[i], out);
    }
    return ERR_OK;
}

static enum err put_checklist(const struct entry_view *v, const struct ledger_kind *kind,
                              const struct entry *e)
{
    const struct checklist *l;
    TRY(find_list(v, kind, e, &l));
    json_key(v->j, "checklist");
    if (!l) {
        json_null(v->j);
        return ERR_OK;
    }
    json_object(v->j);
    json_put_text(v->j, "checklist", l->checklist);
    entry_put_name(v->j, "name", &l->name);
    json_put_int(v->j, "version", l->version);
    json_end(v->j);
    return ERR_OK;
}

static enum err put_inspection(const struct entry_view *v, const struct entry *e,
                               const struct inspection *i)
{
    const struct inspection_answer *answers;
    struct json *j = v->j;
    size_t n;
    TRY(inspection_answers(v->c, i->district, i->id, &answers, &n));
    json_object(j);
    json_put_ref(j, "ref", i->district, i->id);
    json_put_time(j, "done", i->done);
    json_put_text(j, "kind", inspection_kind_word(i->kind));
    json_put_text(j, "result", inspection_result_word(i->result));
    put_score(j, "score", i->score);
    put_score(j, "score_found", inspection_found(i, answers, n));
    json_put_text(j, "status", i->status);
    json_put_text(j, "checklist", i->checklist);
    json_put_int(j, "checklist_version", i->checklist_version);
    json_key(j, "failed");
    TRY(inspection_put_failed(v, i, answers, n));
    json_put_bool(j, "annulled", was_annulled(e, i));
    json_end(j);
    return ERR_OK;
}

static enum err put_inspections(const struct entry_view *v, const struct entry *e, bool own)
{
    const struct inspection *list;
    size_t n;
    TRY(inspection_of(v->c, e->district, e->id, e->as_of, &list, &n));
    json_key(v->j, "inspections");
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        TRY(own ? inspection_put(v, &list[i], true) : put_inspection(v, e, &list[i]));
    json_array_end(v->j);
    return ERR_OK;
}

/* What it goes on for, with what was found there. */
static enum err put_before(const struct entry_view *v, const struct ledger_kind *kind,
                           const struct entry *e)
{
    const struct entry_before *list;
    size_t n;
    TRY(entry_before(v->c, e->district, e->id, &list, &n));
    json_key(v->j, "predecessors");
    json_array(v->j);
    for (size_t i = 0; i < n; i++) {
        const struct entry before = {.district = e->district, .id = list[i].id, .as_of = e->as_of};
        if (e->as_of && list[i].left_at > e->as_of)
            continue;
        json_object(v->j);
        entry_put_before(v, kind, e->district, &list[i]);
        TRY(put_inspections(v, &before, false));
        json_end(v->j);
    }
    json_array_end(v->j);
    return ERR_OK;
}

/* That something was asked and what became of it; the words of both sides are the owner's and the office's. */
static enum err put_requests(const struct entry_view *v, const struct entry *e, bool own)
{
    const struct entry_request *list;
    struct json *j = v->j;
    size_t n;
    TRY(request_of(v->c, e->district, e->id, &list, &n));
    json_key(j, "requests");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        bool was_open = e->as_of && list[i].decided > e->as_of;
        if (e->as_of && list[i].made > e->as_of)
            continue;
        if (own) {
            TRY(request_put(v, &list[i], e, true));
            continue;
        }
        json_object(j);
        json_put_text(j, "kind", list[i].kind);
        json_put_time(j, "made", list[i].made);
        json_put_text(j, "state", was_open ? "open" : list[i].state);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

static enum err put_open(const struct entry_view *v, const struct entry *e)
{
    const struct rectification *list;
    struct json *j = v->j;
    size_t n;
    TRY(rectification_of(v->c, e->district, e->id, e->as_of, &list, &n));
    json_key(j, "open");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        if (list[i].struck)
            continue;
        const struct checklist *l;
        TRY(checklist_with_item(v, e->district, &list[i], &l));
        json_object(j);
        json_put_text(j, "item", list[i].item);
        put_item_name(j, "name", l, list[i].item);
        json_put_time(j, "due", list[i].due);
        json_put_bool(j, "overdue", list[i].overdue != 0);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

static void put_review(const struct entry_view *v, const struct entry *e)
{
    int64_t due = e->left_at ? 0 : e->review_due;
    json_put_time(v->j, "last_inspected", e->last_inspected);
    json_put_time(v->j, "review_due", due);
    json_put_bool(v->j, "review_overdue", due && due <= entry_moment(v->c, e));
}

static enum err put_facts(const struct entry_view *v, const struct entry *e)
{
    TRY(entry_put_public(v, e));
    TRY(entry_put_refs(v, e, true));
    return entry_put_confirmed(v, e);
}

/* What was found there, here and at what it goes on for, and what follows from it. */
static enum err put_found(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct entry *e)
{
    TRY(put_inspections(v, e, false));
    TRY(put_before(v, kind, e));
    TRY(entry_put_history(v, kind, e, true));
    TRY(put_requests(v, e, false));
    return put_open(v, e);
}

static enum err put_door(const struct entry_view *v, const struct ledger_kind *kind,
                         const struct entry *e, const char *paper)
{
    struct post_answer answer;
    struct entry then = *e;
    TRY(entry_then(v->c, v->app, &then));
    TRY(entry_answer(v->c, v->app, e, entry_moment(v->c, e), &answer));
    json_object(v->j);
    json_put_time(v->j, "as_of", e->as_of);
    TRY(put_facts(v, e));
    TRY(put_checklist(v, kind, e));
    put_review(v, &then);
    json_key(v->j, "answers");
    post_put_answer(v->c, v->app, v->atlas, v->j, &answer);
    TRY(put_found(v, kind, e));
    TRY(put_paper(v, e, paper));
    json_put_bool(v->j, "owners", kind->owners);
    json_end(v->j);
    return ERR_OK;
}

struct public_in {
    const char *paper;
    int64_t as_of;
};
static const struct field public_fields[] = {
    {"paper", FIELD_TEXT,  false, offsetof(struct public_in, paper), 0, WORD_MAX + PAPER_DATE},
    {"as_of", FIELD_AS_OF, false, offsetof(struct public_in, as_of), 0, 0                    },
};

/* Ledgers that the public may not read have no door; of a moment that is not over it is asked as it is. */
static enum err get_public(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct public_in in;
    struct entry e;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read_query(c, q, public_fields, LEN(public_fields), &in));
    TRY(entry_get(c, district, id, in.as_of, &e));
    const struct ledger_kind *kind = programme_ledger(app->programmes, e.ledger);
    bool told = false, has_door = kind && (kind->is_public || kind->signs);
    if (has_door && entry_is_forgotten(kind, &e))
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.entry_forgotten", "", "%s", "");
    if (has_door)
        TRY(entry_is_told(c, kind, &e, &told));
    if (!told)
        return ctx_fail(c, ERR_NOT_FOUND, "ledger.entry_unknown", "", "%s", "");
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    out->lives = true;
    return put_door(&v, kind, &e, in.paper);
}

/* ---- for the owner ---- */

struct owner_in {
    const char *code, *kind, *body, *inspection;
};
static const struct field owner_fields[] = {
    {"code", FIELD_TEXT, true, offsetof(struct owner_in, code), 1, CODE_MAX},
};
static const struct field ask_fields[] = {
    {"code",       FIELD_TEXT, true,  offsetof(struct owner_in, code),       1, CODE_MAX},
    {"kind",       FIELD_TEXT, true,  offsetof(struct owner_in, kind),       1, WORD_MAX},
    {"body",       FIELD_TEXT, true,  offsetof(struct owner_in, body),       1, BODY_MAX},
    {"inspection", FIELD_TEXT, false, offsetof(struct owner_in, inspection), 1, WORD_MAX},
};

static enum err own_page(struct ctx *c, const struct req *q, struct reply *out)
{
    struct owner_in in;
    struct entry e;
    int32_t district;
    int64_t id;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, owner_fields, LEN(owner_fields), &in));
    TRY(entry_owner_check(c, q->app, district, id, in.code));
    TRY(entry_get(c, district, id, 0, &e));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    TRY(entry_put_owner(&v, &e));
    TRY(put_inspections(&v, &e, true));
    TRY(put_requests(&v, &e, true));
    json_key(v.j, "rectification");
    TRY(rectification_put(&v, district, id));
    json_end(v.j);
    return ERR_OK;
}

static enum err ask(struct ctx *c, const struct req *q, struct reply *out)
{
    struct owner_in in;
    struct entry_request made;
    struct entry e;
    int32_t district, at;
    int64_t entry, id, inspection = 0;
    TRY(req_ref(c, q, "ref", &district, &entry));
    TRY(req_read(c, q, ask_fields, LEN(ask_fields), &in));
    TRY(entry_owner_check(c, q->app, district, entry, in.code));
    if (in.inspection && (!text_ref_parse(in.inspection, &at, &inspection) || at != district))
        return ctx_fail(c, ERR_INVALID, "inspection.unknown", "inspection", "%.40s", in.inspection);
    TRY(request_add(c, q->app, district, entry, in.kind, in.body, inspection, &id));
    TRY(request_get(c, district, id, &made));
    TRY(entry_get(c, district, entry, 0, &e));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    out->status = 201;
    return request_put(&v, &made, &e, true);
}

static const struct route table[] = {
    {METHOD_GET,  "/api/v1/entries/{ref}/public",         RIGHT_PUBLIC, ROUTE_COSTLY, NULL, get_public,
     NULL                                                                                                   },
    {METHOD_POST, "/api/v1/entries/{ref}/owner",          RIGHT_PUBLIC, 0,            NULL, own_page,   NULL},
    {METHOD_POST, "/api/v1/entries/{ref}/owner/requests", RIGHT_PUBLIC, ROUTE_WRITE,
     ledger_owner_place,                                                                    ask,        NULL},
};
const struct routes door_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/inspection_json.h"

#include <string.h>

#include "area/area_json.h"
#include "base/arena.h"
#include "base/text.h"
#include "media/media.h"
#include "programme/flow_json.h"
#include "programme/version.h"

void put_item_name(struct json *j, const char *key, const struct checklist *l, const char *item)
{
    const struct check_item *known = l ? checklist_item(l, item) : NULL;
    const struct name_pair code = {item, item};
    name_put(j, key, known ? &known->name : &code);
}

/* ---- photos ---- */

static void put_photo(const struct entry_view *v, int32_t district, const struct media_inspected *p)
{
    char url[MEDIA_URL];
    json_object(v->j);
    json_put_ref(v->j, "id", district, p->id);
    json_put_int(v->j, "width", p->width);
    json_put_int(v->j, "height", p->height);
    media_url(v->app, district, p->id, MEDIA_THUMB, url);
    json_put_text(v->j, "thumb", url);
    media_url(v->app, district, p->id, MEDIA_FULL, url);
    json_put_text(v->j, "full", url);
    json_put_time(v->j, "added", p->added);
    json_end(v->j);
}

struct photos {
    const struct media_inspected *list;
    size_t n;
};

/* item NULL: of the place as a whole. */
static void put_photos(const struct entry_view *v, int32_t district, const struct photos *p,
                       const char *item)
{
    json_key(v->j, "photos");
    json_array(v->j);
    for (size_t i = 0; i < p->n; i++) {
        const char *of = p->list[i].item;
        if (item ? of && strcmp(of, item) == 0 : !of)
            put_photo(v, district, &p->list[i]);
    }
    json_array_end(v->j);
}

/* ---- the checklist of its time ---- */

enum err checklist_of_inspection(const struct entry_view *v, const struct inspection *i,
                                 const struct checklist **out)
{
    const struct programmes *now = v->app->programmes;
    enum err err = checklist_at(v->c, now, i->checklist, i->checklist_version, out);
    if (err != ERR_NOT_FOUND)
        return err;
    *out = programme_checklist(now, i->checklist);
    return ERR_OK;
}

/* ---- one inspection ---- */

static void put_facts(const struct entry_view *v, const struct inspection *i)
{
    struct json *j = v->j;
    json_put_ref(j, "ref", i->district, i->id);
    json_put_ref(j, "entry", i->district, i->entry);
    json_put_text(j, "ledger", i->ledger);
    area_put_code(j, v->atlas, i->area);
    json_put_text(j, "checklist", i->checklist);
    json_put_int(j, "checklist_version", i->checklist_version);
    json_put_text(j, "kind", inspection_kind_word(i->kind));
    json_put_text(j, "result", inspection_result_word(i->result));
    json_put_time(j, "done", i->done);
    json_put_time(j, "recorded", i->recorded);
    json_put_text(j, "who", i->who);
    json_put_ref(j, "team", i->district, i->team);
    json_put_ref(j, "round", i->district, i->round);
}

void put_score(struct json *j, const char *key, int64_t score)
{
    json_key(j, key);
    if (score < 0)
        json_null(j);
    else
        json_int(j, score);
}

int64_t inspection_found(const struct inspection *i, const struct inspection_answer *answers,
                         size_t n)
{
    bool says = i->kind != INSPECTION_RECHECK && !i->given;
    return says ? inspection_score_found(answers, n) : -1;
}

static void put_result(const struct entry_view *v, const struct inspection *i, int64_t found)
{
    struct json *j = v->j;
    put_score(j, "score", i->score);
    put_score(j, "score_found", found);
    json_put_int(j, "failed", i->failed);
    json_put_int(j, "must_failed", i->must_failed);
    json_put_int(j, "must_corrected", i->must_corrected);
    json_put_text(j, "status", i->status);
    json_put_text(j, "note", i->note);
    json_put_bool(j, "annulled", i->annulled != 0);
    json_put_time(j, "annulled_at", i->annulled);
    json_put_text(j, "external_number", i->external_number);
    json_put_int(j, "version", i->version);
}

static void put_answer(const struct entry_view *v, const struct inspection *i,
                       const struct checklist *l, const struct inspection_answer *a,
                       const struct photos *photos)
{
    struct json *j = v->j;
    json_object(j);
    json_put_text(j, "item", a->item);
    json_put_int(j, "n", a->n);
    put_item_name(j, "name", l, a->item);
    json_put_raw(j, "answer", a->answer);
    json_key(j, "passed");
    if (a->passed < 0)
        json_null(j);
    else
        json_bool(j, a->passed);
    json_put_int(j, "points", a->points);
    json_put_bool(j, "corrected", a->corrected);
    json_put_time(j, "corrected_at", a->corrected_at);
    json_key(j, "days");
    if (a->days)
        json_int(j, a->days);
    else
        json_null(j);
    json_put_text(j, "note", a->note);
    put_photos(v, i->district, photos, a->item);
    json_end(j);
}

/* In the order of the list; what the list does not know any more stands last. */
static void put_answers(const struct entry_view *v, const struct inspection *i,
                        const struct checklist *l, const struct inspection_answer *answers,
                        size_t n, const struct photos *photos)
{
    json_key(v->j, "answers");
    json_array(v->j);
    for (size_t k = 0; l && k < l->n_items; k++)
        for (size_t a = 0; a < n; a++)
            if (strcmp(answers[a].item, l->items[k].item) == 0)
                put_answer(v, i, l, &answers[a], photos);
    for (size_t a = 0; a < n; a++)
        if (!l || !checklist_item(l, answers[a].item))
            put_answer(v, i, l, &answers[a], photos);
    json_array_end(v->j);
}

static enum err put_whole(const struct entry_view *v, const struct inspection *i,
                          const struct inspection_answer *answers, size_t n)
{
    const struct checklist *l;
    struct photos photos;
    TRY(checklist_of_inspection(v, i, &l));
    TRY(media_of_inspection(v->c, i->district, i->id, &photos.list, &photos.n));
    put_answers(v, i, l, answers, n, &photos);
    put_photos(v, i->district, &photos, NULL);
    return ERR_OK;
}

enum err inspection_put(const struct entry_view *v, const struct inspection *i, bool whole)
{
    const struct inspection_answer *answers;
    size_t n;
    TRY(inspection_answers(v->c, i->district, i->id, &answers, &n));
    json_object(v->j);
    put_facts(v, i);
    put_result(v, i, inspection_found(i, answers, n));
    if (whole)
        TRY(put_whole(v, i, answers, n));
    json_end(v->j);
    return ERR_OK;
}

enum err inspection_put_failed(const struct entry_view *v, const struct inspection *i,
                               const struct inspection_answer *answers, size_t n)
{
    const struct checklist *l;
    TRY(checklist_of_inspection(v, i, &l));
    json_array(v->j);
    for (size_t k = 0; k < n; k++) {
        if (answers[k].passed != 0)
            continue;
        json_object(v->j);
        json_put_text(v->j, "item", answers[k].item);
        put_item_name(v->j, "name", l, answers[k].item);
        json_put_bool(v->j, "corrected", answers[k].corrected);
        json_end(v->j);
    }
    json_array_end(v->j);
    return ERR_OK;
}

/* ---- what is to be put right ---- */

/* The present list, or that of its time where this one has no such item any more. */
enum err checklist_with_item(const struct entry_view *v, int32_t district,
                             const struct rectification *r, const struct checklist **out)
{
    struct inspection i;
    *out = programme_checklist(v->app->programmes, r->checklist);
    if (*out && checklist_item(*out, r->item))
        return ERR_OK;
    TRY(inspection_get(v->c, district, r->opened_by, &i));
    return checklist_of_inspection(v, &i, out);
}

static enum err put_item(const struct entry_view *v, int32_t district,
                         const struct rectification *r)
{
    const struct checklist *l;
    struct json *j = v->j;
    TRY(checklist_with_item(v, district, r, &l));
    json_object(j);
    json_put_text(j, "checklist", r->checklist);
    json_put_text(j, "item", r->item);
    put_item_name(j, "name", l, r->item);
    json_put_ref(j, "case", district, r->casefile);
    json_put_text(j, "state", r->case_state);
    json_put_time(j, "due", r->struck ? 0 : r->due);
    json_put_time(j, "overdue", r->overdue);
    json_put_time(j, "opened", r->opened);
    json_put_ref(j, "opened_by", district, r->opened_by);
    json_put_time(j, "struck", r->struck);
    json_put_ref(j, "struck_by", district, r->struck_by);
    json_put_int(j, "relapses", r->relapses);
    json_end(j);
    return ERR_OK;
}

enum err rectification_put(const struct entry_view *v, int32_t district, int64_t entry)
{
    const struct rectification *list;
    size_t n;
    TRY(rectification_of(v->c, district, entry, 0, &list, &n));
    json_object(v->j);
    json_key(v->j, "items");
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        TRY(put_item(v, district, &list[i]));
    json_array_end(v->j);
    json_end(v->j);
    return ERR_OK;
}

/* ---- requests ---- */

enum err request_put(const struct entry_view *v, const struct entry_request *r,
                     const struct entry *e, bool words)
{
    struct json *j = v->j;
    json_object(j);
    json_put_ref(j, "ref", r->district, r->id);
    json_put_ref(j, "entry", r->district, r->entry);
    json_put_text(j, "entry_name", e->name);
    json_put_text(j, "ledger", e->ledger);
    area_put_code(j, v->atlas, e->area);
    json_put_text(j, "kind", r->kind);
    json_put_text(j, "body", words && r->body[0] ? r->body : NULL);
    json_put_ref(j, "inspection", r->district, r->inspection);
    json_put_text(j, "state", r->state);
    json_put_text(j, "answer", r->answer);
    json_put_time(j, "made", r->made);
    json_put_time(j, "decided", r->decided);
    json_put_text(j, "decided_by", r->decided_name);
    json_put_int(j, "version", r->version);
    json_end(j);
    return ERR_OK;
}

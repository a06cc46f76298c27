/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/case_parts.h"

#include <string.h>

#include "area/area_json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "journal/journal.h"
#include "post/post_json.h"

void case_put_post(struct json *j, int32_t district, int64_t post, const char *kind,
                   const char *holder)
{
    json_key(j, "post");
    json_object(j);
    json_put_ref(j, "ref", district, post);
    json_put_text(j, "kind", kind);
    json_put_text(j, "holder_name", holder);
    json_end(j);
}

void case_put_place(const struct case_view *v, const struct casefile *f)
{
    json_put_text(v->j, "area", f->area);
    area_put_chain(v->j, v->atlas, atlas_find(v->atlas, f->area));
}

static void put_photo(const struct case_view *v, int32_t district, const struct media_photo *p)
{
    char url[MEDIA_URL];
    struct json *j = v->j;
    json_object(j);
    json_put_ref(j, "id", district, p->id);
    json_put_text(j, "moment", p->moment);
    json_put_int(j, "cycle", p->cycle);
    json_put_int(j, "width", p->width);
    json_put_int(j, "height", p->height);
    media_url(v->app, district, p->id, MEDIA_THUMB, url);
    json_put_text(j, "thumb", url);
    media_url(v->app, district, p->id, MEDIA_FULL, url);
    json_put_text(j, "full", url);
    json_put_time(j, "added", p->added);
    json_end(j);
}

/* moment NULL: all */
enum err case_put_photos(const struct case_view *v, const struct casefile *f, const char *moment)
{
    const struct media_photo *photos;
    size_t n = 0;
    if (f->photos)
        TRY(media_list(v->c, f->district, f->id, &photos, &n));
    for (size_t i = 0; i < n; i++)
        if (!moment || strcmp(photos[i].moment, moment) == 0)
            put_photo(v, f->district, &photos[i]);
    return ERR_OK;
}

/* Does the catalogue have something to file this kind under? Asked only where an action needs it. */
static enum err has_standards(const struct case_view *v, const struct casefile *f,
                              const struct case_kind *kind,
                              const struct flow_action *const *actions, size_t n, bool *out)
{
    const struct catalogue_row *rows;
    size_t n_rows = 0;
    bool needed = false;
    for (size_t i = 0; i < n; i++)
        needed = needed || actions[i]->needs & NEED_STANDARD;
    if (needed && kind && kind->class)
        TRY(catalogue_rows_of(v->c, f->district, kind->class, &rows, &n_rows));
    *out = n_rows > 0;
    return ERR_OK;
}

/* What binds: a photo of the result where the kind asks for it, or who settles a thing alone; a standard where there are
 * some. The same as step.c. */
static unsigned binding(const struct case_kind *kind, bool standards, const struct flow_action *a)
{
    bool photo = (kind && kind->needs_photo_after) || a->does & DOES_SELF_HANDLE;
    return a->needs & ~((photo ? 0U : NEED_PHOTO_AFTER) | (standards ? 0U : NEED_STANDARD));
}

enum err case_put_actions(const struct case_view *v, const struct casefile *f,
                          const struct account *who, bool reporter)
{
    const struct flow_action **actions;
    size_t n;
    struct json *j = v->j;
    const struct case_kind *kind = programme_kind(v->app->programmes, f->kind);
    bool standards;
    TRY(casefile_actions(v->c, v->app, f, who, reporter, &actions, &n));
    TRY(has_standards(v, f, kind, actions, n, &standards));
    json_key(j, "actions");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_text(j, "action", actions[i]->action);
        name_put(j, "name", &actions[i]->name);
        json_put_text(j, "to", actions[i]->to);
        unsigned needs = binding(kind, standards, actions[i]);
        flow_put_needs(j, "needs", needs);
        flow_put_needs(j, "offers", actions[i]->offers | (actions[i]->needs & ~needs));
        json_put_text(j, "style", actions[i]->style);
        json_put_bool(j, "told", actions[i]->told);
        flow_put_key(j, actions[i]);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

/* The post that the case is with, and who holds it now. */
enum err case_find_answer(const struct case_view *v, const struct casefile *f,
                          struct post_answer *out)
{
    struct post post;
    *out = (struct post_answer){0};
    if (!f->post)
        return ERR_OK;
    TRY(post_get(v->c, f->district, f->post, v->c->now, &post));
    *out = (struct post_answer){.found = true,
                                .district = f->district,
                                .post = post.id,
                                .kind = post.kind,
                                .area = post.area,
                                .holder = post.holder};
    return ERR_OK;
}

void case_put_answer(const struct case_view *v, const struct post_answer *answer)
{
    json_key(v->j, "answer");
    post_put_answer(v->c, v->app, v->atlas, v->j, answer);
}

void case_put_near(const struct case_view *v, const struct near *near, size_t n)
{
    struct json *j = v->j;
    for (size_t i = 0; i < n; i++) {
        char url[MEDIA_URL];
        json_object(j);
        json_put_ref(j, "ref", near[i].district, near[i].id);
        json_put_text(j, "kind", near[i].kind);
        json_put_text(j, "state", near[i].state);
        json_put_time(j, "opened", near[i].opened);
        json_put_time(j, "updated", near[i].updated);
        json_key(j, "distance_m");
        if (near[i].distance < 0)
            json_null(j);
        else
            json_real(j, near[i].distance, 1);
        area_put_code(j, v->atlas, near[i].area);
        json_put_int(j, "supports", near[i].supports);
        media_url(v->app, near[i].district, near[i].photo, MEDIA_THUMB, url);
        json_put_text(j, "photo_thumb", near[i].photo ? url : NULL);
        json_end(j);
    }
}

const char *case_state_from(const struct journal_row *row)
{
    bool begins = strcmp(row->action, "file") == 0;
    return row->state_from || begins ? row->state_from : row->state_to;
}

/* A note is in the journal's document of the step. */
static enum err note_of(struct ctx *c, const struct journal_row *row, const char **out)
{
    const struct node *doc;
    *out = NULL;
    if (!row->after || !strstr(row->after, "\"note\":"))
        return ERR_OK;
    TRY(json_parse(c, row->after, strlen(row->after), &doc));
    *out = node_text(node_get(doc, "note"));
    return ERR_OK;
}

enum err case_words_of(struct ctx *c, const struct journal_row *row, const struct said *said,
                       size_t n_said, struct said *out)
{
    for (size_t i = 0; i < n_said; i++)
        if (said[i].version == row->version) {
            *out = said[i];
            return ERR_OK;
        }
    *out = (struct said){.version = row->version, .reason = row->reason};
    return note_of(c, row, &out->note);
}

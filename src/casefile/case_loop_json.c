/* SPDX-License-Identifier: Apache-2.0 */
/* The closed loop of one case: what was asked, who pressed, who helped, what proves that it is settled. */
#include <string.h>

#include "area/area_json.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/case_loop.h"
#include "casefile/case_parts.h"
#include "casefile/words.h"
#include "catalogue/catalogue.h"
#include "geo/crs.h"
#include "journal/journal.h"

static const char *id_text(const struct case_view *v, int64_t id)
{
    return arena_printf(v->c->mem, "%lld", (long long)id);
}

/* ---- rule and standard ---- */

static const char *member(const struct node *rule, const char *key)
{
    return node_text(node_get(rule, key));
}

/* Of the catalogue, or of the programme that names the kind (rule.c). */
static void put_source(struct json *j, const struct node *rule)
{
    const char *source = member(rule, "source");
    bool standard = source && strcmp(source, "catalogue") == 0;
    json_put_text(j, "source", standard ? "standard" : "kind");
    json_put_text(j, "programme", standard ? NULL : source);
}

enum err case_put_rule(const struct case_view *v, const char *text)
{
    const struct node *rule;
    struct json *j = v->j;
    int64_t version = 0;
    json_key(j, "rule");
    if (!text) {
        json_null(j);
        return ERR_OK;
    }
    TRY(json_parse(v->c, text, strlen(text), &rule));
    (void)node_int(node_get(rule, "version"), &version);
    json_object(j);
    put_source(j, rule);
    json_put_int(j, "version", version);
    json_put_text(j, "limit", member(rule, "limit"));
    json_put_text(j, "rework", member(rule, "rework"));
    json_put_text(j, "tier", member(rule, "tier"));
    json_put_text(j, "closing", member(node_get(rule, "closing"), "zh"));
    json_put_text(j, "closing_en", member(node_get(rule, "closing"), "en"));
    json_put_text(j, "row", member(rule, "standard"));
    json_put_text(j, "key", member(rule, "class"));
    json_end(j);
    return ERR_OK;
}

enum err case_put_standard(const struct case_view *v, const struct casefile *f)
{
    struct catalogue_row row;
    struct json *j = v->j;
    json_key(j, "standard");
    if (!f->standard) {
        json_null(j);
        return ERR_OK;
    }
    TRY(catalogue_get(v->c, f->district, f->standard, &row));
    json_object(j);
    json_put_text(j, "district",
                  row.district ? arena_printf(v->c->mem, "%06d", (int)row.district) : NULL);
    json_put_text(j, "id", id_text(v, row.id));
    json_put_text(j, "key", row.key);
    json_put_text(j, "no", row.no);
    json_put_text(j, "class_name", row.class_name);
    json_put_text(j, "sub_name", row.sub_name);
    json_put_text(j, "filing", row.filing);
    json_put_text(j, "closing", row.closing);
    json_put_text(j, "limit_text", row.limit_text);
    json_put_text(j, "unit", row.unit);
    json_put_text(j, "department", row.department);
    json_put_bool(j, "current", row.current);
    json_end(j);
    return ERR_OK;
}

/* ---- requests, marks, joint units ---- */

static void put_request(const struct case_view *v, const struct casefile *f,
                        const struct loop_request *r)
{
    bool open = !r->decided && r->cycle == f->cycle;
    struct json *j = v->j;
    json_object(j);
    json_put_text(j, "id", id_text(v, r->id));
    json_put_text(j, "kind", r->kind);
    json_put_int(j, "cycle", r->cycle);
    json_put_text(j, "asked_by", r->asked_name);
    json_put_time(j, "asked_at", r->asked);
    json_put_text(j, "reason", r->reason);
    json_put_time(j, "until", r->until);
    json_put_time(j, "due", open ? f->request_due : 0);
    json_put_bool(j, "late", open && f->request_late);
    json_put_text(j, "reviewed_by", r->reviewed_name);
    json_put_time(j, "reviewed_at", r->reviewed);
    json_put_text(j, "decision", r->decision);
    json_put_text(j, "decided_by", r->decided_name);
    json_put_time(j, "decided_at", r->decided);
    json_put_text(j, "note", r->note);
    json_end(j);
}

enum err case_put_requests(const struct case_view *v, const struct casefile *f)
{
    const struct loop_request *list;
    size_t n;
    TRY(loop_requests(v->c, f->district, f->id, &list, &n));
    json_key(v->j, "requests");
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        put_request(v, f, &list[i]);
    json_array_end(v->j);
    return ERR_OK;
}

static void put_mark(const struct case_view *v, const struct loop_mark *m)
{
    struct json *j = v->j;
    json_object(j);
    json_put_int(j, "level", m->level);
    json_put_text(j, "by", m->by_name);
    json_put_text(j, "role", m->role);
    name_put(j, "role_name", role_words(m->role));
    area_put_code(j, v->atlas, m->area);
    json_put_time(j, "at", m->made);
    json_put_time(j, "due", m->due);
    json_put_text(j, "reason", m->reason);
    json_put_time(j, "answered_at", m->answered);
    json_put_text(j, "answer", m->answer);
    json_put_time(j, "ended", m->ended);
    json_end(j);
}

enum err case_put_marks(const struct case_view *v, const struct casefile *f)
{
    const struct loop_mark *list;
    size_t n;
    TRY(loop_marks(v->c, f->district, f->id, &list, &n));
    json_key(v->j, "marks");
    json_array(v->j);
    for (size_t i = 0; i < n; i++)
        put_mark(v, &list[i]);
    json_array_end(v->j);
    return ERR_OK;
}

enum err case_put_joint(const struct case_view *v, const struct casefile *f)
{
    const struct loop_joint *list;
    size_t n;
    struct json *j = v->j;
    TRY(loop_joints(v->c, f->district, f->id, &list, &n));
    json_key(j, "joint");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        case_put_post(j, f->district, list[i].post, list[i].kind ? list[i].kind : "",
                      list[i].holder);
        json_put_int(j, "cycle", list[i].cycle);
        json_put_time(j, "asked", list[i].asked);
        json_put_time(j, "done", list[i].done);
        json_put_text(j, "note", list[i].note);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

/* Only of an open case: who might be sent there. */
enum err case_put_crew(const struct case_view *v, const struct casefile *f)
{
    const struct loop_person *list = NULL;
    size_t n = 0;
    if (f->is_open && f->post)
        TRY(loop_crew(v->c, f->district, f->post, &list, &n));
    json_key(v->j, "crew");
    json_array(v->j);
    for (size_t i = 0; i < n; i++) {
        json_object(v->j);
        json_put_ref(v->j, "ref", f->district, list[i].id);
        json_put_text(v->j, "name", list[i].name);
        json_end(v->j);
    }
    json_array_end(v->j);
    return ERR_OK;
}

/* ---- handed back ---- */

/* Who held the post that the case was with before that step, at that moment. */
static enum err holder_before(const struct case_view *v, const struct journal_row *row,
                              const char **out)
{
    const struct node *doc;
    struct post post;
    int64_t id;
    *out = NULL;
    if (!row->before)
        return ERR_OK;
    TRY(json_parse(v->c, row->before, strlen(row->before), &doc));
    const char *text = node_text(node_get(doc, "post"));
    if (!text || !text_int(text, &id))
        return ERR_OK;
    TRY(post_get(v->c, row->district, id, row->at, &post));
    *out = post.holder.name;
    return ERR_OK;
}

enum err case_put_ping_pong(const struct case_view *v, const struct flow *flow,
                            const struct journal_row *rows, size_t n)
{
    struct json *j = v->j;
    json_key(j, "ping_pong");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        const struct flow_action *a = flow ? flow_action(flow, rows[i].action) : NULL;
        const char *holder;
        if (!a || !(a->does & DOES_COUNT_RETURN))
            continue;
        TRY(holder_before(v, &rows[i], &holder));
        json_object(j);
        json_put_time(j, "at", rows[i].at);
        json_put_text(j, "who", rows[i].who);
        json_put_text(j, "from_holder", holder);
        json_put_text(j, "reason", rows[i].reason);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

/* ---- proof: of this cycle ---- */

/* Where it was: where the first photo of it was taken, else where it was reported. */
static bool place_of(const struct casefile *f, const struct media_place *places, size_t n,
                     struct geo_point *out)
{
    for (size_t i = 0; i < n; i++) {
        if (places[i].cycle != f->cycle || strcmp(places[i].moment, "before") != 0)
            continue;
        *out = places[i].place;
        return true;
    }
    *out = f->point;
    return f->has_point;
}

/* The photo of the result that was taken the farthest away; below 0: not known. */
static double farthest(const struct casefile *f, const struct media_place *places, size_t n)
{
    struct geo_point from;
    double worst = -1;
    if (!place_of(f, places, n, &from))
        return worst;
    for (size_t i = 0; i < n; i++) {
        bool proves = places[i].cycle == f->cycle && strcmp(places[i].moment, "after") == 0;
        double metres = proves ? geo_distance_m(from, places[i].place) : -1;
        worst = metres > worst ? metres : worst;
    }
    return worst;
}

enum err case_put_proof(const struct case_view *v, const struct casefile *f)
{
    const struct media_photo *photos;
    const struct media_place *places;
    size_t n = 0, n_places = 0, before = 0, after = 0;
    struct json *j = v->j;
    if (f->photos) {
        TRY(media_list(v->c, f->district, f->id, &photos, &n));
        TRY(media_places(v->c, f->district, f->id, &places, &n_places));
    }
    for (size_t i = 0; i < n; i++) {
        before += photos[i].cycle == f->cycle && strcmp(photos[i].moment, "before") == 0;
        after += photos[i].cycle == f->cycle && strcmp(photos[i].moment, "after") == 0;
    }
    double metres = n_places ? farthest(f, places, n_places) : -1;
    json_key(j, "proof");
    json_object(j);
    json_put_int(j, "before", (int64_t)before);
    json_put_int(j, "after", (int64_t)after);
    json_key(j, "distance_m");
    if (metres < 0)
        json_null(j);
    else
        json_real(j, metres, 1);
    json_end(j);
    return ERR_OK;
}

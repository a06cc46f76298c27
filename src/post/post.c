/* SPDX-License-Identifier: Apache-2.0 */
#include "post/post.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "journal/journal.h"
#include "person/place.h"
#include "post/post_row.h"
#include "team/team.h"

enum { TITLE_MAX = 60, HOLDER_COL = 8 };

/* ---- rows ---- */

struct post_holder post_holder_at(const struct db_rows *r, size_t row, size_t col)
{
    struct post_holder h = {
        .holding = row_int(r, row, col),
        .person = row_int(r, row, col + 1),
        .team = row_int(r, row, col + 2),
        .deputy = row_int(r, row, col + 3),
        .name = row_text(r, row, col + 4),
        .deputy_name = row_text(r, row, col + 5),
        .valid_from = row_int(r, row, col + 8),
        .valid_to = row_int(r, row, col + 9),
    };
    h.contact.p = row_blob(r, row, col + 6, &h.contact.n);
    h.deputy_contact.p = row_blob(r, row, col + 7, &h.deputy_contact.n);
    return h;
}

static struct post row_at(const struct db_rows *r, size_t i)
{
    return (struct post){
        .district = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .version = row_int(r, i, 2),
        .kind = row_text(r, i, 3),
        .area = row_text(r, i, 4),
        .title = row_text(r, i, 5),
        .created = row_int(r, i, 6),
        .ended = row_int(r, i, 7),
        .holder = post_holder_at(r, i, HOLDER_COL),
    };
}

enum err post_get(struct ctx *c, int32_t district, int64_t id, int64_t at, struct post *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_POST_GET, ARGS(db_int(district), db_int(id), db_int(at)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "post.unknown", "", "%lld", (long long)id);
    *out = row_at(&r, 0);
    return ERR_OK;
}

enum err post_list(struct ctx *c, const struct post_wanted *w, const struct post **out,
                   size_t *out_n)
{
    const struct text_range in = text_range_of(w->prefix);
    struct db_rows r;
    /* Longer codes have a digit where this has a blank, so nothing else sorts between. */
    const char *below = w->here ? arena_printf(c->mem, "%s ", in.from) : in.end;
    if (in.low == in.high)
        TRY(db_query(c, SQL_POST_LIST,
                     ARGS(db_int(in.low), db_text(in.from), db_text(below), db_text(w->kind),
                          db_int(w->at), db_int(w->after), db_int(w->limit)),
                     &r));
    else
        TRY(db_query(c, SQL_POST_LIST_ABOVE,
                     ARGS(db_int(in.low), db_text(in.from), db_text(below), db_text(w->kind),
                          db_int(w->at), db_int(w->after), db_int(w->limit), db_int(in.high)),
                     &r));
    struct post *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = row_at(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err post_history(struct ctx *c, int32_t district, int64_t id, const struct post_holder **out,
                      size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_POST_HISTORY, ARGS(db_int(district), db_int(id)), &r));
    struct post_holder *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = post_holder_at(&r, i, 0);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err post_is_held_by(struct ctx *c, int32_t district, int64_t post, int64_t person, int64_t at,
                         bool *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_POST_IS_HELD_BY,
                 ARGS(db_int(district), db_int(post), db_int(person), db_int(at)), &r));
    *out = r.n > 0;
    return ERR_OK;
}

/* ---- changes ---- */

static enum err journal_change(struct ctx *c, const struct post *p, const char *action,
                               const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = p->district,
                                                     .noun = "post",
                                                     .noun_id = p->id,
                                                     .version = p->version,
                                                     .area = p->area,
                                                     .action = action,
                                                     .role = place_role(c, p->area),
                                                     .after = after});
}

static const char *post_document(struct ctx *c, const struct post *p)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "area", p->area);
    json_put_time(&j, "created", p->created);
    json_put_text(&j, "kind", p->kind);
    json_put_text(&j, "title", p->title);
    json_end(&j);
    return buf_str(&b);
}

enum err post_add(struct ctx *c, const struct programmes *programmes, const struct post_new *in,
                  int64_t *out_id)
{
    struct area_row area;
    const struct post_kind *kind = programme_post(programmes, in->kind);
    struct post p = {.version = 1,
                     .kind = in->kind,
                     .area = in->area,
                     .title = in->title,
                     .created = in->created ? in->created : c->now};
    if (!kind)
        return ctx_fail(c, ERR_INVALID, "post.kind_unknown", "kind", "%.40s", in->kind);
    if (in->title && !text_is_name(in->title, TITLE_MAX))
        return ctx_fail(c, ERR_INVALID, "post.title", "title", "1..%d", TITLE_MAX);
    TRY(place_check(c, in->area, &area));
    if (!text_is_among(area.level, kind->on, kind->n_on))
        return ctx_fail(c, ERR_INVALID, "post.level", "area", "%s", area.level);
    p.district = text_district(in->area);
    TRY(db_new_id(c, &p.id));
    TRY(db_exec(c, SQL_POST_ADD,
                ARGS(db_int(p.district), db_int(p.id), db_text(p.kind), db_text(p.area),
                     db_text(p.title), db_int(p.created))));
    TRY(journal_change(c, &p, "create", post_document(c, &p)));
    *out_id = p.id;
    return ERR_OK;
}

/* Why the statement that takes the post found none. */
static enum err not_taken(struct ctx *c, int32_t district, int64_t id, int64_t version)
{
    struct post p = {0};
    TRY(post_get(c, district, id, c->now, &p));
    if (p.ended)
        return ctx_fail(c, ERR_CONFLICT, "post.ended", "", "%s", "");
    if (version && p.version != version)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)p.version);
    return ctx_fail(c, ERR_INVALID, "post.period", "at", "%s", "");
}

/* Takes the post for a change that reaches back to `from`, and its new version with it. */
static enum err take(struct ctx *c, enum sql how, int32_t district, int64_t id, int64_t version,
                     int64_t at, struct post *out)
{
    struct db_rows r;
    TRY(db_query(c, how, ARGS(db_int(district), db_int(id), db_int(version), db_int(at)), &r));
    if (r.n == 0)
        return not_taken(c, district, id, version);
    *out = (struct post){.district = district,
                         .id = id,
                         .version = row_int(&r, 0, 0),
                         .kind = row_text(&r, 0, 1),
                         .area = row_text(&r, 0, 2)};
    return ERR_OK;
}

static enum err cut(struct ctx *c, const struct post *p, int64_t at, bool *out_any)
{
    struct db_rows r;
    TRY(db_query(c, SQL_POST_HOLDING_CUT,
                 ARGS(db_int(p->district), db_int(p->id), db_int(at), db_int(c->now)), &r));
    *out_any = r.n > 0;
    return ERR_OK;
}

/* Is there a holding inside from..to (0: open)? */
static enum err overlaps(struct ctx *c, const struct post *p, int64_t from, int64_t to, bool *out)
{
    struct db_rows r;
    TRY(db_query(
        c, SQL_POST_HOLDING_OVERLAP,
        ARGS(db_int(p->district), db_int(p->id), db_int(from), to ? db_int(to) : db_null()), &r));
    *out = r.n > 0;
    return ERR_OK;
}

static enum err check_holder(struct ctx *c, const struct post_hold *h)
{
    struct person p;
    struct team t;
    bool one = (h->person != 0) != (h->team != 0);
    if (!one || (h->deputy && h->deputy == h->person))
        return ctx_fail(c, ERR_INVALID, "post.holder", "person", "%s", "");
    if (h->person)
        TRY(person_get(c, h->district, h->person, &p));
    if (h->team)
        TRY(team_get(c, h->district, h->team, &t));
    return h->deputy ? person_get(c, h->district, h->deputy, &p) : ERR_OK;
}

static const char *hold_document(struct ctx *c, const struct post_hold *h, int64_t from)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_ref(&j, "deputy", h->district, h->deputy);
    json_put_time(&j, "from", from);
    json_put_ref(&j, "person", h->district, h->person);
    json_put_ref(&j, "team", h->district, h->team);
    json_put_time(&j, "to", h->to);
    json_end(&j);
    return buf_str(&b);
}

enum err post_hold(struct ctx *c, const struct post_hold *h)
{
    struct post p = {0};
    bool any = false;
    int64_t id, from = h->from ? h->from : c->now;
    if (h->to && h->to <= from)
        return ctx_fail(c, ERR_INVALID, "post.period", "to", "%s", "");
    TRY(check_holder(c, h));
    TRY(take(c, SQL_POST_TOUCH, h->district, h->post, h->version, from, &p));
    TRY(cut(c, &p, from, &any));
    TRY(overlaps(c, &p, from, h->to, &any));
    if (any)
        return ctx_fail(c, ERR_CONFLICT, "post.overlap", "from", "%s", "");
    TRY(db_new_id(c, &id));
    TRY(db_exec(c, SQL_POST_HOLDING_ADD,
                ARGS(db_int(h->district), db_int(id), db_int(h->post), db_or_null(h->person),
                     db_or_null(h->team), db_or_null(h->deputy), db_int(from), db_or_null(h->to))));
    return journal_change(c, &p, "hold", hold_document(c, h, from));
}

static const char *moment_document(struct ctx *c, const char *key, int64_t at)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_time(&j, key, at);
    json_end(&j);
    return buf_str(&b);
}

enum err post_vacate(struct ctx *c, int32_t district, int64_t post, int64_t version, int64_t at)
{
    struct post p = {0};
    bool any = false;
    int64_t until = at ? at : c->now;
    TRY(take(c, SQL_POST_TOUCH, district, post, version, INT64_MAX, &p));
    TRY(cut(c, &p, until, &any));
    if (!any)
        return ctx_fail(c, ERR_CONFLICT, "post.vacant", "at", "%s", "");
    return journal_change(c, &p, "vacate", moment_document(c, "to", until));
}

enum err post_end(struct ctx *c, int32_t district, int64_t post, int64_t version, int64_t at)
{
    struct post p = {0};
    bool any = false;
    int64_t until = at ? at : c->now;
    TRY(take(c, SQL_POST_ABOLISH, district, post, version, until, &p));
    TRY(cut(c, &p, until, &any));
    TRY(overlaps(c, &p, until, 0, &any));
    if (any)
        return ctx_fail(c, ERR_CONFLICT, "post.held_later", "at", "%s", "");
    return journal_change(c, &p, "end", moment_document(c, "ended", until));
}

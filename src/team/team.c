/* SPDX-License-Identifier: Apache-2.0 */
#include "team/team.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "journal/journal.h"
#include "person/person.h"
#include "person/place.h"

enum { NAME_MAX = 60 };

static bool is_kind(const char *kind)
{
    static const char *const kinds[] = {"unit", "party_group", "volunteer_team",
                                        "inspection_group"};
    return text_is_among(kind, kinds, LEN(kinds));
}

static struct team row_at(const struct db_rows *r, size_t i)
{
    return (struct team){
        .id = row_int(r, i, 0),
        .version = row_int(r, i, 1),
        .name = row_text(r, i, 2),
        .kind = row_text(r, i, 3),
        .area = row_text(r, i, 4),
        .note = row_text(r, i, 5),
        .district = (int32_t)row_int(r, i, 6),
    };
}

enum err team_get(struct ctx *c, int32_t district, int64_t id, struct team *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_TEAM_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "team.unknown", "", "%lld", (long long)id);
    *out = row_at(&r, 0);
    return ERR_OK;
}

enum err team_list(struct ctx *c, const char *prefix, const char *q, int64_t after, int64_t limit,
                   const struct team **out, size_t *out_n)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    if (in.low == in.high)
        TRY(db_query(c, SQL_TEAM_LIST,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_text(q), db_int(limit)),
                     &r));
    else
        TRY(db_query(c, SQL_TEAM_LIST_ABOVE,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_text(q), db_int(limit), db_int(in.high)),
                     &r));
    struct team *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = row_at(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err team_members(struct ctx *c, int32_t district, int64_t id, const struct team_member **out,
                      size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_TEAM_MEMBERS, ARGS(db_int(district), db_int(id)), &r));
    struct team_member *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct team_member){
            .person = row_int(&r, i, 0),
            .name = row_text(&r, i, 1),
            .valid_from = row_int(&r, i, 2),
            .valid_to = row_int(&r, i, 3),
        };
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* ---- changes ---- */

static const char *document(struct ctx *c, const struct team *t)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "area", t->area);
    json_put_text(&j, "kind", t->kind);
    json_put_text(&j, "name", t->name);
    json_put_text(&j, "note", t->note);
    json_end(&j);
    return buf_str(&b);
}

static enum err journal_change(struct ctx *c, const struct team *t, const char *action,
                               const char *before, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = t->district,
                                                     .noun = "team",
                                                     .noun_id = t->id,
                                                     .version = t->version,
                                                     .area = t->area,
                                                     .action = action,
                                                     .role = place_role(c, t->area),
                                                     .before = before,
                                                     .after = after});
}

static enum err check(struct ctx *c, const struct team *t)
{
    if (!text_is_name(t->name, NAME_MAX))
        return ctx_fail(c, ERR_INVALID, "team.name", "name", "1..%d", NAME_MAX);
    return ERR_OK;
}

enum err team_add(struct ctx *c, const struct team_new *in, int64_t *out_id)
{
    struct area_row area;
    struct team t = {
        .version = 1, .name = in->name, .kind = in->kind, .area = in->area, .note = in->note};
    TRY(check(c, &t));
    if (!is_kind(t.kind))
        return ctx_fail(c, ERR_INVALID, "team.kind", "kind", "%.40s", t.kind);
    TRY(place_check(c, in->area, &area));
    t.district = text_district(in->area);
    TRY(db_new_id(c, &t.id));
    TRY(db_exec(c, SQL_TEAM_ADD,
                ARGS(db_int(t.district), db_int(t.id), db_text(t.name), db_text(t.kind),
                     db_text(t.area), db_text(t.note))));
    TRY(journal_change(c, &t, "create", NULL, document(c, &t)));
    *out_id = t.id;
    return ERR_OK;
}

enum err team_change(struct ctx *c, int32_t district, int64_t id, int64_t version, const char *name,
                     const char *area)
{
    struct team was = {0};
    struct area_row there;
    struct db_rows r;
    TRY(team_get(c, district, id, &was));
    struct team t = was;
    t.name = name ? name : was.name;
    t.area = area ? area : was.area;
    TRY(check(c, &t));
    if (area)
        TRY(place_check(c, area, &there));
    if (text_district(t.area) != district)
        return ctx_fail(c, ERR_INVALID, "team.other_district", "area", "%s", t.area);
    TRY(db_query(
        c, SQL_TEAM_CHANGE,
        ARGS(db_int(district), db_int(id), db_int(version), db_text(t.name), db_text(t.area)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)was.version);
    t.version = row_int(&r, 0, 0);
    return journal_change(c, &t, "change", document(c, &was), document(c, &t));
}

/* ---- members ---- */

static enum err touch(struct ctx *c, int32_t district, int64_t id, struct team *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_TEAM_TOUCH, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "team.unknown", "", "%lld", (long long)id);
    *out = (struct team){
        .district = district, .id = id, .version = row_int(&r, 0, 0), .area = row_text(&r, 0, 1)};
    return ERR_OK;
}

static const char *member_document(struct ctx *c, int32_t district, int64_t person, int64_t from,
                                   int64_t to)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_time(&j, "from", from);
    json_put_ref(&j, "person", district, person);
    json_put_time(&j, "to", to);
    json_end(&j);
    return buf_str(&b);
}

enum err team_member_add(struct ctx *c, int32_t district, int64_t team, int64_t person,
                         int64_t from, int64_t to)
{
    struct team t = {0};
    struct person p;
    struct db_rows r;
    int64_t since = from ? from : c->now;
    struct db_value until = to ? db_int(to) : db_null();
    if (to && to <= since)
        return ctx_fail(c, ERR_INVALID, "team.period", "to", "%s", "");
    TRY(touch(c, district, team, &t));
    TRY(person_get(c, district, person, &p));
    TRY(db_query(c, SQL_TEAM_MEMBER_OVERLAP,
                 ARGS(db_int(district), db_int(team), db_int(person), db_int(since), until), &r));
    if (r.n > 0)
        return ctx_fail(c, ERR_CONFLICT, "team.member_already", "person", "%s", "");
    TRY(db_exec(c, SQL_TEAM_MEMBER_ADD,
                ARGS(db_int(district), db_int(team), db_int(person), db_int(since), until)));
    return journal_change(c, &t, "member_add", NULL,
                          member_document(c, district, person, since, to));
}

enum err team_member_end(struct ctx *c, int32_t district, int64_t team, int64_t person, int64_t at)
{
    struct team t = {0};
    struct db_rows r;
    int64_t until = at ? at : c->now;
    TRY(touch(c, district, team, &t));
    TRY(db_query(
        c, SQL_TEAM_MEMBER_END,
        ARGS(db_int(district), db_int(team), db_int(person), db_int(until), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "team.not_member", "person", "%s", "");
    return journal_change(c, &t, "member_end", NULL,
                          member_document(c, district, person, row_int(&r, 0, 0), until));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "person/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "journal/journal.h"
#include "person/phone.h"
#include "person/place.h"

enum { NAME_MAX = 60 };

/* ---- rows ---- */

static struct person row_at(const struct db_rows *r, size_t i)
{
    struct person p = {
        .id = row_int(r, i, 0),
        .version = row_int(r, i, 1),
        .name = row_text(r, i, 2),
        .area = row_text(r, i, 3),
        .note = row_text(r, i, 4),
        .contact_public = row_int(r, i, 5) != 0,
        .district = (int32_t)row_int(r, i, 7),
    };
    p.contact.p = row_blob(r, i, 6, &p.contact.n);
    return p;
}

enum err person_get(struct ctx *c, int32_t district, int64_t id, struct person *out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_PERSON_GET, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "person.unknown", "", "%lld", (long long)id);
    *out = row_at(&r, 0);
    return ERR_OK;
}

enum err person_list(struct ctx *c, const char *prefix, const char *q, int64_t after, int64_t limit,
                     const struct person **out, size_t *out_n)
{
    const struct text_range in = text_range_of(prefix);
    struct db_rows r;
    if (in.low == in.high)
        TRY(db_query(c, SQL_PERSON_LIST,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_text(q), db_int(limit)),
                     &r));
    else
        TRY(db_query(c, SQL_PERSON_LIST_ABOVE,
                     ARGS(db_int(in.low), db_text(in.from), db_text(in.end), db_int(after),
                          db_text(q), db_int(limit), db_int(in.high)),
                     &r));
    struct person *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = row_at(&r, i);
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* ---- contact ---- */

/* Binds the sealed phone to its row: copied to another one it does not open. */
static const char *seal_name(struct ctx *c, int32_t district, int64_t id)
{
    return arena_printf(c->mem, "person:%06d:%lld", (int)district, (long long)id);
}

static struct sealed seal(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                          int64_t id, const char *phone)
{
    unsigned char *blob;
    struct sealed out = {0};
    secret_seal(c->mem, key, seal_name(c, district, id), phone, &blob, &out.n);
    out.p = blob;
    return out;
}

static struct db_value contact_value(struct sealed s)
{
    return s.n ? db_blob(s.p, s.n) : db_null();
}

const char *person_phone(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                         int64_t id, struct sealed contact)
{
    if (contact.n == 0)
        return NULL;
    return secret_open(c->mem, key, seal_name(c, district, id), contact.p, contact.n);
}

/* ---- changes ---- */

/* What the journal keeps: that there is a phone, never which. */
static const char *document(struct ctx *c, const struct person *p)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "area", p->area);
    json_put_bool(&j, "contact_public", p->contact_public);
    json_put_bool(&j, "has_phone", p->contact.n > 0);
    json_put_text(&j, "name", p->name);
    json_put_text(&j, "note", p->note);
    json_end(&j);
    return buf_str(&b);
}

static enum err journal_change(struct ctx *c, const struct person *p, const char *action,
                               const char *before, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = p->district,
                                                     .noun = "person",
                                                     .noun_id = p->id,
                                                     .version = after ? p->version : 0,
                                                     .area = p->area,
                                                     .action = action,
                                                     .role = place_role(c, p->area),
                                                     .before = before,
                                                     .after = after});
}

static enum err check(struct ctx *c, const struct person *p)
{
    if (!text_is_name(p->name, NAME_MAX))
        return ctx_fail(c, ERR_INVALID, "person.name", "name", "1..%d", NAME_MAX);
    if (p->contact_public && p->contact.n == 0)
        return ctx_fail(c, ERR_INVALID, "person.consent", "contact_public", "%s", "");
    return ERR_OK;
}

static enum err read_phone(struct ctx *c, const unsigned char key[SECRET_KEY], struct person *p,
                           const char *typed)
{
    char phone[PHONE_MAX];
    if (!phone_read(typed, phone))
        return ctx_fail(c, ERR_INVALID, "person.phone", "phone", "%s", "");
    p->contact = seal(c, key, p->district, p->id, phone);
    return ERR_OK;
}

enum err person_add(struct ctx *c, const unsigned char key[SECRET_KEY], const struct person_new *in,
                    int64_t *out_id)
{
    struct area_row area;
    struct person p = {.version = 1,
                       .name = in->name,
                       .area = in->area,
                       .note = in->note,
                       .contact_public = in->contact_public};
    TRY(place_check(c, in->area, &area));
    p.district = text_district(in->area);
    TRY(db_new_id(c, &p.id));
    if (in->phone)
        TRY(read_phone(c, key, &p, in->phone));
    TRY(check(c, &p));
    TRY(db_exec(c, SQL_PERSON_ADD,
                ARGS(db_int(p.district), db_int(p.id), db_text(p.name), db_text(p.area),
                     contact_value(p.contact), db_int(p.contact_public), db_text(p.note))));
    TRY(journal_change(c, &p, "create", NULL, document(c, &p)));
    *out_id = p.id;
    return ERR_OK;
}

static enum err check_move(struct ctx *c, const struct person *p, const char *to)
{
    struct area_row area;
    TRY(place_check(c, to, &area));
    if (text_district(to) != p->district)
        return ctx_fail(c, ERR_INVALID, "person.other_district", "area", "%s", to);
    return ERR_OK;
}

static enum err change_contact(struct ctx *c, const unsigned char key[SECRET_KEY], struct person *p,
                               const struct person_change *in)
{
    if (in->contact_public)
        p->contact_public = *in->contact_public;
    if (!in->phone)
        return ERR_OK;
    if (in->phone[0])
        return read_phone(c, key, p, in->phone);
    p->contact = (struct sealed){0};
    p->contact_public = p->contact_public && in->contact_public;
    return ERR_OK;
}

enum err person_change(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                       int64_t id, int64_t version, const struct person_change *in)
{
    struct person was = {0};
    struct db_rows r;
    TRY(person_get(c, district, id, &was));
    struct person p = was;
    if (in->name)
        p.name = in->name;
    if (in->area) {
        TRY(check_move(c, &p, in->area));
        p.area = in->area;
    }
    TRY(change_contact(c, key, &p, in));
    TRY(check(c, &p));
    TRY(db_query(c, SQL_PERSON_CHANGE,
                 ARGS(db_int(district), db_int(id), db_int(version), db_text(p.name),
                      db_text(p.area), contact_value(p.contact), db_int(p.contact_public)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)was.version);
    p.version = row_int(&r, 0, 0);
    return journal_change(c, &p, "change", document(c, &was), document(c, &p));
}

enum err person_look(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                     int64_t id, const char **out_phone)
{
    struct person p = {0};
    TRY(person_get(c, district, id, &p));
    const char *phone = person_phone(c, key, district, id, p.contact);
    if (!phone)
        return ctx_fail(c, ERR_NOT_FOUND, "person.no_phone", "", "%s", "");
    TRY(journal_change(c, &p, "look", NULL, NULL));
    *out_phone = phone;
    return ERR_OK;
}

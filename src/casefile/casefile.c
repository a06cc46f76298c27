/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/casefile.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/casefile_row.h"
#include "casefile/contact.h"
#include "casefile/inside.h"
#include "db/db.h"
#include "journal/journal.h"

static enum err unknown(struct ctx *c, int32_t district, int64_t id)
{
    char ref[TEXT_REF];
    text_ref(district, id, ref);
    return ctx_fail(c, ERR_NOT_FOUND, "case.unknown", "ref", "%s", ref);
}

static enum err get_row(struct ctx *c, int32_t district, int64_t id, struct db_rows *out)
{
    TRY(db_query(c, SQL_CASEFILE_GET, ARGS(db_int(district), db_int(id)), out));
    return out->n ? ERR_OK : unknown(c, district, id);
}

enum err casefile_get(struct ctx *c, int32_t district, int64_t id, struct casefile *out)
{
    struct db_rows r;
    TRY(get_row(c, district, id, &r));
    *out = casefile_from_row(&r, district, id);
    return ERR_OK;
}

enum err casefile_area(struct ctx *c, int32_t district, int64_t id, const char **out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_CASEFILE_AREA, ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return unknown(c, district, id);
    *out = row_text(&r, 0, 0);
    return ERR_OK;
}

/* ---- the receipt ---- */

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void casefile_new_secret(char out_secret[CASEFILE_SECRET])
{
    unsigned char random[CASEFILE_SECRET];
    secret_random(random, sizeof random);
    for (size_t i = 0; i < CASEFILE_SECRET - 1; i++)
        out_secret[i] = digits[random[i] % 32];
    out_secret[(CASEFILE_SECRET - 1) / 2] = '-';
    out_secret[CASEFILE_SECRET - 1] = '\0';
}

/* What people make of it when they copy it by hand: small letters, O for 0, I and L for 1. */
static char forgive(char ch)
{
    static const char typed[] = "oOiIlL", meant[] = "001111";
    const char *at = strchr(typed, ch);
    if (at)
        return meant[at - typed];
    return (char)toupper((unsigned char)ch);
}

static size_t plain(const char *secret, char *out, size_t max)
{
    size_t n = 0;
    for (const char *p = secret; *p && n < max; p++)
        if (*p != ' ' && *p != '-')
            out[n++] = forgive(*p);
    return n;
}

/* Keyed, so that the short secrets cannot be tried out against a stolen database. */
void casefile_secret_hash(const struct app *app, int32_t district, int64_t id, const char *secret,
                          unsigned char out_hash[SECRET_HASH])
{
    char text[TEXT_REF + 2 * CASEFILE_SECRET];
    text_ref(district, id, text);
    size_t n = strlen(text);
    text[n++] = ' ';
    n += plain(secret, text + n, 2 * CASEFILE_SECRET - 1);
    secret_hash(app->key, text, n, out_hash);
}

enum err casefile_follow(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                         const char *secret, struct casefile *out)
{
    struct db_rows r;
    unsigned char hash[SECRET_HASH];
    size_t n = 0;
    casefile_secret_hash(app, district, id, secret, hash);
    TRY(db_query(c, SQL_CASEFILE_GET, ARGS(db_int(district), db_int(id)), &r));
    const void *kept = r.n ? row_blob(&r, 0, COL_SECRET_HASH, &n) : NULL;
    if (!kept || n != sizeof hash || !secret_equal(kept, hash, sizeof hash))
        return ctx_fail(c, ERR_NOT_FOUND, "follow.unknown", "", "%s", "");
    *out = casefile_from_row(&r, district, id);
    return ERR_OK;
}

/* ---- the reporter's contact ---- */

static const char *contact_aad(struct ctx *c, int32_t district, int64_t id)
{
    return arena_printf(c->mem, "casefile %06d %lld", (int)district, (long long)id);
}

void casefile_seal_contact(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                           const char *name, const char *phone, unsigned char **out, size_t *out_n)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "name", name);
    json_put_text(&j, "phone", phone);
    json_end(&j);
    secret_seal(c->mem, app->key, contact_aad(c, district, id), buf_str(&b), out, out_n);
}

enum err casefile_contact(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char **out_name, const char **out_phone)
{
    struct db_rows r;
    const struct node *contact = NULL;
    size_t n;
    TRY(get_row(c, district, id, &r));
    const void *blob = row_blob(&r, 0, COL_CONTACT, &n);
    if (!blob)
        return ctx_fail(c, ERR_NOT_FOUND, "case.no_contact", "", "%s", "");
    const char *text = secret_open(c->mem, app->key, contact_aad(c, district, id), blob, n);
    if (!text)
        return ctx_fail(c, ERR_INTERNAL, "key.wrong", "", "%s", "contact does not open");
    TRY(json_parse(c, text, strlen(text), &contact));
    *out_name = node_text(node_get(contact, "name"));
    *out_phone = node_text(node_get(contact, "phone"));
    return ERR_OK;
}

enum err casefile_open_contact(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                               const char **out_name, const char **out_phone)
{
    struct casefile f;
    bool handling;
    TRY(casefile_get(c, district, id, &f));
    TRY(casefile_is_handling(c, &f, &handling));
    if (!handling && !account_has_role(c->who, ROLE_INTAKE, f.area))
        return ctx_fail(c, ERR_DENIED, "case.role", "", "%s", "contact");
    TRY(casefile_contact(c, app, district, id, out_name, out_phone));
    return journal_append(c, &(struct journal_entry){.district = district,
                                                     .noun = "casefile",
                                                     .noun_id = id,
                                                     .area = f.area,
                                                     .action = "open_contact",
                                                     .kind = f.kind,
                                                     .state_from = f.state,
                                                     .state_to = f.state});
}

/* ---- taken out ---- */

enum err casefile_taken(struct ctx *c, const struct casefile *f, const char *reason)
{
    const char *why = casefile_trim(c, reason);
    if (!why[0])
        return ctx_fail(c, ERR_INVALID, "case.reason_needed", "reason", "%s", "export");
    return journal_append(
        c, &(struct journal_entry){
               .district = f->district,
               .noun = "casefile",
               .noun_id = f->id,
               .area = f->area,
               .action = "export",
               .kind = f->kind,
               .state_from = f->state,
               .state_to = f->state,
               .reason = why,
               .after = arena_printf(c->mem, "{\"version\":%lld}", (long long)f->version)});
}

/* ---- me too ---- */

enum err casefile_support(struct ctx *c, int32_t district, int64_t id, int64_t *out_supports)
{
    struct db_rows r;
    const char *area;
    TRY(casefile_area(c, district, id, &area));
    TRY(db_query(c, SQL_CASEFILE_SUPPORT, ARGS(db_int(district), db_int(id), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "case.closed", "", "%s", "");
    int64_t n = row_int(&r, 0, 0);
    *out_supports = n;
    return journal_append(
        c, &(struct journal_entry){
               .district = district,
               .noun = "casefile",
               .noun_id = id,
               .area = row_text(&r, 0, 3),
               .action = "support",
               .kind = row_text(&r, 0, 1),
               .state_from = row_text(&r, 0, 2),
               .state_to = row_text(&r, 0, 2),
               .before = arena_printf(c->mem, "{\"supports\":%lld}", (long long)(n - 1)),
               .after = arena_printf(c->mem, "{\"supports\":%lld}", (long long)n)});
}

/* ---- what filing and acting share ---- */

enum err casefile_living(struct ctx *c, const struct casefile *f, struct casefile *out)
{
    enum { MERGES_MAX = 16 };
    *out = *f;
    for (int i = 0; i < MERGES_MAX && out->merged_into; i++)
        TRY(casefile_get(c, f->district, out->merged_into, out));
    return ERR_OK;
}

/* Length of a blank at p: of ASCII, or the wide one of Chinese keyboards. */
static size_t blank(const char *p)
{
    if (*p == ' ' || (*p >= '\t' && *p <= '\r'))
        return 1;
    return strncmp(p, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static bool is_control(char byte)
{
    return ((unsigned char)byte < ' ' && byte != '\n' && byte != '\t') || byte == '\x7f';
}

/* Line ends and tabs are what people type; other control characters only spoil what reads the text later. */
static char *without_controls(struct ctx *c, const char *text)
{
    char *out = arena_copy(c->mem, text), *to = out;
    for (const char *p = text; *p; p++)
        if (!is_control(*p))
            *to++ = *p;
    *to = '\0';
    return out;
}

const char *casefile_trim(struct ctx *c, const char *text)
{
    char *from = without_controls(c, text), *end;
    size_t n;
    while ((n = blank(from)) > 0)
        from += n;
    end = from;
    for (char *p = from; *p;) {
        n = blank(p);
        p += n ? n : 1;
        if (!n)
            end = p;
    }
    *end = '\0';
    return from;
}

const char *casefile_prefix(struct ctx *c, const char *code, size_t n)
{
    return strlen(code) < n ? NULL : arena_copy_n(c->mem, code, n);
}

void casefile_put_id(struct json *j, const char *key, int64_t id)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)id);
    json_put_text(j, key, id ? text : NULL);
}

enum err casefile_attach(struct ctx *c, const struct casefile *f, const char *moment,
                         const struct media_claim *claims, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t media;
        TRY(media_attach(c, claims[i].upload, claims[i].token, f->district, f->id, moment, &media));
        TRY(media_set_cycle(c, f->district, media, f->cycle));
        if (claims[i].has_place)
            TRY(media_set_place(c, f->district, media, claims[i].place));
    }
    return ERR_OK;
}

/* What lies below a district stands behind it, and is jumped over. */
bool casefile_next_district(const struct atlas_view *v, const char *prefix, size_t *at,
                            int32_t *out_area)
{
    char from[DIGITS_DISTRICT + 1], end[TEXT_CODE_MAX];
    (void)snprintf(from, sizeof from, "%.*s", DIGITS_DISTRICT, prefix);
    size_t n = atlas_len(v);
    for (size_t k = *at ? *at : atlas_code_from(v, from); k < n; k++) {
        int32_t area = atlas_by_code(v, k);
        const char *code = atlas_at(v, area)->code;
        if (!text_has_prefix(code, from))
            return false;
        if (strlen(code) != DIGITS_DISTRICT)
            continue;
        text_prefix_end(code, end);
        *at = atlas_code_from(v, end);
        *out_area = area;
        return true;
    }
    return false;
}

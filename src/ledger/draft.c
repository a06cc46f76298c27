/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/draft.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/field_value.h"
#include "ledger/key.h"

/* ---- from fields to the row ---- */

/* What lacks a part of its key (an older programme did not ask for it) is told from others by its number alone. */
static const char *natural_key(struct ctx *c, const struct draft *d)
{
    size_t n = d->kind->n_key, whole = 0;
    const char **texts = arena_array(c->mem, n, sizeof *texts);
    for (; whole < n; whole++) {
        texts[whole] = fields_plain(c, &d->open, d->kind->key[whole]);
        if (!texts[whole])
            break;
    }
    return n && whole == n ? key_join(c->mem, texts, n)
                           : arena_printf(c->mem, "id:%lld", (long long)d->id);
}

void draft_fill(struct ctx *c, struct draft *d)
{
    const char *title = fields_plain(c, &d->open, d->kind->title);
    d->facts.name = title ? title : "";
    d->facts.name_key = key_fold(c->mem, d->facts.name);
    d->facts.facet = d->kind->facet ? fields_plain(c, &d->open, d->kind->facet) : NULL;
    d->facts.fields = fields_text(c, &d->open);
    d->facts.programme_version = d->kind->version;
    d->natural_key = natural_key(c, d);
}

enum err draft_check_name(struct ctx *c, const struct draft *d)
{
    const struct ledger_field *title = ledger_field(&d->kind->fields, d->kind->title);
    bool given = title && d->facts.name[0];
    return given && !text_is_name(d->facts.name, SIZE_MAX)
               ? field_value_fail(c, title, "ledger.field", "letters or digits")
               : ERR_OK;
}

struct db_value draft_sealed(struct ctx *c, const struct draft *d)
{
    unsigned char *blob;
    size_t n;
    if (d->sealed.n == 0)
        return db_null();
    secret_seal(c->mem, d->app->key, entry_aad(c, d->district, d->id), fields_text(c, &d->sealed),
                &blob, &n);
    return db_blob(blob, n);
}

enum err draft_open(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                    struct field_set *out)
{
    struct db_rows r;
    size_t n;
    *out = (struct field_set){0};
    TRY(db_query(c, SQL_ENTRY_SECRETS, ARGS(db_int(district), db_int(id)), &r));
    const void *blob = r.n ? row_blob(&r, 0, 0, &n) : NULL;
    if (!blob)
        return ERR_OK;
    const char *text = secret_open(c->mem, app->key, entry_aad(c, district, id), blob, n);
    if (!text)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "entry %lld does not open", (long long)id);
    return fields_read(c, text, out);
}

enum err draft_dates(struct ctx *c, const struct draft *d, const struct field_set *was)
{
    for (size_t i = 0; i < d->kind->fields.n; i++) {
        const struct ledger_field *f = &d->kind->fields.v[i];
        if (!f->remind || f->sealed)
            continue;
        const char *date = fields_plain(c, &d->open, f->field);
        if (date)
            TRY(db_exec(c, SQL_ENTRY_DATE_PUT,
                        ARGS(db_int(d->district), db_int(d->id), db_text(f->field),
                             db_text(d->kind->ledger), db_text(d->facts.area), db_text(date))));
        else if (was && fields_json(was, f->field))
            TRY(db_exec(c, SQL_ENTRY_DATE_FORGET,
                        ARGS(db_int(d->district), db_int(d->id), db_text(f->field))));
    }
    return ERR_OK;
}

/* ---- checks ---- */

enum err draft_post(struct ctx *c, int32_t district, int64_t post)
{
    struct post found;
    if (!post)
        return ERR_OK;
    enum err err = post_get(c, district, post, c->now, &found);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && found.ended && found.ended <= c->now))
        return ctx_fail(c, ERR_INVALID, "post.unknown", "post", "%lld", (long long)post);
    return err;
}

enum err draft_at(struct ctx *c, int64_t at, int64_t from, int64_t *out)
{
    *out = at ? at : c->now;
    if (*out > c->now || *out < from)
        return ctx_fail(c, ERR_INVALID, "ledger.at", "at", "%lld",
                        (long long)((*out > c->now ? c->now : from) / 1000000));
    return ERR_OK;
}

enum err draft_key_free(struct ctx *c, int32_t district, const char *ledger, const char *key,
                        int64_t except)
{
    struct db_rows r;
    char ref[TEXT_REF];
    TRY(db_query(c, SQL_ENTRY_KEY_TAKEN,
                 ARGS(db_int(district), db_text(ledger), db_text(key), db_int(except)), &r));
    if (r.n == 0)
        return ERR_OK;
    text_ref(district, row_int(&r, 0, 0), ref);
    return ctx_fail(c, ERR_CONFLICT, "ledger.twice", "", "%s", ref);
}

enum err draft_key_lost(struct ctx *c, enum err err, const char *key)
{
    if (err == ERR_CONFLICT && strcmp(c->problem.code, "db.unique") == 0)
        return ctx_fail(c, ERR_CONFLICT, "ledger.twice", "", "%.200s", key);
    return err;
}

/* ---- the journal's document ---- */

static void put_digest(struct ctx *c, struct json *j, const struct draft *d)
{
    unsigned char digest[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1];
    struct field_set hidden = fields_where(c, &d->open, &d->kind->fields, field_is_hidden, false);
    hidden = fields_merge(c, &hidden, &d->sealed);
    if (hidden.n == 0)
        return;
    const char *text = fields_text(c, &hidden);
    secret_hash(d->app->key, text, strlen(text), digest);
    text_hex(digest, sizeof digest, hex);
    json_put_text(j, "hidden", hex);
}

const char *draft_document(struct ctx *c, const struct draft *d)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    struct field_set shown = fields_where(c, &d->open, &d->kind->fields, field_is_shown, true);
    json_object(&j);
    json_put_text(&j, "area", d->facts.area);
    json_put_raw(&j, "fields", fields_text(c, &shown));
    put_digest(c, &j, d);
    json_put_text(&j, "ledger", d->kind->ledger);
    json_put_text(&j, "name", d->facts.name);
    if (d->facts.has_point) {
        json_put_int(&j, "lat_e7", d->facts.point.lat_e7);
        json_put_int(&j, "lon_e7", d->facts.point.lon_e7);
    }
    if (d->facts.post)
        json_put_text(&j, "post", arena_printf(c->mem, "%lld", (long long)d->facts.post));
    json_put_int(&j, "programme_version", d->facts.programme_version);
    json_end(&j);
    return buf_str(&b);
}

enum err draft_of(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                  struct entry *out_entry, struct draft *out)
{
    *out = (struct draft){.app = app, .district = district, .id = id};
    TRY(entry_get(c, district, id, 0, out_entry));
    TRY(entry_kind(c, app, out_entry, &out->kind));
    TRY(fields_read(c, out_entry->fields, &out->open));
    TRY(draft_open(c, app, district, id, &out->sealed));
    out->facts = (struct entry_facts){.area = out_entry->area,
                                      .has_point = out_entry->has_point,
                                      .point = out_entry->point,
                                      .post = out_entry->post};
    draft_fill(c, out);
    out->facts.programme_version = out_entry->programme_version;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "media/media.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "media/shrink.h"

static struct db_value hash_of(struct ctx *c, const void *p, size_t n)
{
    unsigned char *hash = arena_alloc(c->mem, SECRET_HASH);
    secret_hash(NULL, p, n, hash);
    return db_blob(hash, SECRET_HASH);
}

enum err media_keep(struct ctx *c, const struct shrunk *photo, int64_t *out_upload,
                    char out_token[SECRET_TOKEN])
{
    int64_t id;
    char token[SECRET_TOKEN];
    TRY(db_new_id(c, &id));
    secret_token(token);
    TRY(db_exec(c, SQL_UPLOAD_ADD,
                ARGS(db_int(id), hash_of(c, token, strlen(token)),
                     hash_of(c, photo->full, photo->full_n), db_int(photo->width),
                     db_int(photo->height), db_int(c->now), db_blob(photo->thumb, photo->thumb_n),
                     db_blob(photo->full, photo->full_n))));
    *out_upload = id;
    memcpy(out_token, token, SECRET_TOKEN);
    return ERR_OK;
}

enum err media_attach(struct ctx *c, int64_t upload, const char *token, int32_t district,
                      int64_t casefile, const char *moment, int64_t *out_media)
{
    int64_t id;
    struct db_rows r;
    TRY(db_new_id(c, &id));
    TRY(db_query(c, SQL_MEDIA_ATTACH,
                 ARGS(db_int(district), db_int(id), db_int(casefile), db_text(moment),
                      c->who ? db_int(c->who->id) : db_null(), db_int(c->now), db_int(upload),
                      hash_of(c, token, strlen(token)), db_int(c->now - TIME_DAY)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_INVALID, "media.unknown", "uploads", "%lld", (long long)upload);
    TRY(db_exec(c, SQL_UPLOAD_END, ARGS(db_int(upload))));
    *out_media = id;
    return ERR_OK;
}

enum err media_set_cycle(struct ctx *c, int32_t district, int64_t media, int64_t cycle)
{
    return cycle > 1 ? db_exec(c, SQL_MEDIA_CYCLE_ADD,
                               ARGS(db_int(district), db_int(media), db_int(cycle)))
                     : ERR_OK;
}

enum err media_attach_inspection(struct ctx *c, const struct media_claim *claim, int32_t district,
                                 int64_t inspection, const char *item, int64_t *out_photo)
{
    int64_t id;
    struct db_rows r;
    TRY(db_new_id(c, &id));
    TRY(db_query(c, SQL_INSPECTION_PHOTO_ATTACH,
                 ARGS(db_int(district), db_int(id), db_int(inspection), db_text(item),
                      db_int(c->now), db_int(claim->upload),
                      hash_of(c, claim->token, strlen(claim->token)), db_int(c->now - TIME_DAY)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_INVALID, "media.unknown", "uploads", "%lld",
                        (long long)claim->upload);
    TRY(db_exec(c, SQL_UPLOAD_END, ARGS(db_int(claim->upload))));
    *out_photo = id;
    return ERR_OK;
}

enum err media_of_inspection(struct ctx *c, int32_t district, int64_t inspection,
                             const struct media_inspected **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_INSPECTION_PHOTO_LIST, ARGS(db_int(district), db_int(inspection)), &r));
    struct media_inspected *photos = arena_array(c->mem, r.n, sizeof *photos);
    for (size_t i = 0; i < r.n; i++)
        photos[i] = (struct media_inspected){.id = row_int(&r, i, 0),
                                             .item = row_text(&r, i, 1),
                                             .width = row_int(&r, i, 2),
                                             .height = row_int(&r, i, 3),
                                             .added = row_int(&r, i, 4)};
    *out = photos;
    *out_n = r.n;
    return ERR_OK;
}

enum err media_set_place(struct ctx *c, int32_t district, int64_t media, struct geo_point place)
{
    return db_exec(
        c, SQL_MEDIA_PLACE_ADD,
        ARGS(db_int(district), db_int(media), db_int(place.lon_e7), db_int(place.lat_e7)));
}

enum err media_places(struct ctx *c, int32_t district, int64_t casefile,
                      const struct media_place **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_MEDIA_PLACES, ARGS(db_int(district), db_int(casefile)), &r));
    struct media_place *places = arena_array(c->mem, r.n, sizeof *places);
    for (size_t i = 0; i < r.n; i++)
        places[i] = (struct media_place){
            row_text(&r, i, 0),
            row_int(&r, i, 3),
            {(int32_t)row_int(&r, i, 1), (int32_t)row_int(&r, i, 2)}
        };
    *out = places;
    *out_n = r.n;
    return ERR_OK;
}

enum err media_list(struct ctx *c, int32_t district, int64_t casefile,
                    const struct media_photo **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_MEDIA_LIST, ARGS(db_int(district), db_int(casefile)), &r));
    struct media_photo *photos = arena_array(c->mem, r.n, sizeof *photos);
    for (size_t i = 0; i < r.n; i++)
        photos[i] = (struct media_photo){.id = row_int(&r, i, 0),
                                         .moment = row_text(&r, i, 1),
                                         .width = row_int(&r, i, 2),
                                         .height = row_int(&r, i, 3),
                                         .added = row_int(&r, i, 4),
                                         .cycle = row_int(&r, i, 5)};
    *out = photos;
    *out_n = r.n;
    return ERR_OK;
}

enum err media_bytes(struct ctx *c, int32_t district, int64_t id, enum media_size size,
                     const void **out, size_t *out_n)
{
    struct db_rows r;
    bool thumb = size == MEDIA_THUMB;
    TRY(db_query(c, thumb ? SQL_MEDIA_THUMB : SQL_MEDIA_FULL, ARGS(db_int(district), db_int(id)),
                 &r));
    if (r.n == 0)
        TRY(db_query(c, thumb ? SQL_INSPECTION_PHOTO_THUMB : SQL_INSPECTION_PHOTO_FULL,
                     ARGS(db_int(district), db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "media.unknown", "", "%s", "");
    *out = row_blob(&r, 0, 0, out_n);
    return ERR_OK;
}

enum err media_purge(struct ctx *c)
{
    return db_exec(c, SQL_UPLOAD_PURGE, ARGS(db_int(c->now - TIME_DAY)));
}

static const char *size_word(enum media_size size)
{
    return size == MEDIA_THUMB ? "thumb" : "full";
}

void media_mac(const struct app *app, int32_t district, int64_t id, enum media_size size,
               char out_mac[MEDIA_MAC])
{
    unsigned char hash[SECRET_HASH];
    char ref[TEXT_REF], text[TEXT_REF + 16];
    text_ref(district, id, ref);
    (void)snprintf(text, sizeof text, "media %s %s", ref, size_word(size));
    secret_hash(app->key, text, strlen(text), hash);
    text_hex(hash, (MEDIA_MAC - 1) / 2, out_mac);
}

void media_url(const struct app *app, int32_t district, int64_t id, enum media_size size,
               char out_url[MEDIA_URL])
{
    char ref[TEXT_REF], mac[MEDIA_MAC];
    text_ref(district, id, ref);
    media_mac(app, district, id, size, mac);
    (void)snprintf(out_url, MEDIA_URL, "/api/v1/media/%s/%s/%s", ref, mac, size_word(size));
}

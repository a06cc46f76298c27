/* SPDX-License-Identifier: Apache-2.0 */
#include "media/media_api.h"

#include <string.h>

#include "app.h"
#include "base/arena.h"
#include "base/buf.h"
#include "media/media.h"
#include "media/shrink.h"

static enum err shrink_prepare(struct ctx *c, const struct req *q, const void **out)
{
    struct shrunk *made = arena_alloc(c->mem, sizeof *made);
    if (q->content_type && strncmp(q->content_type, "image/", 6) != 0)
        return ctx_fail(c, ERR_INVALID, "body.type", "", "%.60s", q->content_type);
    TRY(shrink_apart(c, q->body, q->body_n, made));
    *out = made;
    return ERR_OK;
}

static enum err upload(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct shrunk *photo = q->prepared;
    int64_t id;
    char token[SECRET_TOKEN];
    TRY(media_keep(c, photo, &id, token));
    out->status = 201;
    struct json *j = &out->json;
    json_object(j);
    json_put_text(j, "upload", arena_printf(c->mem, "%lld", (long long)id));
    json_put_text(j, "token", token);
    json_put_int(j, "width", photo->width);
    json_put_int(j, "height", photo->height);
    json_end(j);
    return ERR_OK;
}

static bool read_size(const char *word, enum media_size *out)
{
    *out = strcmp(word, "thumb") == 0 ? MEDIA_THUMB : MEDIA_FULL;
    return *out == MEDIA_THUMB || strcmp(word, "full") == 0;
}

/* The bytes behind an address never change, so that they may be kept for ever by whoever was given it. */
static enum err photo(struct ctx *c, const struct req *q, struct reply *out)
{
    int32_t district;
    int64_t id;
    enum media_size size;
    char mac[MEDIA_MAC];
    const void *bytes;
    size_t n;
    const char *given = req_param(q, "mac");
    TRY(req_ref(c, q, "ref", &district, &id));
    if (!read_size(req_param(q, "size"), &size))
        return ctx_fail(c, ERR_NOT_FOUND, "media.unknown", "", "%s", "");
    media_mac(q->app, district, id, size, mac);
    if (strlen(given) != MEDIA_MAC - 1 || !secret_equal(given, mac, MEDIA_MAC - 1))
        return ctx_fail(c, ERR_NOT_FOUND, "media.unknown", "", "%s", "");
    TRY(media_bytes(c, district, id, size, &bytes, &n));
    out->type = "image/jpeg";
    out->cache = "private, max-age=31536000, immutable";
    out->etag = arena_printf(c->mem, "\"%s-%s\"", mac, req_param(q, "size"));
    buf_bytes(&out->body, bytes, n);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_POST, "/api/v1/uploads",                  RIGHT_PUBLIC, ROUTE_WRITE | ROUTE_RAW_BODY, NULL, upload,
     shrink_prepare                                                                                                 },
    {METHOD_GET,  "/api/v1/media/{ref}/{mac}/{size}", RIGHT_PUBLIC, 0,                            NULL, photo,  NULL},
};

const struct routes media_routes = {table, LEN(table)};

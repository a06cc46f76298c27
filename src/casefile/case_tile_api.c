/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/gzip.h"
#include "base/text.h"
#include "casefile/case_in.h"
#include "casefile/tile.h"

enum { SCOPES_MAX = 32 };

/* Not kept anywhere: what a tile shows depends on who asks, and changes by the minute. */
enum err case_tile(struct ctx *c, const struct req *q, struct reply *out)
{
    const char *scopes[SCOPES_MAX];
    struct tile t;
    struct buf tile = {.mem = c->mem};
    unsigned char hash[SECRET_HASH];
    char hex[2 * SECRET_HASH + 1], *packed;
    size_t n;
    if (!tile_parse(req_param(q, "z"), req_param(q, "x"), req_param(q, "y"), &t))
        return ctx_fail(c, ERR_NOT_FOUND, "tile.unknown", "", "%s", "");
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    n = account_scopes(c->who, RIGHT_CASE_READ, scopes, SCOPES_MAX);
    TRY(casefile_tile(c, v.atlas, scopes, n, t, &tile));
    out->cache = "private, no-store";
    if (tile.n == 0)
        return ERR_OK;
    secret_hash(NULL, tile.p, tile.n, hash);
    text_hex(hash, sizeof hash, hex);
    out->etag = arena_printf(c->mem, "\"%.16s\"", hex);
    gzip_pack(c->mem, tile.p, tile.n, &packed, &n);
    buf_bytes(&out->body, packed, n);
    out->type = MVT_TYPE;
    out->encoding = "gzip";
    return ERR_OK;
}

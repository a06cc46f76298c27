/* SPDX-License-Identifier: Apache-2.0 */
#include "http/replay.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"

enum { KEEP_DAYS = 30, HEX = 2 * SECRET_HASH + 1 };

/* Two independent hashes of one key: the purpose goes in front. */
static void derive(struct ctx *c, const struct replay *r, const char *purpose,
                   unsigned char out[SECRET_HASH])
{
    const char *text = arena_printf(c->mem, "%s:%s:%s", purpose, r->scope, r->key);
    secret_hash(NULL, text, strlen(text), out);
}

static const char *row_name(struct ctx *c, const struct replay *r)
{
    unsigned char hash[SECRET_HASH];
    char *name = arena_alloc(c->mem, HEX);
    derive(c, r, "row", hash);
    text_hex(hash, sizeof hash, name);
    return name;
}

/* The answer as one text: version, location, body, a line each. */
static const char *pack(struct ctx *c, const struct reply *reply)
{
    return arena_printf(c->mem, "%lld\n%s\n%s", (long long)reply->version,
                        reply->location ? reply->location : "", buf_str(&reply->body));
}

static bool unpack(struct ctx *c, const char *text, struct reply *out)
{
    const char *location = strchr(text, '\n');
    const char *body = location ? strchr(location + 1, '\n') : NULL;
    if (!body || !text_int(arena_copy_n(c->mem, text, (size_t)(location - text)), &out->version))
        return false;
    if (body > location + 1)
        out->location = arena_copy_n(c->mem, location + 1, (size_t)(body - location - 1));
    if (body[1])
        buf_text(&out->body, body + 1);
    return true;
}

enum err replay_find(struct ctx *c, const struct replay *r, struct reply *out, bool *out_found)
{
    struct db_rows rows;
    const char *name = row_name(c, r);
    unsigned char key[SECRET_HASH];
    size_t n;
    *out_found = false;
    TRY(db_query(c, SQL_REPLAY_FIND, ARGS(db_int(r->district), db_text(r->scope), db_text(name)),
                 &rows));
    if (rows.n == 0)
        return ERR_OK;
    const void *print = row_blob(&rows, 0, 0, &n);
    if (n != SECRET_HASH || memcmp(print, r->fingerprint, SECRET_HASH) != 0)
        return ctx_fail(c, ERR_INVALID, "idempotency.mismatch", "Idempotency-Key", "%s", "");
    derive(c, r, "reply", key);
    const void *sealed = row_blob(&rows, 0, 2, &n);
    const char *text = secret_open(c->mem, key, name, sealed, n);
    if (!text || !unpack(c, text, out))
        return ctx_fail(c, ERR_INTERNAL, "replay.damaged", "", "%s", name);
    out->status = (int)row_int(&rows, 0, 1);
    out->replayed = true;
    *out_found = true;
    return db_exec(c, SQL_REPLAY_TOUCH,
                   ARGS(db_int(r->district), db_text(r->scope), db_text(name), db_int(c->now)));
}

enum err replay_keep(struct ctx *c, const struct replay *r, const struct reply *reply)
{
    const char *name = row_name(c, r);
    unsigned char key[SECRET_HASH], *blob;
    struct db_rows rows;
    size_t n;
    int status = reply->status ? reply->status : reply->body.n ? 200 : 204;
    derive(c, r, "reply", key);
    secret_seal(c->mem, key, name, pack(c, reply), &blob, &n);
    TRY(db_query(c, SQL_REPLAY_KEEP,
                 ARGS(db_int(r->district), db_text(r->scope), db_text(name),
                      db_blob(r->fingerprint, SECRET_HASH), db_int(status), db_blob(blob, n),
                      db_int(c->now)),
                 &rows));
    /* The same request came in twice at once and the other one was first: the next run finds its answer. */
    if (rows.n == 0)
        return ctx_fail(c, ERR_BUSY, "idempotency.twice", "Idempotency-Key", "%s", "");
    return ERR_OK;
}

enum err replay_purge(struct ctx *c)
{
    return db_exec(c, SQL_REPLAY_PURGE, ARGS(db_int(c->now - KEEP_DAYS * TIME_DAY)));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/said.h"

#include "base/arena.h"
#include "base/json.h"
#include "casefile/inside.h"
#include "db/db.h"

enum err said_add(struct ctx *c, const struct casefile *f, const struct said *said)
{
    return db_exec(c, SQL_SAID_ADD,
                   ARGS(db_int(f->district), db_int(f->id), db_int(said->version),
                        db_text(said->reason), db_text(said->note), db_or_null(said->voice)));
}

const char *said_digest(struct ctx *c, const struct app *app, const struct casefile *f,
                        const char *secret, const struct said *said)
{
    unsigned char key[SECRET_HASH];
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "note", said->note);
    json_put_text(&j, "reason", said->reason);
    json_end(&j);
    casefile_secret_hash(app, f->district, said->voice ? said->voice : f->id, secret, key);
    return secret_hash_text(c->mem, key, b.p, b.n);
}

enum err said_forget(struct ctx *c, const struct casefile *f, bool *out)
{
    struct db_rows said, notes;
    TRY(db_query(c, SQL_SAID_FORGET, ARGS(db_int(f->district), db_int(f->id)), &said));
    TRY(db_query(c, SQL_STILL_THERE_FORGET, ARGS(db_int(f->district), db_int(f->id)), &notes));
    *out = said.n + notes.n > 0;
    return ERR_OK;
}

enum err said_of(struct ctx *c, int32_t district, int64_t casefile, const struct said **out,
                 size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_SAID_LIST, ARGS(db_int(district), db_int(casefile)), &r));
    struct said *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct said){.version = row_int(&r, i, 0),
                                .reason = row_text(&r, i, 1),
                                .note = row_text(&r, i, 2),
                                .voice = row_int(&r, i, 3)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

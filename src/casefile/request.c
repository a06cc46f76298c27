/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/request.h"

#include "base/arena.h"
#include "db/db.h"
#include "journal/journal.h"

static enum err cancel(struct ctx *c, int32_t district, int64_t id, const char *request)
{
    struct db_rows r;
    TRY(db_query(c, SQL_REQUEST_DROP, ARGS(db_int(district), db_int(id), db_int(c->now)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_BUSY, "busy", "", "%s", "");
    TRY(db_exec(c, SQL_REQUEST_DECIDE,
                ARGS(db_int(district), db_int(id), db_int(c->now), db_text("系统"),
                     db_text("cancelled"), db_null())));
    return journal_append(
        c, &(struct journal_entry){.district = district,
                                   .noun = "casefile",
                                   .noun_id = id,
                                   .version = row_int(&r, 0, 0),
                                   .area = row_text(&r, 0, 3),
                                   .action = "request_cancelled",
                                   .role = "system",
                                   .kind = row_text(&r, 0, 1),
                                   .state_from = row_text(&r, 0, 2),
                                   .state_to = row_text(&r, 0, 2),
                                   .before = arena_printf(c->mem, "{\"request\":\"%s\"}", request),
                                   .after = "{\"request\":null}"});
}

enum err casefile_cancel_requests(struct ctx *c, int32_t district, int64_t post)
{
    struct db_rows r;
    TRY(db_query(c, SQL_REQUEST_LEFT, ARGS(db_int(district), db_int(post), db_int(c->now)), &r));
    for (size_t i = 0; i < r.n; i++)
        TRY(cancel(c, district, row_int(&r, i, 0), row_text(&r, i, 1)));
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "event/event_api.h"

#include "account/account.h"
#include "account/scope_api.h"
#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "event/feed.h"

enum { SCOPES_MAX = 64, LAST_MAX = 8000 };

struct events_in {
    const char *area, *last;
};
static const struct field events_fields[] = {
    {"area", FIELD_TEXT, false, offsetof(struct events_in, area), 1, TEXT_CODE_MAX - 1},
    {"last", FIELD_TEXT, false, offsetof(struct events_in, last), 1, LAST_MAX         },
};

/* A browser that lost the connection asks with the header; a page that begins anew may bring its place in the query. */
static enum err events(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    const char **areas = arena_array(c->mem, SCOPES_MAX, sizeof *areas);
    struct feed_ask *ask = arena_alloc(c->mem, sizeof *ask);
    struct events_in in;
    TRY(req_read_query(c, q, events_fields, LEN(events_fields), &in));
    if (!app->feed)
        return ctx_fail(c, ERR_NOT_FOUND, "event.off", "", "%s", "");
    areas[0] = in.area;
    *ask = (struct feed_ask){
        .prefixes = areas,
        .n = in.area ? 1 : account_scopes(c->who, RIGHT_CASE_READ, areas, SCOPES_MAX),
        .last = q->last_event_id && q->last_event_id[0] ? q->last_event_id : in.last,
    };
    return feed_source(c, app->feed, ask, &out->stream);
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/events", RIGHT_CASE_READ, 0, scope_of_query, events, NULL},
};

const struct routes event_routes = {table, LEN(table)};

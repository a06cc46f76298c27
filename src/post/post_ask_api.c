/* SPDX-License-Identifier: Apache-2.0 */
/* The city over HTTP. */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "calendar/calendar_api.h"
#include "http/server.h"
#include "journal/journal_api.h"
#include "person/person_api.h"
#include "post/post_api.h"
#include "post/post_world.h"
#include "team/team_api.h"

static const struct role_grant admin_role =
                                   {
                                       ROLE_ADMIN, DISTRICT_CODE
},
                               intake_role = {ROLE_INTAKE, DISTRICT_CODE},
                               town_role = {ROLE_INTAKE, TOWN},
                               abroad_role = {ROLE_ADMIN, "410102"}, city_role = {ROLE_ADMIN, CITY},
                               auditor_role = {ROLE_AUDITOR, CITY},
                               handler_role = {ROLE_HANDLER, DISTRICT_CODE},
                               two_roles[] = {
                                   {ROLE_INTAKE, "410105016212"},
                                   {ROLE_INTAKE, "410105017"},
};
static const struct account accounts[] = {
    {.id = 1, .login = "admin",   .name = "郑管理", .roles = &admin_role,   .n_roles = 1},
    {.id = 2, .login = "intake",  .name = "李受理", .roles = &intake_role,  .n_roles = 1},
    {.id = 3, .login = "town",    .name = "街道",    .roles = &town_role,    .n_roles = 1},
    {.id = 4, .login = "abroad",  .name = "外区",    .roles = &abroad_role,  .n_roles = 1},
    {.id = 5, .login = "city",    .name = "市里",    .roles = &city_role,    .n_roles = 1},
    {.id = 6, .login = "auditor", .name = "冯审计", .roles = &auditor_role, .n_roles = 1},
    {.id = 7, .login = "two",     .name = "两处",    .roles = two_roles,     .n_roles = 2},
    {.id = 8, .login = "handler", .name = "王网格", .roles = &handler_role, .n_roles = 1},
};

static enum err who_is(struct ctx *c, const char *token, const struct account **out)
{
    (void)c;
    *out = NULL;
    for (size_t i = 0; i < LEN(accounts); i++)
        if (strcmp(accounts[i].login, token) == 0)
            *out = &accounts[i];
    return ERR_OK;
}

int city_ask(struct city *w, const char *method, const char *target, const char *who,
             int64_t version, const char *body)
{
    struct arena *mem = w->c->mem;
    const struct routes routes[] = {person_routes, team_routes,    post_routes,
                                    answer_routes, journal_routes, calendar_routes};
    const struct server_setup setup = {
        .routes = routes,
        .n_routes = LEN(routes),
        .guard = {.who = who_is, .may = account_may, .account_id = account_id},
        .app = &w->app,
    };
    struct pair headers[4] = {
        {"Host", "localhost"}
    };
    struct reply reply;
    size_t n = 1;
    if (who)
        headers[n++] = (struct pair){"Authorization", arena_printf(mem, "Bearer %s", who)};
    if (version)
        headers[n++] = (struct pair){strcmp(method, "GET") == 0 ? "If-None-Match" : "If-Match",
                                     arena_printf(mem, "\"v%lld\"", (long long)version)};
    if (body)
        headers[n++] =
            (struct pair){"Content-Type", body[0] == '{' ? "application/json" : "text/csv"};
    assert_int_equal(server_request(&setup, w->c, method, target, headers, n, body ? body : "",
                                    body ? strlen(body) : 0, &reply),
                     ERR_OK);
    w->body = buf_str(&reply.body);
    w->location = reply.location;
    w->version = reply.version;
    return reply.status ? reply.status : 200;
}

bool city_says(const struct city *w, const char *part)
{
    if (strstr(w->body, part))
        return true;
    print_message("# no %s in %s\n", part, w->body);
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/meta_api.h"

#include <string.h>

#include "account/account.h"
#include "app.h"
#include "area/area.h"
#include "base/arena.h"
#include "base/embed.h"
#include "base/text.h"
#include "calendar/calendars.h"
#include "casefile/words.h"
#include "db/db.h"
#include "journal/journal.h"
#include "programme/flow_json.h"

static enum err setting(struct ctx *c, const char *name, const char **out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_META_SETTING, ARGS(db_text(name)), &r));
    *out = r.n ? row_text(&r, 0, 0) : NULL;
    return ERR_OK;
}

/* Only well when the database answers. */
static enum err health(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    struct json *j = &out->json;
    const char *generation;
    TRY(setting(c, "areas_generation", &generation));
    json_object(j);
    json_put_text(j, "status", "ok");
    json_put_text(j, "engine", db_engine(c->db) == DB_SQLITE ? "sqlite" : "postgres");
    json_put_text(j, "version", app->version);
    json_end(j);
    return ERR_OK;
}

static enum err document(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    const struct embedded *file = embed_find("api/openapi.json");
    if (!file)
        return ctx_fail(c, ERR_NOT_FOUND, "http.route", "", "%s", "");
    out->etag = arena_printf(c->mem, "\"%s-%zu\"", app->version, file->n);
    out->cache = "no-cache";
    buf_bytes(&out->body, file->text, file->n);
    return ERR_OK;
}

static void put_name(struct json *j, const char *key, const char *zh, const char *en)
{
    json_key(j, key);
    json_object(j);
    json_put_text(j, "zh", zh);
    json_put_text(j, "en", en);
    json_end(j);
}

static void put_texts(struct json *j, const char *key, const char *const *texts, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_text(j, texts[i]);
    json_array_end(j);
}

static enum err put_demo(struct ctx *c, struct json *j)
{
    const char *demo, *logins = NULL;
    TRY(setting(c, "demo", &demo));
    bool is_demo = demo && strcmp(demo, "1") == 0;
    if (is_demo)
        TRY(setting(c, "demo_logins", &logins));
    json_put_bool(j, "demo", is_demo);
    json_put_raw(j, "demo_logins", logins ? logins : "[]");
    return ERR_OK;
}

static enum err put_levels(struct ctx *c, struct json *j)
{
    const struct area_level *levels;
    size_t n;
    TRY(area_levels(c, &levels, &n));
    json_key(j, "levels");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_text(j, "level", levels[i].level);
        json_put_int(j, "rank", levels[i].rank);
        put_name(j, "name", levels[i].name_zh, levels[i].name_en);
        json_end(j);
    }
    json_array_end(j);
    return ERR_OK;
}

static void put_kinds(struct json *j, const struct programmes *p)
{
    json_key(j, "post_kinds");
    json_array(j);
    for (size_t i = 0; i < p->n_posts; i++) {
        const struct post_kind *k = &p->posts[i];
        json_object(j);
        json_put_text(j, "kind", k->kind);
        put_name(j, "name", k->name.zh, k->name.en);
        put_texts(j, "on", k->on, k->n_on);
        json_end(j);
    }
    json_array_end(j);
    json_key(j, "case_kinds");
    json_array(j);
    for (size_t i = 0; i < p->n_kinds; i++)
        kind_put(j, &p->kinds[i]);
    json_array_end(j);
}

static enum err put_calendar_warning(struct ctx *c, const struct app *app, struct json *j)
{
    const struct calendar *cal;
    TRY(calendar_for(c, app->calendars, 0, &cal));
    int year = calendar_missing(cal, c->now);
    json_key(j, "calendar_warning");
    if (!year) {
        json_null(j);
        return ERR_OK;
    }
    json_object(j);
    json_put_int(j, "missing_year", year);
    json_end(j);
    return ERR_OK;
}

static void put_roles(struct json *j)
{
    json_key(j, "roles");
    json_array(j);
    for (int i = 0; i < ROLE__COUNT; i++) {
        const char *role = role_name((enum role)i);
        const struct name_pair *name = role_words(role);
        json_object(j);
        json_put_text(j, "role", role);
        put_name(j, "name", name->zh, name->en);
        json_end(j);
    }
    json_array_end(j);
}

static enum err meta(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    const struct programmes *p = app->programmes;
    struct json *j = &out->json;
    json_object(j);
    json_put_text(j, "version", app->version);
    TRY(put_demo(c, j));
    TRY(put_levels(c, j));
    put_kinds(j, p);
    json_key(j, "flows");
    json_array(j);
    for (size_t i = 0; i < p->n_flows; i++)
        flow_put(j, &p->flows[i]);
    json_array_end(j);
    put_roles(j);
    TRY(put_calendar_warning(c, app, j));
    json_end(j);
    return ERR_OK;
}

static enum err chain(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct journal_head *heads;
    size_t n;
    char hash[2 * SECRET_HASH + 1];
    struct json *j = &out->json;
    (void)q;
    TRY(journal_heads(c, &heads, &n));
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_text(j, "district", arena_printf(c->mem, "%06d", (int)heads[i].district));
        json_put_int(j, "seq", heads[i].seq);
        text_hex(heads[i].hash, SECRET_HASH, hash);
        json_put_text(j, "hash", hash);
        json_put_time(j, "sealed_at", heads[i].sealed);
        json_end(j);
    }
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/health",       RIGHT_PUBLIC, 0, NULL, health,   NULL},
    {METHOD_GET, "/api/v1/openapi.json", RIGHT_PUBLIC, 0, NULL, document, NULL},
    {METHOD_GET, "/api/v1/meta",         RIGHT_PUBLIC, 0, NULL, meta,     NULL},
    {METHOD_GET, "/api/v1/chain",        RIGHT_PUBLIC, 0, NULL, chain,    NULL},
};

const struct routes meta_routes = {table, LEN(table)};

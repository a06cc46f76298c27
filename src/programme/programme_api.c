/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/programme_api.h"

#include "app.h"
#include "base/arena.h"
#include "base/text.h"
#include "programme/ledger_json.h"
#include "programme/version.h"

static const struct programmes *programmes_of(const struct req *q)
{
    return ((const struct app *)q->app)->programmes;
}

/* What is said changes only with a start of the server. */
static bool is_known(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct app *app = q->app;
    out->etag = arena_printf(c->mem, "\"p%s-%016llx\"", app->version,
                             (unsigned long long)app->programmes->sum);
    out->cache = "no-cache";
    if (!req_knows(q, out->etag))
        return false;
    out->status = 304;
    return true;
}

static enum err asked(struct ctx *c, const struct req *q, const struct programme **out)
{
    *out = programme_get(programmes_of(q), req_param(q, "programme"));
    return *out ? ERR_OK
                : ctx_fail(c, ERR_NOT_FOUND, "programme.unknown", "", "%.40s",
                           req_param(q, "programme"));
}

static enum err list(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct programmes *p = programmes_of(q);
    struct json *j = &out->json;
    if (is_known(c, q, out))
        return ERR_OK;
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < p->n; i++)
        programme_put(j, p, &p->v[i], false);
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

static enum err get_one(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct programme *one;
    TRY(asked(c, q, &one));
    if (!is_known(c, q, out))
        programme_put(&out->json, programmes_of(q), one, true);
    return ERR_OK;
}

static void version_put(struct json *j, const struct programme_version *v, bool text)
{
    json_object(j);
    json_put_int(j, "version", v->version);
    json_put_text(j, "hash", v->hash);
    json_put_time(j, "seen", v->seen);
    if (text)
        json_put_text(j, "text", v->text);
    json_end(j);
}

static enum err get_versions(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct programme_version *versions;
    size_t n;
    struct json *j = &out->json;
    TRY(programme_versions(c, req_param(q, "programme"), &versions, &n));
    if (n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "programme.unknown", "", "%.40s",
                        req_param(q, "programme"));
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < n; i++)
        version_put(j, &versions[i], false);
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

static enum err get_version(struct ctx *c, const struct req *q, struct reply *out)
{
    struct programme_version v;
    int64_t n = 0;
    if (!text_int(req_param(q, "n"), &n))
        return ctx_fail(c, ERR_NOT_FOUND, "programme.version_unknown", "", "%.30s",
                        req_param(q, "n"));
    TRY(programme_version_get(c, req_param(q, "programme"), n, &v));
    version_put(&out->json, &v, true);
    return ERR_OK;
}

static enum err get_ledgers(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct programmes *p = programmes_of(q);
    struct json *j = &out->json;
    if (is_known(c, q, out))
        return ERR_OK;
    json_object(j);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 0; i < p->n_ledgers; i++)
        ledger_put(j, &p->ledgers[i]);
    json_array_end(j);
    json_end(j);
    return ERR_OK;
}

struct checklist_in {
    int64_t version;
};
static const struct field checklist_fields[] = {
    {"version", FIELD_INT, false, offsetof(struct checklist_in, version), 1, 1000000},
};

static enum err get_checklist(struct ctx *c, const struct req *q, struct reply *out)
{
    struct checklist_in in;
    const struct checklist *l;
    TRY(req_read_query(c, q, checklist_fields, LEN(checklist_fields), &in));
    TRY(checklist_at(c, programmes_of(q), req_param(q, "checklist"), json_given(in.version), &l));
    if (!is_known(c, q, out))
        checklist_put(&out->json, l);
    return ERR_OK;
}

/* clang-format off */
static const struct route table[] = {
    {METHOD_GET, "/api/v1/programmes", RIGHT_PUBLIC, 0, NULL, list, NULL},
    {METHOD_GET, "/api/v1/programmes/{programme}", RIGHT_PUBLIC, 0, NULL, get_one, NULL},
    {METHOD_GET, "/api/v1/programmes/{programme}/versions", RIGHT_PUBLIC, 0, NULL, get_versions, NULL},
    {METHOD_GET, "/api/v1/programmes/{programme}/versions/{n}", RIGHT_PUBLIC, 0, NULL, get_version, NULL},
    {METHOD_GET, "/api/v1/ledgers", RIGHT_PUBLIC, 0, NULL, get_ledgers, NULL},
    {METHOD_GET, "/api/v1/checklists/{checklist}", RIGHT_PUBLIC, 0, NULL, get_checklist, NULL},
};
/* clang-format on */

const struct routes programme_routes = {table, LEN(table)};

/* SPDX-License-Identifier: Apache-2.0 */
#include "http/req.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static const char *find(const struct pair *pairs, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return pairs[i].value;
    return NULL;
}

const char *req_param(const struct req *q, const char *name)
{
    return find(q->params, q->n_params, name);
}

const char *req_query(const struct req *q, const char *name)
{
    if (q->query_read)
        *q->query_read = true;
    return find(q->query, q->n_query, name);
}

enum err req_read(struct ctx *c, const struct req *q, const struct field *fields, size_t n,
                  void *out)
{
    if (!q->content_type || strcmp(q->content_type, "application/json") != 0)
        return ctx_fail(c, ERR_INVALID, "body.type", "", "application/json");
    if (!q->document)
        return ctx_fail(c, ERR_INVALID, "json.malformed", "", "%s", "");
    return json_read(c, q->document, fields, n, out);
}

static enum err refuse_unknown(struct ctx *c, const struct req *q, const struct field *fields,
                               size_t n)
{
    for (size_t k = 0; k < q->n_query; k++) {
        bool known = false;
        for (size_t i = 0; i < n && !known; i++)
            known = strcmp(q->query[k].name, fields[i].name) == 0;
        if (!known)
            return ctx_fail(c, ERR_INVALID, "input.unknown_field", q->query[k].name, "%s", "");
    }
    return ERR_OK;
}

enum err req_read_query(struct ctx *c, const struct req *q, const struct field *fields, size_t n,
                        void *out)
{
    if (q->query_read)
        *q->query_read = true;
    TRY(refuse_unknown(c, q, fields, n));
    for (size_t i = 0; i < n; i++)
        TRY(field_read_text(c, &fields[i], req_query(q, fields[i].name), out));
    return ERR_OK;
}

enum err req_ref(struct ctx *c, const struct req *q, const char *name, int32_t *out_district,
                 int64_t *out_id)
{
    const char *ref = req_param(q, name);
    if (!ref || !text_ref_parse(ref, out_district, out_id))
        return ctx_fail(c, ERR_NOT_FOUND, "ref.unknown", name, "%.40s", ref ? ref : "");
    return ERR_OK;
}

const char *req_origin(struct ctx *c, const struct req *q)
{
    return arena_printf(c->mem, "%s://%s", q->secure ? "https" : "http",
                        q->host ? q->host : "localhost");
}

enum err req_version(struct ctx *c, const struct req *q, int64_t *out_version)
{
    if (q->if_match == 0)
        return ctx_fail(c, ERR_INVALID, "version.missing", "If-Match", "%s", "");
    *out_version = q->if_match;
    return ERR_OK;
}

bool req_knows(const struct req *q, const char *etag)
{
    const char *list = q->if_none_match;
    size_t n = strlen(etag);
    for (const char *p = list ? strstr(list, etag) : NULL; p; p = strstr(p + n, etag))
        if (p[n] == '\0' || p[n] == ',' || p[n] == ' ')
            return true;
    return list && strcmp(list, "*") == 0;
}

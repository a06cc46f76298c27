/* SPDX-License-Identifier: Apache-2.0 */
/* A request as a handler sees it, and typed ways to read it. All texts are valid UTF-8 and live in the unit's arena. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/json_in.h"

enum method { METHOD_GET, METHOD_POST, METHOD_PATCH, METHOD_DELETE };
enum lang { LANG_ZH, LANG_EN };

struct pair {
    const char *name, *value;
};

struct req {
    enum method method;
    const char *path;
    const struct pair *params; /* from the route's {name}s */
    size_t n_params;
    const struct pair *query;
    size_t n_query;
    bool
        *query_read; /* set by req_query and req_read_query: a query that nobody reads is refused */
    const void *body;
    size_t body_n;
    const struct node *document; /* the body when it is JSON, parsed; NULL: not JSON, or empty */
    const char *content_type;    /* lower case, without parameters; NULL none */
    const char *idempotency_key, *if_none_match;
    const char *last_event_id; /* where a stream was left; NULL: nowhere */
    int64_t if_match;          /* version, 0 = not given */
    enum lang lang;
    const char *token;    /* session token from cookie or bearer, NULL */
    bool secure;          /* came through TLS (X-Forwarded-Proto of the proxy in front) */
    const char *host;     /* the name and port that the caller asked for; NULL: none (HTTP/1.0) */
    const char *id;       /* of this request, for the log and X-Request-Id */
    const char *peer;     /* client address, for lock-out */
    const void *prepared; /* what the route's prepare made, else NULL */
    void *app;            /* what main gave the server: atlas, keys, programmes (src/app.h) */
};

const char *req_param(const struct req *q,
                      const char *name); /* of the path; never NULL for a route's own names */
const char *req_query(const struct req *q, const char *name); /* NULL: not given */

/* JSON body into a struct: 415 other type, 400 malformed, 422 as json_read. */
enum err req_read(struct ctx *c, const struct req *q, const struct field *fields, size_t n,
                  void *out) MUST_USE;
/* Query parameters into a struct by the same tables (text, integer, real, bool, time); unknown names refused. */
enum err req_read_query(struct ctx *c, const struct req *q, const struct field *fields, size_t n,
                        void *out) MUST_USE;
/* The path parameter as district and id; ERR_NOT_FOUND "ref.unknown" when it is not a reference. */
enum err req_ref(struct ctx *c, const struct req *q, const char *name, int32_t *out_district,
                 int64_t *out_id) MUST_USE;
/* Where the caller finds this server: "https://grid.example.org", from the request's own words. */
const char *req_origin(struct ctx *c, const struct req *q);
/* ERR_INVALID version.missing (428) unless If-Match came. */
enum err req_version(struct ctx *c, const struct req *q, int64_t *out_version) MUST_USE;
/* Does the caller hold what has this tag (If-None-Match)? */
bool req_knows(const struct req *q, const char *etag);

/* SPDX-License-Identifier: Apache-2.0 */
/* From the wire's words to struct req: percent-decoding, headers, the strict door. Every text is checked here, once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "http/req.h"

struct raw { /* as it came; all texts outlive the request's arena or lie in it */
    const char *method, *target, *version; /* "GET", "/a?b=c", "HTTP/1.1" */
    const struct pair *headers;
    size_t n_headers;
    const char *peer, *id;
};

struct request {
    struct req q;      /* without params and body */
    bool known_method; /* else q.method means nothing */
    bool head;         /* HEAD: as GET, without the body */
    bool by_cookie;    /* the token is a cookie's, so a change needs our own header */
    bool own_client;   /* X-Requested-With: wangge */
    bool takes_gzip;
};

/*
 * ERR_INVALID http.header for what a proxy and this server might read in two ways: odd header names, control characters,
 * a second Content-Length or Host, Content-Length beside Transfer-Encoding, no Host, another version than 1.0 and 1.1.
 * http.path for a target with blanks or control characters.
 */
enum err request_door(struct ctx *c, const struct raw *raw) MUST_USE;
/* ERR_INVALID http.target_long (more than 16 KB), http.headers_long (more than 16 KB together), http.query, http.header, idempotency.key, input.twice. On an error q.lang and q.id are set already. */
enum err request_read(struct ctx *c, const struct raw *raw, struct request *out) MUST_USE;

/* First value of a header, by name in any case; NULL: absent. */
const char *raw_header(const struct raw *raw, const char *name);
/* %xx (and '+' when form) decoded into mem; NULL: a broken escape, NUL, or not UTF-8. */
char *request_decode(struct arena *mem, const char *text, size_t n, bool form);

/* SPDX-License-Identifier: Apache-2.0 */
#include "http/request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"

enum { QUERY_MAX = 32, TOKEN_MAX = 200, KEY_MIN = 8, KEY_MAX = 64 };
enum { TARGET_BYTES = 16 << 10, HEADERS_BYTES = 16 << 10 };

const char *raw_header(const struct raw *raw, const char *name)
{
    for (size_t i = 0; i < raw->n_headers; i++)
        if (strcasecmp(raw->headers[i].name, name) == 0)
            return raw->headers[i].value;
    return NULL;
}

/* Is the peer's address this machine: a proxy in front, whose X-Forwarded-* headers count. */
static bool is_local(const char *peer)
{
    return text_has_prefix(peer, "127.") || strcmp(peer, "::1") == 0 ||
           text_has_prefix(peer, "::ffff:127.");
}

/* ---- decoding ---- */

static int hex_digit(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    char low = (char)(ch | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

char *request_decode(struct arena *mem, const char *text, size_t n, bool form)
{
    char *out = arena_alloc(mem, n + 1);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char ch = text[i];
        if (ch == '+' && form) {
            ch = ' ';
        } else if (ch == '%') {
            int high = i + 2 < n ? hex_digit(text[i + 1]) : -1;
            int low = i + 2 < n ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            ch = (char)(high * 16 + low);
            i += 2;
        }
        out[len++] = ch;
    }
    return text_utf8_valid(out, len) ? out : NULL;
}

static enum err add_pair(struct ctx *c, const char *p, size_t n, struct pair *pairs,
                         size_t *n_pairs)
{
    const char *equals = memchr(p, '=', n);
    size_t name_n = equals ? (size_t)(equals - p) : n;
    const char *value = equals ? equals + 1 : "";
    char *name = request_decode(c->mem, p, name_n, true);
    char *text = request_decode(c->mem, value, equals ? n - name_n - 1 : 0, true);
    if (!name || !text || *n_pairs == QUERY_MAX)
        return ctx_fail(c, ERR_INVALID, "http.query", "", "%s", "");
    for (size_t i = 0; i < *n_pairs; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return ctx_fail(c, ERR_INVALID, "input.twice", name, "%s", "");
    pairs[(*n_pairs)++] = (struct pair){name, text};
    return ERR_OK;
}

static enum err read_query(struct ctx *c, const char *p, struct req *q)
{
    if (!*p)
        return ERR_OK;
    struct pair *pairs = arena_array(c->mem, QUERY_MAX, sizeof *pairs);
    q->query = pairs;
    while (*p) {
        size_t n = strcspn(p, "&");
        if (n)
            TRY(add_pair(c, p, n, pairs, &q->n_query));
        p += n + (p[n] == '&');
    }
    return ERR_OK;
}

/* ---- headers ---- */

static enum err bad_header(struct ctx *c, const char *name)
{
    return ctx_fail(c, ERR_INVALID, "http.header", name, "%s", "");
}

/* RFC 9110 token: what a header's name may be made of. */
static bool is_token(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*"
                            "+-.^_`|~");
    return n > 0 && text[n] == '\0';
}

static bool is_value(const char *text)
{
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++, n++)
        if ((*p < 0x20 && *p != '\t') || *p == 0x7f)
            return false;
    return text_utf8_valid(text, n);
}

/* Headers that mean one thing: a second one is an attempt to be read in two ways. */
static enum err refuse_doubles(struct ctx *c, const struct raw *raw)
{
    static const char *const single[] = {
        "Host",     "Content-Length", "Transfer-Encoding", "Content-Type",     "Authorization",
        "If-Match", "Expect",         "Idempotency-Key",   "X-Requested-With",
    };
    for (size_t k = 0; k < LEN(single); k++) {
        int seen = 0;
        for (size_t i = 0; i < raw->n_headers; i++)
            seen += strcasecmp(raw->headers[i].name, single[k]) == 0;
        if (seen > 1)
            return bad_header(c, single[k]);
    }
    return ERR_OK;
}

enum err request_door(struct ctx *c, const struct raw *raw)
{
    bool http11 = strcmp(raw->version, "HTTP/1.1") == 0;
    if (!http11 && strcmp(raw->version, "HTTP/1.0") != 0)
        return bad_header(c, "");
    for (const unsigned char *p = (const unsigned char *)raw->target; *p; p++)
        if (*p <= 0x20 || *p == 0x7f)
            return ctx_fail(c, ERR_INVALID, "http.path", "", "%s", "");
    for (size_t i = 0; i < raw->n_headers; i++)
        if (!is_token(raw->headers[i].name) || !is_value(raw->headers[i].value))
            return bad_header(c, "");
    TRY(refuse_doubles(c, raw));
    const char *length = raw_header(raw, "Content-Length");
    const char *coding = raw_header(raw, "Transfer-Encoding");
    if (length &&
        (coding || !*length || length[strspn(length, "0123456789")] || strlen(length) > 12))
        return bad_header(c, "Content-Length");
    if (coding && (!http11 || strcasecmp(coding, "chunked") != 0))
        return bad_header(c, "Transfer-Encoding");
    const char *host = raw_header(raw, "Host");
    if (http11 && !host)
        return bad_header(c, "Host");
    if (host &&
        strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]") !=
            strlen(host))
        return bad_header(c, "Host");
    return ERR_OK;
}

/* The better liked of zh and en: "en-GB,en;q=0.9,zh;q=0.8". */
static enum lang read_lang(const char *accept)
{
    double best = 0;
    enum lang lang = LANG_ZH;
    for (const char *p = accept ? accept : ""; *p; p += *p == ',') {
        size_t n = strcspn(p, ",");
        const char *weight = memmem(p, n, "q=", 2);
        double q = weight ? strtod(weight + 2, NULL) : 1;
        p += strspn(p, " \t");
        bool en = strncasecmp(p, "en", 2) == 0, zh = strncasecmp(p, "zh", 2) == 0;
        if ((en || zh) && q > best) {
            best = q;
            lang = en ? LANG_EN : LANG_ZH;
        }
        p += strcspn(p, ",");
    }
    return lang;
}

static const char *find_cookie(struct arena *mem, const char *cookies)
{
    static const char name[] = "wangge_session=";
    for (const char *p = cookies ? cookies : ""; *p; p += *p == ';') {
        p += strspn(p, " \t");
        size_t n = strcspn(p, ";");
        if (n > strlen(name) && strncmp(p, name, strlen(name)) == 0)
            return arena_copy_n(mem, p + strlen(name), n - strlen(name));
        p += n;
    }
    return NULL;
}

static enum err read_token(struct ctx *c, const struct raw *raw, struct request *out)
{
    static const char scheme[] = "Bearer ";
    const char *auth = raw_header(raw, "Authorization");
    if (auth) {
        if (strncasecmp(auth, scheme, strlen(scheme)) != 0 || strlen(auth) > TOKEN_MAX)
            return bad_header(c, "Authorization");
        out->q.token = auth + strlen(scheme);
        return ERR_OK;
    }
    const char *token = find_cookie(c->mem, raw_header(raw, "Cookie"));
    if (token && strlen(token) <= TOKEN_MAX) {
        out->q.token = token;
        out->by_cookie = true;
    }
    return ERR_OK;
}

/* If-Match: "v3" */
static enum err read_version(struct ctx *c, const char *tag, int64_t *out)
{
    if (!tag)
        return ERR_OK;
    size_t n = strlen(tag);
    char digits[24];
    if (n < 4 || n > sizeof digits || strncmp(tag, "\"v", 2) != 0 || tag[n - 1] != '"')
        return bad_header(c, "If-Match");
    memcpy(digits, tag + 2, n - 3);
    digits[n - 3] = '\0';
    if (!text_int(digits, out) || *out <= 0)
        return bad_header(c, "If-Match");
    return ERR_OK;
}

static enum err read_key(struct ctx *c, const char *key, struct req *q)
{
    if (!key)
        return ERR_OK;
    size_t n = strlen(key);
    if (n < KEY_MIN || n > KEY_MAX ||
        strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != n)
        return ctx_fail(c, ERR_INVALID, "idempotency.key", "Idempotency-Key", "%s", "");
    q->idempotency_key = key;
    return ERR_OK;
}

static const char *media_type(struct arena *mem, const char *type)
{
    if (!type)
        return NULL;
    char *out = arena_copy_n(mem, type, strcspn(type, "; \t"));
    for (char *p = out; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p | 0x20);
    return out;
}

/* The nearest proxy appends the address that it saw, so the last one is the only one worth believing. */
static const char *forwarded_for(const struct raw *raw)
{
    const char *list = raw_header(raw, "X-Forwarded-For");
    if (!list || !is_local(raw->peer))
        return raw->peer;
    const char *comma = strrchr(list, ',');
    const char *last = comma ? comma + 1 : list;
    return last + strspn(last, " \t");
}

static bool read_method(const char *name, struct request *out)
{
    static const struct {
        const char *name;
        enum method method;
    } methods[] = {
        {"GET",    METHOD_GET   },
        {"HEAD",   METHOD_GET   },
        {"POST",   METHOD_POST  },
        {"PATCH",  METHOD_PATCH },
        {"DELETE", METHOD_DELETE},
    };
    for (size_t i = 0; i < LEN(methods); i++) {
        if (strcmp(methods[i].name, name) == 0) {
            out->q.method = methods[i].method;
            out->head = i == 1;
            return true;
        }
    }
    return false;
}

static bool accepts_gzip(const char *codings)
{
    const char *gzip = codings ? strcasestr(codings, "gzip") : NULL;
    return gzip && !text_has_prefix(gzip + 4, ";q=0");
}

/* Well below what the library holds: beyond that it answers by itself, in HTML. */
static enum err check_sizes(struct ctx *c, const struct raw *raw)
{
    size_t n = 0;
    if (strlen(raw->target) > TARGET_BYTES)
        return ctx_fail(c, ERR_INVALID, "http.target_long", "", "%d", TARGET_BYTES);
    for (size_t i = 0; i < raw->n_headers; i++)
        n += strlen(raw->headers[i].name) + strlen(raw->headers[i].value);
    if (n > HEADERS_BYTES)
        return ctx_fail(c, ERR_INVALID, "http.headers_long", "", "%d", HEADERS_BYTES);
    return ERR_OK;
}

enum err request_read(struct ctx *c, const struct raw *raw, struct request *out)
{
    struct req *q = &out->q;
    size_t path_n = strcspn(raw->target, "?#");
    const char *proto = raw_header(raw, "X-Forwarded-Proto");
    const char *client = raw_header(raw, "X-Requested-With");
    *out = (struct request){.q.id = raw->id};
    q->lang = read_lang(raw_header(raw, "Accept-Language"));
    q->path = arena_copy_n(c->mem, raw->target, path_n);
    q->peer = forwarded_for(raw);
    q->host = raw_header(raw, "Host");
    q->secure = proto && strcmp(proto, "https") == 0 && is_local(raw->peer);
    q->content_type = media_type(c->mem, raw_header(raw, "Content-Type"));
    q->last_event_id = raw_header(raw, "Last-Event-ID");
    q->if_none_match = raw_header(raw, "If-None-Match");
    out->known_method = read_method(raw->method, out);
    out->own_client = client && strcmp(client, "wangge") == 0;
    out->takes_gzip = accepts_gzip(raw_header(raw, "Accept-Encoding"));
    TRY(check_sizes(c, raw));
    TRY(read_token(c, raw, out));
    TRY(read_version(c, raw_header(raw, "If-Match"), &q->if_match));
    TRY(read_key(c, raw_header(raw, "Idempotency-Key"), q));
    return read_query(c, raw->target + path_n + (raw->target[path_n] == '?'), q);
}

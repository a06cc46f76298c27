/* SPDX-License-Identifier: Apache-2.0 */
#include "http/wire.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Room for request line and headers, twice what request.c takes, so that nearly all refusals are ours; the rest is the library's. */
enum { CONNECTION_MEMORY = 64 << 10, STREAM_BLOCK = 4 << 10 };

struct wire {
    struct MHD_Daemon *daemon;
    struct wire_app app;
};

/* Our names for the library's types: one is the other. */
static struct MHD_Connection *connection_of(struct wire_link *link)
{
    return (struct MHD_Connection *)link;
}

static struct MHD_Response *response_of_page(struct wire_page *p)
{
    return (struct MHD_Response *)p;
}

/* ---- answers ---- */

static void add(struct MHD_Response *r, const char *name, const char *value)
{
    if (value)
        (void)MHD_add_response_header(r, name, value);
}

/* Headers of every answer. */
static void dress(struct MHD_Response *r)
{
    add(r, "X-Content-Type-Options", "nosniff");
    add(r, "Referrer-Policy", "same-origin");
    add(r, "Permissions-Policy", "geolocation=(self), camera=(self), microphone=()");
    add(r, "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
}

static struct MHD_Response *response_new(size_t n, const char *bytes)
{
    /* The library takes a pointer it could write through, but with this mode it never does. */
    union {
        const char *in;
        void *out;
    } p = {.in = bytes};
    struct MHD_Response *r = MHD_create_response_from_buffer(n, p.out, MHD_RESPMEM_PERSISTENT);
    if (r)
        dress(r);
    return r;
}

static bool send_once(struct wire_link *link, unsigned status, struct MHD_Response *r)
{
    bool sent = MHD_queue_response(connection_of(link), status, r) == MHD_YES;
    MHD_destroy_response(r);
    return sent;
}

bool wire_reply(struct wire_link *link, const struct wire_out *o)
{
    const struct reply *reply = o->reply;
    char seconds[16];
    struct MHD_Response *r = response_new(reply->body.n, buf_str(&reply->body));
    if (!r)
        return false;
    if (reply->body.n)
        add(r, "Content-Type", reply->type ? reply->type : "application/json");
    add(r, "Cache-Control", reply->cache ? reply->cache : "no-store");
    add(r, "X-Request-Id", o->id);
    add(r, "ETag", reply->etag);
    add(r, "Location", reply->location);
    add(r, "Set-Cookie", reply->cookie);
    add(r, "Content-Disposition", reply->disposition);
    add(r, "Content-Encoding", reply->encoding);
    add(r, "Allow", reply->allow);
    add(r, "Idempotent-Replay", reply->replayed ? "true" : NULL);
    (void)snprintf(seconds, sizeof seconds, "%d", reply->retry_after_s);
    add(r, "Retry-After", reply->retry_after_s ? seconds : NULL);
    add(r, "Connection", o->hang_up ? "close" : NULL);
    return send_once(link, (unsigned)reply->status, r);
}

bool wire_stream(struct wire_link *link, const struct wire_out *o, wire_pull_fn *pull,
                 void *request)
{
    struct MHD_Response *r =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, pull, request, NULL);
    if (!r)
        return false;
    dress(r);
    add(r, "Content-Type", "text/event-stream");
    add(r, "Cache-Control", "no-store");
    add(r, "Connection", "close");
    add(r, "X-Accel-Buffering", "no"); /* a proxy in front is to pass on each piece at once */
    add(r, "X-Request-Id", o->id);
    return send_once(link, MHD_HTTP_OK, r);
}

static void add_page_headers(struct MHD_Response *r, const struct web_file *f)
{
    add(r, "Cache-Control", f->cache);
    add(r, "ETag", f->etag);
    add(r, "Vary", f->gzip ? "Accept-Encoding" : NULL);
}

struct wire_page *wire_page_new(const struct web_file *f, bool packed)
{
    struct MHD_Response *r = response_new(packed ? f->gzip_n : f->n, packed ? f->gzip : f->bytes);
    if (!r)
        return NULL;
    add_page_headers(r, f);
    add(r, "Content-Type", f->type);
    add(r, "Content-Encoding", packed ? "gzip" : NULL);
    return (struct wire_page *)r;
}

void wire_page_free(struct wire_page *p)
{
    if (p)
        MHD_destroy_response(response_of_page(p));
}

bool wire_page_send(struct wire_link *link, struct wire_page *p)
{
    return MHD_queue_response(connection_of(link), MHD_HTTP_OK, response_of_page(p)) == MHD_YES;
}

bool wire_page_same(struct wire_link *link, const struct web_file *f)
{
    struct MHD_Response *r = response_new(0, "");
    if (!r)
        return false;
    add_page_headers(r, f);
    return send_once(link, MHD_HTTP_NOT_MODIFIED, r);
}

/* ---- requests ---- */

struct headers {
    struct pair *out;
    size_t n, max;
    bool check_layout;
    const char *end; /* of the value read last */
};

/*
 * libmicrohttpd 0.9.75 cuts a value at a NUL byte, glues a folded line to the name of its header, and takes a header
 * without a name for the end of all headers. It shows in how the texts lie in its buffer, where it writes NULs over the
 * ends of lines: between name and value there are only blanks, behind a value its CRLF, and behind the last one another.
 * Later versions refuse such lines themselves.
 */
static bool lies_well(const char *name_end, const char *value, const char *value_end)
{
    const char *p = name_end + 1;
    while (*p == ' ' || *p == '\t')
        p++;
    return p == value && value_end[1] == '\0';
}

static enum MHD_Result take_header(void *arg, enum MHD_ValueKind kind, const char *name,
                                   size_t name_n, const char *value, size_t value_n)
{
    struct headers *h = arg;
    (void)kind;
    bool good = h->n < h->max && value && strlen(name) == name_n && strlen(value) == value_n &&
                (!h->check_layout || lies_well(name + name_n, value, value + value_n));
    if (h->n == h->max)
        h->n--;
    h->out[h->n++] = good ? (struct pair){name, value} : (struct pair){"", ""};
    h->end = good ? value + value_n : NULL;
    return MHD_YES;
}

size_t wire_headers(struct wire_link *link, struct pair *out, size_t max)
{
    struct headers h = {out, 0, max, strcmp(MHD_get_version(), "0.9.75") == 0, NULL};
    (void)MHD_get_connection_values_n(connection_of(link), MHD_HEADER_KIND, take_header, &h);
    if (h.check_layout && h.end && (h.end[2] != '\0' || h.end[3] != '\0'))
        out[h.n - 1] = (struct pair){"", ""};
    return h.n;
}

void wire_sleep(struct wire_link *link)
{
    MHD_suspend_connection(connection_of(link));
}

void wire_wake(struct wire_link *link)
{
    MHD_resume_connection(connection_of(link));
}

/* ---- the library's callbacks ---- */

static void *on_target(void *arg, const char *target, struct MHD_Connection *connection)
{
    const struct wire *w = arg;
    const union MHD_ConnectionInfo *conn =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return w->app.began(w->app.arg, conn->socket_context, (struct wire_link *)connection, target);
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *n, void **context)
{
    const struct wire *w = arg;
    struct wire_step in = {method, version, data, *n};
    void *request = *context;
    (void)connection;
    (void)url;
    *n = 0;
    /* When it sleeps, another thread may wake and even end it at once: it is not touched again here. */
    switch (w->app.step(request, &in)) {
    case WIRE_ANSWER:
        return w->app.answer(request) ? MHD_YES : MHD_NO;
    case WIRE_HANG_UP:
        return MHD_NO;
    case WIRE_READ:
    case WIRE_SLEEP:
    default:
        return MHD_YES;
    }
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode why)
{
    const struct wire *w = arg;
    (void)connection;
    (void)why;
    if (*context)
        w->app.ended(*context);
    *context = NULL;
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    const struct wire *w = arg;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        w->app.disconnected(w->app.arg, *context);
        return;
    }
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *context = w->app.connected(w->app.arg, fd->connect_fd, peer->client_addr);
}

/* Targets are decoded by request.c, from the raw text: the library's own copy stays as it is. */
static size_t keep_escapes(void *arg, struct MHD_Connection *connection, char *text)
{
    (void)arg;
    (void)connection;
    return strlen(text);
}

/* ---- start and end ---- */

struct wire *wire_open(const struct wire_setup *setup)
{
    struct wire *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->app = *setup->app;
    w->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        on_request, w, MHD_OPTION_LISTEN_SOCKET, setup->fd, MHD_OPTION_THREAD_POOL_SIZE,
        setup->threads > 1 ? setup->threads : 0, MHD_OPTION_CONNECTION_LIMIT, setup->connections,
        MHD_OPTION_CONNECTION_TIMEOUT, setup->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
        on_target, w, MHD_OPTION_NOTIFY_COMPLETED, on_completed, w, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, w, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_END);
    if (w->daemon)
        return w;
    free(w);
    return NULL;
}

void wire_quiet(struct wire *w)
{
    int fd = MHD_quiesce_daemon(w->daemon);
    if (fd >= 0)
        (void)close(fd);
}

void wire_close(struct wire *w)
{
    if (!w)
        return;
    MHD_stop_daemon(w->daemon);
    free(w);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only door to libmicrohttpd: connections, requests as they come in, replies as they go out. A link is one request's
 * connection; it may be put to sleep while another thread works, and is woken by that thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "http/reply.h"
#include "http/req.h"
#include "http/web.h"

struct wire;
struct wire_link;
struct sockaddr;

enum wire_next { WIRE_READ, WIRE_ANSWER, WIRE_SLEEP, WIRE_HANG_UP };

struct wire_step {
    const char *method, *version;
    const char *data; /* a piece of the body, n bytes */
    size_t n;
};

/* Called on the library's threads; one request's calls never at the same time. */
struct wire_app {
    void *arg;
    void *(*connected)(void *arg, int fd,
                       const struct sockaddr *peer); /* to the connection's state */
    void (*disconnected)(void *arg, void *conn);     /* the socket is still open */
    /* The target came in, raw; lives during the call. Returns the request's state. */
    void *(*began)(void *arg, void *conn, struct wire_link *link, const char *target);
    /* First with all headers in; with each piece of the body; with all in; and again when woken. */
    enum wire_next (*step)(void *request, const struct wire_step *in);
    bool (*answer)(void *request); /* sends: wire_reply or wire_page_send */
    void (*ended)(void *request);  /* sent, or the client is gone */
};

struct wire_setup {
    int fd; /* listening; closed by wire_quiet */
    unsigned threads, connections, idle_s;
    const struct wire_app *app;
};

struct wire *wire_open(const struct wire_setup *setup); /* NULL: no threads or memory */
void wire_quiet(struct wire *w);                        /* takes no new connections */
void wire_close(struct wire *w);                        /* nothing may sleep; takes NULL */

/* Headers as they came; one that is no C string has the name "". The texts live as long as the request. */
size_t wire_headers(struct wire_link *link, struct pair *out, size_t max);
void wire_sleep(struct wire_link *link);
void wire_wake(struct wire_link *link); /* any thread */

struct wire_out {
    const struct reply *reply; /* its body lives until ended */
    const char *id;            /* X-Request-Id */
    bool hang_up;              /* close behind it */
};
bool wire_reply(struct wire_link *link, const struct wire_out *out);

/*
 * An answer without a length, whose bytes are asked for as the client takes them. pull fills out and returns how many; 0:
 * it put the link to sleep, and it is asked again when woken; -1: the end.
 */
typedef ssize_t wire_pull_fn(void *request, uint64_t sent, char *out, size_t max);
bool wire_stream(struct wire_link *link, const struct wire_out *out, wire_pull_fn *pull,
                 void *request);

/* A file's answer, made once and sent many times. */
struct wire_page;
struct wire_page *wire_page_new(const struct web_file *file, bool packed);
void wire_page_free(struct wire_page *p); /* takes NULL */
bool wire_page_send(struct wire_link *link, struct wire_page *p);
bool wire_page_same(struct wire_link *link, const struct web_file *file); /* 304 */

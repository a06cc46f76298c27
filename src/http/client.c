/* SPDX-License-Identifier: Apache-2.0 */
#include "http/client.h"

#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct client *client_open(int port)
{
    struct client *c = calloc(1, sizeof *c);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {.tv_sec = 10};
    int on = 1;
    assert_non_null(c);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(c->fd >= 0);
    (void)setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    assert_int_equal(connect(c->fd, (struct sockaddr *)&at, sizeof at), 0);
    return c;
}

void client_close(struct client *c)
{
    (void)close(c->fd);
    free(c);
}

void client_send(struct client *c, const void *p, size_t n)
{
    const char *at = p;
    while (n) {
        ssize_t sent = send(c->fd, at, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* closed by the server: the reading tells */
        at += sent;
        n -= (size_t)sent;
    }
}

void client_say(struct client *c, const char *text)
{
    client_send(c, text, strlen(text));
}

/* More bytes into text; false: the stream ended. */
static bool more(struct client *c)
{
    assert_true(c->n < CLIENT_TEXT - 1);
    ssize_t got = recv(c->fd, c->text + c->n, CLIENT_TEXT - 1 - c->n, 0);
    if (got < 0 && errno == EAGAIN)
        fail_msg("the server neither answers nor closes");
    c->closed = got <= 0;
    c->n += got > 0 ? (size_t)got : 0;
    c->text[c->n] = '\0';
    return got > 0;
}

bool client_has(const struct client *c, const char *line)
{
    return c->head && strcasestr(c->head, line);
}

int client_read(struct client *c)
{
    char *end;
    c->n = c->body_n = 0;
    c->status = 0;
    c->head = c->body = NULL;
    do {
        end = strstr(c->text, "\r\n\r\n");
        if (c->n == 0)
            end = NULL;
    } while (!end && more(c));
    if (!end)
        return 0;
    *end = '\0';
    c->head = c->text;
    c->body = end + 4;
    c->status = (int)strtol(c->text + strlen("HTTP/1.1 "), NULL, 10);
    const char *length = strcasestr(c->head, "\r\nContent-Length:");
    c->body_n = length ? strtoul(length + 17, NULL, 10) : 0;
    size_t need = (size_t)(c->body - c->text) + c->body_n;
    while (c->n < need && more(c))
        ;
    return c->status;
}

int client_get(struct client *c, const char *target)
{
    char text[1024];
    (void)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target);
    client_say(c, text);
    return client_read(c);
}

bool client_until(struct client *c, const char *text)
{
    while (!strstr(c->body, text))
        if (!more(c))
            return false;
    return true;
}

size_t client_drain(struct client *c)
{
    c->n = 0;
    while (more(c))
        ;
    return c->n;
}

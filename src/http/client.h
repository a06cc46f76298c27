/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of http: a plain socket client that says exactly what it is told. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { CLIENT_TEXT = 256 * 1024 };

struct client {
    int fd;
    int status;        /* of the reply read last; 0: closed without one */
    bool closed;       /* the server closed behind it */
    char *head, *body; /* inside text */
    size_t body_n, n;
    char text[CLIENT_TEXT];
};

struct client *client_open(int port);
void client_close(struct client *c);
void client_send(struct client *c, const void *p, size_t n);
void client_say(struct client *c, const char *text);
/* Reads one whole reply (by Content-Length); gives up with status 0 when the server closes first. Fails the test when
   nothing comes for ten seconds. */
int client_read(struct client *c);
/* GET with keep-alive. */
int client_get(struct client *c, const char *target);
/* Does the head hold this line (case of names ignored)? */
bool client_has(const struct client *c, const char *line);
/* Reads on, behind the head, until this text has come; false: the server closed first. */
bool client_until(struct client *c, const char *text);
/* Reads until the server closes; returns how many bytes came, in text. */
size_t client_drain(struct client *c);

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of http: the small world of ask.h behind a real socket, with a writer, and one client connected. */
#pragma once

#include "http/ask.h"
#include "http/client.h"

struct served {
    struct ask a;
    struct server *server;
    struct client *client;
};

void served_open(struct served *s, int rate);
void served_open_with(struct served *s, int rate, const char *web_dir);
void served_close(struct served *s); /* s->server NULL: closed already */

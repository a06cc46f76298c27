/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets: an address to listen on, and the name of a peer. */
#pragma once

#include <stdbool.h>

enum { PEER_TEXT = 48 };

struct sockaddr;

/* "127.0.0.1:8080", "[::1]:0"; -1 with the reason in problem (256 bytes). out_port: the port in use. */
int listen_on(const char *address, int *out_port, char problem[256]);
void listen_peer(const struct sockaddr *address, char out_peer[PEER_TEXT]);

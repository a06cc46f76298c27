/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets: an address to listen on, and the name of a peer. */
#pragma once

#include <stdbool.h>

enum { PEER_TEXT = 48 };

struct sockaddr;

/* "127.0.0.1:8080", "[::1]:0"; -1 with the reason in problem (256 bytes). out_port: the port in use. */
int listen_on(const char *address, int *out_port, char problem[256]);
void listen_peer(const struct sockaddr *address, char out_peer[PEER_TEXT]);
/*
 * Whom limits count as one client: of IPv6 the first 64 bits ("2001:db8::/64"), of which a household has 2^64 addresses; of
 * IPv4, also inside IPv6, the address. What is none of them stands for itself.
 */
void peer_net(const char *peer, char out_net[PEER_TEXT]);

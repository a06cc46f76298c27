/* SPDX-License-Identifier: Apache-2.0 */
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static int port_of(int fd)
{
    struct sockaddr_storage a = {0};
    socklen_t n = sizeof a;
    if (getsockname(fd, (struct sockaddr *)&a, &n) != 0)
        return 0;
    if (a.ss_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, &a, sizeof in6);
        return ntohs(in6.sin6_port);
    }
    struct sockaddr_in in;
    memcpy(&in, &a, sizeof in);
    return ntohs(in.sin_port);
}

static int bind_first(const struct addrinfo *list)
{
    for (const struct addrinfo *a = list; a; a = a->ai_next) {
        int on = 1;
        int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
            continue;
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
            return fd;
        (void)close(fd);
    }
    return -1;
}

int listen_on(const char *address, int *out_port, char problem[256])
{
    char host[128];
    const char *colon = strrchr(address, ':');
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    size_t n = colon ? (size_t)(colon - address) : 0;
    bool brackets = n > 2 && address[0] == '[' && address[n - 1] == ']';
    if (!colon || n >= sizeof host) {
        (void)snprintf(problem, 256, "%.100s: HOST:PORT is needed", address);
        return -1;
    }
    (void)snprintf(host, sizeof host, "%.*s", (int)(brackets ? n - 2 : n), address + brackets);
    int bad = getaddrinfo(host[0] ? host : NULL, colon + 1, &hints, &list);
    int fd = bad ? -1 : bind_first(list);
    if (fd < 0)
        (void)snprintf(problem, 256, "%.100s: %s", address,
                       bad ? gai_strerror(bad) : strerror(errno));
    else
        *out_port = port_of(fd);
    if (list)
        freeaddrinfo(list);
    return fd;
}

void listen_peer(const struct sockaddr *address, char out_peer[PEER_TEXT])
{
    socklen_t n =
        address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    if (getnameinfo(address, n, out_peer, PEER_TEXT, NULL, 0, NI_NUMERICHOST) != 0)
        (void)snprintf(out_peer, PEER_TEXT, "%s", "?");
}

void peer_net(const char *peer, char out_net[PEER_TEXT])
{
    struct in6_addr six;
    char text[INET6_ADDRSTRLEN] = "";
    (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(peer, "%"), peer);
    if (inet_pton(AF_INET6, text, &six) != 1) {
        (void)snprintf(out_net, PEER_TEXT, "%s", peer);
        return;
    }
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        (void)inet_ntop(AF_INET, six.s6_addr + 12, out_net, PEER_TEXT);
        return;
    }
    memset(six.s6_addr + 8, 0, 8);
    (void)inet_ntop(AF_INET6, &six, text, sizeof text);
    (void)snprintf(out_net, PEER_TEXT, "%s/64", text);
}

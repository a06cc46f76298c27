/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/time.h"
#include "media/picture.h"
#include "media/shrink.h"
#include "media/shrink_wire.h"

enum { WAIT_MS = 15 * 1000, RESULT_MAX = 16 * 1024 * 1024 };

/* Set for the separate process, so that a program that does not know the verb cannot start itself for ever. */
#define MARK "WANGGE_SHRINK"

struct child {
    pid_t pid; /* 0: none to wait for */
    int fd;    /* our end of its standard input and output */
    int64_t until_ms;
};

static int64_t clock_ms(void)
{
    return time_steady() / TIME_MS;
}

/* Whatever happened, nothing of it stays: neither the process nor the socket. */
static void child_end(struct child *k)
{
    if (k->fd >= 0)
        (void)close(k->fd);
    k->fd = -1;
    if (k->pid == 0)
        return;
    (void)kill(k->pid, SIGKILL);
    while (waitpid(k->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    k->pid = 0;
}

static int spawn(pid_t *out_pid, int fd)
{
    char program[] = "wangge", verb[] = SHRINK_VERB, mark[] = MARK "=1";
    char *argv[] = {program, verb, NULL}, *env[] = {mark, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none;
    (void)sigemptyset(&none);
    (void)posix_spawn_file_actions_init(&files);
    (void)posix_spawnattr_init(&attr);
    (void)posix_spawnattr_setsigmask(&attr, &none);
    (void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    int failed = posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
    failed |= posix_spawn_file_actions_adddup2(&files, fd, STDOUT_FILENO);
    failed |= posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    if (!failed)
        failed = posix_spawn(out_pid, "/proc/self/exe", &files, &attr, argv, env);
    (void)posix_spawnattr_destroy(&attr);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed;
}

static enum err child_start(struct ctx *c, struct child *k)
{
    int pair[2];
    if (getenv(MARK))
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "%s",
                        "shrink: this program has no such verb");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return ctx_fail(c, ERR_BUSY, "server.busy", "", "shrink: %s", strerror(errno));
    int failed = spawn(&k->pid, pair[1]);
    (void)close(pair[1]);
    k->fd = pair[0];
    k->until_ms = clock_ms() + WAIT_MS;
    if (failed) {
        k->pid = 0;
        return ctx_fail(c, ERR_BUSY, "server.busy", "", "shrink: %s", strerror(failed));
    }
    return ERR_OK;
}

/* False: time is up or the other end is gone. */
static bool wait_for(const struct child *k, short what)
{
    for (;;) {
        int64_t left = k->until_ms - clock_ms();
        struct pollfd p = {.fd = k->fd, .events = what};
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        return n > 0 && (p.revents & what);
    }
}

static bool send_all(const struct child *k, const void *data, size_t n)
{
    const unsigned char *p = data;
    while (n) {
        if (!wait_for(k, POLLOUT))
            return false;
        ssize_t put = send(k->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        p += put > 0 ? put : 0;
        n -= put > 0 ? (size_t)put : 0;
    }
    return shutdown(k->fd, SHUT_WR) == 0;
}

static bool receive_all(const struct child *k, void *data, size_t n)
{
    unsigned char *p = data;
    while (n) {
        if (!wait_for(k, POLLIN))
            return false;
        ssize_t got = recv(k->fd, p, n, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
            return false;
        p += got > 0 ? got : 0;
        n -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* The child may have been taken over by the image: what it says is checked like any input. */
static bool receive(struct ctx *c, const struct child *k, struct shrunk *out)
{
    struct shrink_head head;
    if (!receive_all(k, &head, sizeof head) || head.magic != SHRINK_MAGIC || head.width < 1 ||
        head.width > SHRINK_FULL || head.height < 1 || head.height > SHRINK_FULL ||
        head.full_n < 1 || head.full_n > RESULT_MAX || head.thumb_n < 1 ||
        head.thumb_n > RESULT_MAX)
        return false;
    unsigned char *full = arena_alloc(c->mem, head.full_n);
    unsigned char *thumb = arena_alloc(c->mem, head.thumb_n);
    if (!receive_all(k, full, head.full_n) || !receive_all(k, thumb, head.thumb_n))
        return false;
    *out = (struct shrunk){.width = (int)head.width,
                           .height = (int)head.height,
                           .full = full,
                           .full_n = head.full_n,
                           .thumb = thumb,
                           .thumb_n = head.thumb_n};
    return true;
}

enum err shrink_apart(struct ctx *c, const void *image, size_t n, struct shrunk *out)
{
    CLEANUP(child_end) struct child k = {.fd = -1};
    struct shrunk made;
    if (n > SHRINK_BYTES)
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%s", "12 MB");
    TRY(child_start(c, &k));
    if (!send_all(&k, image, n) || !receive(c, &k, &made))
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%s", "JPEG, PNG, WebP");
    *out = made;
    return ERR_OK;
}

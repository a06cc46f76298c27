/* SPDX-License-Identifier: Apache-2.0 */
#include "media/shrink.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "media/confine.h"
#include "media/picture.h"
#include "media/shrink_wire.h"

typedef enum err decoder_fn(struct ctx *c, const void *image, size_t n, struct picture *out);

/* By what the bytes are, never by what somebody calls them. */
static decoder_fn *decoder_of(const unsigned char *p, size_t n)
{
    if (n >= 3 && memcmp(p, "\xff\xd8\xff", 3) == 0)
        return picture_from_jpeg;
    if (n >= 8 && memcmp(p, "\x89PNG\r\n\x1a\n", 8) == 0)
        return picture_from_png;
    if (n >= 12 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0)
        return picture_from_webp;
    return NULL;
}

enum err shrink_here(struct ctx *c, const void *image, size_t n, struct shrunk *out)
{
    struct picture full, thumb;
    decoder_fn *decode = n <= SHRINK_BYTES ? decoder_of(image, n) : NULL;
    if (!decode)
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%s", "JPEG, PNG, WebP");
    TRY(decode(c, image, n, &full));
    picture_shrink(c, &full, SHRINK_THUMB, &thumb);
    struct shrunk made = {.width = full.width, .height = full.height};
    TRY(picture_to_jpeg(c, &full, &made.full, &made.full_n));
    TRY(picture_to_jpeg(c, &thumb, &made.thumb, &made.thumb_n));
    *out = made;
    return ERR_OK;
}

static unsigned char *read_all(struct arena *mem, size_t *out_n)
{
    unsigned char *image = arena_alloc(mem, SHRINK_BYTES + 1);
    size_t n = 0;
    while (n <= SHRINK_BYTES) {
        ssize_t got = read(STDIN_FILENO, image + n, SHRINK_BYTES + 1 - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    *out_n = n;
    return image;
}

static bool write_all(const void *p, size_t n)
{
    const unsigned char *from = p;
    while (n) {
        ssize_t put = write(STDOUT_FILENO, from, n);
        if (put <= 0)
            return false;
        from += put;
        n -= (size_t)put;
    }
    return true;
}

/* Ends without tidying up: the filter would kill the process for any call that this makes. */
_Noreturn static void leave(int status)
{
    _exit(status);
}

int shrink_main(void)
{
    struct ctx c = {.mem = arena_new()};
    struct shrunk made = {0};
    size_t n;
    if (!confine_limits())
        leave(SHRINK_BROKEN);
    const unsigned char *image = read_all(c.mem, &n);
    if (!confine_calls(STDOUT_FILENO))
        leave(SHRINK_BROKEN);
    if (shrink_here(&c, image, n, &made) != ERR_OK)
        leave(SHRINK_REFUSED);
    struct shrink_head head = {SHRINK_MAGIC, (uint32_t)made.width, (uint32_t)made.height,
                               (uint32_t)made.full_n, (uint32_t)made.thumb_n};
    bool sent = write_all(&head, sizeof head) && write_all(made.full, made.full_n) &&
                write_all(made.thumb, made.thumb_n);
    leave(sent ? SHRINK_DONE : SHRINK_BROKEN);
}

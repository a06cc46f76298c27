/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A photo from anywhere becomes a small, clean JPEG: decoded by its content (JPEG, PNG, WebP), turned upright, scaled to
 * at most 1600 pixels with a thumbnail of 320, written anew without any metadata. Decoders meet hostile bytes, so the
 * server never runs them itself: shrink_apart starts this program again as `wangge shrink` in a process without files,
 * network or further programs, with limits on time and memory. A test program that uploads must hand its own
 * argv[1] = SHRINK_VERB to shrink_main, as main.c does.
 */
#pragma once

#include <stddef.h>

#include "base/ctx.h"

#define SHRINK_VERB "shrink"

enum {
    SHRINK_BYTES = 12 * 1024 * 1024,  /* largest file taken */
    SHRINK_PIXELS = 40 * 1000 * 1000, /* largest picture taken */
    SHRINK_FULL = 1600,               /* longest side kept */
    SHRINK_THUMB = 320
};

struct shrunk {
    int width, height; /* of the full size */
    const unsigned char *full, *thumb;
    size_t full_n, thumb_n;
};

/* In a separate process, killed after its time. ERR_INVALID media.not_image whatever went wrong with the image. */
enum err shrink_apart(struct ctx *c, const void *image, size_t n, struct shrunk *out) MUST_USE;
/* In this process: what the separate one runs, and tests. */
enum err shrink_here(struct ctx *c, const void *image, size_t n, struct shrunk *out) MUST_USE;
/* The separate process: image on standard input, result on standard output. Returns the exit status. */
int shrink_main(void);

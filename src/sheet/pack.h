/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: the parts of a zip file in memory. A file that unpacks to more than its bounds is refused, whatever it says. */
#pragma once

#include <stddef.h>

#include "base/ctx.h"

enum { PACK_PARTS_MAX = 4096, PACK_BYTES_MAX = 64 << 20 }; /* of all parts that are read */

struct zip;

struct pack {
    struct zip *zip;
    size_t left; /* bytes that may still be unpacked */
};

/* p must outlive the pack. ERR_INVALID sheet.malformed, sheet.too_large */
enum err pack_open(struct ctx *c, const void *p, size_t n, struct pack *out) MUST_USE;
void pack_close(struct pack *pack);
/* A whole part, in the ctx's arena; *out NULL when there is none of that name. */
enum err pack_part(struct ctx *c, struct pack *pack, const char *name, const char **out,
                   size_t *out_n) MUST_USE;

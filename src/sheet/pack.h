/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: the parts of a zip file, unpacked piece by piece. A file that unpacks to more than its bounds is refused,
 * whatever it says. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

enum { PACK_PARTS_MAX = 4096, PACK_BYTES_MAX = 512 << 20 }; /* of all parts that are read */

struct zip;
struct zip_file;

struct pack {
    struct zip *zip;
    size_t left; /* bytes that may still be unpacked */
};

struct pack_part {
    const char *name;
    struct zip_file *file;
    size_t left; /* of what the directory promises */
};

/* p must outlive the pack. ERR_INVALID sheet.malformed, sheet.too_large */
enum err pack_open(struct ctx *c, const void *p, size_t n, struct pack *out) MUST_USE;
void pack_close(struct pack *pack);
/* *out_there false: there is none of that name, and nothing to close. name must outlive the part. */
enum err pack_part_open(struct ctx *c, struct pack *pack, const char *name, struct pack_part *out,
                        bool *out_there) MUST_USE;
/* The next bytes; *out_n 0 at the end, and only if the part was what the directory said. */
enum err pack_part_read(struct ctx *c, struct pack_part *part, void *to, size_t max, size_t *out_n)
    MUST_USE;
void pack_part_close(struct pack_part *part);

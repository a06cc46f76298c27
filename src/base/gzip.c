/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows zlib. */
#include "base/gzip.h"

#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/arena.h"

enum { WINDOW_GZIP = 15 + 16, MEMORY = 8 };

void gzip_pack(struct arena *mem, const void *p, size_t n, char **out, size_t *out_n)
{
    z_stream z = {0};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_GZIP, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    uLong room = deflateBound(&z, (uLong)n);
    char *packed = arena_alloc(mem, room);
    z.next_in = (const Bytef *)p;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    (void)deflateEnd(&z);
    *out = packed;
    *out_n = z.total_out;
}

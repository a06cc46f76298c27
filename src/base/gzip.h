/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to zlib. */
#pragma once

#include <stddef.h>

struct arena;

/* One gzip member of the bytes, in mem; the same bytes always give the same member. */
void gzip_pack(struct arena *mem, const void *p, size_t n, char **out, size_t *out_n);

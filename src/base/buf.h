/* SPDX-License-Identifier: Apache-2.0 */
/* A text that grows at its end, in an arena. The data always ends with a NUL that n does not count. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"

struct arena;

struct buf {
    struct arena *mem;
    char *p; /* NULL until the first byte */
    size_t n, cap;
};

char *buf_add(struct buf *b, size_t n); /* n bytes more, to be written by the caller at once */
void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_text(struct buf *b, const char *text);
void buf_char(struct buf *b, char ch);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* The data as a C string; "" when empty. */
const char *buf_str(const struct buf *b);

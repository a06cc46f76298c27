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

void buf_grow(struct buf *b, size_t more); /* room for so many bytes more and the NUL */
/* n bytes more, to be written by the caller at once. Inline: a page of a list is made of thousands of pieces. */
static inline char *buf_add(struct buf *b, size_t n)
{
    if (b->cap - b->n <= n)
        buf_grow(b, n);
    char *p = b->p + b->n;
    b->n += n;
    p[n] = '\0';
    return p;
}
void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_text(struct buf *b, const char *text);
void buf_char(struct buf *b, char ch);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* The data as a C string; "" when empty. */
const char *buf_str(const struct buf *b);

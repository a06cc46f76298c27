/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void buf_grow(struct buf *b, size_t more)
{
    size_t cap = b->cap ? b->cap * 2 : 256;
    while (cap - b->n <= more)
        cap *= 2;
    char *p = arena_room(b->mem, cap);
    if (b->p)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
}

void buf_bytes(struct buf *b, const void *p, size_t n)
{
    char *to = buf_add(b, n);
    if (n)
        memcpy(to, p, n);
}

void buf_text(struct buf *b, const char *text)
{
    buf_bytes(b, text, strlen(text));
}

void buf_char(struct buf *b, char ch)
{
    *buf_add(b, 1) = ch;
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0)
        digits[--at] = '-';
    buf_bytes(b, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = arena_vprintf(b->mem, fmt, args);
    va_end(args);
    buf_text(b, text);
}

const char *buf_str(const struct buf *b)
{
    return b->p ? b->p : "";
}

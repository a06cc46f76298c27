/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena owns all memory of one unit of work. A function that takes an arena (or a ctx) may return
 * memory; it lives until the arena is reset or freed, nobody frees it alone. No memory is not an error
 * a caller handles: the process ends, so sizes are limited at the door. Under AddressSanitizer each
 * block is an allocation of its own, so that an overrun is caught at once.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "base/macros.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);  /* takes NULL */
void arena_reset(struct arena *a); /* forgets all blocks, keeps one for reuse */

/* Calls fn(arg) when the arena is reset or freed, before its memory goes: for what is shared and counted. */
typedef void arena_fn(void *arg);
void arena_defer(struct arena *a, arena_fn *fn, void *arg);

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type; never NULL */
void *arena_room(struct arena *a,
                 size_t size); /* the same, but not zeroed: for what is written at once */
void *arena_array(struct arena *a, size_t n, size_t size);
/* Doubles room for one more item; call when n reached *cap. Old items are copied. */
void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size);
char *arena_copy(struct arena *a, const char *text);          /* NULL stays NULL */
char *arena_copy_n(struct arena *a, const void *p, size_t n); /* n bytes and a NUL */
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list args) PRINTF(2, 0);

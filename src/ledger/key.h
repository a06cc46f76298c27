/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names as they are compared: two writings of one name have one key. What is folded (a small part of NFKC): full-width
 * letters, digits and signs are the half-width ones; capitals A-Z are small; circled digits ①-⑳ are digits, Ⅰ-Ⅻ and ⅰ-ⅻ
 * are i, v, x; blanks, punctuation and invisible marks of any width fall away. Han characters stay as they are: 台 and 臺
 * differ. A text of nothing but such signs is only trimmed and made small, so that a key is never empty.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Without blanks at its ends, also wide ones. */
const char *key_trim(struct arena *mem, const char *text);
const char *key_fold(struct arena *mem, const char *text);
/* The keys of several texts in one, which no other texts have. */
const char *key_join(struct arena *mem, const char *const *texts, size_t n);
/* Of two folded names: may they be the same? One has the other inside, or half of their pairs of characters agree. */
bool key_alike(struct arena *mem, const char *a, const char *b);

/* SPDX-License-Identifier: Apache-2.0 */
/* Small, total functions on text: numbers, UTF-8, area codes, references that are read over the phone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { TEXT_CODE_MAX = 24, TEXT_REF = 32 };

/* How long a code is at the fixed levels (GB/T 2260, GB/T 10114, and the villages' codes of the statistics). */
enum { DIGITS_DISTRICT = 6, DIGITS_TOWN = 9, DIGITS_COMMUNITY = 12 };

bool text_utf8_valid(const void *p, size_t n); /* well-formed, no NUL, no surrogates */
size_t text_utf8_len(const char *text);        /* code points */
/*
 * Of well-formed text: nothing in it that is not seen or misleads the eye. Controls but tab and line ends, marks that turn
 * the direction of writing (U+202A-202E, 2066-2069), line and paragraph separators, annotations, tags and BOM are refused.
 */
bool text_is_clean(const char *text);
/* 1..max code points, clean, on one line, and a letter or digit of any script in it: "·!-" names nobody. */
bool text_is_name(const char *text, size_t max);
/* The first `max` code points, with "…" behind if something was cut. */
char *text_cut(struct arena *mem, const char *text, size_t max);
bool text_int(const char *text, int64_t *out); /* decimal, whole text, no sign '+' */
bool text_real(const char *text, double *out); /* finite decimal, whole text, C locale */
bool text_is_code(const char *text);           /* 1..TEXT_CODE_MAX-1 digits */
/* First six digits of a code, padded with zeros on the right: 4101 -> 410100. Needs a code. */
int32_t text_district(const char *code);
/* The end of the half-open range of all codes with this prefix: 4101 -> 4102, 4199 -> 42, 9 and "" -> ":". */
void text_prefix_end(const char *prefix, char out_end[TEXT_CODE_MAX]);

/*
 * All codes with a prefix, as tables keyed by district are asked for them: the districts low to high, both
 * within (4101: 410100 to 410199; one and the same from six digits on), and in these the codes from the prefix
 * up to, not including, the end. The prefix is digits or "", which is everything, and is not copied.
 */
struct text_range {
    int32_t low, high;
    const char *from;
    char end[TEXT_CODE_MAX];
};
struct text_range text_range_of(const char *prefix);
/* NULL is among none. */
bool text_is_among(const char *word, const char *const *words, size_t n);
/* The same text, or both NULL. */
bool text_same(const char *a, const char *b);
bool text_has_prefix(const char *text, const char *prefix);
bool text_has_end(const char *text, const char *end);

/*
 * A reference: "410105-2XK9PQ7RT4MCW": district, dash, id in Crockford base 32 without leading zeros,
 * one check character (weighted sum mod 31). Reading forgives case, O/0, I/L/1, spaces and dashes.
 */
void text_ref(int32_t district, int64_t id, char out_ref[TEXT_REF]);
bool text_ref_parse(const char *ref, int32_t *out_district, int64_t *out_id);
void text_hex(const unsigned char *p, size_t n, char *out); /* 2n+1 bytes */
/* The narrow form, '!' to '~', of the wide one that p begins with (U+FF01 to U+FF5E, three bytes); 0: it is none. */
char text_narrow(const char *p);

/* SPDX-License-Identifier: Apache-2.0 */
/* Codes with a check of their own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { CODE_USCC = 18 };

enum code_fault {
    CODE_RIGHT,
    CODE_LENGTH,    /* not 18 characters */
    CODE_CHARACTER, /* one that no such code has: I, O, S, V, Z, or a sign */
    CODE_CHECK      /* the last character is not the check character of the others */
};

/*
 * The unified social credit code (GB 32100-2015): 18 characters of 0-9 A-Z without I O S V Z; weights 3^i mod 31, check
 * (31 - sum mod 31) mod 31. Blanks and dashes between are forgiven, small letters too; out_code has the code itself.
 */
enum code_fault code_uscc(const char *text, char out_code[CODE_USCC + 1]);
/*
 * The number of a resident's identity card (GB 11643-1999) somewhere in a text: 17 digits and 0-9 or X, of which eight are a
 * day of 1900 to 2099 and the last one checks the others (ISO 7064 MOD 11-2). Wide digits and blanks between them are seen
 * through. No ledger keeps such numbers. Returns its first byte and *out_n; NULL: there is none.
 */
const char *code_resident(const char *text, size_t *out_n);
/* The text with "****" for all but the first two digits of each such number. */
struct arena;
const char *code_masked(struct arena *mem, const char *text);
/* "length", "character", "check". */
const char *code_fault_name(enum code_fault fault);

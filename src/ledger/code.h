/* SPDX-License-Identifier: Apache-2.0 */
/* Codes with a check of their own. */
#pragma once

#include <stdbool.h>

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
/* "length", "character", "check". */
const char *code_fault_name(enum code_fault fault);

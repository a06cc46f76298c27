/* SPDX-License-Identifier: Apache-2.0 */
/* Telephone numbers as they are typed in China, and how they are shown to those who need not dial them. */
#pragma once

#include <stdbool.h>

struct arena;

enum { PHONE_MAX = 24 };

/*
 * "+86 138-1234 5678" -> "13812345678", "0371 6543 2109" -> "0371-65432109", "400-123-4567" -> "4001234567", "95598".
 * False: no such number.
 */
bool phone_read(const char *text, char out_phone[PHONE_MAX]);
/* "138****5678", "0371-****2109", service numbers as they are; text that is no number: all stars. NULL stays NULL. */
const char *phone_mask(struct arena *mem, const char *phone);

/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up names, and telephone numbers that are plainly none: 1380000xxxx. */
#pragma once

#include "demo/demo_parts.h"

enum err names_read(struct demo *d) MUST_USE;
const char *names_next(struct demo *d);
const char *names_phone(struct demo *d);
/* "京水村": where fields are, and straw; not a community of the city. */
bool names_is_village(const char *name);

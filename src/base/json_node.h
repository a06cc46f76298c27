/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A parsed value as canonical JSON: keys in order of their bytes, no blanks, integers as such, other numbers as short as
 * they read back. Equal values have equal texts.
 */
#pragma once

#include "base/json.h"
#include "base/json_in.h"

void json_put_node(struct json *j, const struct node *v); /* NULL is null */
/* The same as a text in mem. */
const char *json_node_text(struct arena *mem, const struct node *v);

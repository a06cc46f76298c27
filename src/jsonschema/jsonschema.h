/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Schema, draft 2020-12, the part that typed fields need; docs/programme-format.md lists the keywords. A keyword
 * outside of it is refused when the schema is read, never silently passed over. Held to the official test suite
 * (test/json-schema). Annotations (title, description, $comment, default, examples) are allowed and mean nothing here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

struct node;
struct jsonschema;

/* Compiles; memory in c's arena. ERR_INVALID jsonschema.invalid; the detail has the JSON pointer into the schema. */
enum err jsonschema_read(struct ctx *c, const struct node *schema, const struct jsonschema **out)
    MUST_USE;

/* Why a value does not fit: the first place that was found. */
struct jsonschema_fault {
    char at[128];        /* JSON pointer into the value; "" is the value itself */
    const char *keyword; /* a literal: "maxLength" */
    char limit[64];      /* what the keyword asks for, "" when that says nothing */
};
/* No memory but the stack and what c's arena gives for `uniqueItems`. */
bool jsonschema_fits(struct ctx *c, const struct jsonschema *schema, const struct node *value,
                     struct jsonschema_fault *out);

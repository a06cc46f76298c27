/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Schema, draft 2020-12, the part that typed fields need; docs/programme-format.md lists the keywords. A keyword
 * outside of it is refused when the schema is read, never silently passed over. Held to the official test suite
 * (test/json-schema). Annotations (title, description, $comment, default, examples, deprecated, readOnly, writeOnly) are
 * allowed and mean nothing here. Patterns are those of PCRE2 in UTF mode, the common part with ECMA-262.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

struct node;
struct jsonschema;

/* What `format` does. CHECKED: "date" and "date-time" bind, another format is refused when read. */
enum jsonschema_formats { JSONSCHEMA_FORMATS_TOLD, JSONSCHEMA_FORMATS_CHECKED };

/* Compiles; memory in c's arena. ERR_INVALID jsonschema.invalid: field has the JSON pointer into the schema, detail why. */
enum err jsonschema_read(struct ctx *c, const struct node *schema, enum jsonschema_formats formats,
                         const struct jsonschema **out) MUST_USE;

/* Why a value does not fit: the first place that was found. */
struct jsonschema_fault {
    char at[128];        /* JSON pointer into the value; "" is the value itself */
    const char *keyword; /* a literal: "maxLength"; "steps": more work than one value is worth */
    char limit[64];      /* what the keyword asks for, "" when that says nothing */
};
/* c's arena is only used for `uniqueItems`. Several threads may hold values against one schema. */
bool jsonschema_fits(struct ctx *c, const struct jsonschema *schema, const struct node *value,
                     struct jsonschema_fault *out);

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON in. A body is read into a plain struct by a table of fields: wrong types, missing or unknown keys,
 * lengths and ranges are refused with the key's name. Text has no NUL and is well-formed UTF-8. Nothing of
 * jansson shows here; documents whose shape is free (GeoJSON, flows, programmes) are walked with node_*.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

#define JSON_ABSENT INT64_MIN /* an optional integer or time that was not given */

/* 0 for one that was not given, where 0 says the same. */
static inline int64_t json_given(int64_t v)
{
    return v == JSON_ABSENT ? 0 : v;
}

enum field_type {
    FIELD_TEXT, /* const char *; absent: NULL. min..max code points, clean (text.h); trimmed ends are the caller's affair */
    FIELD_INT,  /* int64_t; absent: JSON_ABSENT. min..max value */
    FIELD_REAL, /* double; absent: NAN */
    FIELD_BOOL, /* bool; absent: false */
    FIELD_TIME, /* int64_t us from RFC 3339 text; absent: JSON_ABSENT */
    FIELD_END,  /* the same, but a date alone is the end of its day in Shanghai */
    FIELD_AS_OF, /* the same, to look back to: 0, which is now, where it is absent or lies ahead */
    FIELD_NODE   /* const struct node *: an object or array to be walked; absent: NULL */
};

struct field {
    const char *name;
    enum field_type type;
    bool required;
    size_t offset;    /* into the target struct */
    int64_t min, max; /* see the types; 0, 0 = a default of 0..10,000 code points, any integer */
};

struct node; /* a value inside a parsed document; lives as long as the ctx's arena */

/* Parses one document; ERR_INVALID with code json.malformed, or json.too_deep. */
enum err json_parse(struct ctx *c, const char *text, size_t n, const struct node **out) MUST_USE;
/* Reads an object into *out (zeroed first) by n fields. ERR_INVALID: input.unknown_field, .missing, .type, .range,
 * .length, .characters */
enum err json_read(struct ctx *c, const struct node *object, const struct field *fields, size_t n,
                   void *out) MUST_USE;
/* One value that came as plain text (a query parameter), under the same rules; text NULL: it was not given. */
enum err field_read_text(struct ctx *c, const struct field *f, const char *text, void *out)
    MUST_USE;

enum node_type { NODE_NULL, NODE_BOOL, NODE_INT, NODE_REAL, NODE_TEXT, NODE_ARRAY, NODE_OBJECT };
enum node_type node_type(const struct node *v);
size_t node_len(const struct node *v); /* of an array or object, else 0 */
/* NULL behind the end; of an object: the value of the i-th key */
const struct node *node_at(const struct node *array, size_t i);
const struct node *node_get(const struct node *object, const char *key); /* NULL when absent */
const char *node_key(const struct node *object, size_t i); /* i-th key in document order */
const char *node_text(const struct node *v);               /* NULL unless text */
bool node_int(const struct node *v, int64_t *out);
bool node_real(const struct node *v, double *out); /* integers too */
bool node_bool(const struct node *v, bool *out);

const struct node *node_of_text(struct ctx *c, const char *text);       /* a text as a value */
const struct node *node_keys(struct ctx *c, const struct node *object); /* as a list of texts */
/* The object with one more member, or with another value for one that it has. */
const struct node *node_with(struct ctx *c, const struct node *object, const char *key,
                             const struct node *value);
/* The members of an object that have one of these names, or those that have none of them; what they hold is shared. */
const struct node *node_pick(struct ctx *c, const struct node *object, const char *const *names,
                             size_t n, bool among);

/* SPDX-License-Identifier: Apache-2.0 */
/* Inside jsonschema: a schema as it was compiled, and the parts that judge numbers, texts and sameness. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json_in.h"
#include "jsonschema/jsonschema.h"

struct pattern;

struct schema_member {
    const char *name;        /* of properties */
    struct pattern *pattern; /* of patternProperties */
    const struct jsonschema *schema;
};

struct schema_list {
    const struct jsonschema **v;
    size_t n;
};

enum schema_format { FORMAT_NONE, FORMAT_DATE, FORMAT_DATE_TIME };

enum {
    TYPE_NULL = 1,
    TYPE_BOOL = 2,
    TYPE_INTEGER = 4,
    TYPE_NUMBER = 8,
    TYPE_STRING = 16,
    TYPE_ARRAY = 32,
    TYPE_OBJECT = 64
};

/* A keyword that is not there is NULL, 0, or -1 where a number of things is meant. */
struct jsonschema {
    const struct node *source;
    size_t index; /* among those that were compiled with it */
    bool never;   /* the schema `false` */
    unsigned types;
    const struct node *values, *constant; /* enum, const */
    const struct node *minimum, *maximum, *above, *below, *multiple_of;
    int64_t min_length, max_length, min_items, max_items, min_properties, max_properties;
    int64_t min_contains, max_contains;
    bool unique;
    struct pattern *pattern;
    const char *pattern_text;
    enum schema_format format;
    const struct jsonschema *items, *contains, *additional, *names;
    struct schema_list prefix, all, any, one;
    const struct jsonschema *no, *condition, *then, *otherwise, *ref;
    const struct schema_member *properties, *patterns;
    size_t n_properties, n_patterns;
    const char *const *required;
    size_t n_required;
};

/* Exact, whatever the two are written as: 1 is 1.0, and 9007199254740993 is not 9007199254740992.0. */
int number_compare(const struct node *a, const struct node *b);
bool number_is_integer(const struct node *v);
/* Reckoned in decimals as they are written, so that 0.0075 is a multiple of 0.0001. by > 0. */
bool number_is_multiple(const struct node *v, const struct node *by);
bool node_same(const struct node *a, const struct node *b);
/* Equal values have equal hashes. */
uint64_t node_hash(const struct node *v);

/* The compiled pattern lives in the arena. NULL: it is none; *out_at is where it breaks. */
struct pattern *pattern_read(struct arena *mem, const char *text, size_t *out_at);
/* Somewhere in the text. A search beyond the bounds of steps and memory finds nothing. */
bool pattern_finds(const struct pattern *p, const char *text);

bool format_holds(enum schema_format format, const char *text);

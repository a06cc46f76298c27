/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds a value against a schema. The first fault on the straight way is kept; inside of alternatives (anyOf, not, if)
 * none is, since failing there is no fault. References may multiply the work, so it is counted and bounded.
 */
#include "jsonschema/jsonschema.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "jsonschema/schema.h"

enum { STEPS_MAX = 1000000 };

/* Where in the value we are: a chain up the stack. */
struct place {
    const struct place *up;
    const char *key; /* NULL: item i */
    size_t i;
};

struct walk {
    struct ctx *c;
    struct jsonschema_fault *fault; /* NULL: inside of an alternative */
    int64_t steps;
};

static bool fits(struct walk *w, const struct place *at, const struct jsonschema *s,
                 const struct node *v);

/* ---- faults ---- */

static void put_place(const struct place *at, char *out, size_t size)
{
    if (!at->up)
        return;
    put_place(at->up, out, size);
    size_t n = strlen(out);
    if (at->key)
        (void)snprintf(out + n, size - n, "/%s", at->key);
    else
        (void)snprintf(out + n, size - n, "/%zu", at->i);
    /* Never half of a character. */
    while (*out && !text_utf8_valid(out, strlen(out)))
        out[strlen(out) - 1] = '\0';
}

static bool fail(struct walk *w, const struct place *at, const char *keyword, const char *limit)
{
    struct jsonschema_fault *f = w->fault;
    if (!f || f->keyword)
        return false;
    f->keyword = keyword;
    f->at[0] = '\0';
    put_place(at, f->at, sizeof f->at);
    (void)snprintf(f->limit, sizeof f->limit, "%s", limit);
    while (f->limit[0] && !text_utf8_valid(f->limit, strlen(f->limit)))
        f->limit[strlen(f->limit) - 1] = '\0';
    return false;
}

static bool fail_count(struct walk *w, const struct place *at, const char *keyword, int64_t limit)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)limit);
    return fail(w, at, keyword, text);
}

static bool fail_number(struct walk *w, const struct place *at, const char *keyword,
                        const struct node *limit)
{
    char text[40];
    int64_t i;
    double x = 0;
    if (node_int(limit, &i))
        return fail_count(w, at, keyword, i);
    (void)node_real(limit, &x);
    (void)snprintf(text, sizeof text, "%.15g", x);
    return fail(w, at, keyword, text);
}

/* ---- the value itself ---- */

static unsigned type_of(const struct node *v)
{
    switch (node_type(v)) {
    case NODE_BOOL:
        return TYPE_BOOL;
    case NODE_INT:
    case NODE_REAL:
        return number_is_integer(v) ? TYPE_INTEGER : TYPE_NUMBER;
    case NODE_TEXT:
        return TYPE_STRING;
    case NODE_ARRAY:
        return TYPE_ARRAY;
    case NODE_OBJECT:
        return TYPE_OBJECT;
    case NODE_NULL:
    default:
        return TYPE_NULL;
    }
}

static bool is_one_of(const struct node *values, const struct node *v)
{
    for (size_t i = 0; i < node_len(values); i++)
        if (node_same(node_at(values, i), v))
            return true;
    return false;
}

static bool fits_any(struct walk *w, const struct place *at, const struct jsonschema *s,
                     const struct node *v, unsigned type)
{
    if (s->never)
        return fail(w, at, "false", "");
    if (s->types && !(s->types & type))
        return fail(w, at, "type",
                    node_text(node_get(s->source, "type")) ? node_text(node_get(s->source, "type"))
                                                           : "");
    if (s->values && !is_one_of(s->values, v))
        return fail(w, at, "enum", "");
    if (s->constant && !node_same(s->constant, v))
        return fail(w, at, "const", "");
    return true;
}

static bool fits_number(struct walk *w, const struct place *at, const struct jsonschema *s,
                        const struct node *v)
{
    if (s->minimum && number_compare(v, s->minimum) < 0)
        return fail_number(w, at, "minimum", s->minimum);
    if (s->maximum && number_compare(v, s->maximum) > 0)
        return fail_number(w, at, "maximum", s->maximum);
    if (s->above && number_compare(v, s->above) <= 0)
        return fail_number(w, at, "exclusiveMinimum", s->above);
    if (s->below && number_compare(v, s->below) >= 0)
        return fail_number(w, at, "exclusiveMaximum", s->below);
    if (s->multiple_of && !number_is_multiple(v, s->multiple_of))
        return fail_number(w, at, "multipleOf", s->multiple_of);
    return true;
}

static bool fits_text(struct walk *w, const struct place *at, const struct jsonschema *s,
                      const char *text)
{
    int64_t n = s->min_length > 0 || s->max_length >= 0 ? (int64_t)text_utf8_len(text) : 0;
    if (n < s->min_length)
        return fail_count(w, at, "minLength", s->min_length);
    if (s->max_length >= 0 && n > s->max_length)
        return fail_count(w, at, "maxLength", s->max_length);
    if (s->pattern && !pattern_finds(s->pattern, text))
        return fail(w, at, "pattern", s->pattern_text);
    if (!format_holds(s->format, text))
        return fail(w, at, "format", node_text(node_get(s->source, "format")));
    return true;
}

/* ---- arrays ---- */

struct hashed {
    uint64_t hash;
    const struct node *v;
};

static int by_hash(const void *a, const void *b)
{
    uint64_t x = ((const struct hashed *)a)->hash, y = ((const struct hashed *)b)->hash;
    return (x > y) - (x < y);
}

static bool all_differ(struct walk *w, const struct node *v)
{
    size_t n = node_len(v);
    if (n < 2)
        return true;
    struct hashed *all = arena_array(w->c->mem, n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct hashed){node_hash(node_at(v, i)), node_at(v, i)};
    qsort(all, n, sizeof *all, by_hash);
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && all[k - 1].hash == all[i].hash; k--)
            if (node_same(all[k - 1].v, all[i].v))
                return false;
    return true;
}

/* Does the value fit, without a fault being kept? */
static bool would_fit(struct walk *w, const struct place *at, const struct jsonschema *s,
                      const struct node *v)
{
    struct jsonschema_fault *kept = w->fault;
    w->fault = NULL;
    bool yes = fits(w, at, s, v);
    w->fault = kept;
    return yes;
}

static bool fits_contains(struct walk *w, const struct place *at, const struct jsonschema *s,
                          const struct node *v)
{
    int64_t n = 0;
    if (!s->contains)
        return true;
    for (size_t i = 0; i < node_len(v); i++)
        n += would_fit(w, &(struct place){at, NULL, i}, s->contains, node_at(v, i));
    if (n < s->min_contains)
        return fail_count(w, at, "contains", s->min_contains);
    if (s->max_contains >= 0 && n > s->max_contains)
        return fail_count(w, at, "maxContains", s->max_contains);
    return true;
}

static bool fits_array(struct walk *w, const struct place *at, const struct jsonschema *s,
                       const struct node *v)
{
    int64_t n = (int64_t)node_len(v);
    if (n < s->min_items)
        return fail_count(w, at, "minItems", s->min_items);
    if (s->max_items >= 0 && n > s->max_items)
        return fail_count(w, at, "maxItems", s->max_items);
    for (size_t i = 0; i < node_len(v); i++) {
        const struct jsonschema *item = i < s->prefix.n ? s->prefix.v[i] : s->items;
        if (item && !fits(w, &(struct place){at, NULL, i}, item, node_at(v, i)))
            return false;
    }
    if (s->unique && !all_differ(w, v))
        return fail(w, at, "uniqueItems", "");
    return fits_contains(w, at, s, v);
}

/* ---- objects ---- */

static bool fits_member(struct walk *w, const struct place *at, const struct jsonschema *s,
                        const char *key, const struct node *v)
{
    bool known = false;
    for (size_t i = 0; i < s->n_properties; i++) {
        if (strcmp(s->properties[i].name, key) != 0)
            continue;
        known = true;
        if (!fits(w, at, s->properties[i].schema, v))
            return false;
    }
    for (size_t i = 0; i < s->n_patterns; i++) {
        if (!pattern_finds(s->patterns[i].pattern, key))
            continue;
        known = true;
        if (!fits(w, at, s->patterns[i].schema, v))
            return false;
    }
    if (known || !s->additional)
        return true;
    if (s->additional->never)
        return fail(w, at, "additionalProperties", "");
    return fits(w, at, s->additional, v);
}

static bool fits_object(struct walk *w, const struct place *at, const struct jsonschema *s,
                        const struct node *v)
{
    int64_t n = (int64_t)node_len(v);
    if (n < s->min_properties)
        return fail_count(w, at, "minProperties", s->min_properties);
    if (s->max_properties >= 0 && n > s->max_properties)
        return fail_count(w, at, "maxProperties", s->max_properties);
    for (size_t i = 0; i < s->n_required; i++)
        if (!node_get(v, s->required[i]))
            return fail(w, at, "required", s->required[i]);
    for (size_t i = 0; i < node_len(v); i++) {
        const struct place inside = {at, node_key(v, i), 0};
        if (s->names && !fits(w, &inside, s->names, node_of_text(w->c, node_key(v, i))))
            return false;
        if (!fits_member(w, &inside, s, node_key(v, i), node_at(v, i)))
            return false;
    }
    return true;
}

/* ---- schemas of the same value ---- */

static bool fits_choice(struct walk *w, const struct place *at, const struct jsonschema *s,
                        const struct node *v)
{
    size_t any = 0, one = 0;
    for (size_t i = 0; i < s->any.n && any == 0; i++)
        any += would_fit(w, at, s->any.v[i], v);
    if (s->any.n && any == 0)
        return fail(w, at, "anyOf", "");
    for (size_t i = 0; i < s->one.n && one < 2; i++)
        one += would_fit(w, at, s->one.v[i], v);
    if (s->one.n && one != 1)
        return fail(w, at, "oneOf", "");
    if (s->no && would_fit(w, at, s->no, v))
        return fail(w, at, "not", "");
    return true;
}

static bool fits_others(struct walk *w, const struct place *at, const struct jsonschema *s,
                        const struct node *v)
{
    if (s->ref && !fits(w, at, s->ref, v))
        return false;
    for (size_t i = 0; i < s->all.n; i++)
        if (!fits(w, at, s->all.v[i], v))
            return false;
    if (!fits_choice(w, at, s, v))
        return false;
    if (!s->condition)
        return true;
    const struct jsonschema *then = would_fit(w, at, s->condition, v) ? s->then : s->otherwise;
    return !then || fits(w, at, then, v);
}

/* A value is at most 32 deep (base/json_in.c), and a schema has no loop for one value: so this ends. */
static bool fits(struct walk *w, const struct place *at, const struct jsonschema *s,
                 const struct node *v)
{
    unsigned type = type_of(v);
    if (w->steps++ >= STEPS_MAX)
        return false;
    if (!fits_any(w, at, s, v, type))
        return false;
    if (type & (TYPE_INTEGER | TYPE_NUMBER) && !fits_number(w, at, s, v))
        return false;
    if (type == TYPE_STRING && !fits_text(w, at, s, node_text(v)))
        return false;
    if (type == TYPE_ARRAY && !fits_array(w, at, s, v))
        return false;
    if (type == TYPE_OBJECT && !fits_object(w, at, s, v))
        return false;
    return fits_others(w, at, s, v);
}

bool jsonschema_fits(struct ctx *c, const struct jsonschema *schema, const struct node *value,
                     struct jsonschema_fault *out)
{
    const struct place whole = {NULL, NULL, 0};
    struct walk w = {.c = c, .fault = out};
    *out = (struct jsonschema_fault){.keyword = NULL};
    bool yes = fits(&w, &whole, schema, value);
    if (w.steps <= STEPS_MAX)
        return yes;
    /* Whatever came out, not all of it was looked at. */
    *out = (struct jsonschema_fault){.keyword = "steps"};
    return false;
}

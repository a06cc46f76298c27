/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only file that knows jansson. Its tree is copied into the arena at once, so that a document has
 * one owner like all other memory of the unit, and order of keys is that of the document.
 */
#include "base/json_in.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"

enum { DEPTH_MAX = 32, TEXT_MAX_DEFAULT = 10000 };

struct node {
    enum node_type type;
    size_t n;        /* items */
    const char *key; /* inside an object */
    const char *text;
    int64_t i;
    double real;
    struct node *items; /* n of them */
};

static enum err copy_tree(struct ctx *c, json_t *from, int depth, struct node *to);

static enum err copy_array(struct ctx *c, json_t *from, int depth, struct node *to)
{
    size_t i;
    json_t *item;
    to->type = NODE_ARRAY;
    to->n = json_array_size(from);
    to->items = arena_array(c->mem, to->n, sizeof *to->items);
    json_array_foreach(from, i, item) TRY(copy_tree(c, item, depth + 1, &to->items[i]));
    return ERR_OK;
}

static enum err copy_object(struct ctx *c, json_t *from, int depth, struct node *to)
{
    const char *key;
    json_t *item;
    size_t i = 0;
    to->type = NODE_OBJECT;
    to->n = json_object_size(from);
    to->items = arena_array(c->mem, to->n, sizeof *to->items);
    json_object_foreach(from, key, item)
    {
        to->items[i].key = arena_copy(c->mem, key);
        TRY(copy_tree(c, item, depth + 1, &to->items[i]));
        i++;
    }
    return ERR_OK;
}

static enum err copy_tree(struct ctx *c, json_t *from, int depth, struct node *to)
{
    if (depth > DEPTH_MAX)
        return ctx_fail(c, ERR_INVALID, "json.too_deep", "", "> %d", DEPTH_MAX);
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        return copy_object(c, from, depth, to);
    case JSON_ARRAY:
        return copy_array(c, from, depth, to);
    case JSON_STRING:
        to->type = NODE_TEXT;
        to->text = arena_copy(c->mem, json_string_value(from));
        return ERR_OK;
    case JSON_INTEGER:
        to->type = NODE_INT;
        to->i = json_integer_value(from);
        return ERR_OK;
    case JSON_REAL:
        to->type = NODE_REAL;
        to->real = json_real_value(from);
        return ERR_OK;
    case JSON_TRUE:
    case JSON_FALSE:
        to->type = NODE_BOOL;
        to->i = json_is_true(from);
        return ERR_OK;
    case JSON_NULL:
    default:
        to->type = NODE_NULL;
        return ERR_OK;
    }
}

static void tree_free(json_t **tree)
{
    json_decref(*tree);
}

enum err json_parse(struct ctx *c, const char *text, size_t n, const struct node **out)
{
    json_error_t why;
    CLEANUP(tree_free)
    json_t *tree = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (!tree)
        return ctx_fail(c, ERR_INVALID, "json.malformed", "", "%d:%d %.120s", why.line, why.column,
                        text_utf8_valid(why.text, strlen(why.text)) ? why.text : "");
    struct node *root = arena_alloc(c->mem, sizeof *root);
    TRY(copy_tree(c, tree, 0, root));
    *out = root;
    return ERR_OK;
}

enum node_type node_type(const struct node *v)
{
    return v ? v->type : NODE_NULL;
}

size_t node_len(const struct node *v)
{
    return v ? v->n : 0;
}

const struct node *node_at(const struct node *array, size_t i)
{
    return array && i < array->n ? &array->items[i] : NULL;
}

const struct node *node_get(const struct node *object, const char *key)
{
    if (node_type(object) != NODE_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->n; i++)
        if (strcmp(object->items[i].key, key) == 0)
            return &object->items[i];
    return NULL;
}

const char *node_key(const struct node *object, size_t i)
{
    return node_type(object) == NODE_OBJECT && i < object->n ? object->items[i].key : NULL;
}

const char *node_text(const struct node *v)
{
    return node_type(v) == NODE_TEXT ? v->text : NULL;
}

bool node_int(const struct node *v, int64_t *out)
{
    if (node_type(v) != NODE_INT)
        return false;
    *out = v->i;
    return true;
}

bool node_real(const struct node *v, double *out)
{
    if (node_type(v) == NODE_REAL)
        *out = v->real;
    else if (node_type(v) == NODE_INT)
        *out = (double)v->i;
    else
        return false;
    return true;
}

bool node_bool(const struct node *v, bool *out)
{
    if (node_type(v) != NODE_BOOL)
        return false;
    *out = v->i != 0;
    return true;
}

const struct node *node_of_text(struct ctx *c, const char *text)
{
    struct node *v = arena_alloc(c->mem, sizeof *v);
    *v = (struct node){.type = NODE_TEXT, .text = text};
    return v;
}

const struct node *node_keys(struct ctx *c, const struct node *object)
{
    struct node *v = arena_alloc(c->mem, sizeof *v);
    *v = (struct node){.type = NODE_ARRAY, .n = node_len(object)};
    v->items = arena_array(c->mem, v->n, sizeof *v->items);
    for (size_t i = 0; i < v->n; i++)
        v->items[i] = (struct node){.type = NODE_TEXT, .text = node_key(object, i)};
    return v;
}

const struct node *node_with(struct ctx *c, const struct node *object, const char *key,
                             const struct node *value)
{
    struct node *v = arena_alloc(c->mem, sizeof *v);
    size_t at = 0, n = node_len(object);
    *v = (struct node){.type = NODE_OBJECT};
    v->items = arena_array(c->mem, n + 1, sizeof *v->items);
    for (size_t i = 0; i < n; i++)
        v->items[i] = object->items[i];
    while (at < n && strcmp(v->items[at].key, key) != 0)
        at++;
    v->items[at] = *value;
    v->items[at].key = key;
    v->n = at < n ? n : n + 1;
    return v;
}

static bool is_named(const char *const *names, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], key) == 0)
            return true;
    return false;
}

const struct node *node_pick(struct ctx *c, const struct node *object, const char *const *names,
                             size_t n, bool among)
{
    struct node *v = arena_alloc(c->mem, sizeof *v);
    *v = (struct node){.type = NODE_OBJECT};
    v->items = arena_array(c->mem, node_len(object), sizeof *v->items);
    for (size_t i = 0; i < node_len(object); i++)
        if (is_named(names, n, node_key(object, i)) == among)
            v->items[v->n++] = object->items[i];
    return v;
}

static void store(void *target, size_t offset, const void *value, size_t size)
{
    memcpy((char *)target + offset, value, size);
}

static void set_absent(const struct field *f, void *out)
{
    static const int64_t none = JSON_ABSENT, now = 0;
    static const double not_given = __builtin_nan("");
    if (f->type == FIELD_INT || f->type == FIELD_TIME || f->type == FIELD_END)
        store(out, f->offset, &none, sizeof none);
    else if (f->type == FIELD_AS_OF)
        store(out, f->offset, &now, sizeof now);
    else if (f->type == FIELD_REAL)
        store(out, f->offset, &not_given, sizeof not_given);
    else if (f->type == FIELD_BOOL)
        store(out, f->offset, &(bool){false}, sizeof(bool));
    else
        store(out, f->offset, &(const void *){NULL}, sizeof(void *));
}

static enum err wrong_type(struct ctx *c, const struct field *f, const char *wanted)
{
    return ctx_fail(c, ERR_INVALID, "input.type", f->name, "%s", wanted);
}

static enum err read_text(struct ctx *c, const struct field *f, const struct node *v, void *out)
{
    const char *text = node_text(v);
    if (!text)
        return wrong_type(c, f, "text");
    int64_t n = (int64_t)text_utf8_len(text), max = f->max ? f->max : TEXT_MAX_DEFAULT;
    if (n < f->min || n > max)
        return ctx_fail(c, ERR_INVALID, "input.length", f->name, "%lld (%lld..%lld)", (long long)n,
                        (long long)f->min, (long long)max);
    if (!text_is_clean(text))
        return ctx_fail(c, ERR_INVALID, "input.characters", f->name, "%s", "");
    store(out, f->offset, &text, sizeof text);
    return ERR_OK;
}

static enum err read_int(struct ctx *c, const struct field *f, const struct node *v, void *out)
{
    int64_t i;
    if (!node_int(v, &i))
        return wrong_type(c, f, "integer");
    if ((f->min || f->max) && (i < f->min || i > f->max))
        return ctx_fail(c, ERR_INVALID, "input.range", f->name, "%lld (%lld..%lld)", (long long)i,
                        (long long)f->min, (long long)f->max);
    store(out, f->offset, &i, sizeof i);
    return ERR_OK;
}

static enum err read_time(struct ctx *c, const struct field *f, const struct node *v, void *out)
{
    int64_t us;
    const char *text = node_text(v);
    if (!text || !(f->type == FIELD_TIME ? time_parse : time_parse_end)(text, &us))
        return wrong_type(c, f, "RFC 3339");
    if (f->type == FIELD_AS_OF && us >= c->now)
        us = 0;
    store(out, f->offset, &us, sizeof us);
    return ERR_OK;
}

static enum err read_field(struct ctx *c, const struct field *f, const struct node *v, void *out)
{
    double real;
    bool flag;
    switch (f->type) {
    case FIELD_TEXT:
        return read_text(c, f, v, out);
    case FIELD_INT:
        return read_int(c, f, v, out);
    case FIELD_REAL:
        if (!node_real(v, &real))
            return wrong_type(c, f, "number");
        store(out, f->offset, &real, sizeof real);
        return ERR_OK;
    case FIELD_BOOL:
        if (!node_bool(v, &flag))
            return wrong_type(c, f, "true/false");
        store(out, f->offset, &flag, sizeof flag);
        return ERR_OK;
    case FIELD_TIME:
    case FIELD_END:
    case FIELD_AS_OF:
        return read_time(c, f, v, out);
    case FIELD_NODE:
    default:
        store(out, f->offset, &v, sizeof(void *));
        return ERR_OK;
    }
}

static enum err refuse_unknown(struct ctx *c, const struct node *object, const struct field *fields,
                               size_t n)
{
    for (size_t k = 0; k < object->n; k++) {
        bool known = false;
        for (size_t i = 0; i < n && !known; i++)
            known = strcmp(object->items[k].key, fields[i].name) == 0;
        if (!known)
            return ctx_fail(c, ERR_INVALID, "input.unknown_field", object->items[k].key, "%s", "");
    }
    return ERR_OK;
}

static enum err read_absent(struct ctx *c, const struct field *f, void *out)
{
    if (f->required)
        return ctx_fail(c, ERR_INVALID, "input.missing", f->name, "%s", "");
    set_absent(f, out);
    return ERR_OK;
}

enum err json_read(struct ctx *c, const struct node *object, const struct field *fields, size_t n,
                   void *out)
{
    if (node_type(object) != NODE_OBJECT)
        return ctx_fail(c, ERR_INVALID, "input.type", "", "object");
    TRY(refuse_unknown(c, object, fields, n));
    for (size_t i = 0; i < n; i++) {
        const struct node *v = node_get(object, fields[i].name);
        if (node_type(v) != NODE_NULL)
            TRY(read_field(c, &fields[i], v, out));
        else
            TRY(read_absent(c, &fields[i], out));
    }
    return ERR_OK;
}

enum err field_read_text(struct ctx *c, const struct field *f, const char *text, void *out)
{
    struct node v = {.type = NODE_TEXT, .text = text};
    if (!text)
        return read_absent(c, f, out);
    if (f->type == FIELD_INT && text_int(text, &v.i))
        v.type = NODE_INT;
    else if (f->type == FIELD_REAL && text_real(text, &v.real))
        v.type = NODE_REAL;
    else if (f->type == FIELD_BOOL && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
        v = (struct node){.type = NODE_BOOL, .i = text[0] == 't'};
    else if (f->type == FIELD_NODE)
        return wrong_type(c, f, "no document");
    return read_field(c, f, &v, out);
}

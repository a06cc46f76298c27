/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_node.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Up to here a double tells all integers apart. */
static const double whole_max = 9007199254740992.0;

static void put_real(struct json *j, double v)
{
    char text[32];
    if (v == floor(v) && fabs(v) <= whole_max) {
        json_int(j, (int64_t)v);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    json_raw(j, text);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_object(struct json *j, const struct node *v)
{
    size_t n = node_len(v);
    const char **keys = arena_array(j->out->mem, n, sizeof *keys);
    for (size_t i = 0; i < n; i++)
        keys[i] = node_key(v, i);
    if (n > 1)
        qsort(keys, n, sizeof *keys, by_key);
    json_object(j);
    for (size_t i = 0; i < n; i++) {
        json_text(j, keys[i]);
        buf_char(j->out, ':');
        j->comma = false;
        json_put_node(j, node_get(v, keys[i]));
    }
    json_end(j);
}

static void put_array(struct json *j, const struct node *v)
{
    json_array(j);
    for (size_t i = 0; i < node_len(v); i++)
        json_put_node(j, node_at(v, i));
    json_array_end(j);
}

void json_put_node(struct json *j, const struct node *v)
{
    int64_t whole = 0;
    double real = 0;
    bool flag = false;
    switch (node_type(v)) {
    case NODE_OBJECT:
        put_object(j, v);
        return;
    case NODE_ARRAY:
        put_array(j, v);
        return;
    case NODE_TEXT:
        json_text(j, node_text(v));
        return;
    case NODE_INT:
        (void)node_int(v, &whole);
        json_int(j, whole);
        return;
    case NODE_REAL:
        (void)node_real(v, &real);
        put_real(j, real);
        return;
    case NODE_BOOL:
        (void)node_bool(v, &flag);
        json_bool(j, flag);
        return;
    case NODE_NULL:
    default:
        json_null(j);
    }
}

const char *json_node_text(struct arena *mem, const struct node *v)
{
    struct buf b = {.mem = mem};
    struct json j = {.out = &b};
    json_put_node(&j, v);
    return buf_str(&b);
}

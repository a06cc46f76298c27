/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_node.h"
#include "base/json_scan.h"
#include "ledger/field_value.h"

/* ---- sets ---- */

static int by_field(const void *a, const void *b)
{
    const struct field_value *x = a, *y = b;
    return strcmp(x->field, y->field);
}

static const struct field_value *find(const struct field_set *set, const char *field)
{
    const struct field_value key = {.field = field};
    return set->n ? bsearch(&key, set->v, set->n, sizeof *set->v, by_field) : NULL;
}

const char *fields_json(const struct field_set *set, const char *field)
{
    const struct field_value *found = find(set, field);
    return found ? found->json : NULL;
}

/* It is as fields_text wrote it, so that nothing is parsed: a page of a ledger has hundreds of values. */
enum err fields_read(struct ctx *c, const char *text, struct field_set *out)
{
    struct json_slice name, value;
    const char *at = NULL;
    size_t cap = 0;
    *out = (struct field_set){0};
    if (!text)
        return ERR_OK;
    const struct json_slice object = {text, strlen(text)};
    while (json_scan_next(object, &at, &name, &value)) {
        out->v = arena_grow(c->mem, out->v, out->n, &cap, sizeof *out->v);
        out->v[out->n++] = (struct field_value){arena_copy_n(c->mem, name.p, name.n),
                                                arena_copy_n(c->mem, value.p, value.n)};
    }
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, by_field);
    return at ? ERR_OK : ctx_fail(c, ERR_INTERNAL, "internal", "", "fields %.60s", text);
}

const char *fields_text(struct ctx *c, const struct field_set *set)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    for (size_t i = 0; i < set->n; i++)
        json_put_raw(&j, set->v[i].field, set->v[i].json);
    json_end(&j);
    return buf_str(&b);
}

struct field_set fields_merge(struct ctx *c, const struct field_set *was,
                              const struct field_set *change)
{
    struct field_set out = {.v = arena_array(c->mem, was->n + change->n, sizeof *out.v)};
    size_t a = 0, b = 0;
    while (a < was->n || b < change->n) {
        int order = a == was->n      ? 1
                    : b == change->n ? -1
                                     : strcmp(was->v[a].field, change->v[b].field);
        const struct field_value *v = order < 0 ? &was->v[a] : &change->v[b];
        a += order <= 0;
        b += order >= 0;
        if (v->json)
            out.v[out.n++] = *v;
    }
    return out;
}

struct field_set fields_where(struct ctx *c, const struct field_set *set,
                              const struct ledger_fields *of, field_test *test, bool unknown)
{
    struct field_set out = {.v = arena_array(c->mem, set->n, sizeof *out.v)};
    for (size_t i = 0; i < set->n; i++) {
        const struct ledger_field *f = ledger_field(of, set->v[i].field);
        if (f ? test(f) : unknown)
            out.v[out.n++] = set->v[i];
    }
    return out;
}

struct field_set fields_without(struct ctx *c, const struct field_set *set,
                                const struct field_set *others)
{
    struct field_set out = {.v = arena_array(c->mem, set->n, sizeof *out.v)};
    for (size_t i = 0; i < set->n; i++)
        if (!find(others, set->v[i].field))
            out.v[out.n++] = set->v[i];
    return out;
}

bool field_is_erased(const char *json)
{
    return strcmp(json, "null") == 0;
}

struct field_set fields_there(struct ctx *c, const struct field_set *set)
{
    struct field_set out = {.v = arena_array(c->mem, set->n, sizeof *out.v)};
    for (size_t i = 0; i < set->n; i++)
        if (!field_is_erased(set->v[i].json))
            out.v[out.n++] = set->v[i];
    return out;
}

bool field_is_sealed(const struct ledger_field *f)
{
    return f->sealed;
}

bool field_is_open(const struct ledger_field *f)
{
    return !f->sealed;
}

bool field_is_public(const struct ledger_field *f)
{
    return f->visibility == VISIBLE_PUBLIC && !f->sealed;
}

bool field_is_shown(const struct ledger_field *f)
{
    return !field_is_hidden(f);
}

bool field_is_hidden(const struct ledger_field *f)
{
    return f->visibility == VISIBLE_RESTRICTED || f->sealed;
}

const char *fields_plain(struct ctx *c, const struct field_set *set, const char *field)
{
    const struct node *v;
    const struct field_value *found = find(set, field);
    if (!found || found->json[0] != '"')
        return found && !field_is_erased(found->json) ? found->json : NULL;
    return json_parse(c, found->json, strlen(found->json), &v) == ERR_OK ? node_text(v) : NULL;
}

/* ---- input ---- */

enum err fields_check(struct ctx *c, const struct ledger_fields *of, const struct node *input,
                      struct field_set *out)
{
    *out = (struct field_set){0};
    if (node_type(input) != NODE_OBJECT)
        return ctx_fail(c, ERR_INVALID, "input.type", "fields", "object");
    out->n = node_len(input);
    out->v = arena_array(c->mem, out->n, sizeof *out->v);
    for (size_t i = 0; i < out->n; i++) {
        const char *name = node_key(input, i);
        const struct ledger_field *f = ledger_field(of, name);
        if (!f)
            return ctx_fail(c, ERR_INVALID, "ledger.field_unknown", "fields", "%.60s", name);
        out->v[i].field = f->field;
        TRY(field_value_check(c, f, node_get(input, name), &out->v[i].json));
        if (!out->v[i].json && f->needed)
            return field_value_fail(c, f, "ledger.field_needed", "");
    }
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, by_field);
    return ERR_OK;
}

enum err fields_complete(struct ctx *c, const struct ledger_fields *of, const struct field_set *set)
{
    for (size_t i = 0; i < of->n; i++)
        if (of->v[i].needed && !fields_json(set, of->v[i].field))
            return field_value_fail(c, &of->v[i], "ledger.field_needed", "");
    return ERR_OK;
}

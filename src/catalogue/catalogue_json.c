/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue_json.h"

#include <string.h>

#include "base/arena.h"

enum { CLASS_KEY = 3, GROUP_KEY = 1 }; /* characters of a key */

static void put_name(struct json *j, const char *zh, const char *en)
{
    json_key(j, "name");
    json_object(j);
    json_put_text(j, "zh", zh);
    json_put_text(j, "en", en);
    json_end(j);
}

static void put_limit(struct json *j, const char *tier, struct limit l)
{
    char text[LIMIT_TEXT], zh[LIMIT_TEXT], en[LIMIT_TEXT];
    limit_format(l, text);
    limit_say(l, false, zh);
    limit_say(l, true, en);
    json_object(j);
    json_put_text(j, "tier", tier);
    json_put_text(j, "limit", text);
    put_name(j, zh, en);
    json_end(j);
}

static const char *district_of(struct ctx *c, int32_t district)
{
    return district ? arena_printf(c->mem, "%06d", (int)district) : NULL;
}

static const char *id_of(struct ctx *c, int64_t id)
{
    return id ? arena_printf(c->mem, "%lld", (long long)id) : NULL;
}

void catalogue_put_row(struct ctx *c, struct json *j, const struct catalogue_row *r)
{
    static const char *const tiers[CATALOGUE_TIERS] = {"A", "B", "C"};
    json_object(j);
    json_put_text(j, "district", district_of(c, r->district));
    json_put_text(j, "id", id_of(c, r->id));
    json_put_text(j, "key", r->key);
    json_put_text(j, "group", r->group);
    json_put_text(j, "class_name", r->class_name);
    json_put_text(j, "sub_name", r->sub_name);
    json_put_text(j, "no", r->id ? r->no : NULL);
    json_put_text(j, "filing", r->filing);
    json_put_text(j, "limit_text", r->limit_text);
    json_key(j, "limits");
    json_array(j);
    for (size_t i = 0; i < CATALOGUE_TIERS; i++)
        put_limit(j, tiers[i], r->limits[i]);
    json_array_end(j);
    json_put_text(j, "closing", r->closing);
    json_put_text(j, "unit", r->unit);
    json_put_text(j, "department", r->department);
    json_put_text(j, "basis", r->basis);
    json_put_int(j, "version", r->version);
    json_key(j, "ended");
    if (r->ended)
        json_int(j, r->ended);
    else
        json_null(j);
    json_put_bool(j, "current", r->current);
    json_end(j);
}

/* ---- the tree ---- */

static bool same(const struct catalogue_row *a, const struct catalogue_row *b, size_t n)
{
    return memcmp(a->key, b->key, n) == 0;
}

static void put_sub(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n)
{
    json_object(j);
    json_put_text(j, "key", rows->key);
    json_put_text(j, "code", arena_copy_n(c->mem, rows->key + CLASS_KEY, 2));
    json_put_text(j, "name", rows->sub_name);
    json_key(j, "standards");
    json_array(j);
    for (size_t i = 0; i < n; i++)
        catalogue_put_row(c, j, &rows[i]);
    json_array_end(j);
    json_end(j);
}

typedef void put_fn(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n);

/* Rows with the same start of the key go to `put` together. */
static void put_parts(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n,
                      size_t key, put_fn *put)
{
    json_array(j);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && same(&rows[next], &rows[i], key);)
            next++;
        put(c, j, &rows[i], next - i);
    }
    json_array_end(j);
}

static void put_class(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n)
{
    json_object(j);
    json_put_text(j, "code", arena_copy_n(c->mem, rows->key + GROUP_KEY, 2));
    json_put_text(j, "name", rows->class_name);
    json_key(j, "subs");
    put_parts(c, j, rows, n, CATALOGUE_KEY - 1, put_sub);
    json_end(j);
}

static void put_group(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n)
{
    bool component = rows->key[0] == 'c';
    json_object(j);
    json_put_text(j, "group", rows->group);
    put_name(j, component ? "部件" : "事件", component ? "Components" : "Events");
    json_key(j, "classes");
    put_parts(c, j, rows, n, CLASS_KEY, put_class);
    json_end(j);
}

void catalogue_put_tree(struct ctx *c, struct json *j, const struct catalogue_row *rows, size_t n)
{
    put_parts(c, j, rows, n, GROUP_KEY, put_group);
}

/* ---- reports ---- */

static void put_samples(struct ctx *c, struct json *j, const struct catalogue_sample *samples,
                        int64_t n)
{
    json_array(j);
    for (int64_t i = 0; i < n && i < CATALOGUE_SAMPLES; i++) {
        const struct catalogue_sample *s = &samples[i];
        if (s->before && s->after) {
            json_object(j);
            json_key(j, "before");
            catalogue_put_row(c, j, s->before);
            json_key(j, "after");
            catalogue_put_row(c, j, s->after);
            json_end(j);
        } else {
            catalogue_put_row(c, j, s->before ? s->before : s->after);
        }
    }
    json_array_end(j);
}

void catalogue_put_report(struct ctx *c, struct json *j, const struct catalogue_report *r)
{
    json_object(j);
    json_put_bool(j, "applied", r->applied);
    json_put_int(j, "version", r->version);
    json_put_int(j, "rows", r->rows);
    json_put_int(j, "added", r->added);
    json_put_int(j, "changed", r->changed);
    json_put_int(j, "ended", r->ended);
    json_put_int(j, "unchanged", r->unchanged);
    findings_put(j, &r->found);
    json_key(j, "samples");
    json_object(j);
    json_key(j, "added");
    put_samples(c, j, r->added_samples, r->added);
    json_key(j, "changed");
    put_samples(c, j, r->changed_samples, r->changed);
    json_key(j, "ended");
    put_samples(c, j, r->ended_samples, r->ended);
    json_end(j);
    json_end(j);
}

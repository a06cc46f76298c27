/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Culture, heritage and the incubator: entries of demo/ledgers.json, entered and moved on by clerks through the rules of
 * everyone's ledgers. In the file "D-30" is a day from the present, "Y-1", "M-1" the last year and month, "@e0" the entry
 * that has that key; "days" count back from the present.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "demo/demo_parts.h"
#include "ledger/ledger.h"
#include "ledger/period.h"

enum { KEYS_MAX = 400, DAY_TEXT = 10, DECIMALS = 2, MONTHS = 12 };

struct named {
    const char *key;
    int32_t district;
    int64_t id;
};

struct filling {
    struct demo *d;
    struct named named[KEYS_MAX];
    size_t n_named;
};

static int64_t number(const struct node *of, const char *key)
{
    int64_t v = 0;
    (void)node_int(node_get(of, key), &v);
    return v;
}

/* "D+45" as "2027-01-14". */
static const char *some_day(const struct demo *d, const char *text)
{
    char day[TIME_TEXT];
    time_format(d->now + strtol(text + 1, NULL, 10) * TIME_DAY, day);
    day[DAY_TEXT] = '\0';
    return arena_copy(d->c->mem, day);
}

/* "Y-1" as "2025", "M-2" as "2026-09". */
static const char *some_period(const struct demo *d, const char *text)
{
    int64_t today = time_day(d->now), year = today / 10000, month = today / 100 % 100;
    int64_t back = strtol(text + 1, NULL, 10);
    if (*text == 'Y') {
        year += back;
        return arena_printf(d->c->mem, "%04lld", (long long)year);
    }
    month += back;
    if (month < 1) {
        month += MONTHS;
        year--;
    }
    return arena_printf(d->c->mem, "%04lld-%02lld", (long long)year, (long long)month);
}

static const char *reference(const struct filling *f, const char *key)
{
    char *ref = arena_alloc(f->d->c->mem, TEXT_REF);
    for (size_t i = 0; i < f->n_named; i++)
        if (strcmp(f->named[i].key, key) == 0)
            text_ref(f->named[i].district, f->named[i].id, ref);
    return ref;
}

static void put_value(const struct filling *f, struct json *j, const struct node *v)
{
    const char *text = node_text(v);
    int64_t whole;
    double real;
    bool yes;
    if (text && *text == '@')
        json_text(j, reference(f, text + 1));
    else if (text && *text == 'D' && strchr("+-", text[1]))
        json_text(j, some_day(f->d, text));
    else if (text)
        json_text(j, text);
    else if (node_int(v, &whole))
        json_int(j, whole);
    else if (node_real(v, &real))
        json_real(j, real, DECIMALS);
    else if (node_bool(v, &yes))
        json_bool(j, yes);
    else
        json_null(j);
}

static void put_values(const struct filling *f, struct json *j, const struct node *v)
{
    if (node_type(v) != NODE_ARRAY) {
        put_value(f, j, v);
        return;
    }
    json_array(j);
    for (size_t i = 0; i < node_len(v); i++)
        put_value(f, j, node_at(v, i));
    json_array_end(j);
}

static enum err fields_of(const struct filling *f, const struct node *from, const struct node **out)
{
    struct ctx *c = f->d->c;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    for (size_t i = 0; i < node_len(from); i++) {
        json_key(&j, node_key(from, i));
        put_values(f, &j, node_get(from, node_key(from, i)));
    }
    json_end(&j);
    return json_parse(c, buf_str(&b), b.n, out);
}

static int64_t back(const struct demo *d, const struct node *of)
{
    return d->now - number(of, "days") * TIME_DAY;
}

static enum err add(struct filling *f, const struct node *from, int32_t district, int64_t *out)
{
    struct demo *d = f->d;
    struct entry_new in = {.ledger = node_text(node_get(from, "ledger")),
                           .area = node_text(node_get(from, "area")),
                           .note = "made_up"};
    const char *key = node_text(node_get(from, "key"));
    TRY(fields_of(f, node_get(from, "fields"), &in.fields));
    d->c->now = back(d, from);
    TRY(entry_add(d->c, d->app, &in, out));
    d->count.entries++;
    if (!key)
        return ERR_OK;
    if (f->n_named == KEYS_MAX)
        return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", key);
    f->named[f->n_named++] = (struct named){key, district, *out};
    return ERR_OK;
}

static enum err move_on(struct filling *f, const struct node *from, int32_t district, int64_t id)
{
    struct ctx *c = f->d->c;
    const struct node *steps = node_get(from, "steps");
    for (size_t i = 0; i < node_len(steps); i++) {
        const struct node *s = node_at(steps, i);
        struct entry e;
        TRY(entry_get(c, district, id, 0, &e));
        c->now = back(f->d, s);
        TRY(entry_step(c, f->d->app, district, id,
                       &(struct entry_step){.version = e.version,
                                            .action = node_text(node_get(s, "action")),
                                            .reason = node_text(node_get(s, "reason"))}));
    }
    return ERR_OK;
}

static enum err give_figures(struct filling *f, const struct node *from, int32_t district,
                             int64_t id)
{
    struct ctx *c = f->d->c;
    const struct node *periods = node_get(from, "periods");
    c->now = f->d->now;
    for (size_t i = 0; i < node_len(periods); i++) {
        const struct node *p = node_at(periods, i);
        struct entry_period_new in = {.series = node_text(node_get(p, "series")),
                                      .period = some_period(f->d, node_text(node_get(p, "period"))),
                                      .source = "office"};
        TRY(fields_of(f, node_get(p, "fields"), &in.fields));
        TRY(period_add(c, f->d->app, district, id, &in));
    }
    return ERR_OK;
}

static enum err leave(struct filling *f, const struct node *from, int32_t district, int64_t id)
{
    struct ctx *c = f->d->c;
    const struct node *how = node_get(from, "leave");
    struct entry e;
    if (!how)
        return ERR_OK;
    TRY(entry_get(c, district, id, 0, &e));
    c->now = back(f->d, how);
    return entry_leave(
        c, f->d->app, district, id,
        &(struct entry_leave){.version = e.version, .reason = node_text(node_get(how, "reason"))});
}

static enum err fill(struct filling *f, const struct node *from)
{
    struct demo *d = f->d;
    const char *area = node_text(node_get(from, "area"));
    int32_t district = text_district(area);
    int64_t id;
    TRY(demo_staff(d, ROLE_CLERK, arena_printf(d->c->mem, "%.*s", DIGITS_DISTRICT, area),
                   &d->c->who));
    TRY(add(f, from, district, &id));
    TRY(move_on(f, from, district, id));
    TRY(give_figures(f, from, district, id));
    return leave(f, from, district, id);
}

enum err demo_ledgers(struct demo *d)
{
    const struct embedded *file = demo_file("demo/ledgers.json");
    struct filling f = {.d = d};
    const struct node *list;
    TRY(json_parse(d->c, file->text, file->n, &list));
    for (size_t i = 0; i < node_len(list); i++)
        if (fill(&f, node_at(list, i)) != ERR_OK)
            return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%zu: %s %s %.120s", i,
                            d->c->problem.code, d->c->problem.field,
                            arena_copy(d->c->mem, d->c->problem.detail));
    d->c->who = NULL;
    return ERR_OK;
}

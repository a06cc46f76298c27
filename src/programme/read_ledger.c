/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a ledger of a programme file. What its parts mean together is held against the rules in check_ledger.c. */
#include <string.h>

#include "base/arena.h"
#include "programme/parts.h"

enum { NAME_LEN = 40, SERIES_MAX = 16, CONFIRM_MAX = 3660 };

struct ledger_doc {
    const char *ledger, *icon, *title, *facet, *start, *graded_by, *apply;
    const struct node *name, *entry, *on, *key, *posts, *fields, *statuses, *actions, *reasons,
        *series;
    bool is_public, by_person, owners, signs;
    int64_t confirm;
};
static const struct field ledger_fields[] = {
    {"ledger",    FIELD_TEXT, true,  offsetof(struct ledger_doc, ledger),    0, 0          },
    {"name",      FIELD_NODE, true,  offsetof(struct ledger_doc, name),      0, 0          },
    {"entry",     FIELD_NODE, true,  offsetof(struct ledger_doc, entry),     0, 0          },
    {"icon",      FIELD_TEXT, true,  offsetof(struct ledger_doc, icon),      0, 0          },
    {"on",        FIELD_NODE, true,  offsetof(struct ledger_doc, on),        0, 0          },
    {"title",     FIELD_TEXT, true,  offsetof(struct ledger_doc, title),     0, 0          },
    {"key",       FIELD_NODE, false, offsetof(struct ledger_doc, key),       0, 0          },
    {"facet",     FIELD_TEXT, false, offsetof(struct ledger_doc, facet),     0, 0          },
    {"public",    FIELD_BOOL, false, offsetof(struct ledger_doc, is_public), 0, 0          },
    {"by_person", FIELD_BOOL, false, offsetof(struct ledger_doc, by_person), 0, 0          },
    {"start",     FIELD_TEXT, true,  offsetof(struct ledger_doc, start),     0, 0          },
    {"graded_by", FIELD_TEXT, false, offsetof(struct ledger_doc, graded_by), 0, 0          },
    {"apply",     FIELD_TEXT, false, offsetof(struct ledger_doc, apply),     0, 0          },
    {"confirm",   FIELD_INT,  false, offsetof(struct ledger_doc, confirm),   1, CONFIRM_MAX},
    {"owners",    FIELD_BOOL, false, offsetof(struct ledger_doc, owners),    0, 0          },
    {"signs",     FIELD_BOOL, false, offsetof(struct ledger_doc, signs),     0, 0          },
    {"posts",     FIELD_NODE, true,  offsetof(struct ledger_doc, posts),     0, 0          },
    {"fields",    FIELD_NODE, true,  offsetof(struct ledger_doc, fields),    0, 0          },
    {"statuses",  FIELD_NODE, true,  offsetof(struct ledger_doc, statuses),  0, 0          },
    {"actions",   FIELD_NODE, false, offsetof(struct ledger_doc, actions),   0, 0          },
    {"reasons",   FIELD_NODE, true,  offsetof(struct ledger_doc, reasons),   0, 0          },
    {"series",    FIELD_NODE, false, offsetof(struct ledger_doc, series),    0, 0          },
};

struct series_doc {
    const char *series, *every;
    const struct node *name, *fields;
    bool by_owner;
};
static const struct field series_fields[] = {
    {"series",   FIELD_TEXT, true,  offsetof(struct series_doc, series),   0, 0},
    {"name",     FIELD_NODE, true,  offsetof(struct series_doc, name),     0, 0},
    {"every",    FIELD_TEXT, true,  offsetof(struct series_doc, every),    0, 0},
    {"by_owner", FIELD_BOOL, false, offsetof(struct series_doc, by_owner), 0, 0},
    {"fields",   FIELD_NODE, true,  offsetof(struct series_doc, fields),   0, 0},
};

static enum err read_one_series(const struct reader *r, const char *at, const struct node *v,
                                const struct ledger_kind *k, struct ledger_series *out)
{
    static const char *const every[] = {[SERIES_YEAR] = "year", [SERIES_MONTH] = "month"};
    struct series_doc in;
    int i;
    TRY(read_object(r, at, v, series_fields, LEN(series_fields), &in));
    TRY(read_word(r, read_at(r, at, "series"), in.series));
    if (ledger_series(k, in.series))
        return read_fail(r, read_at(r, at, "series"), "stands twice: %s", in.series);
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &out->name));
    TRY(read_choice(r, read_at(r, at, "every"), in.every, every, LEN(every), &i));
    if (in.by_owner && !k->owners)
        return read_fail(r, read_at(r, at, "by_owner"), "the ledger's owners get no code");
    out->series = in.series;
    out->every = (enum series_every)i;
    out->by_owner = in.by_owner;
    return read_fields(r, read_at(r, at, "fields"), in.fields, false, &out->fields);
}

static enum err read_series(const struct reader *r, const char *at, const struct node *v,
                            struct ledger_kind *k)
{
    size_t n;
    TRY(read_list(r, at, v, 1, SERIES_MAX, &n));
    struct ledger_series *series = arena_array(r->c->mem, n, sizeof *series);
    k->series = series;
    for (size_t i = 0; i < n; i++) {
        TRY(read_one_series(r, read_item(r, at, i), node_at(v, i), k, &series[i]));
        k->n_series = i + 1;
    }
    return ERR_OK;
}

static enum err read_names(const struct reader *r, const char *at, const struct ledger_doc *in,
                           struct ledger_kind *k)
{
    TRY(read_word(r, read_at(r, at, "icon"), in->icon));
    TRY(read_name(r, read_at(r, at, "name"), in->name, NAME_LEN, &k->name));
    TRY(read_name(r, read_at(r, at, "entry"), in->entry, NAME_LEN, &k->entry));
    TRY(read_words(r, read_at(r, at, "on"), in->on, &k->on, &k->n_on));
    TRY(read_words(r, read_at(r, at, "posts"), in->posts, &k->posts, &k->n_posts));
    if (in->key)
        TRY(read_words(r, read_at(r, at, "key"), in->key, &k->key, &k->n_key));
    return ERR_OK;
}

static enum err read_ways(const struct reader *r, const char *at, const struct ledger_doc *in,
                          struct ledger_kind *k)
{
    TRY(read_statuses(r, read_at(r, at, "statuses"), in->statuses, k));
    TRY(read_reasons(r, read_at(r, at, "reasons"), in->reasons, k));
    return read_steps(r, read_at(r, at, "actions"), in->actions, k);
}

enum err read_ledger(const struct reader *r, const char *at, const struct node *v,
                     struct parts *parts)
{
    struct ledger_doc in;
    TRY(read_object(r, at, v, ledger_fields, LEN(ledger_fields), &in));
    TRY(read_word(r, read_at(r, at, "ledger"), in.ledger));
    if (programme_ledger(parts->p, in.ledger))
        return read_fail(r, read_at(r, at, "ledger"), "stands twice: %s", in.ledger);
    struct ledger_kind k = {.ledger = in.ledger,
                            .programme = parts->now->programme,
                            .version = parts->now->version,
                            .icon = in.icon,
                            .title = in.title,
                            .facet = in.facet,
                            .is_public = in.is_public,
                            .by_person = in.by_person,
                            .start = in.start,
                            .graded_by = in.graded_by,
                            .apply = in.apply,
                            .confirm = in.confirm == JSON_ABSENT ? 0 : in.confirm,
                            .owners = in.owners,
                            .signs = in.signs};
    TRY(read_names(r, at, &in, &k));
    TRY(read_fields(r, read_at(r, at, "fields"), in.fields, true, &k.fields));
    TRY(read_ways(r, at, &in, &k));
    TRY(read_series(r, read_at(r, at, "series"), in.series, &k));
    parts->ledger_at[parts->p->n_ledgers] = (struct part_place){r, at};
    parts->ledgers[parts->p->n_ledgers++] = k;
    return ERR_OK;
}

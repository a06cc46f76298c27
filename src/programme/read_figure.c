/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a figure's definition. What it counts and divides is looked up in check_figure.c. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "programme/parts.h"

enum { NAME_LEN = 40, DEFINITION_LEN = 300, UNIT_LEN = 12, WHERE_MAX = 8, VALUES_MAX = 100 };
enum { DECIMALS_MAX = 4, DECIMALS_RATIO = 2 };

struct figure_doc {
    const char *figure, *unit, *growth;
    const struct node *name, *definition, *count, *sum, *distinct, *cases, *ratio, *by;
    int64_t decimals;
    bool is_public;
};
static const struct field figure_fields[] = {
    {"figure",     FIELD_TEXT, true,  offsetof(struct figure_doc, figure),     0, 0           },
    {"name",       FIELD_NODE, true,  offsetof(struct figure_doc, name),       0, 0           },
    {"definition", FIELD_NODE, true,  offsetof(struct figure_doc, definition), 0, 0           },
    {"unit",       FIELD_TEXT, true,  offsetof(struct figure_doc, unit),       1, UNIT_LEN    },
    {"decimals",   FIELD_INT,  false, offsetof(struct figure_doc, decimals),   0, DECIMALS_MAX},
    {"public",     FIELD_BOOL, false, offsetof(struct figure_doc, is_public),  0, 0           },
    {"count",      FIELD_NODE, false, offsetof(struct figure_doc, count),      0, 0           },
    {"sum",        FIELD_NODE, false, offsetof(struct figure_doc, sum),        0, 0           },
    {"distinct",   FIELD_NODE, false, offsetof(struct figure_doc, distinct),   0, 0           },
    {"cases",      FIELD_NODE, false, offsetof(struct figure_doc, cases),      0, 0           },
    {"ratio",      FIELD_NODE, false, offsetof(struct figure_doc, ratio),      0, 0           },
    {"growth",     FIELD_TEXT, false, offsetof(struct figure_doc, growth),     0, 0           },
    {"by",         FIELD_NODE, false, offsetof(struct figure_doc, by),         0, 0           },
};

struct source_doc { /* of count and sum */
    const char *ledger, *field, *series;
    const struct node *where;
    bool ever;
};
static const struct field count_fields[] = {
    {"ledger", FIELD_TEXT, true,  offsetof(struct source_doc, ledger), 0, 0},
    {"where",  FIELD_NODE, false, offsetof(struct source_doc, where),  0, 0},
    {"ever",   FIELD_BOOL, false, offsetof(struct source_doc, ever),   0, 0},
};
static const struct field distinct_fields[] = {
    {"ledger", FIELD_TEXT, true,  offsetof(struct source_doc, ledger), 0, 0},
    {"field",  FIELD_TEXT, true,  offsetof(struct source_doc, field),  0, 0},
    {"where",  FIELD_NODE, false, offsetof(struct source_doc, where),  0, 0},
};
static const struct field sum_fields[] = {
    {"ledger", FIELD_TEXT, true,  offsetof(struct source_doc, ledger), 0, 0},
    {"field",  FIELD_TEXT, true,  offsetof(struct source_doc, field),  0, 0},
    {"series", FIELD_TEXT, false, offsetof(struct source_doc, series), 0, 0},
    {"where",  FIELD_NODE, false, offsetof(struct source_doc, where),  0, 0},
    {"ever",   FIELD_BOOL, false, offsetof(struct source_doc, ever),   0, 0},
};

static enum err read_condition(const struct reader *r, const char *at, const char *key,
                               const struct node *v, struct figure_where *out)
{
    size_t n;
    TRY(read_list(r, at, v, 1, VALUES_MAX, &n));
    const char **values = arena_array(r->c->mem, n, sizeof *values);
    for (size_t i = 0; i < n; i++) {
        values[i] = node_text(node_at(v, i));
        if (!values[i])
            return read_fail(r, read_item(r, at, i), "a text");
        if (text_is_among(values[i], values, i))
            return read_fail(r, read_item(r, at, i), "stands twice: %.60s", values[i]);
    }
    *out = (struct figure_where){strcmp(key, "status") == 0 ? NULL : key, values, n};
    return ERR_OK;
}

static enum err read_where(const struct reader *r, const char *at, const struct node *v,
                           struct figure_kind *f)
{
    size_t n = node_len(v);
    if (!v)
        return ERR_OK;
    if (node_type(v) != NODE_OBJECT || n == 0 || n > WHERE_MAX)
        return read_fail(r, at, "an object of 1..%d conditions", WHERE_MAX);
    struct figure_where *where = arena_array(r->c->mem, n, sizeof *where);
    for (size_t i = 0; i < n; i++) {
        const char *key = node_key(v, i);
        TRY(read_condition(r, read_at(r, at, key), key, node_at(v, i), &where[i]));
    }
    f->where = where;
    f->n_where = n;
    return ERR_OK;
}

static enum err read_source(const struct reader *r, const char *at, const struct node *v,
                            const struct field *fields, size_t n, struct figure_kind *f)
{
    struct source_doc in = {0};
    TRY(read_object(r, at, v, fields, n, &in));
    f->ledger = in.ledger;
    f->field = in.field;
    f->series = in.series;
    f->ever = in.ever;
    return read_where(r, read_at(r, at, "where"), in.where, f);
}

static enum err read_ratio(const struct reader *r, const char *at, const struct node *v,
                           struct figure_kind *f)
{
    f->over = node_text(node_at(v, 0));
    f->under = node_text(node_at(v, 1));
    if (node_type(v) != NODE_ARRAY || node_len(v) != 2 || !f->over || !f->under)
        return read_fail(r, at, "two figures: what is divided, by what");
    return ERR_OK;
}

static enum err read_form(const struct reader *r, const char *at, const struct figure_doc *in,
                          struct figure_kind *f)
{
    int forms = !!in->count + !!in->sum + !!in->distinct + !!in->cases + !!in->ratio + !!in->growth;
    if (forms != 1)
        return read_fail(r, at, "one of count, sum, distinct, cases, ratio, growth");
    f->form = in->count      ? FIGURE_COUNT
              : in->sum      ? FIGURE_SUM
              : in->distinct ? FIGURE_DISTINCT
              : in->cases    ? FIGURE_CASES
                             : FIGURE_RATIO;
    if (in->count)
        return read_source(r, read_at(r, at, "count"), in->count, count_fields, LEN(count_fields),
                           f);
    if (in->sum)
        return read_source(r, read_at(r, at, "sum"), in->sum, sum_fields, LEN(sum_fields), f);
    if (in->distinct)
        return read_source(r, read_at(r, at, "distinct"), in->distinct, distinct_fields,
                           LEN(distinct_fields), f);
    if (in->cases)
        return read_words(r, read_at(r, at, "cases"), in->cases, &f->kinds, &f->n_kinds);
    if (in->ratio)
        return read_ratio(r, read_at(r, at, "ratio"), in->ratio, f);
    f->growth = true;
    f->over = in->growth;
    return ERR_OK;
}

/* One field, or a list of them. */
static enum err read_by(const struct reader *r, const char *at, const struct node *v,
                        struct figure_kind *f)
{
    if (!v)
        return ERR_OK;
    if (node_type(v) == NODE_ARRAY)
        return read_words(r, at, v, &f->by, &f->n_by);
    const char **one = arena_array(r->c->mem, 1, sizeof *one);
    one[0] = node_text(v);
    if (!one[0])
        return read_fail(r, at, "a field, or a list of them");
    f->by = one;
    f->n_by = 1;
    return ERR_OK;
}

enum err read_figure(const struct reader *r, const char *at, const struct node *v,
                     struct parts *parts)
{
    struct figure_doc in;
    TRY(read_object(r, at, v, figure_fields, LEN(figure_fields), &in));
    TRY(read_word(r, read_at(r, at, "figure"), in.figure));
    if (programme_figure(parts->p, in.figure))
        return read_fail(r, read_at(r, at, "figure"), "stands twice: %s", in.figure);
    struct figure_kind f = {.figure = in.figure,
                            .programme = parts->now->programme,
                            .unit = in.unit,
                            .is_public = in.is_public};
    TRY(read_name(r, read_at(r, at, "name"), in.name, NAME_LEN, &f.name));
    TRY(read_name(r, read_at(r, at, "definition"), in.definition, DEFINITION_LEN, &f.definition));
    TRY(read_form(r, at, &in, &f));
    TRY(read_by(r, read_at(r, at, "by"), in.by, &f));
    f.decimals = in.decimals != JSON_ABSENT ? (int)in.decimals
                 : f.form == FIGURE_RATIO   ? DECIMALS_RATIO
                                            : 0;
    parts->figure_at[parts->p->n_figures] = (struct part_place){r, at};
    parts->figures[parts->p->n_figures++] = f;
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure_json.h"

#include <string.h>

#include "figure/cases.h"
#include "programme/flow_json.h"

enum { DECIMALS = 6 };

static const char *form_word(const struct figure_kind *kind)
{
    if (kind->form == FIGURE_COUNT)
        return "count";
    if (kind->form == FIGURE_SUM)
        return "sum";
    if (kind->form == FIGURE_CASES)
        return "cases";
    if (kind->form == FIGURE_DISTINCT)
        return "distinct";
    return kind->growth ? "growth" : "ratio";
}

/* The ledger whose entries it is about; of a ratio that of its numerator. NULL: none. */
static const struct ledger_kind *ledger_of(const struct programmes *p,
                                           const struct figure_kind *kind)
{
    const struct figure_kind *leaf = kind->over ? programme_figure(p, kind->over) : kind;
    return leaf && leaf->ledger ? programme_ledger(p, leaf->ledger) : NULL;
}

static const struct ledger_field *field_of(const struct programmes *p,
                                           const struct figure_kind *kind, const char *by)
{
    const struct ledger_kind *l = ledger_of(p, kind);
    return l ? ledger_field(&l->fields, by) : NULL;
}

struct name_pair figure_label(const struct programmes *p, const struct figure_kind *kind,
                              const char *by, const char *label)
{
    const struct ledger_field *f = field_of(p, kind, by);
    const struct ledger_kind *l = ledger_of(p, kind);
    if (!l)
        return cases_label(p, by, label);
    const struct ledger_status *s = NULL;
    if (l && strcmp(by, "status") == 0)
        s = ledger_status(l, label);
    if (s)
        return s->name;
    for (size_t i = 0; f && i < f->n_choices; i++)
        if (strcmp(f->choices[i].value, label) == 0)
            return f->choices[i].name;
    if (f && f->type == LEDGER_BOOL && label[0])
        return strcmp(label, "true") == 0 ? (struct name_pair){"是", "Yes"}
                                          : (struct name_pair){"否", "No"};
    return label[0] ? (struct name_pair){label, label} : (struct name_pair){"未填写", "Not given"};
}

/* What is no field of an entry. */
static struct name_pair word_of(const char *by)
{
    if (strcmp(by, "source") == 0)
        return (struct name_pair){"渠道", "Channel"};
    return strcmp(by, "kind") == 0 ? (struct name_pair){"主题", "Topic"}
                                   : (struct name_pair){"状态", "Status"};
}

static void put_by(struct json *j, const struct programmes *p, const struct figure_kind *kind)
{
    json_key(j, "by");
    json_array(j);
    for (size_t i = 0; i < kind->n_by; i++) {
        const struct ledger_field *f = field_of(p, kind, kind->by[i]);
        const struct name_pair word = word_of(kind->by[i]);
        json_object(j);
        json_put_text(j, "field", kind->by[i]);
        name_put(j, "name", f ? &f->name : &word);
        json_end(j);
    }
    json_array_end(j);
}

void figure_put_kind(struct json *j, const struct programmes *p, const struct figure_kind *kind)
{
    json_put_text(j, "figure", kind->figure);
    json_put_text(j, "programme", kind->programme);
    name_put(j, "name", &kind->name);
    name_put(j, "definition", &kind->definition);
    json_put_text(j, "unit", kind->unit);
    json_put_int(j, "decimals", kind->decimals);
    json_put_text(j, "form", form_word(kind));
    put_by(j, p, kind);
    json_put_text(j, "over_figure", kind->over);
    json_put_text(j, "under_figure", kind->under);
    json_put_bool(j, "public", kind->is_public);
}

static void put_number(struct json *j, const char *key, bool shown, double v)
{
    json_key(j, key);
    if (shown)
        json_real(j, v, DECIMALS);
    else
        json_null(j);
}

static void put_whole(struct json *j, const char *key, bool shown, int64_t n)
{
    json_key(j, key);
    if (shown)
        json_int(j, n);
    else
        json_null(j);
}

void figure_put_value(struct json *j, const struct figure_value *v, bool point)
{
    char text[64];
    bool two = v->kind->form == FIGURE_RATIO && !v->sides_hidden;
    bool counts = v->kind->form == FIGURE_COUNT || v->kind->form == FIGURE_CASES;
    bool counted = !counts && !v->withheld;
    figure_format(v, text);
    put_number(j, "value", v->known && !v->withheld, v->value);
    json_put_text(j, "text", text);
    put_number(j, "over", two && !v->withheld, v->over);
    put_number(j, "under", two && !v->withheld, v->under);
    json_put_bool(j, "known", v->known);
    json_put_bool(j, "withheld", v->withheld);
    json_put_text(j, point ? "summed" : "period", v->withheld ? NULL : v->period);
    put_whole(j, "entries", counted, v->entries);
    put_whole(j, "reported", counted, figure_reported(v));
}

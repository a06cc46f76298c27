/* SPDX-License-Identifier: Apache-2.0 */
/* Figures, and programmes as a whole, as JSON. */
#include <string.h>

#include "programme/flow_json.h"
#include "programme/ledger_json.h"

static void where_put(struct json *j, const struct figure_kind *f)
{
    json_key(j, "where");
    json_array(j);
    for (size_t i = 0; i < f->n_where; i++) {
        json_object(j);
        json_put_text(j, "field", f->where[i].field);
        json_key(j, "values");
        json_array(j);
        for (size_t k = 0; k < f->where[i].n_values; k++)
            json_text(j, f->where[i].values[k]);
        json_array_end(j);
        json_end(j);
    }
    json_array_end(j);
}

/* Its definition: what it counts or divides, not a value. */
static void figure_kind_put(struct json *j, const struct figure_kind *f)
{
    json_object(j);
    json_put_text(j, "figure", f->figure);
    json_put_text(j, "programme", f->programme);
    name_put(j, "name", &f->name);
    name_put(j, "definition", &f->definition);
    json_put_text(j, "unit", f->unit);
    json_put_int(j, "decimals", f->decimals);
    json_put_bool(j, "public", f->is_public);
    json_put_text(j, "form",
                  f->form == FIGURE_COUNT      ? "count"
                  : f->form == FIGURE_SUM      ? "sum"
                  : f->form == FIGURE_DISTINCT ? "distinct"
                  : f->form == FIGURE_CASES    ? "cases"
                  : f->growth                  ? "growth"
                                               : "ratio");
    json_put_text(j, "ledger", f->ledger);
    json_put_text(j, "series", f->series);
    json_put_text(j, "field", f->field);
    where_put(j, f);
    json_put_bool(j, "ever", f->ever);
    json_key(j, "kinds");
    json_array(j);
    for (size_t i = 0; i < f->n_kinds; i++)
        json_text(j, f->kinds[i]);
    json_array_end(j);
    json_put_text(j, "over", f->over);
    json_put_text(j, "under", f->under);
    json_key(j, "by");
    json_array(j);
    for (size_t i = 0; i < f->n_by; i++)
        json_text(j, f->by[i]);
    json_array_end(j);
    json_end(j);
}

static bool is_of(const char *programme, const struct programme *one)
{
    return strcmp(programme, one->programme) == 0;
}

static void ledgers_put(struct json *j, const struct programmes *p, const struct programme *one,
                        bool whole)
{
    json_key(j, "ledgers");
    json_array(j);
    for (size_t i = 0; i < p->n_ledgers; i++) {
        const struct ledger_kind *k = &p->ledgers[i];
        if (is_of(k->programme, one) && whole)
            ledger_put(j, k);
        else if (is_of(k->programme, one))
            json_text(j, k->ledger);
    }
    json_array_end(j);
}

static void checklists_put(struct json *j, const struct programmes *p, const struct programme *one,
                           bool whole)
{
    json_key(j, "checklists");
    json_array(j);
    for (size_t i = 0; i < p->n_checklists; i++) {
        const struct checklist *l = &p->checklists[i];
        if (is_of(l->programme, one) && whole)
            checklist_put(j, l);
        else if (is_of(l->programme, one))
            json_text(j, l->checklist);
    }
    json_array_end(j);
}

static void figures_put(struct json *j, const struct programmes *p, const struct programme *one,
                        bool whole)
{
    json_key(j, "figures");
    json_array(j);
    for (size_t i = 0; i < p->n_figures; i++) {
        const struct figure_kind *f = &p->figures[i];
        if (is_of(f->programme, one) && whole)
            figure_kind_put(j, f);
        else if (is_of(f->programme, one))
            json_text(j, f->figure);
    }
    json_array_end(j);
}

static void activities_put(struct json *j, const struct programmes *p, const struct programme *one)
{
    json_key(j, "activities");
    json_array(j);
    for (size_t i = 0; i < p->n_activities; i++) {
        if (!is_of(p->activities[i].programme, one))
            continue;
        json_object(j);
        json_put_text(j, "kind", p->activities[i].kind);
        name_put(j, "name", &p->activities[i].name);
        json_end(j);
    }
    json_array_end(j);
}

void programme_put(struct json *j, const struct programmes *p, const struct programme *one,
                   bool whole)
{
    json_object(j);
    json_put_text(j, "programme", one->programme);
    json_put_int(j, "version", one->version);
    name_put(j, "name", &one->name);
    name_put(j, "about", &one->about);
    ledgers_put(j, p, one, whole);
    checklists_put(j, p, one, whole);
    figures_put(j, p, one, whole);
    json_key(j, "kinds");
    json_array(j);
    for (size_t i = 0; i < p->n_kinds; i++)
        if (is_of(p->kinds[i].programme, one))
            json_text(j, p->kinds[i].kind);
    json_array_end(j);
    activities_put(j, p, one);
    json_put_bool(j, "bulletin", one->bulletin.text.zh != NULL);
    json_end(j);
}

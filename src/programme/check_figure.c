/* SPDX-License-Identifier: Apache-2.0 */
/* Proves figures sound: what they count exists, ratios rest on counts and sums in the end, no public one shows what is hidden. */
#include <string.h>

#include "base/arena.h"
#include "programme/parts.h"

static enum err fail_at(const struct part_place *at, const char *key, const char *why,
                        const char *name)
{
    return read_fail(at->r, read_at(at->r, at->at, key), "%s: %.60s", why, name);
}

static const char *form_key(const struct figure_kind *f)
{
    return f->form == FIGURE_COUNT      ? "count"
           : f->form == FIGURE_SUM      ? "sum"
           : f->form == FIGURE_DISTINCT ? "distinct"
           : f->form == FIGURE_CASES    ? "cases"
           : f->growth                  ? "growth"
                                        : "ratio";
}

/* A field that a figure rests on must not give away what its readers may not see. */
static bool may_use(const struct figure_kind *f, const struct ledger_field *field)
{
    return !field->sealed && !(f->is_public && field->visibility == VISIBLE_RESTRICTED);
}

static bool can_be_compared(const struct ledger_field *field)
{
    return field->type == LEDGER_CHOICE || field->type == LEDGER_TEXT || field->type == LEDGER_BOOL;
}

static bool has_value(const struct ledger_field *field, const char *value)
{
    if (field->type == LEDGER_BOOL)
        return strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
    return field->type == LEDGER_TEXT ||
           named(field->choices, field->n_choices, sizeof *field->choices, value);
}

static enum err check_where(const struct part_place *at, const struct ledger_kind *k,
                            const struct figure_kind *f, const struct figure_where *w)
{
    const struct ledger_field *field = w->field ? ledger_field(&k->fields, w->field) : NULL;
    const char *place = read_at(at->r, read_at(at->r, at->at, form_key(f)), "where");
    place = read_at(at->r, place, w->field ? w->field : "status");
    if (w->field && (!field || !can_be_compared(field)))
        return read_fail(at->r, place, "no choice, text or boolean field of %s", k->ledger);
    if (field && !may_use(f, field))
        return read_fail(at->r, place, "is hidden from those who see the figure");
    for (size_t i = 0; i < w->n_values; i++) {
        bool known = field ? has_value(field, w->values[i]) : !!ledger_status(k, w->values[i]);
        if (!known)
            return read_fail(at->r, read_item(at->r, place, i), "no such value: %.60s",
                             w->values[i]);
        if (!field && f->is_public && ledger_status(k, w->values[i])->hidden)
            return read_fail(at->r, read_item(at->r, place, i),
                             "is hidden from those who see the figure: %.60s", w->values[i]);
    }
    return ERR_OK;
}

static enum err check_sum(const struct part_place *at, const struct ledger_kind *k,
                          const struct figure_kind *f)
{
    const struct part_place in = {at->r, read_at(at->r, at->at, "sum")};
    const struct ledger_series *series = f->series ? ledger_series(k, f->series) : NULL;
    if (f->series && !series)
        return fail_at(&in, "series", "no such series", f->series);
    const struct ledger_field *field =
        ledger_field(series ? &series->fields : &k->fields, f->field);
    if (!field || (field->type != LEDGER_INTEGER && field->type != LEDGER_NUMBER))
        return fail_at(&in, "field", "no such number", f->field);
    return may_use(f, field)
               ? ERR_OK
               : fail_at(&in, "field", "is hidden from those who see the figure", f->field);
}

static enum err check_distinct(const struct part_place *at, const struct ledger_kind *k,
                               const struct figure_kind *f)
{
    const struct part_place in = {at->r, read_at(at->r, at->at, "distinct")};
    const struct ledger_field *field = ledger_field(&k->fields, f->field);
    if (!field || !field->ref)
        return fail_at(&in, "field", "no such reference", f->field);
    if (f->n_by)
        return fail_at(at, "by", "what two parts name is one", f->figure);
    return may_use(f, field)
               ? ERR_OK
               : fail_at(&in, "field", "is hidden from those who see the figure", f->field);
}

static enum err check_source(const struct part_place *at, const struct programmes *p,
                             const struct figure_kind *f)
{
    const struct ledger_kind *k = programme_ledger(p, f->ledger);
    if (!k)
        return read_fail(at->r, read_at(at->r, read_at(at->r, at->at, form_key(f)), "ledger"),
                         "no such ledger: %.40s", f->ledger);
    for (size_t i = 0; i < f->n_where; i++)
        TRY(check_where(at, k, f, &f->where[i]));
    if (f->form == FIGURE_DISTINCT)
        return check_distinct(at, k, f);
    return f->form == FIGURE_SUM ? check_sum(at, k, f) : ERR_OK;
}

static enum err check_cases(const struct part_place *at, const struct programmes *p,
                            const struct figure_kind *f)
{
    for (size_t i = 0; i < f->n_kinds; i++)
        if (!programme_kind(p, f->kinds[i]))
            return read_fail(at->r, read_item(at->r, read_at(at->r, at->at, "cases"), i),
                             "no such kind of case: %.40s", f->kinds[i]);
    return ERR_OK;
}

/* ---- ratios ---- */

enum { DEEP_MAX = 8 };

/* Is each figure below known, and does none lead back here? */
static enum err check_below(const struct part_place *at, const struct programmes *p,
                            const struct figure_kind *f, const char *name, int deep)
{
    const struct figure_kind *part = programme_figure(p, name);
    if (!part)
        return fail_at(at, form_key(f), "no such figure", name);
    if (part->form != FIGURE_RATIO)
        return ERR_OK;
    if (deep == DEEP_MAX)
        return fail_at(at, form_key(f), "rests on itself, or on too many others", name);
    TRY(check_below(at, p, f, part->over, deep + 1));
    return part->under ? check_below(at, p, f, part->under, deep + 1) : ERR_OK;
}

static enum err check_ratio(const struct part_place *at, const struct programmes *p,
                            const struct figure_kind *f)
{
    TRY(check_below(at, p, f, f->over, 1));
    if (f->under)
        return check_below(at, p, f, f->under, 1);
    const struct figure_kind *of = programme_figure(p, f->over);
    if (of->form != FIGURE_SUM || !of->series)
        return fail_at(at, "growth", "only of a sum over a series", f->over);
    return ERR_OK;
}

/* The field is one of each ledger below, so that the parts of a ratio can be divided one by one. */
static enum err check_by(const struct part_place *at, const struct programmes *p,
                         const struct figure_kind *of, const struct figure_kind *f, const char *by)
{
    if (of->form == FIGURE_RATIO) {
        TRY(check_by(at, p, programme_figure(p, of->over), f, by));
        return of->under ? check_by(at, p, programme_figure(p, of->under), f, by) : ERR_OK;
    }
    if (of->form == FIGURE_CASES)
        return strcmp(by, "kind") == 0 || strcmp(by, "source") == 0
                   ? ERR_OK
                   : fail_at(at, "by", "of cases: kind or source", by);
    const struct ledger_kind *k = programme_ledger(p, of->ledger);
    const struct ledger_field *field = k ? ledger_field(&k->fields, by) : NULL;
    if (k && strcmp(by, "status") == 0)
        return ERR_OK;
    if (!field || !can_be_compared(field))
        return fail_at(at, "by", "no choice, text or boolean field", by);
    return may_use(f, field) ? ERR_OK
                             : fail_at(at, "by", "is hidden from those who see the figure", by);
}

enum err check_figure(const struct part_place *at, const struct programmes *p,
                      const struct figure_kind *f)
{
    if (f->form == FIGURE_RATIO)
        TRY(check_ratio(at, p, f));
    else if (f->form == FIGURE_CASES)
        TRY(check_cases(at, p, f));
    else
        TRY(check_source(at, p, f));
    for (size_t i = 0; i < f->n_by; i++)
        TRY(check_by(at, p, f, f, f->by[i]));
    return ERR_OK;
}

/* ---- the bulletin: "{as_of}", "{area}" and figures that anybody may see ---- */

static enum err check_name_in(const struct part_place *at, const struct programmes *p,
                              const char *name)
{
    const struct figure_kind *f = programme_figure(p, name);
    if (strcmp(name, "as_of") == 0 || strcmp(name, "area") == 0)
        return ERR_OK;
    if (!f)
        return read_fail(at->r, at->at, "no such figure: {%.40s}", name);
    return f->is_public ? ERR_OK : read_fail(at->r, at->at, "is not public: {%s}", name);
}

static enum err check_text(const struct part_place *at, const struct programmes *p,
                           const char *text)
{
    for (const char *open = strpbrk(text, "{}"); open; open = strpbrk(open, "{}")) {
        size_t n = *open == '{' ? strcspn(open + 1, "{}") : 0;
        if (*open == '}' || open[1 + n] != '}')
            return read_fail(at->r, at->at, "a brace without its other half");
        TRY(check_name_in(at, p, arena_copy_n(at->r->c->mem, open + 1, n)));
        open += n + 2;
    }
    return ERR_OK;
}

enum err check_bulletin(const struct part_place *at, const struct programmes *p,
                        const struct programme *programme)
{
    const struct name_pair *text = &programme->bulletin.text;
    const struct reader *r = at->r;
    if (!text->zh)
        return ERR_OK;
    TRY(check_text(&(struct part_place){r, read_at(r, at->at, "bulletin.zh")}, p, text->zh));
    return check_text(&(struct part_place){r, read_at(r, at->at, "bulletin.en")}, p, text->en);
}

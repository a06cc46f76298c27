/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/figure_json.h"

#include "programme/flow_json.h"

enum { DECIMALS = 6 };

static const char *form_word(const struct figure_kind *kind)
{
    if (kind->form == FIGURE_COUNT)
        return "count";
    if (kind->form == FIGURE_SUM)
        return "sum";
    return kind->growth ? "growth" : "ratio";
}

void figure_put_kind(struct json *j, const struct figure_kind *kind)
{
    json_put_text(j, "figure", kind->figure);
    json_put_text(j, "programme", kind->programme);
    name_put(j, "name", &kind->name);
    name_put(j, "definition", &kind->definition);
    json_put_text(j, "unit", kind->unit);
    json_put_int(j, "decimals", kind->decimals);
    json_put_text(j, "form", form_word(kind));
    json_put_text(j, "by", kind->by);
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

void figure_put_value(struct json *j, const struct figure_value *v)
{
    char text[64];
    bool two = v->kind->form == FIGURE_RATIO;
    figure_format(v, text);
    put_number(j, "value", v->known && !v->withheld, v->value);
    json_put_text(j, "text", text);
    put_number(j, "over", two && !v->withheld, v->over);
    put_number(j, "under", two && !v->withheld, v->under);
    json_put_bool(j, "known", v->known);
    json_put_bool(j, "withheld", v->withheld);
}

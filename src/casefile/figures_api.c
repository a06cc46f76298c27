/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "account/account.h"
#include "base/text.h"
#include "casefile/case_api.h"
#include "casefile/case_in.h"
#include "casefile/figures.h"

static const struct name_pair definition = {
    "本区域及其下属区域上报的全部案件，按当前状态计：未到终结状态的为“未结”，其余为“已结”；并入他件的计为已结。",
    "All cases reported in the area and those below, by their present state: open until a final state, then closed; "
    "a case merged into another counts as closed.",
};

static void put_number(struct json *j, const char *key, int64_t n)
{
    json_key(j, key);
    if (n == FIGURE_HIDDEN)
        json_null(j);
    else
        json_int(j, n);
}

static void put_counts(struct json *j, const struct figure_counts *n)
{
    put_number(j, "open", n->open);
    put_number(j, "closed", n->closed);
    put_number(j, "all", n->all);
}

static void put_totals(struct json *j, const struct figures *f)
{
    json_key(j, "totals");
    json_object(j);
    put_counts(j, &f->n);
    json_key(j, "by_state");
    json_object(j);
    for (size_t i = 0; i < f->n_states; i++)
        put_number(j, f->states[i].state, f->states[i].n);
    json_end(j);
    json_end(j);
}

static void put_children(struct json *j, const struct atlas_view *v, const struct figures *f)
{
    json_key(j, "children");
    json_array(j);
    for (size_t i = 0; i < f->n_children; i++) {
        const struct area *a = atlas_at(v, f->children[i].area);
        json_object(j);
        json_put_text(j, "code", a->code);
        json_put_text(j, "name", a->name);
        put_counts(j, &f->children[i].n);
        json_end(j);
    }
    json_array_end(j);
}

static void put_figures(struct json *j, const struct atlas_view *v, const struct area *a,
                        const struct figures *f)
{
    json_object(j);
    json_put_text(j, "area", a->code);
    json_put_time(j, "as_of", f->as_of);
    put_number(j, "chain_seq", f->seq ? f->seq : FIGURE_HIDDEN);
    json_key(j, "definition");
    json_object(j);
    json_put_text(j, "zh", definition.zh);
    json_put_text(j, "en", definition.en);
    json_end(j);
    json_put_bool(j, "suppressed", f->suppressed);
    put_totals(j, f);
    put_children(j, v, f);
    json_end(j);
}

struct figures_in {
    const char *area;
};
static const struct field figures_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct figures_in, area), 1, TEXT_CODE_MAX - 1},
};

static enum err figures(struct ctx *c, const struct req *q, struct reply *out)
{
    struct figures_in in;
    struct figures f;
    TRY(req_read_query(c, q, figures_fields, LEN(figures_fields), &in));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    int32_t area = atlas_find(v.atlas, in.area);
    if (area < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in.area);
    TRY(casefile_figures(c, v.atlas, v.app->programmes, area, &f));
    if (!account_may(c->who, RIGHT_CASE_READ, in.area))
        figures_suppress(&f);
    put_figures(&out->json, v.atlas, atlas_at(v.atlas, area), &f);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/figures/cases", RIGHT_PUBLIC, ROUTE_COSTLY, NULL, figures, NULL},
};

const struct routes figures_routes = {table, LEN(table)};

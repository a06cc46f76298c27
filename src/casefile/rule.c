/* SPDX-License-Identifier: Apache-2.0 */
/* The rule of a case: written down when handling begins, so that later changes of kinds or catalogue do not touch it. */
#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "casefile/clocks.h"
#include "casefile/inside.h"
#include "catalogue/catalogue.h"

#include <string.h>

static void put_closing(struct json *j, const char *zh, const char *en)
{
    json_key(j, "closing");
    json_object(j);
    json_put_text(j, "en", en);
    json_put_text(j, "zh", zh);
    json_end(j);
}

static struct limit rework_of(const struct case_kind *kind)
{
    return kind ? kind->rework_limit : (struct limit){0};
}

static void rule_of_kind(struct ctx *c, const struct case_kind *kind, struct case_rule *out)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    put_closing(&j, kind->closing.zh, kind->closing.en);
    limit_put(&j, "limit", kind->limit);
    limit_put(&j, "rework", kind->rework_limit);
    json_put_text(&j, "source", kind->programme);
    json_put_int(&j, "version", kind->version);
    json_end(&j);
    *out = (struct case_rule){kind->limit, buf_str(&b)};
}

static void rule_of_standard(struct ctx *c, const struct catalogue_row *row, int tier,
                             const struct case_kind *kind, struct case_rule *out)
{
    static const char *const tiers[CATALOGUE_TIERS] = {"A", "B", "C"};
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_text(&j, "class", row->key);
    put_closing(&j, row->closing, NULL);
    limit_put(&j, "limit", row->limits[tier]);
    json_put_text(&j, "limit_text", row->limit_text);
    json_put_text(&j, "no", row->no);
    limit_put(&j, "rework", rework_of(kind));
    json_put_text(&j, "source", "catalogue");
    casefile_put_id(&j, "standard", row->id);
    json_put_text(&j, "tier", tiers[tier]);
    json_put_int(&j, "version", row->version);
    json_end(&j);
    *out = (struct case_rule){row->limits[tier], buf_str(&b)};
}

enum err rule_now(struct ctx *c, const struct case_kind *kind, const struct casefile *f,
                  struct case_rule *out)
{
    struct catalogue_row row;
    int tier;
    if (f->standard) {
        TRY(catalogue_get(c, f->standard_district, f->standard, &row));
        TRY(catalogue_tier(c, f->district, f->area, &tier));
        rule_of_standard(c, &row, tier, kind, out);
        return ERR_OK;
    }
    if (!kind)
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "kind %.40s", f->kind);
    rule_of_kind(c, kind, out);
    return ERR_OK;
}

enum err rule_rework(struct ctx *c, const char *rule, struct limit *out)
{
    const struct node *v;
    *out = (struct limit){0};
    if (!rule)
        return ERR_OK;
    TRY(json_parse(c, rule, strlen(rule), &v));
    const char *text = node_text(node_get(v, "rework"));
    if (text && !limit_parse(text, out))
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "rule: %.80s", rule);
    return ERR_OK;
}

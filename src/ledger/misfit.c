/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/misfit.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "ledger/field_value.h"
#include "ledger/fields.h"
#include "ledger/ledger.h"

/* Where references lead was looked at when they were given; here it is enough that they are some. */
static bool is_ref(const struct node *v)
{
    int32_t district;
    int64_t id;
    const char *text = node_text(v);
    return text && text_ref_parse(text, &district, &id);
}

static bool are_refs(const struct node *v)
{
    for (size_t i = 0; i < node_len(v); i++)
        if (!is_ref(node_at(v, i)))
            return false;
    return node_type(v) == NODE_ARRAY;
}

/* NULL: it fits. */
static const char *fault_of(struct ctx *c, const struct ledger_field *f, const struct node *v)
{
    const struct problem was = c->problem;
    const char *kept, *why = NULL;
    if (f->type == LEDGER_REF || f->type == LEDGER_REFS)
        return (f->type == LEDGER_REF ? is_ref(v) : are_refs(v)) ? NULL : "ledger.ref";
    if (field_value_check(c, f, v, &kept) != ERR_OK)
        why = arena_copy(c->mem, c->problem.code);
    c->problem = was;
    return why;
}

static enum err look(struct ctx *c, const struct ledger_field *f, const struct field_set *set,
                     bool has_sealed, const char **out_why)
{
    const struct node *v;
    const char *json = fields_json(set, f->field);
    bool sealed = f->sealed && has_sealed;
    *out_why = !json && f->needed && !sealed ? "ledger.field_needed" : NULL;
    if (!json || field_is_erased(json))
        return ERR_OK;
    TRY(json_parse(c, json, strlen(json), &v));
    *out_why = fault_of(c, f, v);
    return ERR_OK;
}

enum err misfits_of(struct ctx *c, const struct ledger_kind *kind, const struct entry *e,
                    const struct misfit **out, size_t *out_n)
{
    struct field_set set;
    struct misfit *list;
    size_t n = 0;
    *out_n = 0;
    if (e->programme_version == kind->version)
        return ERR_OK;
    TRY(fields_read(c, e->fields, &set));
    list = arena_array(c->mem, kind->fields.n + 1, sizeof *list);
    for (size_t i = 0; i < kind->fields.n; i++) {
        const struct ledger_field *f = &kind->fields.v[i];
        const char *why;
        TRY(look(c, f, &set, e->has_sealed, &why));
        if (why)
            list[n++] = (struct misfit){f->field, why};
    }
    if (!ledger_status(kind, e->status))
        list[n++] = (struct misfit){"status", "ledger.status"};
    *out = list;
    *out_n = n;
    return ERR_OK;
}

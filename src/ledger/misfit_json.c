/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/entry_json.h"
#include "ledger/misfit.h"
#include "ledger/twin.h"

static void put_fields(struct json *j, const struct misfit *list, size_t n)
{
    json_key(j, "fields");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_text(j, "field", list[i].field);
        json_put_text(j, "why", list[i].why);
        json_end(j);
    }
    json_array_end(j);
}

static void put_twins(struct json *j, int32_t district, const struct entry_twin *list, size_t n)
{
    json_key(j, "same_key");
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_put_ref(j, "ref", district, list[i].id);
        json_put_text(j, "name", list[i].name);
        json_end(j);
    }
    json_array_end(j);
}

/* Of today alone: the past was right by the text of its day. */
enum err entry_put_misfit(const struct entry_view *v, const struct ledger_kind *kind,
                          const struct entry *e)
{
    const struct misfit *misfits = NULL;
    const struct entry_twin *twins = NULL;
    size_t n = 0, n_twins = 0;
    if (!e->as_of && !e->left_at) {
        TRY(misfits_of(v->c, kind, e, &misfits, &n));
        TRY(entry_twins(v->c, e->district, e->id, &twins, &n_twins));
    }
    json_key(v->j, "misfit");
    if (n + n_twins == 0) {
        json_null(v->j);
        return ERR_OK;
    }
    json_object(v->j);
    put_fields(v->j, misfits, n);
    put_twins(v->j, e->district, twins, n_twins);
    json_end(v->j);
    return ERR_OK;
}

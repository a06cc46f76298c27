/* SPDX-License-Identifier: Apache-2.0 */
#include "area/area_json.h"

void area_put_members(struct json *j, const struct atlas_view *v, int32_t area)
{
    const struct area *a = atlas_at(v, area), *parent = atlas_at(v, a->parent);
    json_put_text(j, "code", a->code);
    json_put_text(j, "name", a->name);
    json_put_text(j, "level", a->level);
    json_put_text(j, "note", a->note);
    json_put_text(j, "parent", parent ? parent->code : NULL);
    json_put_bool(j, "is_leaf", a->is_leaf);
    json_put_bool(j, "has_polygon", a->has_polygon);
    json_put_int(j, "n_children", a->n_children);
}

void area_put_summary(struct json *j, const struct atlas_view *v, int32_t area)
{
    json_object(j);
    area_put_members(j, v, area);
    json_end(j);
}

void area_put_code(struct json *j, const struct atlas_view *v, const char *code)
{
    json_put_text(j, "area", code);
    json_put_text(j, "area_name", atlas_name(v, code));
}

void area_put_chain(struct json *j, const struct atlas_view *v, int32_t area)
{
    json_key(j, "chain");
    json_array(j);
    for (const struct area *a = atlas_at(v, area); a; a = atlas_at(v, a->parent)) {
        json_object(j);
        json_put_text(j, "code", a->code);
        json_put_text(j, "name", a->name);
        json_put_text(j, "level", a->level);
        json_put_text(j, "note", a->note);
        json_end(j);
    }
    json_array_end(j);
}

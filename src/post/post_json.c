/* SPDX-License-Identifier: Apache-2.0 */
#include "post/post_json.h"

#include "area/area_json.h"
#include "base/text.h"

/* Consent was given for the time in the post: whoever has left it is named, and called no more. */
static const char *phone_of(struct ctx *c, const struct app *app, int32_t district, int64_t person,
                            struct sealed contact, const struct post_holder *h)
{
    bool left = h->valid_to && h->valid_to <= c->now;
    return left ? NULL : person_phone(c, app->key, district, person, contact);
}

void post_put_holder(struct ctx *c, const struct app *app, struct json *j, int32_t district,
                     const struct post_holder *h)
{
    json_key(j, "holder");
    if (h->holding) {
        json_object(j);
        json_put_text(j, "type", h->person ? "person" : "team");
        json_put_ref(j, "ref", district, h->person ? h->person : h->team);
        json_put_text(j, "name", h->name);
        json_put_text(j, "phone", phone_of(c, app, district, h->person, h->contact, h));
        json_end(j);
    } else {
        json_null(j);
    }
    json_key(j, "deputy");
    if (h->deputy) {
        json_object(j);
        json_put_ref(j, "ref", district, h->deputy);
        json_put_text(j, "name", h->deputy_name);
        json_put_text(j, "phone", phone_of(c, app, district, h->deputy, h->deputy_contact, h));
        json_end(j);
    } else {
        json_null(j);
    }
}

void post_put_kind(struct json *j, const struct app *app, const char *kind)
{
    const struct post_kind *known = programme_post(app->programmes, kind);
    json_put_text(j, "kind", kind);
    json_key(j, "kind_name");
    json_object(j);
    json_put_text(j, "zh", known ? known->name.zh : kind);
    json_put_text(j, "en", known ? known->name.en : kind);
    json_end(j);
}

void post_put_answer(struct ctx *c, const struct app *app, const struct atlas_view *v,
                     struct json *j, const struct post_answer *a)
{
    json_object(j);
    json_put_bool(j, "found", a->found);
    json_key(j, "post");
    if (a->found) {
        json_object(j);
        json_put_ref(j, "ref", a->district, a->post);
        post_put_kind(j, app, a->kind);
        area_put_code(j, v, a->area);
        json_end(j);
    } else {
        json_null(j);
    }
    post_put_holder(c, app, j, a->district, &a->holder);
    json_put_time(j, "since", a->holder.valid_from);
    json_end(j);
}

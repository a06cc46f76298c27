/* SPDX-License-Identifier: Apache-2.0 */
/* What lists and the officers' view say of a case in the same words. */
#include <string.h>

#include "area/area_json.h"
#include "casefile/case_parts.h"

const char *case_light_word(enum case_light light)
{
    static const char *const words[] = {
        [LIGHT_NONE] = "none", [LIGHT_YELLOW] = "yellow", [LIGHT_RED] = "red"};
    return words[light];
}

const struct name_pair *case_clock_name(const struct case_view *v, const char *flow,
                                        const char *clock)
{
    static const struct name_pair none = {"时限", "Limit"};
    const struct flow *f = programme_flow(v->app->programmes, flow);
    for (size_t i = 0; f && i < f->n_clocks; i++)
        if (strcmp(f->clocks[i].clock, clock) == 0)
            return &f->clocks[i].name;
    return &none;
}

static void put_clock(const struct case_view *v, const struct casefile *f, const char *limit_text)
{
    struct json *j = v->j;
    json_key(j, "clock");
    if (!f->clock) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "clock", f->clock);
    name_put(j, "name", case_clock_name(v, f->flow, f->clock));
    json_put_time(j, "due", f->due);
    json_put_text(j, "light", case_light_word(f->light));
    json_put_bool(j, "paused", f->due == 0);
    json_put_bool(j, "provisional", f->provisional);
    json_put_text(j, "limit_text", limit_text ? limit_text : "");
    json_end(j);
}

void case_put_opt_int(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    if (v)
        json_int(j, v);
    else
        json_null(j);
}

static void put_external(struct json *j, const struct casefile *f)
{
    json_key(j, "external");
    if (!f->external_to) {
        json_null(j);
        return;
    }
    json_object(j);
    json_put_text(j, "to", f->external_to);
    json_put_text(j, "number", f->external_number);
    json_put_time(j, "due", f->external_due);
    json_end(j);
}

static void put_place(const struct case_view *v, const struct casefile *f)
{
    struct json *j = v->j;
    area_put_code(j, v->atlas, f->area);
    json_put_text(j, "address", f->address);
    if (f->has_point) {
        json_put_degrees(j, "lon", f->point.lon_e7);
        json_put_degrees(j, "lat", f->point.lat_e7);
    } else {
        json_put_raw(j, "lon", NULL);
        json_put_raw(j, "lat", NULL);
    }
}

/* 0: nobody may, or not any more. */
static int64_t may_appeal_until(const struct ctx *c, const struct casefile *f)
{
    bool may = f->late && !f->exempt && f->appeals == 0 && !f->is_open;
    return may && f->appeal_until >= c->now ? f->appeal_until : 0;
}

static void put_loop(const struct case_view *v, const struct casefile *f,
                     const struct case_names *names)
{
    struct json *j = v->j;
    put_clock(v, f, names->limit_text);
    json_put_bool(j, "late", f->late);
    json_put_time(j, "appeal_until", may_appeal_until(v->c, f));
    json_put_int(j, "supervised", f->supervised);
    json_put_int(j, "returns", f->returns);
    json_put_int(j, "reworks", f->reworks);
    json_put_int(j, "extensions", f->extensions);
    json_put_text(j, "request", f->request);
    json_put_int(j, "still_there", f->still_there);
    json_put_text(j, "verdict", f->verdict);
    json_put_text(j, "closed_as", f->closed_as);
    case_put_opt_int(j, "rating", f->rating);
    json_put_text(j, "assigned_name", names->assigned);
    json_put_text(j, "source", f->source);
    put_external(j, f);
    json_put_ref(j, "upper", f->district, f->upper);
    json_put_ref(j, "lower", f->district, f->lower);
}

void case_put_facts(const struct case_view *v, const struct casefile *f,
                    const struct case_names *names)
{
    struct json *j = v->j;
    json_put_ref(j, "ref", f->district, f->id);
    json_put_text(j, "kind", f->kind);
    json_put_text(j, "state", f->state);
    json_put_bool(j, "open", f->is_open);
    put_place(v, f);
    json_put_text(j, "body", f->body);
    json_put_time(j, "opened", f->opened);
    json_put_time(j, "updated", f->updated);
    json_put_time(j, "closed", f->closed);
    json_put_int(j, "version", f->version);
    if (names->post_kind)
        case_put_post(j, f->district, f->post, names->post_kind, names->holder);
    else
        json_put_raw(j, "post", NULL);
    json_put_text(j, "handler_name", f->handler_name);
    json_put_int(j, "supports", f->supports);
    json_put_int(j, "cycle", f->cycle);
    put_loop(v, f, names);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "app.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "calendar/calendars.h"
#include "casefile/agenda.h"
#include "casefile/case_api.h"
#include "casefile/case_in.h"
#include "casefile/case_parts.h"

struct agenda_in {
    const char *area;
};
static const struct field agenda_fields[] = {
    {"area", FIELD_TEXT, true, offsetof(struct agenda_in, area), 1, TEXT_CODE_MAX - 1},
};

static enum err agenda_place(struct ctx *c, const struct req *q, const char **out_area)
{
    struct agenda_in in;
    TRY(req_read_query(c, q, agenda_fields, LEN(agenda_fields), &in));
    *out_area = in.area;
    return ERR_OK;
}

static const char *day_text(struct ctx *c, int32_t day)
{
    if (day == 0)
        return NULL;
    return arena_printf(c->mem, "%04d-%02d-%02d", (int)(day / 10000), (int)(day / 100 % 100),
                        (int)(day % 100));
}

/* The meeting days of the districts, which come one after the other. */
struct meeting {
    int32_t district;
    const char *day;
};

static enum err meet(const struct case_view *v, int32_t district, struct meeting *m)
{
    const struct calendar *cal;
    if (m->district == district)
        return ERR_OK;
    TRY(calendar_for(v->c, v->app->calendars, district, &cal));
    *m = (struct meeting){district, day_text(v->c, agenda_meeting_day(cal, v->c->now))};
    return ERR_OK;
}

static void put_head(const struct case_view *v, const struct agenda_item *item, const char *day)
{
    json_put_text(v->j, "community", item->community);
    json_put_text(v->j, "name", atlas_name(v->atlas, item->community));
    json_put_text(v->j, "meeting_day", day);
    json_put_text(v->j, "why", item->why);
    json_put_time(v->j, "since", item->since);
}

/* Items and lines are in the same order; there is a line for each, as a case with an item cannot go. */
static enum err put_items(const struct case_view *v, const struct agenda_item *items, size_t n)
{
    struct casefile_key *keys = arena_array(v->c->mem, n, sizeof *keys);
    struct casefile_page page;
    const struct post_name *names;
    struct meeting m = {0};
    size_t n_names;
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct casefile_key){.district = items[i].district, .id = items[i].casefile};
    TRY(casefile_lines(v->c, keys, n, &page));
    TRY(casefile_post_names(v->c, &page, &names, &n_names));
    for (size_t i = 0; i < page.n && i < n; i++) {
        TRY(meet(v, items[i].district, &m));
        json_object(v->j);
        put_head(v, &items[i], m.day);
        json_key(v->j, "case");
        case_put_line(v, &page.lines[i], names, n_names);
        json_end(v->j);
    }
    return ERR_OK;
}

static enum err agenda(struct ctx *c, const struct req *q, struct reply *out)
{
    struct agenda_in in;
    const struct agenda_item *items;
    size_t n;
    TRY(req_read_query(c, q, agenda_fields, LEN(agenda_fields), &in));
    CLEANUP(case_view_end) struct case_view v = case_view_of(c, q, out);
    if (atlas_find(v.atlas, in.area) < 0)
        return ctx_fail(c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", in.area);
    TRY(agenda_list(c, v.atlas, in.area, &items, &n));
    json_object(v.j);
    json_key(v.j, "items");
    json_array(v.j);
    TRY(put_items(&v, items, n));
    json_array_end(v.j);
    json_end(v.j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_GET, "/api/v1/agenda", RIGHT_CASE_READ, 0, agenda_place, agenda, NULL},
};

const struct routes agenda_routes = {table, LEN(table)};

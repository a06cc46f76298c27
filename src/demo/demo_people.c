/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People who do not exist, in posts of the demonstration's districts: a duty desk and a grid lead in each village, and in
 * the demonstration's towns a grid worker and a building lead in each cell, and units. Two posts stay empty.
 */
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "demo/demo_names.h"
#include "demo/demo_parts.h"
#include "person/person.h"
#include "post/post.h"
#include "programme/programme.h"
#include "team/team.h"

enum { MEMBERS = 4, HISTORY_EVERY = 23, GAP_DAYS = 20, OLD_DAYS = 400 };

/* Units of a town or district, by post kind. */
static const char *const units[] = {"sanitation", "municipal_repair", "urban_management",
                                    "landscaping", "housing_safety"};

static enum err add_person(struct demo *d, const char *area, bool publish, int64_t *out)
{
    struct person_new p = {
        .name = names_next(d),
        .area = area,
        .phone = names_phone(d),
        .note = "made_up",
        .contact_public = publish,
    };
    d->count.persons++;
    return person_add(d->c, d->app->key, &p, out);
}

static enum err add_post(struct demo *d, const char *kind, const char *area, int64_t *out)
{
    d->count.posts++;
    return post_add(d->c, d->app->programmes, &(struct post_new){.kind = kind, .area = area}, out);
}

static enum err hold(struct demo *d, const char *area, int64_t post, int64_t person, int64_t deputy)
{
    return post_hold(d->c, &(struct post_hold){.district = text_district(area),
                                               .post = post,
                                               .person = person,
                                               .deputy = deputy});
}

/* A post of the kind on the area, held by the person. */
static enum err appoint(struct demo *d, const char *kind, const char *area, int64_t person,
                        int64_t deputy)
{
    int64_t post;
    TRY(add_post(d, kind, area, &post));
    return hold(d, area, post, person, deputy);
}

/* The same with somebody who held it before and left. */
static enum err appoint_after_another(struct demo *d, const char *kind, const char *area,
                                      int64_t person, int64_t deputy)
{
    int64_t post, before;
    int64_t from = d->start - OLD_DAYS * TIME_DAY;
    struct post_new p = {.kind = kind, .area = area, .created = from};
    TRY(add_person(d, area, false, &before));
    TRY(post_add(d->c, d->app->programmes, &p, &post));
    d->count.posts++;
    TRY(post_hold(d->c, &(struct post_hold){.district = text_district(area),
                                            .post = post,
                                            .person = before,
                                            .from = from,
                                            .to = d->start}));
    return hold(d, area, post, person, deputy);
}

static enum err add_unit(struct demo *d, const struct area *a, const char *kind)
{
    const struct post_kind *k = programme_post(d->app->programmes, kind);
    int64_t team, post;
    struct team_new t = {.name = arena_printf(d->c->mem, "%s%s队", a->name, k->name.zh),
                         .kind = "unit",
                         .area = a->code,
                         .note = "made_up"};
    int32_t district = text_district(a->code);
    TRY(team_add(d->c, &t, &team));
    for (int i = 0; i < MEMBERS; i++) {
        int64_t person;
        TRY(add_person(d, a->code, i == 0, &person));
        TRY(team_member_add(d->c, district, team, person, 0, 0));
    }
    int64_t login = logins_duty(d, kind, a->code);
    if (login)
        TRY(team_member_add(d->c, district, team, login, 0, 0));
    TRY(add_post(d, kind, a->code, &post));
    return post_hold(d->c, &(struct post_hold){.district = district, .post = post, .team = team});
}

static enum err add_units(struct demo *d, const struct area *a)
{
    for (size_t i = 0; i < LEN(units); i++)
        TRY(add_unit(d, a, units[i]));
    return ERR_OK;
}

static enum err fill_cell(struct demo *d, const struct area *cell)
{
    int64_t worker = logins_duty(d, "grid_worker", cell->code);
    int64_t lead = logins_duty(d, "building_lead", cell->code), deputy = worker;
    if (!worker)
        TRY(add_person(d, cell->code, demo_chance(d, 60), &worker));
    if (!lead)
        TRY(add_person(d, cell->code, demo_chance(d, 60), &lead));
    TRY(appoint(d, "grid_worker", cell->code, worker, 0));
    return appoint(d, "building_lead", cell->code, lead, deputy);
}

static enum err fill_cells(struct demo *d, const struct area *village)
{
    for (int32_t i = 0; i < village->n_children; i++)
        TRY(fill_cell(d, atlas_at(d->view, village->first_child + i)));
    return ERR_OK;
}

/* Each community of the street with shops has somebody to whom they are allotted. */
static enum err allot_shops(struct demo *d, const struct area *village)
{
    const char *town = node_text(node_get(node_get(d->script, "shops"), "town"));
    int64_t person;
    if (!text_has_prefix(village->code, town))
        return ERR_OK;
    TRY(add_person(d, village->code, true, &person));
    return appoint(d, "shop_allotment", village->code, person, 0);
}

/* In the demonstration's towns: two people and cells. */
static enum err fill_demo_village(struct demo *d, const struct area *village, bool history)
{
    int64_t desk, lead, deputy = logins_duty(d, "grid_worker", village->code);
    TRY(add_person(d, village->code, true, &desk));
    TRY(add_person(d, village->code, demo_chance(d, 60), &lead));
    if (!deputy)
        deputy = desk;
    TRY(appoint(d, "community_duty", village->code, desk, 0));
    TRY(history ? appoint_after_another(d, "grid_lead", village->code, lead, deputy)
                : appoint(d, "grid_lead", village->code, lead, deputy));
    if (names_is_village(village->name))
        TRY(appoint(d, "straw_watch", village->code, desk, lead));
    TRY(allot_shops(d, village));
    return fill_cells(d, village);
}

/* Elsewhere one person often has both posts. Two gaps are left on purpose: `check coverage` names them. */
static enum err fill_plain_village(struct demo *d, const struct area *village, bool vacant,
                                   bool no_desk)
{
    int64_t desk, lead, post;
    TRY(add_person(d, village->code, demo_chance(d, 40), &desk));
    lead = desk;
    if (demo_chance(d, 30))
        TRY(add_person(d, village->code, demo_chance(d, 40), &lead));
    if (!no_desk)
        TRY(appoint(d, "community_duty", village->code, desk, 0));
    TRY(add_post(d, "grid_lead", village->code, &post));
    return post_hold(d->c, &(struct post_hold){.district = text_district(village->code),
                                               .post = post,
                                               .person = lead,
                                               .to = vacant ? d->now - GAP_DAYS * TIME_DAY : 0});
}

static enum err fill_town(struct demo *d, const struct area *town, bool gaps)
{
    int64_t chief, deputy;
    bool demo = demo_is_town(d, town->code);
    TRY(add_person(d, town->code, true, &chief));
    TRY(add_person(d, town->code, false, &deputy));
    TRY(appoint(d, "town_duty", town->code, chief, deputy));
    if (demo)
        TRY(add_units(d, town));
    for (int32_t i = 0; i < town->n_children; i++) {
        const struct area *village = atlas_at(d->view, town->first_child + i);
        if (demo)
            TRY(fill_demo_village(d, village, i % HISTORY_EVERY == 2));
        else
            TRY(fill_plain_village(d, village, gaps && i == 0, gaps && i == 1));
    }
    return ERR_OK;
}

static enum err fill_district(struct demo *d, const struct area *district)
{
    bool gaps = true;
    TRY(add_units(d, district));
    for (int32_t i = 0; i < district->n_children; i++) {
        const struct area *town = atlas_at(d->view, district->first_child + i);
        bool demo = demo_is_town(d, town->code);
        TRY(fill_town(d, town, gaps && !demo));
        gaps = gaps && demo;
    }
    return ERR_OK;
}

/* Who answers for the ledgers of a district or town. */
static enum err fill_ledger_posts(struct demo *d)
{
    const struct node *list = node_get(d->script, "ledger_posts");
    for (size_t i = 0; i < node_len(list); i++) {
        const char *area = node_text(node_get(node_at(list, i), "area"));
        int64_t person;
        TRY(add_person(d, area, true, &person));
        TRY(appoint(d, node_text(node_get(node_at(list, i), "post")), area, person, 0));
    }
    return ERR_OK;
}

enum err demo_people(struct demo *d)
{
    TRY(names_read(d));
    for (size_t i = 0; i < d->n_logins; i++) {
        struct demo_login *l = &d->logins[i];
        struct person_new p = {
            .name = l->name, .area = l->area, .phone = names_phone(d), .note = "made_up"};
        if (!l->duty)
            continue;
        TRY(person_add(d->c, d->app->key, &p, &l->person));
        d->count.persons++;
    }
    for (int32_t i = 0; i < (int32_t)atlas_len(d->view); i++) {
        const struct area *a = atlas_at(d->view, i);
        if (strcmp(a->level, "district") == 0 && demo_is_district(d, a->code))
            TRY(fill_district(d, a));
    }
    return fill_ledger_posts(d);
}

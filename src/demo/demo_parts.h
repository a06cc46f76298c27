/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages of the demonstration share. Only src/demo includes this. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "account/account.h"
#include "area/atlas.h"
#include "demo/demo.h"

struct node;
struct embedded;
struct demo_place; /* demo_places.c */
struct demo_names; /* demo_names.c */
struct demo_photo; /* demo_photos.c */

/* A login that the sign-in page offers, from demo/script.json. */
struct demo_login {
    const char *login, *password, *name, *title_zh, *title_en, *door;
    const char *role, *area;
    const char
        *duty; /* which post the person behind the login holds (demo_people.c); NULL: no person */
    int64_t person;
};

/* Somebody who acts in cases: a login of the table above, or one that nobody can sign in to. */
struct demo_actor {
    const struct account *account;
    enum role role;
    const char *area;
    struct demo_actor *next;
};

struct demo {
    struct ctx *c;
    struct app *app;
    struct arena *mem; /* what outlives a stage */
    const struct node *script;
    const struct demo_place *places;
    size_t n_places;
    struct demo_names *names;
    struct demo_photo *photos;
    const struct atlas_view *view; /* as the stages before left it */
    int64_t now, start;            /* the present; when all areas and posts begin */
    uint64_t random;
    struct demo_login *logins;
    size_t n_logins;
    struct demo_actor *actors;
    struct demo_count count;
};

/* The next number below n, always the same row of numbers. */
uint64_t demo_random(struct demo *d, uint64_t n);
bool demo_chance(struct demo *d, int percent);

/* Codes of the towns and districts that the demonstration tells about, from the script. */
bool demo_is_town(const struct demo *d, const char *code); /* or lies in one */
bool demo_is_district(const struct demo *d, const char *code);

/* An embedded file; it is there. */
const struct embedded *demo_file(const char *path);

/* demo_areas.c */
enum err demo_tree(struct demo *d) MUST_USE;
enum err demo_towns(struct demo *d) MUST_USE;
/* demo_cells.c */
enum err demo_villages(struct demo *d) MUST_USE;
enum err demo_cells(struct demo *d) MUST_USE;
enum err demo_cell_outlines(struct demo *d) MUST_USE;
/* demo_people.c */
enum err demo_people(struct demo *d) MUST_USE;
/* demo_logins.c */
enum err demo_logins_read(struct demo *d) MUST_USE;
enum err demo_logins_add(struct demo *d) MUST_USE;
/* A JSON array for the setting of that name. */
const char *demo_logins_json(struct demo *d);
/* The person behind the login that has this duty on the area, or on an area that holds it; 0: none. */
int64_t logins_duty(const struct demo *d, const char *duty, const char *area);
/* Who acts in a role for an area, or as a duty holder; made when first asked for. */
enum err demo_staff(struct demo *d, enum role role, const char *area, const struct account **out)
    MUST_USE;
enum err demo_holder(struct demo *d, int32_t district, int64_t person, const char *area,
                     const struct account **out) MUST_USE;
/* demo_shops.c: the shops of a street, inspected and graded; before the cases, whose clocks it also moves. */
enum err demo_shops(struct demo *d) MUST_USE;
/* demo_ledgers.c: culture, heritage, the incubator. */
enum err demo_ledgers(struct demo *d) MUST_USE;
/* demo_cases.c */
enum err demo_cases(struct demo *d) MUST_USE;
/* What the clock alone made due until then, as the scheduler would have done it. */
enum err demo_tick_until(struct demo *d, int64_t until) MUST_USE;
/* A point of the area. False: the area is thin, and no point of its box that was tried lies in it. */
bool demo_point_in(struct demo *d, const struct area *a, struct geo_point *out);
/* One of a list of texts. */
const char *demo_pick(struct demo *d, const struct node *list);
/* The account of whoever holds the post: a person, or the first member of a team (demo_deeds.c). */
enum err demo_post_holder(struct demo *d, int32_t district, int64_t post,
                          const struct account **out) MUST_USE;

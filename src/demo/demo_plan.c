/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "demo/demo_names.h"

#define MINUTE (60 * TIME_SECOND)
#define HOUR (60 * MINUTE)

enum {
    CASES = 600,
    DAYS = 60,
    RECENT_DAYS = 9,
    NEW_DAYS = 2,
    HOME_PERCENT = 15,
    DEMO_PERCENT = 80,
    TWIN_EVERY = 18
};
enum { OPENS = 8, SHUTS = 19 }; /* o'clock, when staff work */

static const char home[] = "410105010016"; /* 六合苑社区: where the logins are at home */

static const struct habit {
    const char *kind;
    int weight;
    const char *unit;
} habits[] = {
    {"household_rubbish",   16, "sanitation"      },
    {"blocked_passage",     10, NULL              },
    {"illegal_ads",         9,  "sanitation"      },
    {"neighbour_noise",     9,  NULL              },
    {"road_damage",         9,  "municipal_repair"},
    {"construction_rubble", 8,  "urban_management"},
    {"sewage_overflow",     8,  "municipal_repair"},
    {"street_light",        8,  "municipal_repair"},
    {"water_leak",          8,  NULL              },
    {"manhole_cover",       7,  "municipal_repair"},
    {"damaged_greenery",    6,  "landscaping"     },
    {"straw_burning",       6,  NULL              },
    {"dangerous_building",  2,  "housing_safety"  },
};

/* Ways of a case after it is filed, as letters of struct plan_step. */
static const struct fate {
    const char *way;
    int weight;
} fates[] = {
    {"ASDPC",       44},
    {"RSDPC",       16},
    {"ASDWDPC",     6 },
    {"ASBRSDPC",    4 },
    {"ASDPCOASDPC", 2 },
    {"ASDPCO",      1 },
    {"X",           4 },
    {"AX",          2 },
    {"XO",          1 },
    {"",            4 },
    {"A",           4 },
    {"R",           2 },
    {"AS",          5 },
    {"RS",          2 },
    {"ASDW",        1 },
    {"ASD",         4 },
    {"ASDP",        3 },
};

/* How long until the step, in minutes: least and most. */
static const struct delay {
    char what;
    int least, most;
} delays[] = {
    {'A', 10,      300        },
    {'R', 10,      300        },
    {'S', 20,      900        },
    {'B', 60,      500        },
    {'D', 90,      3600       },
    {'W', 60,      1000       },
    {'P', 60,      1400       },
    {'C', 20,      700        },
    {'X', 30,      900        },
    {'O', 24 * 60, 8 * 24 * 60},
};

/* Places in the view. */
struct area_list {
    int32_t *v;
    size_t n, cap;
};

struct planning {
    struct demo *d;
    struct plan *plan;
    struct area_list demo, plain, home;
};

static struct area_list *list_of(struct planning *p, const struct area *a)
{
    if (!demo_is_town(p->d, a->code))
        return &p->plain;
    return text_has_prefix(a->code, home) ? &p->home : &p->demo;
}

static void sort_areas(struct planning *p)
{
    for (int32_t i = 0; i < (int32_t)atlas_len(p->d->view); i++) {
        const struct area *a = atlas_at(p->d->view, i);
        if (!a->is_leaf || !a->has_polygon || !demo_is_district(p->d, a->code))
            continue;
        struct area_list *list = list_of(p, a);
        list->v = arena_grow(p->d->c->mem, list->v, list->n, &list->cap, sizeof *list->v);
        list->v[list->n++] = i;
    }
}

static const struct area *pick_area(struct planning *p)
{
    struct demo *d = p->d;
    const struct area_list *from = &p->plain;
    if (demo_chance(d, DEMO_PERCENT))
        from = demo_chance(d, HOME_PERCENT) ? &p->home : &p->demo;
    return atlas_at(d->view, from->v[demo_random(d, from->n)]);
}

static const struct habit *pick_habit(struct demo *d)
{
    int total = 0;
    for (size_t i = 0; i < LEN(habits); i++)
        total += habits[i].weight;
    int at = (int)demo_random(d, (uint64_t)total);
    size_t i = 0;
    while (at >= habits[i].weight)
        at -= habits[i++].weight;
    return &habits[i];
}

static const struct fate *pick_fate(struct demo *d)
{
    int total = 0;
    for (size_t i = 0; i < LEN(fates); i++)
        total += fates[i].weight;
    int at = (int)demo_random(d, (uint64_t)total);
    size_t i = 0;
    while (at >= fates[i].weight)
        at -= fates[i++].weight;
    return &fates[i];
}

/* Straw burns where fields are. The name of a cell's village tells. */
static bool fits(const struct demo *d, const struct habit *h, const struct area *a)
{
    const struct area *village = strcmp(a->level, "cell") == 0 ? atlas_at(d->view, a->parent) : a;
    return strcmp(h->kind, "straw_burning") != 0 || names_is_village(village->name);
}

static int64_t start_of_day(int64_t at)
{
    const int64_t shanghai = 8 * HOUR;
    return (at + shanghai) / TIME_DAY * TIME_DAY - shanghai;
}

/* The same moment, or the next one at which somebody is at work. */
static int64_t at_work(struct demo *d, int64_t at)
{
    int64_t day = start_of_day(at), minutes = (int64_t)demo_random(d, 50) * MINUTE;
    if (at < day + OPENS * HOUR)
        return day + OPENS * HOUR + minutes;
    if (at >= day + SHUTS * HOUR)
        return day + TIME_DAY + OPENS * HOUR + minutes;
    return at;
}

static int64_t delay(struct demo *d, char what)
{
    size_t i = 0;
    while (delays[i].what != what)
        i++;
    uint64_t span = (uint64_t)(delays[i].most - delays[i].least);
    return (delays[i].least + (int64_t)demo_random(d, span)) * MINUTE;
}

static void add_step(struct planning *p, struct plan_case *file, char what, int64_t at)
{
    struct plan *plan = p->plan;
    plan->steps =
        arena_grow(p->d->mem, plan->steps, plan->n_steps, &plan->cap_steps, sizeof *plan->steps);
    plan->steps[plan->n_steps++] = (struct plan_step){.at = at, .file = file, .what = what};
}

static char step_of(const struct plan_case *file, char what)
{
    if (what == 'R' && !file->unit)
        return 'A';
    return what;
}

/* All steps; moved back by whole days so that the last one has happened. */
static void add_steps(struct planning *p, struct plan_case *file, const char *way)
{
    struct demo *d = p->d;
    size_t first = p->plan->n_steps;
    int64_t at = file->opened;
    add_step(p, file, 'F', at);
    for (const char *what = way; *what; what++) {
        at = at_work(d, at + delay(d, *what));
        add_step(p, file, step_of(file, *what), at);
    }
    int64_t days = at > d->now ? (at - d->now) / TIME_DAY + 1 : 0;
    for (size_t i = first; i < p->plan->n_steps; i++)
        p->plan->steps[i].at -= days * TIME_DAY;
    file->opened -= days * TIME_DAY;
    for (uint64_t n = demo_chance(d, 20) ? demo_random(d, 4) : 0; n > 0; n--) {
        at = file->opened + (int64_t)(1 + demo_random(d, 90)) * MINUTE;
        if (at <= d->now)
            add_step(p, file, 'U', at);
    }
}

/* How long ago such a case may have been opened: nothing waits for weeks. */
static uint64_t days_back(const char *way)
{
    size_t n = strlen(way);
    if (n == 0)
        return NEW_DAYS;
    return way[n - 1] == 'C' || way[n - 1] == 'X' ? DAYS : RECENT_DAYS;
}

static void describe(struct planning *p, struct plan_case *file)
{
    struct demo *d = p->d;
    const struct habit *h = pick_habit(d);
    const struct area *a = pick_area(p);
    while (!fits(d, h, a))
        h = pick_habit(d);
    bool demo = demo_is_town(d, a->code);
    *file = (struct plan_case){.kind = h->kind,
                               .area = a,
                               .unit = demo ? h->unit : NULL,
                               .desk = arena_copy_n(d->mem, a->code, demo ? 9 : 6)};
}

static void plan_one(struct planning *p, struct plan_case *file)
{
    struct demo *d = p->d;
    const char *way = pick_fate(d)->way;
    describe(p, file);
    file->opened = d->now - (int64_t)demo_random(d, days_back(way) * 24 * 60 * 60) * TIME_SECOND;
    /* Few people report at night. */
    if (file->opened - start_of_day(file->opened) < 6 * HOUR && demo_chance(d, 80))
        file->opened -= 7 * HOUR;
    add_steps(p, file, way);
}

/* Somebody else reports the same; intake merges it within the hours in which the first is surely open. */
static void plan_twin(struct planning *p, struct plan_case *file, const struct plan_case *first)
{
    struct demo *d = p->d;
    *file = *first;
    file->twin = first;
    file->opened = first->opened + (int64_t)(1 + demo_random(d, 8)) * MINUTE;
    add_step(p, file, 'F', file->opened);
    add_step(p, file, 'M', file->opened + MINUTE);
}

static int by_time(const void *a, const void *b)
{
    const struct plan_step *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->file == y->file ? 0 : x->file < y->file ? -1 : 1;
}

enum err plan_make(struct demo *d, struct plan *out)
{
    struct planning p = {.d = d, .plan = out};
    *out = (struct plan){.n_cases = CASES, .cases = arena_array(d->mem, CASES, sizeof *out->cases)};
    sort_areas(&p);
    if (p.demo.n == 0 || p.plain.n == 0 || p.home.n == 0)
        return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", "no cells");
    for (size_t i = 0; i < CASES; i++) {
        const struct plan_case *before = i ? &out->cases[i - 1] : NULL;
        if (i % TWIN_EVERY == TWIN_EVERY - 1 && before->opened < d->now - 10 * MINUTE)
            plan_twin(&p, &out->cases[i], before);
        else
            plan_one(&p, &out->cases[i]);
    }
    qsort(out->steps, out->n_steps, sizeof *out->steps, by_time);
    return ERR_OK;
}

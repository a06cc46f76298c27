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
    DAY_SECONDS = 24 * 60 * 60,
    SPAN_MINUTES = DAYS * 24 * 60,
    DESK_MINUTES = 22,  /* so long does a case wait at a desk that is staffed round the clock */
    UNIT_MINUTES = 900, /* and at others */
    DISPUTE_MINUTES = 6000,
    OFFICE_DAY = 480,
    USUAL_MINUTES = 2400,
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
    {"home_repair",         4,  NULL              },
    {"errand_help",         4,  NULL              },
    {"form_filling",        3,  NULL              },
    {"dangerous_building",  2,  "housing_safety"  },
};

/* Ways of a case after it is filed, as letters of struct plan_step. */
struct fate {
    const char *way;
    int weight;
};

static const struct fate short_fates[] = {
    {"ASDPC",       30},
    {"ASDPCY",      14},
    {"RSDPC",       10},
    {"RSDPCY",      6 },
    {"ASDWDPC",     5 },
    {"ASBRSDPC",    4 },
    {"ASDPCOASDPC", 2 },
    {"ASDPCO",      1 },
    {"ASDPCN",      1 },
    {"ASDPCNZ",     1 },
    {"ASDPCT",      2 },
    {"X",           4 },
    {"I",           2 },
    {"AX",          2 },
    {"XO",          1 },
    {"",            4 },
    {"A",           4 },
    {"R",           2 },
    {"AS",          5 },
    {"RS",          2 },
    {"ASDW",        1 },
    {"ASD",         4 },
    {"ASEeDPC",     2 },
    {"ASE",         1 },
    {"AQ",          1 },
    {"L",           1 },
    {"ASDP",        3 },
};

static const struct fate full_fates[] = {
    {"AfdSDkPC",     24},
    {"AfrSDkPC",     18},
    {"AfrSDkPCY",    14},
    {"VvAfrSDkPC",   6 },
    {"VvX",          3 },
    {"AfrSDkWDkPC",  6 },
    {"AfdBgSDkPC",   6 },
    {"AfrSEeDkPC",   5 },
    {"AfrSDkPCN",    2 },
    {"AfrSDkPCNZ",   2 },
    {"AfrSDkPCOfrS", 2 },
    {"AfrSDkPCT",    2 },
    {"AfqSjDkPC",    3 },
    {"AfqS",         2 },
    {"X",            4 },
    {"AK",           2 },
    {"I",            2 },
    {"AQ",           2 },
    {"",             4 },
    {"A",            3 },
    {"Vv",           2 },
    {"V",            2 },
    {"Af",           3 },
    {"Afr",          4 },
    {"AfrS",         8 },
    {"AfrSE",        2 },
    {"AfrSH",        1 },
    {"AfrSHh",       2 },
    {"AfdB",         3 },
    {"AfrSG",        2 },
    {"AfrSD",        3 },
    {"AfrSDk",       4 },
    {"AfrSDkP",      3 },
    {"AL",           1 },
};

static const struct fate order_fates[] = {
    {"SDY",   50},
    {"SD",    10},
    {"S",     12},
    {"",      8 },
    {"SBSDY", 6 },
    {"SDNDY", 4 },
    {"SDc",   4 },
    {"SDYn",  1 },
    {"SDYnZ", 1 },
    {"X",     3 },
    {"I",     2 },
};

static const struct ways {
    const char *flow;
    const struct fate *fates;
    size_t n;
    const char *ended; /* last letters of those that wait for nobody */
} all_ways[] = {
    {"short", short_fates, LEN(short_fates), "CXYZQI" },
    {"full",  full_fates,  LEN(full_fates),  "CXYZQKI"},
    {"order", order_fates, LEN(order_fates), "cXYZI"  },
};

/* How long until the step, in minutes: least and most. The desk of the full flow is staffed round the clock. */
struct delay {
    char what;
    int least, most;
};

static const struct delay plain_delays[] = {
    {'A', 10,          300        },
    {'R', 10,          300        },
    {'S', 20,          900        },
    {'B', 60,          500        },
    {'D', 90,          1700       },
    {'W', 60,          1000       },
    {'P', 60,          1400       },
    {'C', 20,          700        },
    {'X', 30,          900        },
    {'I', 5,           60         },
    {'O', 24 * 60,     8 * 24 * 60},
    {'Y', 60,          5 * 24 * 60},
    {'N', 60,          5 * 24 * 60},
    {'n', 60,          5 * 24 * 60},
    {'c', 5 * 24 * 60, 8 * 24 * 60},
    {'E', 30,          200        },
    {'e', 20,          300        },
    {'L', 10,          200        },
    {'Q', 10,          200        },
    {'Z', 120,         1400       },
    {'T', 24 * 60,     9 * 24 * 60},
};
static const struct delay desk_delays[] = {
    {'A', 1,  9   },
    {'f', 1,  7   },
    {'d', 1,  17  },
    {'r', 1,  17  },
    {'q', 2,  12  },
    {'g', 3,  14  },
    {'V', 1,  6   },
    {'v', 5,  35  },
    {'k', 2,  16  },
    {'P', 8,  34  },
    {'W', 8,  34  },
    {'C', 2,  13  },
    {'X', 3,  14  },
    {'K', 3,  14  },
    {'Q', 2,  8   },
    {'L', 2,  6   },
    {'S', 10, 240 },
    {'B', 20, 200 },
    {'D', 60, 2600},
    {'E', 30, 200 },
    {'e', 20, 200 },
    {'H', 60, 500 },
    {'h', 30, 300 },
    {'G', 30, 300 },
    {'j', 60, 600 },
};
/* Letters of the full flow that are not the desk's: they wait for working hours. */
static const char field_work[] = "SBDEeHhGjOYNnZT";

/* Places in the view. */
struct area_list {
    int32_t *v;
    size_t n, cap;
};

struct planning {
    struct demo *d;
    struct plan *plan;
    struct area_list demo, plain, home;
    size_t shown[LEN(all_ways)]; /* of the ways of each flow */
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

static const struct ways *ways_of(const char *flow)
{
    size_t i = 0;
    while (strcmp(all_ways[i].flow, flow) != 0)
        i++;
    return &all_ways[i];
}

/* Each way once, so that there is something of everything; then as often as they weigh. */
static const char *pick_way(struct planning *p, const char *flow)
{
    const struct ways *w = ways_of(flow);
    size_t *shown = &p->shown[w - all_ways], i = 0;
    if (*shown < w->n)
        return w->fates[(*shown)++].way;
    int total = 0;
    for (size_t k = 0; k < w->n; k++)
        total += w->fates[k].weight;
    int at = (int)demo_random(p->d, (uint64_t)total);
    while (at >= w->fates[i].weight)
        at -= w->fates[i++].weight;
    return w->fates[i].way;
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

static bool is_full(const struct plan_case *file)
{
    return strcmp(file->flow, "full") == 0;
}

static int64_t delay(struct demo *d, const struct plan_case *file, char what)
{
    const struct delay *list = is_full(file) ? desk_delays : plain_delays;
    size_t i = 0, n = is_full(file) ? LEN(desk_delays) : LEN(plain_delays);
    while (i < n && list[i].what != what)
        i++;
    if (i == n) {
        list = plain_delays; /* what comes after closing is alike in all flows */
        for (i = 0; list[i].what != what;)
            i++;
    }
    uint64_t span = (uint64_t)(list[i].most - list[i].least);
    int64_t minutes = list[i].least + (int64_t)demo_random(d, span);
    return (strchr("SD", what) ? minutes * file->pace / 100 : minutes) * MINUTE;
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
    if (file->unit)
        return what;
    switch (what) {
    case 'R':
        return 'A';
    case 'r':
    case 'q':
        return 'd';
    case 'j':
        return '\0';
    default:
        return what;
    }
}

/* Those that wait for nobody ended some day of the last weeks; the others came to where they wait a while ago. */
static int64_t last_moment(struct planning *p, const struct plan_case *file, const char *way)
{
    struct demo *d = p->d;
    size_t n = strlen(way);
    if (n > 0 && strchr(ways_of(file->flow)->ended, way[n - 1]))
        return d->now - (int64_t)demo_random(d, SPAN_MINUTES) * MINUTE;
    /* Done is as good as with the desk again. */
    bool desk = is_full(file) && (n == 0 || way[n - 1] == 'D' || !strchr(field_work, way[n - 1]));
    int64_t most = desk ? DESK_MINUTES : UNIT_MINUTES;
    if (n > 0 && strchr("Nn", way[n - 1]))
        most = DISPUTE_MINUTES;
    return d->now - (int64_t)demo_random(d, (uint64_t)most) * MINUTE;
}

/* All steps, moved so that the last one falls on its moment; by whole days where people are at work. */
static void add_steps(struct planning *p, struct plan_case *file, const char *way)
{
    struct demo *d = p->d;
    size_t first = p->plan->n_steps;
    int64_t at = file->opened;
    add_step(p, file, 'F', at);
    for (const char *what = way; *what; what++) {
        char step = step_of(file, *what);
        if (!step)
            continue;
        at += delay(d, file, *what);
        if (!is_full(file) || strchr(field_work, *what))
            at = at_work(d, at);
        add_step(p, file, step, at);
    }
    int64_t target = last_moment(p, file, way), shift = target - at;
    if (d->now - target > TIME_DAY)
        shift -= shift % TIME_DAY;
    for (size_t i = first; i < p->plan->n_steps; i++)
        p->plan->steps[i].at += shift;
    file->opened += shift;
    for (uint64_t n = demo_chance(d, 20) ? demo_random(d, 4) : 0; n > 0; n--) {
        at = file->opened + (int64_t)(1 + demo_random(d, 90)) * MINUTE;
        if (at <= d->now)
            add_step(p, file, 'U', at);
    }
}

/* Most are done within their limit: what may take two hours is begun at once. */
static int pace_of(struct demo *d, const struct case_kind *kind)
{
    const struct limit *limit = &kind->limit;
    bool days = limit->unit == LIMIT_WORK_DAY || limit->unit == LIMIT_NATURAL_DAY;
    int64_t minutes = days ? limit->ticks / TIME_DAY * OFFICE_DAY : limit->ticks / MINUTE;
    int64_t pace = minutes * 100 / USUAL_MINUTES;
    if (strcmp(kind->flow, "full") == 0)
        pace /= 3; /* standards of the catalogue are stricter */
    if (demo_chance(d, 10))
        pace *= 3;
    return pace > 100 ? 100 : (int)pace;
}

static void describe(struct planning *p, struct plan_case *file)
{
    struct demo *d = p->d;
    const struct habit *h = pick_habit(d);
    const struct area *a = pick_area(p);
    while (!fits(d, h, a))
        h = pick_habit(d);
    bool demo = demo_is_town(d, a->code);
    const struct case_kind *kind = programme_kind(d->app->programmes, h->kind);
    *file = (struct plan_case){.kind = h->kind,
                               .flow = kind->flow,
                               .pace = pace_of(d, kind),
                               .area = a,
                               .unit = demo ? h->unit : NULL,
                               .desk = arena_copy_n(d->mem, a->code, demo ? 9 : 6)};
}

static void plan_one(struct planning *p, struct plan_case *file)
{
    struct demo *d = p->d;
    describe(p, file);
    const char *way = pick_way(p, file->flow);
    file->opened = d->now - (int64_t)demo_random(d, DAY_SECONDS) * TIME_SECOND;
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
        if (i % TWIN_EVERY == TWIN_EVERY - 1 && strcmp(before->flow, "order") != 0 &&
            before->opened < d->now - 10 * MINUTE)
            plan_twin(&p, &out->cases[i], before);
        else
            plan_one(&p, &out->cases[i]);
    }
    qsort(out->steps, out->n_steps, sizeof *out->steps, by_time);
    return ERR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sharing out of a round. Longest first to whoever has least, then areas are moved, exchanged and passed on as long as
 * the whole gets better. The whole: the sum of the squares of the loads, and a price for each area that a team had
 * in the rounds before, and for each pair of teams that inspect at each other's homes where they could go round in a ring.
 * What that leaves open, the seed decides, through numbers made of seed and code: the order in which teams and areas are
 * named does not matter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "inspection/round_share.h"

/* Small towns are tried from several beginnings, and with steps of three: what even areas need, to go round in a ring. */
enum { NOBODY = -1, SMALL = 24, BEGINNINGS = 16 };

struct sharing {
    const struct round_home *teams;
    int n_teams;
    struct round_area *areas;
    int n_areas;
    int64_t loads[ROUND_TEAMS_MAX];
    uint64_t team_keys[ROUND_TEAMS_MAX];
    uint64_t home[ROUND_AREAS_MAX];   /* bit by bit the teams that are at home there */
    uint64_t had[2][ROUND_AREAS_MAX]; /* that had it in the last round, and in the one before */
    int visits[ROUND_TEAMS_MAX][ROUND_TEAMS_MAX]; /* areas of the first at homes of the second */
    double price; /* of having an area again: what an unevenness of one middling area costs */
    double cost;  /* of the whole */
};

static uint64_t mix(uint64_t v)
{
    v += 0x9e3779b97f4a7c15U;
    v = (v ^ v >> 30) * 0xbf58476d1ce4e5b9U;
    v = (v ^ v >> 27) * 0x94d049bb133111ebU;
    return v ^ v >> 31;
}

static uint64_t key_of(uint64_t seed, const char *code)
{
    uint64_t key = mix(seed);
    for (const char *p = code; *p; p++)
        key = mix(key ^ (unsigned char)*p);
    return key;
}

bool round_task_is_exact(const char *area)
{
    return strlen(area) < DIGITS_COMMUNITY;
}

bool round_at_home(const char *home, const char *area)
{
    return text_has_prefix(area, home) ||
           (!round_task_is_exact(area) && text_has_prefix(home, area));
}

bool round_is_own_area(const struct round_own *own, const char *area)
{
    return own->exact ? strcmp(own->area, area) == 0 : round_at_home(own->area, area);
}

static bool has(uint64_t teams, int team)
{
    return (teams >> team & 1U) != 0;
}

static bool may(const struct sharing *s, int area, int team)
{
    return !has(s->home[area], team);
}

/* Entries first; where they are even, the number of areas. */
static int64_t weight(const struct sharing *s, int area)
{
    return s->areas[area].entries * (s->n_areas + 1) + 1;
}

/* ---- what it costs ---- */

static double again(const struct sharing *s, int area, int team)
{
    return s->price * ((has(s->had[0][area], team) ? 2 : 0) + (has(s->had[1][area], team) ? 1 : 0));
}

/* One more, or one less, of the areas that are the second's home is the first's. */
static void meet(struct sharing *s, int first, int second, int by)
{
    int back = s->visits[second][first], *there = &s->visits[first][second];
    int before = *there < back ? *there : back;
    *there += by;
    s->cost += s->price / 2 * ((*there < back ? *there : back) - before);
}

static void take_on(struct sharing *s, int area, int team, int by)
{
    double w = (double)weight(s, area), load = (double)s->loads[team];
    s->cost += by * again(s, area, team) + w * (w + by * 2 * load);
    s->loads[team] += by * weight(s, area);
    for (int t = 0; s->home[area] && t < s->n_teams; t++)
        if (has(s->home[area], t) && t != team)
            meet(s, team, t, by);
}

static void give(struct sharing *s, int area, int team)
{
    struct round_area *a = &s->areas[area];
    if (a->team >= 0)
        take_on(s, area, a->team, -1);
    a->team = team;
    if (team >= 0)
        take_on(s, area, team, 1);
}

/* ---- longest first ---- */

struct place {
    int64_t weight;
    uint64_t key;
    int area;
};

static int longest_first(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->area - y->area;
}

/* What the whole would cost, by area given to team. */
static double cost_with(struct sharing *s, int area, int team)
{
    double before = s->cost, with;
    take_on(s, area, team, 1);
    with = s->cost;
    take_on(s, area, team, -1);
    s->cost = before;
    return with;
}

static int cheapest(struct sharing *s, int area)
{
    int best = NOBODY;
    double least = 0;
    for (int t = 0; t < s->n_teams; t++) {
        if (!may(s, area, t))
            continue;
        double cost = cost_with(s, area, t);
        if (best < 0 || cost < least || (cost <= least && s->team_keys[t] < s->team_keys[best])) {
            best = t;
            least = cost;
        }
    }
    return best;
}

static void share_greedily(struct sharing *s, uint64_t seed)
{
    struct place order[ROUND_AREAS_MAX];
    size_t n = 0;
    for (int i = 0; i < s->n_areas; i++) {
        struct round_area *a = &s->areas[i];
        int team = a->by_hand ? a->team : NOBODY;
        a->team = NOBODY;
        if (team >= 0)
            give(s, i, team);
        else
            order[n++] = (struct place){weight(s, i), key_of(seed, a->area), i};
    }
    qsort(order, n, sizeof *order, longest_first);
    for (size_t i = 0; i < n; i++)
        give(s, order[i].area, cheapest(s, order[i].area));
}

/* ---- and then better ---- */

/* Less by more than what adding up fractions in another order can make. */
static bool is_less(double now, double before)
{
    return now < before - before * 1e-12;
}

static bool is_free(const struct round_area *a)
{
    return !a->by_hand && a->team >= 0;
}

static bool move_on(struct sharing *s, int area)
{
    int from = s->areas[area].team;
    double before = s->cost;
    give(s, area, NOBODY);
    int best = cheapest(s, area);
    give(s, area, best);
    if (is_less(s->cost, before))
        return true;
    give(s, area, from);
    s->cost = before;
    return false;
}

/* What could be saved at most by taking the area from its team, loads aside. */
static double saving(const struct sharing *s, int area)
{
    int team = s->areas[area].team;
    double most = again(s, area, team);
    for (int t = 0; s->home[area] && t < s->n_teams; t++)
        if (has(s->home[area], t) && t != team && s->visits[t][team] > 0)
            most += s->price / 2;
    return most;
}

/* What the exchange does to the squares of the two loads. */
static double uneven_by(const struct sharing *s, int a, int b)
{
    double d = (double)(weight(s, a) - weight(s, b));
    double gap = (double)(s->loads[s->areas[b].team] - s->loads[s->areas[a].team]);
    return 2 * d * (d + gap);
}

static bool swap(struct sharing *s, int a, int b)
{
    int from = s->areas[a].team, to = s->areas[b].team;
    double before = s->cost;
    if (from == to || !may(s, a, to) || !may(s, b, from) ||
        uneven_by(s, a, b) >= saving(s, a) + saving(s, b))
        return false;
    give(s, a, to);
    give(s, b, from);
    if (is_less(s->cost, before))
        return true;
    give(s, a, from);
    give(s, b, to);
    s->cost = before;
    return false;
}

/* a goes to b's team, b to c's, c to a's: what no exchange of two can reach. */
static bool pass_on(struct sharing *s, int a, int b, int c)
{
    int x = s->areas[a].team, y = s->areas[b].team, z = s->areas[c].team;
    double before = s->cost;
    if (x == y || y == z || z == x || !may(s, a, y) || !may(s, b, z) || !may(s, c, x))
        return false;
    give(s, a, y);
    give(s, b, z);
    give(s, c, x);
    if (is_less(s->cost, before))
        return true;
    give(s, a, x);
    give(s, b, y);
    give(s, c, z);
    s->cost = before;
    return false;
}

/* a goes to that team, and b to a's: where one of both alone would be no better. */
static bool hand_down(struct sharing *s, int a, int b, int team)
{
    int x = s->areas[a].team, y = s->areas[b].team;
    double before = s->cost;
    if (x == y || x == team || y == team || !may(s, a, team) || !may(s, b, x))
        return false;
    give(s, a, team);
    give(s, b, x);
    if (is_less(s->cost, before))
        return true;
    give(s, a, x);
    give(s, b, y);
    s->cost = before;
    return false;
}

static bool improve_with(struct sharing *s, int a, int b)
{
    bool better = false;
    for (int t = 0; t < s->n_teams; t++)
        better = hand_down(s, a, b, t) || better;
    for (int c = 0; c < s->n_areas; c++)
        if (c != b && is_free(&s->areas[c]))
            better = pass_on(s, a, b, c) || better;
    return better;
}

static bool improve_in_threes(struct sharing *s)
{
    bool better = false;
    for (int a = 0; a < s->n_areas; a++)
        for (int b = 0; is_free(&s->areas[a]) && b < s->n_areas; b++)
            if (b != a && is_free(&s->areas[b]))
                better = improve_with(s, a, b) || better;
    return better;
}

static bool improve(struct sharing *s)
{
    bool better = false;
    for (int a = 0; a < s->n_areas; a++) {
        if (!is_free(&s->areas[a]))
            continue;
        better = move_on(s, a) || better;
        for (int b = 0; b < s->n_areas; b++)
            if (is_free(&s->areas[b]))
                better = swap(s, a, b) || better;
    }
    return better;
}

static bool improve_more(struct sharing *s)
{
    return improve(s) || (s->n_areas <= SMALL && improve_in_threes(s));
}

/* ---- the whole ---- */

static int index_of(const struct round_sharing *in, int64_t team)
{
    for (size_t t = 0; t < in->n_teams; t++)
        if (in->teams[t].team == team)
            return (int)t;
    return NOBODY;
}

static void mark_homes(struct sharing *s, const struct round_sharing *in)
{
    for (int a = 0; a < s->n_areas; a++) {
        const char *area = s->areas[a].area;
        for (size_t t = 0; t < in->n_teams; t++)
            if (round_at_home(in->teams[t].home, area))
                s->home[a] |= (uint64_t)1 << t;
        for (size_t i = 0; i < in->n_own; i++) {
            int t = index_of(in, in->own[i].team);
            if (t >= 0 && round_is_own_area(&in->own[i], area))
                s->home[a] |= (uint64_t)1 << t;
        }
    }
}

static void mark_past(struct sharing *s, const struct round_sharing *in)
{
    for (size_t i = 0; i < in->n_past; i++) {
        int t = index_of(in, in->past[i].team);
        for (int a = 0; t >= 0 && a < s->n_areas; a++)
            if (strcmp(in->past[i].area, s->areas[a].area) == 0)
                s->had[in->past[i].ago > 1][a] |= (uint64_t)1 << t;
    }
}

static double price_of(const struct sharing *s)
{
    double sum = 0;
    for (int i = 0; i < s->n_areas; i++)
        sum += (double)weight(s, i);
    double middling = s->n_areas ? sum / s->n_areas : 0;
    return middling * middling;
}

static void look_at(const struct sharing *s, struct round_rotation *out)
{
    *out = (struct round_rotation){0};
    for (int i = 0; i < s->n_areas; i++)
        out->again += s->areas[i].team >= 0 && has(s->had[0][i], s->areas[i].team);
    for (int a = 0; a < s->n_teams; a++)
        for (int b = a + 1; b < s->n_teams; b++)
            out->mutual += s->visits[a][b] > 0 && s->visits[b][a] > 0;
}

/* Each step makes the whole cheaper, so it ends; the bound only keeps a huge town quick. */
static void share_from(struct sharing *s, const struct round_sharing *in, uint64_t seed)
{
    enum { PASSES = 50 };
    memset(s->loads, 0, sizeof s->loads);
    memset(s->visits, 0, sizeof s->visits);
    s->cost = 0;
    for (size_t t = 0; t < in->n_teams; t++)
        s->team_keys[t] = mix(mix(seed) ^ (uint64_t)in->teams[t].team);
    share_greedily(s, seed);
    for (int i = 0; i < PASSES && improve_more(s); i++)
        ;
}

static void keep(const struct sharing *s, int *best)
{
    for (int i = 0; i < s->n_areas; i++)
        best[i] = s->areas[i].team;
}

void round_share(const struct round_sharing *in, struct round_area *areas, size_t n_areas,
                 struct round_rotation *out)
{
    int best[ROUND_AREAS_MAX];
    double least = 0;
    struct sharing s = {
        .teams = in->teams, .n_teams = (int)in->n_teams, .areas = areas, .n_areas = (int)n_areas};
    mark_homes(&s, in);
    mark_past(&s, in);
    s.price = price_of(&s);
    for (int i = 0; i < (s.n_areas <= SMALL ? BEGINNINGS : 1); i++) {
        share_from(&s, in, in->seed + (uint64_t)i);
        if (i == 0 || is_less(s.cost, least)) {
            least = s.cost;
            keep(&s, best);
        }
    }
    for (int i = 0; i < s.n_areas; i++)
        give(&s, i, best[i]);
    look_at(&s, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sharing out of a round. Longest first to whoever has least, then areas are moved and swapped as long as that brings
 * two loads closer together. What the loads leave open, the seed decides, through numbers made of seed and code: the
 * order in which teams and areas are named does not matter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "inspection/round.h"

enum { NOBODY = -1 };

struct sharing {
    const struct round_home *teams;
    int n_teams;
    struct round_area *areas;
    int n_areas;
    int64_t loads[ROUND_TEAMS_MAX];
    uint64_t team_keys[ROUND_TEAMS_MAX];
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

bool round_at_home(const char *home, const char *area)
{
    return text_has_prefix(area, home) || text_has_prefix(home, area);
}

static bool may(const struct sharing *s, int area, int team)
{
    return !round_at_home(s->teams[team].home, s->areas[area].area);
}

/* Entries first; where they are even, the number of areas. */
static int64_t weight(const struct sharing *s, int area)
{
    return s->areas[area].entries * (s->n_areas + 1) + 1;
}

static void give(struct sharing *s, int area, int team)
{
    struct round_area *a = &s->areas[area];
    if (a->team >= 0)
        s->loads[a->team] -= weight(s, area);
    a->team = team;
    if (team >= 0)
        s->loads[team] += weight(s, area);
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

/* Of the two teams the one with less; NOBODY: the other. */
static int lighter(const struct sharing *s, int a, int b)
{
    if (a < 0)
        return b;
    if (s->loads[a] != s->loads[b])
        return s->loads[a] < s->loads[b] ? a : b;
    return s->team_keys[a] < s->team_keys[b] ? a : b;
}

static int least_loaded(const struct sharing *s, int area)
{
    int best = NOBODY;
    for (int t = 0; t < s->n_teams; t++)
        if (may(s, area, t))
            best = lighter(s, best, t);
    return best;
}

static void share_greedily(struct sharing *s, uint64_t seed)
{
    struct place order[ROUND_AREAS_MAX];
    size_t n = 0;
    for (int i = 0; i < s->n_areas; i++) {
        if (s->areas[i].by_hand && s->areas[i].team >= 0)
            s->loads[s->areas[i].team] += weight(s, i);
        else {
            s->areas[i].team = NOBODY;
            order[n++] = (struct place){weight(s, i), key_of(seed, s->areas[i].area), i};
        }
    }
    qsort(order, n, sizeof *order, longest_first);
    for (size_t i = 0; i < n; i++)
        give(s, order[i].area, least_loaded(s, order[i].area));
}

/* ---- and then nearer to even ---- */

/* Taking d from one load to the other brings the two closer together. */
static bool is_better(const struct sharing *s, int from, int to, int64_t d)
{
    return d > 0 && s->loads[to] + d < s->loads[from];
}

static bool move_on(struct sharing *s, int area)
{
    int from = s->areas[area].team, best = NOBODY;
    for (int t = 0; t < s->n_teams; t++)
        if (t != from && may(s, area, t) && is_better(s, from, t, weight(s, area)))
            best = lighter(s, best, t);
    if (best >= 0)
        give(s, area, best);
    return best >= 0;
}

static bool is_free(const struct round_area *a)
{
    return !a->by_hand && a->team >= 0;
}

static bool swap(struct sharing *s, int a, int b)
{
    int from = s->areas[a].team, to = s->areas[b].team;
    if (from == to || !is_better(s, from, to, weight(s, a) - weight(s, b)) || !may(s, a, to) ||
        !may(s, b, from))
        return false;
    give(s, a, to);
    give(s, b, from);
    return true;
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

/* Each step makes the sum of the squares smaller, so it ends; the bound only keeps a huge town quick. */
void round_share(const struct round_home *teams, size_t n_teams, struct round_area *areas,
                 size_t n_areas, uint64_t seed)
{
    enum { PASSES = 50 };
    struct sharing s = {
        .teams = teams, .n_teams = (int)n_teams, .areas = areas, .n_areas = (int)n_areas};
    for (size_t t = 0; t < n_teams; t++)
        s.team_keys[t] = mix(mix(seed) ^ (uint64_t)teams[t].team);
    share_greedily(&s, seed);
    for (int i = 0; i < PASSES && improve(&s); i++)
        ;
}

void round_spread(const struct round_area *areas, size_t n_areas, size_t n_teams, int64_t *out_most,
                  int64_t *out_least)
{
    int64_t loads[ROUND_TEAMS_MAX] = {0};
    for (size_t i = 0; i < n_areas; i++)
        if (areas[i].team >= 0)
            loads[areas[i].team] += areas[i].entries;
    *out_most = *out_least = n_teams ? loads[0] : 0;
    for (size_t t = 1; t < n_teams; t++) {
        *out_most = loads[t] > *out_most ? loads[t] : *out_most;
        *out_least = loads[t] < *out_least ? loads[t] : *out_least;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small shops of a street: 673 that stand, of which 606 end up to standard (the newspaper's own figures), and some that
 * left. Each has its way: up to standard at once; put right, re-checked and struck off; in the midst of it; far from it;
 * never found open; not inspected yet. Walked through the rules that everyone's shops go by.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/casefile.h"
#include "demo/demo_photos.h"
#include "demo/demo_shop.h"
#include "inspection/inspection.h"
#include "ledger/ledger.h"

enum way { AT_ONCE, PUT_RIGHT, PUTTING_RIGHT, FAR_OFF, NEVER_OPEN, UNSEEN, GONE };

static const struct {
    enum way way;
    size_t n;
} ways[] = {
    {AT_ONCE,       470},
    {PUT_RIGHT,     136},
    {PUTTING_RIGHT, 45 },
    {FAR_OFF,       14 },
    {NEVER_OPEN,    3  },
    {UNSEEN,        5  },
    {GONE,          12 },
};

enum {
    CENSUS_DAYS = 150,  /* before the present: when the ledger was made */
    OLD_DAYS = 92,      /* inspected so long ago: due again */
    OPENS_MINUTE = 540, /* inspections are made from nine to five */
    OFFICE_MINUTES = 480,
    MINUTE_SECONDS = 60,
    STREETS_NUMBERS = 3,
    MAX_TRADES = 5,
    POINT_PERCENT = 92,
    OLD_SHARE = 12,
    FAILS_MAX = 2
};

struct shop {
    const struct area *area;
    const char *trade;
    enum way way;
    int64_t id;
    int32_t district;
};

/* E enters, I inspected and found good, F found wanting, N not found open, D put right, R re-checked, L left. */
struct shop_step {
    int64_t at;
    struct shop *shop;
    char what;
    size_t n; /* keeps the order of equal times */
};

struct walk {
    struct demo *d;
    const struct checklist *list;
    const struct node *script;
    struct shop *shops;
    struct shop_step *steps;
    size_t n_shops, n_steps, cap_steps;
    int64_t numbers; /* of houses given away */
};

/* ---- the plan ---- */

/* Some minute of office hours, so many days ago. */
static int64_t moment(struct demo *d, int64_t days)
{
    char day[TIME_TEXT];
    int64_t start = d->now;
    time_format(d->now - days * TIME_DAY, day);
    day[strlen("yyyy-mm-dd")] = 0;
    if (!time_parse(day, &start))
        return d->now - days * TIME_DAY;
    int64_t minutes = OPENS_MINUTE + (int64_t)demo_random(d, OFFICE_MINUTES);
    return start + minutes * MINUTE_SECONDS * TIME_SECOND;
}

static int64_t days_between(struct demo *d, int64_t low, int64_t high)
{
    return low + (int64_t)demo_random(d, (uint64_t)(high - low + 1));
}

static void step(struct walk *w, struct shop *shop, char what, int64_t days)
{
    w->steps = arena_grow(w->d->mem, w->steps, w->n_steps, &w->cap_steps, sizeof *w->steps);
    w->steps[w->n_steps] = (struct shop_step){moment(w->d, days), shop, what, w->n_steps};
    w->n_steps++;
}

static void plan_shop(struct walk *w, struct shop *shop)
{
    struct demo *d = w->d;
    int64_t first;
    step(w, shop, 'E', CENSUS_DAYS);
    switch (shop->way) {
    case AT_ONCE:
        first = demo_chance(d, OLD_SHARE) ? days_between(d, OLD_DAYS, 100) : days_between(d, 6, 80);
        step(w, shop, 'I', first);
        return;
    case PUT_RIGHT:
        first = days_between(d, 12, 70);
        step(w, shop, 'F', first);
        step(w, shop, 'D', first - days_between(d, 1, 4));
        step(w, shop, 'R', first - days_between(d, 5, 8));
        return;
    case PUTTING_RIGHT:
    case FAR_OFF:
        step(w, shop, 'F', 1);
        return;
    case NEVER_OPEN:
        for (int64_t days = 20; days > 0; days -= 7)
            step(w, shop, 'N', days);
        return;
    case GONE:
        step(w, shop, 'I', days_between(d, 60, 80));
        step(w, shop, 'L', days_between(d, 3, 50));
        return;
    case UNSEEN:
    default:
        return;
    }
}

static int by_time(const void *a, const void *b)
{
    const struct shop_step *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->n < y->n ? -1 : x->n > y->n;
}

/* Cells where there are some, else communities: shops stand in all of them alike. */
static const struct area *some_area(struct demo *d, const struct area *town)
{
    const struct area *a = town;
    while (a->n_children)
        a = atlas_at(d->view, a->first_child + (int32_t)demo_random(d, (uint64_t)a->n_children));
    return a;
}

static void plan(struct walk *w, const struct area *town)
{
    static const char *const trades[MAX_TRADES] = {"restaurant", "food", "salon", "hotel", "bath"};
    static const int shares[MAX_TRADES] = {42, 74, 90, 96, 100};
    size_t n = 0;
    for (size_t i = 0; i < LEN(ways); i++)
        n += ways[i].n;
    w->shops = arena_array(w->d->mem, n, sizeof *w->shops);
    for (size_t i = 0; i < LEN(ways); i++) {
        for (size_t k = 0; k < ways[i].n; k++) {
            struct shop *shop = &w->shops[w->n_shops++];
            uint64_t dice = demo_random(w->d, 100);
            size_t t = 0;
            while (dice >= (uint64_t)shares[t])
                t++;
            *shop = (struct shop){.area = some_area(w->d, town),
                                  .trade = trades[t],
                                  .way = ways[i].way,
                                  .district = text_district(town->code)};
            plan_shop(w, shop);
        }
    }
    qsort(w->steps, w->n_steps, sizeof *w->steps, by_time);
}

/* ---- the steps ---- */

/* "{s}记烩面馆" with a surname. */
static const char *sign_of(struct walk *w, const char *trade)
{
    struct demo *d = w->d;
    const char *pattern = demo_pick(d, node_get(node_get(w->script, "signs"), trade));
    const char *name = names_next(d), *hole = strstr(pattern, "{s}");
    size_t first = 1;
    while (((unsigned char)name[first] & 0xC0U) == 0x80U)
        first++;
    if (!hole)
        return pattern;
    return arena_printf(d->c->mem, "%.*s%.*s%s", (int)(hole - pattern), pattern, (int)first, name,
                        hole + strlen("{s}"));
}

static enum err enter(struct walk *w, struct shop *shop)
{
    struct demo *d = w->d;
    struct ctx *c = d->c;
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    struct entry_new in = {.ledger = "shop", .note = "made_up", .at = c->now};
    w->numbers += 1 + (int64_t)demo_random(d, STREETS_NUMBERS);
    json_object(&j);
    json_put_text(&j, "address",
                  arena_printf(c->mem, "%s%lld号", demo_pick(d, node_get(w->script, "streets")),
                               (long long)w->numbers));
    json_put_int(&j, "floor_area", 12 + (int64_t)demo_random(d, 80));
    json_put_text(&j, "keeper", names_next(d));
    json_put_raw(&j, "licences",
                 strcmp(shop->trade, "restaurant") == 0 || strcmp(shop->trade, "food") == 0
                     ? "[\"business\",\"food\"]"
                     : "[\"business\",\"hygiene\"]");
    json_put_text(&j, "name", sign_of(w, shop->trade));
    json_put_text(&j, "phone", names_phone(d));
    json_put_text(&j, "trade", shop->trade);
    json_end(&j);
    TRY(json_parse(c, buf_str(&b), b.n, &in.fields));
    in.has_point = demo_chance(d, POINT_PERCENT) && demo_point_in(d, shop->area, &in.point);
    if (!in.has_point)
        in.area = shop->area->code;
    TRY(demo_login(d, "clerk", &c->who));
    d->count.entries++;
    return entry_add(c, d->app, &in, &shop->id);
}

static enum err leave(struct walk *w, const struct shop *shop)
{
    struct entry e;
    TRY(entry_get(w->d->c, shop->district, shop->id, 0, &e));
    TRY(demo_login(w->d, "clerk", &w->d->c->who));
    return entry_leave(w->d->c, w->d->app, shop->district, shop->id,
                       &(struct entry_leave){.version = e.version,
                                             .reason = demo_chance(w->d, 70) ? "closed" : "moved"});
}

/* What the keeper puts right, whoever has the case says so. */
static enum err put_right(struct walk *w, const struct shop *shop)
{
    struct demo *d = w->d;
    const struct rectification *list;
    size_t n;
    TRY(rectification_of(d->c, shop->district, shop->id, 0, &list, &n));
    for (size_t i = 0; i < n && !list[i].struck; i++) {
        struct casefile file;
        struct media_claim photo;
        struct casefile_act act = {.action = "dispose",
                                   .note = demo_pick(d, node_get(w->script, "notes")),
                                   .uploads = &photo};
        TRY(casefile_get(d->c, shop->district, list[i].casefile, &file));
        act.version = file.version;
        TRY(demo_post_holder(d, shop->district, file.post, &d->c->who));
        TRY(photos_claim(d, "household_rubbish", "after", NULL, &photo, &act.n_uploads));
        TRY(casefile_act(d->c, d->app, shop->district, list[i].casefile, &act));
    }
    return ERR_OK;
}

static enum err inspect(struct walk *w, const struct shop *shop, char what)
{
    struct shop_visit visit = {
        .district = shop->district, .entry = shop->id, .trade = shop->trade, .list = w->list};
    switch (what) {
    case 'N':
        visit.result = demo_chance(w->d, 70) ? INSPECTION_DOOR_CLOSED : INSPECTION_REFUSED;
        break;
    case 'R':
        visit.kind = INSPECTION_RECHECK;
        break;
    case 'F':
        visit.points_lost = shop->way == FAR_OFF ? 41 : 1;
        break;
    default:
        break;
    }
    TRY(demo_login(w->d, "inspector", &w->d->c->who));
    return demo_visit(w->d, &visit);
}

static enum err take(struct walk *w, const struct shop_step *s)
{
    w->d->c->now = s->at;
    switch (s->what) {
    case 'E':
        return enter(w, s->shop);
    case 'L':
        return leave(w, s->shop);
    case 'D':
        return put_right(w, s->shop);
    default:
        return inspect(w, s->shop, s->what);
    }
}

enum err demo_shops(struct demo *d)
{
    struct ctx *c = d->c;
    struct arena *whole = c->mem;
    struct walk w = {.d = d,
                     .script = node_get(d->script, "shops"),
                     .list = programme_checklist(d->app->programmes, "shop_hygiene_check")};
    const char *town = node_text(node_get(w.script, "town"));
    enum err err = ERR_OK;
    plan(&w, atlas_at(d->view, atlas_find(d->view, town)));
    c->mem = arena_new();
    for (size_t i = 0; i < w.n_steps && err == ERR_OK; i++) {
        arena_reset(c->mem);
        err = demo_tick_until(d, w.steps[i].at);
        if (err == ERR_OK)
            err = take(&w, &w.steps[i]);
    }
    if (err == ERR_OK)
        err = demo_shop_round(d, town);
    if (err == ERR_OK)
        err = demo_shop_owners(d, w.shops[ways[0].n].district, town);
    arena_free(c->mem);
    c->mem = whole;
    c->who = NULL;
    return err;
}

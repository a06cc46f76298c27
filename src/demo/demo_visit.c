/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "demo/demo_photos.h"
#include "demo/demo_shop.h"
#include "inspection/request.h"
#include "inspection/round.h"
#include "ledger/ledger.h"
#include "team/team.h"

enum { FAR = 7, OWNERS = 14, TEAMS = 4, ROUND_BEGAN_DAYS = 3, ROUND_DAYS = 14, MEMBERS = 3 };

/* A value that passes, or one that does not. */
static const char *answer(struct demo *d, const struct check_item *item, bool passes)
{
    if (item->type == ANSWER_PASS)
        return passes ? "true" : "false";
    if (item->type == ANSWER_NUMBER) {
        double low = isfinite(item->min) ? item->min : item->max - 1;
        double high = isfinite(item->max) ? item->max : item->min + 1;
        return arena_printf(d->c->mem, "%.1f", passes ? (low + high) / 2 : high + FAR);
    }
    for (size_t i = 0; i < item->n_choices; i++)
        if (item->choices[i].passes == passes)
            return arena_printf(d->c->mem, "\"%s\"", item->choices[i].value);
    return "null";
}

static enum err fill_item(struct demo *d, const struct check_item *item, bool passes,
                          struct inspection_answer *out)
{
    *out = (struct inspection_answer){.item = item->item, .answer = answer(d, item, passes)};
    if (passes || !item->photo)
        return ERR_OK;
    struct media_claim *photo = arena_alloc(d->c->mem, sizeof *photo);
    out->uploads = photo;
    return photos_claim(d, "household_rubbish", "before", NULL, photo, &out->n_uploads);
}

/* Which items fail: one after the other from some item on, until enough points are lost. */
static enum err fill_all(struct demo *d, const struct shop_visit *v, struct inspection_answer *out,
                         size_t *out_n)
{
    const struct checklist *l = v->list;
    size_t from = demo_random(d, l->n_items);
    int lost = 0;
    for (size_t i = 0; i < l->n_items; i++) {
        const struct check_item *item = &l->items[(from + i) % l->n_items];
        if (!check_item_asked(item, v->trade))
            continue;
        bool fails = lost < v->points_lost && !item->limit.ticks && item->points > 0;
        lost += fails ? item->points : 0;
        TRY(fill_item(d, item, !fails, &out[(*out_n)++]));
    }
    return ERR_OK;
}

static enum err fill_open(struct demo *d, const struct shop_visit *v, struct inspection_answer *out,
                          size_t *out_n)
{
    const struct rectification *open;
    size_t n;
    TRY(rectification_of(d->c, v->district, v->entry, 0, &open, &n));
    for (size_t i = 0; i < n && !open[i].struck; i++)
        TRY(fill_item(d, checklist_item(v->list, open[i].item), true, &out[(*out_n)++]));
    return ERR_OK;
}

enum err demo_visit(struct demo *d, const struct shop_visit *v)
{
    struct inspection_answer *answers = arena_array(d->c->mem, v->list->n_items, sizeof *answers);
    struct inspection_new in = {.checklist = v->list->checklist,
                                .checklist_version = v->list->version,
                                .kind = v->kind,
                                .result = v->result,
                                .answers = answers};
    int64_t id;
    if (v->result == INSPECTION_DONE && v->kind == INSPECTION_FULL)
        TRY(fill_all(d, v, answers, &in.n_answers));
    else if (v->result == INSPECTION_DONE)
        TRY(fill_open(d, v, answers, &in.n_answers));
    d->count.inspections++;
    return inspection_add(d->c, d->app, v->district, v->entry, &in, &id);
}

enum err demo_login(struct demo *d, const char *login, const struct account **out)
{
    const struct demo_actor *actor = d->actors;
    while (actor && strcmp(actor->account->login, login) != 0)
        actor = actor->next;
    if (!actor)
        return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", login);
    *out = actor->account;
    return ERR_OK;
}

/* ---- the round ---- */

static enum err add_team(struct demo *d, const struct area *home, int n, struct round_home *out)
{
    static const char *const names[TEAMS] = {"一", "二", "三", "四"};
    const struct account *inspector;
    int32_t district = text_district(home->code);
    struct team_new t = {.name = arena_printf(d->c->mem, "联合检查第%s组", names[n]),
                         .kind = "inspection_group",
                         .area = home->code,
                         .note = "made_up"};
    *out = (struct round_home){.home = home->code};
    TRY(team_add(d->c, &t, &out->team));
    TRY(demo_login(d, "inspector", &inspector));
    if (n == 0)
        return team_member_add(d->c, district, out->team, inspector->person, d->start, 0);
    for (int i = 0; i < MEMBERS; i++) {
        struct person_new p = {
            .name = names_next(d), .area = home->code, .phone = names_phone(d), .note = "made_up"};
        int64_t person;
        TRY(person_add(d->c, d->app->key, &p, &person));
        d->count.persons++;
        TRY(team_member_add(d->c, district, out->team, person, d->start, 0));
    }
    return ERR_OK;
}

enum err demo_shop_round(struct demo *d, const char *town)
{
    struct ctx *c = d->c;
    const struct area *a = atlas_at(d->view, atlas_find(d->view, town));
    struct round_home teams[TEAMS];
    struct round_new in = {.ledger = "shop",
                           .checklist = "shop_hygiene_check",
                           .area = town,
                           .name = "“五小”门店推磨排查",
                           .starts = d->now - ROUND_BEGAN_DAYS * TIME_DAY,
                           .ends = d->now + (ROUND_DAYS - ROUND_BEGAN_DAYS) * TIME_DAY,
                           .seed = 1,
                           .teams = teams,
                           .n_teams = TEAMS};
    struct inspection_round round;
    int64_t id;
    c->now = in.starts;
    TRY(demo_login(d, "clerk", &c->who));
    for (int i = 0; i < TEAMS; i++)
        TRY(add_team(d, atlas_at(d->view, a->first_child + i), i, &teams[i]));
    TRY(round_add(c, d->app, &in, &id));
    TRY(round_get(c, text_district(town), id, &round));
    return round_set_state(c, text_district(town), id, round.version, "open");
}

/* ---- owners ---- */

enum err demo_shop_owners(struct demo *d, int32_t district, const char *town)
{
    static const char *const kinds[] = {"reply", "recheck", "appeal"};
    struct ctx *c = d->c;
    const struct node *said = node_get(node_get(d->script, "shops"), "said");
    struct entry_query q = {
        .ledger = "shop", .prefix = town, .status = "rectifying", .limit = OWNERS};
    const struct entry *list;
    const struct inspection *seen;
    size_t n, n_seen;
    bool more;
    c->now = d->now;
    TRY(entry_list(c, &q, &list, &n, &more));
    for (size_t i = 0; i < n; i++) {
        const char *kind = kinds[i % LEN(kinds)];
        int64_t id;
        TRY(inspection_of(c, district, list[i].id, 0, &seen, &n_seen));
        c->who = NULL;
        TRY(request_add(c, d->app, district, list[i].id, kind, demo_pick(d, node_get(said, kind)),
                        n_seen ? seen[0].id : 0, &id));
    }
    return ERR_OK;
}

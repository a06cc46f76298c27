/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the planned cases through the rules that everyone's cases go by, at the moments of the plan. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/casefile.h"
#include "demo/demo_names.h"
#include "demo/demo_photos.h"
#include "demo/demo_plan.h"
#include "post/post.h"
#include "team/team.h"

enum { POINT_TRIES = 400, DISTRICT_DIGITS = 6, VILLAGE_DIGITS = 12 };

static const char *pick(struct demo *d, const struct node *list)
{
    size_t n = node_len(list);
    const char *text = n ? node_text(node_at(list, demo_random(d, n))) : NULL;
    return text ? text : "";
}

static const char *reason(struct demo *d, const char *of)
{
    return pick(d, node_get(node_get(d->script, "reasons"), of));
}

static const char *text(struct demo *d, const char *kind, const char *of)
{
    return pick(d, node_get(node_get(node_get(d->script, "texts"), kind), of));
}

static const struct area *village_of(const struct demo *d, const struct area *a)
{
    return strcmp(a->level, "cell") == 0 ? atlas_at(d->view, a->parent) : a;
}

/* "六合苑小区3号楼东侧": made up around the name of the village or community. */
static const char *address(struct demo *d, const struct area *a)
{
    static const char community[] = "社区";
    const struct area *village = village_of(d, a);
    bool rural = names_is_village(village->name);
    const char *pattern =
        pick(d, node_get(d->script, rural ? "village_addresses" : "community_addresses"));
    struct buf b = {.mem = d->c->mem};
    size_t n = strlen(village->name);
    if (!rural && n > sizeof community - 1)
        n -= sizeof community - 1;
    for (const char *p = pattern; *p;) {
        if (text_has_prefix(p, "{place}")) {
            buf_bytes(&b, village->name, n);
            p += strlen("{place}");
        } else if (text_has_prefix(p, "{n}")) {
            buf_int(&b, 1 + (int64_t)demo_random(d, 12));
            p += strlen("{n}");
        } else {
            buf_char(&b, *p++);
        }
    }
    return buf_str(&b);
}

static int32_t between(struct demo *d, int32_t low, int32_t high)
{
    return low + (int32_t)demo_random(d, (uint64_t)(high - low) + 1);
}

/* False: the area is thin, and no point of its box that was tried lies in it. */
static bool point_in(struct demo *d, const struct area *a, struct geo_point *out)
{
    for (int i = 0; i < POINT_TRIES; i++) {
        struct geo_point p = {.lon_e7 = between(d, a->low.lon_e7, a->high.lon_e7),
                              .lat_e7 = between(d, a->low.lat_e7, a->high.lat_e7)};
        if (atlas_at(d->view, atlas_locate(d->view, p)) == a) {
            *out = p;
            return true;
        }
    }
    return false;
}

/* Most reports come from residents without a login, who may leave a name; some are phoned in to the desk. */
static enum err filer(struct demo *d, const struct plan_case *file, struct casefile_new *in)
{
    uint64_t who = demo_random(d, 100);
    d->c->who = NULL;
    if (who < 15)
        return demo_staff(d, ROLE_INTAKE, file->desk, &d->c->who);
    if (who >= 60) {
        in->name = names_next(d);
        in->phone = names_phone(d);
    }
    return ERR_OK;
}

static enum err file_it(struct demo *d, struct plan_case *file)
{
    struct casefile_new in = {.kind = file->kind, .body = text(d, file->kind, "body")};
    struct casefile_receipt receipt;
    struct media_claim photo;
    in.address = address(d, file->area);
    in.has_point = demo_chance(d, 92) && point_in(d, file->area, &in.point);
    if (!in.has_point)
        in.area = file->area->code;
    in.uploads = &photo;
    if (demo_chance(d, 55))
        TRY(photos_claim(d, file->kind, "before", &photo, &in.n_uploads));
    TRY(filer(d, file, &in));
    TRY(casefile_file(d->c, d->app, &in, &receipt));
    file->district = receipt.district;
    file->id = receipt.id;
    memcpy(file->secret, receipt.secret, sizeof file->secret);
    d->count.cases++;
    return ERR_OK;
}

/* The holder of the case's post: a person, or the first member of a team. */
static enum err handler(struct demo *d, const struct casefile *at)
{
    struct ctx *c = d->c;
    struct post post;
    const struct team_member *members;
    size_t n;
    TRY(post_get(c, at->district, at->post, c->now, &post));
    int64_t person = post.holder.person;
    if (!person) {
        TRY(team_members(c, at->district, post.holder.team, &members, &n));
        person = n ? members[0].person : 0;
    }
    /* A grid worker may look after several cells of one village: the login is for all of them. */
    const char *area = arena_printf(c->mem, "%.*s", VILLAGE_DIGITS, post.area);
    return demo_holder(d, at->district, person, area, &c->who);
}

static enum err unit_post(struct demo *d, const struct plan_case *file, int64_t *out)
{
    const struct post *posts;
    size_t n;
    TRY(post_list(d->c,
                  &(struct post_wanted){
                      .prefix = file->desk, .kind = file->unit, .at = d->c->now, .limit = 1},
                  &posts, &n));
    *out = n ? posts[0].id : 0;
    return ERR_OK;
}

/* Who takes the step, with what in the hand. */
static enum err prepare(struct demo *d, const struct plan_step *step, const struct casefile *at,
                        struct casefile_act *act, struct media_claim *photo)
{
    const struct plan_case *file = step->file;
    const struct account **who = &d->c->who;
    switch (step->what) {
    case 'R':
        TRY(unit_post(d, file, &act->post));
        return demo_staff(d, ROLE_INTAKE, file->desk, who);
    case 'X':
        act->reason = reason(d, "reject");
        return demo_staff(d, ROLE_INTAKE, file->desk, who);
    case 'M':
        act->into = file->twin->id;
        return demo_staff(d, ROLE_INTAKE, file->desk, who);
    case 'B':
        act->reason = reason(d, "return");
        return handler(d, at);
    case 'D':
        act->note = text(d, file->kind, "note");
        act->uploads = photo;
        TRY(photos_claim(d, file->kind, "after", photo, &act->n_uploads));
        return handler(d, at);
    case 'S':
        return handler(d, at);
    case 'W':
        act->reason = reason(d, "rework");
        return demo_staff(d, ROLE_CHECKER, file->desk, who);
    case 'P':
        return demo_staff(d, ROLE_CHECKER, file->desk, who);
    case 'O':
        act->reason = reason(d, "reopen");
        act->secret = demo_chance(d, 50) ? file->secret : NULL;
        if (act->secret)
            return ERR_OK;
        return demo_staff(d, ROLE_SUPERVISOR,
                          arena_printf(d->c->mem, "%.*s", DISTRICT_DIGITS, file->desk), who);
    default: /* A, C */
        return demo_staff(d, ROLE_INTAKE, file->desk, who);
    }
}

static const char *action_of(char what)
{
    static const struct {
        char what;
        const char *action;
    } actions[] = {
        {'A', "accept" },
        {'R', "route"  },
        {'X', "reject" },
        {'M', "merge"  },
        {'S', "start"  },
        {'B', "return" },
        {'D', "dispose"},
        {'W', "rework" },
        {'P', "pass"   },
        {'C', "close"  },
        {'O', "reopen" },
    };
    size_t i = 0;
    while (actions[i].what != what)
        i++;
    return actions[i].action;
}

static enum err take_step(struct demo *d, const struct plan_step *step)
{
    struct ctx *c = d->c;
    struct plan_case *file = step->file;
    struct casefile at;
    struct media_claim photo;
    int64_t supports;
    c->now = step->at;
    c->who = NULL;
    if (step->what == 'F')
        return file_it(d, file);
    TRY(casefile_get(c, file->district, file->id, &at));
    if (step->what == 'U')
        return at.is_open ? casefile_support(c, file->district, file->id, &supports) : ERR_OK;
    struct casefile_act act = {.action = action_of(step->what), .version = at.version};
    TRY(prepare(d, step, &at, &act, &photo));
    return casefile_act(c, d->app, file->district, file->id, &act);
}

enum err demo_cases(struct demo *d)
{
    struct ctx *c = d->c;
    struct plan plan;
    struct arena *whole = c->mem;
    enum err err = ERR_OK;
    TRY(photos_read(d));
    TRY(plan_make(d, &plan));
    c->mem = arena_new();
    for (size_t i = 0; i < plan.n_steps && err == ERR_OK; i++) {
        arena_reset(c->mem);
        err = take_step(d, &plan.steps[i]);
        if (err != ERR_OK)
            (void)ctx_fail(c, err, c->problem.code, c->problem.field, "%c %s %s: %.150s",
                           plan.steps[i].what, plan.steps[i].file->kind,
                           plan.steps[i].file->area->code, arena_copy(whole, c->problem.detail));
    }
    arena_free(c->mem);
    c->mem = whole;
    c->who = NULL;
    return err;
}

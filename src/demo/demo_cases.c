/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the planned cases through the rules that everyone's cases go by, at the moments of the plan. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/casefile.h"
#include "demo/demo_deeds.h"
#include "demo/demo_names.h"
#include "demo/demo_photos.h"
#include "demo/demo_plan.h"
#include "inspection/rectification.h"

enum { POINT_TRIES = 400, TICKS = 64 };

const char *demo_pick(struct demo *d, const struct node *list)
{
    size_t n = node_len(list);
    const char *text = n ? node_text(node_at(list, demo_random(d, n))) : NULL;
    return text ? text : "";
}

const char *demo_reason(struct demo *d, const char *of)
{
    return demo_pick(d, node_get(node_get(d->script, "reasons"), of));
}

const char *demo_text(struct demo *d, const char *kind, const char *of)
{
    return demo_pick(d, node_get(node_get(node_get(d->script, "texts"), kind), of));
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
        demo_pick(d, node_get(d->script, rural ? "village_addresses" : "community_addresses"));
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

bool demo_point_in(struct demo *d, const struct area *a, struct geo_point *out)
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
    struct casefile_new in = {.kind = file->kind, .body = demo_text(d, file->kind, "body")};
    struct casefile_receipt receipt;
    struct media_claim photo;
    in.address = address(d, file->area);
    in.has_point = demo_chance(d, 92) && demo_point_in(d, file->area, &in.point);
    if (!in.has_point)
        in.area = file->area->code;
    in.uploads = &photo;
    if (demo_chance(d, 55))
        TRY(photos_claim(d, file->kind, "before", in.has_point ? &in.point : NULL, &photo,
                         &in.n_uploads));
    TRY(filer(d, file, &in));
    TRY(casefile_file(d->c, d->app, &in, &receipt));
    file->district = receipt.district;
    file->id = receipt.id;
    file->own_post = receipt.answer.post;
    memcpy(file->secret, receipt.secret, sizeof file->secret);
    d->count.cases++;
    return ERR_OK;
}

static enum err take_step(struct demo *d, const struct plan_step *step)
{
    struct ctx *c = d->c;
    struct plan_case *file = step->file;
    struct casefile at;
    const char *state;
    int64_t n;
    c->now = step->at;
    c->who = NULL;
    if (step->what == 'F')
        return file_it(d, file);
    TRY(casefile_get(c, file->district, file->id, &at));
    if (step->what == 'U')
        return at.is_open ? casefile_support(c, file->district, file->id, &n) : ERR_OK;
    if (step->what == 'T')
        return casefile_still_there(c, d->app, file->district, file->id,
                                    &(struct still_there){.note = demo_reason(d, "still_there")},
                                    &n, &state);
    return deeds_do(d, step, &at);
}

enum err demo_tick_until(struct demo *d, int64_t until)
{
    struct ctx *c = d->c;
    struct tick due[TICKS];
    size_t n = TICKS;
    c->who = NULL;
    while (n > 0) {
        c->now = until;
        TRY(casefile_ticks(c, due, TICKS, &n));
        for (size_t i = 0; i < n; i++) {
            c->now = due[i].at;
            TRY(rectification_tick(c, d->app, &due[i]));
        }
    }
    return ERR_OK;
}

/* Which step of the plan the rules forbade. */
static void explain(struct ctx *c, enum err err, const struct plan_step *step)
{
    struct problem why = c->problem;
    (void)ctx_fail(c, err, why.code, why.field, "%c of a %s case in %s: %.150s", step->what,
                   step->file->kind, step->file->area->code, why.detail);
}

enum err demo_cases(struct demo *d)
{
    struct ctx *c = d->c;
    struct plan plan;
    struct arena *whole = c->mem;
    enum err err = ERR_OK;
    TRY(plan_make(d, &plan));
    c->mem = arena_new();
    for (size_t i = 0; i < plan.n_steps && err == ERR_OK; i++) {
        arena_reset(c->mem);
        err = demo_tick_until(d, plan.steps[i].at);
        if (err == ERR_OK)
            err = take_step(d, &plan.steps[i]);
        if (err != ERR_OK)
            explain(c, err, &plan.steps[i]);
    }
    if (err == ERR_OK)
        err = demo_tick_until(d, d->now);
    arena_free(c->mem);
    c->mem = whole;
    c->who = NULL;
    return err;
}

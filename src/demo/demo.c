/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo.h"

#include <assert.h>
#include <string.h>

#include "backup/copy.h"
#include "base/arena.h"
#include "base/embed.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "catalogue/import.h"
#include "db/db.h"
#include "demo/demo_parts.h"
#include "demo/demo_photos.h"
#include "demo/demo_places.h"
#include "journal/journal.h"
#include "programme/version.h"

enum { START_DAYS = 200 };

static const char attribution[] =
    "区划边界 © Vonng/adcode（CC BY 4.0），已转换坐标；街道、社区和网格边界为演示而作，并非真实边界";

/* splitmix64 */
uint64_t demo_random(struct demo *d, uint64_t n)
{
    uint64_t z = d->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % n;
}

bool demo_chance(struct demo *d, int percent)
{
    return demo_random(d, 100) < (uint64_t)percent;
}

bool demo_is_town(const struct demo *d, const char *code)
{
    const struct node *towns = node_get(d->script, "towns");
    for (size_t i = 0; i < node_len(towns); i++)
        if (text_has_prefix(code, node_text(node_at(towns, i))))
            return true;
    return false;
}

bool demo_is_district(const struct demo *d, const char *code)
{
    const struct node *towns = node_get(d->script, "towns");
    for (size_t i = 0; i < node_len(towns); i++)
        if (strncmp(code, node_text(node_at(towns, i)), DIGITS_DISTRICT) == 0)
            return true;
    return false;
}

const struct embedded *demo_file(const char *path)
{
    const struct embedded *file = embed_find(path);
    assert(file);
    return file;
}

static enum err read_script(struct demo *d)
{
    const struct embedded *file = demo_file("demo/script.json");
    struct arena *mem = d->c->mem;
    d->c->mem = d->mem;
    enum err err = json_parse(d->c, file->text, file->n, &d->script);
    d->c->mem = mem;
    return err;
}

static enum err begin(struct demo *d)
{
    bool empty = false;
    TRY(copy_is_empty(d->c, &empty));
    if (!empty)
        return ctx_fail(d->c, ERR_CONFLICT, "db.not_empty", "", "%s", "");
    TRY(read_script(d));
    TRY(places_read(d));
    return demo_logins_read(d);
}

static enum err demo_catalogue(struct demo *d)
{
    return catalogue_seed(d->c);
}

static enum err put_setting(struct demo *d, const char *name, const char *value)
{
    return db_exec(d->c, SQL_DEMO_SETTING, ARGS(db_text(name), db_text(value)));
}

/* Last: only a whole demonstration calls itself one. */
static enum err finish(struct demo *d)
{
    TRY(programmes_record(d->c, d->app->programmes));
    TRY(put_setting(d, "map_attribution", attribution));
    TRY(put_setting(d, "demo_logins", demo_logins_json(d)));
    return put_setting(d, "demo", "1");
}

typedef enum err stage_fn(struct demo *d);

/* One transaction, sealed, with memory of its own; the next stage sees the areas that it left. */
static enum err run_stage(struct demo *d, stage_fn *stage)
{
    struct ctx *c = d->c;
    struct arena *whole = c->mem;
    c->mem = arena_new();
    enum err err = db_begin(c, DB_WRITE);
    if (err == ERR_OK)
        err = stage(d);
    if (err == ERR_OK)
        err = journal_seal_all(c);
    if (err == ERR_OK)
        err = db_end(c, true);
    else
        db_undo(c);
    arena_free(c->mem);
    c->mem = whole;
    return err;
}

static enum err look_again(struct demo *d)
{
    if (d->view)
        atlas_give(d->app->atlas, d->view);
    d->view = NULL;
    TRY(db_begin(d->c, DB_READ));
    enum err err = atlas_refresh(d->app->atlas, d->c);
    if (err == ERR_OK)
        err = db_end(d->c, true);
    else
        db_undo(d->c);
    d->view = atlas_take(d->app->atlas);
    return err;
}

static enum err run(struct demo *d)
{
    static stage_fn *const stages[] = {
        begin,        demo_tree,          demo_catalogue, demo_towns,      demo_villages,
        demo_cells,   demo_cell_outlines, demo_people,    demo_logins_add, photos_read,
        demo_ledgers, demo_shops,         demo_cases,     finish};
    for (size_t i = 0; i < LEN(stages); i++) {
        d->c->now = d->start;
        d->c->who = NULL;
        TRY(run_stage(d, stages[i]));
        TRY(look_again(d));
    }
    return ERR_OK;
}

enum err demo_fill(struct ctx *c, struct app *app, struct demo_count *out)
{
    struct demo d = {.c = c,
                     .app = app,
                     .mem = arena_new(),
                     .now = c->now,
                     .start = c->now - START_DAYS * TIME_DAY,
                     .random = 410100};
    enum err err = run(&d);
    if (d.view)
        atlas_give(app->atlas, d.view);
    c->now = d.now;
    if (err == ERR_OK)
        *out = d.count;
    arena_free(d.mem);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection_sheet/past_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "area/import.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/json_in.h"
#include "base/time.h"
#include "db/db.h"
#include "inspection/rectification.h"

static const char areas[] = "code,name,level,parent,note\n"
                            "9901,Detroit,city,,made_up\n"
                            "990101,Detroit,district,9901,made_up\n"
                            "990101001,South-west,town,990101,made_up\n"
                            "990101002,South-east,town,990101,made_up\n"
                            "990101003,North-west,town,990101,made_up\n"
                            "990101004,North-east,town,990101,made_up\n"
                            "990101999,Nowhere,town,990101,made_up\n";

/* What the city reaches from west to east and from south to north, cut in four. */
#define WEST "-83.2879"
#define MIDDLE "-83.0992"
#define EAST "-82.9104"
#define SOUTH "42.2551"
#define HALF "42.3528"
#define NORTH "42.4504"
#define BOX(code, w, s, e, n)                                                                      \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code                                       \
    "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[" w "," s "],[" e "," s "],[" e     \
    "," n "],[" w "," n "],[" w "," s "]]]}}"
static const char boxes[] = "{\"type\":\"FeatureCollection\",\"features\":[" BOX(
    "990101001", WEST, SOUTH, MIDDLE,
    HALF) "," BOX("990101002", MIDDLE, SOUTH, EAST,
                  HALF) "," BOX("990101003", WEST, HALF, MIDDLE,
                                NORTH) "," BOX("990101004", MIDDLE, HALF, EAST, NORTH) "]}";

static void import_areas(struct past_world *p)
{
    static const struct import_options o = {.note = "made_up"};
    struct ctx *c = p->w.c;
    struct import_report report;
    city_begin(&p->w);
    assert_int_equal(area_import_csv(c, areas, strlen(areas), &o, &report), ERR_OK);
    assert_true(report.applied);
    assert_int_equal(area_import_polygons(c, boxes, strlen(boxes), &o, &report), ERR_OK);
    assert_true(report.applied);
    assert_int_equal(city_end(&p->w, ERR_OK), ERR_OK);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(atlas_refresh(p->w.app.atlas, c), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void read_programme(struct past_world *p)
{
    enum { ROOM = 1 << 20 };
    static const char path[] = "test/programmes/food-safety.json";
    struct ctx *c = p->w.c;
    char *text = arena_alloc(c->mem, ROOM);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    const struct embedded file = {"programmes/food-safety.json", text, fread(text, 1, ROOM - 1, f)};
    (void)fclose(f);
    p->w.app.follow = &inspections_follow;
    if (programmes_read(c, &file, 1, &p->w.app.programmes) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
    p->kind = programme_ledger(p->w.app.programmes, "establishment");
    assert_non_null(p->kind);
}

void past_open(struct past_world *p)
{
    *p = (struct past_world){0};
    city_open(&p->w);
    import_areas(p);
    read_programme(p);
}

void past_close(struct past_world *p)
{
    city_close(&p->w);
}

/* ---- sheets ---- */

static const struct node *parsed(struct past_world *p, const char *json)
{
    const struct node *v = NULL;
    if (json)
        assert_int_equal(json_parse(p->w.c, json, strlen(json), &v), ERR_OK);
    return v;
}

static void must(struct past_world *p, enum err err)
{
    if (err != ERR_OK)
        fail_msg("%s %s", p->w.c->problem.code, p->w.c->problem.detail);
}

void past_bring_entries(struct past_world *p, const char *csv, size_t n, const char *mapping,
                        bool dry_run)
{
    struct ctx *c = p->w.c;
    const struct ledger_plan *plan;
    const struct ledger_import_options o = {.area = PLACE,
                                            .dry_run = dry_run,
                                            .source = "establishments.csv",
                                            .mapping = parsed(p, mapping),
                                            .dates = DAY_MONTH_FIRST,
                                            .since = past_day_of("2016-08-01")};
    c->now += TIME_SECOND;
    must(p, db_begin(c, DB_READ));
    must(p, ledger_import_read(c, &p->w.app, p->kind, csv, n, &o, &plan, &p->entries));
    must(p, db_end(c, true));
    city_begin(&p->w);
    must(p, city_end(&p->w, ledger_import_apply(c, &p->w.app, plan, &p->entries)));
}

void past_bring(struct past_world *p, enum past_part part, const char *csv, size_t n,
                const char *mapping, bool dry_run)
{
    struct ctx *c = p->w.c;
    const struct past_plan *plan;
    const struct past_options o = {.area = PLACE,
                                   .part = part,
                                   .dry_run = dry_run,
                                   .source = "inspections.csv",
                                   .mapping = parsed(p, mapping),
                                   .full = parsed(p, "[\"Routine Inspection\"]"),
                                   .dates = DAY_MONTH_FIRST};
    c->now += TIME_SECOND;
    must(p, db_begin(c, DB_READ));
    must(p, past_import_read(c, &p->w.app, p->kind, csv, n, &o, &plan, &p->past));
    must(p, db_end(c, true));
    city_begin(&p->w);
    must(p, city_end(&p->w, past_import_apply(c, &p->w.app, plan, &p->past)));
}

const char *past_findings(struct past_world *p, const struct ledger_report *r)
{
    struct buf b = {.mem = p->w.c->mem};
    for (size_t i = 0; i < r->found.n; i++)
        buf_printf(&b, "%s%s %s;", r->found.v[i].error ? "!" : "", r->found.v[i].cell,
                   r->found.v[i].rule);
    return buf_str(&b);
}

/* ---- what came of it ---- */

int64_t past_day_of(const char *day)
{
    int64_t at;
    assert_true(time_parse(day, &at));
    return at;
}

int64_t past_count_of(struct past_world *p, const char *status, int64_t as_of)
{
    const struct entry_query q = {
        .ledger = "establishment", .prefix = PLACE, .status = status, .as_of = as_of};
    const struct entry_count *counts;
    int64_t sum = 0;
    size_t n;
    must(p, db_begin(p->w.c, DB_READ));
    must(p, entry_count(p->w.c, &q, false, &counts, &n));
    must(p, db_end(p->w.c, true));
    for (size_t i = 0; i < n; i++)
        sum += counts[i].n;
    return sum;
}

const struct entry *past_entries(struct past_world *p, size_t *out_n)
{
    enum { MOST = 100000 };
    const struct entry_query q = {.ledger = "establishment", .prefix = PLACE, .limit = MOST};
    const struct entry *list;
    bool more;
    must(p, db_begin(p->w.c, DB_READ));
    must(p, entry_list(p->w.c, &q, &list, out_n, &more));
    must(p, db_end(p->w.c, true));
    return list;
}

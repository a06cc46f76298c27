/* SPDX-License-Identifier: Apache-2.0 */
#include "inspection/inspect_world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/time.h"
#include "casefile/tick.h"

enum { TICKS = 100 };

static const struct ledger_choice trades[] = {
    {"food",  {"小食品店", "Food"} },
    {"salon", {"小理发店", "Salon"}},
};
static const struct ledger_status statuses[] = {
    {"unchecked",    {"待检查", "Not inspected"},   "grey",   false, false, {0}},
    {"compliant",    {"达标", "Compliant"},          "green",  true,  false, {0}},
    {"rectifying",   {"整改中", "Being put right"}, "yellow", true,  false, {0}},
    {"noncompliant", {"未达标", "Noncompliant"},    "red",    true,  false, {0}},
};
static const struct ledger_reason reasons[] = {
    {"closed", {"关停", "Closed"}, false},
};
static const char *const key[] = {"name"}, *const on[] = {"village", "cell"},
                         *const posts[] = {"grid_worker", "community_duty"},
                         *const food[] = {"food"};
static const struct item_choice tidy[] = {
    {"tidy",  {"整洁", "Tidy"},  true },
    {"messy", {"杂乱", "Messy"}, false},
};

#define NO_SCORE .score_from = UNBOUND, .score_below = UNBOUND
static const struct grade_rule rules[] = {
    {.status = "noncompliant",
     .score_from = UNBOUND,
     .score_below = 60,
     .must_passed = -1,
     .open_items = -1,
     .overdue = -1},
    {.status = "noncompliant",                        NO_SCORE, .must_passed = -1, .open_items = -1, .overdue = 1   },
    {.status = "rectifying",                        NO_SCORE,   .must_passed = -1,   .open_items = 1, .overdue = -1},
    {.status = "noncompliant",                        NO_SCORE, .must_passed = 0, .open_items = -1,  .overdue = -1     },
    {.status = "compliant",                        NO_SCORE,    .must_passed = -1,    .open_items = -1, .overdue = -1},
};

static void describe_ledger(struct shops *s)
{
    static const struct name_pair why = {"为了检查", "To inspect"};
    s->fields[0] = (struct ledger_field){
        .field = "name", .name = {"名称", "Name"},
             .why = why, .needed = true
    };
    s->fields[1] = (struct ledger_field){
        .field = "address", .name = {"地址", "Address"},
             .why = why
    };
    s->fields[2] = (struct ledger_field){
        .field = "trade",
        .name = {"类别", "Trade"},
        .why = why,
        .type = LEDGER_CHOICE,
        .choices = trades,
        .n_choices = LEN(trades)
    };
    s->fields[3] = (struct ledger_field){
        .field = "days", .name = {"间隔", "Days"},
             .why = why, .type = LEDGER_INTEGER
    };
    s->ledger = (struct ledger_kind){
        .ledger = "shop",
        .programme = "shops",
        .version = 1,
        .name = {"门店台账", "Shops"       },
        .entry = {"门店",       "Shop"        },
        .icon = "shop",
        .on = on,
        .n_on = LEN(on),
        .fields = {s->fields,      LEN(s->fields)},
        .title = "name",
        .key = key,
        .n_key = LEN(key),
        .facet = "trade",
        .is_public = true,
        .statuses = statuses,
        .n_statuses = LEN(statuses),
        .start = "unchecked",
        .graded_by = "check",
        .reasons = reasons,
        .n_reasons = LEN(reasons),
        .posts = posts,
        .n_posts = LEN(posts),
        .owners = true,
        .signs = true,
    };
}

static void describe_list(struct shops *s)
{
    s->items[0] = (struct check_item){
        .item = "licence", .name = {"执照上墙", "Licence on show"},
             .points = 30, .must = true
    };
    s->items[1] = (struct check_item){
        .item = "bins",
        .name = {"垃圾桶加盖", "Bins covered"},
        .points = 20,
        .limit = {LIMIT_WORK_DAY,    TIME_DAY      }
    };
    s->items[2] = (struct check_item){
        .item = "fridge",
        .name = {"冷藏温度", "Fridge"},
        .type = ANSWER_NUMBER,
        .min = 0,
        .max = 8,
        .points = 20,
        .may_skip = true,
        .only = food,
        .n_only = 1
    };
    s->items[3] = (struct check_item){
        .item = "front",
        .name = {"门前整洁", "Front"},
        .type = ANSWER_CHOICE,
        .choices = tidy,
        .n_choices = LEN(tidy),
        .points = 20,
        .focus = true,
        .photo = true
    };
    s->items[4] = (struct check_item){
        .item = "smile", .name = {"服务热情", "Smile"},
             .points = 10
    };
    s->list = (struct checklist){
        .checklist = "check",
        .programme = "shops",
        .version = 1,
        .name = {"检查表",       "Checklist"  },
        .ledger = "shop",
        .items = s->items,
        .n_items = SHOP_ITEMS,
        .case_kind = "fix",
        .review = {LIMIT_NATURAL_DAY, 90 * TIME_DAY},
        .review_field = "days",
        .rules = rules,
        .n_rules = LEN(rules),
        .not_done = "noncompliant",
        .vain_tries = 3
    };
}

void shops_open(struct shops *s)
{
    static const struct case_kind fix = {
        .kind = "fix",
        .name = {"门店整改", "Shop to put right"},
        .flow = "rectify",
        .internal = true,
        .limit = {LIMIT_WORK_DAY, 5 * TIME_DAY       },
        .rework_limit = {LIMIT_WORK_DAY, 2 * TIME_DAY       },
        .programme = "shops",
        .version = 1,
        .route = posts,
        .n_route = LEN(posts)
    };
    city_open(&s->w);
    s->programmes = *s->w.app.programmes;
    struct case_kind *kinds = arena_array(s->w.c->mem, s->programmes.n_kinds + 1, sizeof *kinds);
    memcpy(kinds, s->programmes.kinds, s->programmes.n_kinds * sizeof *kinds);
    kinds[s->programmes.n_kinds++] = fix;
    s->programmes.kinds = kinds;
    describe_ledger(s);
    describe_list(s);
    s->programmes.ledgers = &s->ledger;
    s->programmes.n_ledgers = 1;
    s->programmes.checklists = &s->list;
    s->programmes.n_checklists = 1;
    s->w.app.programmes = &s->programmes;
    s->w.app.follow = &inspections_follow;
}

void shops_close(struct shops *s)
{
    city_close(&s->w);
}

static void fail_with(const struct shops *s, const char *what)
{
    fail_msg("%s: %s %s (%s)", what, s->w.c->problem.code, s->w.c->problem.detail,
             s->w.c->problem.field);
}

int64_t shops_add(struct shops *s, const char *name, const char *area, const char *more)
{
    struct ctx *c = s->w.c;
    const struct node *fields;
    int64_t id = 0;
    const char *text = arena_printf(c->mem, "{\"name\":\"%s\",\"trade\":\"food\"%s}", name, more);
    if (strstr(more, "trade"))
        text = arena_printf(c->mem, "{\"name\":\"%s\"%s}", name, more);
    assert_int_equal(json_parse(c, text, strlen(text), &fields), ERR_OK);
    const struct entry_new in = {
        .ledger = "shop", .area = area, .fields = fields, .at = moment("2026-09-01 09:00")};
    city_begin(&s->w);
    if (entry_add(c, &s->w.app, &in, &id) != ERR_OK)
        fail_with(s, name);
    assert_int_equal(city_end(&s->w, true), ERR_OK);
    return id;
}

/* ---- answers ---- */

/* Is the word among those of the text, and followed by this sign? '\0': by none. */
static bool among(const char *text, const char *word, char sign)
{
    size_t n = strlen(word);
    for (const char *p = strstr(text, word); p; p = strstr(p + n, word))
        if (sign ? p[n] == sign : !p[n] || p[n] == ' ')
            return true;
    return false;
}

static struct inspection_answer answer_to(struct shops *s, const struct check_item *item, bool well)
{
    static const char *const words[][2] = {
        [ANSWER_PASS] = {"false",     "true"    },
        [ANSWER_NUMBER] = {"12.5",      "4"       },
        [ANSWER_CHOICE] = {"\"messy\"", "\"tidy\""},
    };
    struct inspection_answer a = {.item = item->item, .answer = words[item->type][well]};
    if (item->photo && !well) {
        struct media_claim *claim = arena_alloc(s->w.c->mem, sizeof *claim);
        *claim = city_upload(&s->w);
        a.uploads = claim;
        a.n_uploads = 1;
    }
    return a;
}

static struct inspection_new blank(enum inspection_kind kind)
{
    return (struct inspection_new){.checklist = "check", .checklist_version = 1, .kind = kind};
}

struct inspection_new shops_full(struct shops *s, const char *failing)
{
    struct inspection_new in = blank(INSPECTION_FULL);
    struct inspection_answer *answers = arena_array(s->w.c->mem, SHOP_ITEMS, sizeof *answers);
    for (size_t i = 0; i < SHOP_ITEMS; i++) {
        bool corrected = among(failing, s->items[i].item, '!');
        bool fails = corrected || among(failing, s->items[i].item, '\0');
        answers[i] = answer_to(s, &s->items[i], !fails);
        answers[i].corrected = corrected;
    }
    in.answers = answers;
    in.n_answers = SHOP_ITEMS;
    return in;
}

struct inspection_new shops_recheck(struct shops *s, const char *said)
{
    struct inspection_new in = blank(INSPECTION_RECHECK);
    struct inspection_answer *answers = arena_array(s->w.c->mem, SHOP_ITEMS, sizeof *answers);
    for (size_t i = 0; i < SHOP_ITEMS; i++)
        if (among(said, s->items[i].item, '+') || among(said, s->items[i].item, '-'))
            answers[in.n_answers++] =
                answer_to(s, &s->items[i], among(said, s->items[i].item, '+'));
    in.answers = answers;
    return in;
}

struct inspection_new shops_vain(enum inspection_result result)
{
    struct inspection_new in = blank(INSPECTION_FULL);
    in.result = result;
    return in;
}

/* ---- inspecting ---- */

enum err shops_try(struct shops *s, int64_t shop, enum actor who, struct inspection_new in,
                   const char *done, int64_t *out_id)
{
    if (done[0])
        in.done = moment(done);
    city_as(&s->w, who);
    city_begin(&s->w);
    enum err err = inspection_add(s->w.c, &s->w.app, DISTRICT, shop, &in, out_id);
    enum err ended = city_end(&s->w, err == ERR_OK);
    city_as(&s->w, NOBODY);
    return err == ERR_OK ? ended : err;
}

int64_t shops_inspect(struct shops *s, int64_t shop, enum actor who, struct inspection_new in,
                      const char *done)
{
    int64_t id = 0;
    if (shops_try(s, shop, who, in, done, &id) != ERR_OK)
        fail_with(s, "inspection");
    return id;
}

void shops_refuse(struct shops *s, int64_t shop, enum actor who, struct inspection_new in,
                  const char *done, enum err err, const char *code)
{
    int64_t id = 0;
    enum err was = shops_try(s, shop, who, in, done, &id);
    if (was != err || strcmp(s->w.c->problem.code, code) != 0)
        fail_msg("%d %s (%s), wanted %d %s", (int)was, s->w.c->problem.code, s->w.c->problem.detail,
                 (int)err, code);
}

/* ---- asking ---- */

static void read_unit(struct shops *s, enum err err)
{
    if (err != ERR_OK)
        fail_with(s, "read");
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
}

static struct entry entry_at(struct shops *s, int64_t shop, int64_t at)
{
    struct entry e = {0};
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    read_unit(s, entry_get(s->w.c, DISTRICT, shop, at, &e));
    return e;
}

struct entry shops_entry(struct shops *s, int64_t shop)
{
    return entry_at(s, shop, 0);
}

const char *shops_status(struct shops *s, int64_t shop)
{
    return entry_at(s, shop, 0).status;
}

const char *shops_status_at(struct shops *s, int64_t shop, const char *time)
{
    return entry_at(s, shop, moment(time)).status;
}

struct inspection shops_inspection(struct shops *s, int64_t id)
{
    struct inspection i = {0};
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    read_unit(s, inspection_get(s->w.c, DISTRICT, id, &i));
    return i;
}

static const struct rectification *items_of(struct shops *s, int64_t shop, size_t *out_n)
{
    const struct rectification *list = NULL;
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    read_unit(s, rectification_of(s->w.c, DISTRICT, shop, 0, &list, out_n));
    return list;
}

struct rectification shops_item(struct shops *s, int64_t shop, const char *item)
{
    size_t n = 0;
    const struct rectification *list = items_of(s, shop, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].item, item) == 0)
            return list[i];
    fail_msg("%s is not to be put right", item);
    return (struct rectification){0};
}

size_t shops_items(struct shops *s, int64_t shop)
{
    size_t n = 0;
    (void)items_of(s, shop, &n);
    return n;
}

struct casefile shops_case(struct shops *s, int64_t shop, const char *item)
{
    const struct receipt r = {.district = DISTRICT, .id = shops_item(s, shop, item).casefile};
    return city_case(&s->w, r);
}

void shops_dispose(struct shops *s, int64_t shop, const char *item)
{
    const struct receipt r = {.district = DISTRICT, .id = shops_item(s, shop, item).casefile};
    if (city_act(&s->w, r, HOLDER, "dispose") != ERR_OK)
        fail_with(s, "dispose");
}

void shops_tick(struct shops *s, const char *time)
{
    struct tick due[TICKS];
    size_t n;
    loop_at(&s->w, time);
    assert_int_equal(db_begin(s->w.c, DB_READ), ERR_OK);
    assert_int_equal(casefile_ticks(s->w.c, due, TICKS, &n), ERR_OK);
    assert_int_equal(db_end(s->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        city_begin(&s->w);
        if (rectification_tick(s->w.c, &s->w.app, &due[i]) != ERR_OK)
            fail_with(s, "tick");
        assert_int_equal(city_end(&s->w, true), ERR_OK);
    }
}
